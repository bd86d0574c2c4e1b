"""What the scripts that kill share: a scratch database, Django on it, a child that is killed, and the command line."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[1]


def prepared() -> None:
    """Django on the database that the environment names."""
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.office.web.settings")
    import django

    django.setup()


@contextmanager
def scratch() -> Iterator[None]:
    """A data folder, and on PostgreSQL a database, that are gone afterwards; the environment names them."""
    with tempfile.TemporaryDirectory(prefix="luoshi-kill-") as folder:
        os.environ["LUOSHI_DATA"] = f"{folder}/data"
        Path(folder, "data").mkdir()
        os.environ["LUOSHI_KEYS"] = f"{folder}/keys"
        url = os.environ.get("DATABASE_URL")
        if not url:
            yield
            return
        import psycopg

        name = f"kill_{os.getpid()}"
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"create database {name}")
            os.environ["DATABASE_URL"] = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
            try:
                yield
            finally:
                os.environ["DATABASE_URL"] = url
                server.execute(f"drop database {name} with (force)")


def killed_child(number: int, wait: float) -> list[str]:
    """Start the script's child, and kill it so many seconds after the first thing it says; gives all that it said."""
    command = [sys.executable, sys.argv[0], "--child", str(number)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, bufsize=1) as child:
        assert child.stdout
        said = [child.stdout.readline()]
        try:
            time.sleep(wait)
        finally:
            child.kill()
        return [line.strip() for line in (*said, *child.stdout) if line.strip()]


def main(doc: str | None, *, child: Callable[[int], None], run: Callable[[int], bool], tries: int = 50) -> int:
    """The command line: `child` does what is to be killed, `run` tries so often and says whether all was sound."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tries", type=int, default=tries)
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child is not None:
        prepared()
        child(given.child)
        return 0
    with scratch():
        prepared()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", interactive=False, verbosity=0)
        sound = run(given.tries)
        connection.close()
    return 0 if sound else 1

"""Runs a command beside a PostgreSQL server of its own, which is gone afterwards.

    python tools/postgres.py COMMAND...

DATABASE_URL names the server for the command. It listens on a Unix socket in a temporary folder and nowhere else, so it
meets no other server and needs no free port. It does not wait for its disk unless LUOSHI_FSYNC=1 says so. Without a server on the machine it says so and ends with 0, or with 1
under LUOSHI_STRICT=1.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

RUN_AS = ("postgres", "nobody")  # PostgreSQL refuses to run as root


def server_programs() -> Path | None:
    """The folder of the newest server; its programs often stand outside PATH."""
    versions = [p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if versions:
        return max(versions, key=lambda folder: float(folder.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def somebody() -> str | None:
    """Who runs the server; None means whoever runs this."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in RUN_AS if name in known)


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """A server with an empty database `luoshi`; gives its DATABASE_URL."""
    user = somebody()
    with tempfile.TemporaryDirectory(prefix="luoshi-pg-") as folder:
        if user:
            shutil.chown(folder, user)
        data = f"{folder}/data"

        def call(*command: str) -> None:
            done = subprocess.run(command, user=user, cwd=folder, capture_output=True, text=True, check=False)
            if done.returncode:
                raise SystemExit(f"{command[0]} failed:\n{done.stdout}{done.stderr}")

        call(f"{programs}/initdb", "-D", data, "-U", "luoshi", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        fsync = "on" if os.environ.get("LUOSHI_FSYNC") == "1" else "off"
        settings = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync={fsync}"
        call(f"{programs}/pg_ctl", "-D", data, "-l", f"{folder}/log", "-w", "-o", settings, "start")
        try:
            yield f"postgresql://luoshi@/postgres?host={folder}"
        finally:
            call(f"{programs}/pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def main(command: list[str]) -> int:
    programs = server_programs()
    if programs is None:
        print("NOT TESTED: PostgreSQL, no server on this machine. Debian: apt-get install postgresql", flush=True)
        return int(os.environ.get("LUOSHI_STRICT") == "1")
    with server(programs) as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

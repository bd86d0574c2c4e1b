"""Broken and hostile files through the page by which reports come in: each is read or refused, none ends in a traceback.

    python benchmarks/fuzz_uploads.py                   5,000 files
    python benchmarks/fuzz_uploads.py --files 500 --sandboxed 100

Every file goes through the whole page. Looking into it and reading it happens in this process, with the limit of memory
set here once, because five thousand children would take hours; a sample goes through real children. A function of the
sandbox that fails is counted and shown: in the product it would become a refusal, here it is a fault to be mended.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MEMORY = 4 << 30  # bytes of this process
SLOW = 5.0  # seconds from which a file is named


def prepared(folder: Path) -> None:
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    os.environ["LUOSHI_DATA"] = str(folder / "data")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.office.web.settings")
    (folder / "data").mkdir()
    import django
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment()
    call_command("migrate", interactive=False, verbosity=0)


class InThisProcess:
    """Stands in for the sandbox's `run` and keeps what failed."""

    def __init__(self) -> None:
        self.failures: list[str] = []

    def __call__(self, function: str, content: bytes, /, **arguments: Any) -> Any:
        from luoshi.office.desk.sandbox import SandboxError

        arguments.pop("limits", None)
        module, name = function.split(":")
        try:
            return getattr(import_module(module), name)(content, **arguments)
        except Exception as error:
            self.failures.append(traceback.format_exc(limit=-3))
            raise SandboxError("crash") from error


def send(client: Any, name: str, content: bytes) -> str:
    """The answer in a word; raises what the page raises."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = client.post("/reports/", {"file": SimpleUploadedFile(name, content), "text": ""})
    if answer.status_code == 302:
        return "read"
    errors = answer.context["form"].errors if answer.context and "form" in answer.context else {}
    return "refused" if answer.status_code == 422 and errors else f"answer {answer.status_code}"


def fuzz(client: Any, count: int, *, seed: int) -> tuple[Counter[str], list[str]]:
    from tests.office.desk.mutations import mutated

    found: Counter[str] = Counter()
    slow = []
    for number, (name, content) in enumerate(mutated(count, seed=seed)):
        began = time.perf_counter()
        try:
            found[send(client, name, content)] += 1
        except Exception:  # noqa: BLE001 (to be counted)
            found["traceback"] += 1
            traceback.print_exc()
        if (took := time.perf_counter() - began) > SLOW:
            slow.append(f"file {number} of seed {seed} ({name}): {took:.1f} s")
    return found, slow


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--sandboxed", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with tempfile.TemporaryDirectory() as folder:
        prepared(Path(folder))
        from luoshi.office.desk import files, store
        from luoshi.office.desk.models import File
        from luoshi.office.plans import reports
        from tests.office.conftest import build

        client = build().client("an")
        real, sampled = fuzz(client, given.sandboxed, seed=given.seed + 1)
        near = InThisProcess()
        files.run = reports.run = near
        began = time.perf_counter()
        found, slow = fuzz(client, given.files, seed=given.seed)
        took = time.perf_counter() - began
        lost = [str(file.pk) for file in File.objects.all() if not store.place_of(file.digest).exists()]
    print(f"through children: {dict(real)}")
    print(f"in this process:  {dict(found)} in {took:.0f} s; sandboxed functions failed {len(near.failures)} times")
    print("\n".join([*sampled, *slow, *(f"row without bytes: {one}" for one in lost)]))
    for failure, times in Counter(near.failures).most_common(10):
        print(f"{times} times:\n{failure}")
    sound = {"read", "refused"}
    return 0 if not near.failures and not lost and set(found) | set(real) <= sound else 1


if __name__ == "__main__":
    sys.exit(main())

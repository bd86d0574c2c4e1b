"""Broken and hostile files of every kind through the reader: each gives a reading or a refusal in words, in time.

    python benchmarks/fuzz_reader.py                        20,000 files
    python benchmarks/fuzz_reader.py --files 500 --seed 7
    python benchmarks/fuzz_reader.py --converted 40         and so many of the old ones through LibreOffice

Files are parsed in real children. Old documents are refused as on a machine without LibreOffice, except for those asked
for, because one takes seconds. The exit code is 1 for a traceback, a refusal without words, or a file that takes more than
five seconds of the processor here; children have a limit of their own, and by the clock a busy machine takes longer.
"""

import argparse
import resource
import shutil
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from luoshi.reader import read, read_text
from luoshi.reader.account import account
from luoshi.reader.extract import writer
from luoshi.reader.source import Unreadable
from tests.reader.mutations import mutated

LONGEST = 5.0  # seconds
MEMORY = 4 << 30  # bytes of this process
OLD = (".doc", ".rtf")


def outcome(content: bytes, name: str) -> str:
    """What became of a file in a word; raises what the reader raises."""
    try:
        found = read(content, name=name)
    except Unreadable as refusal:
        said = str(refusal)
        return (
            f"refused: {refusal.code}" if said.endswith("。") and refusal.code else f"refused without words: {said!r}"
        )
    return "read" if not account(found) else "read, and characters lost"


def chosen(files: int, converted: int, seed: int) -> Iterator[tuple[str, bytes, bool]]:
    """Name, content, and whether LibreOffice is there."""
    yield from ((name, content, False) for name, content in mutated(files, seed=seed))
    old = ((name, content) for name, content in mutated(40 * converted, seed=seed + 1) if name.endswith(OLD))
    yield from ((name, content, True) for (name, content), _ in zip(old, range(converted), strict=False))


def until_stopped(files: Iterator[tuple[str, bytes, bool]]) -> Iterator[tuple[str, bytes, bool]]:
    """All of them, or as many as there was time for: an interruption ends the run with what was counted."""
    stopped: list[int] = []
    signal.signal(signal.SIGINT, lambda *_: stopped.append(1))
    for one in files:
        if stopped:
            return
        yield one


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--converted", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    read_text("过去一年，全县新建幼儿园2所，新增学位3200个。要办好学前教育，新建幼儿园2所。")
    found: Counter[str] = Counter()
    bad, longest, slowest, began, which = [], 0.0, 0.0, time.perf_counter(), shutil.which
    for number, (name, content, here) in enumerate(until_stopped(chosen(given.files, given.converted, given.seed))):
        writer.shutil.which = which if here else lambda _: None  # type: ignore[assignment]
        start, busy = time.perf_counter(), time.process_time()
        try:
            word = outcome(content, name)
        except Exception:  # noqa: BLE001 (to be counted and shown)
            word = "traceback"
            traceback.print_exc()
        waited, took = time.perf_counter() - start, time.process_time() - busy
        found[word] += 1
        longest, slowest = max(longest, took), max(slowest, waited)
        if word.startswith(("traceback", "refused without", "read, and")) or took > LONGEST:
            bad.append(f"file {number} of seed {given.seed} ({name}, {len(content)} bytes): {word}, {took:.1f} s")
            print(bad[-1], flush=True)
    for word, times in found.most_common():
        print(f"{times:7} {word}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{found.total()} files in {time.perf_counter() - began:.0f} s; at most {peak} MB here")
    print(f"the longest took {longest:.1f} s of the processor here, and {slowest:.1f} s by the clock with its child")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

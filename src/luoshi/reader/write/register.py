"""What was read into a folder, so that a reading that was broken off goes on where it stopped."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from luoshi import __version__

NAME = ".luoshi-read.jsonl"
_READER = Path(__file__).resolve().parents[1]

Stamp = tuple[str, int, int]  # a report's place, its size and when it was last changed
_UNKNOWN: Stamp = ("", -1, -1)  # standard input: never known again
Entry = dict[str, Any]  # one line of the register


@cache
def program() -> str:
    """The version, and a fingerprint of the rules: what another program read is read again."""
    found = hashlib.sha256(__version__.encode())
    for path in sorted((*_READER.rglob("*.py"), *_READER.rglob("*.yaml"))):
        found.update(path.read_bytes())
    return f"{__version__}-{found.hexdigest()[:16]}"


def stamp(report: Path) -> Stamp | None:
    """What tells whether a report has changed; None where the system does not say."""
    try:
        known = report.stat()
        return str(report.resolve()), known.st_size, known.st_mtime_ns
    except OSError:
        return None


class Register:
    """The lines of a folder's register: which reports one result was made of, in which format and by which program.

    A line is added when its result stands in the folder, in one stroke, so that whatever ends the program leaves lines
    that are true; what is torn is passed over.
    """

    def __init__(self, folder: Path, to: str) -> None:
        self._path = folder / NAME
        self._to = to
        self._entries = {entry["result"]: entry for entry in self._lines() if entry.get("to") == to}

    def _lines(self) -> Iterator[Entry]:
        try:
            written = self._path.read_text("utf-8", "replace")
        except OSError:
            return
        for line in written.splitlines():
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if isinstance(entry, dict) and {"result", "reports"} <= entry.keys():
                yield entry

    @property
    def is_new(self) -> bool:
        return not self._entries

    def standing(self, stamps: Iterable[Stamp | None]) -> dict[str, list[str]]:
        """Result -> its reports, for every result whose reports are all among `stamps` and have not changed since."""
        now = {known[0]: known for known in stamps if known}
        return {
            result: [report[0] for report in entry["reports"]]
            for result, entry in self._entries.items()
            if entry.get("program") == program()
            and all(now.get(report[0]) == tuple(report) for report in entry["reports"])
        }

    def add(self, result: str, reports: Iterable[Stamp | None]) -> None:
        known = [report or _UNKNOWN for report in reports]
        entry = {"result": result, "to": self._to, "program": program(), "reports": known}
        self._entries[result] = entry
        with self._path.open("ab+") as file:
            torn = file.tell() > 0 and (file.seek(-1, 2), file.read(1))[1] != b"\n"
            file.write(b"\n" * torn + json.dumps(entry, ensure_ascii=False).encode("utf-8", "surrogateescape") + b"\n")

"""Which files a person means by what was written on the command line."""

import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from luoshi.reader import SUFFIXES
from luoshi.reader.denied import why
from luoshi.reader.extract.package import DAMAGED
from luoshi.reader.own import BEGINNING, own_output, own_workbook

STANDARD_INPUT = "-"

# What a folder is searched for. Kinds that the reader refuses are in it too, so that it says why.
REPORTS = frozenset((*SUFFIXES, ".docm", ".doc", ".wps", ".wpt", ".rtf", ".pdf", ".ofd", ".odt", ".mht"))


@dataclass(frozen=True, slots=True)
class Meant:
    """A file that is to be read, None for standard input; or a folder that could not be searched, and why; or a file
    in a folder that this program wrote itself, and what."""

    path: Path | None
    denied: str = ""
    own: str = ""


def meant(paths: Iterable[str]) -> Iterator[Meant]:
    """The files themselves; of folders, whatever looks like a document, hidden and lock files left out."""
    seen: set[str] = set()
    for given in paths:
        if given == STANDARD_INPUT:
            yield Meant(None)
            continue
        for one in _within(Path(given)) if says_yes(Path(given).is_dir) else [Meant(Path(given))]:
            place = os.path.realpath(one.path or "")
            if place not in seen:
                seen.add(place)
                yield one


def says_yes(question: Callable[[], bool]) -> bool:
    """What the system answers about a path; no where it gives none, for whoever opens the path is told why."""
    try:
        return question()
    except OSError:
        return False


def _within(folder: Path) -> list[Meant]:
    denied: list[OSError] = []
    found: list[Meant] = []
    for place, folders, names in os.walk(folder, onerror=denied.append):
        folders[:] = [name for name in folders if not _hidden(name)]
        paths = [Path(place, name) for name in names if not _hidden(name)]
        found += [Meant(path, own=_own(path)) for path in paths if _looks_like_report(path)]
    found += [Meant(Path(error.filename), denied=why(error)) for error in denied]
    return sorted(found, key=lambda one: one.path or folder)


def _own(path: Path) -> str:
    try:
        with path.open("rb") as file:
            kind = own_output(file.read(BEGINNING)) or ""
        if path.suffix.lower() != ".xlsx":
            return kind
        with zipfile.ZipFile(path) as package:
            return "责任分解表" if own_workbook(package) else ""
    except DAMAGED:
        return ""  # the reader will say why it cannot be opened


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def _looks_like_report(path: Path) -> bool:
    """By its name; what the system does not tell of, the reader will say."""
    return path.suffix.lower() in REPORTS and not says_yes(lambda: not path.is_file())

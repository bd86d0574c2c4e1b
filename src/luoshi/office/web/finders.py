"""Finds the style and script that the reader makes for its own page, so that ours looks the same."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

import luoshi.reader.write

PREFIX = "reader"
FILES = ("reading.css", "reading.js")


class ReaderStorage(FileSystemStorage):
    """The reader's folder, whose files stand under /static/reader/."""

    prefix = PREFIX


class ReaderFinder(BaseFinder):
    """/static/reader/: the two files and nothing else of the folder they lie in."""

    def __init__(self, *_: Any) -> None:
        self.storage = ReaderStorage(Path(luoshi.reader.write.__file__).parent)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        ignored = set(ignore_patterns or ())
        return ((name, self.storage) for name in FILES if name not in ignored)

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        known = path in {f"{PREFIX}/{name}" for name in FILES}
        found = [self.storage.path(path.removeprefix(f"{PREFIX}/"))] if known else []
        return found if find_all else next(iter(found), [])

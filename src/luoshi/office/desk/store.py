"""The bytes of files, by their hash, outside the web root: whole or not at all, the same bytes once."""

import fcntl
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256
from pathlib import Path

from django.conf import settings

ARRIVING = "arriving"  # the folder in which bytes are written before they are renamed to their place
KEPT_ANYWAY = 24 * 3600  # seconds that bytes without a row stay: their row may still be under way


def place_of(digest: str) -> Path:
    """Where the bytes with that SHA-256 stand: ab/cdef…"""
    return Path(settings.FILES) / digest[:2] / digest[2:]


def put(content: bytes) -> str:
    """The bytes stand on the disk when this returns their digest, also if the machine loses its power then."""
    digest = sha256(content).hexdigest()
    place = place_of(digest)
    with _together():
        if place.is_file() and place.stat().st_size == len(content):
            os.utime(place)  # young again, so that no sweep takes them before their new row stands
            return digest
        _made(place.parent)
        arriving = _made(Path(settings.FILES) / ARRIVING) / secrets.token_hex(16)
        try:
            _written(arriving, content)
            arriving.replace(place)
        finally:
            arriving.unlink(missing_ok=True)
        _synced(place.parent)
    return digest


def _written(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        path.chmod(0o600)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _made(folder: Path) -> Path:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _synced(folder.parent)
    return folder


def _synced(folder: Path) -> None:
    """A new name in a folder is only sure to stay once the folder itself is on the disk."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def remove(digest: str, *, wanted: Callable[[str], bool]) -> bool:
    """Take the bytes away unless somebody wants them; gives whether they went."""
    with _alone():
        if wanted(digest):
            return False
        place_of(digest).unlink(missing_ok=True)
        return True


def sweep(*, wanted: Callable[[str], bool]) -> tuple[int, int]:
    """Take away what an interrupted upload left behind a day ago; how many unfinished and how many unwanted went."""
    before = time.time() - KEPT_ANYWAY
    unfinished = [path for path in _files(Path(settings.FILES) / ARRIVING) if path.stat().st_mtime < before]
    for path in unfinished:
        path.unlink(missing_ok=True)
    old = [path for path in _stored() if path.stat().st_mtime < before and not wanted(_digest(path))]
    return len(unfinished), sum(_gone(path, before, wanted) for path in old)


def _gone(path: Path, before: float, wanted: Callable[[str], bool]) -> bool:
    """Asked again with nobody writing: since then a new upload may have come to want the same bytes."""
    with _alone():
        if path.stat().st_mtime >= before or wanted(_digest(path)):
            return False
        path.unlink()
        return True


def _digest(path: Path) -> str:
    return path.parent.name + path.name


def _stored() -> Iterator[Path]:
    for folder in Path(settings.FILES).glob("[0-9a-f][0-9a-f]"):
        yield from _files(folder)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []


@contextmanager
def _locked(how: int) -> Iterator[None]:
    folder = _made(Path(settings.FILES))
    with (folder / "lock").open("ab") as file:
        fcntl.flock(file, how)
        yield


def _together() -> AbstractContextManager[None]:
    return _locked(fcntl.LOCK_SH)


def _alone() -> AbstractContextManager[None]:
    return _locked(fcntl.LOCK_EX)

"""The latest seal, noted outside the database, so that a journal whose end was cut off is found out."""

import fcntl
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from luoshi.office.journal.models import Seal

NAME = "journal.head"


@dataclass(frozen=True)
class Head:
    """封存头: number and hash of a seal. Whoever holds it can tell whether the chain up to there is still the same."""

    number: int
    hash: str

    @property
    def holds(self) -> bool:
        """Whether the journal still has this very seal."""
        return Seal.objects.filter(number=self.number, hash=self.hash).exists()


def as_text(head: Head | None, at: datetime) -> str:
    """A head on paper, as it was at a moment."""
    said = [
        "落实 · 日志封存头",
        f"时间：{at:%Y-%m-%d %H:%M}",
        f"封存号：{head.number if head else 0}",
        f"印记：{head.hash if head else '还没有封存'}",
        "",
        "核对：luoshi check journal --head 这个文件。只要封存号和印记还对得上，到那时为止的日志就没有改过。",
    ]
    return "\n".join(said) + "\n"


def from_text(text: str) -> Head | None:
    """The head that such a text names; None if it names none."""
    number, mark = (
        re.search(r"^封存号：(\d{1,18})\s*$", text, re.MULTILINE),
        re.search(r"^印记：([0-9a-f]{64})\s*$", text, re.MULTILINE),
    )
    return Head(int(number[1]), mark[1]) if number and mark else None


class BrokenNoteError(Exception):
    """There is a note and it cannot be read."""


def noted() -> Head | None:
    """The head that was noted last; None before the first seal. Raises BrokenNoteError."""
    try:
        said = json.loads((settings.KEYS / NAME).read_text("utf-8"))
        return Head(int(said["number"]), str(said["hash"]))
    except FileNotFoundError:
        return None
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise BrokenNoteError(NAME) from error


def advance(to: Head) -> None:
    """Note a later head. A journal that has lost the noted one keeps its old note: that is what the note is for."""
    with _alone():
        try:
            before = noted()
        except BrokenNoteError:  # left for the check to find
            return
        if before is None or (before.number < to.number and before.holds):
            _note(to)


def replace(to: Head | None) -> None:
    """Note this head whatever was noted, for a journal restored from a backup."""
    with _alone():
        if to is None:
            (settings.KEYS / NAME).unlink(missing_ok=True)
        else:
            _note(to)


def _note(head: Head) -> None:
    """Whole or not at all, and on the disk when this returns."""
    made = settings.KEYS / f"{NAME}.{os.getpid()}"
    with made.open("w", encoding="utf-8") as file:
        json.dump({"number": head.number, "hash": head.hash}, file)
        file.flush()
        os.fsync(file.fileno())
    made.replace(settings.KEYS / NAME)


@contextmanager
def _alone() -> Iterator[None]:
    """One writer at a time, of all processes and threads of this machine."""
    folder: Path = settings.KEYS
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / f"{NAME}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

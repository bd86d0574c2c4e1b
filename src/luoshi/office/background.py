"""What an app says of its work in the background, without knowing the desk that carries it out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.functional import Promise


class Cancelled(Exception):
    """Somebody asked that the job be cancelled; let it pass, the desk puts everything back."""


class Progress(Protocol):
    """What a job is handed to say how far it is. Raises Cancelled when that was asked for."""

    def __call__(self, done: int, total: int = 0, words: str = "") -> None:
        """`total` 0 is not known; `words` is one line for the screen."""


@dataclass(frozen=True)
class JobKind:
    """后台任务的种类. `do` is one transaction together with the end of its job: both happen, once, or neither.

    `do(arguments, by=actor, progress=progress)` gives what is to be shown: {"words": a line, "address": a page of ours},
    or None. Who asked is None for the schedule. SQLite has one writer, so while `do` runs nobody else can write: what
    takes long (reading, checking) goes into `prepare`, which is called in the same way before the transaction begins and
    gives what `do` is handed instead of the arguments. It may be called again after a crash, so it writes nothing, or only
    what is the same when written twice.
    """

    label: str | Promise
    do: Callable[..., Mapping[str, Any] | None]
    prepare: Callable[..., Any] | None = None


# A kind and when it is due, as five words of cron: minute, hour, day, month, day of the week (0 is Sunday).
Schedule = tuple[str, str]

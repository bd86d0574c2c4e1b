"""The reader's sandbox, its words translatable; see luoshi.reader.sandbox."""

import logging
from typing import Any

from django.utils.translation import gettext as _

from luoshi.reader import sandbox
from luoshi.reader.sandbox import Limits

log = logging.getLogger(__name__)

__all__ = ["Limits", "SandboxError", "run"]


class SandboxError(Exception):
    """The child gave no answer. `code` is memory, time, long or crash; the message says so (Chinese)."""

    def __init__(self, code: str) -> None:
        words = {
            "memory": _("打开它要用的内存超出限度"),
            "time": _("打开它花的时间超出限度"),
            "long": _("里面的内容多得超出限度"),
            "crash": _("打开它的程序中途停了"),
        }
        super().__init__(words[code])
        self.code = code


def run(function: str, content: bytes, /, *, limits: Limits | None = None, **arguments: Any) -> Any:
    """What `function` ("package.module:name") answers to the bytes and the arguments, all of them JSON.

    Raises SandboxError.
    """
    try:
        return sandbox.run(function, content, limits=limits, **arguments)
    except sandbox.Stopped as stopped:
        log.warning("%s gave no answer: %s", function, stopped)
        raise SandboxError(stopped.code) from None

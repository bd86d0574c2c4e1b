"""One report to read and what became of it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

REFUSED, UNWRITTEN, FAILED, SKIPPED = "拒绝", "未能写出", "未能识别", "跳过"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an order: its output where that is not in a file, one line about it, or a refusal.

    `tables` are its rows by kind where many reports share a file (Arrow tables).
    """

    content: bytes = b""
    said: str = ""
    refusal: str | None = None
    verdict: str = REFUSED  # what a refusal is called
    tables: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Order:
    """One report to read. `path` None is standard input, `out` None standard output; `known` is what became of it
    where that is known without reading."""

    path: Path | None
    to: str
    out: Path | None
    single: bool
    known: Outcome | None = None

    @property
    def name(self) -> str:
        return str(self.path) if self.path else "（标准输入）"

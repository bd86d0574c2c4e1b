"""The text of a file as it is put together: lines, their places, and the stretches of cells."""

from dataclasses import dataclass, field

from luoshi.reader.source import Block, Cell, Source, Table


@dataclass
class Lines:
    """Grows by lines; offsets count the characters written so far."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    inserted: list[tuple[int, str]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def add(self, text: str) -> tuple[int, int]:
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start, self.length

    def line(self, text: str, place: str, *, hint: str = "", label: str = "") -> None:
        """One block and its line break; `label` is shown before it and not part of the file's text."""
        if not text.strip() and not label:
            return
        self.block(text, place, hint=hint, label=label)
        self.add("\n")

    def block(self, text: str, place: str, *, hint: str = "", label: str = "") -> Cell:
        if label:
            self.inserted.append((self.length, label))
        start, end = self.add(text)
        if text.strip():
            self.blocks.append(Block(start, end, place, hint))
        return Cell(start, end)

    def source(self, name: str, medium: str, *, encoding: str | None = None, damaged: int = 0) -> Source:
        text = "".join(self.parts).removesuffix("\n")
        held = (tuple(self.blocks), tuple(self.tables), tuple(self.inserted))
        return Source(name, medium, text, *held, encoding, damaged, tuple(self.unread))


def squared(rows: list[list[Cell]]) -> Table | None:
    """A table whose rows are all of one length; empty cells fill what is short. None without any cell."""
    width = max(map(len, rows), default=0)
    if not width:
        return None
    return Table(tuple(tuple(row + [Cell(row[-1].end, row[-1].end)] * (width - len(row))) for row in rows if row))

"""What was taken out of a file before anything was judged: its text, and where each line stood."""

from dataclasses import dataclass

FURNITURE = "furniture"  # a page's own words: a block's hint, and a kind of noise
WRAPPED = "wrapped"  # a block's hint: a line that ends where the page's width ended it


@dataclass(frozen=True, slots=True)
class Block:
    """A line or cell of the extracted text with its place in the file.

    `place` is what a person would look for ("第 12 段", "表 2 第 3 行第 4 列"); `hint` is FURNITURE where the
    file's own markup says that it stands around the report (nav, header, footer), WRAPPED for a line of set type
    that goes on in the next, else "".
    """

    start: int
    end: int
    place: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its stretch of the extracted text. Merged cells repeat the same stretch."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the file as rows of cells, all rows of one length."""

    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A file after extraction. `inserted` are characters that the file shows without holding them as
    text (a Word file's automatic numbers): (offset in `text`, characters to put in front of it)."""

    name: str
    medium: str
    text: str
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    inserted: tuple[tuple[int, str], ...] = ()
    encoding: str | None = None
    damaged: int = 0  # characters that could not be decoded
    unread: tuple[str, ...] = ()  # places that the file hides, and pages that are pictures


class Unreadable(Exception):
    """The file was refused; the message says what, why and what to do, ready to be shown (Chinese)."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def called(name: str) -> str:
    """What a refusal calls a file; pasted text and standard input have no name."""
    return f"“{name}”" if name else "这个文件"

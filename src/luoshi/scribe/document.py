"""An official document as data: what it says, in its parts, and nothing of how it looks.

A mark of secrecy (密级) is left out on purpose: what bears one must not be made or kept in Luoshi.
"""

from collections import deque
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

Align: TypeAlias = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Heading:
    """A line above a part. Level 1 is 一、, 2 is （一）, 3 is 1., 4 is （1）; `numbered` puts these in front."""

    text: str
    level: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.level <= 4:
            raise ValueError(f"level {self.level!r}: an official document has the levels 1 to 4")


@dataclass(frozen=True)
class Paragraph:
    """Running text; a line feed begins a further paragraph. What is not at the left has no indent."""

    text: str
    align: Align = "left"
    indent: bool = True


@dataclass(frozen=True)
class Cell:
    """A cell of a table; `down` and `across` say over how many rows and columns it goes."""

    text: str
    down: int = 1
    across: int = 1
    align: Align = "left"
    strong: bool = False

    def __post_init__(self) -> None:
        if self.down < 1 or self.across < 1:
            raise ValueError(f"a cell over {self.down!r} rows and {self.across!r} columns")


Line: TypeAlias = tuple[Cell | str, ...]


@dataclass(frozen=True)
class Table:
    """Rows below a head that is repeated on each page. As in HTML, a row names only the cells that begin in it.

    `widths` are shares of the width there is. `size` is that of the type in points; 12 is 小四, 10.5 is 五号. What is
    `together` stands on one page, where it fits on one.
    """

    head: tuple[Line, ...]
    rows: tuple[Line, ...]
    widths: tuple[float, ...]
    size: float = 12
    together: bool = False

    def __post_init__(self) -> None:
        if not self.widths or min(self.widths) <= 0:
            raise ValueError(f"widths {self.widths!r}: each column needs a share of the width")
        laid(self.head, len(self.widths))
        laid(self.rows, len(self.widths))


Block: TypeAlias = Heading | Paragraph | Table


@dataclass(frozen=True)
class Attachment:
    """附件: begins a page of its own; its name stands in the list below the text and as its title."""

    name: str
    blocks: tuple[Block, ...] = ()
    landscape: bool = False


@dataclass(frozen=True)
class Signature:
    """落款: who issues and on which day. Where a seal goes on it, the name is centred over the day."""

    body: str
    day: date
    sealed: bool = True


@dataclass(frozen=True)
class Letterhead:
    """版头: the red mark (发文机关标志), the number (文号) and, in papers that go up, who signs (签发人)."""

    mark: str
    number: str = ""
    signer: str = ""


@dataclass(frozen=True)
class Imprint:
    """版记: who gets copies, which office printed it, on which day."""

    office: str
    day: date
    copies: str = ""


@dataclass(frozen=True)
class Document:
    """An official document; a line feed in the title breaks it there. `below` the signature stands, say, a receipt."""

    title: str
    addressees: str = ""
    blocks: tuple[Block, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    signature: Signature | None = None
    note: str = ""
    below: tuple[Block, ...] = ()
    letterhead: Letterhead | None = None
    imprint: Imprint | None = None


@dataclass(frozen=True)
class Placed:
    """What stands in a place of a laid table: the cell that begins there, or the one that reaches down to it."""

    cell: Cell
    begins: bool


_Reaching: TypeAlias = dict[int, tuple[Cell, int]]  # column where a cell begins: the cell, its rows still to come


def laid(rows: tuple[Line, ...], columns: int) -> list[list[Placed]]:
    """Each row with the cells in it from left to right, those that come down from above included.

    Raises ValueError where cells lie on one another, leave a place open, or reach out of the table.
    """
    grid: list[list[Placed]] = []
    reaching: _Reaching = {}
    for number, row in enumerate(rows, 1):
        try:
            line, reaching = _laid_row(row, reaching, columns)
        except ValueError as error:
            raise ValueError(f"row {number} {error}") from None
        grid.append(line)
    if reaching:
        raise ValueError(f"a cell reaches out below the last of {len(rows)} rows")
    return grid


def _laid_row(row: Line, above: _Reaching, columns: int) -> tuple[list[Placed], _Reaching]:
    cells = deque(cell if isinstance(cell, Cell) else Cell(cell) for cell in row)
    line: list[Placed] = []
    below: _Reaching = {}
    column = 0
    while column < columns:
        if column not in above and not cells:
            raise ValueError(f"ends after {column} of {columns} columns")
        begins = column not in above
        cell, rest = (cells[0], cells.popleft().down) if begins else above[column]
        end = column + cell.across
        if end > columns or any(other in above for other in range(column + 1, end)):
            raise ValueError(f"has no room for {cell.text!r} at column {column + 1}")
        line.append(Placed(cell, begins))
        if rest > 1:
            below[column] = (cell, rest - 1)
        column = end
    if cells:
        raise ValueError(f"has more than {columns} columns, from {cells[0].text!r}")
    return line, below


def day_in_words(day: date) -> str:
    """As official documents write a day: Arabic figures, the year in full, no leading zeros (GB/T 9704, 7.3.5).

    >>> day_in_words(date(2026, 3, 5))
    '2026年3月5日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


_DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """1 to 99 as headings count.

    >>> in_chinese(10), in_chinese(11), in_chinese(25)
    ('十', '十一', '二十五')
    """
    if not 1 <= number <= 99:
        raise ValueError(f"{number!r}: headings are counted from 1 to 99")
    tens, ones = divmod(number, 10)
    return f"{_DIGITS[tens] if tens > 1 else ''}{'十' if tens else ''}{_DIGITS[ones] if ones else ''}"


def numbered(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with their headings counted: 一、（一）1.（1）, each level anew below the one above it."""
    counts = [0, 0, 0, 0]
    done: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            place = block.level - 1
            counts[place:] = [counts[place] + 1, *(0 for _ in counts[place + 1 :])]
            done.append(Heading(_number(block.level, counts[place]) + block.text, block.level))
        else:
            done.append(block)
    return tuple(done)


def _number(level: int, count: int) -> str:
    return (f"{in_chinese(count)}、", f"（{in_chinese(count)}）", f"{count}.", f"（{count}）")[level - 1]

"""A table as markup: its head on each page, its rows in one piece, its columns as wide as they were meant."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from luoshi.scribe.characters import plain
from luoshi.scribe.document import Align, Placed, Table, laid
from luoshi.scribe.page import HEI
from luoshi.scribe.styles import Shape, face
from luoshi.scribe.xml import Xml, tag, when, words

_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_MARGINS = {"top": 40, "left": 60, "bottom": 40, "right": 60}  # twentieths of a point between a line and the words
_LEADING = 1.3  # height of a line, of the size of its type


@dataclass(frozen=True)
class _Type:
    """How the words of a row are set; a table has few of these and many cells."""

    size: float
    head: bool
    keep: bool


def table(table: Table, inner: int) -> Xml:
    """As wide as there is room between the margins."""
    columns = shares(table.widths, inner)
    size = table.size
    head, rows = laid(table.head, len(columns)), laid(table.rows, len(columns))
    kept = [_is_band(row, columns) or (table.together and row is not rows[-1]) for row in rows]
    return tag(
        "tbl",
        _properties(inner),
        _grid(columns),
        *(_row(row, columns, _Type(size, head=True, keep=True)) for row in head),
        *(_row(row, columns, _Type(size, head=False, keep=keep)) for row, keep in zip(rows, kept, strict=True)),
    )


def _is_band(row: list[Placed], columns: list[int]) -> bool:
    """One cell over all columns, which belongs to the row below it."""
    return len(row) == 1 < len(columns)


def shares(widths: tuple[float, ...], whole: int) -> list[int]:
    """Whole numbers that add up to the whole.

    >>> shares((1, 1, 1), 100)
    [33, 34, 33]
    """
    borders = [round(whole * part / sum(widths)) for part in accumulate(widths, initial=0.0)]
    return [right - left for left, right in pairwise(borders)]


def _properties(inner: int) -> Xml:
    lines = (tag(side, val="single", sz=4, space=0, color="auto") for side in _SIDES)
    return tag(
        "tblPr",
        tag("tblW", w=inner, type="dxa"),
        tag("jc", val="center"),
        tag("tblBorders", *lines),
        tag("tblLayout", type="fixed"),
        tag("tblCellMar", *(tag(side, w=room, type="dxa") for side, room in _MARGINS.items())),
    )


def _grid(columns: list[int]) -> Xml:
    return tag("tblGrid", *(tag("gridCol", w=width) for width in columns))


def _row(row: list[Placed], columns: list[int], type_: _Type) -> Xml:
    cells: list[Xml] = []
    column = 0
    for placed in row:
        end = column + placed.cell.across
        cells.append(_cell(placed, sum(columns[column:end]), type_))
        column = end
    return tag("tr", tag("trPr", tag("cantSplit"), when(type_.head, tag("tblHeader"))), *cells)


@lru_cache(maxsize=256)
def _set(type_: _Type, align: Align, *, strong: bool) -> tuple[Xml, Xml]:
    """The properties of a cell's paragraphs and of their runs."""
    chosen: Align = "center" if type_.head else align
    height = round(type_.size * 20 * _LEADING)
    shape = Shape(keep=type_.keep, line=height, align="" if chosen == "left" else chosen)
    return shape.xml("Cell"), face(HEI if type_.head or strong else "", type_.size)


def _cell(placed: Placed, width: int, type_: _Type) -> Xml:
    cell = placed.cell
    properties = tag(
        "tcPr",
        tag("tcW", w=width, type="dxa"),
        when(cell.across > 1, tag("gridSpan", val=cell.across)),
        when(cell.down > 1, tag("vMerge", val="restart") if placed.begins else tag("vMerge")),
        tag("vAlign", val="center"),
    )
    shape, chosen = _set(type_, cell.align, strong=cell.strong)
    lines = plain(cell.text).split("\n") if placed.begins else [""]
    return tag("tc", properties, *(tag("p", shape, _run(line, chosen)) for line in lines))


def _run(line: str, chosen: Xml) -> Xml:
    return when(line, tag("r", chosen, words(line)))

"""The file's tables as they stand in the cleaned text, so that a page can show them as tables."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from luoshi.reader.reading import Reading
from luoshi.reader.source import Cell, Table
from luoshi.reader.text import INSERTED, Span


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its stretch of the cleaned text (empty for an empty one), and how many rows and columns it takes."""

    span: Span
    down: int
    across: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its stretch of the cleaned text, and its rows of cells; a merged cell stands in its first row only."""

    span: Span
    rows: tuple[tuple[Box, ...], ...]


def grids_of(reading: Reading) -> tuple[Grid, ...]:
    """Tables of two columns or more, in reading order. One of which a word would be lost or moved is left out."""
    known = [(place, at) for at, place in enumerate(reading.cleaned.origins) if place != INSERTED]
    places, found = [place for place, _ in known], list[Grid]()
    for table in reading.source.tables:
        rows = tuple(tuple(_boxes(reading, table, number, known, places)) for number in range(len(table.rows)))
        spans = [box.span for row in rows for box in row if box.span.start < box.span.end]
        if len(table.rows[0]) > 1 and len(spans) > 1 and _holds_all(reading.text, spans, found[-1:]):
            found.append(Grid(Span(spans[0].start, spans[-1].end), rows))
    return tuple(found)


def _boxes(
    reading: Reading, table: Table, number: int, known: Sequence[tuple[int, int]], places: Sequence[int]
) -> Iterator[Box]:
    row, column = table.rows[number], 0
    while column < len(row):
        cell = row[column]
        across = _alike(row[column:], cell)
        if not number or cell.start == cell.end or cell != table.rows[number - 1][column]:
            below = (other[column] for other in table.rows[number:])
            yield Box(_cleaned(reading, cell, known, places), _alike(below, cell), across)
        column += across


def _alike(cells: Iterable[Cell], cell: Cell) -> int:
    """How many at the beginning are that cell: a merged one stands in every row and column that it covers.

    Empty cells have no stretch to be known by, so each is taken for itself."""
    return 1 if cell.start == cell.end else sum(1 for _ in takewhile(lambda other: other == cell, cells))


def _cleaned(reading: Reading, cell: Cell, known: Sequence[tuple[int, int]], places: Sequence[int]) -> Span:
    """What is left of a cell, with the automatic number in front of it."""
    first, last = bisect_left(places, cell.start), bisect_left(places, cell.end)
    if first == last:
        return Span(0, 0)
    start, end = known[first][1], known[last - 1][1] + 1
    while start and reading.cleaned.origins[start - 1] == INSERTED:
        start -= 1
    return Span(start, end)


def _holds_all(text: str, spans: Sequence[Span], before: Sequence[Grid]) -> bool:
    """Whether the cells stand one behind the other, with nothing between them or beside them on their lines."""
    first, last = spans[0], spans[-1]
    line, end = text.rfind("\n", 0, first.start) + 1, text.find("\n", last.end)
    gaps = [
        Span(line, first.start),
        *(Span(one.end, other.start) for one, other in pairwise(spans)),
        Span(last.end, len(text) if end < 0 else end),
    ]
    return all(g.start <= g.end and not text[g.start : g.end].strip() for g in gaps) and not any(
        grid.span.end > line for grid in before
    )

"""Tables that a page or a copy left as one cell a line: rows are told by their numbers and by what can stand in a cell."""

import re
from collections.abc import Callable, Iterator, Sequence

from luoshi.reader import beside
from luoshi.reader.numerals import ORDINALS, value
from luoshi.reader.text import Span

Cells = tuple[Span | None, ...]
ColumnOf = Callable[[str], str | None]

# With a head of bodies on a line of its own begins every such table; asking for it first is cheap.
_SIGN = re.compile(r"\n[^\n，。；：]{0,6}(?:单位|部门|科室|股室|处室|领导|责任人)[ 　]*\n")
_LINE = re.compile(r"[^\n]+")
_NUMBER = re.compile(rf"[（(]?(?P<said>\d{{1,3}}|[{ORDINALS}]{{1,3}})[)）、.．]?")
_PERSON = re.compile(r"[㐀-鿿]{2,4}(?:[、 ][㐀-鿿]{2,4}){0,4}")
_LIMIT = re.compile(
    r"[^。；]{0,12}(?:\d月|年[底内前末]|\d年|月底|季度|学期|长期|持续|常态|全年|[上下]半年|每[年月周天])[^。；]{0,14}"
)
_BODIES, _PERSONS = ("lead", "assist", "shared"), ("leader", "person")
_LONGEST_HEAD = 14
_FEWEST_COLUMNS, _FEWEST_ROWS = 3, 2
_MOST_LINES = 4  # of one cell


def stacked(text: str, column_of: ColumnOf) -> Iterator[list[Cells]]:
    """Each such table with its head as the first row; nothing where the lines do not fit their columns."""
    if not _SIGN.search(text):
        return
    lines = [Span(*match.span()) for match in _LINE.finditer(text) if match[0].strip()]
    at = 0
    while at < len(lines):
        heads = list(_heads(text, lines[at:], column_of))
        if len(heads) < _FEWEST_COLUMNS or len(set(heads) & {*_BODIES, *_PERSONS}) == 0:
            at += max(1, len(heads))
            continue
        first = at + len(heads)
        rows, used = _rows(text, lines[first:], heads)
        if len(rows) >= _FEWEST_ROWS:
            yield [tuple(lines[at:first]), *rows]
        at = first + used


def _heads(text: str, lines: Sequence[Span], column_of: ColumnOf) -> Iterator[str]:
    for line in lines:
        column = column_of(text[slice(*line)]) if line.end - line.start <= _LONGEST_HEAD else None
        if column is None:
            return
        yield column


def _rows(text: str, lines: Sequence[Span], heads: list[str]) -> tuple[list[Cells], int]:
    """The rows that fit, and how many lines they are."""
    rows: list[Cells] = []
    at = 0
    while at < len(lines):
        row, size = _next_row(text, lines[at:], heads)
        if row is None:
            break
        rows.append(row)
        at += size
    return rows, at


def _next_row(text: str, lines: Sequence[Span], heads: list[str]) -> tuple[Cells | None, int]:
    """The row that begins here and its lines: up to the next number, or as many as the columns take. Some numbers
    may have been taken out as those of pages."""
    counted = heads[0] == "number"
    begins = 1 if counted and _number(text, lines[0]) is not None else 0
    most = min(len(lines), len(heads) + _MOST_LINES)
    following = next((at for at in range(begins + 1, most) if counted and _number(text, lines[at]) is not None), None)
    for size in [following] if following else range(most, begins + 1, -1):
        if row := _aligned(text, lines[begins:size], heads[1:] if counted else heads):
            return ((lines[0] if begins else None, *row) if counted else row), size
    return None, 0


def _number(text: str, line: Span) -> int | None:
    match = _NUMBER.fullmatch(text[slice(*line)].strip())
    said = value(match["said"]) if match else None
    return said if isinstance(said, int) else None


def _aligned(text: str, lines: Sequence[Span], heads: Sequence[str]) -> Cells | None:
    """A cell for each column, None for one that was left empty; None if the lines do not fit the columns."""
    if not heads:
        return () if not lines else None
    head, rest = heads[0], heads[1:]
    most = 1 if head in (*_BODIES, *_PERSONS, "due", "number") else _MOST_LINES
    for size in range(1, min(most, len(lines)) + 1):
        if not _fits(text, lines[size - 1], head):
            break
        following = _aligned(text, lines[size:], rest)
        if following is not None:
            return (Span(lines[0].start, lines[size - 1].end), *following)
    if head in ("task", "also_task") or len(lines) > len(rest) * _MOST_LINES:
        return None
    following = _aligned(text, lines, rest)
    return None if following is None else (None, *following)


def _fits(text: str, line: Span, head: str) -> bool:
    words = text[slice(*line)].strip()
    if head in _BODIES:
        return beside.only_bodies(text, *line)
    if head in _PERSONS:
        return bool(_PERSON.fullmatch(words)) and not beside.only_bodies(text, *line)
    if head == "due":
        return bool(_LIMIT.fullmatch(words))
    return not beside.only_bodies(text, *line) and not _NUMBER.fullmatch(words)

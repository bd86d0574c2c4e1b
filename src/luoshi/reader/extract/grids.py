"""Tables that a page draws with lines: where their cells are, and which of them are merged."""

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise

from luoshi.reader.extract.leaves import Glyph, Rule, SetLine, first_word, rows_of

_NEAR = 3.0  # points: lines so near are one
_SHORTEST = 6.0  # points of a line that parts cells
_MOST_RULES = 3000  # lines on a page, above which they draw a picture
_MOST_CELLS = 4000
_MARGIN, _WORD = 12.0, 1.0  # points, and times the size, that a cell's full line may leave free


@dataclass
class Grid:
    """Where the columns (`xs`) and rows (`ys`) of a table end; `owner` gives for each place the cell that covers it."""

    xs: list[float]
    ys: list[float]
    owner: list[list[int]]
    glyphs: dict[int, list[Glyph]] = field(default_factory=dict)

    @property
    def top(self) -> float:
        return self.ys[0]

    @property
    def bottom(self) -> float:
        return self.ys[-1]

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    def take(self, glyph: Glyph) -> bool:
        """Put a character into its cell; False where it stands outside."""
        across, down = (glyph.left + glyph.right) / 2, glyph.base - 0.3 * glyph.size
        if not (self.xs[0] <= across <= self.xs[-1] and self.ys[0] <= down <= self.ys[-1]):
            return False
        row = min(bisect_right(self.ys, down), len(self.ys) - 1) - 1
        column = min(bisect_right(self.xs, across), len(self.xs) - 1) - 1
        self.glyphs.setdefault(self.owner[row][column], []).append(glyph)
        return True

    def text(self, cell: int) -> str:
        """The words of a cell; its lines are one where only the cell's width parts them."""
        rows = rows_of(self.glyphs.get(cell, []))
        if not rows:
            return ""
        room = self._width(cell) - _MARGIN
        out = rows[0].text()
        for row, below in pairwise(rows):
            free = room - (row.right - row.left) - _WORD * row.size
            out += ("\n" if free > first_word(below) else "") + below.text()
        return out

    def _width(self, cell: int) -> float:
        places = [column for row in self.owner for column, one in enumerate(row) if one == cell]
        return self.xs[max(places) + 1] - self.xs[min(places)]


def grids(rules: list[Rule]) -> list[Grid]:
    """The tables of a page from top to bottom."""
    level = _joined([r for r in rules if r.right - r.left >= _SHORTEST and r.bottom - r.top < _NEAR], upright=False)
    upright = _joined([r for r in rules if r.bottom - r.top >= _SHORTEST and r.right - r.left < _NEAR], upright=True)
    if not level or not upright or len(level) + len(upright) > _MOST_RULES:
        return []
    found = [_grid(*part) for part in _parts(level, upright)]
    return sorted((grid for grid in found if grid), key=lambda grid: grid.top)


def _joined(rules: list[Rule], *, upright: bool) -> list[Rule]:
    """Pieces of one line as one."""
    out: list[Rule] = []
    key = (lambda r: (round(r.left / _NEAR), r.top)) if upright else (lambda r: (round(r.top / _NEAR), r.left))
    for rule in sorted(rules, key=key):
        last = out[-1] if out else None
        if last and upright and abs(rule.left - last.left) < _NEAR and rule.top <= last.bottom + _NEAR:
            last.bottom = max(last.bottom, rule.bottom)
        elif last and not upright and abs(rule.top - last.top) < _NEAR and rule.left <= last.right + _NEAR:
            last.right = max(last.right, rule.right)
        else:
            out.append(Rule(rule.left, rule.top, rule.right, rule.bottom))
    return out


def _meet(level: Rule, upright: Rule) -> bool:
    return (
        level.left - _NEAR <= upright.left <= level.right + _NEAR
        and upright.top - _NEAR <= level.top <= upright.bottom + _NEAR
    )


def _parts(level: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that hang together."""
    parts: list[tuple[list[Rule], list[Rule]]] = []
    for line in level:
        own: tuple[list[Rule], list[Rule]] = ([line], [one for one in upright if _meet(line, one)])
        apart = []
        for part in parts:
            if any(one is other for one in own[1] for other in part[1]):
                own[0].extend(part[0])
                own[1].extend(one for one in part[1] if not any(one is other for other in own[1]))
            else:
                apart.append(part)
        parts = [*apart, own]
    return parts


def _grid(level: list[Rule], upright: list[Rule]) -> Grid | None:
    if len(level) < 2 or not upright:
        return None
    ends = [min(r.left for r in level), max(r.right for r in level)]
    xs = _distinct([r.left for r in upright] + ends)
    ys = _distinct([r.top for r in level] + [min(r.top for r in upright), max(r.bottom for r in upright)])
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 2 or not 4 <= rows * columns <= _MOST_CELLS:
        return None
    owner = [[row * columns + column for column in range(columns)] for row in range(rows)]
    for row in range(rows):
        middle = (ys[row] + ys[row + 1]) / 2
        for column in range(columns):
            if column + 1 < columns and not _is_drawn(upright, xs[column + 1], middle, upright=True):
                _merge(owner, owner[row][column], owner[row][column + 1])
    for row in range(rows - 1):
        for column in range(columns):
            middle = (xs[column] + xs[column + 1]) / 2
            if not _is_drawn(level, ys[row + 1], middle, upright=False):
                _merge(owner, owner[row][column], owner[row + 1][column])
    return Grid(xs, ys, owner)


def _distinct(places: list[float]) -> list[float]:
    out: list[float] = []
    for place in sorted(places):
        if not out or place - out[-1] >= _NEAR:
            out.append(place)
    return out


def _is_drawn(rules: list[Rule], at: float, middle: float, *, upright: bool) -> bool:
    if upright:
        return any(abs(r.left - at) < _NEAR and r.top <= middle <= r.bottom for r in rules)
    return any(abs(r.top - at) < _NEAR and r.left <= middle <= r.right for r in rules)


def _merge(owner: list[list[int]], one: int, other: int) -> None:
    if one == other:
        return
    kept, gone = min(one, other), max(one, other)
    for row in owner:
        for column, cell in enumerate(row):
            if cell == gone:
                row[column] = kept


def free_rows(glyphs: list[Glyph], tables: list[Grid]) -> list[SetLine]:
    """The lines outside all tables; what stands in one is put into its cells."""
    return rows_of([glyph for glyph in glyphs if not any(table.take(glyph) for table in tables)])

"""Pages of set type: characters with their places become lines in reading order.

For formats that keep a page as it looks (PDF, OFD) and not what its parts are. Lengths are points, downwards from the
page's upper left corner.
"""

import re
from dataclasses import dataclass, field
from itertools import groupby
from statistics import median

_SAME_LINE = 0.5  # of a character's size: how far two baselines of one line are apart at the most
_WORD_GAP, _WIDE_GAP = 0.2, 0.9  # of the size: between words in letters; between what stands apart in one line
_TWICE = 0.25  # of the size: a character set again so near makes it bold
_GUTTER = 0.8  # of the size: what lies free between two columns
_STEPS = 300  # parts of the page's width in which a strip is looked for
_STRAY = 0.1  # of the lines: those that reach into it, a title or a mark that hangs out
_MOST_CROSSING = 0.5  # of the lines: those that go on across the strip
_COLUMN_ROWS = 5  # lines that each of two columns has at the least
_COLUMN_WIDTH = 0.25  # of the page
_FILLED = 0.6  # of its column: what half of the lines fill
_MIDDLE = (0.3, 0.7)  # of the page's width: between which two columns part

LETTER = re.compile("[!-~]")
CLOSING = frozenset("，。、；：？！）》」』】〉”’…—％%")  # marks that cannot begin a line


@dataclass(slots=True)
class Glyph:
    """A character as it is set; `base` is where its line stands."""

    char: str
    left: float
    right: float
    base: float
    size: float


@dataclass(slots=True)
class Rule:
    """A drawn line, level or upright."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True)
class Leaf:
    """A page: what stands on it. `turned` is text that runs askew, as a watermark does;
    `pictured` says that a picture stands on it and no text."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    turned: str = ""
    pictured: bool = False


@dataclass(slots=True)
class SetLine:
    """Characters on one line, from left to right; `column` is left or right where there are two."""

    glyphs: list[Glyph]
    column: str = ""

    @property
    def base(self) -> float:
        return self.glyphs[0].base

    @property
    def size(self) -> float:
        return max(glyph.size for glyph in self.glyphs)

    @property
    def left(self) -> float:
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        return max(glyph.right for glyph in self.glyphs)

    def text(self) -> str:
        """Its words: blanks stand where the page shows them, and none between Chinese characters and figures."""
        out: list[str] = []
        last: Glyph | None = None
        for glyph in self.glyphs:
            if last:
                gap, size = glyph.left - last.right, max(glyph.size, last.size, 1.0)
                if glyph.char == last.char and abs(glyph.left - last.left) < _TWICE * size:
                    continue
                letters = LETTER.match(glyph.char) and LETTER.match(last.char)
                if (gap > _WIDE_GAP * size or (letters and gap > _WORD_GAP * size)) and out[-1] != " ":
                    out.append(" ")
            if glyph.char != " " or (out and out[-1] != " "):
                out.append(glyph.char)
            last = glyph
        return "".join(out).strip(" ")


def first_word(row: SetLine) -> float:
    """How wide the piece is with which a line begins and that goes to the next line as a whole: a figure, a word in
    letters, or a character, and the marks behind it that cannot begin a line."""
    glyphs = row.glyphs
    end = next((at for at, glyph in enumerate(glyphs) if not LETTER.match(glyph.char)), len(glyphs)) or 1
    while end < len(glyphs) and glyphs[end].char in CLOSING:
        end += 1
    return glyphs[end - 1].right - glyphs[0].left


def rows_of(glyphs: list[Glyph]) -> list[SetLine]:
    """The lines from top to bottom."""
    groups: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: (one.base, one.left)):
        if groups and glyph.base - groups[-1][0].base <= _SAME_LINE * min(glyph.size, groups[-1][0].size):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    for group in groups:
        group.sort(key=lambda one: one.left)
    return [SetLine(group) for group in groups if any(not glyph.char.isspace() for glyph in group)]


def in_reading_order(rows: list[SetLine], width: float) -> list[SetLine]:
    """Where two columns stand side by side, the left one before the right one."""
    gutter = _gutter(rows, width)
    if gutter is None:
        return rows
    out: list[SetLine] = []
    band: list[SetLine] = []
    for row in [*rows, None]:
        if row is not None and not _crosses(row, gutter):
            band.append(row)
            continue
        out += _columns(band, gutter, width)
        band = []
        if row is not None:
            out.append(row)
    return out


def _gutter(rows: list[SetLine], width: float) -> tuple[float, float] | None:
    """The free strip in the page's middle that the fewest lines cross, from where to where; None if they do not part."""
    if len(rows) < _COLUMN_ROWS:
        return None
    step = width / _STEPS
    crossed = [0] * (_STEPS + 1)
    for row in rows:
        covered: set[int] = set()
        for glyph in row.glyphs:
            first, last = (max(0, min(_STEPS, int(x / step))) for x in (glyph.left, glyph.right))
            covered.update(range(first, last + 1))
        for place in covered:
            crossed[place] += 1
    places = range(int(_STEPS * _MIDDLE[0]), int(_STEPS * _MIDDLE[1]))
    least = min(crossed[place] for place in places)
    if least > _MOST_CROSSING * len(rows):
        return None
    most = least + _STRAY * len(rows)
    strips = [list(group) for free, group in groupby(places, key=lambda place: crossed[place] <= most) if free]
    widest = max(strips, key=len)
    start, end = widest[0] * step, (widest[-1] + 1) * step
    if end - start < _GUTTER * median(row.size for row in rows):
        return None
    third = (end - start) / 3
    return start + third, end - third  # a mark may hang out of its column


def _crosses(row: SetLine, gutter: tuple[float, float]) -> bool:
    return any(glyph.left < gutter[1] and glyph.right > gutter[0] for glyph in row.glyphs)


def width_of(row: SetLine) -> float:
    return row.right - row.left


def _columns(band: list[SetLine], gutter: tuple[float, float], width: float) -> list[SetLine]:
    left = [SetLine(part, "left") for row in band if (part := [one for one in row.glyphs if one.left < gutter[1]])]
    right = [SetLine(part, "right") for row in band if (part := [one for one in row.glyphs if one.left >= gutter[1]])]
    return left + right if _is_column(left, width) and _is_column(right, width) else band


def _is_column(rows: list[SetLine], width: float) -> bool:
    """Running text: enough lines, wide enough, half of them nearly full."""
    if len(rows) < _COLUMN_ROWS:
        return False
    whole = max(row.right for row in rows) - min(row.left for row in rows)
    return whole >= _COLUMN_WIDTH * width and median(map(width_of, rows)) >= _FILLED * whole

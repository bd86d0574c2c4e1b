"""Line breaks that a page's width made, not the author."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from luoshi.reader.numerals import ORDINALS
from luoshi.reader.source import WRAPPED, Source
from luoshi.reader.text import Text, locator

_NARROW, _WIDE = 16, 60  # characters: the widths at which pages wrap
_LEAST = 4  # lines of full width before a text counts as wrapped
_SHARE = 0.45  # of all lines: full ones
_FEW, _ALIKE = 0.2, 0.75  # among many short lines fewer are enough if nearly all are broken at one width
_BROKEN = 0.5  # of the full ones: those that break a sentence

STOP = re.compile(r"[。！？；：!?;:…][”’）》]*$")
END = re.compile(r"[。！？!?…][”’）》]*$")
OPENER = re.compile(
    rf"(?:第?[{ORDINALS}百]{{1,3}}(?:[、.．章节]|[是要，])|[（(][{ORDINALS}\d]{{1,3}}[）)]|\d{{1,2}}[.、．](?!\d)|[—―]{{2}}|附件)"
)


@dataclass(frozen=True, slots=True)
class Wrap:
    """How a text is wrapped: the width of its full lines, by `measure`."""

    width: float
    measure: Callable[[str], float]

    def goes_on(self, line: str) -> bool:
        """Whether `line` breaks a sentence and is full; two characters may be missing, which a page kept from the
        line's end or cleaning took out. Behind a stop the break stays, for it may be the author's, but for one inside
        a bracket (（责任单位：)."""
        stopped = STOP.search(line) and line.rfind("（") <= line.rfind("）")
        return self.measure(line) >= self.width - 2 and not stopped and "\t" not in line


def wraps(chars: str) -> list[tuple[int, int]]:
    """The line breaks to take out: all that stand inside a sentence, if the text is wrapped at one width."""
    lines = chars.split("\n")
    wrap = _wrap(lines)
    if not wrap:
        return []
    joined, at = [], 0
    for line, below in pairwise(lines):
        at += len(line) + 1
        if wrap.goes_on(line) and not OPENER.match(below):
            joined.append((at - 1, at))
    return joined


def told_wraps(source: Source, text: Text) -> list[tuple[int, int]]:
    """The line breaks to take out where the file itself tells which lines the page's width ended."""
    wrapped = [block for block in source.blocks if block.hint == WRAPPED]
    if not wrapped:
        return []
    find, chars = locator(text), text.chars
    joined = []
    for block in wrapped:
        start, end = find(block.start, block.end)
        if chars[end : end + 1] == "\n" and not END.search(chars, start, end) and not OPENER.match(chars, end + 1):
            joined.append((end, end + 1))
    return joined


def _length(line: str) -> float:
    """Characters, two half-width ones counting as one."""
    return len(line) - sum(map(str.isascii, line)) / 2


def _wrap(lines: list[str]) -> Wrap | None:
    """How the lines are wrapped; None if they are the author's own."""
    lines = [line for line in lines if "\t" not in line]  # a table's rows are not wrapped
    for measure in (len, _length):
        lengths = sorted(measure(line) for line in lines if line)
        if len(lengths) <= _LEAST:
            return None
        width = lengths[-1 - len(lengths) // 20]
        if not _NARROW <= width <= _WIDE:
            return None
        full = [line for line in lines if width - 2 <= measure(line) <= width + 2]
        broken = [line for line in full if not STOP.search(line)]
        if len(full) >= max(_LEAST, _SHARE * len(lengths)) and len(broken) >= _BROKEN * len(full):
            return Wrap(width, measure)
        alike = Counter(map(measure, broken)).most_common(1)
        if alike and alike[0][1] >= max(_LEAST, _ALIKE * len(full), _FEW * len(lengths)):
            return Wrap(width, measure)
    return None

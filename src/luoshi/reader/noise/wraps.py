"""Line breaks that a page's width made, not the author."""

import re
from itertools import pairwise

_NARROW, _WIDE = 16, 60  # characters: the widths at which pages wrap
_LEAST = 4  # lines of full width before a text counts as wrapped
_SHARE = 0.45  # of all lines: full ones
_BROKEN = 0.5  # of the full ones: those that break a sentence

STOP = re.compile(r"[。！？；：!?;:…][”’）》]*$")
OPENER = re.compile(
    r"(?:第?[一二三四五六七八九十百]{1,3}(?:[、.．章节]|[是要，])|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、．]|[—―]{2}|附件)"
)


def wraps(chars: str) -> list[tuple[int, int]]:
    """The line breaks to take out: all that stand inside a sentence, if the text is wrapped at one width.

    Where every full line has the very same width, a full line that happens to end with a stop goes on
    as well: its paragraph's last line would be shorter.
    """
    lines = chars.split("\n")
    width = _width(lines)
    if not width:
        return []
    low = width[0]
    joined, at = [], 0
    for line, below in pairwise(lines):
        at += len(line) + 1
        full = _length(line) >= low
        inside = not STOP.search(line) or (width[0] == width[1] and _length(line) == width[1])
        if full and inside and not OPENER.match(below):
            joined.append((at - 1, at))
    return joined


def _length(line: str) -> float:
    """Characters, two half-width ones counting as one."""
    return len(line) - sum(map(str.isascii, line)) / 2


def _width(lines: list[str]) -> tuple[float, float] | None:
    """The narrowest and widest full line of a wrapped text; None if its lines are the author's."""
    for measure in (len, _length):
        lengths = sorted(measure(line) for line in lines if line)
        if len(lengths) < _LEAST + 1:
            return None
        widest = lengths[-1 - len(lengths) // 20]
        if not _NARROW <= widest <= _WIDE:
            return None
        full = [line for line in lines if widest - 2 <= measure(line) <= widest + 2]
        broken = sum(not STOP.search(line) for line in full)
        exact = sum(measure(line) == widest for line in full)
        if len(full) >= max(_LEAST, _SHARE * len(lengths)) and broken >= _BROKEN * len(full):
            return (widest, widest) if exact == len(full) else (widest - 2, widest + 2)
    return None

"""Which unit stands behind a number, and how strong a sign of an amount it is."""

import re
from typing import NamedTuple

from luoshi.reader.lexicon import any_of, load


class Unit(NamedTuple):
    """`name` as figures give it; `grade` firm, loose, arabic or noun (see units.yaml)."""

    name: str
    grade: str
    end: int


_UNITS = load("units")
_GRADES = dict.fromkeys(_UNITS["nouns"], "noun") | {u: grade for grade in ("firm", "loose", "arabic") for u in _UNITS[grade]}
_BARRED = {unit: tuple(words) for grade in ("firm", "loose", "arabic") for unit, words in _UNITS[grade].items() if words}
_SAME = _UNITS["same"]
_PATTERN = re.compile(any_of(_GRADES))
# The characters that a unit behind a Chinese number begins with.
FIRST = "".join(sorted({unit[0] for unit, grade in _GRADES.items() if grade in ("firm", "loose")} | {"成"}))


def unit_at(text: str, start: int) -> Unit | None:
    """The unit that begins at `start`, in its base form; None where there is none or it is part of a longer word."""
    match = _PATTERN.match(text, start)
    if not match:
        return _bracketed(text, start)
    written, end = match[0], match.end()
    barred = _BARRED.get(written)
    if barred and text.startswith(barred, end):
        return None
    return Unit(_SAME.get(written, written), _GRADES[written], end)


def _bracketed(text: str, start: int) -> Unit | None:
    """1704（所次）: the unit alone in a bracket."""
    if text[start : start + 1] not in ("（", "("):
        return None
    match = _PATTERN.match(text, start + 1)
    if not match or text[match.end() : match.end() + 1] not in ("）", ")"):
        return None
    return Unit(_SAME.get(match[0], match[0]), _GRADES[match[0]], match.end() + 1)

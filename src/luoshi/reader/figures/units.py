"""Which unit stands behind a number, and how strong a sign of an amount it is."""

import re
from typing import NamedTuple

from luoshi.reader.figures.bounds import bound_behind
from luoshi.reader.lexicon import any_of, load


class Unit(NamedTuple):
    """`name` as figures give it; `grade` firm, loose, arabic or noun (see units.yaml)."""

    name: str
    grade: str
    end: int


_UNITS = load("units")
_MEASURES = {unit: (grade, words) for grade in ("firm", "loose", "arabic") for unit, words in _UNITS[grade].items()}
_GRADES = dict.fromkeys(_UNITS["nouns"], "noun") | {unit: grade for unit, (grade, _) in _MEASURES.items()}
_BARRED = {unit: tuple(words) for unit, (_, words) in _MEASURES.items() if words}
_ALTHOUGH = {unit: tuple(words) for unit, words in _UNITS["although"].items()}
_COUNTERS = frozenset(_UNITS["counters"])
_SAME = _UNITS["same"]
# 元/年, 元/生·年: a rate keeps its own unit.
_RATE = re.compile(r"/(?:(?:[年月日天周时生人亩户次班校所]|学期|学年|人次)[·.]?){1,2}")
_PATTERN = re.compile(any_of(_GRADES))
# The characters that a unit behind a Chinese number begins with.
FIRST = "".join(sorted({unit[0] for unit, grade in _GRADES.items() if grade in ("firm", "loose")} | {"成"}))


def unit_at(text: str, start: int) -> Unit | None:
    """The unit that begins at `start`, in its base form; None where there is none or it is part of a longer word."""
    match = _PATTERN.match(text, start)
    if not match:
        return _bracketed(text, start)
    written, end = match[0], match.end()
    if _part_of_a_word(text, start, end, written):
        return None
    rate = _RATE.match(text, end)
    if rate:
        return Unit(written + rate[0], _GRADES[written], rate.end())
    return Unit(_SAME.get(written, written), _GRADES[written], end)


def _part_of_a_word(text: str, start: int, end: int, written: str) -> bool:
    """Whether what follows makes another word of the unit; a bounding word (5人以上) does not, if not listed."""
    barred = _BARRED.get(written)
    if not barred or not text.startswith(barred, end):
        return False
    if text.startswith(_ALTHOUGH.get(written, ()), end) or (written in _COUNTERS and text[start - 1].isdigit()):
        return False
    bound_end, sign = bound_behind(text, end)
    return sign is None or text[end:bound_end] in barred


def _bracketed(text: str, start: int) -> Unit | None:
    """1704（所次）: the unit alone in a bracket."""
    if text[start : start + 1] not in ("（", "("):
        return None
    match = _PATTERN.match(text, start + 1)
    if not match or text[match.end() : match.end() + 1] not in ("）", ")"):
        return None
    return Unit(_SAME.get(match[0], match[0]), _GRADES[match[0]], match.end() + 1)

"""How deep a heading stands: nesting, restarts, speakers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from luoshi.reader import lexicon, run_together
from luoshi.reader.outline.shape import RANK, Found
from luoshi.reader.reading import Heading
from luoshi.reader.reliability import sure


@dataclass(frozen=True, slots=True)
class _Open:
    """A list that is open at this point of the text: its scheme, last number, variant, and its heading."""

    scheme: str
    number: int
    variant: str
    heading: int


@cache
def _shortcomings() -> re.Pattern[str]:
    return re.compile(lexicon.any_of(lexicon.load("kinds")["sections"]["problem"]))


def levelled(text: str, found: Iterable[Found]) -> list[Heading]:
    stack: list[_Open] = []
    headings: list[Heading] = []
    shortcomings = _shortcomings()
    for start, end, scheme, number, variant, confidence, reason in found:
        above = headings[-1].end if headings else 0
        if scheme in _INNER and _new_speech(text, above, start):
            stack = [entry for entry in stack if entry.scheme in ("part", "han", "paren")]
        kept = _kept(stack, scheme, number, variant)
        parent = kept[-1].heading if kept else None
        if parent is not None and shortcomings.search(text, headings[parent].start, headings[parent].end):
            continue  # numbered shortcomings are no parts of the plan
        stack = [*kept, _Open(scheme, number, variant, len(headings))]
        confidence = sure("headings", confidence, reason, scheme)
        headings.append(Heading(start, end, confidence, reason, len(stack), scheme, parent))
    return headings


_INNER = frozenset({"line", "item", "nth", "lead", "couplet", "call", "dash"})
_WORDS = lexicon.load("speech")
_OPENS = lexicon.any_of([*_WORDS["opens"], *_WORDS["opens_first"]])
_SPEECH = rf"[^，。；\n]{{0,30}}(?:会议|报告|\S)(?:最后)?{_OPENS}(?=[，：\n]|$)"
_FIRST_SPEECH, _NEXT_SPEECH = re.compile(_SPEECH), re.compile(rf"\n{_SPEECH}")


def _new_speech(text: str, start: int, end: int) -> bool:
    at_top = start == 0 and _FIRST_SPEECH.match(text, 0, end + 1)
    if at_top or _NEXT_SPEECH.search(text, start, end + 1):
        return True
    places = (place for place in run_together.starts(text) if start <= place <= end)
    return any(_FIRST_SPEECH.match(text, place, end + 1) for place in places)


def _kept(stack: list[_Open], scheme: str, number: int, variant: str) -> list[_Open]:
    """The lists that stay open above a new heading of `scheme`."""
    same = [i for i, entry in enumerate(stack) if entry.scheme == scheme]
    for i in reversed(same):
        if number and stack[i].number + 1 == number:
            return stack[:i]
    if same and number == 1 and stack[same[-1]].number and stack[same[-1]].variant != variant:
        return stack[: same[-1] + 1]
    if same:
        return stack[: same[0]]
    rank = RANK.get(scheme, 6)
    if number == 1 and stack and stack[-1].number and RANK.get(stack[-1].scheme) == rank:
        return stack  # 首先，…一是…二是…其次，…
    return [entry for entry in stack if RANK.get(entry.scheme, -1) < rank]

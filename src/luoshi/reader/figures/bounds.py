"""Words that bound a number or say that it is about so much: 近400万元, 85%以上, 至少学会1项."""

import re

from luoshi.reader.figures.words import Beginnings, Endings
from luoshi.reader.lexicon import any_of, load
from luoshi.reader.numerals import DIGITS

CLAUSE_END = re.compile(r"[，。；：！？、\n,;]")
REACH = 30  # characters; a bounding word farther in front belongs to something else
_BOUNDS = load("bounds")
_BEFORE: dict[str, str] = {word: sign for sign, words in _BOUNDS["before"].items() for word in words}
_BEFORE_AT = Endings(_BEFORE)
_NOT_BOUND = Endings(_BOUNDS["not_in"])
_AFTER: dict[str, str] = {word: sign for sign, words in _BOUNDS["after"].items() for word in words}
_AFTER_AT = Beginnings(_AFTER)
_FAR: dict[str, str] = {word: sign for sign, words in _BOUNDS["far"].items() for word in words}
_FAR_PATTERN = re.compile(any_of(_FAR))
_DIGIT = re.compile(f"[{DIGITS}]")


def clause_start(text: str, at: int, reach: int, ends: re.Pattern[str] = CLAUSE_END) -> int:
    """Where the clause of `at` begins, looking back at most `reach` characters."""
    return at - len(ends.split(text[max(0, at - reach) : at])[-1])


def bound_before(text: str, start: int) -> tuple[int, str | None]:
    """Where the figure begins with its bounding word in front, and that word's sign."""
    at = start - 1 if start and text[start - 1] == " " else start
    if at and text[at - 1] == "了":
        at -= 1
    word = _BEFORE_AT.at(text, at)
    if word is None or _NOT_BOUND.at(text, at):
        return start, None
    return at - len(word), _BEFORE[word]


def bound_behind(text: str, end: int) -> tuple[int, str | None]:
    """Where the figure ends with its bounding word behind, and that word's sign."""
    word = _AFTER_AT.at(text, end)
    return (end + len(word), _AFTER[word]) if word else (end, None)


def far_bound(text: str, start: int) -> str | None:
    """至少学会1项: the sign of the last bounding word of the clause, unless another number stands between."""
    begin = clause_start(text, start, REACH)
    found = list(_FAR_PATTERN.finditer(text, begin, start))
    if not found or _DIGIT.search(text, found[-1].end(), start):
        return None
    return _FAR[found[-1][0]]


def sign(before: str | None, behind: str | None, vague: bool) -> str | None:
    """The strictest of what stands in front, behind and in the number itself (余); None if nothing does."""
    told = [given for given in (before, behind) if given]
    return next((given for given in told if given != "~"), told[0] if told else "~" if vague else None)

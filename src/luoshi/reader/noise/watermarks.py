"""The name or slogan of a site that stands behind paragraph after paragraph."""

import re
from collections import Counter
from functools import cache

from luoshi.reader.lexicon import any_of, load
from luoshi.reader.source import FURNITURE

_TIMES = 3  # lines that end alike before the end is a watermark
_PREFIX = r"[0-9A-Za-z#@&*]{1,10} ?"  # sites set random letters before it, so that no two look the same

END = re.compile(rf"(?:^|(?<=[。！？”；]))(?:{_PREFIX})?(?P<mark>[^\n。！？；，、]{{4,60}})$")
_STOPS = "。！？；，、"  # nothing that ends in one of them is a watermark


def watermarks(chars: str) -> list[tuple[int, int, str]]:
    """Every place of a run that ends three lines or more and names a site, with the letters before it."""
    lines = [line for line in chars.split("\n") if line[-1:] not in _STOPS]
    ends = Counter(match["mark"] for line in lines if (match := END.search(line, _last_stop(line) + 1)))
    marks = [mark for mark, times in ends.items() if times >= _TIMES and _site().search(mark)]
    if not marks:
        return []
    # Letters that belong to a word of the report stand behind Chinese; those of a watermark behind a stop.
    pattern = re.compile(rf"(?:(?:^|(?<=[。！？”；]))(?:{_PREFIX}))?(?:{any_of(marks)})", re.MULTILINE)
    return [(*match.span(), FURNITURE) for match in pattern.finditer(chars)]


def _last_stop(line: str) -> int:
    return max(map(line.rfind, _STOPS))


@cache
def _site() -> re.Pattern[str]:
    """A site's word, in a run without colon or brackets: 责任单位：网信办 ends many lines of a plan."""
    return re.compile(rf"^(?=[^：:（）]*$).*{any_of(load('frame')['site'])}")

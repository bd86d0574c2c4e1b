"""Text in which a machine has put synonyms for its words, so that fixed terms are no longer themselves."""

import re
from functools import cache

from luoshi.reader.lexicon import any_of, load
from luoshi.reader.text import Remark

_LEAST = 3  # different impossible words


def spun(chars: str) -> tuple[Remark, ...]:
    """A remark over the whole text that names what was found; the words themselves stay as they are."""
    found = sorted(set(_impossible().findall(chars)))
    if len(found) < _LEAST:
        return ()
    words = load("spun")
    return (Remark("spun", 0, len(chars), facts=tuple((word, words[word]) for word in found)),)


@cache
def _impossible() -> re.Pattern[str]:
    return re.compile(any_of(load("spun")))

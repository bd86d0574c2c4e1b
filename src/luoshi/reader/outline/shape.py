"""What the ways of finding a heading share: its rank among schemes, lengths, and the words that tell."""

import re
from functools import cache

from luoshi.reader import lexicon

Found = tuple[int, int, str, int, str, float, str]  # start end scheme number variant confidence reason

# Outer schemes have lower ranks. Bare lines ("line") have none: they stand where they first appear.
RANK: dict[str, float] = {
    "part": 0,
    "han": 1,
    "article": 2,
    "paren": 2.5,
    "dot": 3,
    "num": 4,
    "ring": 5,
    "item": 6,
    "nth": 6,
    "dash": 6,
    "lead": 7,
    "couplet": 7,
    "call": 7,
}
FUSED = "fused-number"  # the reason of a heading that lost its line break
LONGEST_LINE = 36  # characters of a line that can be a heading
LONGEST_LEAD = 24  # of a paragraph's first sentence


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One pattern out of a list of data/outline.yaml."""
    return re.compile("|".join(lexicon.load("outline")[name]), re.MULTILINE)

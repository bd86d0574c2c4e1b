"""业务领域: the topics that a section looks after; the same that the reader gives to what it finds in a report."""

from functools import cache

from luoshi.reader.lexicon import load
from luoshi.reader.write.wording import topic_name

NEUTRAL = "neutral"  # words of the lexicon that speak for no topic


@cache
def choices() -> tuple[tuple[str, str], ...]:
    """Code and name of every topic, in the lexicon's order."""
    return tuple((code, topic_name(code)) for code in load("topics") if code != NEUTRAL)


def names(codes: list[str]) -> str:
    """As a page shows them."""
    return "、".join(topic_name(code) for code in codes)

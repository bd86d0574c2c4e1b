"""What an action is about, from words of its own, of its headings and of the whole text."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

from luoshi.reader import lexicon
from luoshi.reader.reading import Heading

TopicOf = Callable[[int, int, int | None], str]

OWN, HEADING, OUTER, WHOLE = 1.0, 0.55, 0.2, 0.15
DEFAULT = "implementation"


@cache
def _words() -> tuple[re.Pattern[str], dict[str, list[tuple[str, int]]]]:
    weights: dict[str, list[tuple[str, int]]] = {}
    for topic, entry in lexicon.load("topics").items():
        for weight in (3, 2, 1):
            for word in entry.get(weight, ()):
                weights.setdefault(word, []).append((topic, weight))
    return re.compile(lexicon.any_of(weights)), weights


def name(topic: str) -> str:
    """The topic's name as shown, such as 党建."""
    return str(lexicon.load("topics")[topic]["name"])


def finder(text: str, headings: tuple[Heading, ...]) -> TopicOf:
    """A function (start, end, index of the heading above) -> topic for stretches of this text."""
    pattern, weights = _words()
    hits = [(match.start(), match[0]) for match in pattern.finditer(text)]
    starts = [start for start, _ in hits]

    def score(start: int, end: int) -> Counter[str]:
        total: Counter[str] = Counter()
        for start_of, word in hits[bisect_left(starts, start) : bisect_left(starts, end)]:
            for topic, weight in weights[word]:
                if start_of + len(word) <= end:
                    total[topic] += _WEIGHT[weight] * (1 + len(word) / 20)
        return total

    of_heading = [score(heading.start, heading.end) for heading in headings]
    head = text.find("\n") if 0 < text.find("\n") <= 60 else 0
    of_title = score(0, head)

    def topic_of(start: int, end: int, heading: int | None) -> str:
        total = Counter({topic: OWN * value for topic, value in score(start, end).items()})
        share = HEADING
        while heading is not None:
            for topic, value in of_heading[heading].items():
                total[topic] += share * value
            heading = headings[heading].parent
            share = OUTER
        for topic, value in of_title.items():
            total[topic] += WHOLE * value
        return max(total, key=lambda topic: (total[topic], topic != DEFAULT)) if total else DEFAULT

    return topic_of


_WEIGHT = {3: 3.0, 2: 1.2, 1: 0.4}


def parts(text: str, start: int, end: int, topic_of: TopicOf) -> Iterator[tuple[int, int]]:
    """An action, or the members of its list where they are different matters."""
    yield start, end

"""What an action is about, from words of its own, of its headings and of the whole text."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import islice

from luoshi.reader import lexicon
from luoshi.reader.reading import Heading

HEADING, OUTER, WHOLE, THEME = 0.65, 0.2, 0.1, 0.5
# Topics whose words are used of everything give way to one that names its matter.
GENERAL = {"implementation": 0.6, "quality": 0.8, "places": 0.9}
DEFAULT = "implementation"
_WEIGHT = {3: 3.0, 2: 1.2, 1: 0.4, 0: 0.0}
MAIN, MAIN_SHARE = 0.45, 0.5
SOLE = 0.6  # share of a text's topic words above which what names no topic of its own belongs to theirs
LEAST = 4  # topic words that tell what a text is about
GROUND = 0.8  # how much the ground of an action tells of its topic
TITLE = 60  # characters of a first line that can be a title


_Worth = list[tuple[str, float]]  # what a word speaks for, and how much


@cache
def _words() -> tuple[re.Pattern[str], dict[str, _Worth]]:
    worth: dict[str, _Worth] = {}
    for topic, entry in lexicon.load("topics").items():
        for weight in (3, 2, 1, 0):
            for word in entry.get(weight, ()):
                value = _WEIGHT[weight] * GENERAL.get(topic, 1.0) * (1 + len(word) / 20)
                worth.setdefault(word, []).extend([(topic, value)] if weight else [])
    return re.compile(lexicon.any_of(worth)), worth


@cache
def _strong() -> dict[str, tuple[str, ...]]:
    """Word -> the topics that it names by itself."""
    named: dict[str, tuple[str, ...]] = {}
    for topic, entry in lexicon.load("topics").items():
        for word in entry.get(3, ()):
            named[word] = (*named.get(word, ()), topic)
    return named


def words_in(text: str, *, most: int) -> int:
    """How many words of the topics' lexicon stand in a text; what is beyond `most` is not counted."""
    known, worth = _words()
    return sum(1 for _ in islice((word for word in known.finditer(text) if worth[word[0]]), most))


Score = dict[str, float]


def _main_topic(hits: list[tuple[int, str]]) -> tuple[str | None, float]:
    """The topic that most of the words which name one belong to, and their share."""
    named = _strong()
    counts = Counter(topic for _, word in hits for topic in named.get(word, ()) if topic != DEFAULT)
    if not counts:
        return None, 0.0
    topic, most = counts.most_common(1)[0]
    return topic, most / max(counts.total(), LEAST)


def _weighed(worth: _Worth, *, themed: bool, main: str | None) -> _Worth:
    """What a word speaks for in this text."""
    if not themed and main is None:
        return worth
    return [(topic, value * (THEME if themed else MAIN_SHARE if topic == main else 1.0)) for topic, value in worth]


class Topics:
    """The topic words of one text, found once, and what they say of any stretch of it."""

    def __init__(self, text: str, headings: tuple[Heading, ...], stretches: Iterable[tuple[int, int]]) -> None:
        """`stretches` (in order, apart) hold all that will be asked about, and the headings."""
        known, worth = _words()
        hits = [(word.start(), word[0]) for start, end in stretches for word in known.finditer(text, start, end)]
        title = text.find("\n")
        until = title if 0 < title <= TITLE else 0
        # What the whole paper is about tells its parts apart least.
        theme = set(known.findall(text, 0, until))
        main, share = _main_topic(hits)
        self._default = main if main and share > SOLE else DEFAULT
        weighed = {
            word: _weighed(worth[word], themed=word in theme, main=main if share > MAIN else None)
            for word in {word for _, word in hits}
        }
        self._starts = [start for start, _ in hits]
        self._hits = [(start + len(word), weighed[word]) for start, word in hits]
        self._headings = headings
        self._of_heading = [self._score(heading.start, heading.end) for heading in headings]
        self._of_title = self._score(0, until)
        self._surroundings: dict[int | None, Score] = {}

    def _score(self, start: int, end: int) -> Score:
        total: Score = {}
        for until, worth in self._hits[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            if until <= end:
                for topic, value in worth:
                    total[topic] = total.get(topic, 0.0) + value
        return total

    def of(self, start: int, main: int, end: int, heading: int | None) -> str:
        """The topic of text[start:end] under a heading (an index, or None); what stands before `main` is
        only the ground on which something is done."""
        total = self._score(main, end)
        if start < main:
            for topic, value in self._score(start, main).items():
                total[topic] = total.get(topic, 0.0) + GROUND * value
        for topic, value in self._around(heading).items():
            total[topic] = total.get(topic, 0.0) + value
        return self._best(total)

    def in_row(self, start: int, end: int, row: tuple[int, int]) -> str:
        """The topic of text[start:end] in a table's row, whose other cells tell of it as a ground does."""
        total = self._score(start, end)
        for topic, value in self._score(*row).items():
            total[topic] = total.get(topic, 0.0) + GROUND * value
        return self._best(total)

    def _best(self, total: Score) -> str:
        """The topic with the highest score; what names only the work in general is about the text's own matter."""
        best = max(total, key=total.__getitem__, default=DEFAULT)
        return self._default if best == DEFAULT else best

    def _around(self, heading: int | None) -> Score:
        """What the headings above and the title speak for."""
        if heading not in self._surroundings:
            total = {topic: WHOLE * value for topic, value in self._of_title.items()}
            at, share = heading, HEADING
            while at is not None:
                for topic, value in self._of_heading[at].items():
                    total[topic] = total.get(topic, 0.0) + share * value
                at, share = self._headings[at].parent, OUTER
            self._surroundings[heading] = total
        return self._surroundings[heading]

    def strong(self, start: int, end: int) -> str | None:
        """The topic that text[start:end] names by itself, None if it names none."""
        score = self._score(start, end)
        best = max(score, key=lambda topic: score[topic], default=None)
        return best if best is not None and score[best] >= _WEIGHT[3] else None

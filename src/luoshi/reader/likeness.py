"""What a stretch of text says, as weighed words: pairs of characters and the terms that offices have for one thing.

It knows words and not meaning. Two stretches are about one matter where what one of them says stands in the other.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import chain
from math import log
from operator import add

from luoshi.reader.lexicon import any_of, load

LIGHT = 0.1  # what a word weighs that says how and not what
TERM = 2.5  # what a word of the lexicon weighs beside a pair of characters
FIELD = 0.8  # what a word weighs that only names a field: 普通高中
INSIDE = 0.4  # what a pair of characters weighs that is part of a term
FEW = 60  # stretches; fewer cannot tell how rare a word is, and are taken for so many
LEAST = 3  # characters of a demand that are left without such words

_WORDS = load("compare")
_CANON = {word: line[0] for line in _WORDS["same"] for word in line}
_MEANT, _FIELDS = frozenset(_CANON.values()), frozenset(_WORDS["fields"])
_SAME = re.compile(any_of(_CANON))
_HAN = re.compile(r"[^㐀-鿿A-Za-z]+")

Weights = dict[str, float]


@cache
def _light() -> re.Pattern[str]:
    """Verbs, adverbs and what stands in every such paper: they say how, not what."""
    verbs = load("verbs")
    return re.compile(any_of([*_WORDS["light"], *verbs["verbs"], *verbs["adverbs"]]))


@cache
def _terms() -> re.Pattern[str]:
    """Words that name a topic or speak for it, and what offices call by several names."""
    topics = load("topics").values()
    return re.compile(
        any_of({*_CANON, *(word for topic in topics for level in (3, 2) for word in topic.get(level, ()))})
    )


def said(words: str) -> Weights:
    """Terms in one way of writing and pairs of characters, each with its weight before it is known how rare it is."""
    told = in_one_word(words)
    weights = dict.fromkeys(_pairs(told), LIGHT)
    weights |= dict.fromkeys(_pairs(_light().sub(" ", told)), INSIDE)
    weights |= dict.fromkeys(_pairs(_light().sub(" ", _terms().sub(" ", told))), 1.0)
    return weights | {f"={term}": weight(term) for term in _terms_in(words)}


def _spoken(words: str) -> set[str]:
    """What `said` gives, without the weights."""
    return _pairs(in_one_word(words)).union(f"={term}" for term in _terms_in(words))


def _terms_in(words: str) -> set[str]:
    return {_CANON[term] for term in _SAME.findall(words)} | {_CANON.get(t, t) for t in _terms().findall(words)}


@lru_cache(maxsize=4096)
def terms_of(words: str) -> frozenset[str]:
    """The terms that name a matter and not only a field or a manner, in one way of writing."""
    return frozenset(word for word, worth in said(words).items() if word[0] == "=" and worth == TERM)


def spellings(terms: frozenset[str]) -> set[str]:
    """The words that are read as one of the terms."""
    return {term[1:] for term in terms} | {word for word, meant in _CANON.items() if f"={meant}" in terms}


def in_one_word(words: str) -> str:
    """The words with what offices call by several names in one."""
    return _SAME.sub(lambda match: _CANON[match[0]], words)


def weight(term: str) -> float:
    """What a term weighs beside a pair of characters."""
    if term in _FIELDS:
        return FIELD
    return LIGHT if _light().fullmatch(term) and term not in _MEANT else TERM


def common(words: str, others: str) -> int:
    """How many pairs of characters two stretches share, those left out that every such paper has."""
    return len(_own(words) & _own(others))


@lru_cache(maxsize=4096)
def _own(words: str) -> frozenset[str]:
    return frozenset(_pairs(_everyday().sub(" ", words)))


@cache
def _everyday() -> re.Pattern[str]:
    return re.compile(any_of(_WORDS["light"]))


def _pairs(words: str) -> set[str]:
    return set().union(*(map(add, run, run[1:]) for run in _HAN.split(words)))


def says_what(words: str) -> bool:
    """Not only how (进一步加强工作): a term of its own, or some characters beside verbs and adverbs."""
    return bool(terms_of(words)) or len(_HAN.sub("", _light().sub("", words))) >= LEAST


class Likeness:
    """Stretches of text found by what they say; a word counts for the more, the fewer of them have it."""

    def __init__(self, stretches: Sequence[str], beside: Iterable[str] = ()) -> None:
        """`beside` are not found themselves and only tell how rare a word is."""
        found, others = [_spoken(words) for words in stretches], [_spoken(words) for words in beside]
        self._counts = Counter(chain.from_iterable((*found, *others)))
        self._total = len(found) + len(others)
        self._where: dict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(found):
            for word in words:
                self._where[word].append(number)

    def shares(self, words: str) -> dict[int, float]:
        """How much of what is said stands in each stretch: 0 to 1, by its number."""
        wanted = {word: worth * self._rarity(word) for word, worth in said(words).items()}
        whole = sum(wanted.values())
        found: dict[int, float] = defaultdict(float)
        for word, worth in wanted.items():
            for number in self._where.get(word, ()):
                found[number] += worth
        return {number: value / whole for number, value in found.items()} if whole else {}

    def shares_term(self, words: str, number: int) -> bool:
        """Whether a stretch has a term of what is said that names a matter and not only a field."""
        return any(number in self._where[term] for term in terms_of(words) if term in self._where)

    def _rarity(self, word: str) -> float:
        return log((1 + max(self._total, FEW)) / (1 + self._counts.get(word, 0)))

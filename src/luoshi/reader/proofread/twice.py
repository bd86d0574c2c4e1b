"""What is asked for twice, order and particles aside; and what is last year's, word for word."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from luoshi.reader.lexicon import any_of, load
from luoshi.reader.proofread.remark import ProofRemark
from luoshi.reader.reading import Action, Reading

SAME, ALIKE = 0.96, 0.82  # likeness from which two actions are one, and from which a person is asked
_LEAST = 9  # characters of an action that are left without particles
_COMMON = 60  # what stands in so many actions tells none of them
_FILLER = re.compile(any_of(load("proofread")["twice"]["filler"]))
_HAN = re.compile(r"[^㐀-鿿0-9A-Za-z+%.]")
_DIGITS = re.compile(r"\d+(?:\.\d+)?|[××xX]{1,4}(?=[个所名%])")
_LONG = 14  # characters of an achievement that nobody writes twice by chance


class _Core(NamedTuple):
    """What is left of an action: its words, their pairs, its numbers, its characters."""

    action: Action
    words: str
    pairs: Counter[str]
    numbers: tuple[str, ...]
    letters: Counter[str]
    side: tuple[int, bool]


def twice(reading: Reading) -> Iterator[ProofRemark]:
    """Each action once, with the first that it is like."""
    cores = [core for core in (_core(reading, action) for action in reading.actions) if len(core.words) >= _LEAST]
    where: dict[str, list[int]] = defaultdict(list)
    for number, core in enumerate(cores):
        shared = Counter(other for pair in core.pairs for other in where[pair] if len(where[pair]) <= _COMMON)
        best = max(((_likeness(core, cores[n]), -n) for n in shared if _comparable(core, cores[n])), default=(0.0, 0))
        if best[0] >= ALIKE:
            twin = cores[-best[1]].action
            facts = (("likeness", f"{round(100 * best[0])}"),)
            yield ProofRemark("task-twice", best[0] >= SAME, (twin.span, core.action.span), facts)
        for pair in core.pairs:
            where[pair].append(number)


def likeness(one: str, other: str) -> float:
    """0 to 1: which share of their pairs of characters two stretches have in common, particles left out."""
    a, b = _bare(one), _bare(other)
    return _alike(_pairs(a), _pairs(b), Counter(a) == Counter(b))


def _core(reading: Reading, action: Action) -> _Core:
    quote = reading.quote(action)
    words = _bare(quote)
    speaker = bisect_right(reading.speakers, action.start, key=lambda speaker: speaker.covers.start)
    in_table = any(_holds(duty, action) for duty in reading.duties)
    return _Core(action, words, _pairs(words), tuple(_DIGITS.findall(quote)), Counter(words), (speaker, in_table))


def _holds(duty: object, action: Action) -> bool:
    spans = (getattr(duty, name) for name in ("task", "measure", "target"))
    return any(span is not None and span.start <= action.start < span.end for span in spans)


def _bare(words: str) -> str:
    return _HAN.sub("", _FILLER.sub("", words))


def _pairs(words: str) -> Counter[str]:
    return Counter(a + b for a, b in pairwise(words))


def _alike(one: Counter[str], other: Counter[str], reordered: bool) -> float:
    """The same characters in another order are the same members (A、B和C, C、A和B)."""
    return 1.0 if reordered else 2 * (one & other).total() / max(1, one.total() + other.total())


def _comparable(one: _Core, other: _Core) -> bool:
    """Of one speaker, both in the table or both in the text, and with the same numbers."""
    return one.side == other.side and one.numbers == other.numbers and (not one.numbers or one.words == other.words)


def _likeness(one: _Core, other: _Core) -> float:
    return _alike(one.pairs, other.pairs, one.letters == other.letters)


def left_over(reading: Reading, last_year: Reading | None) -> Iterator[ProofRemark]:
    """Achievements with figures that stand word for word in last year's report."""
    if last_year is None:
        return
    known = _HAN.sub("", last_year.text)
    for sentence in reading.sentences:
        words = _HAN.sub("", reading.quote(sentence))
        telling = any(sentence.start <= f.start < sentence.end and f.value != 100 for f in reading.figures)
        if sentence.kind == "achievement" and telling and len(words) >= _LONG and words in known:
            yield ProofRemark("same-as-last-year", False, (sentence.span,))

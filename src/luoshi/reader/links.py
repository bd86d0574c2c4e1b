"""How findings belong together: a target and what it measures, a problem and its tasks, from and to, part and whole."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from luoshi.reader import cut
from luoshi.reader.draft import Draft
from luoshi.reader.lexicon import any_of, load
from luoshi.reader.likeness import Likeness, said, says_what, spellings, terms_of
from luoshi.reader.neighbours import Neighbours
from luoshi.reader.proofread.totals import totals
from luoshi.reader.reading import Link, Reading
from luoshi.reader.text import Remark

ALIKE = 0.25  # how much of what is amiss a task has to name
BESIDE = 0.6  # share of the best task's likeness that others need to be named with it
CLAUSES = 100  # of problems in one report; what has more is a collection of reports
MOST = 3  # tasks for one clause of a problem


def links(draft: Draft) -> Draft:
    """Link what the steps before have found; a total that its parts contradict is remarked on."""
    contradicted = tuple(
        Remark(one.code, one.places[0].start, one.places[0].end, one.facts) for one in totals(draft) if one.sure
    )
    return draft.having(links=found(draft), remarks=draft.remarks + contradicted)


def found(reading: Reading) -> tuple[Link, ...]:
    """The links of a reading, by kind and source; see Link for the kinds."""
    made = [*_measures(reading), *_of_figures(reading), *_answers(reading)]
    return tuple(sorted(made, key=lambda link: (link.kind, link.source, link.target)))


def _link(kind: str, source: int, target: int, reason: str) -> Link:
    return Link(kind, source, target, _SURE[f"{kind}/{reason}"], reason)


_SURE: dict[str, float] = load("links")["confidence"]


def _measures(reading: Reading) -> Iterator[Link]:
    """A target measures the action that holds it, else the one that it closes (…，完成率达到95%)."""
    numbers = [n for n, figure in enumerate(reading.figures) if figure.status == "target"]
    if not numbers:
        return
    near = Neighbours(reading)
    for number in numbers:
        figure = reading.figures[number]
        for action in near.takers(figure, "before"):
            inside = reading.actions[action].start <= figure.start < reading.actions[action].end
            yield _link("measures", number, action, "inside" if inside else "beside")


def _of_figures(reading: Reading) -> Iterator[Link]:
    for number, figure in enumerate(reading.figures):
        if figure.pair is not None:
            left = reading.text[max(0, reading.figures[figure.pair].start - LEFT) : reading.figures[figure.pair].start]
            yield _link("comes-from", number, figure.pair, "leaves" if _LEAVES.search(left) else "becomes")
        if figure.whole is not None:
            between = reading.text[reading.figures[figure.whole].end : figure.start]
            yield _link("part-of", number, figure.whole, "bracket" if between[:1] in ("（", "(") else "among")


LEFT = 12
_LEAVES = re.compile("[从由]")


class Remedy(NamedTuple):
    """What is amiss, and how a task is known to mend it."""

    of: re.Pattern[str]
    beside: re.Pattern[str] | None
    by: re.Pattern[str]

    def fits(self, clause: str) -> bool:
        return bool(self.of.search(clause) and (self.beside is None or self.beside.search(clause)))


@cache
def _remedies() -> tuple[Remedy, ...]:
    made = load("links")["remedies"]
    return tuple(
        Remedy(
            re.compile(any_of(one["of"])),
            re.compile(any_of(one["with"])) if "with" in one else None,
            re.compile(any_of(one["by"])),
        )
        for one in made
    )


@cache
def _amiss() -> re.Pattern[str]:
    return re.compile(any_of(load("links")["amiss"]))


def _answers(reading: Reading) -> Iterator[Link]:
    """A task answers a problem that it names, or mends as tasks of its kind do."""
    clauses = list(islice(_amiss_clauses(reading), CLAUSES)) if reading.actions else []
    if not clauses:
        return
    tasks = _Tasks(reading, [about for _, _, about in clauses])
    answered: dict[tuple[int, int], str] = {}
    for number, clause, about in clauses:
        for action, reason in tasks.answering(clause, about):
            if answered.get((action, number)) != "named":
                answered[action, number] = reason
    for (action, number), reason in answered.items():
        yield _link("answers", action, number, reason)


def _amiss_clauses(reading: Reading) -> Iterator[tuple[int, str, str]]:
    """The clauses of problems that say what is amiss: the sentence's index, the clause, and what it is about."""
    for number, sentence in enumerate(reading.sentences):
        if sentence.kind == "problem":
            words = reading.quote(sentence)
            for start, end in cut.clauses(words, 0):
                about = _amiss().sub("，", words[start:end])
                if says_what(about):
                    yield number, words[start:end], about


class _Tasks:
    """The tasks of a report, found by what a problem is about. Only those with a term of some problem are weighed."""

    def __init__(self, reading: Reading, abouts: list[str]) -> None:
        self.text = reading.text
        self.spans = [action.span for action in reading.actions]
        self.starts = [span.start for span in self.spans]
        terms = frozenset().union(*(terms_of(about) | (_STAGES & said(about).keys()) for about in abouts))
        naming = re.compile(any_of(spellings(terms))) if terms else None
        self.weighed = [n for n, span in enumerate(self.spans) if naming and naming.search(self.text, *span)]
        self.numbers = {action: number for number, action in enumerate(self.weighed)}
        self.alike = Likeness([self._words(action) for action in self.weighed])
        self.mending: dict[Remedy, set[int]] = {}

    def _words(self, action: int) -> str:
        return self.text[self.spans[action].start : self.spans[action].end]

    def answering(self, clause: str, about: str) -> Iterator[tuple[int, str]]:
        """The tasks that a clause of a problem is answered by, and why."""
        shares = {self.weighed[number]: share for number, share in self.alike.shares(about).items()}
        mended = set[int]().union(*(self._mended(one) for one in _remedies() if one.fits(clause)))
        near = [action for action, share in shares.items() if share >= ALIKE]
        named = _best(shares, [action for action in near if self.alike.shares_term(about, self.numbers[action])])
        yield from ((action, "named") for action in named)
        others = sorted(mended - set(named), key=lambda action: (-shares.get(action, 0.0), action))[: MOST - len(named)]
        yield from ((action, "mended") for action in others)
        stages = _STAGES & said(about).keys()
        if stages and not named and not others:
            of_stage = [action for action in near if stages & said(self._words(action)).keys()]
            yield from ((action, "stage") for action in _best(shares, of_stage))

    def _mended(self, remedy: Remedy) -> set[int]:
        """The tasks that have a word of a remedy."""
        if remedy not in self.mending:
            places = (match.start() for match in remedy.by.finditer(self.text))
            at = {bisect_right(self.starts, place) - 1 for place in places}
            found = {action for action in at if action >= 0 and remedy.by.search(self.text, *self.spans[action])}
            self.mending[remedy] = found
        return self.mending[remedy]


_STAGES = frozenset(f"={stage}" for stage in load("links")["stages"])


def _best(shares: dict[int, float], among: list[int]) -> list[int]:
    """Those that say nearly as much as the one that says most."""
    most = max((shares[action] for action in among), default=0.0)
    return sorted((a for a in among if shares[a] >= BESIDE * most), key=lambda a: (-shares[a], a))[:MOST]

"""How findings belong together: a target and what it measures, a problem and its tasks, from and to, part and whole."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from luoshi.reader import cut
from luoshi.reader.draft import Draft
from luoshi.reader.lexicon import any_of, load
from luoshi.reader.likeness import Likeness, said, says_what
from luoshi.reader.neighbours import Neighbours
from luoshi.reader.proofread.totals import totals
from luoshi.reader.reading import Link, Reading
from luoshi.reader.text import Remark

ALIKE = 0.25  # how much of what is amiss a task has to name
BESIDE = 0.6  # share of the best task's likeness that others need to be named with it
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
    problems = [number for number, sentence in enumerate(reading.sentences) if sentence.kind == "problem"]
    if not problems or not reading.actions:
        return
    tasks = [reading.quote(action) for action in reading.actions]
    alike = Likeness(tasks, [reading.quote(sentence) for sentence in reading.sentences])
    for number in problems:
        words = reading.quote(reading.sentences[number])
        answered: dict[int, str] = {}
        for start, end in cut.clauses(words, 0):
            for action, reason in _answering(words[start:end], tasks, alike):
                if answered.get(action) != "named":
                    answered[action] = reason
        for action, reason in answered.items():
            yield _link("answers", action, number, reason)


def _answering(clause: str, tasks: list[str], alike: Likeness) -> Iterator[tuple[int, str]]:
    """The tasks that a clause of a problem is answered by, and why."""
    about = _amiss().sub("，", clause)
    if not says_what(about):
        return
    shares = alike.shares(about)
    mended = {
        action
        for remedy in _remedies()
        if remedy.of.search(clause) and (remedy.beside is None or remedy.beside.search(clause))
        for action, task in enumerate(tasks)
        if remedy.by.search(task)
    }
    alike_enough = [action for action, share in shares.items() if share >= ALIKE]
    named = _best(shares, [action for action in alike_enough if alike.shares_term(about, action)])
    yield from ((action, "named") for action in named)
    others = sorted(mended - set(named), key=lambda action: (-shares.get(action, 0.0), action))[: MOST - len(named)]
    yield from ((action, "mended") for action in others)
    stages = _STAGES & said(about).keys()
    if stages and not named and not others:
        of_stage = [action for action in alike_enough if stages & said(tasks[action]).keys()]
        yield from ((action, "stage") for action in _best(shares, of_stage))


_STAGES = frozenset(f"={stage}" for stage in load("links")["stages"])


def _best(shares: dict[int, float], among: list[int]) -> list[int]:
    """Those that say nearly as much as the one that says most."""
    most = max((shares[action] for action in among), default=0.0)
    return sorted((a for a in among if shares[a] >= BESIDE * most), key=lambda a: (-shares[a], a))[:MOST]

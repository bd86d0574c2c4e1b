"""How figures of one sentence belong together: from A to B, and parts of a total."""

import re
from dataclasses import replace

from luoshi.reader.figures.scene import Scene
from luoshi.reader.lexicon import any_of, load
from luoshi.reader.reading import Figure

_WORDS = load("figures")
_ARRIVE = re.compile(any_of(_WORDS["arrive"]))
_PART = re.compile(any_of(_WORDS["part"]))
_BETWEEN = ("、", "和", "与", "及")
_SPLIT = re.compile("[、和与及]")
_RATE = re.compile("[毛净]?[^率]{2}率$")
NEAR = 24  # characters between the two figures of 从A提高到B


def related(text: str, view: Scene, group: list[Figure], offset: int) -> list[Figure]:
    """The figures of one sentence with `pair` and `whole` filled in; their indices begin at `offset`."""
    out = _shared_out(text, view, list(group))
    total: int | None = None
    for i in range(1, len(group)):
        before, figure = out[i - 1], out[i]
        between = text[before.end : figure.start]
        if (
            len(between) <= NEAR
            and before.unit == figure.unit
            and _ARRIVE.search(between)
            and _leaves(text, view, before)
        ):
            out[i] = replace(figure, pair=offset + i - 1, subject=before.subject)
            continue
        if figure.subject is None:
            out[i] = replace(figure, subject=out[i - 1].subject)
        if between in _BETWEEN and figure.unit == before.unit and figure.change is None:
            out[i] = replace(out[i], change=before.change)
        bracketed = between[:1] in ("（", "(") and figure.unit == before.unit
        if (bracketed or _PART.search(between)) and "。" not in between:
            total = i - 1
        elif (
            "；" in between or total is None or group[total].unit != figure.unit or _closed(text, group[total], figure)
        ):
            total = None
        if total is not None:
            out[i] = replace(out[i], whole=offset + total)
    return out


def _shared_out(text: str, view: Scene, group: list[Figure]) -> list[Figure]:
    """小学、初中入学率分别达到100%、99%: each figure of the list with its own member as subject."""
    at = 0
    while at < len(group):
        end = at + 1
        while end < len(group) and text[group[end - 1].end : group[end].start] in _BETWEEN:
            end += 1
        if end - at > 1:
            names = _members(text, view, group[at])
            if len(names) == end - at:
                group[at:end] = [replace(f, subject=name) for f, name in zip(group[at:end], names, strict=True)]
        at = end
    return group


def _members(text: str, view: Scene, first: Figure) -> list[str]:
    """What stands before 分别, split; a tail that only the last member writes is lent to the others."""
    words, said, _ = text[view.clause(first.start) : first.start].rpartition("分别")
    names = _SPLIT.split(words)
    rate = _RATE.search(names[-1])
    tail = rate[0] if rate else names[-1][len(names[0]) :]
    if not said or not all(names):
        return []
    if tail and (rate or all(len(name) == len(names[0]) for name in names[:-1])):
        return [name if name.endswith("率") else name + tail for name in names[:-1]] + names[-1:]
    return names


def _leaves(text: str, view: Scene, figure: Figure) -> bool:
    """从 or 由 opens the clause of the first figure, or it has a year of its own."""
    clause = text[view.clause(figure.start) : figure.start]
    return "从" in clause or "由" in clause


def _closed(text: str, total: Figure, figure: Figure) -> bool:
    """A bracket that opened behind the total is shut before this figure."""
    between = text[total.end : figure.start]
    return (
        between.count("（") + between.count("(") > 0
        and between.count("（") <= between.count("）")
        and between.count("(") <= between.count(")")
    )

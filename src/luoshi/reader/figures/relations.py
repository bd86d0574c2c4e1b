"""How figures of one sentence belong together: from A to B, and parts of a total."""

import re
from dataclasses import replace

from luoshi.reader.figures.scene import Scene
from luoshi.reader.lexicon import any_of, load
from luoshi.reader.reading import Figure

_WORDS = load("figures")
_ARRIVE = re.compile(any_of(_WORDS["arrive"]))
_PART = re.compile(any_of(_WORDS["part"]))
NEAR = 24  # characters between the two figures of 从A提高到B


def related(text: str, view: Scene, group: list[Figure], offset: int) -> list[Figure]:
    """The figures of one sentence with `pair` and `whole` filled in; their indices begin at `offset`."""
    out = list(group)
    total: int | None = None
    for i in range(1, len(group)):
        before, figure = group[i - 1], group[i]
        between = text[before.end : figure.start]
        if (
            len(between) <= NEAR
            and before.unit == figure.unit
            and _ARRIVE.search(between)
            and _leaves(text, view, before)
        ):
            out[i] = replace(figure, pair=offset + i - 1, subject=before.subject)
            continue
        if between in ("、", "和", "与", "及") and figure.unit == before.unit:
            out[i] = replace(figure, subject=figure.subject or out[i - 1].subject)
        opened = _PART.search(between)
        if opened and "。" not in between:
            total = i - 1
        elif (
            "；" in between or total is None or group[total].unit != figure.unit or _closed(text, group[total], figure)
        ):
            total = None
        if total is not None:
            out[i] = replace(out[i], whole=offset + total)
    return out


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

"""How figures of one sentence belong together: from A to B, and parts of a total."""

import re
from dataclasses import replace
from itertools import pairwise

from luoshi.reader.figures.scene import Scene
from luoshi.reader.lexicon import any_of, load
from luoshi.reader.reading import Figure

_WORDS = load("figures")
_ARRIVE = any_of(_WORDS["arrive"])
_LEAVES = frozenset("从由")
# 从A提高到B; behind a comma only time and adverbs may stand before 提高到, else another subject begins.
_SOON = r"(?:[到至]?(?:(?:19|20)[0-9]{2}年[底末]?|今年|明年|年底)的?|[再又并将]|逐步|逐年|稳步|进一步)"
_BECOMES = re.compile(rf"[^，；：。]*?(?:，{_SOON}*)?{_ARRIVE}")
_DIRECTLY = re.compile(rf"(?!达到)(?:的?基础上)?{_SOON}*{_ARRIVE}")
_PART = re.compile(rf"(?:^|[，：（(]){any_of(_WORDS['part'])}")
_BETWEEN = ("、", "和", "与", "及")
_SPLIT = re.compile("[、和与及]")
_RATE = re.compile("[毛净]?[^率]{2}率$")
NEAR = 24  # characters between the two figures of 从A提高到B


def related(text: str, view: Scene, group: list[Figure], offset: int) -> list[Figure]:
    """The figures of one sentence with `pair` and `whole` filled in; their indices begin at `offset`."""
    out = _shared_out(text, view, list(group))
    starts = _starts(text, view, out)
    for start in starts.values():
        out[start] = _left_behind(view, out[start])
    total: int | None = None
    for i in range(1, len(group)):
        before, figure = out[i - 1], out[i]
        between = text[before.end : figure.start]
        if i in starts:
            out[i] = replace(figure, pair=offset + starts[i], subject=out[starts[i]].subject)
            continue
        if figure.subject is None:
            out[i] = replace(figure, subject=_carried(out, i))
        if between in _BETWEEN and figure.unit == before.unit and figure.change is None:
            out[i] = replace(out[i], change=before.change)
        bracketed = between[:1] in ("（", "(") and "，" not in between
        if (bracketed or _PART.search(between)) and "。" not in between and _may_be_part(figure, before):
            total = i - 1
        elif (
            "；" in between or total is None or group[total].unit != figure.unit or _closed(text, group[total], figure)
        ):
            total = None
        if total is not None and _may_be_part(figure, group[total]):
            out[i] = replace(out[i], whole=offset + total)
    return _ends_of(out, starts, offset)


def _may_be_part(figure: Figure, total: Figure) -> bool:
    """A share of the total, or as many of the same; what is more or less than before is no part of how many there are."""
    same = figure.unit in (total.unit, "%", "个")  # 281所（含97个教学点）
    return figure.change is None and total.change is None and same


def _ends_of(out: list[Figure], starts: dict[int, int], offset: int) -> list[Figure]:
    """增至3230万辆，其中新能源汽车由45万辆增至356万辆: where the part came from is part of where the total came from."""
    for end, start in starts.items():
        total = out[start].whole
        if total is not None:
            out[end] = replace(out[end], whole=total)
            out[start] = replace(out[start], whole=out[total - offset].pair)
    return out


def _carried(out: list[Figure], at: int) -> str | None:
    """The subject that goes on from the figure before; a level in percent goes on from the last rate."""
    figure = out[at]
    if figure.unit == "%" and figure.change is None:
        rate = next((i for i in range(at - 1, -1, -1) if out[i].unit == "%"), at - 1)
        return out[rate].subject
    return out[at - 1].subject


def _left_behind(view: Scene, figure: Figure) -> Figure:
    """What a target starts from is how things stand; it has no year but its own."""
    if not any(tie.until and tie.at < figure.start < tie.until for tie in view.ties):
        figure = replace(figure, year=None)
    return replace(figure, status="fact", hardness=None) if figure.status == "target" else figure


def _starts(text: str, view: Scene, group: list[Figure]) -> dict[int, int]:
    """Which figure each end of a from-to came from: 从A提高到B, 从A、B提高到C、D."""
    starts: dict[int, int] = {}
    for (first, middle), (_, last) in pairwise(_lists(text, group)):
        if not _becomes(text, view, group, first, middle):
            continue
        even = last - middle == middle - first
        ends = zip(range(middle, last), range(first, middle), strict=True) if even else [(middle, middle - 1)]
        starts |= {end: start for end, start in ends if group[end].unit == group[start].unit}
    return starts


def _lists(text: str, group: list[Figure]) -> list[tuple[int, int]]:
    """First and last-plus-one of each run of figures with nothing but 、 or 和 between them."""
    found, at = [], 0
    while at < len(group):
        end = at + 1
        while end < len(group) and text[group[end - 1].end : group[end].start] in _BETWEEN:
            end += 1
        found.append((at, end))
        at = end
    return found


def _becomes(text: str, view: Scene, group: list[Figure], first: int, end: int) -> bool:
    """Whether the figures from `first` became those from `end` on: no other subject begins between them."""
    between = text[group[end - 1].end : group[end].start]
    if len(between) > NEAR or not _BECOMES.match(between):
        return False
    said = max(view.clause(group[first].start), group[first - 1].end if first else view.start)
    left = not _LEAVES.isdisjoint(text[said : group[first].start])
    return left or (bool(_DIRECTLY.match(between)) and group[first].change is None)


def _shared_out(text: str, view: Scene, group: list[Figure]) -> list[Figure]:
    """小学、初中入学率分别达到100%、99%: each figure of the list with its own member as subject."""
    for start, end in _lists(text, group):
        names = _members(text, view, group[start]) if end - start > 1 else []
        if len(names) == end - start:
            group[start:end] = [replace(f, subject=name) for f, name in zip(group[start:end], names, strict=True)]
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


def _closed(text: str, total: Figure, figure: Figure) -> bool:
    """A bracket that opened behind the total is shut before this figure."""
    between = text[total.end : figure.start]
    return (
        between.count("（") + between.count("(") > 0
        and between.count("（") <= between.count("）")
        and between.count("(") <= between.count(")")
    )

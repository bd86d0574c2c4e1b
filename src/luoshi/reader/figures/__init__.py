"""The figures of a report: every number that says how much, with what it counts and what it is."""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import groupby

from luoshi.reader.draft import Draft
from luoshi.reader.figures import amounts, qualifiers, relations, scene, subjects, years
from luoshi.reader.figures.amounts import Amount
from luoshi.reader.reading import Figure
from luoshi.reader.reliability import sure


def figures(draft: Draft) -> Draft:
    """Find amounts and judge each by its sentence. Without sentences, cue words alone decide the status."""
    found = amounts.amounts(draft.text)
    calendar = years.Calendar(draft)
    judged: list[Figure] = []
    for start, end, kind, inside in _by_sentence(draft, found):
        view = scene.scene(draft.text, start, end, kind, calendar.plan_year)
        group = list(_judged(draft.text, view, inside, calendar))
        judged += relations.related(draft.text, view, group, len(judged))
    return draft.having(figures=tuple(judged))


def _by_sentence(draft: Draft, found: list[Amount]) -> Iterator[tuple[int, int, str | None, list[Amount]]]:
    """Amounts with the bounds and kind of their sentence; outside any, the line is the sentence."""
    starts = [sentence.start for sentence in draft.sentences]

    def place(amount: Amount) -> tuple[int, int, str | None]:
        at = bisect_right(starts, amount.digits) - 1
        if at >= 0 and amount.digits < draft.sentences[at].end:
            sentence = draft.sentences[at]
            return sentence.start, sentence.end, sentence.kind
        return _line(draft.text, amount.digits)

    for (start, end, kind), inside in groupby(found, key=place):
        yield start, end, kind, list(inside)


def _line(text: str, at: int) -> tuple[int, int, None]:
    start = max(text.rfind(sign, 0, at) for sign in "\n。；！？") + 1
    ends = [end for end in (text.find(sign, at) for sign in "\n。；！？") if end >= 0]
    return start, min(ends, default=len(text)), None


def _judged(text: str, view: scene.Scene, inside: list[Amount], calendar: years.Calendar) -> Iterator[Figure]:
    ends = [view.start, *(amount.end for amount in inside)]
    begins = [*(amount.start for amount in inside[1:]), len(text)]
    for amount, floor, ceiling in zip(inside, ends, begins, strict=False):
        status = scene.status(view, amount.digits)
        if text[amount.digits - 1 : amount.digits] == "了" and status == "target":
            status = "achieved"
        if status == "target" and qualifiers.qualifies(text, amount):
            status = "fact"
        yield Figure(
            amount.start,
            amount.end,
            sure("figures", amount.sure, amount.reason, status, *(("rate",) if amount.unit == "%" else ())),
            amount.reason,
            value=amount.low,
            high=amount.high,
            unit=amount.unit,
            comparator=amount.comparator,
            status=status,
            subject=subjects.subject(text, view, amount, floor, ceiling),
            year=calendar.year(view, amount, status),
            hardness=scene.hardness(view, amount.digits) if status == "target" else None,
            shared=amount.shared,
            change=subjects.change(text, view, amount),
        )

"""The year that a figure holds for, where the text ties it to one."""

import re

from luoshi.reader.draft import Draft
from luoshi.reader.figures.amounts import Amount
from luoshi.reader.figures.scene import Scene, Tie, own_tie, ties

PARAGRAPH = 400  # characters that a limit at the head of a paragraph reaches
_YEARLY = re.compile("要点|任务|计划|分解|实事|安排|打算")  # papers about one year's work
OPENING = 6  # characters; what stands further in a sentence is no opening of a part


class Calendar:
    """Looks years up in the sentence of a figure, then in those before it that are of its kind.

    Sentences are asked for in reading order; what was learned of one serves those after it.
    """

    def __init__(self, draft: Draft) -> None:
        self.plan_year = draft.meeting.year or _year_of(draft.meeting.date)
        title = draft.meeting.title or ""
        self._yearly = f"{self.plan_year}年" in title and bool(_YEARLY.search(title))
        self._draft = draft
        self._at = {sentence.start: number for number, sentence in enumerate(draft.sentences)}
        self._carried: dict[int, Tie | None] = {}  # what holds behind the sentence of that number
        self._seen: dict[int, tuple[Tie, ...]] = {}

    def year(self, view: Scene, amount: Amount, status: str) -> int | None:
        if status == "fact" and view.kind == "meeting":
            return self.plan_year
        here = self._at.get(view.start)
        if here is not None:
            self._seen[here] = view.ties
        tie = own_tie(view, amount.digits) or (self._limit(view) if view.kind == "goal" else None)
        if tie:
            return tie.year
        return None if here is None or status == "fact" else self._inherited(here, status)

    def _limit(self, view: Scene) -> Tie | None:
        """到2023年 at the head of the paragraph holds for the goals after it."""
        start = self._draft.text.rfind("\n", max(0, view.start - PARAGRAPH), view.start) + 1
        if not 0 < start < view.start:
            return None
        found = ties(self._draft.text, start, view.start, self.plan_year)
        return next((tie for tie in reversed(found) if not tie.clause and tie.until is None), None)

    def _inherited(self, here: int, status: str) -> int | None:
        tie = self._before(here)
        if tie is None:
            return self.plan_year if status == "target" and self._yearly else None
        return tie.year if tie.year is not None and self._fits(tie.year, status) else None

    def _fits(self, year: int, status: str) -> bool:
        return self.plan_year is None or (year == self.plan_year if status == "target" else year <= self.plan_year)

    def _before(self, here: int) -> Tie | None:
        """The tie in force at a sentence: the last that opened one of its kind, asides left out."""
        passed = []
        tie = None
        for number in range(here - 1, -1, -1):
            if number in self._carried:
                tie = self._carried[number] if self._alike(number, here) else None
                break
            if self._draft.sentences[number].kind != "framing":
                if not self._alike(number, here):
                    break
                passed.append(number)
                tie = self._opening(number)
                if tie:
                    break
        self._carried.update(dict.fromkeys(passed, tie))
        return tie

    def _alike(self, one: int, other: int) -> bool:
        kinds = {self._draft.sentences[one].kind, self._draft.sentences[other].kind}
        return len(kinds) == 1 or kinds == {"goal", "task"}

    def _opening(self, number: int) -> Tie | None:
        """The tie that opens a sentence and so holds for what follows; limits and years in passing do not."""
        seen = self._seen.get(number, ())
        said = {tie.year for tie in seen if tie.year}
        sentence = self._draft.sentences[number]
        if (said and max(said) - min(said) > 1) or any(tie.yearly for tie in seen):
            return Tie(sentence.start, None, whole=True)  # several years are being looked back on
        head = ties(self._draft.text, sentence.start, min(sentence.end, sentence.start + 2 * OPENING), self.plan_year)
        return next((tie for tie in head if tie.whole and tie.at - sentence.start <= OPENING), None)


def _year_of(date: str | None) -> int | None:
    return int(date[:4]) if date else None

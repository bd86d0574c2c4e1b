"""The year that a figure holds for, where the text ties it to one."""

from luoshi.reader.draft import Draft
from luoshi.reader.figures.amounts import Amount
from luoshi.reader.figures.scene import Scene, Tie, own_tie, ties

FARTHEST = 80  # sentences; a year said longer ago than that is no longer in the reader's mind
OPENING = 6  # characters; what stands further in a sentence is no opening of a part


class Calendar:
    """Looks years up in the sentence of a figure, then in those before it that are of its kind."""

    def __init__(self, draft: Draft) -> None:
        self.plan_year = draft.meeting.year or _year_of(draft.meeting.date)
        self._draft = draft
        self._at = {sentence.start: number for number, sentence in enumerate(draft.sentences)}
        self._ties: dict[int, Tie | None] = {}

    def year(self, view: Scene, amount: Amount, status: str) -> int | None:
        if status == "fact" and view.kind == "meeting":
            return self.plan_year
        tie = own_tie(view, amount.digits)
        if tie:
            return tie.year
        return self._inherited(view, status)

    def _inherited(self, view: Scene, status: str) -> int | None:
        """The year said last, at most FARTHEST sentences back, as long as the kind stays the same (asides left out)."""
        here = self._at.get(view.start)
        if here is None or status == "fact":
            return None
        for number in range(here - 1, max(-1, here - FARTHEST), -1):
            kind = self._draft.sentences[number].kind
            if kind == "framing":
                continue
            if kind != view.kind and {kind, view.kind} != {"goal", "task"}:
                return None
            tie = self._last(number)
            if tie:
                return tie.year if tie.year is None or self._fits(tie.year, status) else None
        return None

    def _fits(self, year: int, status: str) -> bool:
        return self.plan_year is None or (year >= self.plan_year if status == "target" else year <= self.plan_year)

    def _last(self, number: int) -> Tie | None:
        """The tie that opens a sentence and so holds for what follows; limits and years in passing do not."""
        if number not in self._ties:
            sentence = self._draft.sentences[number]
            found = ties(self._draft.text, sentence.start, sentence.end, self.plan_year)
            self._ties[number] = next((tie for tie in found if tie.whole and tie.at - sentence.start <= OPENING), None)
        return self._ties[number]


def _year_of(date: str | None) -> int | None:
    return int(date[:4]) if date else None

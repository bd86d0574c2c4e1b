"""Which actions a figure, a time limit or a body belongs to when it stands beside them and not inside."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal, TypeVar

from luoshi.reader.bodies import SUBJECTS
from luoshi.reader.duty_lines import DutyLine
from luoshi.reader.reading import Finding, Reading
from luoshi.reader.text import Span

F = TypeVar("F", bound=Finding)
Reach = Literal["before", "next", "rest"]
IN_TURN = (*SUBJECTS, "body-in-charge", "body-by")


class Neighbours:
    """The actions of each sentence, and the sentence at each place."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.starts = [sentence.start for sentence in reading.sentences]
        self.actions: Mapping[int, list[int]] = defaultdict(list)
        for index, action in enumerate(reading.actions):
            self.actions[action.sentence].append(index)
        self.turns = sorted({body.covers for body in reading.bodies if body.reason in IN_TURN})

    def sentence_at(self, place: int) -> int:
        """Index of the sentence that holds a place, or of the last before it; -1 before the first."""
        return bisect_right(self.starts, place) - 1

    def share(self, found: Iterable[F], reach: Reach) -> dict[int, list[F]]:
        """Findings by the index of the action that they belong to.

        Inside an action, to that one. Else within the sentence: "rest", a time limit in front of several
        actions holds for all of them up to the next limit; "next", it holds for the one behind it;
        "before", a result closes what stands in front of it.
        """
        given: dict[int, list[F]] = defaultdict(list)
        open_limit: dict[int, int] = {}
        for item in sorted(found, key=lambda finding: -finding.start):
            sentence = self.sentence_at(item.start)
            for index in self._takers(item, sentence, reach, open_limit.get(sentence)):
                given[index].insert(0, item)
            if reach == "rest" and not self._holder(item, sentence):
                open_limit[sentence] = item.start
        return given

    def takers(self, item: Finding, reach: Reach) -> list[int]:
        """The actions that one finding belongs to; see `share`."""
        return self._takers(item, self.sentence_at(item.start), reach, None)

    def bracket_of(self, item: Finding) -> DutyLine | None:
        """The bracket that a limit stands in where it is a sentence of its own: said of what its line tells before."""
        index = self.sentence_at(item.start)
        if index < 0 or self.actions.get(index):
            return None
        start, end = self.reading.sentences[index].span
        if self.reading.text[start] not in "（(":
            return None
        above = [heading.start for heading in self.reading.headings if heading.start < start]
        line = self.reading.text.rfind("\n", 0, start) + 1
        return DutyLine(start, end, Span(max([line, *above[-1:]]), start), None)

    def _holder(self, item: Finding, sentence: int) -> list[int]:
        near, actions = self.actions.get(sentence, []), self.reading.actions
        first = bisect_right(near, item.start, key=lambda index: actions[index].end)
        return near[first : bisect_right(near, item.start, key=lambda index: actions[index].start)]

    def _end_of_turn(self, place: int) -> int | None:
        """Where another body is asked: what limits one holds for that one alone."""
        index = bisect_right(self.turns, place, key=lambda turn: turn.start) - 1
        return self.turns[index].end if index >= 0 and place < self.turns[index].end else None

    def _takers(self, item: Finding, sentence: int, reach: Reach, until: int | None) -> list[int]:
        holder = self._holder(item, sentence)
        if holder:
            return holder
        near = self.actions.get(sentence, [])
        if not near:
            return []
        behind = self._first_from(item.start, near)
        before = near[max(0, behind - 1) : behind]
        if reach == "before":
            return before or near[:1]
        turn = self._end_of_turn(item.start)
        until = turn if until is None else min(until, turn or until)
        last = len(near) if until is None else self._first_from(until, near)
        after = near[behind:last]
        return (after if reach == "rest" else after[:1]) or before

    def _first_from(self, place: int, near: list[int]) -> int:
        """How many of a sentence's actions begin before a place."""
        return bisect_left(near, place, key=lambda index: self.reading.actions[index].start)

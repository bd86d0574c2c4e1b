"""Which actions a figure, a time limit or a body belongs to when it stands beside them and not inside."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, TypeVar

from luoshi.reader.bodies import SUBJECTS
from luoshi.reader.duty_lines import DutyLine, duty_lines
from luoshi.reader.reading import Body, Deadline, Finding, Reading
from luoshi.reader.text import Span

F = TypeVar("F", bound=Finding)
Reach = Literal["before", "next", "rest"]
_IN_TURN = (*SUBJECTS, "body-in-charge", "body-by")
_LONGEST_LIMIT = 30  # characters behind 完成时限：
_LONGEST_NAMES = 40  # characters behind 责任人：


class Neighbours:
    """The actions of each sentence, and the sentence at each place."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.starts = [sentence.start for sentence in reading.sentences]
        self.actions: Mapping[int, list[int]] = defaultdict(list)
        for index, action in enumerate(reading.actions):
            self.actions[action.sentence].append(index)
        self.turns = sorted({body.covers for body in reading.bodies if body.reason in _IN_TURN})

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


class Limit(NamedTuple):
    """A time limit that a duty line states: its words in the text, and the day where one follows from them."""

    words: Span
    day: str | None


def limits_behind(reading: Reading, near: Neighbours) -> tuple[dict[int, Limit], list[Deadline]]:
    """The limit that stands behind each action, in its duty line or in a bracket (2026年6月底前完成), by the
    action's index; and the deadlines that stand elsewhere."""
    lines = list(duty_lines(reading.text, reading.headings))
    starts = [line.start for line in lines]
    stated: dict[int, list[Deadline]] = defaultdict(list)
    elsewhere: list[Deadline] = []
    for deadline in reading.deadlines:
        index = bisect_right(starts, deadline.start) - 1
        if index >= 0 and deadline.start < lines[index].end:
            stated[index].append(deadline)
        elif line := near.bracket_of(deadline):
            stated[len(lines)].append(deadline)
            lines.append(line)
        else:
            elsewhere.append(deadline)
    places = [action.start for action in reading.actions]
    given: dict[int, Limit] = {}
    for index, line in enumerate(lines):
        limit = _limit(reading.text, line, stated.get(index, []))
        if limit:
            first, last = bisect_left(places, line.covers.start), bisect_left(places, line.covers.end)
            given.update((action, limit) for action in range(first, last))
    return given, elsewhere


def _limit(text: str, line: DutyLine, deadlines: list[Deadline]) -> Limit | None:
    """What a line says of time: its own words behind a label (长期坚持), else the last limit in it."""
    last = deadlines[-1] if deadlines else None
    if line.limit:
        said = text[line.limit.start : line.limit.end].strip("；，;, 　】〕]")
        if 0 < len(said) <= _LONGEST_LIMIT:
            start = text.index(said, line.limit.start)
            return Limit(Span(start, start + len(said)), last.due if last else None)
    return Limit(last.span, last.due) if last else None


def persons_behind(reading: Reading) -> dict[int, tuple[str, str]]:
    """The leader and the person that the duty line behind each action names, by the action's index."""
    places = [action.start for action in reading.actions]
    given: dict[int, tuple[str, str]] = {}
    for line in duty_lines(reading.text, reading.headings):
        names = _names(reading.text, line.leader), _names(reading.text, line.person)
        if any(names):
            first, last = bisect_left(places, line.covers.start), bisect_left(places, line.covers.end)
            given.update((action, names) for action in range(first, last))
    return given


def _names(text: str, said: Span | None) -> str:
    words = " ".join(text[said.start : said.end].strip("；，;,。、 　").split()) if said else ""
    return words if len(words) <= _LONGEST_NAMES else ""


def bodies_over(reading: Reading) -> dict[int, list[Body]]:
    """The bodies that answer for each action, by its index; a body listed twice counts once.

    An action may begin before its subject, with its ground (结合实际，各学校要…).
    """
    starts = [action.start for action in reading.actions]
    ends = [action.end for action in reading.actions]
    given: dict[int, list[Body]] = defaultdict(list)
    for body in reading.bodies:
        first, last = bisect_right(ends, body.covers.start), bisect_right(starts, body.covers.end - 1)
        for index in range(first, last):
            if all((body.name, body.role) != (other.name, other.role) for other in given[index]):
                given[index].append(body)
    return given

"""What stands behind an action or over it: its limit, the persons of its duty line, the bodies that answer for it."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import NamedTuple

from luoshi.reader.duty_lines import DutyLine, duty_lines
from luoshi.reader.neighbours import Neighbours
from luoshi.reader.reading import Body, Deadline, Reading
from luoshi.reader.text import Span

_LONGEST_LIMIT = 30  # characters behind 完成时限：
_LONGEST_NAMES = 40  # characters behind 责任人：


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

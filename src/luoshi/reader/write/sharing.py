"""Which actions a figure, a time limit or a body belongs to when it stands beside them and not inside."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal, TypeVar

from luoshi.reader.reading import Body, Finding, Reading

F = TypeVar("F", bound=Finding)
Reach = Literal["before", "next", "rest"]


class Neighbours:
    """The actions of each sentence, and the sentence at each place."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.starts = [sentence.start for sentence in reading.sentences]
        self.actions: Mapping[int, list[int]] = defaultdict(list)
        for index, action in enumerate(reading.actions):
            self.actions[action.sentence].append(index)
        self.bodies: Mapping[int, list[Body]] = defaultdict(list)
        for body in reading.bodies:
            self.bodies[self.sentence_at(body.start)].append(body)

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

    def _holder(self, item: Finding, sentence: int) -> list[int]:
        actions = self.reading.actions
        return [i for i in self.actions.get(sentence, ()) if actions[i].start <= item.start < actions[i].end]

    def _takers(self, item: Finding, sentence: int, reach: Reach, until: int | None) -> list[int]:
        holder = self._holder(item, sentence)
        if holder:
            return holder
        near = self.actions.get(sentence, [])
        if not near:
            return self._covered(sentence) if reach == "rest" else []
        before = [i for i in near if self.reading.actions[i].start < item.start]
        after = [i for i in near if i not in before]
        if reach == "before":
            return before[-1:] or after[:1]
        if until is not None:
            after = [i for i in after if self.reading.actions[i].start < until]
        return (after if reach == "rest" else after[:1]) or before[-1:]

    def _covered(self, sentence: int) -> list[int]:
        """A limit in a duty line (责任单位：A，完成时限：B) holds for what the line's bodies answer for."""
        covers = [body.covers for body in self.bodies.get(sentence, ())]
        return [
            i
            for i, action in enumerate(self.reading.actions)
            if any(span.start <= action.start < span.end for span in covers)
        ]


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

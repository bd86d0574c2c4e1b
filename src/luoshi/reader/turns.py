"""What each body of a sentence is asked in its turn: 县公安局要…，县交通局6月底前完成…, 基教科牵头…，人事科牵头…."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from luoshi.reader import clause
from luoshi.reader.bodies import SUBJECTS
from luoshi.reader.draft import Draft
from luoshi.reader.reading import Action, Body
from luoshi.reader.text import Span
from luoshi.reader.topics import Topics

_IN_TURN = (*SUBJECTS, "body-in-charge")
_JOINS = frozenset(("、", "和", "及", "与", "以及"))
_PART = re.compile(r"(?:牵头|负责|配合|协助)(?=[^，。；：、！？\n的”）)])")
_HELPS = re.compile("(?:积极|密切|主动|全力|协同)?(?:配合|协助)")
_LIMIT = re.compile(r"[于在到]?(?:20\d\d年|今年|明年)?(?:\d{1,2}月|年[底内]|放假|开学|期[中末]|寒假|暑假|学期)")
_EDGE = "，。；：！？ 　\n"
_SHORTEST = 4  # characters of an action


def turns(draft: Draft) -> Draft:
    """The step: an action ends where the next body's turn begins, and begins behind the body's own name."""
    asked = _Asked(draft)
    found = [piece for action in draft.actions for piece in asked.pieces(action)]
    found = [*found, *asked.left_out(found)]
    return draft.having(actions=tuple(sorted(found, key=lambda action: (action.start, action.end))))


class _Asked:
    """The turns of a draft by sentence: the stretch that a body answers for, and where its name ends."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.text = draft.text
        self.names = {body.start: body.end for body in draft.bodies}
        self.turns: dict[int, list[tuple[Span, int]]] = defaultdict(list)
        number = 0
        for body in draft.bodies:
            while number < len(draft.sentences) and draft.sentences[number].end <= body.start:
                number += 1
            if body.reason in _IN_TURN and body.start == body.covers.start:
                self.turns[number].append((body.covers, self._end_of_names(body)))

    @cached_property
    def _topics(self) -> Topics:
        return Topics(self.text, self.draft.headings, [(s.start, s.end) for s in self.draft.sentences])

    def pieces(self, action: Action) -> Iterator[Action]:
        """An action cut where a turn begins in it."""
        here = self.turns.get(action.sentence)
        if not here:
            yield action
            return
        before = bisect_right(here, action.start, key=lambda turn: turn[0].start)
        inside = here[max(0, before - 1) : bisect_left(here, action.end, key=lambda turn: turn[0].start)]
        # Before the first turn stands only its ground: 结合实际，各学校要….
        cuts = [turn[0].start for turn in inside if turn is not here[0] and action.start < turn[0].start < action.end]
        cuts = [cut for cut in cuts if self.text[cut - 1] == "，"]
        bounds = [action.start, *cuts, action.end]
        for first, last in pairwise(bounds):
            named = next((name for turn, name in inside if turn.start <= first < name), None)
            start = first if named is None else self._behind(named, last, anew=first in cuts) or first
            end = last - (len(self.text[start:last]) - len(self.text[start:last].rstrip(_EDGE)))
            if (start, end) == action.span:
                yield action
            elif end - start >= _SHORTEST:
                yield self._at(action, start, end) if cuts else replace(action, start=start)

    def left_out(self, found: list[Action]) -> Iterator[Action]:
        """The turns that no action stands in, though a body's part is said there (基教科牵头制定招生方案)."""
        first = {action.sentence: action for action in reversed(found)}
        starts, ends = sorted(action.start for action in found), sorted(action.end for action in found)
        for number, here in self.turns.items():
            for turn, name in here:
                next_one = bisect_right(ends, turn.start)
                empty = next_one == len(ends) or starts[next_one] >= turn.end
                if number in first and empty and self.text.startswith("牵头", name) and _PART.match(self.text, name):
                    end = turn.start + len(self.text[slice(*turn)].rstrip(_EDGE))
                    yield self._at(first[number], name, end)

    def _at(self, action: Action, start: int, end: int) -> Action:
        topic = self._topics.of(start, start, end, action.heading)
        return replace(action, start=start, end=end, topic=topic)

    def _behind(self, name: int, end: int, *, anew: bool) -> int | None:
        """Where what is asked of a body begins behind its name; None where it is told with it (各学校要重视)."""
        if self.text[name] in "：:":
            name, anew = name + 1, True
        helps = _HELPS.match(self.text, name, end)
        if helps and helps.end() in self.names:
            return self.names[helps.end()]
        if _PART.match(self.text, name, end):
            return name
        begun = clause.opening(self.text[name:end].split("，")[0])
        limited = _LIMIT.match(self.text, name, end)
        return name + begun.start if begun.verb is not None and (anew or limited) else None

    def _end_of_names(self, body: Body) -> int:
        """The end of the list that a body opens (县教育局、县人社局要)."""
        end = body.end
        for size in (1, 2) * 9:
            if self.text[end : end + size] in _JOINS and end + size in self.names:
                end = self.names[end + size]
        return end

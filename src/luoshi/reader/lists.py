"""Lists inside one action whose members are different pieces of work."""

import re
from collections.abc import Callable, Iterator

from luoshi.reader import clause, cut

StrongTopic = Callable[[int, int], str | None]
Part = tuple[int, int]

_JOINT = re.compile(r"、|(?:以及|及|和|并)(?=[^、，]{4,})")
_TAIL = re.compile(r"(?:等[^、，]{0,6}|[一二三四五六七八九十]个[^、，]{2,4})$")
SHORTEST_FIGURE = 5  # characters of a member of a list that has a figure of its own
SHORTEST_VERB = 5
SHORTEST_DOING = 6
SHORTEST_TOPIC = 4


def parts(text: str, start: int, end: int, topic: StrongTopic) -> Iterator[Part]:
    """An action as a whole, or the members of its list where each could go to another office."""
    shield = cut.shielded(text, start, end)
    comma = shield.find("，")
    until = comma if comma >= 0 else len(shield)
    members = _members(shield, until)
    if len(members) < 2:
        yield start, end
        return
    words = [shield[a:b] for a, b in members]
    if _each_has_a_figure(words) or _each_has_a_verb(words) or _each_is_a_doing(words):
        cuts = [a for a, _ in members]
    else:
        cuts = _topic_changes(members, [topic(start + a, start + b) for a, b in members], words)
    yield from _spans(members, cuts, start, end)


def _members(shield: str, until: int) -> list[Part]:
    """The stretches between 、, 和 and 并 of the first clause."""
    found, at = [], 0
    for joint in _JOINT.finditer(shield, 0, until):
        if joint.start() > at:
            found.append((at, joint.start()))
        at = joint.end()
    found.append((at, until))
    return found


def _each_has_a_figure(words: list[str]) -> bool:
    return all(re.search(r"\d", word) and len(word) >= SHORTEST_FIGURE for word in words)


def _each_has_a_verb(words: list[str]) -> bool:
    if len(words) < 3:
        return False
    begun = [clause.opening(word) for word in words]
    strong = [b.verb is not None and b.word not in clause.WEAK_OPENERS and len(b.word) >= 2 for b in begun]
    return all(strong) and all(len(word) >= SHORTEST_VERB for word in words)


def _each_is_a_doing(words: list[str]) -> bool:
    bare = [*words[:-1], _TAIL.sub("", words[-1])]
    begun = clause.opening(bare[0])
    first = len(bare[0]) - (begun.verb or 0) - len(begun.word)
    return (
        first >= SHORTEST_DOING - 2
        and all(len(word) >= SHORTEST_DOING for word in bare[1:])
        and all(clause.holds("doing", word) for word in bare)
    )


def _topic_changes(members: list[Part], topics: list[str | None], words: list[str]) -> list[int]:
    """Where a new member begins a new topic; none unless every member names a topic by itself."""
    short = any(len(word) < SHORTEST_TOPIC for word in words)
    if short or None in topics or len(set(topics)) < 2 or re.search(r"等", words[-1][-7:]):
        return [members[0][0]]
    return [members[0][0]] + [
        member[0] for member, before, now in zip(members[1:], topics, topics[1:], strict=False) if now != before
    ]


def _spans(members: list[Part], cuts: list[int], start: int, end: int) -> Iterator[Part]:
    chosen = [i for i, member in enumerate(members) if member[0] in cuts]
    for place, i in enumerate(chosen):
        final = place + 1 == len(chosen)
        stop = end if final else start + members[chosen[place + 1] - 1][1]
        yield start + members[i][0], stop

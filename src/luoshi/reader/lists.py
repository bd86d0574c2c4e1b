"""Lists inside one action whose members are different pieces of work."""

import re
from collections.abc import Callable, Iterator

from luoshi.reader import clause, cut, lexicon
from luoshi.reader.numerals import ANY_DIGIT

StrongTopic = Callable[[int, int], str | None]
Part = tuple[int, int]

_COMMA = "、"
# A set of characters comes first, which makes the search fast; 及 of 普及 and 及时 joins nothing.
_JOINT = re.compile(r"[、和并以及](?:(?<=[、和并])|(?<=以)及|(?<=及)(?<![普涉波触顾危提]及)(?![时格早至]))")
_EDUCATION = "教育"  # stands in the name of each kind
_DIGIT = re.compile(f"[{ANY_DIGIT}]")
_TAIL = re.compile(r"(?:等[^、，]{0,6}|[一二三四五六七八九十]个[^、，]{2,4})$")
_PLACES = re.compile(r"在[^建增开设实推举]*(?:、|和|及)")  # 在3个乡镇和城区新建…: the list is one of places
SHORTEST_FIGURE = 5  # characters of a member of a list that has a figure of its own
SHORTEST_VERB = 5
SHORTEST_DOING = 6
SHORTEST_JOINED = 8  # the same where 和 joins them
SHORTEST_TOPIC = 4
SHORTEST_ALSO = 8  # characters before 并 with a verb of its own behind it


def parts(text: str, action: tuple[int, int, int], topic: StrongTopic) -> Iterator[Part]:
    """An action as a whole, or the members of its list where each could go to another office.

    `action` is its start, the start of the clause that asks, and its end.
    """
    start, main, end = action
    if not _JOINT.search(text, main, end):
        yield start, end
        return
    shield = cut.shielded(text, main, end)
    comma = shield.find("，")
    until = comma if comma >= 0 else len(shield)
    begun = clause.opening(shield[:until])
    cuts = _cuts(shield[:until], begun, main, topic)
    left = start
    for at, gap in cuts:
        yield left, main + at
        left = main + at + gap
    yield left, end


Cut = tuple[int, int]  # where a member ends, and how long the joint behind it is


def _cuts(words: str, begun: clause.Opening, main: int, topic: StrongTopic) -> list[Cut]:
    joints = [(joint.start(), len(joint[0]), joint[0]) for joint in _JOINT.finditer(words)]
    if not joints:
        return []
    also = [
        (at, gap)
        for at, gap, word in joints
        if word == "并" and at >= SHORTEST_ALSO and len(words) - at > 4 and _strong_verb(words[at + gap :])
    ]
    if also:
        return also
    commas = [(at, gap) for at, gap, word in joints if word == _COMMA]
    every = [(at, gap) for at, gap, word in joints if word != "并"]
    if (
        _DIGIT.search(words)
        and not (words[0] == "在" and _PLACES.match(words))
        and _each_has_a_figure(_split(words, every))
    ):
        return every
    if begun.verb is None or begun.word in clause.WEAK_OPENERS:
        return []
    return _alike(words, commas, every, begun, main, topic)


def _alike(
    words: str, commas: list[Cut], every: list[Cut], begun: clause.Opening, main: int, topic: StrongTopic
) -> list[Cut]:
    bare = begun.verb + len(begun.word) if begun.verb is not None else 0
    members = _split(words, commas)
    if _each_has_a_verb(members):
        return commas
    first, *others = members if every == commas else _split(words, every)
    unled = [first[bare:], *others]
    if _each_is_an_education(unled) or _each_is_a_work(unled) or _each_is_a_doing(unled, SHORTEST_JOINED):
        return every
    if len(members) < 2:
        return []
    if every[-1] not in commas and len(members) >= 3 and _each_is_a_doing([first[bare:], *members[1:]], SHORTEST_DOING):
        return [*commas, every[-1]]
    if _each_is_a_doing([members[0][bare:], *members[1:]], SHORTEST_DOING):
        return commas
    return _topic_changes(commas, members, main, topic) if _one_tail(members) else []


def _topic_changes(commas: list[Cut], members: list[str], main: int, topic: StrongTopic) -> list[Cut]:
    """Where a member's topic is another than the one before; none unless each names its own."""
    starts = [0] + [at + gap for at, gap in commas]
    topics = [topic(main + at, main + at + len(member)) for at, member in zip(starts, members, strict=True)]
    if None in topics:
        return []
    return [cut for cut, before, now in zip(commas, topics, topics[1:], strict=False) if now != before]


def _split(words: str, cuts: list[Cut]) -> list[str]:
    found, left = [], 0
    for at, gap in cuts:
        found.append(words[left:at])
        left = at + gap
    return [*found, words[left:]]


def _strong_verb(words: str) -> bool:
    begun = clause.opening(words)
    return begun.verb is not None and begun.word not in clause.WEAK_OPENERS and len(begun.word) >= 2


def _one_tail(members: list[str]) -> bool:
    """学前教育…发展、义务教育…发展: members of a kind end alike."""
    if len(members) < 2 or any(len(member) < SHORTEST_TOPIC for member in members):
        return False
    tails = [member[-2:] for member in members]
    if len(members) == 2 and tails[0] != tails[1]:  # a noun of doing at the end belongs to both (A、B专项督导)
        return clause.ends("states", members[1]) and not clause.ends("doings", members[1])
    return tails.count(tails[-1]) >= len(tails) - 1


def _each_has_a_figure(members: list[str]) -> bool:
    return len(members) >= 2 and all(_DIGIT.search(m) and len(m) >= SHORTEST_FIGURE for m in members)


def _each_has_a_verb(members: list[str]) -> bool:
    long = all(len(member) >= SHORTEST_VERB for member in members)
    return len(members) >= 3 and long and all(map(_strong_verb, members))


def _each_is_a_doing(members: list[str], shortest: int) -> bool:
    """Every member ends in a noun of doing and is long enough; the first comes without its verb."""
    final = _TAIL.sub("", members[-1]) if "等" in members[-1] or "个" in members[-1] else members[-1]
    if len(members) < 2 or (shortest == SHORTEST_JOINED and final != members[-1]):
        return False
    bare = [*members[:-1], final]
    long = len(bare[0]) >= shortest - 2 and all(len(member) >= shortest for member in bare[1:])
    return long and all(clause.ends("doings", member) for member in bare)


def _each_is_an_education(members: list[str]) -> bool:
    """特殊教育和老年教育; or three and more, each with its own kind of education and what becomes of it."""
    if _EDUCATION not in members[0]:
        return False
    known = lexicon.load("verbs")["educations"]
    kinds = []
    for member in members:
        kind = next((kind for kind in known if kind in member), None)
        if kind is None:
            return False
        kinds.append(kind)
    if len(set(kinds)) < len(members):
        return False
    bare = members[0].endswith(kinds[0]) and all(m == kind for m, kind in zip(members[1:], kinds[1:], strict=True))
    return bare or len(members) >= 3


def _each_is_a_work(members: list[str]) -> bool:
    ends = tuple(lexicon.load("verbs")["pieces_of_work"])
    long = all(len(member) >= SHORTEST_DOING for member in members)
    return len(members) == 2 and long and all(member.endswith(ends) for member in members)

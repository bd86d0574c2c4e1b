"""Duty lines: lists of bodies behind labels (牵头单位：A；完成时限：B) and in brackets (A牵头，B、C配合)."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from luoshi.reader.body_names import LEVELS, looks_like_body, members_of
from luoshi.reader.lexicon import any_of, load
from luoshi.reader.reading import Heading
from luoshi.reader.text import Span

_WORDS = load("bodies")
ROLE_OF_LABEL = {word: role for role, words in _WORDS["labels"].items() for word in words}
ROLE_OF_VERB = {word: role for role, words in _WORDS["duty_verbs"].items() for word in words}
ROLES = frozenset(_WORDS["labels"])
# A label as it stands in a report, with any of its endings and a note in brackets: 牵头科（室）, 完成时限, 责任人（签字）.
LABEL = (
    rf"(?:(?:{any_of(ROLE_OF_LABEL)})(?:{any_of(_WORDS['label_tails'])})|"
    + any_of(word for key in ("bare_labels", "limit_labels", "leader_labels", "person_labels") for word in _WORDS[key])
    + r")(?:[（(][^（()）\n]{1,8}[)）])?"
)
_COLON = re.compile(r"[:：为是](?:(?<=[:：])|(?<=[位门科室构].))")
LABEL_TO_END = re.compile(  # looked for in front of a colon, which is rare, not everywhere
    rf"(?:(?P<word>{any_of(ROLE_OF_LABEL)})(?:{any_of(_WORDS['label_tails'])})"
    rf"|(?P<bare>(?<![㐀-鿿]){any_of(_WORDS['bare_labels'])})"
    rf"|(?P<limit>{any_of(_WORDS['limit_labels'])})|(?P<leader>{any_of(_WORDS['leader_labels'])})|(?P<person>{any_of(_WORDS['person_labels'])})"
    rf"|(?P<other>{any_of(_WORDS['other_labels'])}))(?:[（(][^（()）\n]{{1,8}}[）)])?$"
)
_BRACKET = re.compile(
    r"[（(](?P<inside>[^（()）\n]{1,300}(?:[（(][^（()）\n]{0,60}[）)][^（()）\n]{0,300}){0,20})[）)]"
)
_PART_OF_DUTY = re.compile(any_of(ROLE_OF_VERB))
_DUTY_AT_END = re.compile(rf"(?:{any_of(ROLE_OF_VERB)})\Z")
_ROUND = re.compile(r"[（(）)]")
_LIST_END = re.compile(r"[。\n]")
RANKED = re.compile(any_of(_WORDS["ranked"]))
_NOTE = re.compile(rf"[，,；;、](?:{any_of(_WORDS['notes'])})[^）)\n]*$")
_OWNED = re.compile(rf"[{LEVELS}]|自治区|各[{LEVELS}]")
_WORDING = re.compile("[一-龥]{4}")  # what parts two duty lines, however short it is
_NUMBERED = re.compile(r"(?P<break>\n[ 　]*)(?:\d{1,2}[.．、]|[（(]\d{1,2}[)）]|[①-⑳])")
_SAME_DUTY = 12  # characters between two lists of one duty line: "；配合单位："
_LONGEST_LIST = 600  # characters; a longer list of bodies is a list of something else
_LONGEST_LABEL = 24


@dataclass(frozen=True, slots=True)
class Part:
    """A list of bodies with one role: its stretch, and how sure the pattern is; `opens` is where its label
    or bracket begins, so that what stands before it is what they answer for. Where `starts_run`, they answer
    for what follows instead, up to the next such part of the sentence (县财政局要…，县人社局要…)."""

    opens: int
    start: int
    end: int
    role: str
    confidence: float
    reason: str
    starts_run: bool = False


@dataclass(frozen=True, slots=True)
class DutyLine:
    """Where a report says who is to do what stands before it, and until when: （牵头单位：A；完成时限：B）. `covers`
    is what it is said of, `limit` the words behind the label of a time limit, `leader` and `person` those
    behind 责任领导 and 责任人."""

    start: int
    end: int
    covers: Span
    limit: Span | None
    leader: Span | None = None
    person: Span | None = None


def duty_lines(text: str, headings: tuple[Heading, ...]) -> Iterator[DutyLine]:
    """Every duty line of a report, in reading order."""
    for covers, group in groupby(covered(text, listed(text), headings), key=lambda pair: pair[1]):
        parts = [part for part, _ in group]
        said = {part.role: Span(part.start, part.end) for part in parts if part.role not in ROLES}
        stop = _LIST_END.search(text, parts[-1].end)
        end = _balanced_end(text, parts[-1].end, stop.start() if stop else len(text))
        yield DutyLine(parts[0].opens, end, covers, *(said.get(role) for role in ("limit", "leader", "person")))


def listed(text: str) -> list[Part]:
    """Lists behind labels, and brackets whose words end in 负责, 牵头 or the like; limits and persons beside them."""
    labelled = list(_labelled(text))
    found = [part for part in labelled if part.role in ROLES]
    ends = [part.end for part in found]
    starts = [part.start for part in found]
    for match in _BRACKET.finditer(text):
        index = bisect_right(starts, match.end()) - 1
        if index >= 0 and ends[index] > match.start():
            continue
        found += _in_bracket(text, match) or _plain_bracket(text, match)
    rest = [part for part in labelled if part.role not in ROLES]
    return sorted([*_ranked(text, found), *rest], key=lambda part: part.start)


def covered(text: str, blocks: list[Part], headings: tuple[Heading, ...]) -> Iterator[tuple[Part, Span]]:
    """Each list with what it answers for: what stands between its duty line and the heading or the line before."""
    starts = [heading.start for heading in headings]
    previous_end, covers = 0, Span(0, 0)
    for block in blocks:
        gap = block.opens - previous_end
        if not previous_end or gap > _SAME_DUTY or _WORDING.search(text, previous_end, block.opens):
            index = bisect_right(starts, block.opens) - 1
            covers = _item(text, max(starts[index] if index >= 0 else 0, previous_end), block.opens)
        yield block, covers
        previous_end = block.end


def _item(text: str, start: int, end: int) -> Span:
    """What a duty line answers for, without the brackets and spaces at its edges; empty where nothing is left. Of
    several numbered lines it is the last."""
    while end > start and text[end - 1] in "（(【〔[ 　\n":
        end -= 1
    while start < end and text[start] in "）)】〕]；;。 　\n":
        start += 1
    lines = [match.end("break") for match in _NUMBERED.finditer(text, start, end) if match.end() + 1 < end]
    return Span(lines[-1] if lines else start, end)


def _ranked(text: str, found: list[Part]) -> Iterator[Part]:
    """Lists of owners whose first leads, where the text says so of all its lists."""
    ranked = RANKED.search(text) is not None
    for part in found:
        note = _NOTE.search(text, part.start, part.end) if ranked else None
        part = replace(part, end=note.start()) if note else part
        members = list(members_of(text, part.start, part.end)) if ranked and part.role == "owner" else []
        if len(members) > 1:
            first, second = members[0], members[1]
            yield replace(part, end=first[1], role="lead", reason="body-first-of-list")
            yield replace(part, start=second[0])
        else:
            yield part


def _labels(text: str) -> list[tuple[int, int, str | None]]:
    """Labels like 牵头单位：with the role they give; limit, person or other for those that open something else."""
    found = []
    for colon in _COLON.finditer(text):
        first = max(0, colon.start() - _LONGEST_LABEL)
        match = LABEL_TO_END.search(text[first : colon.start()])
        if match:
            role = ROLE_OF_LABEL.get(match["word"] or match["bare"]) or match.lastgroup
            found.append((first + match.start(), colon.end(), role))
    return found


def _labelled(text: str) -> Iterator[Part]:
    labels = [*_labels(text), (len(text), len(text), None)]
    opens, reached = 0, -1
    for (start, end, role), following in pairwise(labels):
        if reached < 0 or _LIST_END.search(text, reached, start):
            opens = start  # 责任领导：… 牵头科室：… are one duty line
        reached = end
        if role and role != "other":
            limit = min(following[0], end + _LONGEST_LIST)
            stop = _LIST_END.search(text, end, limit)
            closes = _balanced_end(text, end, stop.start() if stop else limit)
            others = list(_said_after(text, opens, end, closes))
            yield Part(opens, end, others[0].start if others else closes, role, 0.97, "body-label")
            yield from others


def _said_after(text: str, opens: int, start: int, end: int) -> Iterator[Part]:
    """（牵头科室：安稳科；各县（区）教育局负责落实）: those behind the list whose part a verb says, not the label."""
    semicolon = text.find("；", start, end)
    while semicolon >= 0:
        following = text.find("；", semicolon + 1, end)
        said = _DUTY_AT_END.search(text, semicolon + 1, following if following >= 0 else end)
        if said and all_bodies(text, semicolon + 1, said.start()):
            yield Part(opens, semicolon + 1, said.start(), ROLE_OF_VERB[said[0]], 0.9, "body-in-bracket")
        semicolon = following


def _balanced_end(text: str, start: int, end: int) -> int:
    """Where a list ends at the latest: at the bracket that was opened before it."""
    depth = 0
    for match in _ROUND.finditer(text, start, end):
        depth += 1 if match[0] in "（(" else -1
        if depth < 0:
            return match.start()
    return end


def _in_bracket(text: str, bracket: re.Match[str]) -> list[Part]:
    """（A牵头，B、C配合）: each role's word ends the stretch that it is said of."""
    start, end = bracket.span("inside")
    found, reached = [], start
    for match in _PART_OF_DUTY.finditer(text, start, end):
        after = text[match.end() : end]
        if after and not after.startswith(("，", "、", "；", ",", ";", "。")):
            continue
        role = str(ROLE_OF_VERB[match[0]])
        if all_bodies(text, reached, match.start()):
            found.append(Part(bracket.start(), reached, match.start(), role, 0.93, "body-in-bracket"))
        reached = match.end()
    return found


def _plain_bracket(text: str, bracket: re.Match[str]) -> list[Part]:
    """（省教育厅、省财政厅） behind an item: bodies of a named level and nothing else but a note on their order."""
    start, end = bracket.span("inside")
    note = _NOTE.search(text, start, end)
    end = note.start() if note else end
    closes = text[bracket.end() : bracket.end() + 1] in ("", "\n", "。")
    behind = bracket.start() == 0 or text[bracket.start() - 1] in "。；，"
    if closes and behind and _OWNED.match(text, start) and all_bodies(text, start, end):
        return [Part(bracket.start(), start, end, "owner", 0.8, "body-in-plain-bracket")]
    return []


def all_bodies(text: str, start: int, end: int) -> bool:
    members = list(members_of(text, start, end))
    return bool(members) and all(looks_like_body(text[first:last]) for first, last in members)

"""What happened at a meeting, by whom, and how many came."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from luoshi.reader.lexicon import any_of, load
from luoshi.reader.numerals import ORDINALS, value
from luoshi.reader.people import FULL_NAME, Person
from luoshi.reader.reading import Act

_SPEECH = load("speech")
_ACT_OF = {word: act for act, words in _SPEECH["acts"].items() for word in words}
_ACT = re.compile(any_of(_ACT_OF))
# One pass over the text finds the sentences that can tell of a meeting.
_QUOTED = re.compile(any_of(_SPEECH["quoted"]))
_STOP = re.compile(r"[。；！？\n]")
_ABOUT_MEETING = re.compile(rf"(?:{any_of(_SPEECH['openings'])})|[^，。]{{0,12}}第[{ORDINALS}]+项")
_ASKED = re.compile(rf"[^，。；]{{0,20}}?(?:{any_of(_SPEECH['asked'])})")
_HOST = re.compile(r"(?:同志)?(?:[^，。；\n]{0,4})?主持(?!工作|制|下|人|开展)")
_HOST_BARE = re.compile(
    rf"(?:^|[，。；：\n])(?:会议由|大会由)?(?P<name>{FULL_NAME})(?:同志)?主持(?:会议|大会|召开|。|，|并)"
)
_HOST_LABEL = re.compile(rf"主持人?[:：][ 　]*(?:[^\n]{{0,30}}[ 　])?(?P<name>{FULL_NAME})(?=[ 　\n]|$)")
_NAME_LINE = re.compile(rf"(?P<name>{FULL_NAME})$")
_WRITTEN = r"[一二两三四五六七八九]?[十百千万](?:[一二三四五六七八九]?[十百千])*"
_PEOPLE = re.compile(r"[\d余多几十百千万][人名位](?!次)")
_COUNT_TO_END = re.compile(rf"(?P<number>(?<!\d)\d{{1,7}}(?:\.\d+)?[万千百]?|{_WRITTEN})[余多几]?$")
_WHO_COME = "次同志代表领导干部教师分别通过以视频形式在主会场"  # characters that may stand between 人 and 参加
_COME = re.compile(r"参加|参会|出席|与会|到会|收看|听会|列席|集会")
_REACH = 400  # characters either side of a place in which its sentence is looked for
_SAME_BREATH = 12  # characters after a clause in which its persons may act again
_OFTEN = 400  # acts; more is no meeting but hostile or repeated text


def acts(text: str, persons: Sequence[Person]) -> tuple[Act, ...]:
    """The acts in reading order; a sentence counts if it names a person or speaks of the meeting."""
    found: list[Act] = []
    starts = [person.start for person in persons]
    done = -1
    for match in _ACT.finditer(text):
        if match.start() < done:
            continue
        start, end = sentence_around(text, match.start())
        done = end
        inside = persons[bisect_left(starts, start) : bisect_left(starts, end)]
        told = match[0].endswith(("会议", "大会")) or _ABOUT_MEETING.match(text, start, end)
        if inside or (told and not _ASKED.match(text, start, end)):
            found += _in_sentence(text, start, end, inside)
        if len(found) > _OFTEN:
            break
    return tuple(found)


def sentence_around(text: str, at: int) -> tuple[int, int]:
    """The sentence that holds the place `at`, cut where it runs on for too long."""
    lowest, highest = max(0, at - _REACH), min(len(text), at + _REACH)
    start = max(text.rfind(stop, lowest, at) for stop in "。；！？\n") + 1
    stop = _STOP.search(text, at, highest)
    return start or lowest, stop.start() if stop else highest


def _in_sentence(text: str, start: int, end: int, persons: Sequence[Person]) -> list[Act]:
    """Acts of one sentence: each verb takes the persons between it and the clause of the verb before."""
    found: list[Act] = []
    last: list[Act] = []  # the acts of the verb before, whose persons may act again: 主持会议并讲话
    reached = start
    for match in _ACT.finditer(text, start, end):
        if (last and not last[-1].who and match.start() < reached) or _QUOTED.match(text, match.end()):
            continue
        act = _ACT_OF[match[0]]
        clause_end = _clause_end(text, match.end(), end, persons)
        doers = [person for person in persons if reached <= person.start < match.start()]
        if doers:
            last = [Act(p.opens, clause_end, 0.9, f"act-{act}", act, p.name, p.title) for p in doers]
        elif last and act == last[-1].act:
            continue
        elif last and last[-1].who and match.start() < reached + _SAME_BREATH:
            last = [Act(a.start, clause_end, 0.85, f"act-{act}-too", act, a.who, a.office) for a in last]
        else:
            opens = _clause_start(text, start, match.start())
            last = [Act(opens, clause_end, 0.7, f"act-{act}-nobody", act, None, None)]
        found += last
        reached = clause_end if doers else match.end()
    return found


def _clause_start(text: str, lowest: int, at: int) -> int:
    return max(text.rfind("，", lowest, at) + 1, lowest)


def _clause_end(text: str, at: int, highest: int, persons: Sequence[Person]) -> int:
    """At the comma, or at the 、 behind which the next person's turn begins."""
    comma = text.find("，", at, highest)
    end = highest if comma < 0 else comma
    follower = next((person for person in persons if person.start >= at), None)
    listed = follower and follower.opens <= end and text[follower.opens - 1] == "、"
    return follower.opens - 1 if follower and listed and follower.opens > at else end


def host(text: str, persons: Sequence[Person], head: int) -> tuple[str | None, str]:
    """Who chaired it; text beyond `head` is looked at only for persons with an office."""
    for person in persons:
        if _HOST.match(text, person.end) and not text.startswith("第", person.end):
            return person.name, "host-with-office"
    if text.find("主持", 0, head) < 0:
        return None, "host-none"
    match = _HOST_BARE.search(text, 0, head) or _HOST_LABEL.search(text, 0, head)
    return (match["name"], "host-by-name") if match else (None, "host-none")


def author(text: str, lines: list[tuple[int, int]]) -> str | None:
    """The name on a line of its own under a script's or speech's title."""
    for start, end in lines[1:5]:
        line = re.sub(r"[ 　（）()]", "", text[start:end])
        match = _NAME_LINE.search(line)
        if match and len(line) <= 30 and not re.search(r"[，。]", line):
            return match["name"]
        if len(line) > 40:
            return None
    return None


def attendance(text: str, head: int) -> int | None:
    """How many people came, as the text says it (470余人 is 470, 近百人 is 100); None if it does not."""
    for start, end in ((0, head), (max(head, len(text) - 600), len(text))):
        for match in _PEOPLE.finditer(text, start, end):
            number = _COUNT_TO_END.search(text[max(0, match.start() - 11) : match.start() + 1])
            if number is None:
                continue
            first, last = sentence_around(text, match.start())
            after = text[match.end() : min(last, match.end() + 14)]
            if _COME.search(text, first, match.start()) or _COME.match(after.lstrip(_WHO_COME)):
                return round(value(number["number"]) or 0)
    return None

"""Actions: the smallest pieces of a task sentence that one office can be given and later tick off."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from luoshi.reader import clause, cut, lexicon, topics
from luoshi.reader.draft import Draft
from luoshi.reader.reading import Action, Heading, Sentence


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause and its part in the sentence: lead (how, for the next), act, result (for the one before),
    rest (goes on with the one before). `start` leaves subject, modal word and time out."""

    begin: int
    start: int
    end: int
    part: str
    reason: str


def actions(draft: Draft) -> Draft:
    """Cut every task sentence into actions and give each a topic."""
    text = draft.text
    topic_of = topics.finder(text, draft.headings)
    found: list[Action] = []
    for number, sentence in enumerate(draft.sentences):
        if sentence.kind != "task":
            continue
        for start, end, reason in _cut(text, *_body(text, sentence, draft.headings)):
            for first, last in topics.parts(text, start, end, topic_of):
                topic = topic_of(first, last, sentence.heading)
                whole = (first, last) == (start, end)
                confidence = _SURE.get(reason, 0.7) if whole else 0.65
                found.append(
                    Action(first, last, confidence, reason if whole else "list", topic, sentence.heading, number)
                )
    return draft.having(actions=tuple(found))


_SURE = {"verb": 0.85, "modal": 0.85, "figure": 0.7, "state": 0.6, "heading": 0.75}


# ---- which part of a sentence asks ----------------------------------------------------------------


def _body(text: str, sentence: Sentence, headings: tuple[Heading, ...]) -> tuple[int, int]:
    """The stretch of a sentence that can hold actions: not its heading, number or speaker, no duty line."""
    start, end = sentence.start, sentence.end
    at = sentence.heading
    while at is not None and headings[at].end > start:
        heading = headings[at]
        if heading.start >= start - 1 or heading.end > start:
            names = heading.reason != "number-alone"
            start = min(end, heading.end) if names else start
            break
        at -= 1
    start = _after_opening(text, start, end)
    duty = _DUTY.search(text, start, end)
    return start, duty.start() if duty else end


_MARK = re.compile(r"[ 　，；：。]*(?:[（(]?[一二三四五六七八九十\d]{1,3}(?:[)）、.．]|是(?:要)?(?=[^，])|要)|——|第[一二三四五六七八九十][，、])?")
_SPEAKER = re.compile(
    r"(?:[^，。；：]{0,30}，)?[^，。；：]{0,40}?(?:指出|强调|要求|号召|希望|表示|提出|部署)(?:[，：]|(?=[各全]))"
    r"|(?:为此|会议|下一步|当前|今后一个时期|新的一年|一年之计在于春)[，：]"
)
_DUTY = re.compile(r"[（(]?(?:牵头|责任|配合|承办|协办|主办|完成时限|完成时间)(?:部门|单位|科室|处室|领导|人)?[：:]|[（(][^（）()]{2,60}负责[)）]")
_ANNOUNCES = re.compile(r"(?:重点|着重|主要)?(?:抓好|做好|做到|抓实|实施|开展|完成)[^，。：]{0,4}[一二三四五六七八九十几\d]+[个项大件方]?[^，。：]{0,12}[：。]$")


def _after_opening(text: str, start: int, end: int) -> int:
    mark = _MARK.match(text, start, end)
    start = mark.end() if mark else start
    speaker = _SPEAKER.match(text, start, end)
    if speaker and end - speaker.end() > 4:
        start = speaker.end()
        mark = _MARK.match(text, start, end)
        start = mark.end() if mark else start
    return start


# ---- clauses --------------------------------------------------------------------------------------


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The actions of one sentence's body as (start, end, reason)."""
    if end - start < 4 or _ANNOUNCES.search(text[start:end]):
        return
    shield = cut.shielded(text, start, end)
    parts = [_clause(shield[a - start : b - start], a, b) for a, b in cut.clauses(shield, start)]
    yield from _assembled(list(_placed(parts)))


@cache
def _shapes() -> dict[str, re.Pattern[str]]:
    words = lexicon.load("verbs")
    return {"state": re.compile(rf"[^，。]{{4,}}(?:{lexicon.any_of(words['states'])})$")}


_LEAD_TAIL = re.compile(r"(?:的(?:要求|原则|思路|目标|基础上|同时|前提下|精神|部署|机遇|契机)|为(?:抓手|载体|契机|重点|核心|主线|目标|导向|主题|中心|根本|统领|引领|基础|突破口|龙头|动力|支撑|先导|依据|依托|切入点|指导|牵引|主导|主体|遵循|准则|己任|荣)|为(?:了)?|上|中|方面|下|期间|过程中|工作中|之际|时|前|后|起)$")
_SO = re.compile(r"(?:从而|进而|以便|以期|以此|努力在|力求|旨在|以更|为(?!(?:[^，]{1,12}(?:提供|搭建|购买|配备)[^，]*(?:平台|服务|设备|保险))))")


def _clause(words: str, begin: int, end: int) -> _Clause:
    """Read one clause by itself; its place in the sentence may still change its part."""
    begun = clause.opening(words)
    start = begin + begun.start
    rest = words[begun.start :]
    if len(rest) <= 4 and not begun.modal:
        return _Clause(begin, start, end, "short", "short")
    if _LEAD_TAIL.search(rest) or (clause.matches("lead", rest) and not _has_second_verb(rest)):
        return _Clause(begin, start, end, "lead", "lead")
    if begun.modal:
        return _Clause(begin, start, end, "act", "modal")
    if clause.matches("strong", rest) and _resultish(rest):
        return _Clause(begin, start, end, "result", "result")
    if begun.verb is not None and begun.word not in clause.WEAK_OPENERS:
        return _Clause(begin, start, end, "weak" if clause.matches("weak", rest) else "act", "verb")
    if begun.verb is not None and _has_second_verb(rest):
        return _Clause(begin, start, end, "act", "verb")
    if re.search(r"\d", rest):
        return _Clause(begin, start, end, "act", "figure")
    if _shapes()["state"].match(rest):
        return _Clause(begin, start, end, "act", "state")
    return _Clause(begin, start, end, "rest", "rest")


_SECOND = re.compile(r"^(?:把|将|对|以|用|向|从|在|由|为|按照?|根据|通过|围绕|结合|针对|依托|利用|立足|聚焦|紧盯)[^，]{2,}?")


def _has_second_verb(rest: str) -> bool:
    """把X纳入Y, 对X进行Y, 以X推动Y: the phrase that the opener begins is followed by a verb of its own."""
    opener = _SECOND.match(rest)
    if not opener:
        return False
    return bool(_verb_inside().search(rest, opener.end()))


@cache
def _verb_inside() -> re.Pattern[str]:
    return re.compile(lexicon.any_of(lexicon.load("verbs")["inner_verbs"]))


def _resultish(rest: str) -> bool:
    return not re.match(r"为[^，]{1,12}(?:提供|搭建|购买|配备)", rest)


def _placed(parts: list[_Clause]) -> Iterator[_Clause]:
    """Settle clauses whose part depends on their neighbours."""
    for i, part in enumerate(parts):
        before = parts[i - 1] if i else None
        last = i + 1 == len(parts)
        role = part.part
        if role == "short":
            role = "lead" if not last and (before is None or before.part not in ("short", "lead")) else "rest"
            role = "act" if before is None and last else role
        elif role == "weak":
            follows = before is not None and before.part in ("act", "lead", "short")
            role = "result" if last and follows and before is not None and before.part != "lead" else "act"
        elif role == "result" and before is None:
            role = "act"
        elif role == "rest" and before is None and not last:
            role = "lead"
        yield _Clause(part.begin, part.start, part.end, role, part.reason)


def _assembled(parts: list[_Clause]) -> Iterator[tuple[int, int, str]]:
    """Join leads forward, results and rests backward."""
    start: int | None = None
    end = 0
    reason = ""
    acting = False
    for part in parts:
        if part.part in ("act", "lead") and acting and start is not None:
            yield start, end, reason
            start, acting = None, False
        if start is None:
            start = part.start
        if part.part == "act":
            acting, reason = True, part.reason
        end = part.end
    if start is not None and acting:
        yield start, end, reason

"""Actions: the smallest pieces of a task sentence that one office can be given and later tick off."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from luoshi.reader import clause, cut, lists, topics
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


_Piece = tuple[int, int, int, str]  # start, start of the clause that asks, end, reason


def actions(draft: Draft) -> Draft:
    """Cut every task sentence into actions and give each a topic."""
    text = draft.text
    topic_of = topics.Topics(text, draft.headings)
    found: list[Action] = []
    pairs = _pairs(text, draft.sentences)
    for number, sentence in enumerate(draft.sentences):
        if sentence.kind != "task":
            continue
        start, end = _body(text, sentence, draft.headings)
        for start, main, end, reason in _pieces(text, start, end, sentence, draft.headings, pairs):
            for first, last in lists.parts(text, (start, main, end), topic_of.strong):
                topic = topic_of.of(first, last, sentence.heading)
                whole = (first, last) == (start, end)
                confidence = _SURE.get(reason, 0.7) if whole else 0.65
                found.append(
                    Action(first, last, confidence, reason if whole else "list", topic, sentence.heading, number)
                )
    return draft.having(actions=tuple(found))


_SURE = {"verb": 0.85, "modal": 0.85, "figure": 0.7, "state": 0.6, "heading": 0.75, "pair": 0.7}


# ---- which part of a sentence asks ----------------------------------------------------------------


def _body(text: str, sentence: Sentence, headings: tuple[Heading, ...]) -> tuple[int, int]:
    """The stretch of a sentence that can hold actions: not its heading, number or speaker, no duty line."""
    start, end = sentence.start, sentence.end
    at = sentence.heading
    while at is not None and headings[at].end > start:
        heading = headings[at]
        if heading.start >= start - 1 or heading.end > start:
            names = heading.reason != "number-alone"
            start = min(end, heading.end) if names else max(start, heading.start)
            break
        at -= 1
    start = _after_opening(text, start, end)
    duty = _DUTY.search(text, start, end)
    return start, duty.start() if duty else end


_MARK = re.compile(
    r"[ 　，；：。]*(?:[（(]?[一二三四五六七八九十\d]{1,3}(?:[)）、.．]|是(?:要)?(?=[^，])|要)|——|第[一二三四五六七八九十][，、])?"
)
_SPEAKER = re.compile(
    r"(?:[^，。；：]{0,30}，)?(?!按照|根据|依据|遵照|符合|明确|提出|[^，]{0,24}(?:要按|要根|要依|按照|部署要求|工作要求|总体要求|任务要求))(?:会议|大会|报告|[^，。；：]{0,24}?)(?:最后)?(?:指出|强调|要求|号召|希望|表示)(?:[，：]|(?=[各全]))"
    r"|(?:为此|会议|下一步|当前|今后一个时期|新的一年)[，：]|[^。；：]{0,40}(?:希望|期望|请)(?:大家|同志们|各位)"
)
_DUTY = re.compile(
    r"[（(]?(?:牵头|责任|配合|承办|协办|主办|完成时限|完成时间)(?:部门|单位|科室|处室|领导|人)?[：:]|[（(][^（）()]{2,60}负责[)）]"
)
_ANNOUNCES = re.compile(
    r"(?:重点|着重|主要)?(?:抓好|做好|做到|抓实|实施|开展|完成)[^，。：]{0,4}[一二三四五六七八九十几\d]+[个项大件方]?[^，。：]{0,12}[：。]$"
)


def _after_opening(text: str, start: int, end: int) -> int:
    mark = _MARK.match(text, start, end)
    start = mark.end() if mark else start
    speaker = _SPEAKER.match(text, start, end)
    if speaker and end - speaker.end() > 4:
        start = speaker.end()
        mark = _MARK.match(text, start, end)
        start = mark.end() if mark else start
    return start


def _pieces(
    text: str, start: int, end: int, sentence: Sentence, headings: tuple[Heading, ...], pairs: frozenset[int]
) -> Iterable[_Piece]:
    if sentence.start in pairs:
        said = text[start:end].rstrip("。；！ ")
        return [(start, start, start + len(said), "pair")]
    return _whole(text, start, end, sentence, headings) or _cut(text, start, end)


_PAIR = re.compile(r"[^，。；：\d]{4,18}，[^，。；：\d]{4,24}[；。]")


def _pairs(text: str, sentences: tuple[Sentence, ...]) -> frozenset[int]:
    """Sentences of a list parted by semicolons whose members are all of two clauses: each says one thing."""
    found: set[int] = set()
    run: list[Sentence] = []
    for sentence in sentences:
        fits = sentence.kind == "task" and _PAIR.fullmatch(text, sentence.start, sentence.end)
        if fits:
            run.append(sentence)
        if not fits or text[sentence.end - 1] == "。":
            if len(run) >= LIST and all(text[s.end - 1] == "；" for s in run[:-1]):
                found.update(s.start for s in run)
            run = []
    return frozenset(found)


LIST = 3  # members that make a list


def _whole(text: str, start: int, end: int, sentence: Sentence, headings: tuple[Heading, ...]) -> list[_Piece]:
    """A numbered item with nothing beneath it is itself the action, its second clause the aim."""
    if sentence.heading is None or headings[sentence.heading].reason != "number-alone":
        return []
    said = text[start:end].rstrip("。；！ ")
    alone = headings[sentence.heading].start >= sentence.start and said.count("，") <= 1 and len(said) >= SHORTEST
    return [(start, start, start + len(said), "heading")] if alone else []


# ---- clauses --------------------------------------------------------------------------------------


def _cut(text: str, start: int, end: int) -> Iterator[_Piece]:
    """The actions of one sentence's body."""
    if end - start < SHORTEST or _ANNOUNCES.search(text[start:end]):
        return
    shield = cut.shielded(text, start, end)
    together = _TOGETHER.match(shield)
    if together:
        first = start + together.start("first")
        yield first, first, start + together.end("first"), "together"
        start, shield = start + together.end(), shield[together.end() :]
    spans = list(cut.clauses(shield, start))
    words = [shield[a - start : b - start] for a, b in spans]
    parts = [_clause(said, a, b) for said, (a, b) in zip(words, spans, strict=True)]
    yield from _assembled(list(_placed(parts, words)), text)


_TOGETHER = re.compile(r"(?P<lead>[^，。；]{0,20}?在)(?P<first>[^，。；]{4,40}?)的同时，?(?:也|又|还|要)?")
_SECOND = re.compile(
    r"^(?:坚持|切实|充分|积极|全面|深入|进一步|主动)*(?:把|将|对|以|用|向|从|在|由|为|按照?|根据|通过|围绕|结合|针对|依托|利用|立足|聚焦|紧盯|作为|与|同)[^，]{2,}?"
)
_SUPPLIES = re.compile(r"[^，]{0,6}为[^，]{1,12}(?:搭建|购买|配备|打造|解决|办理|开设)")
_REMARK = re.compile(r"很|(?<![不但只凡都要正而还别])是(?!否|非)|[^为除极](?<!不)了")
_UNDER = re.compile(r"在[^，]*(?:领导|指导|支持|关心|帮助|部署)下$")
_LEVEL = re.compile(r"(?:达到?|提高到|提升[至到]|增至|降至|控制在|保持在)[^，]{0,4}\d")
_IDIOMS = re.compile(r"[一-鿿]{4}(?:、[一-鿿]{4})+")  # 稳扎稳打、久久为功
_COPULA = re.compile(r"^[^，]{0,12}的[^，]{1,6}是")
SHORTEST = 4  # characters of an action
SHORT = 4  # characters of a clause that only tunes in to the next (建章立制)
SHORT_RESULT = 7  # 实行动态管理
SHORT_REST = 7  # characters of a clause with no known verb that cannot stand alone
SHORT_LEAD = 8  # 强化健康教育，不断…
SHORT_SLOGAN = 7  # 要拧紧责任链条，压实…
SHORT_AIM = 12  # 坚持立德树人，…


def _clause(words: str, begin: int, end: int) -> _Clause:
    """Read one clause by itself; its place in the sentence may still change its part."""
    begun = clause.opening(words)
    rest = words[begun.start :]
    start = begin + begun.start
    if not rest:
        return _Clause(begin, start, end, "time", "time")
    if _COPULA.search(rest) or _UNDER.match(rest):
        return _Clause(begin, start, end, "drop", "drop")
    if begun.modal and clause.matches("of_subject", rest):
        return _Clause(begin, begin + begun.begin, end, "modal", "modal")
    if _IDIOMS.fullmatch(rest) and not begun.modal:
        return _Clause(begin, start, end, "idioms", "idioms")
    if len(rest) <= SHORT:
        return _Clause(begin, start, end, "modal lead" if begun.modal else "short", "short")
    if clause.matches("strong", rest) and not _SUPPLIES.match(rest) and not (begun.modal and rest[0] != "使"):
        own = re.match(r"确保|保证", rest) and re.search(r"\d", rest)
        return _Clause(begin, start, end, "act" if own else "result", "result")
    if _is_lead(rest):
        return _Clause(begin, start, end, "modal lead" if begun.modal else "lead", "lead")
    if begun.modal:
        return _Clause(begin, start, end, "modal", "modal")
    if begun.verb is not None and begun.word not in clause.WEAK_OPENERS:
        return _Clause(begin, start, end, _strength(rest, begun), "verb")
    if begun.verb is not None and _has_second_verb(rest):
        part = "weak" if re.match(r"通过[^，]*(?:提升|提高|增强|促进)", rest) else "act"
        return _Clause(begin, start, end, part, "verb")
    if re.search(r"\d", rest) and not _REMARK.search(rest):
        return _Clause(begin, start, end, "level" if _LEVEL.search(rest) else "act", "figure")
    if clause.matches("state", rest) and len(rest) >= 6:
        return _Clause(begin, start, end, "act", "state")
    return _Clause(begin, start, end, "rest", "rest")


def _strength(rest: str, begun: clause.Opening) -> str:
    if begun.word == "推动" and clause.holds("result_end", rest):
        return "weak"
    if begun.word == "实行" and len(rest) <= SHORT_RESULT:
        return "weak"
    return "weak" if clause.matches("weak", rest) else "act"


def _is_lead(rest: str) -> bool:
    if rest.startswith("坚持") and len(rest) <= SHORT_AIM:
        return True
    if clause.holds("lead_end", rest) or clause.matches("gathered", rest) or clause.matches("object", rest):
        return True
    if rest.startswith("突出") and len(rest) <= SHORT_LEAD:
        return True
    causes = clause.matching("causes", rest)
    if causes:
        return not clause.holds("inner", rest, causes)
    ground = _GROUND.match(rest)
    if ground:
        return not _THEN.search(rest, ground.end())
    return clause.matches("lead", rest) and not _has_second_verb(rest)


# A ground (按照…) asks by itself only where a verb follows the word that closes it.
_GROUND = re.compile(r"按照?|根据|依据|结合|围绕|针对|遵照|依照|参照")
_THEN = re.compile(
    r"(?:要求|精神|实际|特点|部署|原则|规定|情况|需要|方式|方案|意见|标准)[》”]?，?(?:[开做抓推加落制完组建实进探]|全面|认真|积极|切实)"
)


def _has_second_verb(rest: str) -> bool:
    """把X纳入Y, 对X进行Y, 以X推动Y: the phrase that the opener begins is followed by a verb of its own."""
    opener = _SECOND.match(rest)
    return bool(opener) and clause.holds("inner", rest, opener.end()) if opener else False


def _placed(parts: list[_Clause], words: list[str]) -> Iterator[_Clause]:
    """Settle clauses whose part depends on their neighbours."""
    role = ""
    for i, part in enumerate(parts):
        before, last = role, i + 1 == len(parts)
        following = words[i + 1] if not last else ""
        role = _role(
            part.part,
            before,
            words[i],
            following,
            last=last,
            same=part.part == "weak" and i > 0 and _same_verb(words[i - 1], words[i]),
        )
        yield _Clause(part.begin, part.start, part.end, role, part.reason)


def _same_verb(one: str, other: str) -> bool:
    first, second = clause.opening(one).word, clause.opening(other).word
    return bool(first) and first == second


def _role(part: str, before: str, words: str, following: str, *, last: bool, same: bool) -> str:
    acted = before in ("act", "modal", "result")
    if part == "short":
        if last or (acted and clause.matches("strong", following)):
            return "result" if before else "act"
        return "lead"
    if part == "level":
        return "result" if before in ("act", "modal") else "act"
    if part == "idioms":
        return "result" if acted and (last or not clause.opening(following).word) else "lead" if not last else "act"
    if part == "weak":
        brief = len(words) <= SHORT_AIM and words.startswith("发挥")
        closes = last or before == "result" or brief
        return "result" if acted and not same and closes else "act"
    if part == "result":
        return "result" if before else "act"
    if part == "rest":
        if not before or before in ("drop", "time") or _REMARK.search(words):
            return "drop"
        return "act" if len(words) > SHORT_REST else "result"
    if part == "modal" and not before and len(words) <= SHORT_SLOGAN + 1 and len(following) > SHORT_SLOGAN:
        return "modal lead"
    if (
        part in ("act", "modal")
        and not last
        and len(words) <= SHORT_LEAD
        and not acted
        and clause.matches("elaborates", following)
    ):
        return "modal lead" if part == "modal" else "lead"
    if part == "lead" and last:
        return "result" if before else "act"
    return part


_KEEPS = re.compile(r"对|针对|结合|按照|根据|依据|以|通过|围绕|紧紧围绕|依托")


def _assembled(parts: list[_Clause], text: str) -> Iterator[_Piece]:
    """Join leads forward and results backward; a modal word starts anew unless a ground stands before it."""
    start: int | None = None
    main = end = 0
    reason = ""
    for part in parts:
        opens = part.part in ("act", "modal", "lead", "modal lead", "drop", "time")
        if opens and reason and start is not None:
            yield start, main, end, reason
            start, reason = None, ""
        if part.part in ("drop", "time"):
            start = None
            continue
        if start is None or (part.part in ("modal", "modal lead") and not _KEEPS.match(text, start)):
            start = part.start
        if part.part in ("act", "modal", "result") and not reason:
            main, reason = part.start, part.reason
        end = part.end
    if start is not None and reason:
        yield start, main, end, reason

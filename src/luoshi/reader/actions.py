"""Actions: the smallest pieces of a task sentence that one office can be given and later tick off."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from luoshi.reader import beside, cut, lists, roles, topics
from luoshi.reader.draft import Draft
from luoshi.reader.numerals import ANY_DIGIT
from luoshi.reader.reading import Action, Heading, Sentence
from luoshi.reader.reliability import sure

SHORTEST = 4  # characters of an action
_Piece = tuple[int, int, int, str]  # start, start of the clause that asks, end, reason


def actions(draft: Draft) -> Draft:
    """Cut every task sentence into actions and give each a topic."""
    text = draft.text
    topic_of = topics.Topics(text, draft.headings, _telling(draft))
    found: list[Action] = []
    pairs = _pairs(text, draft.sentences)
    papers = beside.attachments(text)
    for number, sentence in enumerate(draft.sentences):
        if sentence.kind != "task" or beside.is_in(papers, sentence.start):
            continue
        for part in _items(text, sentence, draft.headings):
            row = _row(text, part)
            body = _body(text, part, draft.headings)
            for start, main, end, reason in _pieces(text, *body, part, draft.headings, pairs):
                for first, last in lists.parts(text, (start, main, end), topic_of.strong):
                    after = max(first, main) if main < last else first
                    topic = topic_of.in_row(first, last, row) if row else topic_of.of(first, after, last, part.heading)
                    whole = (first, last) == (start, end)
                    code = _code(text, part, (first, last), reason) if whole else "list"
                    found.append(
                        Action(first, last, sure("actions", _ESTIMATE, code), code, topic, part.heading, number)
                    )
    return draft.having(actions=tuple(found))


def _items(text: str, sentence: Sentence, headings: tuple[Heading, ...]) -> list[Sentence]:
    """The numbered items of one sentence (一要…，二要…，三要…。), each under its own number."""
    last = -1 if sentence.heading is None else sentence.heading
    first = last + 1
    while first > 0 and headings[first - 1].start >= sentence.start:
        first -= 1
    inside = headings[first : last + 1]
    if len(inside) < 2 or any(heading.reason != "number-alone" for heading in inside):
        return [sentence]
    ends = [heading.start for heading in inside[1:]] + [sentence.end]
    items = [
        replace(sentence, start=heading.start, end=end, heading=number)
        for number, (heading, end) in enumerate(zip(inside, ends, strict=True), first)
    ]
    end = inside[0].start
    if _SPEAKER.fullmatch(text, sentence.start, end) or end - sentence.start < SHORTEST:
        return items
    return [replace(sentence, end=end, heading=first - 1 if first else None), *items]


def _row(text: str, sentence: Sentence) -> tuple[int, int] | None:
    """The line of a table that a sentence stands in; headings above a table say nothing of its rows."""
    in_cell = text[sentence.start - 1 : sentence.start] == "\t" or text[sentence.end : sentence.end + 1] == "\t"
    if not in_cell:
        return None
    end = text.find("\n", sentence.end)
    return text.rfind("\n", 0, sentence.start) + 1, len(text) if end < 0 else end


def _telling(draft: Draft) -> Iterator[tuple[int, int]]:
    """The sentences whose words tell topics: tasks, what holds a heading, the title."""
    heads = [heading.start for heading in draft.headings]
    for s in draft.sentences:
        if s.kind == "task" or s.start == 0 or bisect_left(heads, s.start) < bisect_left(heads, s.end):
            yield s.start, s.end


def _code(text: str, part: Sentence, piece: tuple[int, int], reason: str) -> str:
    """The rule by which an action was found; one that is all of a sentence of one clause leaves nothing to be cut."""
    alone = reason in _PLAIN and "，" not in text[part.start : part.end]
    return "sole" if alone and part.end - piece[1] <= 1 else reason


_PLAIN = frozenset({"verb", "modal", "heading"})
_ESTIMATE = 0.65  # of rules that were met too rarely to be measured


# ---- which part of a sentence asks ----------------------------------------------------------------


def _body(text: str, sentence: Sentence, headings: tuple[Heading, ...]) -> tuple[int, int]:
    """The stretch of a sentence that can hold actions: not its heading, number or speaker, no duty line."""
    start, end = sentence.start, sentence.end
    if sentence.heading is not None and headings[sentence.heading].end > start:
        heading = headings[sentence.heading]
        names = heading.reason != "number-alone"
        start = min(end, heading.end) if names else max(start, heading.start)
    start = _after_opening(text, start, end)
    if beside.only_beside(text, start, end):
        return start, start
    return start, beside.duty_start(text, start, end)


_MARK = re.compile(
    r"[ 　，；：。]*(?:[（(]?[一二三四五六七八九十\d]{1,3}(?:[)）、.．]|是(?:要)?(?=[^，])|要)|——|第[一二三四五六七八九十][，、])?"
)
_SPEAKER = re.compile(
    r"(?:[^，。；：]{0,30}，)?(?!按照|根据|依据|遵照|符合|明确|提出|[^，]{0,24}(?:要按|要根|要依|按照|部署要求|工作要求|总体要求|任务要求))(?:会议|大会|报告|[^，。；：]{0,24}?)(?:最后)?(?:指出|强调|要求|号召|希望|表示|提出|明确)(?:[，：]|(?=[各全]))"
    r"|(?:为此|会议|下一步|当前|今后一个时期|新的一年)[，：]|[^。；：]{0,40}(?:希望|期望|请)(?:大家|同志们|各位)"
)
# 要重点抓好五个方面工作： only announces; 年底前完成新建学校3所。 asks.
_ANNOUNCES = re.compile(
    r"(?:抓好|做好|做到|抓实|实施|开展|完成|推进|落实|强化)[^，。：]{0,4}(?:[一二三四五六七八九十几\d]+[个项大件方条]{1,2}[^，。：]{0,8}"
    r"(?:工作|任务|方面|重点|事项|要求|举措|措施|关键)|(?:以下|如下)[^，。：]{0,12})[：。]$"
)


def _after_opening(text: str, start: int, end: int) -> int:
    mark = _MARK.match(text, start, end)
    start = mark.end() if mark else start
    if not _SPEAKS.search(text, start, min(end, start + FAR)):
        return start
    speaker = _SPEAKER.match(text, start, end)
    if speaker and end - speaker.end() > SHORTEST:
        start = speaker.end()
        mark = _MARK.match(text, start, end)
        start = mark.end() if mark else start
    return start


# One of these stands in every speaker's opening; asking for it first is cheap.
_SPEAKS = re.compile("指出|强调|要求|号召|希望|表示|提出|明确|为此|会议|下一步|当前|今后|新的一年|期望|请")
FAR = 80  # characters within which a sentence has said who speaks


def _pieces(
    text: str, start: int, end: int, sentence: Sentence, headings: tuple[Heading, ...], pairs: frozenset[int]
) -> Iterable[_Piece]:
    if sentence.start in pairs:
        said = text[start:end].rstrip("。；！ ")
        return [(start, start, start + len(said), "pair")]
    if _only_names(sentence, headings):
        return []
    return _whole(text, start, end, sentence, headings) or _cut(text, start, end)


def _only_names(sentence: Sentence, headings: tuple[Heading, ...]) -> bool:
    """A numbered sentence whose items follow (首先，要打基础。一是…二是…) says only what they are about."""
    at = sentence.heading
    if at is None or at + 1 >= len(headings) or headings[at].start < sentence.start:
        return False
    return headings[at].reason == "number-alone" and headings[at + 1].parent == at


_PAIR = re.compile(rf"[^，。；：{ANY_DIGIT}]{{4,18}}，[^，。；：{ANY_DIGIT}]{{4,24}}[；。]")
LONGEST_PAIR = 18 + len("，") + 24 + len("。")


def _pairs(text: str, sentences: tuple[Sentence, ...]) -> frozenset[int]:
    """Sentences of a list parted by semicolons whose members are all of two clauses: each says one thing."""
    found: set[int] = set()
    run: list[Sentence] = []
    for sentence in sentences:
        short = sentence.end - sentence.start <= LONGEST_PAIR
        fits = short and sentence.kind == "task" and _PAIR.fullmatch(text, sentence.start, sentence.end)
        if fits:
            run.append(sentence)
        if not fits or text[sentence.end - 1] == "。":
            if len(run) >= LIST and all(text[s.end - 1] == "；" for s in run[:-1]):
                found.update(s.start for s in run)
            run = []
    return frozenset(found)


LIST = 3  # members that make a list


_DATED = re.compile(r"[到于在]?(?:20\d\d年|\d{1,2}月|[今明]年|年[底内])")


def _whole(text: str, start: int, end: int, sentence: Sentence, headings: tuple[Heading, ...]) -> list[_Piece]:
    """A numbered item with nothing beneath it is itself the action, its second clause the aim."""
    if sentence.heading is None or headings[sentence.heading].reason != "number-alone":
        return []
    if _DATED.match(text, start, end):
        return []  # the day before it is no part of what is to be done
    said = text[start:end].rstrip("，。；！ ")
    alone = headings[sentence.heading].start >= sentence.start and said.count("，") <= 1 and len(said) >= SHORTEST
    return [(start, start, start + len(said), "heading")] if alone else []


# ---- clauses --------------------------------------------------------------------------------------


def _cut(text: str, start: int, end: int) -> Iterator[_Piece]:
    """The actions of one sentence's body."""
    if end - start < SHORTEST or _ANNOUNCES.search(text[start:end]):
        return
    shield = cut.shielded(text, start, end)
    together = _TOGETHER.match(shield) if "的同时" in shield else None
    if together:
        first = start + together.start("first")
        yield first, first, start + together.end("first"), "together"
        start, shield = start + together.end(), shield[together.end() :]
    spans = list(cut.clauses(shield, start))
    words = [shield[a - start : b - start] for a, b in spans]
    asking = roles.asking(words)
    spans, words = [spans[i] for i in asking], [words[i] for i in asking]
    read = [roles.read(said, a, b) for said, (a, b) in zip(words, spans, strict=True)]
    yield from _assembled(list(roles.placed(read, words)), text)


_TOGETHER = re.compile(r"(?P<lead>[^，。；]{0,20}?在)(?P<first>[^，。；]{4,40}?)的同时，?(?:也|又|还|要)?")


_KEEPS = re.compile(
    r"(?:仍|尚)?未[^，]{1,12}的\d|在[^，]{2,30}(?:基础上|前提下|过程中)|对|针对|结合|按照|根据|依据|以|通过|围绕|紧紧围绕|依托"
)


def _assembled(placed: list[roles.Clause], text: str) -> Iterator[_Piece]:
    """Join leads forward and results backward; a modal word starts anew unless a ground stands before it."""
    start: int | None = None
    main = end = 0
    reason = ""
    for part in placed:
        opens = part.role in ("act", "modal", "lead", "modal lead", "drop", "time")
        if opens and reason and start is not None:
            yield start, main, end, reason
            start, reason = None, ""
        if part.role in ("drop", "time"):
            start = None
            continue
        if start is None or (part.role in ("modal", "modal lead") and not _KEEPS.match(text, start)):
            start = part.start
        if part.role in ("act", "modal", "result") and not reason:
            main, reason = part.start, part.reason
        end = part.end
    if start is not None and reason:
        yield start, main, end, reason

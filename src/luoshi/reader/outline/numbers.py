"""Numbered headings: every scheme, at the start of a line or sentence and inside one."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from luoshi.reader import beside, clause, cut, lexicon, run_together
from luoshi.reader.numerals import ORDINALS, value
from luoshi.reader.outline.shape import FUSED, LONGEST_LEAD, LONGEST_LINE, RANK, Found, pattern
from luoshi.reader.text import Span

_LEAD_IN = re.compile(r"[ \t　]*")
MARKER = re.compile(
    rf"(?P<part>第[{ORDINALS}]{{1,3}}(?:部分|章|篇)[、，：:\s]?)"
    rf"|(?P<han>[{ORDINALS}]{{1,3}}[、.．])"
    rf"|(?P<article>第[{ORDINALS}百]{{1,4}}条[、，：:\s　]?)"
    rf"|(?P<paren>[（(][{ORDINALS}]{{1,3}}[)）]、?)"
    r"|(?P<dot>\d{1,2}(?:[.．](?!\d(?!\d?月|0\d\d年))|、))"
    r"|(?P<num>[（(]\d{1,2}[)）]|\d{1,2}[)）])"
    r"|(?P<ring>[①-⑳])"
    rf"|(?P<item>[{ORDINALS}]{{1,2}}(?:是(?:要)?|要))"
    r"|(?P<dash>——)"
    rf"|(?P<nth>第[{ORDINALS}]{{1,2}}(?:[，,、：:]|(?:是|要)(?=[^{ORDINALS}]))|首先，|其次，|再次，)"
)
# Numbers inside a sentence: items behind a comma or colon, and paragraphs that lost their line breaks.
# A set of characters comes first, which makes the search fast; what must stand before them is asked afterwards.
_INLINE = re.compile(
    rf"[{ORDINALS}第（(\d](?:(?P<item>(?<=[{ORDINALS}])[{ORDINALS}]?(?:是要|是|要)|(?<=第)[{ORDINALS}]{{1,2}}(?:[，,]|是|要))"
    rf"|(?<=[（(])[{ORDINALS}]{{1,3}}[)）]|(?<=[{ORDINALS}])[{ORDINALS}]?、(?=[㐀-鿿\d“]{{3}})|(?<=\d)\d?[.．](?=[㐀-鿿]{{3}}))"
)
_BEFORE_ITEM = frozenset("，,：:")
_BEFORE_OUTER = re.compile(r"(?![第附件])[㐀-鿿：:”）]")

_OF_SHORTCOMINGS = re.compile(
    rf"[^，。；：\d]{{0,10}}?(?:{lexicon.any_of(lexicon.load('kinds')['sections']['problem'])})[^，。；：\d]{{0,8}}"
)
_OF_PLANS = re.compile(lexicon.any_of(lexicon.load("kinds")["sections"]["plan"]))
_OUTER = ("part", "han", "paren")
_FEWEST = 2  # characters of a heading behind its number
_ATTACHED = re.compile(r"\n[ 　]*附(?:件|表)[一二三四五六七八九十\d]{0,2}(?=[：:\n])")  # stands beneath no item
LONGEST = 60  # characters of a numbered sentence that can still be a name for what follows
LONGEST_ITEM = 36  # the same for 一是, 第一 and （1）; of a longer one only the first clause is a name
LONGEST_SPELT = 75  # the same where further sentences spell it out


class _Mark(NamedTuple):
    """A place where a heading may begin: its scheme, number (0 unknown) and variant (是, 要)."""

    start: int
    after: int
    end: int
    scheme: str
    number: int
    variant: str
    first: bool
    safe: bool


_NUMERAL = re.compile(rf"[{ORDINALS}百]+|\d+")


def _number(marker: str) -> int:
    """The number of a heading; 0 where it has none."""
    numeral = _NUMERAL.search(marker)
    return int(value(numeral[0]) or 0) if numeral else {"首": 1, "其": 2, "再": 3}.get(marker[:1], 0)


def marks(text: str, pieces: Sequence[cut.Piece]) -> Iterator[_Mark]:
    """Every number that opens a sentence, or an item after a comma or colon inside one."""
    for piece in pieces:
        lead = _LEAD_IN.match(text, piece.start, piece.end)
        start = lead.end() if lead else piece.start
        match = MARKER.match(text, start, piece.end)
        if match:
            yield _mark(text, match, piece, inside=False)
        for inner in _INLINE.finditer(text, start + 1, piece.end):
            before = text[inner.start() - 1]
            if not (before in _BEFORE_ITEM if inner["item"] else _BEFORE_OUTER.match(before)):
                continue
            found = MARKER.match(text, inner.start(), piece.end)
            quoted = text.rfind("“", start, inner.start()) > text.rfind("”", start, inner.start())
            if found and not quoted:
                yield _mark(text, found, piece, inside=True)


def _mark(text: str, match: re.Match[str], piece: cut.Piece, *, inside: bool) -> _Mark:
    scheme, number = str(match.lastgroup), _number(match[0])
    variant = match[0][-1] if scheme in ("item", "nth") else ""
    first = piece.first and not inside
    announced = inside and number == 1 and text[match.start() - 1] in "：:"
    safe = first or scheme == "dash" or (scheme not in ("item", "nth") and (announced or not inside))
    return _Mark(match.start(), match.end(), piece.end, scheme, number, variant, first, safe)


def numbered(text: str, pieces: Sequence[cut.Piece]) -> Iterator[Found]:
    papers = beside.attachments(text)
    found = in_order([mark for mark in marks(text, pieces) if not is_beside(text, mark, papers)])
    shortcoming = pattern("shortcoming_patterns")
    for i, mark in enumerate(found):
        following = found[i + 1] if i + 1 < len(found) else None
        beyond = following.start if following else len(text)
        if not mark.first:  # what stands on the next line is not spelled out by an item inside this one
            line_end = text.find("\n", mark.after)
            beyond = min(beyond, line_end if line_end >= 0 else beyond)
        attached = _ATTACHED.search(text, mark.after, beyond)
        beyond = attached.start() if attached else beyond
        nested = following is not None and not attached and RANK[following.scheme] > RANK[mark.scheme]
        nested = nested and not _each_has_its_duty(text, mark, found[i + 1 : i + 3])
        end, reason = _heading_end(text, mark, min(mark.end, beyond), beyond, nested=nested)
        end = _own_end(text, mark, end)
        body = text[mark.after : end].rstrip("。；：:，, \n")
        names_part = mark.scheme in _OUTER and names_shortcomings(body)
        if len(body) >= _FEWEST and reason and (names_part or not shortcoming.search(body)):
            yield mark.start, end, mark.scheme, mark.number, mark.variant, _SURE.get(reason, 0.75), reason


def _own_end(text: str, mark: _Mark, end: int) -> int:
    """Where an item's own words end: before the comma of the next item, and before the bracket with its duties."""
    duty = beside.duty_start(text, mark.after, end)
    if _FEWEST <= duty - mark.after < end - mark.after and text[duty] in "（(【〔[":
        return duty
    return end - (text[end - 1] == "，")


def is_beside(text: str, mark: _Mark, papers: list[Span]) -> bool:
    """An item that only says who or until when ((1)牵头单位：…), or which paper is attached, is no part of its own."""
    if beside.is_in(papers, mark.start):
        return True
    return RANK[mark.scheme] >= RANK["dot"] and beside.is_duty(text, mark.after)


def _is_all_duty(text: str, mark: _Mark, end: int, beyond: int) -> bool:
    """Whether nothing but its duties stands beneath an item; what a whole part holds must be labelled as such."""
    if not beside.only_beside(text, end, beyond):
        return False
    labelled = RANK[mark.scheme] > RANK["han"] or beside.duty_start(text, end, beyond) < beyond
    return labelled or not text[end:beyond].strip()


def _is_given(text: str, mark: _Mark, end: int, beyond: int) -> bool:
    """Whether an item is one clause with its duties in brackets or behind a label, and has nothing else beneath."""
    duty = beside.duty_start(text, mark.after, beyond)
    return (
        duty < beyond and not text[min(end, duty) : duty].strip("。；（( \n") and beside.only_beside(text, duty, beyond)
    )


def _each_has_its_duty(text: str, mark: _Mark, following: list[_Mark]) -> bool:
    """Whether an item and the one behind it are both given to somebody: then both are tasks, and none is a part."""
    inner = following[0].start
    if (
        text[mark.end - 1] != "。"
        or not beside.only_beside(text, mark.end, inner)
        or beside.duty_start(text, mark.after, inner) == inner
    ):
        return False
    stop = following[1].start if len(following) > 1 else len(text)
    return beside.duty_start(text, inner, stop) < stop


def names_shortcomings(body: str) -> bool:
    """存在的主要问题: a part's name, and no shortcoming itself (师资存在短缺问题)."""
    return bool(_OF_SHORTCOMINGS.fullmatch(body)) and not _OF_PLANS.search(body)


_SURE = {"number": 0.97, "number-alone": 0.75, FUSED: 0.75, "item-lead": 0.7, "colon": 0.8}
_LOW = ("item", "nth", "num")


# The first clause of an item; a short pair (思所成、查所失) takes the clause after it along.
_ITEM_LEAD = re.compile(r"[^，。；：]{1,4}、[^，。；：]{1,4}，[^，。；：]{4,8}(?=，)|[^，。；：]{4,24}(?=[，：])")


_COUNTED = re.compile(r"\d[\d.]*[万亿]?[个所名人元户套处座家台辆%亩场次项间栋座栋支]")

# （一）县长责任：负责… names the item before its colon; a ground takes the clause it serves along.
_NAMED_BY_COLON = re.compile(r"[^，。；：:\n]{3,24}[：:]")
_GROUND_AND_LEAD = re.compile(r"[^，。；：]{4,20}，[^，。；：]{4,20}(?=，)")


def _heading_end(text: str, mark: _Mark, end: int, beyond: int, *, nested: bool) -> tuple[int, str]:
    """Where the heading that begins at `mark` ends, and by which rule; the rule is "" if it is none.

    `beyond` is where the next number stands; `nested` says that it belongs to a scheme further in.
    """
    end, fused = _fused_end(text, mark, end)
    if fused:
        return end, FUSED
    body = text[mark.after : end].rstrip("。；：:，, \n")
    if mark.scheme in ("dot", "num", "ring") and not nested and _is_given(text, mark, end, beyond):
        return end, ""  # what is given to somebody is a task, however short it is
    beneath = nested or not _is_all_duty(text, mark, end, beyond)
    colon = _NAMED_BY_COLON.match(text, mark.after, end) if mark.scheme not in ("item", "nth", "dash") else None
    if colon and end - colon.end() > LONGEST_LEAD:
        return colon.end(), "colon"
    if mark.scheme == "article":
        return (end, "number") if nested or text[end - 1] in "：:" else (end, "")
    if mark.scheme in _LOW and _says_more(body, beneath=text[end - 1] == "。" and beneath):
        lead = _ITEM_LEAD.match(text, mark.after, end)
        if lead and clause.matches("lead", lead[0]):
            lead = _GROUND_AND_LEAD.match(text, mark.after, end) or lead
        if lead and _COUNTED.search(lead[0]):
            return end, ""  # 七是改造食堂40个，…: it is a task, it names nothing
        named = (lead and "，" in lead[0]) or (
            lead and not clause.matches("lead", lead[0]) and not clause.matches("forbid", lead[0])
        )
        return (lead.end(), "item-lead") if lead and named else (end, "")
    if mark.scheme == "dash" and not (beneath and mark.first and len(body) <= LONGEST_ITEM and "会议上" not in body):
        return end, ""
    listed = len(body) > LONGEST_LEAD or "，" in body
    if mark.scheme in ("dot", "num") and listed and (not beneath or re.search(r"，.*\d", body)):
        return end, ""  # a numbered line of a list of tasks: it is the task, it names nothing
    if not beneath and mark.scheme in ("han", "paren") and text[end - 1] in "。；":
        return end, ""
    if len(body) > (LONGEST_SPELT if mark.scheme in _LOW else LONGEST) or not (beneath or _names_one_thing(body)):
        return end, ""
    return end, "number" if beneath else "number-alone"


def _says_more(body: str, *, beneath: bool) -> bool:
    """Whether an item's own sentence goes on to spell it out, so that only its first clause is a name."""
    if re.search(r"，.*\d|，(?:各|不仅|既|要|同时|并|相关|全)", body):
        return True
    longest = LONGEST_ITEM if body.count("，") < 2 else LONGEST_ITEM - 6
    return len(body) > (LONGEST_SPELT if beneath else longest)


def _names_one_thing(body: str) -> bool:
    """An item with nothing beneath it names a part only if it is one clause, or two short ones."""
    return body.count("，") <= 2 and len(body) <= LONGEST_ITEM


def in_order(found: list[_Mark]) -> list[_Mark]:
    """Inside a line or sentence a number counts only as part of a run of its scheme."""
    runs: dict[str, list[tuple[_Mark, bool]]] = {}
    for i, mark in enumerate(found):
        opens = i > 0 and _opens_list(found[i - 1], mark)
        opened = i + 1 < len(found) and found[i + 1].number == 1 and _opens_list(mark, found[i + 1])
        runs.setdefault(mark.scheme, []).append((mark, opens or opened))
    kept = []
    for run in runs.values():
        for i, (mark, opens) in enumerate(run):
            before = i > 0 and run[i - 1][0].number == mark.number - 1
            after = i + 1 < len(run) and run[i + 1][0].number == mark.number + 1
            if mark.safe or before or (mark.number == 1 and (after or opens)):
                kept.append(mark)
    return sorted(kept, key=lambda mark: mark.start)


def _opens_list(before: _Mark, mark: _Mark) -> bool:
    """A first number close behind the first number of an outer scheme (如下：一、工作回顾（一）…)."""
    outer = RANK[before.scheme] < RANK[mark.scheme] <= RANK["dot"]
    return outer and before.number == 1 and mark.start - before.start <= LONGEST_LINE


# Behind one of these a year or a body is part of the clause (从2025年的51.3%), and opens no text.
_LEADS_ON = "，、：的和与及在对把为从由自较比—－-~～至到"


_LONGEST_ALONE = 36  # characters of a sentence of several clauses that can be a heading by itself
_HALVES = 5  # characters of a heading at the least, and of the text behind it


def _spelt_from(text: str, start: int, end: int) -> int:
    """Where the text begins behind a heading that a page ran together with it: at a verb inside the first clause of a
    sentence too long for a heading; 0 if it cannot be told."""
    sentence = text[start:end]
    if len(sentence) <= (_LONGEST_ALONE if sentence.count("，") > 1 else LONGEST):
        return 0
    clause_end = sentence.find("，")
    if "：" in sentence[:clause_end]:
        return 0
    for match in _text_verb().finditer(sentence, _HALVES, max(_HALVES, clause_end - 1)):
        if sentence[match.start() - 1] not in _LEADS_ON + "以并而来，、" and sentence[match.end()] != "的":
            return start + match.start()
    return 0


@cache
def _text_verb() -> re.Pattern[str]:
    return re.compile(lexicon.any_of(lexicon.load("outline")["text_verbs"]))


def _fused_end(text: str, mark: _Mark, end: int) -> tuple[int, bool]:
    """Where a heading that lost its line break ends: before the words that open the text."""
    if mark.scheme in ("item", "nth") or end - mark.after <= 12:
        return end, False
    named = run_together.named_end(text, mark.after, end) if run_together.begins_at(text, mark.start) else 0
    if named:
        return named, named < end
    if run_together.begins_at(text, mark.start) and (spelt := _spelt_from(text, mark.after, end)):
        return spelt, True
    opener = pattern("text_openers_patterns").search(text, mark.after + 6, end)
    if opener and text[opener.start() - 1] not in _LEADS_ON and not text[mark.after : end].startswith("关于"):
        return opener.start(), True
    return end, False

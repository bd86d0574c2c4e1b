"""What stands beside a task and asks for nothing itself: who does it, until when, which paper is attached."""

import re
from bisect import bisect_right

from luoshi.reader import clause
from luoshi.reader.duty_lines import LABEL, RANKED, ROLE_OF_LABEL, ROLE_OF_VERB
from luoshi.reader.lexicon import any_of
from luoshi.reader.named import UNIT
from luoshi.reader.text import Span

_HEAD = rf"(?:[（(](?:{any_of(ROLE_OF_LABEL)})[)）])?{LABEL}(?:[和及与、/]{LABEL})*"
_LABEL = re.compile(rf"{_HEAD}[ 　]*(?:[：:]|(?<=[位门科室构])[为是])")
_NUMBERED = re.compile(r"(?:\d{1,2}[)）.．、]|[①-⑳])?[ 　]*")
_LABEL_INSIDE = re.compile(rf"(?<![确化定明出])[（(【〔\[]?(?:{_LABEL.pattern})")
_HEAD_ALONE = re.compile(_HEAD)
_SIGNS = re.compile("[：:）)】〕]")  # one of these stands in every duty line or bracket
_BRACKET = re.compile(r"[（(](?P<inside>[^（()）\n]{2,300}(?:[（(][^（()）\n]{0,60}[)）][^（()）\n]{0,300}){0,9})[)）]")
_CHARGED_BRACKET = re.compile(r"[（(][^（）()]{2,60}负责[)）]")
_CLOSING = re.compile(r"[。；;！，,）)】〕\]\s]*")

_CHARGED = re.compile(rf"由?(?P<who>[^，,；;。：:\n]{{2,60}}?){any_of(ROLE_OF_VERB)}(?=[，,；;、。）)\s]|$)")
_MONTH = r"\d{1,2}月份?(?:\d{1,2}[日号]|[底初末]|[上中下]旬)?"
_UNTIL = re.compile(
    rf"[到至于在]?(?:20\d\d年|今年|明年)?(?:{_MONTH}|[上下]半年|第?[一二三四]季度末?|[春秋]季(?:学期)?(?:开学)?|开学|年?[底末内])?"
    r"(?:之?前|以前|内|期间)?(?:全部|全面)?(?:完成|到位|办结)?"
    r"|(?:长期|常年|全年|常态化|持续)(?:坚持|推进|开展)?"
)
_PAPERS = re.compile(
    r"附(?:件|表)[一二三四五六七八九十\d]{0,2}[：:][^\n]*(?:\n+[ 　]*\d{1,2}[.．、][^\n。，；]{2,40}(?:表|方案|清单|名单|台账|办法|目录|细则|说明|规定|样式|标准|通知)(?=\n|\Z))*"
)
_MEMBER = re.compile(r"[^，,；;、。\s（()）【】]+(?:[（(][^（()）\n]{0,30}[)）][^，,；;、。\s（()）【】]*)*")
_NUMBER = re.compile(r"\d{1,3}")
_BREAK = re.compile(r"[；;。\n]")
_FIRST = re.compile(r"[（()）【】〔〕\[\]；;，,、。\s—]*+[^，,；;。：:、\s（()）]*+")
# With one of these ends every name, role, limit and number; asking for it first is cheap.
_LAST = frozenset(
    "局委办厅部科室处股府心门位构团司道会站馆院所校园地区县市镇乡中学班组头责合助与施实底前内末初旬日号成结持进展度月年份期间限人导员体0123456789"
)
_EDGES = re.compile(r"[（()）【】〔〕\[\]；;，,、。\s　—]*")

_OFFICE = re.compile(
    r"(?:[局委办厅科室处股]|(?<!全)部|政府|中心|部门|单位|机构|集团|公司|街道|办事处|委员会|管委会|进修学校|仪器站|电教馆|督导团|教科[院所]|工会|专班|领导小组)"
    r"(?:[（(][^（()）]*[)）])?$"
)
_EVERY = re.compile(
    r"(?:(?:全[省市县区])?各|有关|相关)[^，。；]{0,12}?(?:学校|中小学|中心校|[校园地科局]|幼儿园|县区|[县市区镇]|乡镇|院校|高校|中学|小学)"
)
# These stand in the names of offices (督导室, 招生考试中心) as well as at the beginning of a sentence.
_IN_NAMES = re.compile(
    "(?:督导|宣传|规划|监督|监测|保障|培训|督查|督办|评估|指导|研究|审批|考核|统计|招生|考试|资助|应急|信访|审计|监察)+"
)
_SURE_NAME = re.compile(r"局?办公室(?:[（(][^（()）]*[)）])?|[㐀-鿿]{0,6}管理(?:[局科股处室办]|中心|站)")
_SHORTEST_FOUNDED = 2  # characters behind a verb that are an office (成立专班), not the end of its name (改革办)
_LONGEST_REST = 3
_UNIT = re.compile(UNIT)  # an office of a bureau, by the words of its field (学前股)
_ORGANISERS = re.compile("组织(?:部|人事|宣传|科|股|处|室|与)")
_LONGEST_NAME = 24


def only_beside(text: str, start: int, end: int) -> bool:
    """Whether a stretch is nothing but duties with their labels, names of bodies, limits, attachments."""
    first = _FIRST.match(text, start, end)
    if first and (stop := first.end()) < end and text[stop - 1] not in _LAST and text[stop] not in "：:":
        return False
    at = _past(_EDGES, text, start, end)
    while at < end:
        after = _past_one(text, at, end)
        if after is None:
            return False
        at = _past(_EDGES, text, after, end)
    return True


def only_bodies(text: str, start: int, end: int) -> bool:
    """Whether a stretch is nothing but names of bodies."""
    members = [match[0] for match in _MEMBER.finditer(text, start, end)]
    return bool(members) and all(map(_is_name, members))


def duty_start(text: str, start: int, end: int) -> int:
    """Where the duty line or bracket behind a task's own words begins; `end` where there is none."""
    if not _SIGNS.search(text, start, end):
        return end
    found = [
        match.start() for pattern in (_LABEL_INSIDE, _CHARGED_BRACKET) if (match := pattern.search(text, start, end))
    ]
    for bracket in _BRACKET.finditer(text, start, end):
        closes = _CLOSING.match(text, bracket.end(), end)
        if closes and closes.end() == end and only_beside(text, *bracket.span("inside")):
            found.append(bracket.start())
    return min(found, default=end)


def is_duty(text: str, start: int) -> bool:
    """Whether a duty's label stands here."""
    return _LABEL.match(text, start) is not None


def attachments(text: str) -> list[Span]:
    """The lists of papers that a report says it has attached."""
    return [Span(*match.span()) for match in _PAPERS.finditer(text)] if "附" in text else []


def is_in(spans: list[Span], place: int) -> bool:
    """Whether a place lies in one of the stretches, which are in order."""
    index = bisect_right(spans, place, key=lambda span: span.start) - 1
    return index >= 0 and place < spans[index].end


def _past_one(text: str, at: int, end: int) -> int | None:
    """Where the duty, body, limit or attachment that begins here ends; None if it is something else."""
    label = _LABEL.match(text, _past(_NUMBERED, text, at, end), end)
    if label:
        stop = _BREAK.search(text, label.end(), end)
        return stop.end() if stop else end
    if attached := _PAPERS.match(text, at, end):
        return attached.end()
    charged = _CHARGED.match(text, at, end)
    if charged and only_bodies(text, *charged.span("who")):
        return charged.end()
    member = _MEMBER.match(text, at, end)
    if member and RANKED.match(text, at, end):
        return member.end()
    if member and (_is_name(member[0]) or _UNTIL.fullmatch(member[0]) or _stands_alone(text, member)):
        return member.end()
    return None


def _past(pattern: re.Pattern[str], text: str, at: int, end: int) -> int:
    match = pattern.match(text, at, end)
    return match.end() if match else at


def _stands_alone(text: str, member: re.Match[str]) -> bool:
    """A table's number or head that lost its row: a line of its own."""
    start, end = member.span()
    alone = (start == 0 or text[start - 1] == "\n") and text[end : end + 1] in ("", "\n")
    return alone and bool(_NUMBER.fullmatch(member[0]) or _HEAD_ALONE.fullmatch(member[0]))


def _is_name(words: str) -> bool:
    if not 1 < len(words) <= _LONGEST_NAME or _HEAD_ALONE.fullmatch(words):
        return False
    if _EVERY.fullmatch(words) or _SURE_NAME.fullmatch(words) or _UNIT.fullmatch(words):
        return True
    if not _OFFICE.search(words) or re.search(r"[\d%：:“”《》的]", words):
        return False
    return bool(_ORGANISERS.match(words)) if words.startswith("组织") else not _asks(words)


def _asks(words: str) -> bool:
    """Whether what ends like an office begins like something to do (成立专班)."""
    begun = clause.opening(words)
    if begun.verb != 0 or begun.word in clause.WEAK_OPENERS:
        return begun.modal and begun.start > 0
    named = _IN_NAMES.match(words)
    rest = len(words) - (named.end() if named else len(begun.word))
    return rest > _LONGEST_REST if named else rest >= _SHORTEST_FOUNDED

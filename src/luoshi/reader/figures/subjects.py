"""What a figure counts, in the report's words, and whether it is a difference."""

import re

from luoshi.reader.clause import matching, opening
from luoshi.reader.figures.amounts import Amount
from luoshi.reader.figures.scene import Scene
from luoshi.reader.figures.words import Endings
from luoshi.reader.lexicon import any_of, load

LONGEST = 40  # characters of a subject
_WORDS = load("figures")
_CHANGES = {word: way for way in ("up", "down") for word in _WORDS[way]}
_CHANGE_AT = Endings(_CHANGES)
_CHANGE = re.compile(any_of(_CHANGES))
_SHORT = re.compile("(?<![新净递倍])[增升减降]$")  # 增5个百分点; 新增5所 adds what it counts
_SHARES = ("%", "个百分点")
_MEASURED = frozenset((*_SHARES, "倍", "M", "Mbps", "兆", ":1", "1:"))  # units that no noun follows
_TIMES = frozenset(("次", "场", "场次", "期", "轮", "批", "批次", "人次", "遍"))
_LINK = re.compile(rf"(?:{any_of(_WORDS['link'])}|(?<![主需重必])要|[ ])+$")
_WHOLE = Endings(_WORDS["whole"])
_RHYTHM = re.compile(r"(?:每(?:个?(?:学期|学年|季度|工作日)|[年月周天日人]))+$")
_FOR_EACH = re.compile(
    "[由从](?=(?:平均)?每)|平均$|(?<!每[人生师校班])每[年月天日]$"
)  # 标准由每生每天5元: the rate stays
_PAST = re.compile(
    r"(?:(?:19|20)[0-9]{2}年(?:度|底|以来)?|“?十[一二三四五六七八九]五”?(?:期间|时期|末)|(?<=[由从自])[上去]年)的?"
)
# 完成率 and 培训面 keep their verb; 2. is an item's number.
_LEAD = re.compile(
    rf"(?:(?!{any_of(_WORDS['compounds'])}){any_of(_WORDS['lead'])}了?(?![率面员者]|方案|意见|办法)|(?:19|20)[0-9]{{2}}年(?:度|底)?|[0-9]{{1,2}}[.．](?![0-9])|[ ])+"
)
_BEHIND = re.compile(r"[^，。；：！？、\n\t,;（）()【〔\[“”0-9]{1,20}")
_AGAINST = re.compile("(?:[比较与同]|高出|低于).{0,8}")  # what a difference is measured by, not what is counted
_ENDS = any_of([*_WORDS["tail"], *_WORDS["arrive"]])
_TAIL = re.compile(_ENDS)
_GOING = re.compile(rf"(?:[到赴]|报到).{{0,8}}?{any_of(_WORDS['people'])}(?=$|{_ENDS})")  # 30名到村任职教师
_BASE = re.compile("(?:不[低少高多]于|不超过|达到|高于|低于|超过)[^，]{2,}的$")  # 经费不低于收入的10%
_HELD = re.compile("开展|举办|举行|召开|组织|进行|实施")
_ATTEND = re.compile("(?:共同)?(参加(?:培训|活动|比赛|学习)?|参会|出席)")
_PLEDGES = ("确保", "力争", "争取")
_OFFICE = ("局", "厅", "委", "办", "部门", "政府")
_JOINS = "）)”、和与及"
_ITEM = re.compile(r"^(?:[0-9]{1,2}[.．](?![0-9])|[（(][一二三四五六七八九十0-9]{1,3}[）)]|[①-⑳])")
_GIVES = re.compile(rf"(?<=..){any_of(_WORDS['gives'])}了?(?=..)")
_ACT_AT = Endings(_WORDS["acts"])
_HOUSES = frozenset(("所", "家"))
_POST = re.compile(rf"(?<=[校园院学]){any_of(_WORDS['posts'])}")
_AT_LEAST = re.compile("至少|最少")
_IN_RHYTHM = re.compile(".*每(?:个?(?:学期|学年|季度|工作日)|[年月周天日])")
_DIGIT = re.compile("[0-9]")
_SPAN = re.compile("[一二三四五六七八九十]+年")  # 九年义务教育
_QUOTED = re.compile("“([^”\\n]{2,30})”([^，。；：！？、\\n\\t,;（）()“”0-9]{0,20})")
_ET_CETERA = re.compile("等(?:共|共计|合计)?$")


def subject(text: str, view: Scene, amount: Amount, floor: int, ceiling: int) -> str | None:
    """The noun behind the unit (30名校长) if there is one, else the words in front (入学率达95%).

    `floor` and `ceiling` are where the figures before and after it in its sentence end and begin.
    """
    counts = amount.unit not in _MEASURED and not (amount.unit or "").startswith("元")
    done = amount.unit in _TIMES and _ACT_AT.at(text, amount.start)  # 检查1次食堂 counts the checks
    behind = _behind(text, amount, ceiling) if counts and not done else None
    return behind or _before(text, view, amount, floor)


def _behind(text: str, amount: Amount, ceiling: int) -> str | None:
    if quoted := _QUOTED.match(text, amount.end):
        rest = _cut(quoted[2])
        return f"“{quoted[1]}”{rest}" if rest else quoted[1]
    match = _BEHIND.match(text, amount.end, ceiling)
    if not match:
        return None
    if _ET_CETERA.search(text, max(0, amount.start - 4), amount.start) and (attend := _ATTEND.match(match[0])):
        return attend[1]
    words = _cut(match[0].removeprefix("的"))
    if match.end() == ceiling and (gives := _GIVES.search(words)):
        words = words[: gives.start()]
    if amount.unit in _HOUSES and (post := _POST.search(words)):
        words = words[: post.start()]
    return words or None


def _cut(words: str) -> str:
    """As far as the noun goes."""
    going = _GOING.match(words)
    end = _TAIL.search(words, going.end() if going else 0)
    return words[: end.start()] if end else words


def _before(text: str, view: Scene, amount: Amount, floor: int) -> str | None:
    clause = view.clause(amount.start)
    if text[floor : floor + 1] == "的":  # 不足30人的教学点8个: one noun with what sets it apart
        floor = clause
    start = max(clause, amount.start - 2 * LONGEST, floor)
    start = max(start, _open_bracket(text, start, amount.start))
    before = text[start : amount.start]
    parts = [_unlinked(part, amount.unit) for part in _PAST.split(before.lstrip(_JOINS) if start > clause else before)]
    words = next(
        (part for part in reversed(parts) if part and not _AGAINST.fullmatch(part)), ""
    )  # 占比由2020年的45%: what stands before the year
    words = _ITEM.sub("", words)
    if _DIGIT.search(words):  # another number stands in the list, so it is not all of one piece
        words = words[words.rfind("、") + 1 :]
    if floor > clause and (gives := _GIVES.search(words)):
        words = words[gives.end() :]
    words = _pledged(_asked(_AT_LEAST.sub("", words)))
    lead = _LEAD.match(words)
    words = words[lead.end() :] if lead else words
    if amount.unit in _TIMES:
        words = _held(words)
    return _fitting(words).lstrip("）)”") or None


def _unlinked(words: str, unit: str | None) -> str:
    """Without the words that link it with its number; money for each (每生每天) keeps them."""
    words = _without_link(_BASE.sub("", words) if words.endswith("的") else words)
    if (unit or "").startswith("元"):
        return _FOR_EACH.sub("", words)
    rhythm = _RHYTHM.search(words) if "每" in words else None
    return _without_link(words[: rhythm.start()]) if rhythm else words


def _without_link(words: str) -> str:
    """午餐供应 and 公办学位新增 end with words that only look like linking ones."""
    link = _LINK.search(words)
    while link and _WHOLE.at(words, link.start() + 1):
        link = _LINK.search(words, link.start() + 1)
    return words[: link.start()] if link else words


def _asked(words: str) -> str:
    """Without the time, office, modal word and adverbs that a clause opens with (财政局要统筹资金)."""
    at = 0
    while (end := matching("time", words[at:])) and not _SPAN.fullmatch(words, at, at + end):
        at += end
    words = words[at:]
    if _SPAN.match(words) or (("不" in words or "禁" in words) and matching("forbid", words)):
        return words
    found = opening(words)
    head = words[: found.start]
    if head and not (head.endswith(_OFFICE) or (found.modal and "每" not in head)):
        return words
    if found.verb is None or len(found.word) < 2 or words[: found.verb].endswith(("新", "有")):
        return words[found.start :]
    return words[found.verb :]


def _pledged(words: str) -> str:
    """学校确保课程占比达到9%: what is to be so."""
    for pledge in _PLEDGES:
        _, said, rest = words.rpartition(pledge)
        if said and len(rest) >= 2:
            words = rest
    return words


def _held(words: str) -> str:
    """对周边开展联合检查3次, 局办公室每季度通报1次: the act that is counted."""
    rest = _HELD.split(_IN_RHYTHM.sub("", words))[-1]
    return rest if len(rest) >= 2 else words


def _fitting(words: str) -> str:
    """The end of what is too long, from a member of its list on where it has one."""
    if len(words) <= LONGEST:
        return words
    short = words[-LONGEST:]
    return short[short.find("、") + 1 :] if "、" in short else short


def _open_bracket(text: str, start: int, end: int) -> int:
    """Behind the last bracket that is not shut before `end`, else 0: 县（市）入园率 is one subject."""
    opened = max(text.rfind(sign, start, end) for sign in "（(")
    shut = any(text.find(sign, opened, end) >= 0 for sign in "）)")
    return 0 if opened < 0 or shut else opened + 1


def change(text: str, view: Scene, amount: Amount) -> str | None:
    """up or down where the number is a difference: 增长5%, 提高了3个百分点, but not 提高到78%."""
    at = amount.start
    word = _CHANGE_AT.at(text, at - 1 if text[at - 1 : at] in ("了", "达", " ") else at)
    if word:
        return _CHANGES[word]
    if amount.unit in _SHARES and (short := _SHORT.search(text, max(0, at - 2), at)):
        return "up" if short[0] in "增升" else "down"
    if amount.unit != "个百分点":
        return None
    found = _CHANGE.findall(text, view.clause(at), at)
    return _CHANGES[found[-1]] if found else None

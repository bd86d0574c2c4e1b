"""Time limits of what a report asks for, as days: 到2025年底, 9月30日前, 今年秋季开学前, “十四五”期间."""

import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

from luoshi.reader.draft import Draft
from luoshi.reader.figures.counting import in_title
from luoshi.reader.figures.scene import CUE, ROLES, five_year_end
from luoshi.reader.figures.words import Beginnings, Endings
from luoshi.reader.lexicon import any_of, load
from luoshi.reader.numerals import CHINESE_DIGITS, value
from luoshi.reader.reading import Deadline, Recurrence
from luoshi.reader.recurrences import recurrences
from luoshi.reader.reliability import sure


def led_by(words: Iterable[str]) -> str:
    """A pattern for `words` that begins with the set of their first characters."""
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[0], []).append(word[1:])
    choices = "|".join(f"(?<={first}){any_of(rest)}" for first, rest in rests.items())
    return f"[{''.join(rests)}](?:{choices})"


ASKING = ("goal", "task")
TERM_OPENS = {"秋": (8, 31), "春": (2, 28)}  # the last day before school opens, by the season of the term
_WORDS = load("calendar")
_FEASTS: dict[str, str] = _WORDS["feasts"]
_NO_LIMIT = Beginnings(_WORDS["no_limit"])
_DRAFTING = Endings(_WORDS["drafting"])
_PAPER = re.compile(rf"[^，。；：！？、\n]{{0,16}}?{any_of(_WORDS['papers'])}")
_NO_SPAN = Beginnings(_WORDS["no_span"])
_AGAINST = Endings(_WORDS["against"])
_UNTIL = Endings(_WORDS["until"])

_BLANK = "xX×✕*＊○"
_SAID_YEAR = re.compile(rf"(?:19|20)[0-9]{{2}}|二[〇零○][{CHINESE_DIGITS}]{{2}}|今|本|当|明|后")
_BLANK_YEAR = re.compile(rf"20[{_BLANK}]{{2}}|[{_BLANK}]{{2,4}}")
_RELATIVE = {"今": 0, "本": 0, "当": 0, "明": 1, "后": 2}
_NUMERAL = rf"[0-9{CHINESE_DIGITS}十{_BLANK}]"
_LIMIT = rf"(?P<limit>(?:之|以)?(?:前(?!{_NUMERAL}|[个两几])|内)|期间)?"
# Each begins with a set of characters, not with a choice: that is what makes the search fast.
_MONTH = (
    rf"(?P<month>{_NUMERAL}{_NUMERAL}{{0,2}}+)月份?"
    rf"(?:(?P<day>{_NUMERAL}{_NUMERAL}{{0,2}}+)(?:[日号]?[-—~～至到](?P<last>{_NUMERAL}{_NUMERAL}?+))?[日号]|(?P<part>[底末初]|[上中下]旬))?"
)
_HALF = r"(?P<half>[上下])半年"
_QUARTER = r"(?P<quarter>[一二三四1-4])季度末?"
_SEASON = (
    r"(?P<season>[春秋])季?(?:新?学期)?"
    r"(?:(?:正式)?开学(?=之?前)|(?<=学期)(?=之?前)|(?=(?:正式)?(?:投入使用|投用|启用|招生)))"
)
_OPENS = r"(?P<opens>开学)(?=之?前)"
_FEAST = rf"(?P<feast>{led_by(_FEASTS)})(?=之?前)"
# What joins the first and last day of a window; 至 and 到 belong to the span of the last.
_JOINED = ("至", "到", *(sign + digit for sign in "-—~～" for digit in "0123456789"))
_GOES_ON = re.compile(r"[-—~～至到](?:(?:20[0-9]{2}|今|明)年)?[0-9]{1,2}月[0-9]{1,2}[日号]")
_PATTERNS = tuple(
    re.compile(pattern, re.VERBOSE)
    for pattern in (
        rf"""(?P<year>[12二今本当明后{_BLANK}][0-9{CHINESE_DIGITS}{_BLANK}]{{0,3}}+)(?:[-—~～至到](?P<until>20[0-9]{{2}}))?
            年度?(?:(?P<edge>年?[底末]|年终)|{_MONTH}|{_HALF}|第?{_QUARTER}|{_SEASON}|{_OPENS}|{_FEAST})?{_LIMIT}""",
        rf"(?P<next>下个?月)[底末]?{_LIMIT}",
        rf"年(?:(?P<edge>[底末终]){_LIMIT}|(?P<inside>内))",
        *(rf"{part}{_LIMIT}" for part in (_MONTH, _HALF, _QUARTER, _SEASON, _OPENS, _FEAST)),
        r"(?P<plan>(?:“十|十)[一二三四五六七八九]五”?)(?:规划)?(?:期间|时期|期末|末期?|期内)",
        rf"""(?P<span>[0-9{CHINESE_DIGITS}十][0-9{CHINESE_DIGITS}十]{{0,2}}+)
            (?:[至到~～—-](?P<most>[0-9{CHINESE_DIGITS}十]{{1,3}}+))?
            (?P<unit>年|个月|周|个星期)(?:左右)?(?P<within>(?:的?时间)?(?:之|以)?内|的?时间)?""",
    )
)


@dataclass(frozen=True, slots=True)
class _Today:
    """What the paper's own date says: the year of the plan and the day, None where it does not say."""

    year: int | None
    day: date | None


def deadlines(draft: Draft) -> Draft:
    """Find limits and rhythms in the sentences that ask for something; without sentences, everywhere."""
    day = date.fromisoformat(draft.meeting.date) if draft.meeting.date else None
    today = _Today(draft.meeting.year or (day.year if day else None), day)
    limits: list[Deadline] = []
    rhythms: list[Recurrence] = []
    for start, end in _asking(draft):
        again = recurrences(draft.text, start, end)
        taken = [(rhythm.start, rhythm.end) for rhythm in again]
        limits += _apart(draft.text, _limits(draft.text, start, end, today), taken)
        rhythms += again
    return draft.having(deadlines=tuple(limits), recurrences=tuple(rhythms))


def _asking(draft: Draft) -> Iterator[tuple[int, int]]:
    """Stretches of text that ask for something, neighbours joined."""
    if not draft.sentences:
        yield 0, len(draft.text)
        return
    start = end = -2  # no stretch yet: not even one that a sentence at 0 goes on
    for sentence in draft.sentences:
        if sentence.kind not in ASKING:
            continue
        if sentence.start > end + 1:
            if end > start:
                yield start, end
            start = sentence.start
        end = sentence.end
    if end > start:
        yield start, end


def _apart(text: str, found: list[Deadline], taken: list[tuple[int, int]]) -> list[Deadline]:
    """In reading order, the longest first at a place, none overlapping another or what is taken (in order)."""
    kept: list[Deadline] = []
    starts = [start for start, _ in taken]
    reach = list(accumulate((end for _, end in taken), max))
    for limit in sorted(found, key=lambda limit: (limit.start, -limit.end)):
        if kept and limit.start < kept[-1].end:
            continue
        before = bisect_left(starts, limit.end)
        if before and limit.start <= reach[before - 1]:  # 每学期|开学前
            continue
        if kept and text[kept[-1].end : limit.start + 1] in _JOINED:
            kept[-1] = _window(text, kept[-1], limit)
        else:
            kept.append(limit)
    return kept


def _window(text: str, first: Deadline, last: Deadline) -> Deadline:
    """2017年8月至11月: one window, in the year of its beginning unless its end has its own."""
    due = last.due
    if first.due and due and "年" not in text[last.start : last.end]:
        due = first.due[:4] + due[4:]
    return replace(first, end=last.end, due=due)


def _limits(text: str, start: int, end: int, today: _Today) -> list[Deadline]:
    found = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text, start, end):
            limit = _limit(text, match, today)
            if limit:
                found.append(limit)
    return found


def _limit(text: str, match: re.Match[str], today: _Today) -> Deadline | None:
    """The limit that a match stands for; None where it is a start, a name, a comparison or the plan's own year."""
    parts = {name: said for name, said in match.groupdict().items() if said}
    prefix = _UNTIL.at(text, match.start())
    start = match.start() - len(prefix or "")
    against = _AGAINST.at(text, start)
    if against in ("从", "自") and ("last" in parts or _GOES_ON.match(text, match.end())):  # 从3月10日到12日: a window
        start, against = start - len(against), None
    if (
        against is not None
        or (_NO_LIMIT.at(text, match.end()) and "limit" not in parts)
        or in_title(text, start, match.end())
        or _names_a_paper(text, start, match.end(), parts)
        or (prefix is not None and prefix.startswith("截") and "limit" not in parts)  # what was reached by then
    ):
        return None
    if "plan" in parts:
        due, reason = _plan(parts["plan"], today), "five-year-plan"
    elif "span" in parts:
        due, reason = _within(text, match, parts, today), "span"
    elif "next" in parts:
        due, reason = _next_month(today), "next-month"
    else:
        due, reason = _dated(text, match, parts, prefix, today), "date"
    if due is None:
        return None
    reason = reason if due else "unknown"
    return Deadline(
        start, match.end(), sure("deadlines", _ESTIMATE, reason), reason, due or None, _hardness(text, start)
    )


_ESTIMATE = 0.6  # of rules that were met too rarely to be measured


def _names_a_paper(text: str, start: int, end: int, parts: dict[str, str]) -> bool:
    """编制2025—2030年布局规划: the years are the paper's, not a limit for writing it."""
    if not parts.keys() <= {"year", "until", "plan"}:
        return False
    return bool(_DRAFTING.at(text, start) and _PAPER.match(text, end))


# Each of the next three gives a day (ISO), "" where there is a limit whose day is unknown, None where there is none.


def _plan(name: str, today: _Today) -> str | None:
    year = five_year_end(name)
    return None if today.year and year < today.year else f"{year}-12-31"


def _within(text: str, match: re.Match[str], parts: dict[str, str], today: _Today) -> str | None:
    """三年内, 用3至5年时间, 今后三年: counted from the document's day."""
    ahead = text[match.start() - 2 : match.start()] in ("今后", "未来")
    using = text[match.start() - 1 : match.start()] == "用" and "within" in parts
    if not (ahead or using or parts.get("within", "").endswith("内")) or (
        ahead and text.startswith("行动", match.end())
    ):
        return None
    count = value(parts.get("most") or parts["span"])
    if not isinstance(count, int) or count > 30:
        return None
    if today.day is None:
        return ""
    if parts["unit"] in ("周", "个星期"):
        return date.fromordinal(today.day.toordinal() + 7 * count).isoformat()
    months = today.day.month - 1 + (12 * count if parts["unit"] == "年" else count)
    year, month = today.day.year + months // 12, months % 12 + 1
    return date(year, month, min(today.day.day, monthrange(year, month)[1])).isoformat()


def _next_month(today: _Today) -> str:
    """下个月: the last day of the month behind the document's day."""
    if today.day is None:
        return ""
    year, month = today.day.year + today.day.month // 12, today.day.month % 12 + 1
    return date(year, month, monthrange(year, month)[1]).isoformat()


def _dated(text: str, match: re.Match[str], parts: dict[str, str], prefix: str | None, today: _Today) -> str | None:
    year, known = today.year, True
    said = parts.get("year")
    if said:
        told = _year(said, today)
        if told is None:
            return None
        year, known = told or None, bool(told)
    elif _follows_number(text, match.start()):
        return None
    firm = bool(prefix or parts.keys() & {"edge", "limit", "inside"})
    finer = bool(parts.keys() & {"month", "half", "quarter", "season", "opens", "feast"})
    if "until" in parts:
        year = int(parts["until"])
        if _NO_SPAN.at(text, match.end()) or text[match.start() - 1 : match.start()] in ("（", "("):
            return None
    elif not firm and not finer and not _ahead(text, match, said, year, today):
        return None
    if year and today.year and year < today.year:
        return None
    if not known and not firm and not finer:
        return None
    return _day(parts, year, today) if year else ""


def _follows_number(text: str, start: int) -> bool:
    """三年内, 2个月底: the word goes on a number or a year that another pattern reads."""
    before = text[start - 1 : start]
    if before == "学":  # 学年底, but 县第一中学10月底前, 实验小学年底前
        return text[start] == "年" and text[start - 2 : start - 1] not in ("小", "中", "大")
    return start > 0 and (before in "个年半当整去" or value(before) is not None)


def _ahead(text: str, match: re.Match[str], said: str | None, year: int | None, today: _Today) -> bool:
    """A bare year is a limit when it lies ahead of the plan's own (2024年 in a plan of 2024 is none)."""
    if said is None or year is None or today.year is None or text[match.end() : match.end() + 1] in tuple("春秋上下第"):
        return False
    return year > today.year


def _year(said: str, today: _Today) -> int | None:
    """The year meant; 0 where it is struck out or unknown, None where the word means none."""
    if _BLANK_YEAR.fullmatch(said):
        return 0
    if not _SAID_YEAR.fullmatch(said):
        return None
    if said in _RELATIVE:
        return today.year + _RELATIVE[said] if today.year else 0
    number = value(said)
    return number if isinstance(number, int) else None


def _day(parts: dict[str, str], year: int, today: _Today) -> str | None:
    before = parts.get("limit", "").endswith("前")
    if "month" in parts:
        return _in_month(parts, year, before=before)
    if "half" in parts:
        return f"{year}-06-30" if parts["half"] == "上" else f"{year}-12-31"
    if "quarter" in parts:
        month = 3 * int(value(parts["quarter"]) or 4)
        return f"{year}-{month:02}-{monthrange(year, month)[1]}"
    if "feast" in parts:
        last = _FEASTS[parts["feast"]]
        return f"{year - 1 if last == '12-31' and 'year' in parts else year}-{last}"
    if "season" in parts or "opens" in parts:
        spring = today.day is not None and today.day.month <= 2  # 开学前 without its term: the next to open
        month, day = TERM_OPENS[parts.get("season") or ("春" if spring else "秋")]
        return f"{year}-{month:02}-{day}"
    return f"{year}-12-31"


def _in_month(parts: dict[str, str], year: int, *, before: bool) -> str | None:
    month, day = value(parts["month"]), value(parts.get("last") or parts.get("day", ""))
    if month is None or ("day" in parts and day is None):
        return "" if before or "part" in parts else None
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    month = int(month)
    if before and "day" not in parts and "part" not in parts:  # 6月前 ends with May
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    last = monthrange(year, month)[1]
    end = {"初": 10, "上旬": 10, "中旬": 20}.get(parts.get("part", ""), last)
    return f"{year}-{month:02}-{min(int(day or end), last):02}"


def _hardness(text: str, start: int) -> str | None:
    """firm or aspired by the last such word in front, in the same clause."""
    begin = max(text.rfind(sign, max(0, start - 40), start) for sign in "，。；：\n") + 1
    roles = [ROLES[cue[0]] for cue in CUE.finditer(text, max(begin, start - 40), start)]
    return next((role for role in reversed(roles) if role in ("firm", "aspired")), None)

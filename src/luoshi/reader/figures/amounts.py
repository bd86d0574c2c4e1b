"""Numbers that say how much: found in the text with their unit and the words that bound them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from luoshi.reader.figures.units import FIRST, Unit, unit_at
from luoshi.reader.figures.words import Beginnings, Endings
from luoshi.reader.lexicon import any_of, load
from luoshi.reader.numerals import ARABIC, CHINESE, DIGITS, LONGEST, RANGE_SIGN, Value, adjacent, share, value

STRUCK_OUT = "xX×✕╳*＊○"


class Amount(NamedTuple):
    """One number of the text. `digits` is where the number itself begins; `sure` 0 to 1; `low` None if unknown."""

    start: int
    end: int
    digits: int
    low: Value | None
    high: Value | None
    unit: str | None
    comparator: str
    reason: str
    sure: float
    shared: bool = False


class Numeral(NamedTuple):
    """A number as written, with 余 or 万 behind it, before its unit is known."""

    start: int
    end: int
    low: Value | None
    high: Value | None
    vague: bool
    big: bool  # three digits, 万 or 余: what nouns without a measure word need


_BOUNDS = load("bounds")
_WORDS = load("figures")
_BEFORE = {word: sign for sign, words in _BOUNDS["before"].items() for word in words}
_BEFORE_AT = Endings(_BEFORE)
_NOT_BOUND = Endings(_BOUNDS["not_in"])
_AFTER = {word: sign for sign, words in _BOUNDS["after"].items() for word in words}
_AFTER_AT = Beginnings(_AFTER)
_FAR = {word: sign for sign, words in _BOUNDS["far"].items() for word in words}
_FAR_PATTERN = re.compile(any_of(_FAR))
_MAKING = Endings(_WORDS["making"])
_RANKS = Endings(_WORDS["ranks"])
_NAMING = Beginnings(_WORDS["naming"])
_NAMING_ALWAYS = Beginnings(_WORDS["naming_always"])
_CLASSES = Beginnings(_WORDS["classes"])
_SINGLE = frozenset(_WORDS["single"])
_MONEY = re.compile(any_of(load("units")["bare"]["money"]))

_SCALED = r"([余多几来]?+)([十百千万亿]{0,3}+)([余多来]?+)"
_ARABIC = re.compile(rf"({ARABIC}){_SCALED}")
_CHINESE = re.compile(rf"({CHINESE}){_SCALED}(?=[ ]?[{FIRST}至到~～\-—－–])")
_NUMERAL = re.compile(rf"({ARABIC}|{CHINESE}){_SCALED}")
_SHARE = re.compile(rf"(?:百分之|[{CHINESE[1:19]}]{{1,3}}分之)(?:{ARABIC}|{CHINESE})")
_STRUCK = re.compile(rf"[{STRUCK_OUT}](?:[{STRUCK_OUT}.．]{{0,7}}+)(?![{STRUCK_OUT}]){_SCALED}")
_RANGE = re.compile(rf"[ ]?{RANGE_SIGN}[ ]?")
_SEPARATED = re.compile(rf"[ ]?[、和与及或][ ]?(?=[{DIGITS}])")
_NO_AMOUNT_BEHIND = frozenset("年月日号时点届:：-/年级°")
_NO_AMOUNT_BEFORE = frozenset("第.．:：/+＋〔#＃_=")
_BARE_SCALES = frozenset(("百", "千", "万", "亿", "百万", "千万", "百亿", "千亿"))
_MANY = frozenset("数几")
_PERIOD_BEFORE = frozenset("初高大周期")
_ARTICLE_BEFORE = frozenset("是成做为作这那另某同每一哪")
_CLAUSE_ENDS = "，。；：！？、\n,;"
_QUOTE = 16


def amounts(text: str) -> list[Amount]:
    """All amounts in reading order, none overlapping another."""
    found = [*_arabic(text), *_chinese(text), *_struck_out(text)]
    if "分之" in text:
        found += _shares(text)
    found.sort(key=lambda amount: (amount.start, -amount.end))
    kept: list[Amount] = []
    for amount in found:
        if not kept or amount.start >= kept[-1].end:
            kept.append(amount)
    return kept


def _arabic(text: str) -> Iterator[Amount]:
    """Arabic numbers; those that wait for the unit of a later member of their list come with it."""
    done = refused = 0
    waiting: list[Numeral] = []
    for match in _ARABIC.finditer(text):
        if match.start() < done or match.end() - match.start() > 2 * LONGEST:
            continue
        joined = match.start() == refused and match.start() > 0
        number = None if joined else _from_arabic(text, match)
        if number is None:
            done, refused, waiting = match.end(), _next_member(text, match.end()), []
            continue
        done = number.end
        member = _next_member(text, number.end)
        amount = _measured(text, number, "arabic")
        if amount:
            yield from _sharing(text, waiting, amount)
            yield amount
            waiting = []
        elif member and (not waiting or _next_member(text, waiting[-1].end) == number.start):
            waiting.append(number)
        else:
            waiting = []
        refused = 0


def _next_member(text: str, end: int) -> int:
    """Where the next number of a list begins, 0 if none follows directly."""
    match = _SEPARATED.match(text, end)
    return match.end() if match else 0


def _sharing(text: str, waiting: list[Numeral], last: Amount) -> Iterator[Amount]:
    """新增5、8个: the members before the last have its unit."""
    if not waiting or _next_member(text, waiting[-1].end) != last.digits or _opens(text, waiting[0].start):
        return
    for number in waiting:
        yield Amount(number.start, number.end, number.start, number.low, number.high, last.unit, "=", "shared", 0.8, shared=True)


def _opens(text: str, start: int) -> bool:
    """At the start of a line or sentence, where a number is an item's."""
    return start == 0 or text[start - 1] in "\n。；;！？（("


def _from_arabic(text: str, match: re.Match[str]) -> Numeral | None:
    start, end = match.span()
    before = text[start - 1] if start else "\n"
    if before in _NO_AMOUNT_BEFORE or before in STRUCK_OUT or (before.isascii() and before.isalpha()) or _RANKS.at(text, start):
        return None
    if before == "\n" and "." in match[1]:  # 1.30名: an item's number
        start += match[1].index(".") + 1
        match = _ARABIC.match(text, start)  # type: ignore[assignment]
        if not match:
            return None
    if before == "-" and text[start - 2 : start - 1].isalnum():
        return None
    return _ranged(text, match)


def _ranged(text: str, match: re.Match[str]) -> Numeral | None:
    """The number of `match` and, behind a range sign, the upper end."""
    start, end = match.span()
    low = value(match[0])
    vague = bool(match[2] or match[4])
    big = vague or bool(match[3]) or len(match[1]) >= 3
    sign = _RANGE.match(text, _past_unit(text, end))
    upper = _NUMERAL.match(text, sign.end()) if sign else None
    if not upper or upper.end() - upper.start() > LONGEST:
        return Numeral(start, end, low, None, vague, big)
    top = value(upper[0])
    if low is None or top is None:
        return Numeral(start, end, low, None, vague, big)
    if upper[3] and not match[3] and low < (value(upper[1]) or 0):
        low = value(match[1] + upper[3]) or low
    if top <= low:
        return Numeral(start, end, low, None, vague, big)
    return Numeral(start, upper.end(), low, top, vague or bool(upper[2] or upper[4]), big)


def _past_unit(text: str, end: int) -> int:
    """Behind a unit that both ends of a range write (10%-15%, 3所至5所)."""
    if end < len(text) and text[end] in "%％":
        return end + 1
    unit = unit_at(text, end)
    return unit.end if unit and _RANGE.match(text, unit.end) else end


def _measured(text: str, number: Numeral, script: str) -> Amount | None:
    """The number with its unit and bounds, None where it is no amount."""
    end = number.end
    if text[end : end + 1] == " ":
        end += 2 if text[end : end + 2] == "  " else 1
    if text[end : end + 1] in _NO_AMOUNT_BEHIND:
        return None
    unit = unit_at(text, end)
    bound = _bound_before(text, number.start)
    if unit is None:
        return _unitless(text, number, bound) if script == "arabic" else None
    behind = _AFTER_AT.at(text, unit.end)
    if not _is_amount(text, number, unit, script, bound[1] or behind):
        return None
    return _amount(text, number, unit, bound, behind)


def _amount(text: str, number: Numeral, unit: Unit, bound: tuple[int, str | None], behind: str | None) -> Amount:
    low, high = number.low, number.high
    if text[unit.end - 1] == "成" and low is not None:
        low, high = low * 10, None if high is None else high * 10
    comparator = bound[1] or (_AFTER[behind] if behind else None) or ("~" if number.vague else None)
    comparator = comparator or _far_bound(text, number.start) or "="
    if comparator == "~" and behind:
        comparator = _AFTER[behind]
    end = unit.end + (len(behind) if behind else 0)
    reason = "range" if high is not None else "vague" if low is None else "amount"
    return Amount(bound[0], end, number.start, low, high, unit.name, comparator, reason, 0.95 if unit.grade == "firm" else 0.85)


def _bound_before(text: str, start: int) -> tuple[int, str | None]:
    """Where the figure begins with its bounding word in front, and that word's sign."""
    at = start - 1 if start and text[start - 1] == " " else start
    if at and text[at - 1] == "了":
        at -= 1
    word = _BEFORE_AT.at(text, at)
    if word is None or _NOT_BOUND.at(text, at):
        return start, None
    return at - len(word), _BEFORE[word]


def _far_bound(text: str, start: int) -> str | None:
    """至少学会1项: the last bounding word of the clause in front, None if another number stands between."""
    window = text[max(0, start - 14) : start]
    cut = max(window.rfind(sign) for sign in _CLAUSE_ENDS)
    last = None
    for last in _FAR_PATTERN.finditer(window, cut + 1):
        pass
    if last is None or re.search(f"[{DIGITS}]", window[last.end() :]):
        return None
    return _FAR[last[0]]


def _is_amount(text: str, number: Numeral, unit: Unit, script: str, bound: str | None) -> bool:
    """Rules out ages, ranks, classes, scores of a clock and names in quotes."""
    name, last = unit.name, text[number.start - 1] if number.start else "\n"
    if unit.grade == "noun" and not (number.big or bound):
        return False
    if name == "岁" and "寿命" not in text[max(0, number.start - 14) : number.start]:
        return False
    if name == "天" and not bound:
        return False
    if name == "分" and last in "点时:：":
        return False
    if name in ("人", "名") and _AFTER_AT.at(text, unit.end) and _CLASSES.at(text, unit.end + 2):
        return False
    if name == "次" and last == "届":
        return False
    if _NAMING_ALWAYS.at(text, unit.end) and script != "struck":
        return False
    return not _named(text, number.start, unit.end)


def _named(text: str, start: int, end: int) -> bool:
    """Inside a short quotation or a book title: part of a name."""
    opened = text.rfind("“", max(0, start - _QUOTE), start)
    if opened >= 0 and text.find("”", opened, start) < 0:
        closed = text.find("”", end, opened + _QUOTE)
        if closed >= 0:
            return True
    opened = text.rfind("《", max(0, start - 60), start)
    return opened >= 0 and text.find("》", opened, start) < 0 and text.find("》", end, end + 60) >= 0


def _unitless(text: str, number: Numeral, bound: tuple[int, str | None]) -> Amount | None:
    """总投资1.2亿: money whose 元 is left out."""
    if not text[number.end - 1 : number.end] in ("万", "亿") or text[number.end : number.end + 1] not in set(_CLAUSE_ENDS + "）)的用"):
        return None
    window = text[max(0, number.start - 14) : number.start]
    if not _MONEY.search(window, max(window.rfind(sign) for sign in _CLAUSE_ENDS) + 1):
        return None
    return Amount(bound[0], number.end, number.start, number.low, number.high, "元", bound[1] or "=", "money", 0.8)


def _chinese(text: str) -> Iterator[Amount]:
    done = 0
    for match in _CHINESE.finditer(text):
        if match.start() < done or match.end() - match.start() > LONGEST:
            continue
        number = _from_chinese(text, match)
        amount = _measured(text, number, "chinese") if number else None
        if number and amount and _counts(text, number, amount):
            done = amount.end
            yield amount


def _from_chinese(text: str, match: re.Match[str]) -> Numeral | None:
    start, end = match.span()
    written = match[0]
    before = text[start - 1] if start else "\n"
    if _RANKS.at(text, start):
        return None
    if match[1] + match[3] in _BARE_SCALES and before in _MANY:
        return Numeral(start - 1, end, None, None, True, True)
    both = adjacent(written)
    if both:
        return Numeral(start, end, *both, False, False)
    ranged = _ranged(text, match)
    digits_only = not set(match[1]) & set("十百千万亿")
    if ranged is None or (digits_only and len(match[1]) > 1 and "点" not in match[1]):
        return None
    return ranged


def _counts(text: str, number: Numeral, amount: Amount) -> bool:
    """Whether a Chinese number says how much, or only belongs to a phrase (一名好老师, 四套班子)."""
    start, written = number.start, text[number.start : number.end]
    before = text[start - 1] if start else "\n"
    if _NAMING.at(text, amount.end) or _NAMING.at(text, amount.end + 1) and text[amount.end] in "大重项":
        return False
    bounded = amount.comparator not in "=" or number.high is not None
    made = bool(_MAKING.at(text, start - 1 if before == "了" else start))
    if written in _BARE_SCALES:
        return bounded or made
    if number.low is None or number.vague or bounded:
        return True
    if before in _PERIOD_BEFORE:
        return False
    if number.low < 2:
        chimes = amount.unit in _SINGLE and _rhythm(text, start)
        return before not in _ARTICLE_BEFORE and (chimes or (made and amount.sure > 0.9))
    if number.low < 10 and amount.sure <= 0.9:
        return made or _rhythm(text, start)
    return before not in "这那该哪两"


def _rhythm(text: str, start: int) -> bool:
    """每学期至少一次, 每校一名: 每 in the same clause."""
    window = text[max(0, start - 12) : start]
    return window.rfind("每") > max(window.rfind(sign) for sign in _CLAUSE_ENDS)


def _shares(text: str) -> Iterator[Amount]:
    for match in _SHARE.finditer(text):
        if match.end() - match.start() > 2 * LONGEST:
            continue
        worth = share(match[0])
        if worth is None:
            continue
        sign = _RANGE.match(text, match.end())
        upper = re.compile(f"(?:百分之)?({ARABIC}|{CHINESE})").match(text, sign.end()) if sign else None
        high = value(upper[1]) if upper else None
        end = upper.end() if upper and high is not None else match.end()
        start, bound = _bound_before(text, match.start())
        behind = _AFTER_AT.at(text, end)
        comparator = (bound if bound != "~" else None) or (_AFTER[behind] if behind else bound) or _far_bound(text, match.start()) or "="
        yield Amount(start, end + len(behind or ""), match.start(), worth, high, "%", comparator, "share", 0.9)


def _struck_out(text: str) -> Iterator[Amount]:
    """新建×所, 增长x%: the unit is known, the value is not."""
    for match in _STRUCK.finditer(text):
        start, end = match.span()
        while start and (text[start - 1] in ".．" or text[start - 1].isdecimal()) and match.start() - start < LONGEST:
            start -= 1
        if start and (text[start - 1].isascii() and text[start - 1].isalpha() or text[start - 1] in STRUCK_OUT):
            continue
        number = Numeral(start, end, None, None, False, True)
        amount = _measured(text, number, "struck") if not text[end : end + 1].isdecimal() else None
        if amount:
            yield amount._replace(reason="unknown", sure=0.7)

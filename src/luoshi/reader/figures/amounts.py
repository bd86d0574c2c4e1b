"""Numbers that say how much: found in the text with their unit and the words that bound them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from luoshi.reader.figures import bounds, counting
from luoshi.reader.figures.units import FIRST, unit_at
from luoshi.reader.figures.words import Beginnings, Endings
from luoshi.reader.lexicon import any_of, load
from luoshi.reader.numerals import (
    ARABIC,
    CHINESE,
    CHINESE_DIGITS,
    CHINESE_SCALES,
    DIGITS,
    LONGEST,
    RANGE_SIGN,
    Value,
    adjacent,
    rest_of_tenths,
    share,
    value,
)

WITHOUT_UNIT = "money"  # the reason of an amount whose 元 is left out
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
    """A number as written before its unit is known; `plain` is one of one or two digits without 万 or 余."""

    start: int
    end: int
    low: Value | None
    high: Value | None = None
    vague: bool = False
    plain: bool = False


_RANKS = Endings(load("figures")["ranks"])
_LEVEL = Endings([*load("figures")["arrive"], "达"])
_GROWS = Beginnings(load("figures")["arrive"])
_WHOLE = frozenset(load("units")["whole"])
_MONEY = re.compile(any_of(load("units")["bare"]["money"]))
_SCALE = rf"(?:(?!千[瓦米克])[{CHINESE_SCALES}]){{0,3}}+"
_SCALED = rf"([余多几来]?+)(?:[ \u00a0](?=[万亿]))?+({_SCALE})([余多来]?+)"
_ARABIC = re.compile(rf"({ARABIC}){_SCALED}")
# The look behind keeps an endless run of numerals from being tried again from each of its characters.
_NUMERALS = f"[{CHINESE_DIGITS}{CHINESE_SCALES}]"
_CHINESE = re.compile(
    rf"({_NUMERALS}(?<!{_NUMERALS}{{2}})(?:(?!千[瓦米克]){_NUMERALS})*+(?:点[{CHINESE_DIGITS}]++)?+){_SCALED}(?=[ ]?[{FIRST}至到~～\-—－–])"
)
_NUMERAL = re.compile(rf"({ARABIC}|{CHINESE}){_SCALED}")
_SHARE = re.compile(rf"百分百|(?:百分之|[{CHINESE_DIGITS}{CHINESE_SCALES}]{{1,3}}分之)(?:{ARABIC}|{CHINESE})")
_SHARE_END = re.compile(rf"[ ]?{RANGE_SIGN}[ ]?(?:百分之)?({ARABIC}|{CHINESE})")
_COLON = re.compile("[:：∶](?=[0-9])")
_RATIO_SIDE = 6  # characters of a number on one side
_RATIO = re.compile(r"(?<![0-9.:：∶])([0-9]{1,3}(?:\.[0-9]{1,2})?)[:：∶]([0-9]{1,3}(?:\.[0-9]{1,2})?)(?![0-9.:：∶])")
_ANNOUNCED = re.compile("[生师员班职床额费位]比(?!赛|分)|配比|比例|之比|占比")
_STOP = re.compile("[。；！？\n]")
_RATIO_REACH = 40  # characters from the word ratio to its numbers
_STRUCK = re.compile(rf"[{STRUCK_OUT}](?:[{STRUCK_OUT}.．]{{0,7}}+)(?![{STRUCK_OUT}]){_SCALED}")
_SIGNS = frozenset("-~～－—–―‐‑−∼〜至到")  # those of RANGE_SIGN
_RANGE = re.compile(rf"[ ]?{RANGE_SIGN}[ ]?")
_REST_OF_TENTHS = re.compile("半|[一二三四五六七八九](?=[的，。；、以左]|$)")
_BIG_SCALE = re.compile("[万亿]+[余多]?$")
_SEPARATED = re.compile(rf"[ ]?[、和与及或][ ]?(?=[{DIGITS}])")
_NO_AMOUNT_BEHIND = frozenset("月日号时点:：-/级°")
_NO_AMOUNT_BEFORE = frozenset(f"第.．:：/〔#＃_={STRUCK_OUT}")
_PLUS = frozenset("+＋")  # 5+2, A+3 are names; 课＋2节 adds an amount
_MANY = frozenset("数几")


def amounts(text: str) -> list[Amount]:
    """All amounts in reading order, none overlapping another."""
    found = [*_arabic(text), *_chinese(text), *_struck_out(text), *_ratios(text)]
    if "分之" in text or "百分百" in text:
        found += _shares(text)
    found.sort(key=lambda amount: (amount.start, -amount.end))
    kept: list[Amount] = []
    for amount in found:
        if not kept or amount.start >= kept[-1].end:
            kept.append(amount)
    return _between(text, kept) if "之间" in text else kept


_JOINS_ENDS = frozenset(("和", "与", "到", "至", "-"))


def _between(text: str, found: list[Amount]) -> list[Amount]:
    """在20人和30人之间: one amount with both ends."""
    kept: list[Amount] = []
    for amount in found:
        low = kept[-1] if kept else None
        if (
            low
            and text.startswith("之间", amount.end)
            and text[low.end : amount.start] in _JOINS_ENDS
            and low.low is not None
            and amount.low is not None
            and low.low < amount.low
        ):
            both = low._replace(end=amount.end + len("之间"), high=amount.low, unit=amount.unit)
            kept[-1] = both._replace(comparator="=", reason="range")
        else:
            kept.append(amount)
    return kept


def _arabic(text: str) -> Iterator[Amount]:
    """Arabic numbers; those that wait for the unit of a later member of their list come with it."""
    done = refused = 0
    waiting: list[Numeral] = []
    for match in _ARABIC.finditer(text):
        if match.start() < done or match.end() - match.start() > 2 * LONGEST:
            continue
        number = None if 0 < refused == match.start() else _from_arabic(text, match)
        if number is None:
            done, refused, waiting = match.end(), _next_member(text, match.end()), []
            continue
        done, refused = number.end, 0
        amount = _measured(text, number)
        if amount:
            yield from _sharing(text, waiting, amount)
            yield amount
            waiting = []
        elif _next_member(text, number.end):
            if not waiting or _next_member(text, waiting[-1].end) != number.start:
                waiting = []
            waiting.append(number)
        else:
            waiting = []


def _next_member(text: str, end: int) -> int:
    """Where the next number of a list begins, 0 if none follows directly."""
    match = _SEPARATED.match(text, end)
    return match.end() if match else 0


def _sharing(text: str, waiting: list[Numeral], last: Amount) -> Iterator[Amount]:
    """新增5、8个: the members before the last have its unit, unless the first is an item's number."""
    if not waiting or _next_member(text, waiting[-1].end) != last.digits or _opens(text, waiting[0].start):
        return
    for start, end, low, high, *_ in waiting:
        yield Amount(start, end, start, low, high, last.unit, "=", "shared", 0.8, shared=True)


def _opens(text: str, start: int) -> bool:
    """At the start of a line or sentence, where a number is an item's."""
    return start == 0 or text[start - 1] in "\n。；;！？（("


def _from_arabic(text: str, match: re.Match[str]) -> Numeral | None:
    start = match.start()
    before = text[start - 1] if start else "\n"
    if before in _NO_AMOUNT_BEFORE or (before.isascii() and before.isalpha()) or _RANKS.at(text, start):
        return None
    if before == "-" and text[start - 2 : start - 1].isalnum():
        return None
    if before in _PLUS and (start < 2 or text[start - 2].isascii() or text[start - 2] in "”’"):
        return None
    point = match[1].find(".") if before == "\n" and not match[3] else -1
    if 0 < point <= 2:
        unit = unit_at(text, match.end())
        if unit and unit.name in _WHOLE:  # 1.30名: an item's number, for nobody counts 1.3 teachers
            item = _ARABIC.match(text, start + point + 1)
            return _ranged(text, item) if item else None
    return _ranged(text, match)


def _ranged(text: str, match: re.Match[str]) -> Numeral:
    """The number of `match` and, behind a range sign, the upper end."""
    start, end = match.span()
    vague = bool(match[2] or match[4])
    plain = not (vague or match[3] or len(match[1]) >= 3)
    low = value(match[0])
    if _SIGNS.isdisjoint(text[end : end + 8]):  # as nearly always: no need to look for a second number
        return Numeral(start, end, low, None, vague, plain)
    sign = _RANGE.match(text, _past_included(text, _past_unit(text, end)))
    upper = _NUMERAL.match(text, sign.end()) if sign else None
    high = value(upper[0]) if upper and upper.end() - upper.start() <= LONGEST else None
    if upper is None or low is None or high is None:
        return Numeral(start, end, low, None, vague, plain)
    shared = _BIG_SCALE.search(upper[0])
    if shared and not _BIG_SCALE.search(match[0]) and low < (value(upper[0][: shared.start()]) or 0):
        low = value(match[0] + shared[0]) or low  # 8-10万, 一百二十到一百五十万
    elif upper[0][-1] in "百千" and len(match[0]) == 1 and len(upper[0]) == 2 and low < (value(upper[0][0]) or 0):
        low = value(match[0] + upper[0][-1]) or low  # 两到三千
    if high <= low:
        return Numeral(start, end, low, None, vague, plain)
    return Numeral(start, upper.end(), low, high, vague or bool(upper[2] or upper[4]), plain)


def _past_unit(text: str, end: int) -> int:
    """Behind a unit that both ends of a range write (10%-15%, 3所至5所)."""
    if text[end : end + 1] in ("%", "％"):
        return end + 1
    unit = unit_at(text, end)
    return unit.end if unit and _RANGE.match(text, unit.end) else end


def _past_included(text: str, end: int) -> int:
    """Behind a bracket that says that the lower end counts too: 1万（含）-5万元."""
    return end + len("（含）") if text.startswith(("（含）", "(含)"), end) else end


def _measured(text: str, number: Numeral) -> Amount | None:
    """The number with its unit and bounds, None where it is no amount."""
    end = number.end
    while end < number.end + 2 and text[end : end + 1] == " ":
        end += 1
    if text[end : end + 1] in _NO_AMOUNT_BEHIND and not text.startswith("日元", end):
        return None
    unit = unit_at(text, end)
    if unit is None:
        return _money(text, number) or _unitless(text, number)
    rest = _REST_OF_TENTHS.match(text, unit.end) if text[unit.end - 1] == "成" else None
    unit = unit._replace(end=rest.end()) if rest else unit  # 三成半
    before, after = bounds.bound_before(text, number.start), bounds.bound_behind(text, unit.end)
    bounded = bool(before[1] or after[1])
    if not counting.is_amount(text, number.start, unit, plain=number.plain, bounded=bounded):
        return None
    low, high = number.low, number.high
    if text[end : end + 1] == "成" and low is not None:
        tenths = rest_of_tenths(text[end + 1 : unit.end])
        low, high = low * 10 + tenths, None if high is None else high * 10 + tenths
    comparator = bounds.sign(before[1], after[1], number.vague) or bounds.far_bound(text, number.start) or "="
    if unit.grade == "noun" and text[number.end - 1].isdigit():  # 6997学生: the measure word got lost
        return Amount(before[0], number.end, number.start, low, high, None, comparator, "uncounted", 0.7)
    reason = "range" if high is not None else "vague" if low is None else "amount"
    sure = 0.95 if unit.grade == "firm" else 0.85
    return Amount(before[0], after[0], number.start, low, high, unit.name, comparator, reason, sure)


def _money(text: str, number: Numeral) -> Amount | None:
    """总投资1.2亿: money whose 元 is left out."""
    if text[number.end - 1] not in "万亿" or text[number.end : number.end + 1] not in tuple("，。；、）)的用 \n"):
        return None
    if not _MONEY.search(text, bounds.clause_start(text, number.start, 14), number.start):
        return None
    start, sign = bounds.bound_before(text, number.start)
    return Amount(start, number.end, number.start, number.low, number.high, "元", sign or "=", WITHOUT_UNIT, 0.8)


def _unitless(text: str, number: Numeral) -> Amount | None:
    """在园幼儿达到4818万: a level whose unit was said before or goes without saying."""
    if text[number.end - 1] not in "万亿":
        return None
    start, sign = bounds.bound_before(text, number.start)
    reached = text[number.end : number.end + 1] in tuple("，。；、）)\n") and _LEVEL.at(text, start)
    left = text[start - 1 : start] in tuple("从由") and _GROWS.at(text, number.end)
    if not reached and not left:
        return None
    return Amount(start, number.end, number.start, number.low, number.high, None, sign or "=", "unitless", 0.7)


def _chinese(text: str) -> Iterator[Amount]:
    done = chained = 0
    for match in _CHINESE.finditer(text):
        if match.start() < done or match.end() - match.start() > LONGEST:
            continue
        number = _from_chinese(text, match)
        amount = _measured(text, number) if number else None
        if not number or not amount or amount.reason == WITHOUT_UNIT:
            continue
        end = match.end() if number.high is None else number.end
        unit = unit_at(text, end + (text[end : end + 1] == " "))
        if unit is None:
            continue
        bounded = number.vague or amount.high is not None or amount.comparator != "="
        if counting.counts(
            text, number.start, match[0], number.low, unit, bounded=bounded or 0 < chained == match.start()
        ):
            done = amount.end
            # 百支乐团、千支舞队: what follows 、 in a list whose first is an amount is one too.
            chained = text.find("、", amount.end, amount.end + 12) + 1
            yield amount


def _from_chinese(text: str, match: re.Match[str]) -> Numeral | None:
    start, end = match.span()
    written = match[0]
    if _RANKS.at(text, start):
        return None
    if start and text[start - 1] in _MANY and written[0] in CHINESE_SCALES:
        return Numeral(start - 1, end, None, vague=True)
    if start and text[start - 1] == "上" and written in counting.BARE_SCALES:  # 上千人
        return Numeral(start - 1, end, value(written), vague=True)
    both = adjacent(written)
    if both:
        return Numeral(start, end, *both)
    said_by_digits = len(match[1]) > 1 and "点" not in match[1] and not set(match[1]) & set(CHINESE_SCALES)
    return None if said_by_digits else _ranged(text, match)


def _shares(text: str) -> Iterator[Amount]:
    for match in _SHARE.finditer(text):
        worth = share(match[0]) if match.end() - match.start() <= 2 * LONGEST else None
        if worth is None:
            continue
        upper = _SHARE_END.match(text, match.end())
        high = value(upper[1]) if upper else None
        start, before = bounds.bound_before(text, match.start())
        end, after = bounds.bound_behind(text, upper.end() if upper and high is not None else match.end())
        comparator = bounds.sign(before, after, vague=False) or bounds.far_bound(text, match.start()) or "="
        yield Amount(start, end, match.start(), worth, high, "%", comparator, "share", 0.9)


def _ratios(text: str) -> Iterator[Amount]:
    """生师比为14.93:1 and its like; a time or a score is none, for no ratio was announced in its sentence."""
    for colon in _COLON.finditer(text):
        match = _RATIO.search(text, max(0, colon.start() - _RATIO_SIDE), colon.end() + _RATIO_SIDE + 1)
        if not match:
            continue
        over, under = match.groups()
        said = text[bounds.clause_start(text, match.start(), _RATIO_REACH, _STOP) : match.start()]
        if "1" not in (over, under) or not _ANNOUNCED.search(said):
            continue
        start, sign = bounds.bound_before(text, match.start())
        end, behind = bounds.bound_behind(text, match.end())
        worth, unit = (value(over), ":1") if under == "1" else (value(under), "1:")
        comparator = bounds.sign(sign, behind, vague=False) or bounds.far_bound(text, match.start()) or "="
        yield Amount(start, end, match.start(), worth, None, unit, comparator, "ratio", 0.85)


def _struck_out(text: str) -> Iterator[Amount]:
    """新建×所, 增长x%: the unit is known, the value is not."""
    for match in _STRUCK.finditer(text):
        start, end = match.span()
        while start and match.start() - start < LONGEST and (text[start - 1] in ".．" or text[start - 1].isdecimal()):
            start -= 1
        before = text[start - 1] if start else "\n"
        if (before.isascii() and before.isalpha()) or before in STRUCK_OUT or text[end : end + 1].isdecimal():
            continue
        amount = _measured(text, Numeral(start, end, None))
        if amount and amount.reason != WITHOUT_UNIT:
            yield amount._replace(reason="unknown", sure=0.7)

"""Numerals as Chinese offices write them, and what they are worth."""

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import prod

DIGITS = "0-9０-９"
ANY_DIGIT = r"\dxX×"  # in a class of characters: a digit, or what stands where one was struck out
CHINESE_DIGITS = "零〇一二两三四五六七八九"
CHINESE_SCALES = "十百千万亿"
ORDINALS = "一二三四五六七八九十"  # what items are numbered with
ITEM_NUMBER = rf"[（(]?[{ORDINALS}\d]{{1,3}}[）)、.．]"  # 一、 （二） 3. 4）
RANGE_SIGN = r"(?:[-~～－—–―‐‑−∼〜]{1,2}|[至到])"
# 1,234 and 1 234 are one number, 12,34 are two; full-width commas part numbers of a list.
ARABIC = (
    rf"[{DIGITS}](?:[{DIGITS}]{{0,2}}(?:[, \u00a0][{DIGITS}]{{3}})++(?![{DIGITS}])|[{DIGITS}]*+)(?:[.．][{DIGITS}]++)?+"
)
CHINESE = rf"[{CHINESE_DIGITS}{CHINESE_SCALES}]++(?:点[{CHINESE_DIGITS}]++)?+"
LONGEST = 24  # characters; what is longer is a code, a phone number or noise, and no amount

Value = int | float

_FORMAL = str.maketrans(
    "壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億兩点點負０１２３４５６７８９．－幺○",
    "一二二三三四五六六七八九十百千万亿两点点负0123456789.-一〇",
)
_WORTH = {char: i for i, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_SPACES = re.compile(r"[\s,\u00a0]+")
_VAGUE = re.compile(r"(?<=.)[余多几来]")
_MIXED = re.compile("(?<=[0-9])[ ]+(?=[0-9]+/)")  # 1 3/5
_TOKEN = re.compile(
    rf"[0-9]+(?:\.[0-9]+)?|[{CHINESE_DIGITS}]+(?:点[{CHINESE_DIGITS}]+)?|[{CHINESE_SCALES}]|点[{CHINESE_DIGITS}]+"
)
_WHOLE = re.compile(rf"(?:{_TOKEN.pattern})+")
_SIMPLE = re.compile(rf"([0-9]+(?:\.[0-9]+)?)([{CHINESE_SCALES}]{{0,3}})")
_TENTHS = re.compile(r"(.+)成([半一二三四五六七八九]?)")
_ADJACENT = re.compile(rf"(.*?)([一二两三四五六七八九])([二两三四五六七八九])([{CHINESE_SCALES}]*)")


def plain(written: str) -> str:
    """Half-width digits, everyday numerals, no spaces or thousands separators, no 余 多 几 来."""
    return _VAGUE.sub("", _SPACES.sub("", _MIXED.sub("又", written.translate(_FORMAL))))


@lru_cache(maxsize=4096)
def value(written: str) -> Value | None:
    """What a numeral is worth: 8.55万, 三千五, 二分之一, 负五. None if it is none, or of unknown size (数十)."""
    if len(written) > 2 * LONGEST:
        return None
    simple = _SIMPLE.fullmatch(written)
    if simple:
        return as_number(Decimal(simple[1]) * prod(_SCALE[scale] for scale in simple[2]))
    exact = _exact(plain(written))
    return None if exact is None else as_number(exact)


def as_number(exact: Fraction | Decimal | int) -> Value:
    """An int where nothing is lost by it, else a float."""
    return int(exact) if exact == int(exact) else float(exact)


def _exact(written: str) -> Fraction | None:
    if written[:1] in ("负", "-"):
        rest = _exact(written[1:].removeprefix("的"))
        return None if rest is None else -rest
    whole, _, part = written.rpartition("又")
    below, sign, above = part.partition("分之")
    if not sign:
        above, sign, below = part.partition("/")
    if sign:
        return _fraction(whole, above, below)
    return _amount(written)


def _fraction(whole: str, above: str, below: str) -> Fraction | None:
    """A又B分之C; 百分之百, 百分之15.5."""
    over, under, besides = _exact(above), _amount(below), _amount(whole) if whole else Fraction(0)
    if over is None or not under or besides is None:
        return None
    return besides + over / under


def _amount(written: str) -> Fraction | None:
    """Sum the groups under 万 and 亿; `number` is what waits for its scale, None if nothing does."""
    if not _WHOLE.fullmatch(written):
        return None
    total = group = section = Fraction(0)
    number: Fraction | None = None
    scale = 0
    token = ""
    for token in _TOKEN.findall(written):
        if token in _SCALE:
            scale = _SCALE[token]
            if scale < 10**4:
                section += (number or Fraction(1)) * scale  # 一万零十二: 零 before 十 only fills the gap
            elif scale == 10**4:
                waiting = section + (number or 0)
                group = (group + waiting) * scale if waiting or group else Fraction(scale)
                section = Fraction(0)
            else:
                waiting = group + section + (number or 0)
                total = (total + waiting) * scale if waiting or total else Fraction(scale)
                group = section = Fraction(0)
            number = None
        elif token[0] == "点":
            section += _digits("零" + token)
        else:
            number = _digits(token)
    if number is not None and scale > 10 and token[0] in _WORTH and (len(token) == 1 or token[1] == "点"):
        number += (scale // 10 - 1) * _WORTH[token[0]]  # 两万五 is 25,000: a last digit without 零 is one scale below
    return total + group + section + (number or 0)


def _digits(token: str) -> Fraction:
    if token[0].isdecimal():
        return Fraction(token)
    whole, _, tail = token.partition("点")
    return Fraction("".join(str(_WORTH[c]) for c in whole) + "." + "".join(str(_WORTH[c]) for c in tail or "零"))


@lru_cache(maxsize=1024)
def adjacent(written: str) -> tuple[Value, Value] | None:
    """两三, 十七八万, 三五百: both ends of a range said by two digits in a row; None if it is none."""
    match = _ADJACENT.fullmatch(plain(written)) if len(written) <= LONGEST else None
    if not match:
        return None
    before, first, second, after = match.groups()
    gap = _WORTH[second] - _WORTH[first]
    digits_only = not before and not after
    if not (gap == 1 or (gap == 2 and first == "三")) or before[-1:] in _WORTH or (digits_only and len(written) > 2):
        return None
    low, high = value(before + first + after), value(before + second + after)
    return None if low is None or high is None else (low, high)


def rest_of_tenths(written: str) -> int:
    """What 三成半 and 三成五 have beside their tenths, in per cent."""
    return 5 if written == "半" else _WORTH.get(written, 0)


def share(written: str) -> Value | None:
    """Per cent of 百分之九十五, 九成, 三分之二, 95%; None if it is no share."""
    if len(written) > 2 * LONGEST:
        return None
    text = plain(written)
    if text.endswith(("%", "％")):
        exact = _exact(text[:-1])
        return None if exact is None else as_number(exact)
    tenths = _TENTHS.fullmatch(text)
    if tenths:
        exact = Fraction(1, 2) if tenths[1] == "半" else _exact(tenths[1])
        return None if exact is None else as_number(exact * 10 + rest_of_tenths(tenths[2]))
    if text == "百分百":
        return 100
    if "分之" in text or "/" in text:
        exact = _exact(text)
        return (
            None if exact is None else as_number(round(exact * 100, 2) if exact.denominator % 3 == 0 else exact * 100)
        )
    return None

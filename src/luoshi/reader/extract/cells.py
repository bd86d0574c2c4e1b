"""What a cell of a workbook shows: numbers and days as their format has them."""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache
from typing import Any, NamedTuple

_ASIDE = re.compile(r"\[[^\]]*\]|_.|\*.")  # colours and conditions, a blank as wide as a sign, a sign that fills
_SECTION = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*\Z)')
_LITERAL = re.compile(r'"([^"]*)"|[\\!](.)')
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?(?P<scaled>,*)")
_DOT_SET_IN = re.compile(r"0[\\!]\.(0+)(,*)")  # 0!.0,"万": a dot before the last digit of the thousands
_DAY_SIGN = re.compile(r"[ymdh]", re.IGNORECASE)
_MOST_DIGITS = 400  # a number of a spreadsheet has no more before its point
_WHOLE = 15  # digits that a spreadsheet keeps of a number
_LONGEST = 10  # significant digits that an unformatted cell shows of a fraction


class _Shape(NamedTuple):
    """A number's format: what stands before and behind it, its decimals (None: as many as it has), by what it is
    multiplied, whether thousands are parted."""

    before: str
    after: str
    decimals: int | None
    scale: Decimal
    parted: bool


def shown(value: Any, form: str = "") -> str:
    """The words of a cell. `form` is its number format; days are written as an office writes them, for they are read
    as time limits."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime | date):
        return _day(value, form)
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02}"
    if isinstance(value, timedelta):
        return str(value)
    return _number(value, form) if isinstance(value, int | float) else ""


def _day(value: date, form: str) -> str:
    """2031年8月 and 8月31日 where the format leaves the rest out."""
    signs = set(_DAY_SIGN.findall(_LITERAL.sub("", _ASIDE.sub("", form.lower()))))
    year = "" if signs & {"m", "d"} and "y" not in signs else f"{value.year}年"
    month = "" if signs == {"y"} else f"{value.month}月"
    day = f"{value.day}日" if month and ("d" in signs or not signs & {"y", "m"}) else ""
    clock = f" {value.hour}:{value.minute:02}" if isinstance(value, datetime) and "h" in signs else ""
    return year + month + day + clock


def _number(value: float | int, form: str) -> str:
    exact = Decimal(repr(value))
    if not exact.is_finite():
        return ""
    shape = _shape(_section(form, exact)) if form and form != "General" else None
    if shape is None:
        return _plain(exact)
    exact = abs(exact) * shape.scale if ";" in form and exact < 0 else exact * shape.scale
    if shape.decimals is not None:
        with localcontext(prec=_MOST_DIGITS):
            exact = exact.quantize(Decimal(1).scaleb(-shape.decimals), ROUND_HALF_UP)
        said = f"{exact:,f}" if shape.parted else f"{exact:f}"
    else:
        said = _plain(exact)
    return f"{shape.before}{said}{shape.after}".strip()


def _plain(exact: Decimal) -> str:
    """1.0 is 1; a fraction as far as an unformatted cell shows it."""
    if exact == exact.to_integral_value() and exact.adjusted() < _WHOLE:
        return f"{exact.to_integral_value():f}"
    return f"{float(exact):.{_LONGEST}g}"


def _section(form: str, exact: Decimal) -> str:
    """Formats name up to three cases: positive; negative; zero."""
    cases = _SECTION.split(form)
    if exact < 0 and len(cases) > 1:
        return cases[1]
    return cases[2] if exact == 0 and len(cases) > 2 else cases[0]


@lru_cache(maxsize=256)
def _shape(form: str) -> _Shape | None:
    """None for what shows the number as it is, or in a way that no report has (1.2E+05, 3 1/4)."""
    bare, tenfold = _ASIDE.sub("", form), 0
    if dotted := _DOT_SET_IN.search(bare):
        bare, tenfold = bare.replace(dotted[0], f"0.{dotted[1]}{dotted[2]}"), len(dotted[1])
    masked = _LITERAL.sub(lambda match: "\0" * len(match[0]), bare)
    digits = _DIGITS.search(masked)
    if digits is None or re.search(r"[Ee][+-]|/|@|General", masked):
        return None
    decimals = len(digits[0].rstrip(",").partition(".")[2])
    parted = "," in digits[0].rstrip(",")
    scale = Decimal(10) ** (2 * ("%" in masked) - 3 * len(digits["scaled"] or "") - tenfold)
    return _Shape(_said(bare[: digits.start()]), _said(bare[digits.end() :]), decimals, scale, parted)


def _said(part: str) -> str:
    """What a format's part behind or before the digits shows."""
    return _LITERAL.sub(lambda match: match[1] or match[2] or "", part)

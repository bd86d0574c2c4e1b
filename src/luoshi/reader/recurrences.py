"""What is to be done again and again: 每学期, 每三年一次, 每年9月30日前."""

import re
from dataclasses import replace

from luoshi.reader.lexicon import any_of, load
from luoshi.reader.numerals import CHINESE_DIGITS, value
from luoshi.reader.reading import Recurrence

_WORDS = load("calendar")
_RHYTHMS: dict[str, str] = _WORDS["rhythms"]
_COUNTED: dict[str, str] = _WORDS["counted"]
_NUMBER = rf"[0-9]{{1,2}}|[{CHINESE_DIGITS}十]{{1,3}}"
_SIGN = re.compile("每|一度|一次")  # one of these stands in every rhythm
_EVERY = re.compile(
    rf"(?:(?P<rhythm>{any_of(word for word in _RHYTHMS)})"
    rf"|每(?:隔)?(?P<count>{_NUMBER})个?(?P<unit>{any_of(_COUNTED)}))"
    r"(?P<once>(?:至少|不少于)?[一1]次)?"
)
_TERM_DAY = rf"(?:{any_of(_WORDS['term_days'])})[前后]"
_TERM_DAYS = re.compile(rf"{_TERM_DAY}(?:[、和]{_TERM_DAY})+")
_DAY = re.compile(
    rf"(?:(?P<month>{_NUMBER})月份?(?P<more>(?:[、和与](?:{_NUMBER})月份?)*))?(?:(?P<day>{_NUMBER})[日号]|(?P<end>年?[底末]))?(?P<limit>之?前)?"
)
_MORE = re.compile(_NUMBER)
# 每生每天5元 is a rate: it says what for, not how often.
_HEAD = re.compile("每[生人师校园班户所名位]$")
_MONEY = re.compile(r"(?:不[低少]于|不超过|至少|[约近])?[0-9][0-9.,]*[百千万亿]*元")
# A day that no rule tells, and whose words belong to the rhythm: 每季度末月20日前, 每学期开学前.
_NAMED_DAY = re.compile(rf"(?:末月?(?:(?:{_NUMBER})[日号])?|初|(?:正式)?开学(?=之?前)|放假(?=之?前))(?:之?前)?")
_BEFORE = re.compile("之?前")
_WEEKDAY = re.compile(rf"[一二三四五六日天](?![次节名项个课场堂小至到、]|{any_of(_WORDS['once_each'])})")
_WEEKDAYS = dict(zip("一二三四五六日天", ("MO", "TU", "WE", "TH", "FR", "SA", "SU", "SU"), strict=True))


def recurrences(text: str, start: int, end: int) -> list[Recurrence]:
    """The rhythms of text[start:end]; a day behind one (每年9月30日前) is part of it and of its rule."""
    found = []
    for match in _EVERY.finditer(text, start, end) if _SIGN.search(text, start, end) else ():
        rule = _RHYTHMS[match["rhythm"]] if match["rhythm"] else _interval(match["count"], match["unit"])
        if rule is None or _is_rate(text, match.start(), match.end()):
            continue
        rule, stop = _on_a_day(text, rule, match.end())
        found.append(Recurrence(match.start(), stop, 0.9, "rhythm" if match["rhythm"] else "interval", rule))
    if text.find("前、", start, end) >= 0 or text.find("前和", start, end) >= 0:  # 放假前、开学前各一次
        found = _with_term_days(found, [match.span() for match in _TERM_DAYS.finditer(text, start, end)])
    return found


def _with_term_days(found: list[Recurrence], days: list[tuple[int, int]]) -> list[Recurrence]:
    """Days of the term beside each other are a rhythm; behind 每年 or 每学期 they belong to it."""
    merged: list[Recurrence] = []
    for rhythm in sorted([*found, *(Recurrence(*day, 0.8, "rhythm", "TERM") for day in days)], key=lambda r: r.start):
        if merged and rhythm.start < merged[-1].end:
            merged[-1] = replace(merged[-1], end=max(merged[-1].end, rhythm.end))
        else:
            merged.append(rhythm)
    return merged


def _is_rate(text: str, start: int, end: int) -> bool:
    return bool(_HEAD.search(text, max(0, start - 2), start) and _MONEY.match(text, end))


def _interval(count: str, unit: str) -> str | None:
    """每两年 is FREQ=YEARLY;INTERVAL=2; school rhythms have no interval and stay as they are."""
    number = value(count)
    rule = _COUNTED[unit]
    if not number:
        return None
    return rule if number == 1 or "=" not in rule else f"{rule};INTERVAL={number}"


def _on_a_day(text: str, rule: str, at: int) -> tuple[str, int]:
    """The rule with the month and day written behind it, and where they end."""
    weekday = _WEEKDAY.match(text, at) if rule == "FREQ=WEEKLY" else None
    if weekday:
        before = _BEFORE.match(text, weekday.end())
        return f"{rule};BYDAY={_WEEKDAYS[weekday[0]]}", before.end() if before else weekday.end()
    if named := _NAMED_DAY.match(text, at):
        return rule, named.end()
    match = _DAY.match(text, at)
    if match is None or match.end() == at:
        return rule, at
    month, day = value(match["month"] or ""), value(match["day"] or "")
    if rule == "FREQ=YEARLY" and month and 1 <= month <= 12:
        months = [month, *(value(said) for said in _MORE.findall(match["more"] or ""))]
        rule += ";BYMONTH=" + ",".join(str(said) for said in months if said)
    elif rule == "FREQ=YEARLY" and match["end"]:
        return rule + ";BYMONTH=12;BYMONTHDAY=31", match.end()
    elif month or rule not in ("FREQ=YEARLY", "FREQ=MONTHLY") or not (day or match["end"]):
        return rule, at
    if day and 1 <= day <= 31:
        rule += f";BYMONTHDAY={day}"
    elif match["end"]:
        rule += ";BYMONTHDAY=-1"
    return rule, match.end()

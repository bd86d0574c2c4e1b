"""How often something comes back: an iCalendar rule, or a rhythm of the school year, and its words."""

import re

from luoshi.reader.recurrences import recurrences

PLAIN = {
    "TERM": "每学期",
    "SCHOOLYEAR": "每学年",
    "FREQ=YEARLY": "每年",
    "FREQ=MONTHLY;INTERVAL=6": "每半年",
    "FREQ=MONTHLY;INTERVAL=3": "每季度",
    "FREQ=MONTHLY": "每月",
    "FREQ=WEEKLY": "每周",
    "FREQ=DAILY": "每天",
    "WEEKDAY": "每个工作日",
    "HOLIDAY": "每个假期",
}
_YEARLY = re.compile(r"FREQ=YEARLY;BYMONTH=(\d{1,2}(?:,\d{1,2})*)(?:;BYMONTHDAY=(-1|\d{1,2}))?")
_MONTHLY = re.compile(r"FREQ=MONTHLY;BYMONTHDAY=(-1|\d{1,2})")
_WEEKLY = re.compile(r"FREQ=WEEKLY;BYDAY=(MO|TU|WE|TH|FR|SA|SU)")
_EVERY = re.compile(r"FREQ=YEARLY;INTERVAL=(\d{1,2})")
_WEEKDAYS = dict(zip(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), "一二三四五六日", strict=True))


def words_of(rule: str) -> str:
    """每学期, 每年9月30日; the rule itself where it has no such words."""
    if found := _YEARLY.fullmatch(rule):
        return "每年" + "、".join(f"{month}月" for month in found[1].split(",")) + _day(found[2])
    if found := _MONTHLY.fullmatch(rule):
        return "每月" + _day(found[1])
    if found := _WEEKLY.fullmatch(rule):
        return "每周" + _WEEKDAYS[found[1]]
    if found := _EVERY.fullmatch(rule):
        return f"每{found[1]}年"
    return PLAIN.get(rule, rule)


def rule_of(words: str) -> str | None:
    """The rule that words mean, "" for no words; None where they say nothing of that kind."""
    words = "".join(words.split())
    if not words or words in PLAIN:
        return words
    found = recurrences(words, 0, len(words))
    return found[0].rule if len(found) == 1 and found[0].start == 0 else None


def _day(day: str | None) -> str:
    return "" if not day else "底" if day == "-1" else f"{day}日"

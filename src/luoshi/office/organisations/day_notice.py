"""Reads the notice that announces a year's days off: 国务院办公厅关于…年部分节假日安排的通知, as it is printed."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

WEEKDAYS = "一二三四五六日"
LONGEST_HOLIDAY = 20  # days; more is a misreading

TITLE_YEAR = re.compile(r"关于(\d{4})年[^。]{0,12}?节假日")
DOCUMENT = re.compile(r"国办[发函明电]+〔\d{4}〕\d+号")
ITEM = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.、．])?([^：。，；\d（）]{2,20})：(.+)$"
)
DAY = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:（([^）]*)）)?")
RANGE = re.compile(rf"{DAY.pattern}(?:(?:至|到|—|-|～|~){DAY.pattern})?")
WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
COUNT = re.compile(r"共(\d+)天|放假(\d+)天")
NARROW = str.maketrans("０１２３４５６７８９():,;", "0123456789（）：，；")


@dataclass(frozen=True)
class NamedDay:
    """One day of a notice: off or worked, and as part of which holiday."""

    day: date
    works: bool
    name: str


@dataclass(frozen=True)
class DayNotice:
    """放假通知 as read: what is to be saved once a person has confirmed it, and what speaks against saving it."""

    year: int
    document: str
    days: tuple[NamedDay, ...]
    reasons: tuple[str, ...]  # why it cannot be saved
    remarks: tuple[str, ...]  # what was not understood


def read_notice(text: str, *, year: int) -> DayNotice:
    """The days of a notice. `year` holds where the text names none."""
    clean = re.sub(r"[ \t\u3000\u00a0]+", "", text).translate(NARROW)
    title = TITLE_YEAR.search(re.sub(r"\s", "", clean))
    meant = int(title[1]) if title else year
    document = DOCUMENT.search(clean)
    reader = _Reader(meant)
    for line in clean.splitlines():
        if item := ITEM.match(line):
            reader.take(item[1], item[2])
    reader.weigh()
    days = tuple(sorted(reader.days, key=lambda one: one.day))
    return DayNotice(meant, document[0] if document else "", days, tuple(reader.reasons), tuple(reader.remarks))


class _Reader:
    """What a notice has given so far."""

    def __init__(self, year: int) -> None:
        self.year = year
        self.days: list[NamedDay] = []
        self.reasons: list[str] = []
        self.remarks: list[str] = []

    def take(self, name: str, body: str) -> None:
        """One item: 元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。"""
        if not DAY.search(body):
            return
        for sentence in filter(None, re.split("[。；]", body)):
            if sentence.startswith("鼓励"):
                continue
            if "上班" in sentence:
                self._worked(name, sentence)
            elif re.search("放假|补休|调休|休息", sentence):
                self._off(name, sentence)
            elif DAY.search(sentence):
                self.remarks.append(_("“%(name)s”这一句没有读懂：%(said)s") % {"name": name, "said": sentence})

    def _off(self, name: str, sentence: str) -> None:
        days = [day for span in self._spans(name, sentence) for day in span]
        said = COUNT.search(sentence)
        if said and int(said[1] or said[2]) != len(days):
            self.reasons.append(
                _("“%(name)s”写的是 %(said)s 天，按日期算是 %(count)d 天。请对照原文核对。")
                % {"name": name, "said": said[1] or said[2], "count": len(days)}
            )
        self.days += [NamedDay(day, False, name) for day in days]

    def _worked(self, name: str, sentence: str) -> None:
        for span in self._spans(name, sentence):
            self.days += [NamedDay(day, True, _("%(name)s调休上班") % {"name": name}) for day in span]

    def _spans(self, name: str, sentence: str) -> list[list[date]]:
        spans, month = [], 0
        for found in RANGE.finditer(sentence):
            year, first_month, day, note, end_year, end_month, end_day, end_note = found.groups()
            month = int(first_month or month or 0)
            first = self._day(name, (year, month, day), note, after=None)
            month = int(end_month or month)
            last = self._day(name, (end_year, month, end_day), end_note, after=first) if end_day else first
            if first and last:
                spans.append(self._between(name, first, last))
        return spans

    def _day(
        self, name: str, said: tuple[str | None, int, str], note: str | None, *, after: date | None
    ) -> date | None:
        year = int(said[0]) if said[0] else self._year_of(name, said[1], after)
        try:
            day = date(year, said[1], int(said[2]))
        except ValueError:
            self.reasons.append(
                _("“%(name)s”里的 %(month)d 月 %(day)s 日，%(year)d 年没有这一天。请对照原文核对。")
                % {"name": name, "month": said[1], "day": said[2], "year": year}
            )
            return None
        written = WEEKDAY.search(note or "")
        right = WEEKDAYS[day.weekday()]
        if written and written[1].replace("天", "日") != right:
            self.reasons.append(
                _(
                    "“%(name)s”写的是 %(day)s（周%(said)s），%(year)d 年的这一天是周%(right)s。请核对是不是这一年的通知。"
                )
                % {
                    "name": name,
                    "day": _("%(month)d月%(day)d日") % {"month": day.month, "day": day.day},
                    "said": written[1],
                    "year": day.year,
                    "right": right,
                }
            )
        return day

    def _year_of(self, name: str, month: int, after: date | None) -> int:
        """New Year's holiday may begin in December before, and a span may run over the turn of the year."""
        if after:
            return after.year + (month < after.month)
        return self.year - (name.startswith("元旦") and month == 12)

    def _between(self, name: str, first: date, last: date) -> list[date]:
        length = (last - first).days + 1
        if not 0 < length <= LONGEST_HOLIDAY:
            self.reasons.append(
                _("“%(name)s”从 %(first)s 到 %(last)s，不像一个假期。请对照原文核对。")
                % {"name": name, "first": first, "last": last}
            )
            return []
        return [first + timedelta(days=one) for one in range(length)]

    def weigh(self) -> None:
        """What no sentence shows by itself: a day said twice, work on a day that is worked anyway, nothing found."""
        seen: dict[date, NamedDay] = {}
        for one in self.days:
            if (other := seen.setdefault(one.day, one)) is not one:
                self.reasons.append(
                    _("%(day)s 出现了两次：%(one)s、%(other)s。请对照原文核对。")
                    % {"day": one.day, "one": other.name, "other": one.name}
                )
            if one.works and one.day.weekday() < 5:
                self.reasons.append(
                    _("%(day)s 写的是调休上班，但它是周%(right)s，本来就上班。请核对是不是这一年的通知。")
                    % {"day": one.day, "right": WEEKDAYS[one.day.weekday()]}
                )
        if not self.days:
            self.reasons.append(
                _(
                    "没有读到放假安排。请粘贴通知的正文，每个节日一行，如“一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。”"
                )
            )

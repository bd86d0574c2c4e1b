"""Days written in a report, and the year of one that is written without it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from luoshi.reader.numerals import ORDINALS, value

_NUMERALS = f"〇○零{ORDINALS}"
_YEAR = rf"(?P<year>(?:19|20)\d\d|[一二][{_NUMERALS[:-1]}]{{3}})年"
_DAY = re.compile(
    rf"(?:{_YEAR})?(?P<month>\d{{1,2}}|[{_NUMERALS}]{{1,3}})月(?P<day>\d{{1,2}}|[{_NUMERALS}]{{1,3}})[日号](?P<wire>[讯电])?"
)
_PRINTED = re.compile(r"(?P<year>(?:19|20)\d\d)[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})(?!\d)")
_TORN = re.compile(r"(?P<year>20\d\d)年?(?P<month>\d{1,2})月(?P<day>\d{1,2})日?")  # 20301月26
_RUN_TOGETHER = re.compile(r"(?P<year>20\d\d)(?P<rest>\d{2,4})")
_DAY_ALONE = re.compile(r"(?:^|[\n，。：])(?P<day>\d{1,2})日(?=[，上下全]|我[市县区])")
LATE = 11  # from November on a meeting may plan the coming year
_LATELY = 21  # days; a lead that leaves the month out is printed within three weeks
_FRESH = 60  # days; a meeting is reported within two months, else the publication says nothing of its year


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the text; `year` None where only month and day are written."""

    start: int
    end: int
    year: int | None
    month: int
    day: int

    def on(self, year: int | None) -> date | None:
        """The day in that year unless it has its own; None if there is no year or no such day."""
        year = self.year or year
        try:
            return date(year, self.month, self.day) if year else None
        except ValueError:
            return None


def days(text: str, start: int = 0, end: int | None = None) -> list[Day]:
    """The days written out in text[start:end]; the dateline of a news agency (2月3日讯) is left out."""
    found = []
    for match in _DAY.finditer(text, start, len(text) if end is None else end):
        year, month, day = (int(value(match[part] or "") or 0) for part in ("year", "month", "day"))
        if not match["wire"] and 1 <= month <= 12 and 1 <= day <= 31:
            found.append(Day(match.start(), match.end(), year or None, month, day))
    return found


def published(raws: Iterable[str]) -> list[date]:
    """The days printed in the page around the report (发布时间…), as they stand."""
    found = []
    for raw in raws:
        for match in _PRINTED.finditer(raw):
            day = Day(0, 0, int(match["year"]), int(match["month"]), int(match["day"])).on(None)
            if day:
                found.append(day)
    return found


def alone(line: str, printed: list[date]) -> date | None:
    """The day of a line that holds nothing else: 2017年3月27日, （二〇一七年三月二十七日）, or 2017327
    where the words between the digits were lost and one reading is left, or one was printed nearby."""
    bare = line.strip(" 　()（）[]〔〕")
    found = days(bare)
    if len(found) == 1 and found[0].start == 0 and found[0].end == len(bare):
        return found[0].on(None)
    match = _PRINTED.fullmatch(bare) or _TORN.fullmatch(bare)
    if match:
        return Day(0, 0, int(match["year"]), int(match["month"]), int(match["day"])).on(None)
    match = _RUN_TOGETHER.fullmatch(bare)
    return _only(_readings(int(match["year"]), match["rest"]), printed) if match else None


def by_day_alone(opening: str, printed: list[date]) -> tuple[date | None, str]:
    """The day of a lead that gives no month (11日，…): the last one of that number before the page was printed."""
    match = _DAY_ALONE.search(opening)
    known = sorted(set(printed))
    if match is None or len(known) != 1:
        return None, "date-none"
    for ago in range(_LATELY):
        day = known[0] - timedelta(days=ago)
        if day.day == int(match["day"]):
            return day, "date-month-from-publication"
    return None, "date-none"


def settle(
    day: Day, named: int | None, printed: list[date], planned: int | None = None, summed_up: int | None = None
) -> tuple[date | None, str]:
    """The day with its year, and where the year was found: `named` in the meeting's name, `planned` and
    `summed_up` as the years that it looks ahead to and back on.

    A page printed shortly after the day is surer than the year in the meeting's name: a meeting of
    late December carries the name of the coming year.
    """
    if day.year:
        return day.on(None), "date-in-text"
    for print_day in printed:
        for year in (print_day.year, print_day.year - 1):
            met = day.on(year)
            if met and 0 <= (print_day - met).days <= _FRESH:
                return met, "date-year-from-publication"
    if day.month >= LATE and summed_up and summed_up + 1 == (named or planned):
        return day.on(summed_up), "date-year-summed-up"  # in December the year under review is not over
    if named:
        return day.on(named), "date-year-from-name"
    if planned and day.month < LATE:
        return day.on(planned), "date-year-planned"
    return None, "date-without-year"


def _readings(year: int, rest: str) -> list[date]:
    """The days that a run of two to four digits can be; a leading zero only where both parts have two."""
    parts = [(rest[:cut], rest[cut:]) for cut in (1, 2) if 0 < len(rest) - cut <= 2]
    whole = [p for p in parts if len(rest) == 4 or not (p[0].startswith("0") or p[1].startswith("0"))]
    found = [Day(0, 0, year, int(month), int(day)).on(None) for month, day in whole]
    return [day for day in found if day]


def _only(readings: list[date], printed: list[date]) -> date | None:
    if len(readings) == 1:
        return readings[0]
    near = [day for day in readings if any(0 <= (other - day).days <= _FRESH for other in printed)]
    return near[0] if len(near) == 1 else None

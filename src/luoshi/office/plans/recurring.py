"""When a task that comes back is due: the reader's rule and the authority's calendar give named occurrences.

What comes back each day or week is followed once a term: a school that had to report it daily would be doing nothing else
(中办、国办 2019 《关于减轻中小学教师负担进一步营造教育教学良好环境的若干意见》 forbids 以留痕为目的的填报).
"""

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby, pairwise

from django.utils.translation import gettext as _

from luoshi.office.organisations.calendar import rules_of
from luoshi.office.organisations.models import Organisation, SchoolYear, Term

HALF_A_YEAR = timedelta(days=183)  # how far ahead where the calendar has no next term
ONE_DAY = timedelta(days=1)
LONGEST_NAME = 40  # characters of an occurrence's name that an assignment keeps
SUMMER = (6, 7, 8)  # months in which the holidays between two terms begin that are called 暑假


@dataclass(frozen=True)
class Occurrence:
    """一次: what it is called, from when it may be done, its last day."""

    name: str
    since: date
    due: date


@dataclass(frozen=True)
class Calendar:
    """An authority's terms, school years and holidays, looked up once for many tasks."""

    terms: tuple[Term, ...]
    years: tuple[SchoolYear, ...]
    holidays: tuple[Occurrence, ...]

    def ahead(self, day: date) -> date:
        """How far ahead occurrences are given out: to the end of the next term."""
        return next((term.until for term in self.terms if term.since > day), day + HALF_A_YEAR)


def calendar_of(authority: Organisation) -> Calendar:
    """In three queries."""
    terms = tuple(Term.objects.filter(year__authority=authority).order_by("since"))
    years = tuple(authority.school_years.order_by("since"))
    holidays = [*_between(terms), *_days_off(authority)]
    return Calendar(terms, years, tuple(sorted(holidays, key=lambda one: one.since)))


def _between(terms: tuple[Term, ...]) -> Iterator[Occurrence]:
    for before, after in pairwise(terms):
        since, until = before.until + ONE_DAY, after.since - ONE_DAY
        name = _("%(year)s年暑假") if since.month in SUMMER else _("%(year)s年寒假")
        yield Occurrence(name % {"year": since.year}, since, until)


def _days_off(authority: Organisation) -> Iterator[Occurrence]:
    off = (rule for rule in rules_of(authority) if not rule.works)
    for (year, name), days in groupby(off, key=lambda rule: (rule.day.year, rule.name)):
        held = [rule.day for rule in days]
        called = _("%(year)s年%(name)s") % {"year": year, "name": name}
        yield Occurrence(called[:LONGEST_NAME], held[0], held[-1])


def occurrences(rule: str, calendar: Calendar, year: int) -> list[Occurrence]:
    """All that begin in a year, the first first; none for a rule that nobody knows or that the calendar does not answer."""
    said = dict(part.partition("=")[::2] for part in rule.split(";"))
    rhythm = said.get("FREQ") or rule.split(";", maxsplit=1)[0]
    found = RHYTHMS[rhythm](said, calendar, year) if rhythm in RHYTHMS else iter(())
    return sorted((one for one in found if one.since.year == year), key=lambda one: (one.since, one.due))


def until(occurrence: Occurrence, last: date | None) -> Occurrence:
    """Not longer than the task itself."""
    return replace(occurrence, due=min(occurrence.due, last)) if last else occurrence


def _terms(_said: dict[str, str], calendar: Calendar, _year: int) -> Iterator[Occurrence]:
    for term in calendar.terms:
        yield Occurrence(_("%(year)s年%(name)s") % {"year": term.since.year, "name": term.name}, term.since, term.until)


def _school_years(_said: dict[str, str], calendar: Calendar, _year: int) -> Iterator[Occurrence]:
    for one in calendar.years:
        yield Occurrence(one.name, one.since, one.until)


def _holidays(_said: dict[str, str], calendar: Calendar, _year: int) -> Iterator[Occurrence]:
    yield from calendar.holidays


def _months(said: dict[str, str], _calendar: Calendar, year: int) -> Iterator[Occurrence]:
    """Each month, quarter or half, or whatever number of months divides the year."""
    step = _number(said.get("INTERVAL"), 1, 12)
    names = {3: _("%(year)s年第%(number)s季度"), 6: _("%(year)s年第%(number)s个半年"), 12: _("%(year)s年")}
    for number, first in enumerate(range(1, 13, step), 1):
        last = min(first + step - 1, 12)
        name = names.get(step) or (
            _("%(year)s年%(first)s月") if first == last else _("%(year)s年%(first)s至%(last)s月")
        )
        said_name = name % {"year": year, "number": number, "first": first, "last": last}
        yield Occurrence(said_name, date(year, first, 1), _day(year, last, said))


def _years(said: dict[str, str], _calendar: Calendar, year: int) -> Iterator[Occurrence]:
    """Once, or in each of the months that the rule names. 每三年一次 is once: the plan itself says that it is this year."""
    months = [month for one in said.get("BYMONTH", "").split(",") if (month := _number(one, 0, 12))]
    if not months or (months == [12] and said.get("BYMONTHDAY") == "31"):
        yield Occurrence(_("%(year)s年") % {"year": year}, date(year, 1, 1), date(year, 12, 31))
        return
    for month in sorted(set(months)):
        name = _("%(year)s年%(month)s月") % {"year": year, "month": month}
        yield Occurrence(name, date(year, month, 1), _day(year, month, said))


def _day(year: int, month: int, said: dict[str, str]) -> date:
    """The day of the month that the rule names, or the last."""
    last = monthrange(year, month)[1]
    return date(year, month, min(_number(said.get("BYMONTHDAY"), last, 31), last))


def _number(said: str | None, otherwise: int, most: int) -> int:
    return int(said) if said and said.isdigit() and 1 <= int(said) <= most else otherwise


RHYTHMS: dict[str, Callable[[dict[str, str], Calendar, int], Iterator[Occurrence]]] = {
    "TERM": _terms,
    "WEEKDAY": _terms,
    "DAILY": _terms,
    "WEEKLY": _terms,
    "SCHOOLYEAR": _school_years,
    "HOLIDAY": _holidays,
    "MONTHLY": _months,
    "YEARLY": _years,
}

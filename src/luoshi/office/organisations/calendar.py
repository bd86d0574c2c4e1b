"""Which days are worked, and in which school year, term and plan period a day lies.

A day is worked from Monday to Friday unless a rule says otherwise; an authority's own rule goes before the national one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from luoshi.office.organisations.models import DayRule, Organisation, PlanPeriod, SchoolYear, Term

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class Workdays:
    """工作日: the days of one authority on which work differs from the week's."""

    rules: Mapping[date, bool]

    @classmethod
    def of(cls, authority: Organisation | None) -> "Workdays":
        """In one query; for many questions ask this once."""
        return cls({rule.day: rule.works for rule in rules_of(authority)})

    def works(self, day: date) -> bool:
        return self.rules.get(day, day.weekday() < SATURDAY)

    def after(self, day: date) -> date:
        """The first workday after the day."""
        return self.add(day, 1)

    def between(self, since: date, until: date) -> int:
        """How many workdays lie after `since`, up to and with `until`; negative if `until` comes first."""
        if until < since:
            return -self.between(until, since)
        days = (since + ONE_DAY * number for number in range(1, (until - since).days + 1))
        return sum(self.works(day) for day in days)

    def add(self, day: date, count: int) -> date:
        """The workday that many after the day (before it, if negative). 0 is the day itself, worked or not."""
        step = ONE_DAY if count > 0 else -ONE_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.works(day)
        return day


def rules_of(authority: Organisation | None, *, year: int | None = None) -> list[DayRule]:
    """The rules that hold for an authority: its own, and the national ones of days it says nothing of."""
    found = DayRule.objects.filter(Q(authority__isnull=True) | Q(authority=authority))
    if year is not None:
        found = found.filter(day__year=year)
    holds = {rule.day: rule for rule in sorted(found, key=lambda rule: rule.authority_id is not None)}
    return [holds[day] for day in sorted(holds)]


def is_workday(authority: Organisation | None, day: date) -> bool:
    """Whether the authority works on that day."""
    return Workdays.of(authority).works(day)


def next_workday(authority: Organisation | None, day: date) -> date:
    """The first workday after the day, which itself does not count."""
    return Workdays.of(authority).after(day)


def workdays_between(authority: Organisation | None, since: date, until: date) -> int:
    """How many workdays lie after `since`, up to and with `until`; negative if `until` comes first."""
    return Workdays.of(authority).between(since, until)


def school_year_on(authority: Organisation, day: date) -> SchoolYear | None:
    """The school year in which the day lies."""
    return authority.school_years.filter(since__lte=day, until__gte=day).first()


def term_on(authority: Organisation, day: date) -> Term | None:
    """The term in which the day lies; None in the holidays."""
    return Term.objects.filter(year__authority=authority, since__lte=day, until__gte=day).select_related("year").first()


def plan_periods_on(authority: Organisation, day: date) -> list[PlanPeriod]:
    """Every plan period in which the day lies, the longest first: 规划期, then 计划年度."""
    found = authority.plan_periods.filter(since__lte=day, until__gte=day)
    return sorted(found, key=lambda period: period.since - period.until)

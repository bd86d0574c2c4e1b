"""What can happen to an authority's calendar, each all or nothing and written into the journal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.office.journal import record
from luoshi.office.journal.who import Who
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.day_notice import DayNotice, NamedDay, read_notice
from luoshi.office.organisations.models import DayRule, Organisation, PlanPeriod, Role, SchoolYear, Term
from luoshi.office.refused import Refused, refuse_if


@dataclass(frozen=True)
class Days:
    """起止日期: a named stretch, with its last day."""

    name: str
    since: date
    until: date

    def why_not(self) -> str | None:
        if self.until < self.since:
            return _("“%(name)s”的结束日期 %(until)s 早于开始日期 %(since)s。请改正其中一个。") % {
                "name": self.name,
                "until": self.until,
                "since": self.since,
            }
        return None


def why_not_keep(authority: Organisation | None, *, by: Actor) -> str | None:
    """Why the actor may not change this authority's calendar; None if they may."""
    if authority is None:
        return _("“%(name)s”不属于哪个教育局，没有校历可改。请先在机构页上把它放到所属的局下面。") % {
            "name": by.organisation.name
        }
    if by.role != Role.OFFICE or not by.area.holds(authority.path):
        return _("%(authority)s的校历由本局办公室维护。需要改动，请告诉局办公室。") % {"authority": authority.name}
    return None


# Days off and make-up days


@transaction.atomic
def save_notice(authority: Organisation, notice: DayNotice, *, by: Actor) -> int:
    """Save the days of a notice as the authority's own, in place of what it had on those days; gives how many."""
    refuse_if([why_not_keep(authority, by=by), *notice.reasons])
    _put(authority, notice.days, source=notice.document or _("%(year)d 年放假通知") % {"year": notice.year})
    detail = {"year": notice.year, "document": notice.document, "days": [_said(one) for one in notice.days]}
    record.write("calendar.load", by=by.who, about=authority, where=authority.path, detail=detail)
    return len(notice.days)


@transaction.atomic
def set_day(authority: Organisation, day: NamedDay, *, source: str = "", by: Actor) -> DayRule:
    """One day of the authority's own, in place of what it or the nation had said of it."""
    refuse_if([why_not_keep(authority, by=by), None if day.name.strip() else _("请写上这一天叫什么，如“运动会调休”。")])
    before = DayRule.objects.filter(authority=authority, day=day.day).first()
    detail = {"before": before and _said(before), "after": _said(day)}
    _put(authority, [day], source=source)
    record.write("calendar.set_day", by=by.who, about=authority, where=authority.path, detail=detail)
    return DayRule.objects.get(authority=authority, day=day.day)


@transaction.atomic
def drop_day(rule: DayRule, *, by: Actor) -> None:
    """Take back a rule of the authority's own; the national one, or the week, holds again."""
    authority = rule.authority
    if authority is None:
        raise Refused(
            _("%(day)s 是国家统一的安排，不能删去。本局另有安排，请另加一行，以本局的为准。") % {"day": rule.day}
        )
    refuse_if([why_not_keep(authority, by=by)])
    detail = {"before": _said(rule)}
    record.write("calendar.drop_day", by=by.who, about=authority, where=authority.path, detail=detail)
    rule.delete()


def _put(authority: Organisation | None, days: Iterable[NamedDay], *, source: str) -> None:
    found = list(days)
    DayRule.objects.filter(authority=authority, day__in=[one.day for one in found]).delete()
    DayRule.objects.bulk_create(
        DayRule(authority=authority, day=one.day, works=one.works, name=one.name[:40], source=source[:200])
        for one in found
    )


def _said(one: NamedDay | DayRule) -> str:
    return f"{one.day} {one.name} {_('上班') if one.works else _('放假')}"


# School years and plan periods


@transaction.atomic
def set_school_year(authority: Organisation, year: Days, *, terms: Iterable[Days], by: Actor) -> SchoolYear:
    """Set up a school year with its terms, or give the one of that name new days."""
    wanted = list(terms)
    refuse_if([why_not_keep(authority, by=by), year.why_not(), *_term_reasons(year, wanted)])
    before = SchoolYear.objects.filter(authority=authority, name=year.name).first()
    refuse_if([_overlap(authority, year, besides=before)])
    was = _school_year_said(before) if before else None
    saved = _put_school_year(authority, year, wanted, assumed=False)
    record.write(
        "calendar.school_year",
        by=by.who,
        about=saved,
        where=authority.path,
        detail={"before": was, "after": _school_year_said(saved)},
    )
    return saved


def _term_reasons(year: Days, terms: list[Days]) -> Iterable[str | None]:
    for one in terms:
        yield one.why_not()
        if one.since < year.since or one.until > year.until:
            yield _("%(term)s（%(since)s 至 %(until)s）超出了%(year)s的起止日期。") % {
                "term": one.name,
                "since": one.since,
                "until": one.until,
                "year": year.name,
            }
    for one, other in pairwise(terms):
        if other.since <= one.until:
            yield _("%(other)s在%(one)s结束（%(until)s）之前就开始了。请改正其中一个。") % {
                "other": other.name,
                "one": one.name,
                "until": one.until,
            }


def _overlap(authority: Organisation, year: Days, *, besides: SchoolYear | None) -> str | None:
    others = authority.school_years.filter(since__lte=year.until, until__gte=year.since)
    other = (others.exclude(pk=besides.pk) if besides else others).first()
    if other is None:
        return None
    return _("%(year)s与%(other)s（%(since)s 至 %(until)s）有重叠。一天只能属于一个学年，请改正日期。") % {
        "year": year.name,
        "other": other.name,
        "since": other.since,
        "until": other.until,
    }


def _put_school_year(authority: Organisation, year: Days, terms: Iterable[Days], *, assumed: bool) -> SchoolYear:
    saved, _made = SchoolYear.objects.update_or_create(
        authority=authority, name=year.name, defaults={"since": year.since, "until": year.until}
    )
    saved.terms.all().delete()
    Term.objects.bulk_create(
        Term(year=saved, name=one.name, since=one.since, until=one.until, assumed=assumed) for one in terms
    )
    return saved


def _school_year_said(year: SchoolYear) -> list[str]:
    terms = (f"{one.name} {one.since}—{one.until}" for one in year.terms.all())
    return [f"{year.name} {year.since}—{year.until}", *terms]


@transaction.atomic
def set_plan_period(authority: Organisation, period: Days, *, by: Actor) -> PlanPeriod:
    """Set up a plan period, or give the one of that name new days."""
    refuse_if([why_not_keep(authority, by=by), period.why_not()])
    before = PlanPeriod.objects.filter(authority=authority, name=period.name).first()
    was = f"{before.since}—{before.until}" if before else None
    saved, _made = PlanPeriod.objects.update_or_create(
        authority=authority, name=period.name, defaults={"since": period.since, "until": period.until}
    )
    record.write(
        "calendar.plan_period",
        by=by.who,
        about=saved,
        where=authority.path,
        detail={"before": was, "after": f"{saved.since}—{saved.until}"},
    )
    return saved


# What comes with the program


@cache
def seeds() -> dict[str, Any]:
    text = (files("luoshi.office.organisations") / "data" / "workdays.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def notice_that_comes_with_the_program(year: int) -> DayNotice | None:
    """The official notice of a year, where the program brings it."""
    seed = seeds()["notices"].get(year)
    return read_notice(f"{seed['document']}\n{seed['text']}", year=year) if seed else None


@transaction.atomic
def plant(authority: Organisation, *, by: Who) -> None:
    """Give an authority what comes with the program, where it has nothing yet: national days off, years, terms, periods."""
    years = [year for year in seeds()["notices"] if plant_days(year)]
    had = {
        *authority.school_years.values_list("name", flat=True),
        *authority.plan_periods.values_list("name", flat=True),
    }
    made = []
    for first in seeds()["school_years"]:
        year, terms = school_year_from(first)
        if year.name not in had:
            made.append(year.name)
            _put_school_year(authority, year, terms, assumed=True)
    for period in _periods():
        if period.name not in had:
            made.append(period.name)
            PlanPeriod.objects.create(authority=authority, name=period.name, since=period.since, until=period.until)
    if years or made:
        detail = {"national": years, "made": made}
        record.write("calendar.plant", by=by, about=authority, where=authority.path, detail=detail)


def plant_days(year: int) -> bool:
    """The national rules of a year, unless there are some."""
    notice = notice_that_comes_with_the_program(year)
    if notice is None or DayRule.objects.filter(authority=None, day__year=year).exists():
        return False
    _put(None, notice.days, source=notice.document)
    return True


def school_year_from(first: int) -> tuple[Days, list[Days]]:
    """The school year that begins in a calendar year, with terms whose days are only assumed."""
    year = Days(f"{first}—{first + 1}学年", date(first, 9, 1), date(first + 1, 8, 31))
    terms = []
    for one in seeds()["terms"]:
        since, until = (_day_in(year, one[key]) for key in ("since", "until"))
        terms.append(Days(one["name"], since, until))
    return year, terms


def _day_in(year: Days, month_and_day: str) -> date:
    month, day = (int(part) for part in month_and_day.split("-"))
    return date(year.since.year if month >= year.since.month else year.until.year, month, day)


def _periods() -> list[Days]:
    long = [Days(one["name"], one["since"], one["until"]) for one in seeds()["plan_periods"]]
    return [*long, *(Days(f"{year}年", date(year, 1, 1), date(year, 12, 31)) for year in seeds()["plan_years"])]

"""The pages of the calendar: the year at a glance, its days off, school years, plan periods."""

import calendar as weeks
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luoshi.office.listing import Column, Listing
from luoshi.office.organisations import calendar_actions as actions
from luoshi.office.organisations.access import EVERY_ROLE, Request, open_to
from luoshi.office.organisations.calendar import Workdays, rules_of
from luoshi.office.organisations.calendar_forms import (
    EARLIEST,
    LATEST,
    DayRuleForm,
    NoticeForm,
    PlanPeriodForm,
    SchoolYearForm,
    as_it_stands,
)
from luoshi.office.organisations.day_notice import WEEKDAYS, DayNotice, read_notice
from luoshi.office.organisations.models import DayRule, Organisation, PlanPeriod, Role, SchoolYear
from luoshi.office.refused import Refused, add_reasons

KEEPERS = (Role.OFFICE,)
ONE_DAY = timedelta(days=1)


def _authority(request: Request) -> Organisation:
    if request.actor.authority is None:
        raise Http404
    return request.actor.authority


def _may_keep(request: Request) -> bool:
    return actions.why_not_keep(request.actor.authority, by=request.actor) is None


# The year


@dataclass(frozen=True)
class DayCell:
    """A day of the year's grid; `mark` is what a person sees without colour."""

    day: date
    css: str
    mark: str
    name: str


@dataclass(frozen=True)
class Stretch:
    """Days of one name that follow one another."""

    name: str
    works: bool
    first: date
    last: date
    source: str
    own: bool

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def days(self) -> str:
        said = f"{_said(self.first)}"
        return said if self.first == self.last else _("%(first)s至%(last)s") % {"first": said, "last": _said(self.last)}


def _said(day: date) -> str:
    return _("%(month)d月%(day)d日（周%(weekday)s）") % {
        "month": day.month,
        "day": day.day,
        "weekday": WEEKDAYS[day.weekday()],
    }


@open_to(EVERY_ROLE)
@require_GET
def calendar(request: Request, year: int = 0) -> HttpResponse:
    """Twelve months, with the days that differ from the week marked and listed."""
    today = timezone.localdate()
    year = year or today.year
    if not EARLIEST <= year <= LATEST:
        raise Http404
    authority = _authority(request)
    rules = rules_of(authority, year=year)
    workdays = Workdays({rule.day: rule.works for rule in rules})
    shown = {
        "year": year,
        "before": year - 1,
        "after": year + 1,
        "authority": authority,
        "months": list(_months(year, rules, today)),
        "weekdays": WEEKDAYS,
        "stretches": list(stretches(rules)),
        "off": sum(not rule.works for rule in rules),
        "made_up": sum(rule.works for rule in rules),
        "worked": workdays.between(date(year - 1, 12, 31), date(year, 12, 31)),
        "may_keep": _may_keep(request),
        "brought": actions.notice_that_comes_with_the_program(year),
    }
    return render(request, "organisations/calendar.html", shown)


def _months(year: int, rules: Iterable[DayRule], today: date) -> Iterator[tuple[int, list[list[DayCell | None]]]]:
    found = {rule.day: rule for rule in rules}
    for month in range(1, 13):
        weeks_of = weeks.Calendar().monthdatescalendar(year, month)
        yield (
            month,
            [[_cell(day, found.get(day), today) if day.month == month else None for day in week] for week in weeks_of],
        )


def _cell(day: date, rule: DayRule | None, today: date) -> DayCell:
    css = "weekend" if day.weekday() > 4 else ""
    if rule:
        css = "worked" if rule.works else "off"
    mark = "" if rule is None else _("班") if rule.works else _("休")
    return DayCell(day, f"{css} today" if day == today else css, mark, rule.name if rule else "")


def stretches(rules: Iterable[DayRule]) -> Iterator[Stretch]:
    """A holiday in one line, its make-up days each in their own."""
    open_: Stretch | None = None
    for rule in rules:
        own = rule.authority_id is not None
        same = open_ and (open_.name, open_.works, open_.own) == (rule.name, rule.works, own)
        if open_ and same and rule.day == open_.last + ONE_DAY:
            open_ = Stretch(rule.name, rule.works, open_.first, rule.day, rule.source, own)
            continue
        if open_:
            yield open_
        open_ = Stretch(rule.name, rule.works, rule.day, rule.day, rule.source, own)
    if open_:
        yield open_


# Days off, row by row


@open_to(EVERY_ROLE, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def days(request: Request, year: int) -> HttpResponse:
    """The year's days off and make-up days as a list; the office adds one or puts another in its place."""
    if not EARLIEST <= year <= LATEST:
        raise Http404
    authority = _authority(request)
    form = DayRuleForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _done(
        form,
        lambda: actions.set_day(authority, form.named_day(), source=form.cleaned_data["source"], by=request.actor),
    ):
        messages.success(request, _("%(day)s 已经记下。") % {"day": _said(form.cleaned_data["day"])})
        return redirect("calendar-days", year=form.cleaned_data["day"].year)
    listing = _day_listing(authority, year)
    if request.GET.get("export") == "xlsx":
        return listing.exported(request, name=_("%(year)d年放假和调休") % {"year": year})
    shown = {
        "year": year,
        "form": form,
        "may_keep": _may_keep(request),
        "list": listing.shown(request),
        "own": DayRule.objects.filter(authority=authority, day__year=year),
    }
    return render(request, "organisations/calendar_days.html", shown, status=422 if form.errors else 200)


def _day_listing(authority: Organisation, year: int) -> Listing:
    holds = [rule.pk for rule in rules_of(authority, year=year)]
    return Listing(
        DayRule.objects.filter(pk__in=holds),
        (
            Column("day", gettext_lazy("日期"), lambda rule: rule.day, order="day"),
            Column(
                "weekday",
                gettext_lazy("星期"),
                lambda rule: _("周%(weekday)s") % {"weekday": WEEKDAYS[rule.day.weekday()]},
            ),
            Column("what", gettext_lazy("安排"), lambda rule: _("上班") if rule.works else _("放假"), order="works"),
            Column("name", gettext_lazy("名称"), lambda rule: rule.name, order="name"),
            Column("whose", gettext_lazy("谁定的"), lambda rule: _("本局") if rule.authority_id else _("国家")),
            Column("source", gettext_lazy("依据"), lambda rule: rule.source),
        ),
        search=("name", "source"),
        order="day",
        title=gettext_lazy("放假和调休"),
    )


def _done(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Whether it went through; if not, the form says why."""
    try:
        act()
    except Refused as refusal:
        add_reasons(form, refusal)
        return False
    return True


@open_to((), act=KEEPERS)
@require_POST
def drop_day(request: Request, pk: int) -> HttpResponse:
    """Take back a rule of one's own."""
    rule = get_object_or_404(DayRule.objects.visible_to(request.actor).select_related("authority"), pk=pk)
    year = rule.day.year
    try:
        actions.drop_day(rule, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(day)s 的安排已经删去。") % {"day": _said(rule.day)})
    return redirect("calendar-days", year=year)


# The official notice


@open_to(KEEPERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: Request) -> HttpResponse:
    """Paste the notice, look at what was read, save it."""
    authority = _authority(request)
    today = timezone.localdate()
    if request.method != "POST":
        return _notice(request, NoticeForm(initial={"year": request.GET.get("year") or today.year + 1}))
    form = NoticeForm(request.POST)
    if not form.is_valid():
        return _notice(request, form)
    read = read_notice(form.cleaned_data["text"], year=form.cleaned_data["year"])
    if "save" not in request.POST:
        return _notice(request, form, read)
    if not _done(form, lambda: actions.save_notice(authority, read, by=request.actor)):
        return _notice(request, form, read)
    messages.success(
        request, _("%(year)d年的安排已经载入，共 %(count)d 天。") % {"year": read.year, "count": len(read.days)}
    )
    return redirect("calendar-year", year=read.year)


def _notice(request: Request, form: NoticeForm, read: DayNotice | None = None) -> HttpResponse:
    rules = [DayRule(day=one.day, works=one.works, name=one.name) for one in read.days] if read else []
    shown = {"form": form, "read": read, "stretches": list(stretches(rules))}
    amiss = bool(form.errors or (read and read.reasons))
    return render(request, "organisations/calendar_notice.html", shown, status=422 if amiss else 200)


@open_to((), act=KEEPERS)
@require_POST
def plant(request: Request) -> HttpResponse:
    """Put in what comes with the program, where there is nothing yet."""
    authority = _authority(request)
    if reason := actions.why_not_keep(authority, by=request.actor):
        messages.error(request, reason)
    else:
        actions.plant(authority, by=request.actor.who)
        messages.success(request, _("程序自带的放假安排、学年和规划期已经放入；原有的没有改动。"))
    return redirect("calendar")


# School years and plan periods


@open_to(EVERY_ROLE, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def school_years(request: Request) -> HttpResponse:
    """School years with their terms; the office sets the days."""
    authority = _authority(request)
    known = list(authority.school_years.prefetch_related("terms"))
    chosen = next((one for one in known if str(one.pk) == request.GET.get("change")), None)
    given = request.POST if request.method == "POST" else None
    form = SchoolYearForm(given, initial=_next_year(known) if chosen is None else as_it_stands(chosen))
    if form.is_valid() and _done(
        form, lambda: actions.set_school_year(authority, form.year(), terms=form.terms(), by=request.actor)
    ):
        messages.success(request, _("%(name)s已经保存。") % {"name": form.cleaned_data["name"]})
        return redirect("school-years")
    shown = {
        "years": known,
        "form": form,
        "chosen": chosen,
        "may_keep": _may_keep(request),
        "assumed": sum(term.assumed for year in known for term in year.terms.all()),
        "today": timezone.localdate(),
    }
    return render(request, "organisations/school_years.html", shown, status=422 if form.errors else 200)


def _next_year(known: list[SchoolYear]) -> dict[str, Any]:
    """The year after the last, as the program would assume it."""
    first = known[-1].until.year if known else timezone.localdate().year
    year, terms = actions.school_year_from(first)
    shown: dict[str, Any] = {"name": year.name, "since": year.since, "until": year.until}
    for name, term in zip(("first", "second"), terms, strict=True):
        shown |= {f"{name}_since": term.since, f"{name}_until": term.until}
    return shown


@open_to(EVERY_ROLE, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_periods(request: Request) -> HttpResponse:
    """规划期 and 计划年度."""
    authority = _authority(request)
    known: list[PlanPeriod] = list(authority.plan_periods.all())
    chosen = next((one for one in known if str(one.pk) == request.GET.get("change")), None)
    stands = {"name": chosen.name, "since": chosen.since, "until": chosen.until} if chosen else None
    form = PlanPeriodForm(request.POST if request.method == "POST" else None, initial=stands)
    if form.is_valid() and _done(form, lambda: actions.set_plan_period(authority, form.period(), by=request.actor)):
        messages.success(request, _("%(name)s已经保存。") % {"name": form.cleaned_data["name"]})
        return redirect("plan-periods")
    today = timezone.localdate()
    shown = {
        "periods": known,
        "now": [one for one in known if one.since <= today <= one.until],
        "form": form,
        "chosen": chosen,
        "may_keep": _may_keep(request),
    }
    return render(request, "organisations/plan_periods.html", shown, status=422 if form.errors else 200)

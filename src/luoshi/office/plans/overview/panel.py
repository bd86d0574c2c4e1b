"""What the overviews bring to the pages that join apps: the lists that jobs export, numbers for the home page, the tabs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Count, F, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.desk.asks import ANSWERERS
from luoshi.office.desk.exports import ExportedList
from luoshi.office.glance import Glance
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.asking import asked_by_actor
from luoshi.office.organisations.models import Role
from luoshi.office.plans.assignment.moves import NAMERS
from luoshi.office.plans.assignment.queries import standing_days
from luoshi.office.plans.chasing.panel import overdue
from luoshi.office.plans.dispatch.queries import ASKED_ABOUT
from luoshi.office.plans.models import (
    DRAFTERS,
    READERS,
    Assignment,
    AssignmentQuerySet,
    Dispatch,
    DispatchLine,
    Plan,
    Responsibility,
    Standing,
    Task,
)
from luoshi.office.plans.models.standing import HowItStands
from luoshi.office.plans.overview import assignments, ledger, year
from luoshi.office.plans.overview.scope import WHOLE
from luoshi.office.plans.overview.tallies import Numbers, numbers_of, still

NONE = Numbers(0, 0)
EVERY = "every"  # beside the standings: how many tasks there are
OF_TASKS = (Role.LEADER, Role.OFFICE, Role.OBSERVER)  # who is told of the year's tasks as such

LISTS: dict[str, ExportedList] = {
    "ledger": ExportedList(gettext_lazy("台账"), DRAFTERS, ledger.make),
    "assignments": ExportedList(gettext_lazy("承办"), READERS - {"observer"}, assignments.make),
    "year": ExportedList(gettext_lazy("兑现情况"), DRAFTERS, year.make),
}

# The pages beside one another, and who may open them.
TABS: tuple[tuple[str, Promise, frozenset[str] | tuple[str, ...]], ...] = (
    ("overview", gettext_lazy("总览"), ("leader", "office")),
    ("ledger", gettext_lazy("台账"), WHOLE),
    ("assignments", gettext_lazy("承办"), WHOLE),
    ("year", gettext_lazy("兑现情况"), WHOLE),
    ("results", gettext_lazy("考核依据"), DRAFTERS),
)


@dataclass(frozen=True)
class Tab:
    """One of the pages beside one another."""

    label: str
    address: str
    here: bool


def tabs(actor: Actor, here: str, year: str) -> list[Tab]:
    """Those that the actor may open, each of the same year; none where there is but one."""
    after = f"?year={year}" if year else ""
    return [Tab(str(label), reverse(name) + after, name == here) for name, label, roles in TABS if actor.role in roles]


def glances(actor: Actor) -> Iterator[Glance]:
    """How many of this year's tasks are late; how many assignments of the actor's area, or in what a section leads, are late
    and soon may be; and for who looks after all of them what waits elsewhere. A school sees its own one by one."""
    if actor.role not in READERS - ANSWERERS:
        return
    year = timezone.localdate().year
    asked = _numbers(actor, year=year, **standing_days(actor.authority))
    numbers = {how: Numbers(*counted) for how, *counted in asked}
    every = numbers.pop(EVERY, NONE).tasks
    late, soon = numbers.get(Standing.LATE, NONE), numbers.get(Standing.NEAR, NONE)
    if every:
        yield from _of_tasks(actor, year, every, late.tasks)
    if numbers:
        led = f"&lead={actor.organisation.pk}" if actor.role == Role.SECTION else ""
        at = f"{reverse('assignments')}?year={year}{led}&standing="
        said = _("牵头的任务里滞后的（件）") if led else _("滞后的承办（件）")
        near = _("牵头的任务里临近时限的（件）") if led else _("临近时限的承办（件）")
        yield Glance(said, f"{at}{Standing.LATE}", late.parts, amiss=late.parts > 0)
        yield Glance(near, f"{at}{Standing.NEAR}", soon.parts)
    if actor.role in NAMERS and actor.authority and not actor.behalf:
        yield from _waits(actor)


@asked_by_actor
def _numbers(by: Actor, year: int, **days: Any) -> QuerySet[Any, Any]:
    """How many stand how; for who sees the year's tasks, how many these are, in the same question: once all are done, nothing
    stands anyhow any more."""
    plans = Plan.objects.visible_to(by).filter(state=Plan.State.ISSUED, year=year)
    tasks = Task.objects.filter(plan__in=plans, cancelled_on__isnull=True).order_by()
    rows = Assignment.objects.annotate(standing=HowItStands(**days)).filter(task__in=tasks)
    every = tasks.values(standing=Value(EVERY, CharField())).annotate(parts=Count("pk"), tasks=Count("pk"))
    return numbers_of(still(_answered_for(by, rows)), beside=every if by.role in OF_TASKS else None)


def _answered_for(actor: Actor, rows: AssignmentQuerySet) -> AssignmentQuerySet:
    if actor.role == Role.SECTION:
        led = Responsibility.objects.filter(part=Responsibility.Part.LEAD, organisation=actor.organisation)
        return rows.filter(task__in=led.values("task"))
    return rows if actor.role in WHOLE else rows.filter(actor.area.q("organisation__path"))


def _of_tasks(actor: Actor, year: int, every: int, late: int) -> Iterator[Glance]:
    """A leader's number leads to the page that says whose they are and since when."""
    at = f"{reverse('ledger')}?year={year}"
    if actor.role == Role.OBSERVER:
        yield Glance(_("今年的任务（项）"), at, every)
    whose = f"{reverse('overview')}?year={year}" if actor.role == Role.LEADER else f"{at}&standing={Standing.LATE}"
    yield Glance(_("滞后的任务（项）"), whose, late, amiss=late > 0)


@asked_by_actor
def _waiting(by: Actor, day: date) -> QuerySet[Any, Any]:
    """In one question: chasers whose answer is overdue, the office's own reports that wait for who looks at them, and of each
    open round the leads from which something is awaited."""
    kept = {"place": Value(0), "title": Value("", CharField())}
    counted: list[QuerySet[Any, Any]] = [
        rows.order_by().values(kind=Value(kind), **kept).annotate(number=Count("pk"))
        for kind, rows in (("overdue", overdue(by, day=day)), ("unnamed", assignments.unnamed(by, day=day)))
    ]
    lines = DispatchLine.objects.filter(dispatch__plan__authority=by.authority, dispatch__state=Dispatch.State.OPEN)
    silent = lines.filter(filled_at__isnull=True, assignment__state__in=ASKED_ABOUT).order_by()
    rounds = silent.values(kind=Value("round"), place=F("dispatch"), title=F("dispatch__title"))
    counted.append(rounds.annotate(number=Count("assignment__organisation", distinct=True)))
    return counted[0].union(*counted[1:], all=True).values_list("kind", "place", "title", "number")


def _waits(actor: Actor) -> Iterator[Glance]:
    found = {(kind, place): row for kind, place, *row in _waiting(actor, day=timezone.localdate())}
    (_title, late), (_title, unnamed) = (found.get((kind, 0), ("", 0)) for kind in ("overdue", "unnamed"))
    yield Glance(_("过期没有反馈的督办"), reverse("chasers") + "?state=overdue", late, amiss=late > 0)
    if unnamed:
        whose = f"{reverse('assignments')}?year=all&turn=name"
        yield Glance(_("办公室自办、缺核验人的"), whose, unnamed, amiss=True)
    for (kind, pk), (title, number) in found.items():
        if kind == "round" and actor.role == Role.OFFICE:
            said = _("%(round)s还没填的单位") % {"round": title}
            yield Glance(said, reverse("dispatch", args=[pk]), number)

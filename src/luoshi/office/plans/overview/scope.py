"""Which issued plans a page of the overviews is about: this year's, unless another year or a plan is chosen."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.listing import Filter
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.asking import asked_by_actor
from luoshi.office.organisations.models import Membership, Organisation
from luoshi.office.organisations.topics import choices as topics
from luoshi.office.plans.assignment.queries import standing
from luoshi.office.plans.models import AssignmentQuerySet, Plan, Responsibility, Task, TaskQuerySet
from luoshi.office.prepared import Rows, prepared

Part = Responsibility.Part
ALL = "all"


class PlanLine(NamedTuple):
    """An issued plan in short."""

    pk: int
    year: int
    title: str


def each(name: str, numbers: Iterable[int]) -> dict[str, int]:
    """Numbers under a name each, for a prepared question."""
    return {f"{name}{at}": number for at, number in enumerate(numbers)}


def any_of(column: str, given: Mapping[str, int]) -> Q:
    """The condition that a column has one of the numbers that a prepared question is given."""
    return reduce(or_, (Q(**{column: one}) for one in given.values()), Q(pk__in=()))


@dataclass(frozen=True)
class Scope:
    """The issued plans that the actor may see, and which of them the page is about."""

    actor: Actor
    day: date
    known: tuple[PlanLine, ...]  # the newest first
    plans: tuple[PlanLine, ...]
    year: str  # "" where nothing is issued

    @property
    def numbers(self) -> list[int]:
        return [one.pk for one in self.plans]

    @property
    def given(self) -> dict[str, int]:
        """The same, as prepared questions are given them."""
        return each("plan", self.numbers)

    @property
    def tasks(self) -> TaskQuerySet:
        """Those that are asked for, the guiding ones included."""
        return Task.objects.filter(plan__in=self.numbers, cancelled_on__isnull=True)

    @cached_property
    def every(self) -> AssignmentQuerySet:
        """All assignments there are, each with how it stands."""
        return standing(self.actor.authority, self.day)

    @cached_property
    def assignments(self) -> AssignmentQuerySet:
        """Those that somebody in the actor's area has or had in hand, each with how it stands. Of a cancelled task nobody asks
        any more."""
        return self.assignments_of(self.tasks)

    def assignments_of(self, tasks: TaskQuerySet) -> AssignmentQuerySet:
        """Those of some of the tasks alone. Which tasks is a question of its own: joined, SQLite reads every year's rows."""
        return self.seen(self.every.given_out().filter(task__in=tasks))

    def seen(self, rows: AssignmentQuerySet) -> AssignmentQuerySet:
        """Those in the actor's area, of rows of these plans."""
        return rows if self.actor.role in WHOLE else rows.filter(self.actor.area.q("organisation__path"))

    def filters(self, *, every_year: bool = False) -> Iterator[Filter]:
        """The year, and the plan where a year has several. Both have narrowed the rows already."""
        years = [
            (str(year), _("%(year)s年") % {"year": year}) for year in dict.fromkeys(one.year for one in self.known)
        ]
        if every_year and len(years) > 1:
            years.append((ALL, _("全部年份")))
        yield Filter("year", _("年份"), years, _narrowed_already, default=self.year)
        of_year = [one for one in self.known if self.year in (ALL, str(one.year))]
        if len(of_year) > 1:
            yield Filter("plan", _("计划"), [(str(one.pk), one.title) for one in of_year], _narrowed_already)


WHOLE = frozenset({"office", "leader", "section", "observer"})  # whose plans are all of their area


def _narrowed_already(_value: str) -> Q:
    return Q()


@asked_by_actor
def _issued(by: Actor) -> QuerySet[Any, Any]:
    issued = Plan.objects.visible_to(by).filter(state=Plan.State.ISSUED)
    return issued.order_by("-year", "-pk").values_list("pk", "year", "title")


def scope_of(actor: Actor, given: Mapping[str, str], *, day: date | None = None) -> Scope:
    """One question. What nobody knows of a year or a plan is taken for this year's."""
    day = day or timezone.localdate()
    known = tuple(PlanLine(*one) for one in _issued(actor))
    years = [str(one.year) for one in known]
    year = given.get("year", "")
    if year not in (*years, ALL):
        year = str(day.year) if str(day.year) in years else years[0] if years else ""
    plans = tuple(one for one in known if year in (ALL, str(one.year)))
    if (plan := given.get("plan", "")) and any(str(one.pk) == plan for one in plans):
        plans = tuple(one for one in plans if str(one.pk) == plan)
    return Scope(actor, day, known, plans, year)


# Choices that tasks and assignments share; `to` leads from a row to its task.


def of_tasks(scope: Scope, *, to: str = "") -> Iterator[Filter]:
    """Who leads, who answers, how closely it is followed, what it is about, where it comes from."""
    yield Filter(
        "lead",
        _("牵头单位"),
        _choices(_leads(**scope.given)),
        lambda value: _named(value, Part.LEAD, "organisation", to),
    )
    if scope.actor.sees_persons:
        yield Filter(
            "leader",
            _("责任领导"),
            _choices(_leaders(**scope.given)),
            lambda value: _named(value, Part.LEADER, "membership", to),
        )
    yield Filter("grade", _("督办等级"), Task.Grade.choices, lambda value: Q(**{f"{to}grade": value}))
    yield Filter("topic", _("业务领域"), topics(), lambda value: Q(**{f"{to}topic": value}))
    yield Filter("source", _("来源"), Task.Source.choices, lambda value: Q(**{f"{to}source": value}))


def _choices(found: Rows) -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in found]


@prepared
def _leads(**plans: int) -> QuerySet[Any, Any]:
    named = Responsibility.objects.filter(any_of("task__plan", plans), part=Part.LEAD)
    return (
        Organisation.objects.filter(pk__in=named.values("organisation"))
        .order_by("order", "pk")
        .values_list("pk", "name")
    )


@prepared
def _leaders(**plans: int) -> QuerySet[Any, Any]:
    named = Responsibility.objects.filter(any_of("task__plan", plans), part=Part.LEADER)
    found = Membership.objects.filter(pk__in=named.values("membership")).order_by("order", "pk")
    return found.values_list("pk", "person__name")


def _named(value: str, part: str, field: str, to: str) -> Q | None:
    if not value.isdecimal():
        return None
    task = "task" if to else "pk"
    return Q(Exists(Responsibility.objects.filter(**{"task": OuterRef(task), "part": part, field: int(value)})))

"""台账: the tasks of issued plans with what their assignments come to. What was cancelled stands on its plan's pages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from luoshi.office.addresses import address_of
from luoshi.office.listing import Column, Filter, Listing
from luoshi.office.organisations.access import BUREAU_STAFF
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.asking import asked_by_actor
from luoshi.office.plans.assignment.queries import standing_days
from luoshi.office.plans.ledger_cells import BETWEEN
from luoshi.office.plans.models import Assignment, Responsibility, Standing, Task, TaskQuerySet
from luoshi.office.plans.models.standing import HowItStands
from luoshi.office.plans.overview.scope import WHOLE, Scope, any_of, of_tasks, scope_of
from luoshi.office.plans.overview.tallies import Tally, collected, counted, done, still, together
from luoshi.office.plans.plan_queries import due_of
from luoshi.office.prepared import prepared

Part = Responsibility.Part
NOBODY = "nobody"  # given to nobody: guiding, or nobody was named
SHOWN = (Standing.LATE, Standing.STALLED, Standing.NEAR, Standing.NORMAL, Standing.DONE)
NONE = Tally()


@asked_by_actor
def _still(by: Actor, today: date, soon: date, long_ago: datetime, **plans: int) -> QuerySet[Any, Any]:
    tasks = Task.objects.filter(any_of("plan", plans), cancelled_on__isnull=True)
    standing = HowItStands(today=today, soon=soon, long_ago=long_ago)
    rows = still(Assignment.objects.filter(task__in=tasks)).annotate(standing=standing)
    return counted(rows if by.role in WHOLE else rows.filter(by.area.q("organisation__path")))


@prepared
def _given(**plans: int) -> QuerySet[Any, Any]:
    asked = Assignment.objects.given_out().filter(task=OuterRef("pk"))
    tasks = Task.objects.filter(any_of("plan", plans), cancelled_on__isnull=True).order_by()
    return tasks.annotate(given=Exists(asked)).values_list("pk", "given")


class Ledger:
    """The ledger of a scope: what is still awaited is looked up for all tasks, the rest for those that are shown."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.whole: dict[int, Tally] = {}
        self.bearers: dict[tuple[int, str], list[str]] = {}

    @cached_property
    def still(self) -> dict[int, Tally]:
        actor, day = self.scope.actor, self.scope.day
        return collected(_still(actor, **standing_days(actor.authority, day), **self.scope.given))

    @cached_property
    def given(self) -> dict[int, bool]:
        """Of every task whether it is given to anybody."""
        return dict(_given(**self.scope.given))

    def worst(self, task: int) -> str:
        """How it stands: as the worst of its assignments."""
        if found := self.still.get(task):
            return found.worst
        return Standing.DONE if self.given.get(task) else NOBODY

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many tasks stand how."""
        found: dict[str, int] = {}
        for task in self.given:
            how = self.worst(task)
            found[how] = found.get(how, 0) + 1
        return found

    @property
    def days_late(self) -> int:
        return together(self.still).days_late(self.scope.day)

    @property
    def title(self) -> str:
        count = {"tasks": len(self.given), "late": self.counts.get(Standing.LATE, 0), "days": self.days_late}
        if not self.scope.plans:
            return _("还没有印发的计划")
        if not count["late"]:
            return _("%(tasks)s 项任务，没有滞后") % count
        return _("%(tasks)s 项任务：%(late)s 项滞后，最久 %(days)s 天") % count

    @property
    def summary(self) -> list[dict[str, Any]]:
        """How many tasks stand how, each with the list of them."""
        at = f"{address_of('ledger')}?year={self.scope.year}&standing="
        names = {str(one): str(one.label) for one in SHOWN} | {NOBODY: _("没有下达")}
        return [
            {"number": number, "label": label, "address": f"{at}{how}", "css": "state-over" if how == "late" else ""}
            for how, label in names.items()
            if (number := self.counts.get(how, 0))
        ]

    # For the list

    def listing(self) -> Listing:
        lead = Responsibility.objects.filter(task=OuterRef("pk"), part=Part.LEAD).order_by("order", "pk")
        name = lead.annotate(name=Coalesce(F("organisation__name"), F("words"), Value(""))).values("name")[:1]
        rows = self.scope.tasks.alias(lead_name=Subquery(name))
        if not self.scope.actor.sees_persons:
            rows = rows.defer("basis")
        return Listing(
            rows,
            tuple(self._columns()),
            filters=(*self.scope.filters(), self._standing(), *of_tasks(self.scope)),
            search=("words", *(("basis",) if self.scope.actor.sees_persons else ()), self._named_so),
            order="number",
            title=_("台账"),
            look_up=self.look_up,
            kind="ledger",
            cards=True,
        )

    def _standing(self) -> Filter:
        choices = [(str(one), str(one.label)) for one in SHOWN] + [(NOBODY, _("没有下达"))]
        return Filter("standing", _("进度"), choices, self._stand_so)

    def _stand_so(self, how: str) -> Q | None:
        if how not in (*SHOWN, NOBODY):
            return None
        return Q(pk__in=[task for task in self.given if self.worst(task) == how])

    def _named_so(self, word: str) -> Q:
        so = Q(words__icontains=word) | Q(organisation__name__icontains=word)
        if self.scope.actor.sees_persons:
            so |= Q(membership__person__name__icontains=word)
        else:
            so &= ~Q(part__in=(Part.LEADER, Part.PERSON))
        return Q(Exists(Responsibility.objects.filter(so, task=OuterRef("pk"))))

    def look_up(self, tasks: Sequence[Task]) -> None:
        numbers = [one.pk for one in tasks]
        self.whole = self._whole(numbers, numbers)
        parts = (Part.LEADER, Part.LEAD) if self.scope.actor.sees_persons else (Part.LEAD,)
        named = Responsibility.objects.filter(task__in=numbers, part__in=parts)
        fields = ("task", "part", "organisation__name", "membership__person__name", "words")
        self.bearers = {}
        for task, part, organisation, person, words in named.values_list(*fields):
            self.bearers.setdefault((task, part), []).append(words or organisation or person)

    def _whole(self, tasks: Iterable[int], among: Sequence[int] | TaskQuerySet) -> dict[int, Tally]:
        """What is awaited of some tasks, which is known of all, and what is done."""
        ended = done(self.scope.seen(Assignment.objects.given_out().filter(task__in=among)))
        return {task: together((self.still.get(task, NONE), ended.get(task, NONE))) for task in tasks}

    def tally(self, task: Task) -> Tally:
        return self.whole.get(task.pk, NONE)

    def _columns(self) -> Iterator[Column]:
        actor = self.scope.actor
        page = _page if actor.role in BUREAU_STAFF else None
        if len({one.title for one in self.scope.plans}) > 1:
            titles = {one.pk: one.title for one in self.scope.plans}
            yield Column("plan", _("计划"), lambda task: titles[task.plan_id], "plan")
        yield Column("number", _("编号"), lambda task: task.number, "order", css="number")
        yield Column("words", _("任务"), lambda task: task.words, "words", link=page, css="wide")
        yield Column("lead", _("牵头单位"), lambda task: self._bearers(task, Part.LEAD), "lead_name")
        if actor.sees_persons:
            yield Column("leader", _("责任领导"), lambda task: self._bearers(task, Part.LEADER), css="tight")
        yield Column("due", _("完成时限"), due_of, "due")
        yield Column("standing", _("进度"), self._stands, rank=self._how_bad, css="tight")
        yield Column(
            "late", _("滞后"), lambda task: self._late(task), link=self._late_ones, rank=self._most_late, css="number"
        )
        yield Column("done", _("完成／下达"), self._done, link=self._all, rank=self._least_done, css="number")
        yield Column("moved", _("最近动态"), self._moved, rank=self._moved_at, css="number")
        yield Column("grade", _("督办等级"), lambda task: task.get_grade_display(), "grade", css="tight")
        yield Column("source", _("来源"), lambda task: task.get_source_display(), "source", css="tight")

    def _bearers(self, task: Task, part: str) -> str:
        return BETWEEN.join(self.bearers.get((task.pk, part), ()))

    def _stands(self, task: Task) -> str:
        tally = self.tally(task)
        if not tally.worst:
            return _("没有下达")
        if tally.late:
            return _("滞后 %(days)s 天") % {"days": tally.days_late(self.scope.day)}
        return str(Standing(tally.worst).label)

    def _late(self, task: Task) -> Any:
        return self.tally(task).late or ""

    def _done(self, task: Task) -> str:
        tally = self.tally(task)
        return f"{tally.done}/{tally.total}" if tally.total else ""

    def _moved(self, task: Task) -> str:
        moved = self.tally(task).moved_at
        return f"{timezone.localtime(moved):%Y-%m-%d}" if moved else ""

    def _late_ones(self, task: Task) -> str:
        return self.address(task, standing=Standing.LATE) if self.tally(task).late else ""

    def _all(self, task: Task) -> str:
        return self.address(task) if self.tally(task).total else ""

    @cached_property
    def _behind(self) -> str:
        return f"{address_of('assignments')}?{urlencode({'year': self.scope.year})}"

    def address(self, task: Task, standing: str = "") -> str:
        return f"{self._behind}&task={task.pk}" + (f"&standing={standing}" if standing else "")

    # To sort by

    def _how_bad(self, rows: QuerySet[Task]) -> Mapping[int, Any]:
        order = {how: at for at, how in enumerate((NOBODY, *map(str, reversed(SHOWN))))}
        found = rows.order_by().values_list("pk", flat=True)
        day = self.scope.day
        return {pk: (order.get(self.worst(pk), 0), self.still.get(pk, NONE).days_late(day)) for pk in found}

    def _most_late(self, rows: QuerySet[Task]) -> Mapping[int, Any]:
        return {pk: self.still.get(pk, NONE).late for pk in rows.order_by().values_list("pk", flat=True)}

    def _least_done(self, rows: QuerySet[Task]) -> Mapping[int, Any]:
        whole, found = self._whole(self.given, self.scope.tasks), {}
        for pk in rows.order_by().values_list("pk", flat=True):
            tally = whole.get(pk, NONE)
            found[pk] = (bool(tally.total), tally.done / tally.total if tally.total else 0, -tally.total)
        return found

    def _moved_at(self, rows: QuerySet[Task]) -> Mapping[int, Any]:
        whole = self._whole(self.given, self.scope.tasks)
        moved = {pk: whole.get(pk, NONE).moved_at for pk in rows.order_by().values_list("pk", flat=True)}
        return {pk: (at is not None, at.timestamp() if at else 0) for pk, at in moved.items()}


def _page(task: Task) -> str:
    return address_of("task", task.pk)


def make(actor: Actor, given: Mapping[str, str]) -> Listing:
    """The list as its page has it."""
    return Ledger(scope_of(actor, given)).listing()

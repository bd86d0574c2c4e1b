"""Plans and what they ask for, as programs read them: the same rows that the pages show to the same person."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from luoshi.office.api import NUMBER, Named, Page, Paging, answers, narrowed, page_of, with_words
from luoshi.office.organisations.access import BUREAU_STAFF, Request, open_to
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans.models import READERS, Goal, Plan, Responsibility, Task

router = Router(tags=["计划"])


class PlanRow(Schema):
    """A plan, and how many of its tasks concern the reader."""

    id: int
    authority: Named
    year: int
    title: str
    state: str = Field(description="draft 编制中，consulting 征求意见，approved 已审定，issued 已印发")
    meeting: str
    approved_on: date | None
    number: str = Field(description="文号")
    issued_on: date | None
    version: int
    tasks: int = Field(alias="number_of_tasks")


class GoalRow(Schema):
    """A goal and the one above it."""

    id: int
    parent: int | None = Field(alias="parent_id")
    order: int
    words: str


class PartTold(Schema):
    """Who does what for a task; `words` is how the paper names them."""

    part: str = Field(description="leader 责任领导，lead 牵头，person 责任人，assist 配合，owner 落实")
    words: str
    organisation: Named | None
    person: str = Field(description="没有写到人的，为空")


class TargetTold(Schema):
    """A figure to be reached. `value` is None where the paper leaves it out."""

    id: int
    subject: str
    words: str
    comparator: str
    value: Decimal | None
    high: Decimal | None
    unit: str
    due: date | None
    hardness: str = Field(description="firm 确保，aspired 力争")


class TaskRow(Schema):
    """A task of a plan."""

    id: int
    plan: int = Field(alias="plan_id")
    goal: int | None = Field(alias="goal_id")
    number: int
    words: str
    source: str
    basis: str
    grade: str = Field(description="supervised 督办，routine 常规，guiding 原则性要求")
    topic: str
    due: date | None
    due_words: str
    rule: str = Field(description="周期；一次办完的为空")
    cancelled_on: date | None
    version: int
    responsibilities: list[PartTold]
    targets: list[TargetTold]


class PlanFilters(Schema):
    """As above the list of plans."""

    q: str = Field("", max_length=200, description="标题或文号里的字")
    year: int | None = Field(None, ge=1, le=9999)
    state: Plan.State | None = None


class TaskFilters(Schema):
    """As above the table of a plan."""

    q: str = Field("", max_length=200, description="任务或依据里的字")
    grade: Task.Grade | None = None
    source: Task.Source | None = None
    goal: NUMBER | None = None
    lead: NUMBER | None = Field(None, description="牵头单位的编号")


def _plans(actor: Actor) -> QuerySet[Plan]:
    own = Count("tasks", filter=Q(tasks__in=Task.objects.visible_to(actor)))
    return Plan.objects.visible_to(actor).select_related("authority").annotate(number_of_tasks=own)


def _tasks(actor: Actor) -> QuerySet[Task]:
    named = Responsibility.objects.select_related("organisation", "membership__person")
    return Task.objects.visible_to(actor).prefetch_related(Prefetch("responsibilities", named), "targets")


def _bearer(one: Responsibility, actor: Actor) -> dict[str, Any]:
    """An observer sees no persons."""
    person = one.membership.person.name if one.membership and actor.sees_persons else ""
    words = one.words if actor.sees_persons or not one.membership else ""
    return {"part": one.part, "words": words, "organisation": one.organisation, "person": person}


def _told(task: Task, actor: Actor) -> dict[str, Any]:
    said = {name: getattr(task, name) for name in TASK_FIELDS}
    if not actor.sees_persons:  # the sentence may name some
        said["basis"] = ""
    bearers = [_bearer(one, actor) for one in task.responsibilities.all()]
    return {**said, "responsibilities": bearers, "targets": list(task.targets.all())}


TASK_FIELDS = [
    field.alias or name for name, field in TaskRow.model_fields.items() if name not in {"responsibilities", "targets"}
]


@open_to(READERS)
@router.get("plans", response=answers(Page[PlanRow]), url_name="api-plans", summary="计划")
def plans(request: Request, filters: Query[PlanFilters], paging: Query[Paging]) -> dict[str, Any]:
    """看得到的计划，新的在前。"""
    found = narrowed(_plans(request.actor), year=filters.year, state=filters.state)
    return page_of(with_words(found, filters.q, "title", "number").order_by("-year", "-pk"), paging)


@open_to(READERS)
@router.get("plans/{pk}", response=answers(PlanRow, 404), url_name="api-plan", summary="一个计划")
def plan(request: Request, pk: NUMBER) -> Plan:
    return get_object_or_404(_plans(request.actor), pk=pk)


@open_to(BUREAU_STAFF)
@router.get("plans/{pk}/goals", response=answers(Page[GoalRow], 404), url_name="api-goals", summary="计划的目标")
def goals(request: Request, pk: NUMBER, paging: Query[Paging]) -> dict[str, Any]:
    """按文件里的先后。"""
    found = get_object_or_404(Plan.objects.visible_to(request.actor), pk=pk)
    return page_of(Goal.objects.filter(plan=found).order_by("order", "pk"), paging)


@open_to(READERS)
@router.get("plans/{pk}/tasks", response=answers(Page[TaskRow], 404), url_name="api-tasks", summary="计划的任务")
def tasks(request: Request, pk: NUMBER, filters: Query[TaskFilters], paging: Query[Paging]) -> dict[str, Any]:
    """局里的人看到全部；学校、中心校只看到分给自己辖区的。"""
    found = get_object_or_404(Plan.objects.visible_to(request.actor), pk=pk)
    rows = narrowed(
        _tasks(request.actor).filter(plan=found), grade=filters.grade, source=filters.source, goal=filters.goal
    )
    if filters.lead is not None:
        led = Responsibility.objects.filter(part=Responsibility.Part.LEAD, organisation=filters.lead)
        rows = rows.filter(pk__in=led.values("task"))
    told = ("words", "basis") if request.actor.sees_persons else ("words",)
    part = page_of(with_words(rows, filters.q, *told).order_by("order", "pk"), paging)
    return {**part, "items": [_told(one, request.actor) for one in part["items"]]}


@open_to(READERS)
@router.get("tasks/{pk}", response=answers(TaskRow, 404), url_name="api-task", summary="一项任务")
def task(request: Request, pk: NUMBER) -> dict[str, Any]:
    return _told(get_object_or_404(_tasks(request.actor), pk=pk), request.actor)

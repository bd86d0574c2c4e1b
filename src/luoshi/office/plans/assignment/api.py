"""Assignments as programs read them, with the same rows and the same reasons as the pages."""

from datetime import date, datetime
from typing import Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from luoshi.office.api import NUMBER, Named, Page, Paging, answers, narrowed, page_of, with_words
from luoshi.office.organisations.access import Request, open_to
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans.assignment import queries
from luoshi.office.plans.assignment.acts import BESIDE
from luoshi.office.plans.assignment.moves import MOVES, open_to_actor
from luoshi.office.plans.models import (
    READERS,
    Adjustment,
    Assignment,
    AssignmentQuerySet,
    Movement,
    Responsibility,
    Standing,
)
from luoshi.office.plans.verbs import VERBS

router = Router(tags=["承办"])

# What waits for the actor, as their page lists it.
WAITING = {
    "to_do": queries.to_do,
    "to_sign": queries.to_sign,
    "to_verify": queries.to_verify,
    "to_decide": queries.to_decide,
}


class AssignmentRow(Schema):
    """One organisation's part in a task, and how it stands today."""

    id: int
    task: int = Field(alias="task_id")
    plan: int = Field(alias="task.plan_id")
    parent: int | None = Field(alias="parent_id", description="分办的，为牵头单位那一件")
    what: str
    organisation: Named
    part: str
    occurrence: str = Field(description="哪一次；一次办完的为空")
    due: date | None
    state: str
    state_label: str = Field(alias="get_state_display")
    standing: str = Field(description="late 滞后，stalled 停滞，near 临近，normal 正常，done 已完成，out 不再办理")
    milestone_due: date | None = Field(description="下一个节点的日期")
    reported_on: date | None
    ended_on: date | None
    moved_at: datetime | None
    version: int = Field(description="办理时原样带回")


class MoveTold(Schema):
    """A move, and why the actor cannot make it now."""

    move: str
    label: str
    why_not: str = Field(description="空的，现在就能办")


class MilestoneTold(Schema):
    """A milestone of an assignment."""

    id: int
    words: str
    due: date
    reached_on: date | None


class AdjustmentTold(Schema):
    """A change that was asked for, and what came of it."""

    kind: str
    why: str
    old_due: date | None
    new_due: date | None
    to: Named | None
    state: str


class AssignmentWhole(AssignmentRow):
    """An assignment with what belongs to it and what may be done next."""

    moves: list[MoveTold]
    milestones: list[MilestoneTold]
    adjustments: list[AdjustmentTold]


class EvidenceTold(Schema):
    """A piece of proof: a file by its name, a link, or a figure."""

    kind: str
    words: str
    file: str
    link: str
    value: str | None
    unit: str
    as_of: date | None


class MovementTold(Schema):
    """Something that was done about an assignment."""

    id: int
    verb: str
    label: str
    before: str
    after: str
    words: str
    by: str = Field(description="谁办的；上级看不到人名")
    organisation: str
    behalf: str
    decided_by: str
    decided_on: date | None
    document: str
    at: datetime
    evidence: list[EvidenceTold]


class AssignmentFilters(Schema):
    """As above the lists of assignments."""

    q: str = Field("", max_length=200, description="任务、单位或哪一次里的字")
    waiting: Literal["to_do", "to_sign", "to_verify", "to_decide"] | None = Field(
        None, description="等我办的：to_do 办理，to_sign 签批，to_verify 核验，to_decide 决定调整"
    )
    plan: NUMBER | None = None
    task: NUMBER | None = None
    parent: NUMBER | None = None
    organisation: NUMBER | None = None
    state: Assignment.State | None = None
    standing: Standing | None = None
    part: Responsibility.Part | None = None
    due_from: date | None = Field(None, description="时限不早于")
    due_until: date | None = Field(None, description="时限不晚于")


def seen(actor: Actor) -> AssignmentQuerySet:
    """Those that the actor may see, with how they stand."""
    return queries.standing(actor.authority).visible_to(actor).select_related(*BESIDE)


def whole(one: Assignment, actor: Actor) -> dict[str, Any]:
    """One with what belongs to it."""
    said = {field.alias or name: _value(one, field.alias or name) for name, field in AssignmentRow.model_fields.items()}
    moves = [{"move": n, "label": str(MOVES[n].label), "why_not": w} for n, w in open_to_actor(one, by=actor).items()]
    asked = Adjustment.objects.filter(assignment=one).select_related("to") if actor.sees_persons else ()
    return {**said, "moves": moves, "milestones": list(one.milestones.all()), "adjustments": list(asked)}


def _value(one: Assignment, name: str) -> Any:
    if name == "task.plan_id":
        return one.task.plan_id
    found = getattr(one, name)
    return found() if callable(found) else found


@open_to(READERS)
@router.get("assignments", response=answers(Page[AssignmentRow]), url_name="api-assignments", summary="承办")
def assignments(request: Request, filters: Query[AssignmentFilters], paging: Query[Paging]) -> dict[str, Any]:
    """看得到的承办，按时限先后。"""
    chosen = {
        "task__plan": filters.plan,
        "task": filters.task,
        "parent": filters.parent,
        "organisation": filters.organisation,
        "state": filters.state,
        "standing": filters.standing,
        "part": filters.part,
        "due__gte": filters.due_from,
        "due__lte": filters.due_until,
    }
    found = narrowed(seen(request.actor), **chosen)
    if filters.waiting:
        found = found.filter(pk__in=WAITING[filters.waiting](request.actor).values("pk"))
    found = with_words(found, filters.q, "task__words", "asked", "organisation__name", "occurrence")
    return page_of(found.order_by("due", "pk"), paging)


@open_to(READERS)
@router.get("assignments/{pk}", response=answers(AssignmentWhole, 404), url_name="api-assignment", summary="一件承办")
def assignment(request: Request, pk: NUMBER) -> dict[str, Any]:
    """连同节点、调整申请，和这个岗位能办的每一步：现在能不能办，不能办的为什么。"""
    return whole(get_object_or_404(seen(request.actor), pk=pk), request.actor)


@open_to(READERS)
@router.get(
    "assignments/{pk}/movements",
    response=answers(Page[MovementTold], 404),
    url_name="api-movements",
    summary="办理记录",
)
def movements(request: Request, pk: NUMBER, paging: Query[Paging]) -> dict[str, Any]:
    """新的在前。文件只给名字，内容请在网页上看。"""
    one = get_object_or_404(Assignment.objects.visible_to(request.actor), pk=pk)
    rows = one.movements.select_related("by__person", "by__organisation").prefetch_related("evidence__file")
    part = page_of(rows, paging)
    return {**part, "items": [_told(each, request.actor) for each in part["items"]]}


def _told(each: Movement, actor: Actor) -> dict[str, Any]:
    """An observer sees how it stands, as on the page: neither persons nor words and proof, which may name some."""
    names = ("behalf", "decided_by", "words", "document")
    said = {name: getattr(each, name) if actor.sees_persons else "" for name in names}
    kept = ("id", "verb", "before", "after", "decided_on", "at")
    return {
        **{name: getattr(each, name) for name in kept},
        **said,
        "by": each.by.person.name if each.by and actor.sees_persons else "",
        "organisation": each.by.organisation.name if each.by else "",
        "label": str(VERBS.get(f"assignment.{each.verb}", each.verb)),
        "evidence": [
            {
                "kind": one.kind,
                "words": one.words,
                "file": one.file.name if one.file else "",
                "link": one.link,
                "value": None if one.value is None else f"{one.value:f}",
                "unit": one.unit,
                "as_of": one.as_of,
            }
            for one in (each.evidence.all() if actor.sees_persons else ())
        ],
    }

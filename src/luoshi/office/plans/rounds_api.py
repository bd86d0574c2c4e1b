"""Dispatch rounds with what was said in them, and chasers, as programs read them."""

from datetime import date, datetime
from typing import Any

from ninja import Field, Query, Router, Schema

from luoshi.office.api import NUMBER, Named, Page, Paging, answers, narrowed, page_of
from luoshi.office.organisations.access import Request, open_to
from luoshi.office.organisations.models import Role
from luoshi.office.plans.models import READERS, Assignment, Chaser, Dispatch, DispatchLine

router = Router(tags=["调度和催督"])
TAKE_PART = READERS - {Role.OBSERVER, Role.INSPECTOR}  # whom rounds and chasers concern


class DispatchRow(Schema):
    """A round."""

    id: int
    plan: int = Field(alias="plan_id")
    kind: str
    title: str
    due: date
    state: str = Field(description="open 填报中，closed 已截止，held 已开会")
    opened_at: datetime
    closed_at: datetime | None
    meeting: str
    met_on: date | None
    notice_number: str = Field(description="通报的文号")
    version: int


class DispatchLineRow(Schema):
    """What was said of one assignment in a round."""

    id: int
    dispatch: int = Field(alias="dispatch_id")
    assignment: int = Field(alias="assignment_id")
    organisation: Named = Field(alias="assignment.organisation")
    progress: str
    problems: str
    next_steps: str
    to_coordinate: str
    standing: str = Field(description="截止时的进度")
    filled_at: datetime | None


class ChaserRow(Schema):
    """One step of the ladder, to one organisation."""

    id: int
    plan: int = Field(alias="plan_id")
    step: str = Field(description="remind 提醒，urge 催办，supervise 督办，name 通报，talk 约谈")
    organisation: Named
    assignments: list[int]
    state: str
    number: int | None
    words: str
    answer_by: date | None
    made_at: datetime
    decided_by: str
    decided_on: date | None
    sent_on: date | None
    answer: str
    answered_at: datetime | None


class DispatchFilters(Schema):
    """Rounds of one plan, or in one state."""

    plan: NUMBER | None = None
    kind: Dispatch.Kind | None = None
    state: Dispatch.State | None = None


class LineFilters(Schema):
    """Lines of one round, or about one assignment."""

    dispatch: NUMBER | None = None
    assignment: NUMBER | None = None


class ChaserFilters(Schema):
    """Chasers of one plan, one step, one organisation or in one state."""

    plan: NUMBER | None = None
    step: Chaser.Step | None = None
    organisation: NUMBER | None = None
    state: Chaser.State | None = None


@open_to(TAKE_PART)
@router.get("dispatches", response=answers(Page[DispatchRow]), url_name="api-dispatches", summary="调度")
def dispatches(request: Request, filters: Query[DispatchFilters], paging: Query[Paging]) -> dict[str, Any]:
    """新的在前。"""
    found = Dispatch.objects.visible_to(request.actor)
    return page_of(narrowed(found, plan=filters.plan, kind=filters.kind, state=filters.state), paging)


@open_to(TAKE_PART)
@router.get(
    "dispatch-lines", response=answers(Page[DispatchLineRow]), url_name="api-dispatch-lines", summary="调度里填的"
)
def dispatch_lines(request: Request, filters: Query[LineFilters], paging: Query[Paging]) -> dict[str, Any]:
    """只有看得到的承办的。"""
    mine = Assignment.objects.visible_to(request.actor)
    found = DispatchLine.objects.filter(
        dispatch__in=Dispatch.objects.visible_to(request.actor).values("pk"), assignment__in=mine.values("pk")
    )
    chosen = narrowed(found, dispatch=filters.dispatch, assignment=filters.assignment)
    return page_of(chosen.select_related("assignment__organisation").order_by("-dispatch", "pk"), paging)


@open_to(TAKE_PART)
@router.get("chasers", response=answers(Page[ChaserRow]), url_name="api-chasers", summary="催督")
def chasers(request: Request, filters: Query[ChaserFilters], paging: Query[Paging]) -> dict[str, Any]:
    """提醒、催办、督办、通报、约谈，新的在前。"""
    found = Chaser.objects.visible_to(request.actor).select_related("organisation").prefetch_related("assignments")
    chosen = {"plan": filters.plan, "step": filters.step, "organisation": filters.organisation, "state": filters.state}
    part = page_of(narrowed(found, **chosen), paging)
    return {**part, "items": [_told(one) for one in part["items"]]}


def _told(one: Chaser) -> dict[str, Any]:
    said = {field.alias or name: getattr(one, field.alias or name) for name, field in ChaserRow.model_fields.items()}
    return {**said, "assignments": [each.pk for each in one.assignments.all()]}

"""Chasers as programs read them."""

from datetime import date, datetime
from typing import Any

from ninja import Field, Query, Router, Schema

from luoshi.office.api import NUMBER, Named, Page, Paging, answers, narrowed, page_of
from luoshi.office.organisations.access import Request, open_to
from luoshi.office.plans.chasing.views import LOOKERS
from luoshi.office.plans.models import Chaser

router = Router(tags=["催督"])


class ChasedTold(Schema):
    """What a chaser is about, and the day it is held to."""

    assignment: int = Field(alias="assignment_id")
    due: date | None


class ChaserRow(Schema):
    """One step of the ladder, to one organisation."""

    id: int
    plan: int = Field(alias="plan_id")
    step: str = Field(description="remind 提醒，urge 催办，supervise 督办，name 通报，talk 约谈")
    organisation: Named
    chased: list[ChasedTold]
    state: str = Field(description="proposed 待领导决定，declined 领导未同意，sent 已发出，answered 已反馈")
    number: int | None = Field(description="通知书的编号")
    words: str
    urgent: bool
    answer_by: date | None
    made_at: datetime
    decided_by: str
    decided_on: date | None
    sent_on: date | None
    answer: str
    answered_at: datetime | None


class ChaserFilters(Schema):
    """Chasers of one plan, one step, one organisation or in one state."""

    plan: NUMBER | None = None
    step: Chaser.Step | None = None
    organisation: NUMBER | None = None
    state: Chaser.State | None = None


@open_to(LOOKERS)
@router.get("chasers", response=answers(Page[ChaserRow]), url_name="api-chasers", summary="催督")
def chasers(request: Request, filters: Query[ChaserFilters], paging: Query[Paging]) -> dict[str, Any]:
    """提醒、催办、督办、通报、约谈，新的在前。"""
    found = Chaser.objects.visible_to(request.actor).select_related("organisation").prefetch_related("chased")
    chosen = {"plan": filters.plan, "step": filters.step, "organisation": filters.organisation, "state": filters.state}
    part = page_of(narrowed(found, **chosen), paging)
    return {**part, "items": [_told(one) for one in part["items"]]}


def _told(one: Chaser) -> dict[str, Any]:
    said = {field.alias or name: getattr(one, field.alias or name) for name, field in ChaserRow.model_fields.items()}
    return {**said, "chased": list(one.chased.all())}

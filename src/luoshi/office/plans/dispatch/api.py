"""Dispatch rounds as programs read them; and a lead's lines as its own program fills them in."""

from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema
from pydantic import ConfigDict

from luoshi.office.api import NUMBER, Named, Page, Paging, Words, answers, narrowed, page_of
from luoshi.office.organisations.access import Request, open_to
from luoshi.office.organisations.actions import EditedMeanwhile
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans.dispatch import filling
from luoshi.office.plans.dispatch.filling import Clash, Filled, Given, Mark
from luoshi.office.plans.dispatch.moves import FILLERS, WATCHERS
from luoshi.office.plans.dispatch.queries import headline, tally
from luoshi.office.plans.models import Dispatch, DispatchLine

router = Router(tags=["调度"])
LOOKERS = FILLERS | {*WATCHERS}
TEXT = Annotated[Words, Field(max_length=filling.LONGEST)]


class DispatchRow(Schema):
    """A round."""

    id: int
    plan: int = Field(alias="plan_id")
    kind: str = Field(description="monthly 月调度，quarterly 季度调度，topic 专题调度")
    title: str
    due: date
    state: str = Field(description="open 填报中，closed 已截止，held 已开会，withdrawn 已撤回")
    opened_at: datetime
    closed_at: datetime | None = Field(description="截止的时间；撤回的，撤回的时间")
    meeting: str
    met_on: date | None
    notice_number: str = Field(description="通报的文号")
    issued_on: date | None = Field(description="通报印发的日期")
    version: int


class LeadTold(Schema):
    """A lead in a round: what it was asked and has said."""

    organisation: Named
    lines: int
    waiting: int = Field(description="还没有填的")
    problems: int
    to_coordinate: int
    late: int
    stalled: int


class DispatchWhole(DispatchRow):
    """A round with how far it is."""

    headline: str
    leads: list[LeadTold] = Field(description="局办公室和局领导看得到各家，其余为空")


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
    unchanged: bool = Field(description="没有变化：文字是上次的")
    standing: str = Field(description="截止时的进度；没有截止的为空")
    filled_at: datetime | None
    version: int = Field(description="填报时原样带回")


class DispatchFilters(Schema):
    """As above the list of rounds."""

    plan: NUMBER | None = None
    kind: Dispatch.Kind | None = None
    state: Dispatch.State | None = None


class LineFilters(Schema):
    """Lines of one round, of one lead, or about one assignment."""

    dispatch: NUMBER | None = None
    organisation: NUMBER | None = None
    assignment: NUMBER | None = None


class LineGiven(Schema):
    """What a lead says of one line."""

    model_config = ConfigDict(extra="forbid")

    line: NUMBER
    version: int = Field(ge=1, le=2**31 - 1)
    progress: TEXT = ""
    problems: TEXT = ""
    next_steps: TEXT = ""
    to_coordinate: TEXT = ""
    unchanged: bool = False


class TableGiven(Schema):
    """A lead's lines, or some of them."""

    model_config = ConfigDict(extra="forbid")

    lines: list[LineGiven] = Field(min_length=1, max_length=1000)


def _lines(actor: Actor) -> QuerySet[DispatchLine]:
    """What every lead said is for the office and the leaders; a lead sees its own."""
    found = DispatchLine.objects.filter(dispatch__in=Dispatch.objects.visible_to(actor).values("pk"))
    if actor.role not in WATCHERS:
        found = found.filter(assignment__organisation__path__startswith=actor.organisation.path)
    return found.select_related("assignment__organisation")


@open_to(LOOKERS)
@router.get("dispatches", response=answers(Page[DispatchRow]), url_name="api-dispatches", summary="调度")
def dispatches(request: Request, filters: Query[DispatchFilters], paging: Query[Paging]) -> dict[str, Any]:
    """新的在前。"""
    found = Dispatch.objects.visible_to(request.actor)
    return page_of(narrowed(found, plan=filters.plan, kind=filters.kind, state=filters.state), paging)


@open_to(LOOKERS)
@router.get("dispatches/{pk}", response=answers(DispatchWhole, 404), url_name="api-dispatch", summary="一次调度")
def dispatch(request: Request, pk: NUMBER) -> dict[str, Any]:
    """连同各牵头单位填了多少。"""
    rows = Dispatch.objects.visible_to(request.actor).select_related("plan__authority")
    found = get_object_or_404(rows, pk=pk)
    counted = tally(found)
    said = {name: getattr(found, field.alias or name) for name, field in DispatchRow.model_fields.items()}
    leads = counted.leads if request.actor.role in WATCHERS else ()
    return {**said, "plan_id": found.plan_id, "headline": headline(found, counted), "leads": list(leads)}


@open_to(LOOKERS)
@router.get("dispatch-lines", response=answers(Page[DispatchLineRow]), url_name="api-dispatch-lines", summary="填报")
def dispatch_lines(request: Request, filters: Query[LineFilters], paging: Query[Paging]) -> dict[str, Any]:
    """局办公室和局领导看全部，其余只看本单位的。"""
    chosen = {
        "dispatch": filters.dispatch,
        "assignment__organisation": filters.organisation,
        "assignment": filters.assignment,
    }
    return page_of(narrowed(_lines(request.actor), **chosen).order_by("-dispatch", "pk"), paging)


@open_to((), act=FILLERS)
@router.post(
    "dispatches/{pk}/fill",
    response=answers(list[DispatchLineRow], 404, 409, 415),
    url_name="api-dispatch-fill",
    summary="填本单位的报送",
)
def fill(request: Request, pk: NUMBER, given: TableGiven) -> list[DispatchLine]:
    """都存或都不存；回答有变动的。没有变动的行，写了也不算。"""
    found = get_object_or_404(Dispatch.objects.visible_to(request.actor), pk=pk)
    texts = {"progress", "problems", "next_steps", "to_coordinate", "unchanged"}
    # Without the digest of what stood there: each row is taken for one that was touched.
    rows = [Given(Mark(one.line, one.version, ""), Filled(**one.model_dump(include=texts))) for one in given.lines]
    try:
        return filling.fill(found, request.actor.organisation, rows, by=request.actor)
    except Clash as clash:
        raise EditedMeanwhile(*clash.reasons) from clash

"""The ledger as programs read it: the very rows of its page."""

from datetime import date, datetime
from typing import Any

from ninja import Field, Query, Router, Schema

from luoshi.office.api import NUMBER, Page, Paging, answers, page_of
from luoshi.office.organisations.access import Request, open_to
from luoshi.office.plans.models import Responsibility, Task
from luoshi.office.plans.overview.ledger import Ledger
from luoshi.office.plans.overview.scope import scope_of
from luoshi.office.plans.overview.views import LOOKERS

router = Router(tags=["台账"])
Part = Responsibility.Part


class LedgerTask(Schema):
    """A task with what its assignments come to."""

    id: int
    plan: int
    number: int
    words: str
    leads: list[str] = Field(description="牵头单位")
    leaders: list[str] = Field(description="责任领导；上级看不到")
    due: date | None
    grade: str
    source: str
    standing: str = Field(description="各承办里最差的；不下达的为空")
    numbers: dict[str, int] = Field(description="各种进度的承办有几件：late、stalled、near、normal、done")
    late_since: date | None
    days_late: int
    moved_at: datetime | None


class LedgerPage(Page[LedgerTask]):
    """A part of the ledger, and what its page says above it."""

    title: str
    year: str
    tasks: dict[str, int] = Field(description="全年各种进度的任务有几项，不受筛选影响；nobody：不下达的")


class LedgerFilters(Schema):
    """As above the ledger. What is left out is not narrowed; the year is this one."""

    q: str = Field("", max_length=200, description="任务、单位里的字")
    year: int | None = Field(None, ge=1, le=9999)
    plan: NUMBER | None = None
    standing: str | None = Field(None, pattern="^(late|stalled|near|normal|done|nobody)$")
    lead: NUMBER | None = Field(None, description="牵头单位的编号")
    leader: NUMBER | None = Field(None, description="责任领导岗位的编号")
    grade: Task.Grade | None = None
    source: Task.Source | None = None
    topic: str | None = Field(None, max_length=40, description="业务领域的代码")


@open_to(LOOKERS)
@router.get("ledger", response=answers(LedgerPage), url_name="api-ledger", summary="台账")
def ledger(request: Request, filters: Query[LedgerFilters], paging: Query[Paging]) -> dict[str, Any]:
    """一年的任务和各项的进度，按计划里的先后。"""
    given = {name: str(value) for name, value in filters.model_dump(mode="json", exclude_none=True).items()}
    found = Ledger(scope_of(request.actor, given))
    part = page_of(found.listing().chosen(given), paging)
    found.look_up(part["items"])
    told = [_told(found, task) for task in part["items"]]
    return {**part, "items": told, "title": found.title, "year": found.scope.year, "tasks": found.counts}


def _told(found: Ledger, task: Task) -> dict[str, Any]:
    tally = found.tally(task)
    return {
        "id": task.pk,
        "plan": task.plan_id,
        "number": task.number,
        "words": task.words,
        "leads": found.bearers.get((task.pk, Part.LEAD), []),
        "leaders": found.bearers.get((task.pk, Part.LEADER), []),
        "due": task.due,
        "grade": task.grade,
        "source": task.source,
        "standing": tally.worst,
        "numbers": {str(how): number for how, number in tally.numbers.items()},
        "late_since": tally.late_since,
        "days_late": tally.days_late(found.scope.day),
        "moved_at": tally.moved_at,
    }

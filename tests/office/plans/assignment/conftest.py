"""An issued plan of the small county: one supervised and one routine task, led by a section, carried out by schools."""

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone

from luoshi.office.organisations.actor import Actor
from luoshi.office.plans import approval
from luoshi.office.plans.models import Assignment, Plan, Task
from luoshi.office.plans.owners import Owners, Range, as_json
from luoshi.office.plans.tasks import Named, Wanted, add

TODAY = date(2026, 3, 10)
DUE = date(2026, 6, 30)
SCHOOLS = as_json(Owners(ranges=(Range(kinds=("school",)),)))


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *given: TODAY if not given else given[0].date())


@pytest.fixture
def issued(world, plan: Plan, office: Actor) -> Plan:
    """校车安全检查 is supervised (leader named), 师德培训 routine; 办公室 leads 政务公开 itself."""
    lead = Named("lead", "基础教育科", world.organisation("basic"))
    leader = Named("leader", "李望舒", membership=world.membership("leader"))
    owner = Named("owner", "各校", owners=SCHOOLS)
    own = Named("lead", "办公室", world.organisation("office"))
    add(plan, Wanted("开展校车安全检查", due=DUE, named=(leader, lead, owner), grade=Task.Grade.SUPERVISED), by=office)
    add(plan, Wanted("开展师德培训", due=DUE, named=(lead, owner)), by=office)
    add(plan, Wanted("做好政务公开", due=DUE, named=(own,)), by=office)
    plan = approval.approve(plan, meeting="局党组第3次会议", on=TODAY, by=office)
    approval.issue(plan, number="云教〔2026〕3号", on=TODAY, by=office)
    plan.refresh_from_db()
    return plan


@pytest.fixture
def given(world, issued: Plan) -> Callable[..., Assignment]:
    """The assignment of an organisation (by its short name) in a task (by its number)."""

    def found(organisation: str, task: int = 1, **more) -> Assignment:
        rows = Assignment.objects.filter(task__plan=issued, task__number=task, parent=None)
        return rows.get(organisation=world.organisation(organisation), **more)

    return found

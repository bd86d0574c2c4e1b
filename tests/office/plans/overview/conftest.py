"""The issued plan of the assignment tests, and assignments in every state and at every age beside it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from luoshi.office.organisations.actor import Actor
from luoshi.office.plans.models import Assignment, Plan, Task
from luoshi.office.plans.overview.scope import Scope, scope_of
from tests.office.plans.assignment.conftest import TODAY, _today, given, issued

__all__ = ["_today", "given", "issued"]


@pytest.fixture
def scope(world, issued: Plan) -> Scope:
    """This year's plans as the office sees them."""
    return scope_of(world.actor("an"), {}, day=TODAY)


@pytest.fixture
def set_to(given: Callable[..., Assignment]) -> Callable[..., Assignment]:
    """Puts the assignment of an organisation in a task into a state, with its days counted from today."""

    def put(
        organisation: str, task: int = 1, *, state: str = "working", due: int | None = 30, **more: Any
    ) -> Assignment:
        one = given(organisation, task)
        for name in ("moved", "made"):
            days = more.pop(name, 0)
            if days is not None:
                more[f"{name}_at"] = datetime.combine(TODAY + timedelta(days=days), datetime.min.time(), UTC)
        for name in ("reported_on", "ended_on", "milestone_due"):
            if more.get(name) is not None:
                more[name] = TODAY + timedelta(days=more[name])
        more["due"] = None if due is None else TODAY + timedelta(days=due)
        Assignment.objects.filter(pk=one.pk).update(state=state, **more)
        one.refresh_from_db()
        return one

    return put


@pytest.fixture
def earlier(world, office: Actor) -> Plan:
    """Last year's plan with one task that is done."""
    by = world.membership("an")
    made = Plan.objects.create(
        authority=world.organisation("county"), year=2025, title="2025年教育工作要点", made_by=by, state="issued",
        issued_on=date(2025, 3, 1), issued_by=by,
    )  # fmt: skip
    task = Task.objects.create(plan=made, number=1, words="去年的任务")
    task.responsibilities.create(part="lead", organisation=world.organisation("aid"))
    Assignment.objects.create(task=task, organisation=world.organisation("aid"), part="lead", state="done")
    return made

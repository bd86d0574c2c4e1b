"""A round over the issued plan of the small county: 基础教育科 leads two tasks, 办公室 one of its own."""

from collections.abc import Callable

import pytest

from luoshi.office.organisations.actor import Actor
from luoshi.office.plans.dispatch import filling, rounds
from luoshi.office.plans.dispatch.filling import Filled, Given, Mark
from luoshi.office.plans.models import Dispatch, DispatchLine, Plan
from tests.office.plans.assignment.conftest import TODAY, _today, given, issued

__all__ = ["_today", "given", "issued"]

OPENED_UNTIL = TODAY.replace(day=15)


@pytest.fixture
def dispatch(issued: Plan, office: Actor) -> Dispatch:
    """第1次月调度, open."""
    return rounds.open_round(issued, kind="monthly", title="第1次月调度", due=OPENED_UNTIL, by=office)


@pytest.fixture
def line(world, dispatch: Dispatch) -> Callable[..., DispatchLine]:
    """The line of a task (by its number), as the lead's table shows it."""

    def found(task: int = 1, lead: str = "basic", of: Dispatch = dispatch) -> DispatchLine:
        lines = filling.table(of, world.organisation(lead))
        return next(one for one in lines if one.assignment.task.number == task)

    return found


def says(line: DispatchLine, progress: str = "", **more) -> Given:
    """A row as a page sends it on which the line was seen as it is."""
    return Given(Mark.of(line), Filled(progress, **more))


@pytest.fixture
def fill(world, dispatch: Dispatch, line) -> Callable[..., list[DispatchLine]]:
    """Fills in a line of a lead, as the section unless somebody else is named."""

    def filled(task: int, progress: str = "", *, lead: str = "basic", by: str = "section", of=dispatch, **more):
        row = says(line(task, lead, of), progress, **more)
        return filling.fill(of, world.organisation(lead), [row], by=world.actor(by))

    return filled

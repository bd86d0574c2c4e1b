"""The issued plan of the assignments' tests, on any day; what went out is looked at as (step, organisation, numbers)."""

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone

from luoshi.office.organisations.actor import Actor
from luoshi.office.plans.chasing import acts
from luoshi.office.plans.chasing.acts import Wish
from luoshi.office.plans.models import Assignment, Chaser
from tests.office.plans.assignment.conftest import _today, given, issued

__all__ = ["_today", "given", "issued"]


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """From here on it is that day."""

    def put(day: date) -> None:
        monkeypatch.setattr(timezone, "localdate", lambda *given: day if not given else given[0].date())

    return put


@pytest.fixture
def out() -> Callable[[], list[tuple[str, str, list[int]]]]:
    """What went out, in the order in which it did."""

    def seen() -> list[tuple[str, str, list[int]]]:
        return [
            (one.step, one.organisation.name, sorted(one.assignments.values_list("task__number", flat=True)))
            for one in Chaser.objects.sent().select_related("organisation").order_by("pk")
        ]

    return seen


@pytest.fixture
def urged(world, given, on) -> Callable[..., Assignment]:
    """An assignment that was urged ten days after its last day; it is now the eleventh day after that."""

    def made(organisation: str = "first", by: Actor | None = None) -> Assignment:
        on(date(2026, 7, 10))
        one = given(organisation)
        acts.send([one], Wish("urge"), by=by or world.actor("an"))
        on(date(2026, 7, 21))
        return one

    return made

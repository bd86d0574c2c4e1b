"""Reports are handed in by the bureau's office."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from luoshi.office.desk.jobs import run_waiting
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans import drafting
from luoshi.office.plans.models import Candidate, Plan, Report
from luoshi.office.plans.reports import receive


@pytest.fixture
def client(world) -> Client:
    """The office's browser."""
    return world.client("an")


@pytest.fixture
def office(world) -> Actor:
    """The office itself."""
    return world.actor("an")


@pytest.fixture
def plan(office: Actor) -> Plan:
    """A draft with nothing in it."""
    return drafting.begin("2026年教育工作要点", 2026, by=office)


@pytest.fixture
def read(office: Actor) -> Callable[..., Report]:
    """Hands a report in and has it read."""

    def take_in(text: str, name: str = "报告.txt", **more: Any) -> Report:
        report = receive(text.encode(), name=name, by=more.pop("by", office), **more)
        run_waiting()
        return Report.objects.get(pk=report.pk)

    return take_in


@pytest.fixture
def candidate(read: Callable[..., Report], report_text: str) -> Candidate:
    """Something that a reading proposes."""
    reading = read(report_text).reading
    return Candidate.objects.create(
        reading=reading, mark="x1", order=1, kind="task", start=0, end=5, words="建成城东小学"
    )

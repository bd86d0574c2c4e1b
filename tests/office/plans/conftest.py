"""Reports are handed in by the bureau's office."""

import pytest
from django.test import Client

from luoshi.office.organisations.actor import Actor
from luoshi.office.plans import drafting
from luoshi.office.plans.actions import receive
from luoshi.office.plans.models import Candidate, Plan


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
def candidate(office: Actor, report_text: str) -> Candidate:
    """Something that a reading proposes."""
    reading = receive(report_text.encode(), name="报告.txt", by=office).reading
    return Candidate.objects.create(
        reading=reading, mark="x1", order=1, kind="task", start=0, end=5, words="建成城东小学"
    )

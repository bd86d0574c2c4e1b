"""Reports are handed in by the bureau's office."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from luoshi.office.desk.jobs import run_waiting
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans import consultation, drafting
from luoshi.office.plans.models import Candidate, Consultation, Plan, Report
from luoshi.office.plans.reports import receive
from luoshi.office.plans.tasks import Named, Wanted, add
from tests.office.programs import Program


@pytest.fixture
def client(world) -> Client:
    """The office's browser."""
    return world.client("an")


@pytest.fixture
def office(world) -> Actor:
    """The office itself."""
    return world.actor("an")


@pytest.fixture
def program(world) -> Callable[..., Program]:
    """Something that holds a token of somebody of the world."""
    cache.clear()  # of counted calls
    return lambda name, scope="act": Program(world.actor(name), scope)


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


@pytest.fixture
def section_asked(world, plan: Plan, office: Actor) -> Consultation:
    """A draft of three tasks that was sent to the section, which leads two of them, and to the centre."""
    lead = Named("lead", "基教科", world.organisation("basic"))
    add(plan, Wanted("开展校车检查", named=(lead,)), by=office)
    add(plan, Wanted("修订评价方案", named=(lead,)), by=office)
    add(plan, Wanted("石桥镇建食堂", named=(Named("owner", "石桥", world.organisation("village")),)), by=office)
    due = timezone.localdate() + timedelta(days=7)
    to = [world.organisation("basic"), world.organisation("centre")]
    return consultation.send(plan, to, due=due, by=office)[0]

"""Asks every operation of the API what nobody would ask, as often as wished: no answer may be an error of ours, and none
may be of a status or a shape that the document does not know."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from luoshi.office.plans.assignment import adjusting
from luoshi.office.plans.models import (
    Assignment,
    Chaser,
    Dispatch,
    Evidence,
    Goal,
    Milestone,
    Movement,
    Plan,
    Target,
    Task,
)
from luoshi.office.web import api

if TYPE_CHECKING:
    from tests.office.conftest import World

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
DUE = date(2030, 6, 30)
ALL = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


def furnish(world: "World") -> None:
    """An issued plan with an assignment of a section and of a school in every state, a round and a chaser about them."""
    an, bo = world.membership("an"), world.membership("bo")
    plan = Plan.objects.create(authority=world.organisation("county"), year=2030, title="2030年工作要点", made_by=an)
    Plan.objects.filter(pk=plan.pk).update(state="issued", issued_on=date(2030, 1, 1), issued_by=an)
    goal = Goal.objects.create(plan=plan, words="办好学前教育", order=1)
    for number, state in enumerate(Assignment.State.values, 1):
        task = Task.objects.create(
            plan=plan, goal=goal, number=number, order=number, words=f"开展第{number}项检查", due=DUE
        )
        task.responsibilities.create(part="lead", organisation=world.organisation("basic"), words="基教科")
        task.responsibilities.create(part="leader", membership=world.membership("leader"), words="李望舒")
        Target.objects.create(plan=plan, task=task, subject="检查面", value="100", unit="%")
        for place, part in (("basic", "lead"), ("first", "owner")):
            _given_out(task, world, place, part, state)
    lead = Assignment.objects.filter(part="lead", state="working").get()
    Assignment.objects.create(
        task=lead.task, organisation=world.organisation("second"), part="assist", parent=lead, asked="报台账"
    )
    asked = adjusting.Asked("drop", "不归我校")
    for one in Assignment.objects.filter(state="issued", organisation=bo.organisation)[:1]:
        adjusting.ask_change(one, asked, by=world.actor("bo"))
    _around(plan, lead, world)


def _given_out(task: Task, world: "World", place: str, part: str, state: str) -> None:
    state = "issued" if state == "adjusting" else state  # a request of its own stands behind that state
    one = Assignment.objects.create(
        task=task, organisation=world.organisation(place), part=part, state=state, due=DUE,
        submitted_by=world.membership("bo") if state in ("reported", "signed") else None,
    )  # fmt: skip
    Milestone.objects.create(assignment=one, words="自查", due=DUE)
    by = world.membership("bo" if place == "first" else "section")
    movement = Movement.objects.create(
        assignment=one, verb="note", before="received", after="working", words="已查", by=by
    )
    Evidence.objects.create(movement=movement, kind="link", link="https://example.cn/", words="通报")


def _around(plan: Plan, lead: Assignment, world: "World") -> None:
    opened = Dispatch.objects.create(
        plan=plan, kind="monthly", title="3月调度", due=DUE, opened_by=world.membership("an")
    )
    opened.lines.create(assignment=lead, progress="已过半")
    chaser = Chaser.objects.create(
        plan=plan,
        step="remind",
        organisation=world.organisation("first"),
        words="请报告",
        sent_on=date(2030, 3, 1),
        answer_by=DUE,
    )
    for one in Assignment.objects.filter(organisation=world.organisation("first"))[:2]:
        chaser.chased.create(assignment=one, step="remind", due=DUE)


def fuzz(said: str, *, examples: int, number: int, modes: tuple[GenerationMode, ...] = ALL) -> Counter[tuple[str, int]]:
    """Bring the token to every operation; gives how often each answered with what. Raises at the first bad answer, with
    the request that led to it. Nothing that is asked for lasts."""
    schema = schemathesis.openapi.from_dict(api.document())
    schema.app = get_wsgi_application()
    answered: Counter[tuple[str, int]] = Counter()
    with _kept_open():
        for found in schema.get_all_operations():
            for mode in modes:
                _fuzz_one(found.ok(), said, mode, examples, number, answered)
    return answered


@contextmanager
def _kept_open() -> Iterator[None]:
    """As Django's own Client does: a request's end does not close the connection in which the world stands uncommitted."""
    ends = (request_started, request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    try:
        yield
    finally:
        for end in ends:
            end.connect(close_old_connections)


def _fuzz_one(
    operation: Any, said: str, mode: GenerationMode, examples: int, number: int, answered: Counter[tuple[str, int]]
) -> None:
    headers = {"Authorization": f"Bearer {said}"}

    @seed(number)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(case=operation.as_strategy(generation_mode=mode), dice=st.randoms(use_true_random=False))
    def ask(case: Any, dice: Random) -> None:
        aim(case, dice)
        with transaction.atomic():
            cache.clear()
            response = case.call_and_validate(headers=headers, checks=CHECKS)
            transaction.set_rollback(True)
        answered[operation.label, response.status_code] += 1

    ask()


NAMED = {"plans": Plan, "tasks": Task, "assignments": Assignment, "dispatches": Dispatch}


def aim(case: Any, dice: Random) -> None:
    """Most rows that are asked for are made to exist, with the version they have: else all would end at the door."""
    path = case.path_parameters
    model = NAMED.get(case.path.split("/")[3])
    if not isinstance(path, dict) or "pk" not in path or model is None or dice.random() < 0.2:
        return
    row = dice.choice(list(model.objects.order_by("pk")))
    path["pk"] = row.pk
    if "milestone" in path:
        path["milestone"] = row.milestones.get().pk if row.milestones.exists() else 1
    if isinstance(case.body, dict) and "version" in case.body and dice.random() < 0.8:
        case.body["version"] = row.version
    if isinstance(row, Dispatch) and isinstance(case.body, dict) and isinstance(case.body.get("lines"), list):
        line = row.lines.get()
        for said in (one for one in case.body["lines"][:1] if isinstance(one, dict)):
            said |= {"line": line.pk, "version": line.version}

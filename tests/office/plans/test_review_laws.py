"""Whatever is decided and taken back, and however often the report is read: a finding has its rows if it is accepted, and
none if it is not."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from luoshi.office.desk.jobs import run_waiting
from luoshi.office.plans import review, tasks
from luoshi.office.plans.models import Candidate, Goal, Plan, Report, Target, Task
from luoshi.office.plans.reports import read_again
from luoshi.office.plans.review import Instead
from luoshi.office.refused import Refused
from tests.office.plans.test_review import TEXT

pytestmark = pytest.mark.django_db

MARKS = ("s1", "f0", "a0", "f1", "a1", "f2", "a2", "a3", "f3", "a4", "a5")
ACTS = (
    "accept", "accept", "accept", "split", "give back", "take back", "take back", "kind", "grade", "merge", "heading",
    "remove task", "remove goal", "edit", "read again",
)  # fmt: skip
Step = tuple[str, str, str]


def step(report: Report, plan: Plan, office, act: str, mark: str, other: str) -> None:
    """One thing that somebody does, if it may be done."""
    reading = report.readings.first()
    one, two = (reading.candidates.get(mark=name) for name in (mark, other))
    task = Task.objects.filter(candidates=one).first()
    goal = plan.goals.order_by("-pk").first()
    split = Instead(lambda maker: [maker.proposed(one)] * 2)
    doings: dict[str, Callable[[], object]] = {
        "accept": lambda: review.accept(one, version=one.version, by=office),
        "split": lambda: review.accept(one, version=one.version, instead=split, by=office),
        "give back": lambda: review.give_back(one, "重复", version=one.version, by=office),
        "take back": lambda: review.take_back(one, version=one.version, by=office),
        "kind": lambda: review.change_kind(one, review.OTHER_KINDS[one.kind], version=one.version, by=office),
        "grade": lambda: review.set_grade(one, "guiding", version=one.version, by=office),
        "merge": lambda: review.merge([one, two], [one.version, two.version], by=office),
        "heading": lambda: review.accept_under(reading, one.headings, by=office),
        "remove task": lambda: task and tasks.remove(task, by=office),
        "remove goal": lambda: goal and tasks.remove_goal(goal, by=office),
        "edit": lambda: task and tasks.edit(task, tasks.wanted_of(task), version=task.version, by=office),
        "read again": lambda: (read_again(report, by=office), run_waiting()),
    }
    with suppress(Refused):
        doings[act]()


def rows_of(one: Candidate) -> tuple[int, int, int, int]:
    return one.tasks.count(), one.goals.count(), one.targets.count(), one.claims.count()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example([("merge", "a0", "a0")])  # with itself
@given(steps=st.lists(st.tuples(*map(st.sampled_from, (ACTS, MARKS, MARKS))), max_size=14))
def test_every_accepted_finding_has_exactly_its_rows_and_every_other_none(
    read: Callable[..., Report], office, plan: Plan, steps: list[Step]
) -> None:
    with transaction.atomic():
        report = read(TEXT, plan=plan)
        for act, mark, other in steps:
            step(report, plan, office, act, mark, other)
        for one in report.readings.first().candidates.all():
            found = rows_of(one)
            if one.state == "accepted":
                at = ("task", "goal", "target", "claim").index(one.kind)
                assert found[at] >= 1, (one.mark, one.kind, found)
                assert sum(found) == found[at], (one.mark, one.kind, found)
                assert one.kind == "task" or found[at] == 1
            else:
                assert sum(found) == 0, (one.mark, one.state, found)
        made = Task.objects.filter(plan=plan)
        assert not made.filter(candidates=None).exists()
        assert not Goal.objects.filter(candidate__state="open").exists()
        assert Target.objects.filter(plan=plan).count() == Candidate.objects.filter(targets__plan=plan).count()
        transaction.set_rollback(True)

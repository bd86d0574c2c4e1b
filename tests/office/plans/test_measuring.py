"""An says what the year's own targets came to, each with its source; what a task reports on is told by its reports."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from luoshi.office.journal.models import Entry
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans.measuring import Measured, measure
from luoshi.office.plans.models import Plan, Target, TargetValue
from luoshi.office.refused import Refused
from tests.office.plans.assignment.conftest import TODAY, _today, given, issued

__all__ = ["_today", "given", "issued"]

pytestmark = pytest.mark.django_db

SAID = Measured(Decimal("92.4"), "%", TODAY, "2026年教育事业统计")


@pytest.fixture
def target(issued: Plan) -> Target:
    return Target.objects.create(
        plan=issued, subject="普惠率", words="普惠率达到92%", comparator=">=", value=Decimal(92), unit="%"
    )


def refused(target: Target, by: Actor, said: Measured = SAID) -> str:
    with pytest.raises(Refused) as refusal:
        measure(target, said, by=by)
    return "\n".join(refusal.value.reasons)


def test_what_a_target_came_to_is_kept_with_its_source_and_in_the_journal(target: Target, office: Actor) -> None:
    made = measure(target, replace(SAID, basis=" 2026年\n教育事业统计 "), by=office)
    assert (str(made), made.basis, made.by) == ("92.4%", "2026年 教育事业统计", office.membership)
    assert Entry.objects.get(verb="target.measure").about == "普惠率达到92%"


def test_a_later_day_stands_before_what_was_said_earlier(target: Target, office: Actor) -> None:
    measure(target, SAID, by=office)
    measure(target, replace(SAID, value=Decimal(90), as_of=TODAY - timedelta(days=9)), by=office)
    assert [str(one) for one in target.values.all()] == ["92.4%", "90%"]


def test_only_the_plans_own_office_says_it(world, target: Target, office: Actor) -> None:
    for name in ("leader", "section", "bo", "centre"):
        assert refused(target, world.actor(name)) == "指标数据由局办公室登记。"
    assert "由它的局办公室登记" in refused(target, world.actor("city-office"))
    assert not TargetValue.objects.exists()


def test_a_target_of_a_task_and_one_of_a_draft_are_told_elsewhere(target: Target, given, office: Actor) -> None:
    task = given("first", 2).task
    Target.objects.filter(pk=target.pk).update(task=task)
    assert refused(target, office) == f"这个指标已经分给第 {task.number} 项任务，由承办单位报告时填数据。"
    Target.objects.filter(pk=target.pk).update(task=None)
    Plan.objects.filter(pk=target.plan_id).update(state="approved", issued_on=None, issued_by=None)
    assert "还没有印发，印发以后再登记数据" in refused(target, office)


def test_all_that_is_wrong_is_said_at_once(target: Target, office: Actor) -> None:
    ahead = TODAY + timedelta(days=1)
    said = refused(target, office, Measured(Decimal(5), "所", ahead, " "))
    assert said.splitlines() == [
        f"数据的日期 {ahead} 还没有到。",
        "请写数据从哪里来，如：2026年教育事业统计。",
        "指标的单位是“%”，“所”和它不能比较。",
    ]
    assert "太大，存不下" in refused(target, office, replace(SAID, value=Decimal(10) ** 18))
    assert "来源有 201 字，最多 200 字" in refused(target, office, replace(SAID, basis="统" * 201))


def test_the_same_said_twice_is_kept_once(target: Target, office: Actor) -> None:
    measure(target, SAID, by=office)
    assert refused(target, office) == "这条数据已经登记过了。"
    assert target.values.count() == 1

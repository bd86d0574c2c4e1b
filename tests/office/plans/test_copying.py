"""Tasks of last year in this year's plan."""

from datetime import date

import pytest

from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Organisation
from luoshi.office.plans import copying, drafting, tasks
from luoshi.office.plans.models import Plan, Task
from luoshi.office.plans.tasks import Named, Wanted
from luoshi.office.refused import Refused


@pytest.fixture
def last(office: Actor, world) -> Plan:
    """Last year's plan."""
    plan = drafting.begin("2024年要点", 2024, by=office)
    above = tasks.add_goal(plan, "一、学前教育", by=office)
    goal = tasks.add_goal(plan, "（一）扩大资源", parent=above, by=office)
    lead = Named("lead", "", world.organisation("basic"))
    leap = date(2024, 2, 29)
    tasks.add(plan, Wanted("评估", goal, rule="TERM", due=leap, due_words="2024年2月底前", named=(lead,)), by=office)
    tasks.add(plan, Wanted("2024年底前建成2所幼儿园", above, grade="supervised", basis="会议要求建成"), by=office)
    return plan


def copied(plan: Plan, last: Plan, office: Actor) -> list[Task]:
    return copying.copy(plan, last, chosen=list(last.tasks.values_list("pk", flat=True)), by=office)


def test_days_move_by_the_years_between(plan: Plan, last: Plan, office: Actor) -> None:
    first, second = copied(plan, last, office)
    assert (first.due, first.due_words, first.rule) == (date(2026, 2, 28), "2026年2月底前", "TERM")
    assert (str(first.goal), str(first.goal.parent), first.goal.plan) == ("（一）扩大资源", "一、学前教育", plan)
    assert [str(one.organisation) for one in first.responsibilities.all()] == ["基础教育科"]
    assert first.copied_from == last.tasks.get(number=1)
    assert second.basis == "延续2024年“2024年要点”第 2 项。\n会议要求建成"
    assert copying.years_left_over([first, second], 2024) == [second]
    assert set(copying.already(plan)) == set(last.tasks.all())


def test_goals_are_taken_over_once(plan: Plan, last: Plan, office: Actor) -> None:
    goals = list(last.goals.values_list("pk", flat=True))
    copying.copy(plan, last, chosen=[], goals=goals, by=office)
    assert [goal.words for goal in plan.goals.all()] == ["一、学前教育", "（一）扩大资源"]
    with pytest.raises(Refused, match="没有选"):
        copying.copy(plan, last, chosen=[], goals=goals, by=office)


def test_who_is_no_more_stays_by_name(plan: Plan, last: Plan, office: Actor, world) -> None:
    Organisation.objects.filter(pk=world.organisation("basic").pk).update(closed_on=date(2025, 1, 1))
    named = copied(plan, last, office)[0].responsibilities.get()
    assert (named.words, named.organisation) == ("基础教育科", None)


def test_only_own_plans_of_earlier_years_are_offered(plan: Plan, last: Plan, office: Actor, world) -> None:
    abroad = drafting.begin("别县要点", 2024, by=world.actor("foreign-office"))
    ahead = drafting.begin("2027年要点", 2027, by=office)
    assert list(copying.sources(plan, by=office)) == [last]
    for other in (abroad, ahead, plan):
        with pytest.raises(Refused, match="不是本局往年的计划"):
            copying.copy(plan, other, chosen=[1], by=office)


def test_what_comes_again_is_usual(last: Plan) -> None:
    assert [copying.usual(task) for task in last.tasks.all()] == [True, False]


def test_what_was_taken_over_or_cancelled_is_not_taken_over(plan: Plan, last: Plan, office: Actor) -> None:
    last.tasks.filter(number=2).update(cancelled_on=date(2024, 5, 1))
    assert [one.copied_from.number for one in copied(plan, last, office)] == [1]
    with pytest.raises(Refused, match="不会带第二次"):
        copied(plan, last, office)
    assert plan.tasks.count() == 1

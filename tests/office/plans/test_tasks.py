"""Goals and tasks are written, changed, moved and taken out while the plan is a draft."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from luoshi.office.journal.models import Entry
from luoshi.office.plans import consultation, drafting, tasks
from luoshi.office.plans.models import Assignment, Candidate, Comment, Goal, Plan, Task
from luoshi.office.plans.tasks import Named, Wanted
from luoshi.office.refused import Refused

pytestmark = pytest.mark.django_db

BUILD = Wanted("建成城东小学", due=date(2026, 8, 31), due_words="8月底前", grade="supervised")


def test_a_task_keeps_who_answers_for_it(world, office, plan: Plan) -> None:
    named = (
        Named("leader", "樊局长", membership=world.membership("leader")),
        Named("lead", "基教科", organisation=world.organisation("basic")),
        Named("assist", "县公安局"),
    )
    task = tasks.add(plan, replace(BUILD, named=named), by=office)
    assert [(one.part, one.words) for one in task.responsibilities.all()] == [(n.part, n.words) for n in named]
    assert tasks.wanted_of(task).named == named
    assert Entry.objects.filter(verb="task.add").count() == 1


def test_numbers_are_given_once(office, plan: Plan) -> None:
    first, second = (tasks.add(plan, replace(BUILD, words=words), by=office) for words in ("甲", "乙"))
    tasks.remove(first, by=office)
    assert (second.number, tasks.add(plan, replace(BUILD, words="丙"), by=office).number) == (2, 3)


def test_a_task_of_another_plan_s_goal_or_body_is_refused_with_every_reason(world, office, plan: Plan) -> None:
    other = tasks.add_goal(drafting.begin("另一份", 2026, by=office), "目标", by=office)
    named = (
        Named("lead", organisation=world.organisation("foreign-school")),
        Named("leader", organisation=world.organisation("basic")),
        Named("assist", membership=world.membership("leader")),
    )
    with pytest.raises(Refused) as refused:
        tasks.add(plan, Wanted(" ", goal=other, named=named), by=office)
    assert len(refused.value.reasons) == 5
    assert not plan.tasks.exists()


def test_who_edits_an_old_version_overwrites_nothing(office, plan: Plan) -> None:
    task = tasks.add(plan, BUILD, by=office)
    tasks.edit(task, replace(BUILD, words="建成城东小学和幼儿园"), version=1, by=office)
    with pytest.raises(Refused, match="别人刚改过这项任务"):
        tasks.edit(task, replace(BUILD, words="建成城西小学"), version=1, by=office)
    task.refresh_from_db()
    assert (task.words, task.version) == ("建成城东小学和幼儿园", 2)


@pytest.mark.parametrize(("before", "order"), [("甲", "丙甲乙"), ("乙", "甲丙乙"), (None, "甲乙丙")])
def test_a_task_is_put_in_front_of_another_or_at_the_end(office, plan: Plan, before: str | None, order: str) -> None:
    made = {words: tasks.add(plan, replace(BUILD, words=words), by=office) for words in "甲乙丙"}
    tasks.arrange(made["丙"], goal=None, before=made[before] if before else None, by=office)
    assert "".join(plan.tasks.values_list("words", flat=True)) == order


def test_a_removed_task_opens_its_candidates_again(office, plan: Plan, candidate: Candidate) -> None:
    task = tasks.add(plan, BUILD, candidates=[candidate], by=office)
    Candidate.objects.update(state="accepted", decided_at=timezone.now(), decided_by=office.membership)
    tasks.remove(task, by=office)
    candidate.refresh_from_db()
    assert candidate.state == "open"


def test_what_stood_under_a_goal_moves_up_when_it_is_taken_out(office, plan: Plan) -> None:
    above = tasks.add_goal(plan, "办好学前教育", by=office)
    goal = tasks.add_goal(plan, "新建幼儿园", parent=above, by=office)
    task = tasks.add(plan, replace(BUILD, goal=goal), by=office)
    tasks.remove_goal(goal, by=office)
    task.refresh_from_db()
    assert task.goal == above


def test_nothing_is_edited_once_the_plan_is_issued(office, plan: Plan) -> None:
    task = tasks.add(plan, BUILD, by=office)
    Plan.objects.update(state="issued", issued_on=timezone.localdate(), issued_by=office.membership)
    for verb in (
        lambda: tasks.add(plan, BUILD, by=office),
        lambda: tasks.edit(task, BUILD, version=1, by=office),
        lambda: tasks.remove(task, by=office),
        lambda: tasks.arrange(task, goal=None, by=office),
        lambda: tasks.add_goal(plan, "目标", by=office),
    ):
        with pytest.raises(Refused, match="》已经印发，内容要改请走“调整”。"):
            verb()


@pytest.mark.parametrize(
    ("who", "seen"), [("an", 1), ("section", 1), ("bo", 1), ("clerk", 1), ("chen", 0), ("centre", 0), ("observer", 1)]
)
def test_a_school_sees_the_issued_tasks_that_are_assigned_to_it(world, office, plan: Plan, who: str, seen: int) -> None:
    task = tasks.add(plan, BUILD, by=office)
    Plan.objects.update(state="issued", issued_on=timezone.localdate(), issued_by=office.membership)
    given = Assignment.objects.create(task=task, organisation=world.organisation("first"), part="owner")
    assert Task.objects.visible_to(world.actor(who)).count() == seen
    assert Assignment.objects.visible_to(world.actor(who)).count() == seen
    given.state = Assignment.State.PROPOSED
    given.save()
    assert Task.objects.visible_to(world.actor("bo")).count() == 0


def test_who_edits_what_was_moved_or_removed_meanwhile_is_told(plan: Plan, office) -> None:
    goal = tasks.add_goal(plan, "办好学前教育", by=office)
    moved, gone = (tasks.add(plan, Wanted(words), by=office) for words in ("甲", "乙"))
    tasks.arrange(Task.objects.get(pk=moved.pk), goal=goal, by=office)
    with pytest.raises(Refused, match="别人刚改过这项任务"):
        tasks.edit(moved, Wanted("甲", goal=None), version=moved.version, by=office)
    tasks.remove(Task.objects.get(pk=gone.pk), by=office)
    for verb in (
        lambda: tasks.edit(gone, Wanted("丙"), version=1, by=office),
        lambda: tasks.arrange(gone, goal=goal, by=office),
        lambda: tasks.remove(gone, by=office),
    ):
        with pytest.raises(Refused, match="“乙”刚刚被删去了"):
            verb()


def test_a_goal_that_was_moved_or_removed_meanwhile_leaves_its_tasks_in_the_plan(plan: Plan, office) -> None:
    above = tasks.add_goal(plan, "总目标", by=office)
    goal = tasks.add_goal(plan, "分目标", parent=above, by=office)
    task = tasks.add(plan, Wanted("甲", goal=goal), by=office)
    tasks.remove_goal(Goal.objects.get(pk=above.pk), by=office)
    tasks.remove_goal(goal, by=office)
    task.refresh_from_db()
    assert (task.goal, plan.goals.count()) == (None, 0)
    with pytest.raises(Refused, match="“分目标”刚刚被删去了"):
        tasks.remove_goal(goal, by=office)
    with pytest.raises(Refused, match="“分目标”刚刚被删去了"):
        tasks.edit_goal(goal, "别的", version=1, by=office)


def test_several_are_taken_out_together_or_not_for_all_their_reasons(world, office, plan: Plan) -> None:
    rows = [tasks.add(plan, replace(BUILD, words=words), by=office) for words in ("甲", "乙", "丙")]
    (asked,) = consultation.send(plan, [world.organisation("basic")], due=timezone.localdate(), by=office)
    for task in rows[:2]:
        Comment.objects.create(consultation=asked, task=task, words="太早")
    with CaptureQueriesContext(connection) as seen, pytest.raises(Refused) as refused:
        tasks.take_out(*rows)
    assert [reason[:3] for reason in refused.value.reasons] == ["“甲”", "“乙”"]
    assert (len(seen), plan.tasks.count()) == (1, 3)
    Comment.objects.all().delete()
    tasks.take_out(*rows)
    assert not plan.tasks.exists()

"""Goals as a tree."""

import pytest

from luoshi.office.journal.models import Entry
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans import drafting, goals, tasks
from luoshi.office.plans.models import Goal, Plan
from luoshi.office.refused import Refused


@pytest.fixture
def rows(plan: Plan, office: Actor) -> list[Goal]:
    """一 with 一一 and 一二 under it, 二."""
    one = tasks.add_goal(plan, "一", by=office)
    below = [tasks.add_goal(plan, words, parent=one, by=office) for words in ("一一", "一二")]
    return [one, *below, tasks.add_goal(plan, "二", by=office)]


def shown(plan: Plan) -> list[str]:
    return ["·" * (branch.level - 1) + str(branch.goal) for branch in goals.flat(goals.tree(plan, []))]


def test_goals_are_read_in_order_each_with_those_below(plan: Plan, rows: list[Goal], office: Actor) -> None:
    for goal in rows:
        tasks.add(plan, tasks.Wanted(f"办{goal}", goal), by=office)
    tasks.add(plan, tasks.Wanted("散"), by=office)
    top = goals.tree(plan, list(plan.tasks.all()))
    assert [(str(one.goal), one.count) for one in goals.flat(top)] == [("一", 3), ("一一", 1), ("一二", 1), ("二", 1)]
    assert [task.words for task in top.tasks] == ["散"]


def test_goal_goes_up_and_down_among_those_beside_it(plan: Plan, rows: list[Goal], office: Actor) -> None:
    one, first, second, two = rows
    assert goals.beside([one, two], one, up=True) == (False, None)
    can, before = goals.beside([first, second], second, up=True)
    assert (can, before) == (True, first)
    goals.arrange(second, parent=one, before=before, by=office)
    assert shown(plan) == ["一", "·一二", "·一一", "二"]
    can, before = goals.beside([one, two], one, up=False)
    goals.arrange(one, parent=None, before=before, by=office)
    assert shown(plan) == ["二", "一", "·一二", "·一一"]
    assert Entry.objects.filter(verb="goal.arrange").count() == 2


def test_goal_takes_what_stands_under_it_along(plan: Plan, rows: list[Goal], office: Actor) -> None:
    goals.arrange(rows[0], parent=rows[3], by=office)
    assert shown(plan) == ["二", "·一", "··一一", "··一二"]


def test_goal_goes_neither_under_itself_nor_into_another_plan(plan: Plan, rows: list[Goal], office: Actor) -> None:
    abroad = tasks.add_goal(drafting.begin("另一份", 2026, by=office), "别处", by=office)
    for parent in (rows[0], rows[1], abroad):
        with pytest.raises(Refused, match="不能放到它自己下面"):
            goals.arrange(rows[0], parent=parent, by=office)
    assert [int(pk) for pk, _words in goals.choices(plan, but=rows[0])] == [rows[3].pk]


def test_goals_stand_six_deep_at_most(plan: Plan, office: Actor) -> None:
    above = None
    for level in range(6):
        above = tasks.add_goal(plan, f"{level}级", parent=above, by=office)
    other = tasks.add_goal(plan, "再下一级", by=office)
    with pytest.raises(Refused, match="最多 6 级"):
        goals.arrange(other, parent=above, by=office)


def test_a_path_finds_the_goals_that_are_there_and_makes_the_others(plan: Plan, rows: list[Goal]) -> None:
    Goal.objects.create(plan=plan, words="二", order=99)  # called like another in its place: the first counts
    paths = goals.GoalPaths(plan)
    assert paths.at(()) is None
    assert paths.at(("一", "一二")) == rows[2]
    assert paths.at(("二",)) == rows[3]
    made = paths.at((" 一 ", "一三", "一三一"))
    assert [goal.words for goal in paths.made] == ["一三", "一三一"]
    assert (made.parent.parent, made.order) == (rows[0], 101)
    assert paths.at(("一", "一三", "一三一")) == made
    assert paths.at(("三",), order=7).order == 7


def test_goals_with_the_same_words_in_other_places_are_others(plan: Plan, rows: list[Goal]) -> None:
    paths = goals.GoalPaths(plan)
    assert paths.at(("二", "一二")) != rows[2]
    assert Goal.objects.filter(words="一二").count() == 2

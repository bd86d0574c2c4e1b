"""What is too long, or no proof at all, is told so before the database is asked, whichever verb it comes with."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from luoshi.office.organisations.actor import Actor
from luoshi.office.plans.assignment import acts, adjusting, milestones, splitting
from luoshi.office.plans.assignment.acts import act
from luoshi.office.plans.assignment.adjusting import Asked
from luoshi.office.plans.assignment.said import Said, Shown
from luoshi.office.plans.decision import Decision
from luoshi.office.plans.models import Assignment, Movement
from luoshi.office.refused import Refused
from tests.office.plans.assignment.conftest import DUE, TODAY

LONG = "长" * 4001
FIGURE = Decimal(4)


def note(one: Assignment, by: Actor, said: Said) -> None:
    act(one, "note", by=by, said=said)


def reach(one: Assignment, by: Actor, said: Said) -> None:
    milestones.reach(one, one.milestones.get(), said=said, by=by)


def withdraw(one: Assignment, by: Actor, said: Said) -> None:
    adjusting.ask_change(one, Asked("extend", "停课", DUE + timedelta(days=9)), by=by)
    adjusting.withdraw_change(one, said=said, by=by)


@pytest.mark.parametrize("verb", [note, reach, withdraw])
@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (Said(LONG), "说明太长，最多 4000 字"),
        (Said("x", (Shown("名" * 201, link="https://a.cn"),)), "有 201 字，最多 200 字"),
        (Said("x", (Shown("校车", value=FIGURE, unit="辆" * 21),)), "有 21 字，最多 20 字"),
        (Said("x", (Shown("校车", link=f"https://a.cn/{LONG}"),)), "太长，最多 500 字"),
        (Said("x", (Shown("什么也没有"),)), "一条佐证是一个文件、一个链接或一个数据"),
        (Said("x", (Shown("校车", value=Decimal(10) ** 18),)), "太大，存不下"),
    ],
)
def test_what_does_not_fit_is_told(
    world, given, verb: Callable[[Assignment, Actor, Said], None], said: Said, reason: str
) -> None:
    one = act(given("first"), "receive", by=world.actor("bo"))
    milestones.plan(one, [("查完车辆", DUE)], by=world.actor("bo"))
    before = Movement.objects.filter(verb__in=("note", "withdraw_change")).count()
    with pytest.raises(Refused) as raised:
        verb(one, world.actor("bo"), said)
    assert reason in "\n".join(raised.value.reasons)
    assert Movement.objects.filter(verb__in=("note", "withdraw_change")).count() == before


def test_a_milestone_is_not_cut_short(world, given) -> None:
    one = act(given("first"), "receive", by=world.actor("bo"))
    with pytest.raises(Refused, match="有 201 字，最多 200 字"):
        milestones.plan(one, [("步" * 201, DUE)], by=world.actor("bo"))


def test_a_reached_milestone_is_told_with_everything_else_that_is_wrong(world, given) -> None:
    one = act(given("first"), "receive", by=world.actor("bo"))
    milestones.plan(one, [("查完车辆", DUE)], by=world.actor("bo"))
    reach(one, world.actor("bo"), Said())
    with pytest.raises(Refused) as raised:
        reach(one, world.actor("bo"), Said(LONG))
    assert len(raised.value.reasons) == 2
    assert one.movements.filter(verb="note").get().words == "节点“查完车辆”已完成。"


@pytest.mark.parametrize(
    ("decision", "reason"),
    [(Decision("会" * 121, TODAY), "决定的会议或领导"), (Decision("李望舒", TODAY, "单" * 121), "签批单的名称")],
)
def test_whose_decision_it_was_is_not_cut_short(world, given, decision: Decision, reason: str) -> None:
    one = given("basic")
    act(one, "report", by=world.actor("section"), said=Said("查了。", (Shown("校车", value=FIGURE),)))
    with pytest.raises(Refused, match=reason):
        act(one, "sign", by=world.actor("an"), said=Said(decision=decision))


def test_other_long_words_are_told(world, given) -> None:
    one = act(given("basic"), "receive", by=world.actor("section"))
    with pytest.raises(Refused, match="说明太长"):
        adjusting.ask_change(one, Asked("drop", LONG), by=world.actor("section"))
    body = world.organisation("first")
    with pytest.raises(Refused, match="最多 300 字"):
        splitting.split(one, splitting.Piece(LONG, None, [body]), by=world.actor("section"))
    (piece,) = splitting.split(one, splitting.Piece("报台账", None, [body]), by=world.actor("section"))
    with pytest.raises(Refused, match="说明太长"):
        splitting.recall(piece, why=LONG, by=world.actor("section"))
    with pytest.raises(Refused, match="说明太长"):
        acts.act_on_all([one], "note", by=world.actor("section"), said=Said(LONG))

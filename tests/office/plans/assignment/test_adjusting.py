"""Bo asks for a week more, for another owner, to be let off; the leader decides, or the office enters it."""

from datetime import timedelta

import pytest

from luoshi.office.desk.models import Ask
from luoshi.office.plans.amendments import Decision
from luoshi.office.plans.assignment.acts import Said, act
from luoshi.office.plans.assignment.adjusting import Asked, ask_change, grant_change, refuse_change, withdraw_change
from luoshi.office.plans.models import Assignment
from luoshi.office.refused import Refused
from tests.office.plans.assignment.conftest import DUE, TODAY

LATER = DUE + timedelta(days=30)


def test_an_extension_moves_the_day_and_keeps_the_old_one(world, given) -> None:
    one = given("first")
    asked = ask_change(one, Asked("extend", "工程延后。", LATER), by=world.actor("bo"))
    assert (asked.old_due, Assignment.objects.get(pk=one.pk).state) == (DUE, "adjusting")
    granted = grant_change(one, by=world.actor("leader"))
    asked.refresh_from_db()
    assert (granted.state, granted.due, asked.state, asked.old_due) == ("received", LATER, "granted", DUE)
    assert Ask.objects.get(source_id=str(one.pk)).due == LATER


def test_an_extension_goes_forward(world, given) -> None:
    with pytest.raises(Refused) as raised:
        ask_change(given("first"), Asked("extend", " ", DUE), by=world.actor("bo"))
    assert len(raised.value.reasons) == 2


def test_a_refusal_says_why_and_goes_back(world, given) -> None:
    one = act(given("first"), "note", by=world.actor("bo"), said=Said("在办"))
    ask_change(one, Asked("drop", "没有校车。"), by=world.actor("bo"))
    with pytest.raises(Refused, match="要写几句话"):
        refuse_change(one, by=world.actor("leader"), said=Said())
    assert refuse_change(one, by=world.actor("leader"), said=Said("仍要查校门口。")).state == "working"


def test_the_office_enters_the_leaders_decision(world, given) -> None:
    one = given("first")
    ask_change(one, Asked("drop", "没有校车。"), by=world.actor("bo"))
    with pytest.raises(Refused, match="写明是谁"):
        grant_change(one, by=world.actor("an"))
    gone = grant_change(one, by=world.actor("an"), said=Said(decision=Decision("李望舒", TODAY)))
    assert (gone.state, Ask.objects.get(source_id=str(one.pk)).is_open) == ("cancelled", False)


def test_it_goes_to_whom_it_belongs(world, given) -> None:
    one = given("basic")
    ask_change(one, Asked("reassign", "资助是资助中心的。", to=world.organisation("aid")), by=world.actor("section"))
    grant_change(one, by=world.actor("leader"))
    assert given("aid").part == "lead"
    assert given("basic").state == "cancelled"


def test_it_does_not_go_to_who_has_it_or_is_elsewhere(world, given) -> None:
    one = given("first")
    with pytest.raises(Refused, match="不归本局管"):
        ask_change(one, Asked("reassign", "不是我校的", to=world.organisation("foreign")), by=world.actor("bo"))
    ask_change(one, Asked("reassign", "二中的", to=world.organisation("second")), by=world.actor("bo"))
    with pytest.raises(Refused, match="已经承办这一件"):
        grant_change(one, by=world.actor("leader"))


def test_a_request_is_taken_back(world, given) -> None:
    one = given("first")
    ask_change(one, Asked("drop", "没有校车。"), by=world.actor("bo"))
    assert withdraw_change(one, by=world.actor("clerk")).state == "issued"
    with pytest.raises(Refused, match="还没有签收"):
        grant_change(one, by=world.actor("leader"))

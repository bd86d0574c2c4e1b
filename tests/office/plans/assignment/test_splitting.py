"""Sun's section breaks its part down for schools and the aid centre, and takes one back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from luoshi.office.desk.models import Ask
from luoshi.office.organisations.actor import Area, Behalf
from luoshi.office.plans import assigning
from luoshi.office.plans.assignment.acts import act
from luoshi.office.plans.assignment.said import Said, Shown
from luoshi.office.plans.assignment.splitting import Piece, recall, split
from luoshi.office.plans.models import Assignment
from luoshi.office.refused import Refused
from tests.office.plans.assignment.conftest import DUE, TODAY


def taken(world, given) -> Assignment:
    return act(given("basic"), "receive", by=world.actor("section"))


def test_a_lead_asks_others_and_verifies_what_they_did(world, given) -> None:
    one = taken(world, given)
    bodies = [world.organisation("aid"), world.organisation("first")]
    made = split(one, Piece("报送校车台账", DUE - timedelta(days=10), bodies), by=world.actor("section"))
    assert {(piece.organisation.name, piece.part, piece.due) for piece in made} == {
        ("学生资助中心", "assist", DUE - timedelta(days=10)), ("云岭县第一小学", "assist", DUE - timedelta(days=10)),
    }  # fmt: skip
    assert Ask.objects.filter(what="报送校车台账").count() == 1
    proof = Said("台账见附件。", (Shown(link="https://a.cn/1"),))
    act(made[1], "report", by=world.actor("bo"), said=proof)
    assert act(made[1], "verify", by=world.actor("section")).state == "done"
    assert Assignment.objects.get(pk=one.pk).state == "working"


def test_what_speaks_against_is_said_all_at_once(world, given) -> None:
    one = taken(world, given)
    piece = Piece("报台账", DUE + timedelta(days=1), [world.organisation("basic"), world.organisation("foreign")])
    with pytest.raises(Refused) as raised:
        split(one, piece, by=world.actor("section"))
    assert len(raised.value.reasons) == 3
    with pytest.raises(Refused, match="由牵头单位"):
        split(given("first"), piece, by=world.actor("bo"))


def test_twice_makes_nothing_twice_and_a_recalled_one_is_given_again(world, given) -> None:
    one, body = taken(world, given), [world.organisation("first")]
    made = split(one, Piece("报台账", None, body), by=world.actor("section"))
    with pytest.raises(Refused, match="已经分到"):
        split(one, Piece("报台账", None, body), by=world.actor("section"))
    with pytest.raises(Refused, match="要写几句话"):
        recall(made[0], why="", by=world.actor("section"))
    recall(made[0], why="已从系统取得。", by=world.actor("section"))
    assert not Ask.objects.get(source_id=str(made[0].pk)).is_open
    assert [piece.pk for piece in split(one, Piece("报台账", None, body), by=world.actor("section"))] == [made[0].pk]
    assert Ask.objects.get(source_id=str(made[0].pk)).is_open


def test_pieces_end_with_what_they_are_for(world, given, issued) -> None:
    one = taken(world, given)
    (piece,) = split(one, Piece("报台账", None, [world.organisation("first")]), by=world.actor("section"))
    assert not assigning.keep_up(issued, day=TODAY)
    assigning.cancel([Assignment.objects.get(pk=one.pk)], why="取消", by=None)
    assert Assignment.objects.get(pk=piece.pk).state == "cancelled"


def test_a_school_or_centre_that_leads_asks_only_those_below_it(world, given, issued) -> None:
    """Also where somebody enters it for them."""
    for name, by in (("first", "bo"), ("centre", "centre")):
        one = given("basic")
        one.pk, one.organisation, one.state, one.responsibility = None, world.organisation(name), "received", None
        one.save()
        who = world.actor(by)
        behalf = Behalf(1, one.organisation, "柏青", TODAY)
        area = Area((one.organisation.path,))
        for actor in (who, replace(world.actor("an"), behalf=behalf, area=area)):
            with pytest.raises(Refused, match="不在您的辖区内"):
                split(one, Piece("报台账", None, [world.organisation("second")]), by=actor)

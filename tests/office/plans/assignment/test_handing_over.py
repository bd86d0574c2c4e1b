"""In the middle of the year Sun leaves the section: what was his to verify waits for Fang, what he reported stays his."""

from datetime import date

import pytest

from luoshi.office.organisations.handover import hand_over
from luoshi.office.organisations.models import Handover, Membership, Person
from luoshi.office.plans import handing_over
from luoshi.office.plans.assignment import acts, queries
from luoshi.office.plans.assignment.acts import act
from luoshi.office.plans.assignment.said import Said, Shown
from luoshi.office.plans.models import Assignment
from luoshi.office.refused import Refused
from tests.office.plans.assignment.conftest import TODAY

PROOF = Said("全部查过。", (Shown("校车", value=4, unit="辆"),))


def successor(world, place: str, role: str) -> Membership:
    person = Person.objects.create(name="方一诺", login="fang")
    return Membership.objects.create(
        person=person, organisation=world.organisation(place), role=role, since=date(2025, 9, 1), confirmed=True
    )


def go_over(world, given_up: Membership, to: Membership) -> Handover:
    made = hand_over(given_up, to=to.person, day=TODAY, by=world.actor("an"), movers=(handing_over.move,))
    assert made
    return made


def test_what_somebody_is_named_to_verify_goes_to_the_successor(world, given) -> None:
    named = [given("first"), given("second")]
    for one in named:
        acts.name_verifier(one, world.membership("section"), by=world.actor("leader"))
    act(named[0], "report", by=world.actor("bo"), said=PROOF)
    act(named[1], "report", by=world.actor("chen"), said=PROOF)
    acts.act(named[1], "verify", by=world.actor("section"))
    fang = successor(world, "basic", "section")
    items = go_over(world, world.membership("section"), fang).items
    assert [(item["about"], item["note"]) for item in items if item["kind"] == "核验"] == [
        ("云岭县第一小学：开展校车安全检查", "待核验")
    ]
    one = Assignment.objects.get(pk=named[0].pk)
    assert one.verifier == fang
    assert Assignment.objects.get(pk=named[1].pk).verifier == world.membership("section")
    with pytest.raises(Refused, match="方一诺"):
        act(one, "verify", by=world.actor("an"))
    world.memberships["fang"] = fang
    assert [row.pk for row in queries.to_verify(world.actor("fang"))] == [one.pk]
    assert act(one, "verify", by=world.actor("fang")).state == "done"


def test_what_was_reported_before_may_be_verified_by_the_successor_elsewhere(world, given) -> None:
    """Who reported it is written down once and for all: the successor in the office is somebody else and may verify."""
    one = act(given("basic"), "report", by=world.actor("section"), said=PROOF)
    act(one, "sign", by=world.actor("leader"))
    fang = successor(world, "basic", "section")
    go_over(world, world.membership("section"), fang)
    assert Assignment.objects.get(pk=one.pk).submitted_by == world.membership("section")
    world.memberships["fang"] = fang
    assert act(given("basic", 2), "receive", by=world.actor("fang")).state == "received"
    assert act(one, "verify", by=world.actor("an")).state == "done"


def test_nobody_comes_to_verify_their_own_organisations_work(world, given) -> None:
    """A leader was to verify what the office does; the successor sits in that office."""
    one = act(given("office", 3), "report", by=world.actor("an"), said=Said("每周更新。"))
    acts.name_verifier(one, world.membership("section"), by=world.actor("leader"))
    taken = successor(world, "office", "office")
    items = list(handing_over.move(world.membership("section"), taken, TODAY, world.actor("an")))
    assert [item.note for item in items if item.kind == "核验"] == ["要另外指定核验人"]
    assert Assignment.objects.get(pk=one.pk).verifier is None


def test_last_years_plan_that_still_asks_goes_to_the_successor_too(world, issued) -> None:
    type(issued).objects.filter(pk=issued.pk).update(year=TODAY.year - 1)
    taken = successor(world, "office", "office")
    items = list(handing_over.move(world.membership("an"), taken, TODAY, world.actor("an")))
    assert [item.kind for item in items] == ["已印发的计划"]
    issued.refresh_from_db()
    assert issued.issued_by == taken


def test_what_was_concluded_by_who_has_left_may_be_taken_up_again(world, given) -> None:
    """The successor has what was still to be verified; what was verified stays whose it was, and is the office's to reopen."""
    one = acts.name_verifier(given("first"), world.membership("section"), by=world.actor("leader"))
    act(one, "report", by=world.actor("bo"), said=PROOF)
    act(one, "verify", by=world.actor("section"))
    with pytest.raises(Refused, match="孙启明"):
        act(one, "reopen", by=world.actor("an"), said=Said("数字有误。"))
    Membership.objects.filter(pk=world.membership("section").pk).update(until=date(2026, 3, 9))
    assert act(one, "reopen", by=world.actor("an"), said=Said("数字有误。")).state == "working"
    act(given("first"), "report", by=world.actor("bo"), said=PROOF)
    assert one.pk in queries.to_verify(world.actor("an")).values_list("pk", flat=True)
    assert act(one, "verify", by=world.actor("an")).state == "done"


def test_what_was_found_behind_waits_for_the_successor_when_it_is_reported(world, given, issued) -> None:
    one = acts.name_verifier(given("first"), world.membership("section"), by=world.actor("leader"))
    Assignment.objects.filter(pk=one.pk).update(state="behind")
    fang = successor(world, "basic", "section")
    go_over(world, world.membership("section"), fang)
    assert Assignment.objects.get(pk=one.pk).verifier == fang

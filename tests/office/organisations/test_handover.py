"""Whoever leaves an office hands over what they had in hand, all of it or nothing."""

from datetime import date, timedelta

import pytest

from luoshi.office.journal.models import Entry
from luoshi.office.organisations import grants, groupings, leave
from luoshi.office.organisations.handover import Item, hand_over
from luoshi.office.organisations.models import Grant, Grouping, Handover, Membership, Person
from luoshi.office.organisations.settings_table import change
from luoshi.office.refused import Refused

pytestmark = pytest.mark.django_db

DAY = date(2025, 12, 1)
EVE = DAY - timedelta(days=1)


@pytest.fixture
def successor(world) -> Person:
    """Confirmed as an inspector and as head of the first school: agreed to by a second person."""
    made = Person.objects.create(name="方一诺")
    for place, role in (("county", "inspector"), ("first", "head")):
        Membership.objects.create(
            person=made, organisation=world.organisation(place), role=role, since=date(2025, 10, 1), confirmed=True
        )
    return made


@pytest.fixture
def newcomer() -> Person:
    """Of no office yet."""
    return Person.objects.create(name="方初")


def papers(given, taken, day, by):
    """Another app's part: one open paper."""
    return [Item("任务", f"{given.person}的任务", f"交{taken.person}")]


def test_all_that_was_in_hand_goes_to_the_successor(world, successor) -> None:
    given, an = world.membership("inspector"), world.actor("an")
    made = hand_over(given, to=successor, day=DAY, by=an, note="监交：李望舒", movers=[papers])
    taken = successor.memberships.get(role="inspector")
    assert made.taken == taken
    assert made.items == [
        {"kind": "督学责任区", "about": "第一责任区", "note": "负责人"},
        {"kind": "任务", "about": "督明的任务", "note": "交方一诺"},
    ]
    assert list(Grouping.objects.get().in_charge.all()) == [taken]
    assert Grant.objects.get(what="revoke").last_day == EVE
    assert Entry.objects.filter(verb="handover.make").count() == 1


def test_nothing_goes_over_before_the_successor_is_agreed_to(world, newcomer) -> None:
    """If it is declined, the work has to be where it was."""
    given, an = world.membership("inspector"), world.actor("an")
    assert hand_over(given, to=newcomer, day=DAY, by=an, movers=[papers]) is None
    proposed = newcomer.memberships.get()
    assert (proposed.organisation, proposed.role, proposed.since) == (given.organisation, given.role, DAY)
    assert list(Grouping.objects.get().in_charge.all()) == [given]
    assert not Grant.objects.filter(what="revoke").exists()
    with pytest.raises(Refused, match="正等确认"):
        hand_over(given, to=newcomer, day=DAY, by=an)
    grants.decide(Grant.objects.get(), agreed=True, by=world.actor("security"))
    made = hand_over(given, to=newcomer, day=DAY, by=an, movers=[papers])
    assert (made.taken, len(made.items)) == (proposed, 2)
    assert list(Grouping.objects.get().in_charge.all()) == [proposed]


def test_where_no_second_person_is_asked_it_all_goes_at_once(world, newcomer) -> None:
    change(world.organisation("county"), "second_person", False, by=world.actor("leader"))
    made = hand_over(world.membership("inspector"), to=newcomer, day=DAY, by=world.actor("an"))
    assert made.taken == newcomer.memberships.get(confirmed=True)


@pytest.fixture
def deputy(world) -> Membership:
    """Bo's, agreed to as such."""
    return Membership.objects.create(
        person=world.membership("clerk").person,
        organisation=world.organisation("first"),
        role="head",
        since=date(2025, 10, 1),
        deputises=world.membership("bo"),
        confirmed=True,
    )


def test_a_deputy_who_takes_over_is_confirmed_by_a_second_person_too(world, deputy) -> None:
    assert hand_over(world.membership("bo"), to=deputy.person, day=DAY, by=world.actor("an")) is None
    taken = deputy.person.memberships.get(role="head", deputises=None)
    assert (taken.deputises, taken.confirmed, Grant.objects.get(membership=taken).agreed) == (None, False, None)
    deputy.refresh_from_db()
    assert deputy.deputises == world.membership("bo")


def test_a_deputy_comes_into_an_ended_office_only_by_whoever_proposes_it(world, deputy) -> None:
    """An office that has ended is not taken back any more: nothing else asks whether the actor proposes such a role."""
    leader = world.membership("leader")
    deputy.delete()
    an = Membership.objects.create(
        person=world.membership("an").person, organisation=leader.organisation, role="leader", since=leader.since,
        deputises=leader, confirmed=True,
    )  # fmt: skip
    Membership.objects.filter(pk=leader.pk).update(until=EVE)
    with pytest.raises(Refused, match="“局领导”由安全管理员提出"):
        hand_over(leader, to=an.person, day=DAY, by=world.actor("an"))
    an.refresh_from_db()
    assert an.deputises == leader


def test_other_deputies_stand_in_for_the_successor_and_leaves_end(world, successor) -> None:
    bo, an = world.membership("bo"), world.actor("an")
    deputy = Membership.objects.create(
        person=world.membership("clerk").person, organisation=world.organisation("first"), role="head", since=EVE, deputises=bo,
    )  # fmt: skip
    away = leave.go_on_leave(bo, since=date(2025, 11, 1), by=an)
    made = hand_over(bo, to=successor, day=DAY, by=an)
    deputy.refresh_from_db()
    away.refresh_from_db()
    assert (deputy.deputises, away.until) == (made.taken, EVE)
    assert [item["kind"] for item in made.items] == ["AB岗", "离岗"]


def test_if_one_app_cannot_hand_over_nothing_is(world, successor) -> None:
    def fails(*_: object):
        raise Refused("这项任务正在核验，请核验后再交接。")

    with pytest.raises(Refused, match="正在核验"):
        hand_over(world.membership("inspector"), to=successor, day=DAY, by=world.actor("an"), movers=[fails])
    assert (Handover.objects.exists(), Entry.objects.exists()) == (False, False)
    assert list(Grouping.objects.get().in_charge.all()) == [world.membership("inspector")]


def test_what_cannot_be_handed_over_is_refused(world, successor) -> None:
    an, bo = world.actor("an"), world.membership("bo")
    with pytest.raises(Refused, match="同一个人"):
        hand_over(bo, to=bo.person, day=DAY, by=an)
    with pytest.raises(Refused, match="交接的日期要晚于这一天"):
        hand_over(bo, to=successor, day=bo.since, by=an)
    with pytest.raises(Refused, match="请到那天再办交接"):
        hand_over(bo, to=successor, day=date(2999, 1, 1), by=an)
    hand_over(bo, to=successor, day=DAY, by=an)
    with pytest.raises(Refused, match="已经办过交接"):
        hand_over(bo, to=successor, day=DAY, by=an)


@pytest.mark.parametrize("who", ["chen", "bo", "clerk", "leader", "system", "foreign-office"])
def test_others_hand_nothing_over(world, successor, who) -> None:
    with pytest.raises(Refused, match=r"离任交接由局办公室|不在您的辖区内"):
        hand_over(world.membership("bo"), to=successor, day=DAY, by=world.actor(who))


def test_an_area_follows_the_handover(world, successor) -> None:
    an, inspector = world.actor("an"), world.membership("inspector")
    district = groupings.form(world.organisation("county"), "district", "第二责任区", since=date(2025, 10, 1), by=an)
    groupings.include(district, world.organisation("second"), since=date(2025, 10, 1), by=an)
    groupings.put_in_charge(district, inspector, by=an)
    made = hand_over(inspector, to=successor, day=DAY, by=an)
    assert [item["about"] for item in made.items] == ["第一责任区", "第二责任区"]

"""Who is meant by the names that papers use."""

from datetime import date

import pytest

from luoshi.office.organisations.models import Kind, Membership, Organisation, Role
from luoshi.office.organisations.tree import insert
from luoshi.office.plans.owners import of_json, organisations
from luoshi.office.plans.roster import Meant, Roster, as_named
from luoshi.office.plans.tasks import Named, Wanted

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 1)


@pytest.mark.parametrize(("part", "meant"), [("owner", True), ("leader", False)])
def test_words_for_many_are_kept_as_what_they_mean(world, part: str, meant: bool) -> None:
    authority = world.organisation("county")
    wanted = Wanted("落实门卫制度", named=(Named(part, "各中小学"),))
    owners = Roster(authority, DAY).settled([wanted])[0].named[0].owners
    assert bool(owners) is meant
    if owners:
        found = organisations(of_json(owners), authority, DAY)
        assert world.organisation("first") in found
        assert world.organisation("kinder") not in found


def test_words_that_are_not_all_known_are_left_to_a_person(world) -> None:
    wanted = Wanted("落实门卫制度", named=(Named("owner", "各示范校园"),))
    assert Roster(world.organisation("county"), DAY).settled([wanted])[0].named[0].owners is None


@pytest.mark.parametrize(("part", "kept"), [("lead", "owner"), ("assist", "owner"), ("leader", "leader")])
def test_many_at_once_each_do_it_themselves(part: str, kept: str) -> None:
    """各中小学落实 makes every school answer for it, whichever column a paper has it in."""
    assert [one.part for one in as_named(part, [Meant("各中小学")])] == [kept]


def test_a_leader_is_found_by_name_with_a_title_and_not_inside_a_longer_name(world) -> None:
    roster = Roster(world.organisation("county"), DAY)
    leader = world.membership("leader")
    for words in ("李望舒", "局长李望舒", "李望舒副局长", "分管领导：李望舒"):
        assert roster.leader(words) == leader
    assert roster.leader("李望舒强") is None


def test_a_name_that_two_have_is_left_to_a_person(world) -> None:
    county, an = world.organisation("county"), world.membership("an")
    twin = type(an.person).objects.create(name="安知远")
    Membership.objects.create(
        person=twin, organisation=world.organisation("basic"), role=Role.SECTION, since=DAY, confirmed=True
    )
    for parent in ("county", "centre"):
        insert(Organisation(parent=world.organisation(parent), kind=Kind.SCHOOL, name="希望小学", stages="primary"))
    named = (
        Named("person", "安知远"),
        Named("lead", "希望小学"),
        Named("person", "孙启明"),
        Named("lead", "云岭县第一小学"),
    )
    found = Roster(county, DAY).settled([Wanted("检查", named=named)])[0].named
    assert [one.membership or one.organisation for one in found] == [
        None, None, world.membership("section"), world.organisation("first"),
    ]  # fmt: skip


def test_an_authoritys_own_body_goes_before_that_of_one_below_it(world) -> None:
    city = world.organisation("city")
    for number in range(9):  # so that its path comes behind that of the county's
        insert(Organisation(parent=city, kind=Kind.SECTION, name=f"第{number}科"))
    own = insert(Organisation(parent=city, kind=Kind.SECTION, name="办公室"))
    assert Roster(city, DAY).body("办公室") == own

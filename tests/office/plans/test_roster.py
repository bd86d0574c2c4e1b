"""Who is meant by the names that papers use."""

from datetime import date

import pytest

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

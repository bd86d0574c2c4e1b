"""Who is meant by the names that papers use."""

from datetime import date

import pytest

from luoshi.office.plans.owners import of_json, organisations
from luoshi.office.plans.roster import Roster
from luoshi.office.plans.tasks import Named, Wanted

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 1)


@pytest.mark.parametrize(("part", "meant"), [("owner", True), ("assist", True), ("leader", False)])
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

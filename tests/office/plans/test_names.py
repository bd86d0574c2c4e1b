"""Names in cells and forms, and whom they mean."""

from datetime import date

import pytest

from luoshi.office.organisations.models import Membership, Role
from luoshi.office.plans.models import Responsibility
from luoshi.office.plans.names import Names, canonical, names_in, renamed
from luoshi.office.plans.roster import Roster
from luoshi.office.plans.tasks import Named, Wanted, called

DAY = date(2026, 3, 1)


@pytest.fixture
def names(world) -> Names:
    return Names(world.organisation("county"), day=DAY)


def test_name_is_an_organisation_or_a_person_of_the_authority(names: Names, world) -> None:
    assert names.named("lead", "基础教育科").organisation == world.organisation("basic")
    assert names.named("lead", "白沙县第一小学").organisation is None
    assert names.named("leader", "李望舒").membership == world.membership("leader")
    assert names.named("lead", "李望舒") == Named("lead", "李望舒")


def test_who_is_called_like_somebody_else_stays_words(world) -> None:
    first = world.membership("leader")
    other = Membership.objects.create(
        person=type(first.person).objects.create(name="李望舒"),
        organisation=world.organisation("county"),
        role=Role.LEADER,
        since=DAY,
        confirmed=True,
    )
    names = Names(other.organisation, day=DAY)
    named = names.named("leader", "李望舒")
    assert (named.membership, "不止一个" in names.remark(named)) == (None, True)


def test_name_that_holds_a_separator_is_not_cut_where_it_is_known(names: Names) -> None:
    owner = Named("owner", "各中小学、幼儿园", owners={"kinds": ["school"]})
    assert renamed([owner], "owner", "各中小学、幼儿园，石桥镇中心校", names)[0] is owner
    assert names_in("甲、乙；丙，甲\n丁") == ["甲", "乙", "丙", "丁"]
    assert canonical("甲 ，乙") == "甲、乙"


def test_short_name_that_fits_one_body_is_that_body(names: Names, world) -> None:
    assert names.named("assist", "基教科").organisation == world.organisation("basic")
    assert names.named("leader", "副局长李望舒").membership == world.membership("leader")


def test_bureau_and_its_people_are_offered(names: Names) -> None:
    assert names.suggestions("lead") == ["办公室", "基础教育科", "学生资助中心"]
    assert names.suggestions("leader") == ["李望舒"]
    assert names.suggestions("person") == ["李望舒", "安知远", "孙启明"]


def test_names_are_asked_for_once_each(names: Names, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        for _again in range(3):
            names.named("lead", "基础教育科")
            names.named("person", "孙启明")


def test_names_beyond_a_bound_are_not_looked_up(
    names: Names, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries
) -> None:
    """A sheet may hold ever so many."""
    monkeypatch.setattr("luoshi.office.plans.names.MOST_NAMES", 3)
    with django_assert_max_num_queries(8):
        for number in range(50):
            names.named("lead", f"单位{number}")
            names.named("person", f"某{number}")


def test_words_for_many_are_who_they_are_in_cells_as_in_papers(names: Names) -> None:
    named = names.named("owner", "各中小学")
    assert named.owners == Roster(names.authority, DAY).settled([Wanted("检查", named=(named,))])[0].named[0].owners
    assert (bool(named.owners), names.remark(named)) == (True, "")
    assert names.named("owner", "各示范校园").owners is None


def test_somebody_is_called_as_written_or_else_by_the_full_name(world) -> None:
    section = world.organisation("basic")
    section.short_name = "基教科"
    leader = world.membership("leader")
    for made in (Named, Responsibility):
        assert called(made(part="lead", words="教育科", organisation=section)) == "教育科"
        assert called(made(part="lead", organisation=section)) == "基础教育科"
        assert called(made(part="leader", membership=leader)) == "李望舒"
        assert called(made(part="lead")) == ""

"""Expressions for many owners, against a naive filter, and read from and written as a paper's words."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.office.organisations.models import Grouping, Kind, Organisation, Ownership, Place, Stage
from luoshi.office.organisations.tree import insert
from luoshi.office.plans.owners import KINDS, Owners, Range, as_json, of_json, organisations, tidy, words
from luoshi.office.plans.owners_read import known_of, understood

DAY = date(2026, 11, 22)
SCHOOL, KINDERGARTEN, CENTRE, POINT, CAMPUS = (
    Kind.SCHOOL, Kind.KINDERGARTEN, Kind.CENTRE, Kind.POINT, Kind.CAMPUS,
)  # fmt: skip

MORE = (
    # parent, kind, name, stages, ownership, place, closed
    ("centre", SCHOOL, "石桥镇九年一贯制学校", "primary,junior", "public", "town", None),
    ("centre", SCHOOL, "石桥镇和平小学", "primary", "public", "rural", None),
    ("centre", POINT, "石桥镇独立教学点", "primary", "public", "rural", None),
    ("centre", KINDERGARTEN, "石桥镇中心幼儿园", "preschool", "public", "town", None),
    ("county", KINDERGARTEN, "小太阳幼儿园", "preschool", "inclusive", "city", None),
    ("county", KINDERGARTEN, "金摇篮幼儿园", "preschool", "private", "city", None),
    ("county", SCHOOL, "云岭县高级中学", "senior", "public", "city", None),
    ("county", SCHOOL, "云岭县职业中学", "vocational", "public", "city", None),
    ("county", SCHOOL, "云岭县特殊教育学校", "special", "public", "city", None),
    ("county", SCHOOL, "云岭县民办育才学校", "primary,junior", "private", "city", None),
    ("county", SCHOOL, "云岭县撤并小学", "primary", "public", "rural", date(2026, 8, 31)),
    ("first", CAMPUS, "云岭县第一小学东校区", "", "public", "city", None),
    ("kinder", CAMPUS, "机关幼儿园二分园", "", "public", "city", None),
    ("county", CENTRE, "柳坪镇中心校", "", "", "", None),
)


@pytest.fixture
def county(world) -> Organisation:
    """The world's county with schools of every sort."""
    for parent, kind, name, stages, ownership, place, closed in MORE:
        insert(
            Organisation(
                parent=world.organisation(parent), kind=kind, name=name, stages=stages, ownership=ownership,
                place=place, closed_on=closed,
            )
        )  # fmt: skip
    group = Grouping.objects.create(
        authority=world.organisation("county"), kind=Grouping.Kind.GROUP, name="第一教育集团", since=date(2025, 9, 1)
    )
    for name in ("first", "village"):
        group.members.create(organisation=world.organisation(name), since=date(2025, 9, 1))
    group.members.create(organisation=world.organisation("second"), since=date(2025, 9, 1), until=date(2026, 1, 1))
    return world.organisation("county")


def names(owners: Owners, county: Organisation) -> set[str]:
    return {one.name for one in organisations(owners, county, DAY)}


# Against a naive filter


def naive(owners: Owners, county: Organisation) -> set[str]:
    """The same, looked through one by one."""
    rows = list(Organisation.objects.select_related("parent"))
    inside = [one for one in rows if one.path.startswith(county.path) and one.pk != county.pk and one.is_open(DAY)]
    return {
        one.name
        for one in inside
        if one.pk not in owners.excepted
        and (one.pk in owners.named or any(fits(one, each, county) for each in owners.ranges))
    }


def fits(one: Organisation, each: Range, county: Organisation) -> bool:
    members = {m.organisation_id for g in Grouping.objects.filter(pk=each.grouping) for m in g.members.all()
               if m.since <= DAY and (m.until is None or m.until >= DAY)}  # fmt: skip
    return (
        of_kind(one, each)
        and (len(each.ownership) in (0, 3) or one.ownership in each.ownership)
        and (len(each.place) in (0, 3) or one.place in each.place)
        and (not each.direct or one.parent_id == county.pk)
        and (not each.under or f"/{each.under}/" in f"/{one.path_above}")
        and (not each.grouping or one.pk in members)
    )


def of_kind(one: Organisation, each: Range) -> bool:
    stages = one.stages or (one.parent.stages if one.kind in (CAMPUS, POINT) and one.parent else "")
    taught = not each.stages or bool(set(stages.split(",")) & set(each.stages))
    passed_on = one.kind in (CAMPUS, POINT)
    of_kindergarten = passed_on and one.parent is not None and one.parent.kind == KINDERGARTEN
    alone = one.kind == POINT and one.parent is not None and one.parent.kind in (CENTRE, Kind.COUNTY)
    if one.kind in each.kinds and one.kind != SCHOOL:
        return True
    if KINDERGARTEN in each.kinds and each.points and of_kindergarten:
        return True
    if SCHOOL not in each.kinds or not taught:
        return False
    return one.kind == SCHOOL or (each.points and passed_on and not of_kindergarten) or alone


def some(choices) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sets(st.sampled_from([str(one) for one in choices])).map(lambda got: tuple(sorted(got)))


def expressions(county: Organisation) -> st.SearchStrategy[Owners]:
    centres = list(Organisation.objects.filter(kind=CENTRE).values_list("pk", flat=True))
    groups = list(Grouping.objects.filter(kind="group").values_list("pk", flat=True))
    schools = st.sets(st.sampled_from(list(Organisation.objects.under(county).filter(
        kind__in=(SCHOOL, KINDERGARTEN), closed_on=None).values_list("pk", flat=True))), max_size=2).map(tuple)  # fmt: skip
    ranges = st.builds(
        Range,
        kinds=some(KINDS),
        stages=some(Stage),
        ownership=some(Ownership),
        place=some(Place),
        under=st.sampled_from([None, None, *centres]),
        grouping=st.sampled_from([None, None, *groups]),
        direct=st.booleans(),
        points=st.booleans(),
    )
    return st.builds(Owners, ranges=st.lists(ranges, max_size=3).map(tuple), named=schools, excepted=schools)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_expression_means_what_a_naive_filter_finds(county: Organisation, data) -> None:
    owners = data.draw(expressions(county))
    assert names(owners, county) == naive(owners, county)
    assert names(tidy(owners), county) == naive(owners, county)
    assert of_json(as_json(owners)) == owners


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_words_of_an_expression_are_read_as_what_they_say(county: Organisation, data) -> None:
    owners = tidy(data.draw(expressions(county)))
    if owners:
        again = understood(words(owners), county)
        assert again == owners
        assert words(again) == words(owners)


# As papers speak


@pytest.mark.parametrize(
    ("said", "ours"),
    [
        ("各中小学", "各中小学"),
        ("全县中小学校", "各中小学"),
        ("各校", "各学校"),
        ("各学校（园）", "各学校、幼儿园"),
        ("各中小学(幼儿园)", "各中小学、幼儿园"),
        ("各级各类学校", "各学校、幼儿园"),
        ("全县公办幼儿园", "公办幼儿园"),
        ("普惠性民办幼儿园", "普惠性民办幼儿园"),
        ("各民办幼儿园", "民办幼儿园"),
        ("义务教育学校", "各义务教育学校"),
        ("城区义务教育阶段学校", "城区义务教育学校"),
        ("城区小学", "城区小学"),
        ("农村中小学", "农村中小学"),
        ("各中心校、县直学校", "各中心校、直属学校"),
        ("各教管中心", "各中心校"),
        ("石桥镇中心校辖区小学", "石桥镇中心校所属小学"),
        ("石桥镇各小学", "石桥镇中心校所属小学"),
        ("石桥镇中心校所属全部小学（含教学点）", "石桥镇中心校所属小学（含教学点和校区）"),
        ("第一教育集团各成员学校", "第一教育集团成员学校"),
        ("各小学和幼儿园", "各小学、幼儿园"),
        ("石桥镇和平小学和城区幼儿园", "城区幼儿园、石桥镇和平小学"),
        ("各小学（云岭县第一小学除外）", "各小学（云岭县第一小学除外）"),
        ("云岭县第一小学", "云岭县第一小学"),
        ("城区小学、云岭县第一小学、幼儿园", "城区小学、各幼儿园、云岭县第一小学"),
        ("各科室、各二级机构", "各科室、二级机构"),
        ("中小学校（含民办）", "各中小学"),
    ],
)
def test_a_papers_words_are_understood(county: Organisation, said: str, ours: str) -> None:
    found = understood(said, county)
    assert found is not None
    assert words(found) == ours


@pytest.mark.parametrize(
    "said", ["", "各单位", "相关学校及部门", "柳坪镇小学", "各示范幼儿园", "东关小学", "各小学（东关小学除外）"]
)
def test_words_that_are_not_all_known_mean_nothing(county: Organisation, said: str) -> None:
    assert understood(said, county) is None


def test_a_nine_year_school_is_meant_by_both_of_its_stages(county: Organisation) -> None:
    known = known_of(county)
    for said in ("各小学", "各初中", "义务教育学校"):
        assert "石桥镇九年一贯制学校" in names(understood(said, county, known), county)


def test_points_and_campuses_are_meant_where_they_are_said_or_stand_alone(county: Organisation) -> None:
    without, beside = (names(understood(said, county), county) for said in ("全部小学", "各小学（含教学点）"))
    assert beside - without == {"石桥镇小学河口教学点", "云岭县第一小学东校区"}
    assert "石桥镇独立教学点" in without


def test_an_expression_has_nothing_of_another_authority_or_of_the_past(county: Organisation) -> None:
    found = names(Owners(ranges=(Range(kinds=("school",)),)), county)
    assert not found & {"白沙县第一小学", "云岭县撤并小学"}
    assert "云岭县第一小学" in found

"""Groupings hold organisations from a day until a day, and give inspectors their area."""

from datetime import date, timedelta

import pytest

from luoshi.office.journal.models import Entry
from luoshi.office.organisations import groupings
from luoshi.office.organisations.models import Grouping, GroupingMember
from luoshi.office.organisations.models.days import holds
from luoshi.office.refused import Refused

pytestmark = pytest.mark.django_db

DAY, LATER = date(2025, 11, 1), date(2025, 12, 1)
EVE = DAY - timedelta(days=1)


@pytest.fixture
def district(world) -> Grouping:
    """The second district of the county; its first one holds Bo's school."""
    return groupings.form(
        world.organisation("county"), "district", "第二责任区", since=date(2025, 10, 1), by=world.actor("an")
    )


def held(grouping: Grouping, day: date) -> list[str]:
    return [str(one.organisation) for one in grouping.members.filter(holds(day))]


def test_an_inspectors_area_follows_from_the_district(world, district) -> None:
    an, second = world.actor("an"), world.organisation("second")
    assert world.actor("inspector").area.paths == (world.organisation("first").path,)
    member = groupings.include(district, second, since=DAY, by=an)
    groupings.put_in_charge(district, world.membership("inspector"), by=an)
    assert world.actor("inspector").area.holds(second.path)
    groupings.release(member, last_day=LATER, by=an)
    assert not world.actor("inspector").area.holds(second.path)
    groupings.relieve(Grouping.objects.get(name="第一责任区"), world.membership("inspector"), by=an)
    assert world.actor("inspector").area.paths == ()


def test_a_school_stands_in_one_district_on_any_day(world, district) -> None:
    first, an = world.organisation("first"), world.actor("an")
    with pytest.raises(
        Refused, match="“云岭县第一小学”已在“第一责任区”里（2025-09-01 起），同一天只能在一个督学责任区里"
    ):
        groupings.include(district, first, since=DAY, by=an)
    groupings.release(GroupingMember.objects.get(organisation=first), last_day=EVE, by=an)
    groupings.include(district, first, since=DAY, by=an)
    assert (held(district, EVE), held(district, DAY)) == ([], ["云岭县第一小学"])


@pytest.mark.parametrize(("kind", "once"), [("catchment", True), ("grid", True), ("group", False), ("care", False)])
def test_whether_a_school_may_stand_in_two_depends_on_the_kind(world, kind, once) -> None:
    county, first, an = world.organisation("county"), world.organisation("first"), world.actor("an")
    one, other = (groupings.form(county, kind, name, since=DAY, by=an) for name in ("甲", "乙"))
    groupings.include(one, first, since=DAY, by=an)
    assert groupings.SORTS[kind].once is once
    if once:
        with pytest.raises(Refused, match="同一天只能在一个"):
            groupings.include(other, first, since=LATER, by=an)
    else:
        groupings.include(other, first, since=LATER, by=an)
    with pytest.raises(Refused, match="已在“甲”里"):
        groupings.include(one, first, since=LATER, by=an)


def test_a_core_school_belongs_to_its_group_and_stays_while_it_is_one(world) -> None:
    county, first, an = world.organisation("county"), world.organisation("first"), world.actor("an")
    group = groupings.form(county, "group", "一小教育集团", since=DAY, core=first, by=an)
    assert held(group, DAY) == ["云岭县第一小学"]
    with pytest.raises(Refused, match="请先换一个核心校"):
        groupings.release(group.members.get(), last_day=LATER, by=an)
    with pytest.raises(Refused, match="核心校“云岭县第二中学”还不在这个分组里"):
        groupings.edit(group, name="集团", core=world.organisation("second"), by=an)
    groupings.edit(group, name="第一小学教育集团", by=an)
    groupings.release(group.members.get(), last_day=LATER, by=an)
    assert held(group, LATER + timedelta(days=1)) == []


def test_what_is_dissolved_holds_nothing_and_changes_no_more(world) -> None:
    first, an = Grouping.objects.get(name="第一责任区"), world.actor("an")
    groupings.dissolve(first, last_day=LATER, by=an)
    assert (held(first, LATER), held(first, LATER + timedelta(days=1))) == (["云岭县第一小学"], [])
    with pytest.raises(Refused, match="到 2025-12-01 已撤销，不再变动"):
        groupings.include(first, world.organisation("second"), since=DAY, by=an)


@pytest.mark.parametrize(
    ("kind", "name", "core", "reason"),
    [
        ("club", "俱乐部", None, "没有“club”这一类分组"),
        ("district", " ", None, "还没有填名称"),
        ("district", "第一责任区", None, "已有一个督学责任区叫“第一责任区”"),
        ("district", "第三责任区", "first", "督学责任区没有核心校"),
    ],
)
def test_a_grouping_that_cannot_be_is_refused(world, kind, name, core, reason) -> None:
    with pytest.raises(Refused, match=reason):
        groupings.form(
            world.organisation("county"), kind, name, since=DAY, by=world.actor("an"),
            core=world.organisation(core) if core else None,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("organisation", "since", "reason"),
    [
        ("foreign-school", DAY, "不属于这个局"),
        ("office", DAY, "“办公室”不能列入督学责任区"),
        ("second", date(2025, 9, 15), "列入的日期不能更早"),
    ],
)
def test_what_cannot_belong_is_refused(world, district, organisation, since, reason) -> None:
    with pytest.raises(Refused, match=reason):
        groupings.include(district, world.organisation(organisation), since=since, by=world.actor("an"))


@pytest.mark.parametrize(
    ("who", "reason"), [("bo", "督学责任区的负责人应是：责任督学"), ("foreign-office", "不属于这个局")]
)
def test_who_cannot_be_in_charge_is_refused(world, district, who, reason) -> None:
    with pytest.raises(Refused, match=reason):
        groupings.put_in_charge(district, world.membership(who), by=world.actor("an"))


@pytest.mark.parametrize("who", ["chen", "system", "leader", "section", "centre", "inspector", "foreign-office"])
def test_others_change_nothing(world, district, who) -> None:
    before, by = Entry.objects.count(), world.actor(who)
    tries = [
        lambda: groupings.form(world.organisation("county"), "grid", "网格", since=DAY, by=by),
        lambda: groupings.edit(district, name="新名", by=by),
        lambda: groupings.include(district, world.organisation("second"), since=DAY, by=by),
        lambda: groupings.release(GroupingMember.objects.get(), last_day=DAY, by=by),
        lambda: groupings.put_in_charge(district, world.membership("inspector"), by=by),
        lambda: groupings.relieve(district, world.membership("inspector"), by=by),
        lambda: groupings.dissolve(district, last_day=LATER, by=by),
    ]
    for attempt in tries:
        with pytest.raises(Refused):
            attempt()
    assert Entry.objects.count() == before

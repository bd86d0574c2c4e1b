"""Organisations are opened, edited, renamed, moved, restaged: by whom, what is refused, and what is written down."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from luoshi.office.journal.models import Entry
from luoshi.office.journal.who import PROGRAM
from luoshi.office.organisations import actions
from luoshi.office.organisations.actions import EditedMeanwhile
from luoshi.office.organisations.models import Change, Kind, Organisation
from luoshi.office.organisations.moves import MOVES, open_to_actor
from luoshi.office.refused import Refused

pytestmark = pytest.mark.django_db

DAY = date(2025, 11, 1)
SCHOOL = {"stages": ["primary"], "ownership": "public", "place": "town"}


def changes(organisation: Organisation) -> list[tuple[str, date, str, str]]:
    return list(organisation.changes.values_list("what", "day", "before", "after"))


def verbs() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("verb", flat=True))


# Opening


def test_a_school_is_opened_under_the_county(world) -> None:
    school = actions.open_organisation(
        world.organisation("county"), "school", "云岭县 第三小学", by=world.actor("an"), day=DAY, **SCHOOL
    )
    school.refresh_from_db()
    assert school.path == f"{world.organisation('county').path}{school.pk}/"
    assert (school.name, school.stages, school.opened_on) == ("云岭县 第三小学", "primary", DAY)
    assert changes(school) == [("opened", DAY, "", "云岭县 第三小学")]
    assert verbs() == ["organisation.open"]
    assert Entry.objects.get().where == school.path


def test_what_existed_before_the_product_is_entered_without_a_day(world) -> None:
    school = actions.open_organisation(world.organisation("county"), "school", "老校", by=world.actor("an"), **SCHOOL)
    assert (school.opened_on, changes(school), verbs()) == (None, [], ["organisation.open"])


def test_stages_are_kept_once_each_in_their_usual_order(world) -> None:
    facts = {**SCHOOL, "stages": "junior,primary,junior"}
    school = actions.open_organisation(
        world.organisation("county"), "school", "九年一贯制", by=world.actor("an"), **facts
    )
    assert school.stages == "primary,junior"


def test_the_next_one_stands_last(world) -> None:
    county = world.organisation("county")
    made = [actions.open_organisation(county, "outside", name, by=world.actor("an")) for name in ("财政局", "人社局")]
    assert list(county.children.all())[-2:] == made


@pytest.mark.parametrize(
    ("kind", "name", "facts", "reason"),
    [
        ("school", "云岭县第一小学", SCHOOL, "“云岭县教育局”下面已有一个“云岭县第一小学”"),
        ("school", " ", SCHOOL, "还没有填名称"),
        ("school", "三小", {}, "还没有填“学段”"),
        ("school", "三小", {**SCHOOL, "ownership": ""}, "还没有填“办学性质”"),
        ("kindergarten", "二幼", {"ownership": "public"}, "还没有填“城乡分类”"),
        ("school", "三小", {**SCHOOL, "stages": "preschool"}, "请登记为幼儿园"),
        ("kindergarten", "二幼", SCHOOL, "幼儿园没有这样的学段：小学。可以选：学前。"),
        ("school", "三小", {**SCHOOL, "stages": "primary,middle"}, "学校没有这样的学段：middle"),
        ("school", "三小", {**SCHOOL, "ownership": "state"}, "“办学性质”写的是“state”"),
        ("section", "人事科", {"stages": "primary"}, "“人事科”是科室，不填“学段”"),
        ("section", "人事科", {"fields": "teachers,cooking"}, "没有这样的业务领域：cooking"),
        ("school", "三小", {**SCHOOL, "code": "21"}, "标识码"),
        ("school", "三小", {**SCHOOL, "credit_code": "91110108551385082X"}, "统一社会信用代码"),
        ("campus", "东校区", {}, "校区不能直接设在“云岭县教育局”"),
        ("province", "某省教育厅", {}, "可以设在：最上一级"),
        ("ministry", "部", {}, "没有“ministry”这一类机构"),
        ("school", "长" * 121, SCHOOL, "“名称”有 121 个字，最多 120 个字"),
    ],
)  # fmt: skip
def test_what_cannot_be_opened_is_refused_with_the_reason(world, kind, name, facts, reason) -> None:
    before = Organisation.objects.count()
    with pytest.raises(Refused) as refusal:
        actions.open_organisation(world.organisation("county"), kind, name, by=world.actor("an"), **facts)
    assert reason in str(refusal.value)
    assert (Organisation.objects.count(), verbs()) == (before, [])


def test_all_reasons_are_given_at_once(world) -> None:
    with pytest.raises(Refused) as refusal:
        actions.open_organisation(world.organisation("county"), "school", "", by=world.actor("chen"), code="1")
    assert len(refusal.value.reasons) == 6


def test_the_code_of_a_closed_school_is_never_given_again(world) -> None:
    Organisation.objects.filter(name="白沙县第一小学").update(code="2151000001", closed_on=DAY)
    with pytest.raises(Refused, match="撤销了的机构的码也不能再用"):
        actions.open_organisation(
            world.organisation("county"), "school", "三小", by=world.actor("an"), code="2151000001", **SCHOOL
        )


def test_an_authority_is_begun_by_the_program_and_nothing_else_is(world) -> None:
    district = actions.found(
        "青石区教育局", Kind.COUNTY, by=PROGRAM, region="510104", parent=world.organisation("city")
    )
    assert district.path == f"{world.organisation('city').path}{district.pk}/"
    with pytest.raises(Refused, match="请在所属的局下面增设"):
        actions.found("三小", Kind.SCHOOL, by=PROGRAM)
    with pytest.raises(Refused, match="行政区划代码"):
        actions.found("另一局", Kind.COUNTY, by=PROGRAM, region="51")


# Who may

EVERYTHING = ["open", "edit", "contact", "rename", "move", "restage", "merge", "close"]


@pytest.mark.parametrize(
    ("who", "moves"),
    [
        ("an", EVERYTHING),
        ("system", EVERYTHING),
        ("bo", ["contact"]),
        ("clerk", ["contact"]),
        ("chen", []),
        ("centre", []),
        ("leader", []),
        ("section", []),
        ("security", []),
        ("auditor", []),
        ("observer", []),
        ("inspector", []),
        ("guardian", []),
        ("foreign-office", []),
        ("city-office", EVERYTHING),
    ],
)
def test_who_may_do_what_with_a_school(world, who, moves) -> None:
    offered = open_to_actor(world.organisation("first"), by=world.actor(who))
    assert [one["move"] for one in offered if not one["why"]] == moves


def test_a_centre_keeps_the_contacts_of_its_schools(world) -> None:
    offered = open_to_actor(world.organisation("village"), by=world.actor("centre"))
    assert [one["move"] for one in offered if not one["why"]] == ["contact"]


def test_an_authority_is_not_moved_or_closed_by_its_own_people(world) -> None:
    offered = {one["move"]: one["why"] for one in open_to_actor(world.organisation("county"), by=world.actor("an"))}
    assert {move for move, why in offered.items() if "由上一级办理" in why} == {"move", "merge", "close"}
    assert offered["hats"] == ""


def test_no_move_is_offered_on_what_is_no_more(world) -> None:
    school = world.organisation("first")
    school.closed_on, school.successor = DAY, world.organisation("second")
    whys = {one["why"] for one in open_to_actor(school, by=world.actor("an"))}
    assert whys == {"“云岭县第一小学”已于 2025-11-01 并入“云岭县第二中学”，不再变动。"}


def test_every_verb_asks_who_acts(world) -> None:
    school, chen = world.organisation("first"), world.actor("chen")
    tries = [
        lambda: actions.open_organisation(school, "campus", "东校区", by=chen),
        lambda: actions.edit(school, version=1, by=chen, place="town"),
        lambda: actions.edit(school, version=1, by=chen, telephone="0830-1"),
        lambda: actions.rename(school, to="新名", day=DAY, by=chen),
        lambda: actions.move(school, under=world.organisation("centre"), day=DAY, by=chen),
        lambda: actions.restage(school, stages="junior", ownership="public", day=DAY, by=chen),
        lambda: actions.merge(school, into=world.organisation("second"), day=DAY, by=chen),
        lambda: actions.close(school, day=DAY, by=chen),
    ]
    refused = 0
    for attempt in tries:
        with pytest.raises(Refused):
            attempt()
        refused += 1
    assert (refused, verbs(), Change.objects.count()) == (len(tries), [], 0)
    assert len(MOVES) == len(tries) + 1  # hats have a test of their own


# Editing


def test_a_head_keeps_the_contacts_of_the_own_school_and_nothing_else(world) -> None:
    school, bo = world.organisation("first"), world.actor("bo")
    edited = actions.edit(school, version=1, by=bo, telephone="0830-1234567", address="学府路1号", place="")
    assert (edited.telephone, edited.version, verbs()) == ("0830-1234567", 2, ["organisation.edit"])
    with pytest.raises(Refused, match="“修改登记事项”由局办公室、系统管理员办理"):
        actions.edit(edited, version=2, by=bo, telephone="0830-1", place="town")


def test_what_did_not_change_is_not_written(world) -> None:
    edited = actions.edit(world.organisation("first"), version=1, by=world.actor("an"), telephone="", stages="primary")
    assert (edited.version, verbs()) == (1, [])


def test_two_who_edit_at_once_see_both_values(world) -> None:
    school, an = world.organisation("first"), world.actor("an")
    actions.edit(school, version=1, by=an, telephone="0830-1")
    with pytest.raises(EditedMeanwhile) as refusal:
        actions.edit(school, version=1, by=an, telephone="0830-2")
    assert refusal.value.reasons[1:] == ("电话：现在是“0830-1”，您填的是“0830-2”。",)
    assert actions.edit(school, version=2, by=an, telephone="0830-2").telephone == "0830-2"


def test_stages_once_known_change_with_a_day_only(world) -> None:
    school, an = world.organisation("first"), world.actor("an")
    assert actions.edit(school, version=1, by=an, ownership="public", place="town").ownership == "public"
    with pytest.raises(Refused, match="“学段”已登记为“小学”，请用“变更学段或性质”办理"):
        actions.edit(school, version=2, by=an, stages="primary,junior")


def test_a_detail_nobody_keeps_is_the_programmers_fault(world) -> None:
    with pytest.raises(TypeError, match="path"):
        actions.edit(world.organisation("first"), version=1, by=world.actor("an"), path="1/")


# Renaming, moving, restaging


def test_a_school_is_renamed_from_a_day_on(world) -> None:
    school = actions.rename(
        world.organisation("first"), to="云岭县实验小学", day=DAY, document="云教〔2026〕3号", by=world.actor("an")
    )
    assert changes(school) == [("renamed", DAY, "云岭县第一小学", "云岭县实验小学")]
    assert school.changes.get().document == "云教〔2026〕3号"
    assert verbs() == ["organisation.rename"]


@pytest.mark.parametrize(
    ("to", "day", "reason"),
    [
        ("云岭县第一小学", DAY, "名称没有变化"),
        ("云岭县第二中学", DAY, "已有一个“云岭县第二中学”"),
        ("", DAY, "还没有填名称"),
        ("新名", timezone.localdate() + timedelta(days=2), "还没有到，请到那天再登记"),
    ],
)
def test_a_rename_that_cannot_be_is_refused(world, to, day, reason) -> None:
    with pytest.raises(Refused, match=reason):
        actions.rename(world.organisation("first"), to=to, day=day, by=world.actor("an"))


def test_changes_are_entered_in_the_order_of_their_days(world) -> None:
    school = actions.rename(world.organisation("first"), to="一次", day=DAY, by=world.actor("an"))
    with pytest.raises(Refused, match="新的变动不能早于它"):
        actions.rename(school, to="两次", day=DAY - timedelta(days=1), by=world.actor("an"))


def test_a_school_moves_with_all_that_stands_below_it(world) -> None:
    village, point = world.organisation("village"), world.organisation("point")
    moved = actions.move(village, under=world.organisation("county"), day=DAY, by=world.actor("an"))
    point.refresh_from_db()
    assert moved.path == f"{world.organisation('county').path}{village.pk}/"
    assert point.path == f"{moved.path}{point.pk}/"
    assert changes(moved) == [("moved", DAY, "石桥镇中心校", "云岭县教育局")]
    assert moved.changes.get().other == world.organisation("centre")


@pytest.mark.parametrize(
    ("what", "under", "reason"),
    [
        ("village", "village", "不能放到自己或自己的下级"),
        ("village", "point", "不能放到自己或自己的下级"),
        ("village", "centre", "本来就在“石桥镇中心校”下面"),
        ("village", "office", "学校不能直接设在“办公室”"),
        ("village", "foreign", "“白沙县教育局”不在您的辖区内"),
        ("centre", "police", "不能直接设在“云岭县公安局”"),
    ],
)
def test_a_move_that_cannot_be_is_refused(world, what, under, reason) -> None:
    with pytest.raises(Refused, match=reason):
        actions.move(world.organisation(what), under=world.organisation(under), day=DAY, by=world.actor("an"))
    assert not Change.objects.exists()


def test_no_office_of_the_bureau_takes_its_people_into_another_authority(world) -> None:
    """They would reach all of it, and nobody had granted that."""
    basic, foreign, by = world.organisation("basic"), world.organisation("foreign"), world.actor("city-office")
    with pytest.raises(Refused, match="还有 1 个岗位，换到“白沙县教育局”就能看到那里的全部机构"):
        actions.move(basic, under=foreign, day=DAY, by=by)
    actions.move(basic, under=world.organisation("aid"), day=DAY, by=by)
    world.membership("section").delete()
    assert actions.move(basic, under=foreign, day=DAY, by=by).path.startswith(foreign.path)


def test_a_primary_school_becomes_a_nine_year_school(world) -> None:
    school = actions.restage(
        world.organisation("first"), stages=["primary", "junior"], ownership="public", day=DAY, by=world.actor("an")
    )
    assert changes(school) == [("restaged", DAY, "primary;", "primary,junior;public")]
    with pytest.raises(Refused, match="都没有变化"):
        actions.restage(school, stages="junior,primary", ownership="public", day=DAY, by=world.actor("an"))

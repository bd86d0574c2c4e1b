"""What is stored of a checked workbook: everything or nothing, with its history."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.office.journal.detail import detail_of
from luoshi.office.journal.models import Entry
from luoshi.office.organisations.imports.apply import apply
from luoshi.office.organisations.imports.check import check
from luoshi.office.organisations.imports.parse import parse
from luoshi.office.organisations.imports.workbook import annotated, export, template
from luoshi.office.organisations.models import Change, Grant, Membership, Organisation, Person, Setting
from luoshi.office.refused import Refused

from .conftest import PERSON, SCHOOL, filled, said, workbook

CENTRE = {"机构名称": "柳林乡中心校", "类型": "中心校（教管中心）"}
BELOW = {**SCHOOL, "机构名称": "柳林乡小学", "上级机构": "柳林乡中心校"}


def counted() -> tuple[int, ...]:
    models = (Organisation, Person, Membership, Grant, Change, Entry)
    return tuple(model.objects.count() for model in models)


def test_new_organisations_stand_where_they_should(look, world) -> None:
    by = world.actor("an")
    apply(look(filled([BELOW, CENTRE, {**SCHOOL, "成立日期": "2025.9.1"}])), by=by, document="云教发〔2025〕8号")
    below = Organisation.objects.get(name="柳林乡小学")
    centre = below.parent
    assert centre
    assert (below.path, centre.path) == (
        f"{centre.path}{below.pk}/",
        f"{world.organisation('county').path}{centre.pk}/",
    )
    assert list(Change.objects.values_list("organisation__name", "what", "day", "document")) == [
        ("云岭县第三小学", "opened", date(2025, 9, 1), "云教发〔2025〕8号")
    ]
    entry = Entry.objects.get(verb="import.apply")
    assert (entry.name, entry.about, entry.where) == ("安知远", "云岭县教育局", world.organisation("county").path)


def test_new_people_are_proposed_as_one_batch_and_cannot_sign_in_yet(look, world) -> None:
    by = world.actor("an")
    rows = [{**PERSON, "登录名": "ZhouZhou"}, {**PERSON, "姓名": "吴桐", "工号": "0108"}]
    done = apply(look(filled(people=rows)), by=by)
    grants = Grant.objects.filter(batch=done["batch"])
    assert {(one.proposed_by, one.agreed) for one in grants} == {(by.membership, None)}
    assert [one.membership.person.name for one in grants] == ["周舟", "吴桐"]
    assert set(Membership.objects.filter(grants__in=grants).values_list("confirmed", "since")) == {
        (False, timezone.localdate())
    }
    zhou = Person.objects.get(staff_number="0107")
    assert (zhou.login, zhou.has_usable_password()) == ("zhouzhou", False)


def test_memberships_hold_at_once_where_no_second_person_is_asked(look, world) -> None:
    Setting.objects.create(organisation=world.organisation("county"), name="second_person", value=False)
    done = apply(look(filled(people=[PERSON])), by=world.actor("an"))
    grant = Grant.objects.get(batch=done["batch"])
    assert (grant.agreed, grant.decided_by) == (True, world.membership("an"))
    assert grant.membership.confirmed
    assert detail_of(Entry.objects.get(verb="import.apply"))["alone"]


def test_nobody_gives_themselves_an_office_by_a_list_where_no_second_person_is_asked(look, world) -> None:
    an = world.membership("an").person
    Person.objects.filter(pk=an.pk).update(mobile="13900000000")
    row = {"姓名": an.name, "手机": "13900000000", "所在机构": "云岭县第一小学", "角色": "校（园）长、书记"}
    apply(look(filled(people=[row])), by=world.actor("an"))  # it waits for the second person
    Grant.objects.all().delete()
    Membership.objects.filter(person=an, role="head").delete()
    Setting.objects.create(organisation=world.organisation("county"), name="second_person", value=False)
    with pytest.raises(Refused, match="自己的岗位要由别人办理"):
        apply(look(filled(people=[row])), by=world.actor("an"))
    assert not Membership.objects.filter(person=an, role="head").exists()


def test_second_import_changes_what_is_different_and_keeps_history(look, world) -> None:
    by = world.actor("an")
    apply(look(filled([CENTRE, {**BELOW, "标识码": "2153001234"}], [PERSON])), by=by)
    row = {
        **SCHOOL,
        "机构名称": "柳林乡中心小学",
        "标识码": "2153001234",
        "学段": "小学、学前",
        "上级机构": "石桥镇中心校",
    }
    apply(look(filled([row], [{**PERSON, "姓名": "周州", "职务": "教务主任"}])), by=by)
    school = Organisation.objects.get(code="2153001234")
    assert (school.name, school.stages, school.version) == ("柳林乡中心小学", "preschool,primary", 2)
    assert school.path == f"{world.organisation('centre').path}{school.pk}/"
    changes = {change.what: (change.before, change.after) for change in school.changes.all()}
    assert changes == {
        "renamed": ("柳林乡小学", "柳林乡中心小学"),
        "restaged": ("primary;public", "preschool,primary;public"),
        "moved": ("柳林乡中心校", "石桥镇中心校"),
    }
    assert Person.objects.get(staff_number="0107").name == "周州"
    assert Membership.objects.get(person__staff_number="0107").title == "教务主任"


def test_organisations_that_change_names_and_places_do_not_stumble_over_each_other(look, world) -> None:
    by = world.actor("an")
    apply(
        look(filled([{**SCHOOL, "标识码": "2153000001"}, {**BELOW, "上级机构": None, "标识码": "2153000002"}])), by=by
    )
    swapped = [
        {**SCHOOL, "标识码": "2153000002"},
        {**BELOW, "上级机构": None, "标识码": "2153000001"},
        {**SCHOOL, "机构名称": "石桥镇小学河口教学点", "类型": "教学点", "上级机构": "石桥镇中心校"},
    ]
    apply(look(filled(swapped)), by=by)
    names = dict(Organisation.objects.exclude(code="").values_list("code", "name"))
    assert names == {"2153000002": "云岭县第三小学", "2153000001": "柳林乡小学"}


def test_move_takes_everything_below_along(look, world) -> None:
    by = world.actor("an")
    content = export(by.authority, by=by)
    rows = {sheet["name"]: sheet["rows"] for sheet in parse(content)["sheets"]}["机构"]
    heads = rows[0][1]
    changed = [list(cells) for _row, cells in rows]
    for cells in changed[1:]:
        if cells[0] == "石桥镇小学":
            cells[heads.index("上级机构")] = "柳林乡中心校"
    changed.append(["柳林乡中心校", None, "中心校（教管中心）"])
    apply(look(workbook({"机构": changed})), by=by)
    village, point = (Organisation.objects.get(pk=world.organisation(one).pk) for one in ("village", "point"))
    new = Organisation.objects.get(name="柳林乡中心校")
    assert (village.path, point.path) == (f"{new.path}{village.pk}/", f"{new.path}{village.pk}/{point.pk}/")


# All or nothing


def test_workbook_with_one_fault_changes_nothing(look, world) -> None:
    checked = look(filled([SCHOOL], [PERSON, {**PERSON, "工号": "2", "手机": "1"}]))
    before = counted()
    with pytest.raises(Refused, match="表里还有 1 处要改，一行都没有导入"):
        apply(checked, by=world.actor("an"))
    assert counted() == before


def test_workbook_that_brings_nothing_is_not_applied(look, world) -> None:
    by = world.actor("an")
    with pytest.raises(Refused, match="与系统里的一样"):
        apply(look(export(by.authority, by=by)), by=by)


def of_bo() -> Any:
    return Membership.objects.filter(person__name="柏青")


CHANGES_MEANWHILE = {
    "organisation edited": lambda: Organisation.objects.filter(name="云岭县第一小学").update(version=2),
    "person edited": lambda: Person.objects.filter(name="柏青").update(version=2),
    "membership ended": lambda: of_bo().update(until=timezone.localdate() + timedelta(days=9)),
    "membership withdrawn": lambda: of_bo().update(confirmed=False),
}


@pytest.mark.parametrize("what", CHANGES_MEANWHILE)
def test_anything_changed_since_the_check_refuses_the_whole(look, world, what: str) -> None:
    checked = look(filled([SCHOOL], [PERSON]))
    CHANGES_MEANWHILE[what]()
    before = counted()
    with pytest.raises(Refused, match="核对以后，本局的机构、人员或岗位又有改动，一行都没有导入"):
        apply(checked, by=world.actor("an"))
    assert counted() == before


def test_staff_number_taken_elsewhere_since_the_check_refuses_the_whole(look, world) -> None:
    checked = look(filled([SCHOOL], [PERSON]))
    Person.objects.filter(name="外远").update(staff_number="0107")
    before = counted()
    with pytest.raises(Refused, match="请重新核对"):
        apply(checked, by=world.actor("an"))
    assert counted() == before


@pytest.mark.parametrize("who", ["leader", "bo", "foreign-office"])
def test_only_the_office_of_the_authority_applies(look, world, who: str) -> None:
    with pytest.raises(Refused, match="由本局办公室导入"):
        apply(look(filled([SCHOOL])), by=world.actor(who))


def test_progress_is_told_step_by_step(look, world) -> None:
    told = []
    apply(look(filled([SCHOOL], [PERSON])), by=world.actor("an"), progress=lambda *step: told.append(step))
    assert told == [(0, 4, "写入机构"), (1, 4, "写入人员"), (2, 4, "写入岗位"), (3, 4, "写入日志"), (4, 4, "")]


# Round trip


def test_template_has_a_head_that_is_read(look) -> None:
    assert said(look(template())) == [("机构、人员", "表里没有要导入的行。请在表头下面填写，每行一个机构或一个岗位。")]


def test_export_comes_back_without_a_difference(look, world) -> None:
    by = world.actor("an")
    apply(look(filled([BELOW, CENTRE], [{**PERSON, "手机": "13800138000", "职务": "'=1+1"}])), by=by)
    checked = look(export(by.authority, by=by))
    assert (checked.faults, checked.differences) == ([], [])
    assert checked.left_alone == {"机构": 0, "人员": 0}
    assert Entry.objects.filter(verb="import.export").count() == 1


def test_export_holds_neither_administrators_nor_foreigners(world) -> None:
    by = world.actor("an")
    text = str(parse(export(by.authority, by=by))["sheets"][:2])
    assert [name for name in ("席同", "安全", "申计", "外远", "白沙县", "柏青") if name in text] == ["柏青"]


def test_formula_goes_out_as_text(look, world) -> None:
    by = world.actor("an")
    apply(look(filled(people=[{**PERSON, "职务": "'=HYPERLINK(1)"}])), by=by)
    found = parse(export(by.authority, by=by))["sheets"]
    assert [sheet["formulas"] for sheet in found] == [[], [], []]
    assert "'=HYPERLINK(1)" in str(found)


def test_empty_cell_of_an_exported_line_empties_and_of_another_leaves_alone(look, world) -> None:
    by = world.actor("an")
    Organisation.objects.filter(name="云岭县第一小学").update(telephone="0871-1234567")
    row = {**SCHOOL, "机构名称": "云岭县第一小学", "电话": None}
    assert [one.column for one in look(filled([row])).differences] == ["办学性质", "城乡分类"]
    number = world.organisation("first").pk
    checked = look(filled([{**row, "机构编号": f"{number}-1"}]))
    assert [(one.column, one.before, one.after) for one in checked.differences][-1] == ("电话", "0871-1234567", "")
    apply(checked, by=by)
    assert Organisation.objects.get(pk=number).telephone == ""


def test_line_exported_before_a_change_is_remarked_on(look, world) -> None:
    number = world.organisation("first").pk
    Organisation.objects.filter(pk=number).update(version=3)
    checked = look(filled([{**SCHOOL, "机构名称": "云岭县第一小学", "机构编号": f"{number}-1"}]))
    assert [(one.place, one.stops) for one in checked.faults] == [("机构 第 2 行", False)]


def test_copy_with_remarks_says_beside_each_line_what_to_mend_and_is_read_again(look) -> None:
    content = filled([{**SCHOOL, "类型": "学笑", "成立日期": date(2025, 9, 1)}], [{**PERSON, "手机": "1"}])
    parsed = parse(content)
    checked = look(content)
    copy = annotated(parsed, checked.faults)
    again = parse(copy)
    assert [fault.words for fault in look(copy).faults] == [fault.words for fault in checked.faults]
    texts = [cells[-1] for sheet in again["sheets"] for _row, cells in sheet["rows"]]
    assert texts[0] == texts[2] == "需要改的地方"
    assert texts[1].startswith("机构!B2：“类型”没有“学笑”这一项。")
    assert texts[3].startswith("人员!C2：手机号码应是 11 位")


NAMES = st.text(st.characters(categories=("Lu", "Ll", "Lo", "Nd", "Pd", "Po", "Sm")), min_size=1, max_size=12)
TEXTS = st.one_of(st.just(""), NAMES)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(st.tuples(NAMES, TEXTS, TEXTS), min_size=1, max_size=6, unique_by=lambda one: one[0]))
def test_whatever_was_stored_comes_back_unchanged(world, rows) -> None:
    """Stored directly, past every check: the export must bring it back as it is."""
    by = world.actor("an")
    county = by.authority
    Organisation.objects.filter(order__gte=500).delete()
    for number, (name, short, address) in enumerate(rows):
        one = Organisation.objects.create(
            parent=county,
            path="",
            kind="school",
            name=f"甲{name}",
            short_name=short,
            address=address,
            order=500 + number,
        )
        Organisation.objects.filter(pk=one.pk).update(path=f"{county.path}{one.pk}/")
    checked = check(parse(export(county, by=by)), county, by=by)
    assert (checked.stops, checked.differences) == ([], [])


def test_queries_do_not_grow_with_the_rows(look, world, django_assert_max_num_queries) -> None:
    assert connection
    rows = [{**SCHOOL, "机构名称": f"第{number}小学"} for number in range(60)]
    people = [{**PERSON, "工号": str(number), "所在机构": f"第{number % 60}小学"} for number in range(300)]
    content = filled(rows, people)
    with django_assert_max_num_queries(20):
        checked = look(content)
    with django_assert_max_num_queries(40):
        apply(checked, by=world.actor("an"))

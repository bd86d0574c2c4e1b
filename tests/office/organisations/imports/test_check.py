"""What is said of a workbook before anything is stored: every fault at its cell, every difference, nothing invented."""

from datetime import date

import pytest

from luoshi.office.organisations.imports.check import check
from luoshi.office.organisations.imports.parse import parse
from luoshi.office.organisations.models import Membership, Organisation, Person
from luoshi.office.refused import Refused

from .conftest import PERSON, SCHOOL, filled, remarked, said, workbook


def test_sound_workbook_is_taken_without_a_word(look) -> None:
    checked = look(filled([SCHOOL], [PERSON, {**PERSON, "姓名": "吴桐", "工号": "0108", "所在机构": "云岭县第三小学"}]))
    assert checked.faults == []
    assert checked.counts == {
        "organisations_new": 1,
        "organisations_changed": 0,
        "people_new": 2,
        "people_changed": 0,
        "memberships_new": 2,
        "memberships_changed": 0,
    }
    assert (
        checked.differences[0].after
        == "机构名称：云岭县第三小学；类型：学校；学段：小学；办学性质：公办；城乡分类：镇区"
    )


def test_check_stores_nothing(look, world) -> None:
    before = (Organisation.objects.count(), Person.objects.count(), Membership.objects.count())
    look(filled([SCHOOL], [PERSON]))
    assert (Organisation.objects.count(), Person.objects.count(), Membership.objects.count()) == before


# One thing wrong in a sound workbook: where it is said, and in which words.
ORGANISATION_FAULTS = {
    "no name": ({"机构名称": None}, "机构!A2", "“机构名称”没有填，这一项必填。"),
    "no kind": ({"类型": None}, "机构!B2", "“类型”没有填，这一项必填。"),
    "strange kind": ({"类型": "学效"}, "机构!B2", "“类型”没有“学效”这一项。是不是“学校”？"),
    "unknown parent": (
        {"上级机构": "石桥镇中心学校"},
        "机构!C2",
        "没有叫“石桥镇中心学校”的机构。是不是“石桥镇中心校”？",
    ),
    "own parent": ({"上级机构": "云岭县第三小学"}, "机构!C2", "的上级一层层往上，又回到了它自己"),
    "kind under kind": (
        {"上级机构": "云岭县公安局"},
        "机构!C2",
        "学校不能设在“云岭县公安局”（外单位）下面，可以设在：省级",
    ),
    "short code": ({"标识码": "215100012"}, "机构!D2", "学校（机构）标识码应是 10 位，“215100012”是 9 位。"),
    "wide code": ({"标识码": "２１５３００１２３４"}, "机构!D2", "有全角字符，请去掉或改成半角：2153001234。"),
    "credit code": ({"统一社会信用代码": "91110108551385082X"}, "机构!E2", "校验位对不上"),
    "credit code as number": ({"统一社会信用代码": 911101085513850820}, "机构!E2", "Excel 只保留前 15 位"),
    "region": ({"行政区划代码": "5304"}, "机构!F2", "行政区划代码应是 6 位或 12 位"),
    "strange stage": ({"学段": "小学、高小"}, "机构!G2", "“学段”没有“高小”这一项。"),
    "ownership": ({"办学性质": "公立"}, "机构!H2", "“办学性质”没有“公立”这一项。"),
    "no date": ({"成立日期": "去年秋天"}, "机构!I2", "“成立日期”写的是“去年秋天”，读不成日期。"),
    "no such day": ({"成立日期": "2025-02-30"}, "机构!I2", "“成立日期”写的是“2025-02-30”，读不成日期。"),
    "name is a date": ({"机构名称": date(2025, 9, 1)}, "机构!A2", "“机构名称”这一格是日期 2025-09-01，这里要文字。"),
    "long name": ({"机构名称": "长" * 121}, "机构!A2", "“机构名称”有 121 个字，最多 120 个。"),
    "line break": ({"机构名称": "云岭县\n第三小学"}, "机构!A2", "“机构名称”里有换行或看不见的字符。"),
    "no stage": ({"学段": None}, "机构!G2", "“云岭县第三小学”还没有填“学段”：学校要填这一项。"),
    "only preschool": ({"学段": "学前"}, "机构!G2", "“云岭县第三小学”只有学前一个学段，请登记为幼儿园。"),
    "stage of a point": ({"类型": "教学点", "学段": "高中"}, "机构!G2", "教学点没有这样的学段：高中。"),
    "fact of another kind": (
        {"类型": "中心校（教管中心）", "学段": None, "办学性质": None},
        "机构!J2",
        "“云岭县第三小学”是中心校（教管中心），不填“城乡分类”。请清空这一格。",
    ),
    "formula": ({"机构名称": '="云岭县"&"第三小学"'}, "机构!A2", "这一格是公式"),
    "other's id": ({"机构编号": "999999-1"}, "机构!K2", "机构编号“999999-1”在本局对不上。"),
}


@pytest.mark.parametrize("fault", ORGANISATION_FAULTS)
def test_fault_of_an_organisation_is_said_at_its_cell(look, fault: str) -> None:
    changed, place, words = ORGANISATION_FAULTS[fault]
    found = said(look(filled([{**SCHOOL, **changed}], [PERSON])))
    assert [one for one, _words in found] == [place]
    assert words in found[0][1]


PERSON_FAULTS = {
    "no name": ({"姓名": None}, "人员!A2", "“姓名”没有填，这一项必填。"),
    "no organisation": ({"所在机构": " "}, "人员!F2", "“所在机构”没有填，这一项必填。"),
    "unknown organisation": (
        {"所在机构": "云岭县第一中学"},
        "人员!F2",
        "没有叫“云岭县第一中学”的机构。是不是“云岭县第",
    ),
    "strange role": ({"角色": "填表员"}, "人员!G2", "“角色”没有“填表员”这一项。是不是“填报员”？"),
    "administrator": ({"角色": "系统管理员"}, "人员!G2", "“角色”没有“系统管理员”这一项。"),
    "role not there": (
        {"角色": "中心校人员"},
        "人员!G2",
        "“云岭县第一小学”是学校，不设“中心校人员”。那里可以设：校（园）长、书记、填报员",
    ),
    "not by list": ({"角色": "心理与保护专员"}, "人员!G2", "不用表格导入，由安全管理员在授权页上提出"),
    "outside body": ({"所在机构": "云岭县公安局"}, "人员!F2", "是外单位，那里的人不登录，用函件往来，不设岗位"),
    "mobile": ({"手机": "1380013800"}, "人员!C2", "手机号码应是 11 位"),
    "mobile with gaps": ({"手机": "138 0013 8000"}, "人员!C2", "有空格，请去掉或改成半角：13800138000"),
    "mail": ({"邮箱": "zhou#example.cn"}, "人员!D2", "邮箱写的是“zhou#example.cn”"),
    "login with gap": ({"登录名": "zhou zhou"}, "人员!E2", "登录名“zhou zhou”不能用"),
    "login taken": ({"登录名": "Chen"}, "人员!E2", "登录名“chen”已经有人用了"),
    "day": ({"任职日期": "2025年13月"}, "人员!I2", "“任职日期”写的是“2025年13月”，读不成日期。"),
    "other's id": ({"人员编号": "999999-1"}, "人员!J2", "人员编号“999999-1”在本局对不上。"),
    "other's membership": ({"岗位编号": "999999"}, "人员!J2", "岗位编号“999999”对不上"),
}


@pytest.mark.parametrize("fault", PERSON_FAULTS)
def test_fault_of_a_person_is_said_at_its_cell(look, fault: str) -> None:
    changed, place, words = PERSON_FAULTS[fault]
    found = said(look(filled([SCHOOL], [{**PERSON, **changed}])))
    assert [one for one, _words in found] == [place]
    assert words in found[0][1]


def test_every_fault_is_said_at_once(look) -> None:
    wrong = {**SCHOOL, "类型": "学效", "标识码": "21", "成立日期": "?"}
    found = said(look(filled([wrong, {**SCHOOL, "机构名称": None}], [{**PERSON, "角色": "?", "手机": "1"}])))
    assert [place for place, _words in found] == ["人员!C2", "人员!G2", "机构!B2", "机构!D2", "机构!I2", "机构!A3"]


def test_what_stands_twice_is_said_with_the_row_before(look) -> None:
    code = {"标识码": "2153001234"}
    found = said(look(filled([{**SCHOOL, **code}, {**SCHOOL, "机构名称": "云岭县第四小学", **code}, SCHOOL])))
    assert found == [
        ("机构!D3", "“2153001234”与第 2 行重复。请删去一行，或改成不同的。"),
        ("机构!A4", "“云岭县第三小学”与第 2 行重复。请删去一行，或改成不同的。"),
    ]


def test_people_who_cannot_be_told_apart_are_asked_for_a_number(look) -> None:
    plain = {name: PERSON[name] for name in ("姓名", "所在机构", "角色")}
    assert said(look(filled(people=[plain, plain]))) == [
        ("人员!A3", "与第 2 行同名、同机构、同角色。若是同一人，请删去一行；不是，请写工号或手机来区别。")
    ]
    assert said(look(filled(people=[{**plain, "工号": "1"}, {**plain, "工号": "2"}]))) == []


def test_person_with_two_memberships_is_one_person(look) -> None:
    checked = look(filled(people=[PERSON, {**PERSON, "角色": "校（园）长、书记"}]))
    assert (checked.faults, checked.counts["people_new"], checked.counts["memberships_new"]) == ([], 1, 2)


def test_lines_of_one_person_must_agree(look) -> None:
    found = said(look(filled(people=[PERSON, {**PERSON, "姓名": "周周", "角色": "校（园）长、书记"}, PERSON])))
    assert [place for place, _words in found] == ["人员!A3", "人员!G4"]
    assert "与第 2 行是同一个人，这里却写着不同的内容（那里是“周舟”）" in found[0][1]
    assert "与第 2 行是同一个人的同一个岗位" in found[1][1]


def test_code_and_staff_number_that_others_hold_are_named(look, world) -> None:
    Organisation.objects.filter(name="白沙县第一小学").update(code="2153005555")
    Organisation.objects.filter(name="云岭县第二中学").update(code="3153006666")
    Person.objects.filter(name="外远").update(staff_number="F1")
    rows = [{**SCHOOL, "标识码": "2153005555"}, {**SCHOOL, "机构名称": "云岭县第二中学", "标识码": "3153007777"}]
    found = said(look(filled(rows, [{**PERSON, "工号": "F1"}])))
    assert found == [
        ("人员!B2", "工号“F1”已经是别处一个人的。一个工号只给一个人，请核对。"),
        ("机构!D2", "标识码“2153005555”已经是别的局一个机构的。一个标识码只给一个机构，请核对。"),
    ]


def test_staff_number_of_somebody_with_an_account_is_not_changed_by_a_list(look, world) -> None:
    bo = world.membership("bo").person
    row = {**PERSON, "姓名": "柏青", "工号": "B-1", "所在机构": "云岭县第一小学", "角色": "校（园）长、书记"}
    assert [place for place, words in said(look(filled(people=[row]))) if "工号可以用来登录" in words] == ["人员!B2"]
    Person.objects.filter(pk=bo.pk).update(login=None)
    assert said(look(filled(people=[row]))) == []


def test_nobody_who_serves_outside_the_authority_too_is_changed_by_its_list(look, world) -> None:
    clerk = world.membership("clerk")
    there = Membership.objects.create(
        person=clerk.person, organisation=world.organisation("city"), role="leader", since=clerk.since, confirmed=True
    )
    row = {"姓名": "纪小满", "手机": "13900000000", "所在机构": "云岭县第一小学", "角色": "填报员"}
    [(place, words)] = said(look(filled(people=[row])))
    assert (place, "“纪小满”还在本局以外任职，这里的手机不能用表格改" in words) == ("人员!C2", True)
    there.delete()
    assert said(look(filled(people=[row]))) == []


def test_office_of_the_bureau_is_not_put_under_another_authority_with_its_people(look, world) -> None:
    basic = world.organisation("basic")
    row = {"机构名称": basic.name, "类型": "科室", "上级机构": "白沙县教育局", "机构编号": f"{basic.pk}-1"}
    found = said(look(filled([row]), who="city-office"))
    assert [place for place, words in found if "就能看到那里的全部机构" in words] == ["机构!C2"]
    world.membership("section").delete()
    assert said(look(filled([row]), who="city-office")) == []


# Layout


def test_head_in_another_row_other_order_extra_columns_and_blank_lines(look) -> None:
    rows = [
        ["云岭县学校名册"],
        [],
        ["序号", "办学性质", "学校名称 *", "类型（必填）", "学段", "城乡"],
        [1, "公办", "云岭县第三小学", "学校", "小学", "城区"],
        [None, None, " ", None],
        [2, "民办", "云岭县第四小学", "学笑", "小学", "城区"],
        ["共 2 行"],
    ]
    checked = look(workbook({"机构": rows}))
    assert [place for place, _words in said(checked)] == ["机构!D6"]
    assert remarked(checked) == [("机构!A3", "“序号”这一列没有读：模板里没有它。")]
    assert len(checked.organisations) == 2


@pytest.mark.parametrize(
    ("sheets", "place", "words"),
    [
        ({"名单": [["机构名称"]]}, "工作簿", "没有找到“机构”或“人员”工作表"),
        ({"机构": [["甲", "乙"], ["丙", "丁"]]}, "机构 第 1 行", "“机构”表里没有找到表头"),
        ({"机构": [["机构名称"], ["云岭县第三小学"]]}, "机构 第 1 行", "“机构”表缺少必填的“类型”一列"),
        (
            {"机构": [["机构名称", "类型", "名称"], ["甲", "学校", "乙"]]},
            "机构!C1",
            "与 A 列是同一项，不知道该读哪一列",
        ),
        ({"机构": [["机构名称", "类型"]]}, "机构", "表里没有要导入的行"),
    ],
)
def test_layout_that_cannot_be_read_is_said(look, sheets, place: str, words: str) -> None:
    found = said(look(workbook(sheets)))
    assert found[0][0] == place
    assert words in found[0][1]


def test_sheet_and_column_with_a_likely_slip_are_guessed_not_read(look) -> None:
    checked = look(
        workbook(
            {"机构表": [["x"]], "机构": [["机构名称", "类型", "学断"], ["柳林乡中心校", "中心校（教管中心）", "小学"]]}
        )
    )
    assert remarked(checked) == [
        ("机构!C1", "“学断”这一列没有读：模板里没有它。是不是“学段”？"),
        ("机构表", "工作表“机构表”没有读：只读“机构”和“人员”两张表。是不是“机构”？"),
    ]


# What is only remarked on


def test_spaces_are_taken_away_with_a_remark(look) -> None:
    checked = look(filled(people=[{**PERSON, "姓名": "周　舟", "工号": "0107 "}]))
    assert said(checked) == []
    assert remarked(checked) == [
        ("人员!A2", "名称中间有空格，按“周舟”读。"),
        ("人员!B2", "“0107”前后有空格，已经去掉。"),
    ]
    assert (checked.people[0].values["name"], checked.people[0].values["staff_number"]) == ("周舟", "0107")


def test_numbers_typed_as_numbers_are_read_as_written(look) -> None:
    checked = look(
        filled([{**SCHOOL, "标识码": 2153001234, "行政区划代码": 530427.0}], [{**PERSON, "手机": 13800138000}])
    )
    assert checked.faults == []
    assert checked.organisations[0].values["code"] == "2153001234"
    assert checked.people[0].values["mobile"] == "13800138000"


@pytest.mark.parametrize(
    "cell",
    [
        date(2025, 9, 1),
        45901,
        "2025-9-1",
        "2025.9.1",
        "2025/09/01",
        "2025年9月1日",
        "2025年9月",
        "20250901",
        "２０２５.９",
    ],
)
def test_days_are_read_as_people_write_them(look, cell) -> None:
    checked = look(filled([{**SCHOOL, "成立日期": cell}]))
    assert checked.faults == []
    assert checked.organisations[0].values["opened_on"] == date(2025, 9, 1)


def test_code_of_another_class_is_a_remark(look) -> None:
    checked = look(filled([{**SCHOOL, "标识码": "1153001234"}]))
    assert said(checked) == []
    assert "以“11”开头，通常是幼儿园" in remarked(checked)[0][1]


# What is there already


def test_known_organisation_is_found_by_name_and_compared_field_by_field(look, world) -> None:
    row = {**SCHOOL, "机构名称": "云岭县第一小学", "标识码": "2153001234"}
    checked = look(filled([row]))
    assert [(one.what, one.subject, one.column, one.before, one.after) for one in checked.differences] == [
        ("changed", "云岭县第一小学", "标识码", "", "2153001234"),
        ("changed", "云岭县第一小学", "办学性质", "", "公办"),
        ("changed", "云岭县第一小学", "城乡分类", "", "镇区"),
    ]
    assert checked.left_alone == {"机构": 9, "人员": 11}


def test_known_person_is_found_by_name_and_place(look, world) -> None:
    row = {"姓名": "纪小满", "手机": "13800138000", "所在机构": "云岭县第一小学", "角色": "填报员"}
    checked = look(filled(people=[row]))
    assert [(one.what, one.subject, one.column, one.after) for one in checked.differences] == [
        ("changed", "纪小满", "手机", "13800138000")
    ]
    Person.objects.filter(name="纪小满").update(mobile="13900139000")
    checked = look(filled(people=[row]))
    assert checked.counts["people_new"] == 1
    assert "已有同名的“纪小满”" in remarked(checked)[0][1]


def test_namesakes_among_organisations_must_be_told_apart(look, world) -> None:
    centre, county = world.organisation("centre"), world.organisation("county")
    for number, parent in enumerate((centre, world.organisation("village"))):
        one = Organisation.objects.create(parent=parent, kind="kindergarten", name="中心幼儿园", path="")
        Organisation.objects.filter(pk=one.pk).update(path=f"{parent.path}{one.pk}/", order=number)
    assert county
    row = {"机构名称": "中心幼儿园", "类型": "幼儿园", "办学性质": "公办", "城乡分类": "镇区"}
    assert [place for place, _words in said(look(filled([row])))] == ["机构!A2"]
    assert said(look(filled([{**row, "上级机构": "石桥镇中心校"}]))) == []
    people = [{**PERSON, "所在机构": "中心幼儿园"}]
    assert [place for place, _words in said(look(filled(people=people)))] == ["人员!F2"]


def test_closed_organisation_is_not_changed_by_a_list(look, world) -> None:
    first = world.organisation("first")
    Organisation.objects.filter(pk=first.pk).update(code="2153001234", closed_on=date(2025, 10, 1))
    found = said(look(filled([{**SCHOOL, "机构名称": "云岭县第一小学", "标识码": "2153001234"}])))
    assert found[0] == ("机构!D2", "“云岭县第一小学”已于 2025-10-01 撤销，不能用表格修改。请删去这一行。")


def test_kind_and_login_are_not_changed_by_a_list(look, world) -> None:
    row = {"姓名": "纪小满", "登录名": "xiaoman", "所在机构": "云岭县第一小学", "角色": "填报员"}
    found = said(look(filled([{**SCHOOL, "机构名称": "云岭县第一小学", "类型": "幼儿园"}], [row])))
    assert found[0] == ("人员!E2", "“纪小满”的登录名是“clerk”，不能用表格改。请由系统管理员在账号页上改。")
    assert found[1][0] == "机构!B2"
    assert "类型不能用表格改" in found[1][1]


def test_circle_of_parents_is_found(look) -> None:
    rows = [
        {"机构名称": "甲中心校", "类型": "中心校（教管中心）", "上级机构": "乙中心校"},
        {"机构名称": "乙中心校", "类型": "中心校（教管中心）", "上级机构": "甲中心校"},
    ]
    found = said(look(filled(rows)))
    assert any("又回到了它自己" in words for _place, words in found)


# Who may


@pytest.mark.parametrize("who", ["leader", "section", "bo", "system", "security", "observer"])
def test_only_the_office_imports(world, who: str) -> None:
    actor = world.actor(who)
    with pytest.raises(Refused, match="由本局办公室导入"):
        check(parse(filled([SCHOOL])), actor.authority, by=actor)


def test_office_of_another_authority_is_refused(world) -> None:
    with pytest.raises(Refused, match="由本局办公室导入"):
        check(parse(filled([SCHOOL])), world.organisation("county"), by=world.actor("foreign-office"))


def test_id_of_a_foreign_organisation_opens_nothing(look, world) -> None:
    row = {**SCHOOL, "机构编号": f"{world.organisation('foreign-school').pk}-1"}
    assert [place for place, _words in said(look(filled([row])))] == ["机构!K2"]


def test_unreadable_file_is_refused_with_its_reason(world) -> None:
    actor = world.actor("an")
    with pytest.raises(Refused, match="这个工作簿打不开"):
        check(parse(b"nonsense"), actor.authority, by=actor)

"""The pages of organisations: what they show to whom, what they cost, and what their forms do."""

import io
from datetime import date

import openpyxl
import pytest

from luoshi.office.organisations import actions, hats
from luoshi.office.organisations.models import Hat, Kind, Organisation
from luoshi.office.organisations.tree import insert

pytestmark = pytest.mark.django_db

DAY = date(2025, 11, 1)

# Questions to the database.
TREE, LIST, ONE = 4, 1, 12
BELOW = 3 - 1  # it has no shell, which asks for unread messages


def said(response) -> str:
    return response.content.decode()


def page_of(world, name: str) -> str:
    return f"/organisations/{world.organisation(name).pk}/"


def fill(world, count: int) -> None:
    """More schools in the county, each with a campus."""
    for number in range(count):
        school = insert(
            Organisation(parent=world.organisation("county"), kind=Kind.SCHOOL, name=f"云岭县第{number}村小")
        )
        insert(Organisation(parent=school, kind=Kind.CAMPUS, name=f"第{number}村小东校区"))


# The tree


def test_the_tree_begins_where_the_area_does(world, sign_in) -> None:
    assert "辖区内在办的机构有 11 个" in said(sign_in("an").get("/organisations/"))
    page = said(sign_in("centre").get("/organisations/"))
    assert "辖区内在办的机构有 3 个" in page
    assert ("石桥镇小学" in page, "云岭县第一小学" in page) == (True, False)
    page = said(sign_in("inspector").get("/organisations/"))
    assert ("云岭县第一小学" in page, "云岭县第二中学" in page) == (True, False)


def test_the_tree_of_three_thousand_costs_what_a_small_one_does(world, sign_in, own_questions) -> None:
    client = sign_in("an")
    assert own_questions(client, "/organisations/") == TREE
    fill(world, 100)
    assert own_questions(client, "/organisations/") == TREE
    page = said(client.get("/organisations/"))
    assert "云岭县第7村小" not in page
    assert f"/organisations/{world.organisation('county').pk}/below?kind=school" in page


def test_what_stands_below_is_loaded_when_it_is_asked_for(world, sign_in, own_questions) -> None:
    fill(world, 350)
    client, address = sign_in("an"), f"{page_of(world, 'county')}below?kind=school"
    assert own_questions(client, address) == BELOW
    page = said(client.get(address))
    assert page.count("<li>") == 300
    assert "还有 52 个，在列表里看" in page
    assert "第7村小东校区" in said(
        client.get(f"/organisations/{Organisation.objects.get(name='云岭县第7村小').pk}/below")
    )


def test_chen_finds_no_other_school(world, sign_in) -> None:
    chen = sign_in("chen")
    page = said(chen.get("/organisations/"))
    assert ("云岭县第二中学" in page, "云岭县第一小学" in page) == (True, False)
    for address in ("", "below", "edit"):
        assert chen.get(f"{page_of(world, 'first')}{address}").status_code == 404
    assert "云岭县第一小学" not in said(chen.get("/organisations/list"))


# The list


def test_the_list_is_filtered_and_goes_out_with_every_column(world, sign_in, own_questions) -> None:
    client = sign_in("an")
    school = actions.edit(
        world.organisation("first"), version=1, by=world.actor("an"), ownership="public", place="town", telephone="=1+1"
    )
    address = "/organisations/list?stage=primary&ownership=public&place=town&open=yes"
    assert own_questions(client, address) == LIST
    page = said(client.get(address))
    assert "符合条件的机构有 1 个" in page
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/organisations/list?export=xlsx&q=第一小学").content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert len(rows[0]) == 17
    assert rows[1][0] == school.name
    assert rows[1][rows[0].index("电话")] == "'=1+1"
    assert rows[-1][0] == "共 1 行"


def test_what_is_closed_is_found_by_the_filter(world, sign_in) -> None:
    actions.merge(
        world.organisation("first"), into=world.organisation("second"), day=DAY, document="", by=world.actor("an")
    )
    page = said(sign_in("an").get("/organisations/list?open=no"))
    assert "2025-11-01 并入云岭县第二中学" in page
    assert "云岭县机关幼儿园" not in page


# One organisation


def test_one_organisation_shows_its_people_by_rank_and_its_past(world, sign_in, own_questions) -> None:
    an = world.actor("an")
    actions.rename(world.organisation("first"), to="云岭县实验小学", day=DAY, document="云教〔2025〕9号", by=an)
    client = sign_in("an")
    assert own_questions(client, page_of(world, "first")) == ONE
    page = said(client.get(page_of(world, "first")))
    assert "云岭县第一小学 → 云岭县实验小学" in page
    assert "云教〔2025〕9号" in page
    assert page.index("柏青") < page.index("桂宁") < page.index("纪小满")
    assert "第一责任区" in page


def test_an_observer_sees_no_persons(world, sign_in) -> None:
    page = said(sign_in("observer").get(page_of(world, "first")))
    assert "云岭县第一小学" in page
    assert [name for name in ("柏青", "纪小满", "桂宁", "督明") if name in page] == []


def test_what_may_be_done_is_offered_and_the_rest_says_who_could(world, sign_in) -> None:
    page = said(sign_in("bo").get(page_of(world, "first")))
    assert f'<a href="{page_of(world, "first")}edit">修改联系方式</a>' in page
    assert "更名：“更名”由局办公室、系统管理员办理。" in page
    assert f"{page_of(world, 'first')}rename" not in page


# Forms


def test_a_school_is_opened_by_its_form(world, sign_in) -> None:
    client, address = sign_in("an"), f"{page_of(world, 'county')}open"
    assert "增设哪一类机构" in said(client.get(address))
    given = {"kind": "school", "name": "云岭县第三小学", "stages": ["primary"], "ownership": "public", "place": "town"}
    response = client.post(address, {**given, "code": "", "opened_on": "2025-10-01"})
    school = Organisation.objects.get(name="云岭县第三小学")
    assert response.headers["Location"] == f"/organisations/{school.pk}/"
    assert (str(school.opened_on), school.ownership, school.parent) == (
        "2025-10-01",
        "public",
        world.organisation("county"),
    )


def test_what_is_refused_stands_above_the_form_with_what_was_given(world, sign_in) -> None:
    given = {"kind": "school", "name": "云岭县第一小学", "stages": ["primary"], "ownership": "public", "place": "town"}
    response = sign_in("an").post(f"{page_of(world, 'county')}open", given)
    assert response.status_code == 422
    assert "已有一个“云岭县第一小学”" in said(response)
    assert 'value="云岭县第一小学"' in said(response)


def test_the_edit_of_two_at_once_shows_both_and_the_second_sending_counts(world, sign_in) -> None:
    actions.edit(world.organisation("first"), version=1, by=world.actor("an"), telephone="0830-1")
    client, address = sign_in("bo"), f"{page_of(world, 'first')}edit"
    given = {"version": "1", "telephone": "0830-2", "short_name": "", "address": ""}
    response = client.post(address, given)
    assert "电话：现在是“0830-1”，您填的是“0830-2”。" in said(response)
    assert 'name="version" value="2"' in said(response)
    client.post(address, {**given, "version": "2"})
    assert Organisation.objects.get(pk=world.organisation("first").pk).telephone == "0830-2"


def test_a_head_is_shown_contacts_alone(world, sign_in) -> None:
    page = said(sign_in("bo").get(f"{page_of(world, 'first')}edit"))
    assert ('name="telephone"' in page, 'name="code"' in page) == (True, False)
    assert 'name="code"' in said(sign_in("an").get(f"{page_of(world, 'first')}edit"))


@pytest.mark.parametrize(
    ("move", "given", "done"),
    [
        ("rename", {"to": "云岭县实验小学"}, "云岭县第一小学 → 云岭县实验小学"),
        ("move", {"under": "centre"}, "云岭县教育局 → 石桥镇中心校"),
        ("restage", {"stages": ["primary", "junior"], "ownership": "public"}, "小学 → 小学、初中，公办"),
        ("merge", {"into": "second"}, "2025-11-01 并入云岭县第二中学"),
    ],
)
def test_a_change_is_made_by_its_form(world, sign_in, move, given, done) -> None:
    client = sign_in("an")
    address = f"{page_of(world, 'first')}{move}"
    assert client.get(address).status_code == 200
    sent = {name: world.organisation(value).pk if name in {"under", "into"} else value for name, value in given.items()}
    assert client.post(address, {**sent, "day": "2025-11-01"}).status_code == 302
    assert done in said(client.get(page_of(world, "first")))


def test_a_form_that_does_not_concern_the_organisation_says_so(world, sign_in) -> None:
    page = said(sign_in("an").get(f"{page_of(world, 'office')}restage"))
    assert "“办公室”是科室，没有“变更学段或性质”这件事" in page


def test_a_target_outside_the_area_cannot_be_chosen(world, sign_in) -> None:
    client, address = sign_in("an"), f"{page_of(world, 'first')}merge"
    assert "白沙县第一小学" not in said(client.get(address))
    response = client.post(address, {"into": world.organisation("foreign-school").pk, "day": "2025-11-01"})
    assert response.status_code == 422


def test_hats_are_put_on_and_taken_off(world, sign_in) -> None:
    client, address = sign_in("an"), f"{page_of(world, 'county')}hats"
    assert client.post(address, {"name": "云岭县体育局", "other": "on"}).status_code == 302
    hat = Hat.objects.get()
    assert (hat.name, hat.education) == ("云岭县体育局", False)
    foreign = hats.put_on(
        world.organisation("foreign"), "白沙县体育局", education=False, by=world.actor("foreign-office")
    )
    assert client.post(address, {"off": foreign.pk}).status_code == 404
    client.post(address, {"off": hat.pk})
    hat.refresh_from_db()
    assert hat.until is not None

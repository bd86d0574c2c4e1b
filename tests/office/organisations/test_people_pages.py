"""The pages of people and memberships: who is found, what is masked, who is away."""

import io
from datetime import date

import openpyxl
import pytest

from luoshi.office.journal.detail import detail_of
from luoshi.office.journal.models import Entry
from luoshi.office.organisations import people
from luoshi.office.organisations.models import Leave, Membership, Person

pytestmark = pytest.mark.django_db

DAY = date(2025, 11, 1)

# Questions to the database.
LIST, ONE, OFFICE = 2, 6, 8


def said(response) -> str:
    return response.content.decode()


def person(world, name: str) -> Person:
    return world.membership(name).person


def fill(world, count: int) -> None:
    for number in range(count):
        made = Person.objects.create(name=f"丁{number:02}", mobile="13812341234")
        Membership.objects.create(
            person=made, organisation=world.organisation("first"), role="clerk", since=DAY, confirmed=True
        )


# The list


def test_everybody_of_the_area_is_listed_and_nobody_else(world, sign_in) -> None:
    assert "辖区内登记的人员有 14 人" in said(sign_in("an").get("/people/"))
    page = said(sign_in("chen").get("/people/"))
    assert ("陈立" in page, "柏青" in page) == (True, False)


def test_a_list_of_many_costs_what_one_of_few_does(world, sign_in, own_questions) -> None:
    client = sign_in("an")
    assert own_questions(client, "/people/") == LIST
    fill(world, 30)
    assert own_questions(client, "/people/") == LIST


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=柏青", ["柏青"]),
        ("q=第一小学", ["柏青", "桂宁", "纪小满"]),
        ("q=YX-7", ["陈立"]),
        ("role=inspector", ["督明"]),
        ("kind=centre", ["钟怀瑾"]),
        ("account=none", ["方一诺"]),
        ("role=guardian&account=open", ["桂宁"]),
        ("role=king", []),
    ],
)
def test_people_are_found_by_name_number_organisation_and_role(world, sign_in, asked, found) -> None:
    Person.objects.filter(name="陈立").update(staff_number="YX-7")
    Membership.objects.create(
        person=Person.objects.create(name="方一诺"), organisation=world.organisation("kinder"), role="head", since=DAY, confirmed=True,
    )  # fmt: skip
    listed = sign_in("an").get(f"/people/?{asked}").context["list"].page.object_list
    assert sorted(one.name for one in listed) == sorted(found)


def test_an_office_elsewhere_is_neither_shown_nor_searched(world, sign_in) -> None:
    Membership.objects.create(
        person=person(world, "chen"),
        organisation=world.organisation("basic"),
        role="section",
        since=DAY,
        confirmed=True,
    )
    bo = sign_in("chen")
    page = said(bo.get("/people/"))
    assert "陈立" in page
    both = Membership.objects.create(
        person=person(world, "bo"), organisation=world.organisation("basic"), role="section", since=DAY, confirmed=True
    )
    client = sign_in("clerk")
    assert "基础教育科" not in said(client.get("/people/"))
    assert "柏青" not in said(client.get("/people/?q=基础教育科"))
    assert client.get(f"/memberships/{both.pk}/").status_code == 404


def test_mobiles_are_masked_in_lists_and_in_what_goes_out(world, sign_in) -> None:
    Person.objects.filter(name="柏青").update(mobile="13812341234")
    client = sign_in("an")
    page = said(client.get("/people/?q=柏青"))
    assert ("138****1234" in page, "13812341234" in page) == (True, False)
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/people/?q=柏青&export=xlsx").content)).active
    assert [cell.value for cell in sheet[2]][:4] == ["柏青", None, "云岭县第一小学 校（园）长、书记", "138****1234"]


# One person


def test_a_person_is_shown_whole_to_those_who_keep_them(world, sign_in, own_questions) -> None:
    Person.objects.filter(name="柏青").update(mobile="13812341234")
    address = f"/people/{person(world, 'bo').pk}/"
    client = sign_in("an")
    assert own_questions(client, address) == ONE
    page = said(client.get(address))
    assert "13812341234" in page
    assert "13812341234" in said(sign_in("bo").get(address))
    page = said(sign_in("clerk").get(address))
    assert ("138****1234" in page, "13812341234" in page) == (True, False)
    assert sign_in("chen").get(address).status_code == 404
    assert sign_in("observer").get(address).status_code == 403


def test_everybody_keeps_their_own_contacts(world, sign_in) -> None:
    bo = person(world, "bo")
    client, address = sign_in("bo"), f"/people/{bo.pk}/edit"
    page = said(client.get(address))
    assert ('name="mobile"' in page, 'name="staff_number"' in page) == (True, False)
    assert client.post(address, {"version": "1", "mobile": "13812341234"}).status_code == 302
    assert Person.objects.get(pk=bo.pk).mobile == "13812341234"


def test_the_edit_of_two_at_once_shows_both_and_the_second_sending_counts(world, sign_in) -> None:
    bo = person(world, "bo")
    people.edit_person(bo, version=1, by=world.actor("an"), mobile="13800000001")
    client, address = sign_in("bo"), f"/people/{bo.pk}/edit"
    response = client.post(address, {"version": "1", "mobile": "13800000002"})
    assert (response.status_code, "现在是“13800000001”，您填的是“13800000002”" in said(response)) == (422, True)
    assert client.post(address, {"version": "2", "mobile": "13800000002"}).status_code == 302


def test_a_new_person_is_registered_with_a_first_membership(world, sign_in) -> None:
    address = f"/organisations/{world.organisation('first').pk}/register"
    given = {"name": "方一诺", "staff_number": "YX-9", "role": "clerk", "since": "2025-11-01"}
    client = sign_in("an")
    assert 'value="guardian"' not in said(client.get(address))
    response = client.post(address, given)
    made = Person.objects.get(name="方一诺")
    assert response.headers["Location"] == f"/people/{made.pk}/"
    assert [(one.organisation, one.role) for one in made.memberships.all()] == [(world.organisation("first"), "clerk")]


def test_somebody_who_may_be_known_is_asked_about_before_saving(world, sign_in) -> None:
    known = person(world, "bo")
    address = f"/organisations/{world.organisation('second').pk}/register"
    given = {"name": "柏青", "role": "clerk", "since": "2025-11-01"}
    client = sign_in("an")
    response = client.post(address, given)
    assert "可能是同一个人：柏青，云岭县第一小学。请核对。" in said(response)
    assert Person.objects.filter(name="柏青").count() == 1
    assert client.post(address, {**given, "sure": "on"}).status_code == 302
    assert Person.objects.filter(name="柏青", pk=known.pk).exists()
    assert Person.objects.filter(name="柏青").count() == 2


def test_where_somebody_beyond_the_area_works_is_not_told(world, sign_in) -> None:
    address = f"/organisations/{world.organisation('second').pk}/register"
    response = sign_in("an").post(address, {"name": "外远", "role": "clerk", "since": "2025-11-01"})
    assert "外远，在您的辖区以外" in said(response)
    assert "白沙" not in said(response)


def test_if_the_first_membership_cannot_be_nobody_is_registered(world, sign_in) -> None:
    address = f"/organisations/{world.organisation('first').pk}/register"
    given = {"name": "方一诺", "role": "clerk", "since": "2025-11-01"}
    world.organisation("first").opened_on = date(2999, 1, 1)
    world.organisation("first").save()
    assert sign_in("an").post(address, given).status_code == 422
    assert not Person.objects.filter(name="方一诺").exists()


def test_letting_go_asks_for_a_reason_and_says_what_waits(world, sign_in) -> None:
    bo = person(world, "bo")
    client, address = sign_in("an"), f"/people/{bo.pk}/let-go"
    assert client.post(address, {"last_day": "2026-06-30", "reason": ""}).status_code == 422
    response = client.post(address, {"last_day": "2026-06-30", "reason": "退休"}, follow=True)
    assert "已提出收回 1 个岗位，等另一人确认。" in said(response)


# One membership


def test_a_head_goes_on_leave_and_comes_back(world, sign_in, own_questions) -> None:
    bo = world.membership("bo")
    client, address = sign_in("bo"), f"/memberships/{bo.pk}/"
    assert "没有AB岗：离岗期间没有人能代办。" in said(client.get(address))
    assert client.post(f"{address}leave", {"since": "2025-11-03", "why": "外出培训"}).status_code == 302
    assert own_questions(client, address) == OFFICE
    page = said(client.get(address))
    assert "现在离岗" in page
    assert "外出培训" in page
    client.post(f"{address}return")
    assert Leave.objects.get().until is not None
    assert "现在没有登记离岗" in said(client.post(f"{address}return", follow=True))


def test_days_that_cannot_be_are_refused_on_the_page(world, sign_in) -> None:
    address = f"/memberships/{world.membership('bo').pk}/leave"
    response = sign_in("an").post(address, {"since": "2025-11-03", "until": "2025-11-01"})
    assert (response.status_code, "早于第一天" in said(response)) == (422, True)


def test_a_colleague_sees_the_membership_and_cannot_send_anybody_away(world, sign_in) -> None:
    client, address = sign_in("clerk"), f"/memberships/{world.membership('bo').pk}/"
    assert "离岗由本人登记" in said(client.get(address))
    assert client.post(f"{address}leave", {"since": "2025-11-03"}).status_code == 422
    assert sign_in("chen").get(address).status_code == 404
    assert not Leave.objects.exists()


def test_how_a_membership_was_granted_is_for_those_who_grant_and_for_oneself(world, sign_in) -> None:
    """Why somebody was declined or let go is no matter of their colleagues."""
    clerk = world.membership("clerk")
    clerk.grants.create(what="grant", agreed=False, answer="还在核实", reason="乡教字〔2025〕3 号")
    page = f"/memberships/{clerk.pk}/"
    told = [
        who
        for who in ("clerk", "an", "leader", "auditor", "bo", "section", "guardian")
        if "还在核实" in said(sign_in(who).get(page))
    ]
    assert told == ["clerk", "an", "leader", "auditor"]


def test_a_staff_number_does_not_tell_who_has_it_outside_the_area(world, sign_in) -> None:
    Person.objects.filter(pk=person(world, "foreign-office").pk).update(staff_number="F-1")
    given = {"name": "方一诺", "staff_number": "F-1", "role": "clerk", "since": "2025-11-01"}
    response = sign_in("an").post(f"/organisations/{world.organisation('first').pk}/register", given)
    assert ("工号相同的人，在您的辖区以外" in said(response), "外远" in said(response)) == (True, False)


def test_of_somebody_who_went_elsewhere_only_the_place_in_the_area_is_told(world, sign_in) -> None:
    bo = person(world, "bo")
    Membership.objects.create(
        person=bo, organisation=world.organisation("foreign-school"), role="head", since=DAY, confirmed=True
    )
    given = {"name": "柏青", "role": "clerk", "since": "2025-11-01"}
    response = sign_in("an").post(f"/organisations/{world.organisation('second').pk}/register", given)
    assert ("柏青，云岭县第一小学" in said(response), "白沙" in said(response)) == (True, False)


@pytest.mark.parametrize(
    ("who", "address", "verb", "rows"),
    [("an", "/people/", "people.export", 1), ("system", "/accounts/", "account.export", 1)],
)
def test_a_list_of_people_that_is_taken_out_is_written_down(world, sign_in, who, address, verb, rows) -> None:
    client = sign_in(who)
    client.get(f"{address}?q=柏青")
    assert not Entry.objects.exists()
    client.get(f"{address}?q=柏青&export=xlsx")
    entry = Entry.objects.get()
    assert (entry.verb, entry.person) == (verb, world.membership(who).person.pk)
    assert (entry.about, entry.where) == (f"{rows} 条", world.organisation("county").path)
    assert detail_of(entry) == {"count": rows, "searched": {"q": "柏青"}}

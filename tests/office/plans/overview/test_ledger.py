"""The ledger: its title is the answer, every number opens what it counts, and no row costs a question."""

import re

import pytest

from luoshi.office.plans.models import Plan, Task

pytestmark = pytest.mark.django_db


def rows(page: str) -> int:
    return page.count("<tr><td")


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_the_title_says_how_many_are_late_and_for_how_long(client, issued, set_to) -> None:
    assert "<h1>3 项任务，没有滞后</h1>" in text(client.get("/ledger/"))
    set_to("first", 1, due=-23)
    set_to("second", 1, due=-4)
    set_to("first", 2, due=-5)
    assert "<h1>3 项任务：2 项滞后，最久 23 天</h1>" in text(client.get("/ledger/"))


def test_every_number_opens_as_many_rows_as_it_says(client, issued, set_to) -> None:
    set_to("first", 1, due=-23)
    set_to("second", 1, state="done")
    set_to("first", 2, due=5)
    page = text(client.get("/ledger/"))
    found = re.findall(r'<a href="(/(?:ledger|assignments)/\?[^"]*)">(?:<span[^>]*>)?([\d/]+)<', page)
    assert len(found) > 6
    for address, said in found:
        number = int(said.split("/")[-1])  # of 2/5 all five are listed
        assert f"共 {number} 行" in text(client.get(address.replace("&amp;", "&"))), address


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("standing=late", 1),
        ("standing=done", 0),
        ("grade=supervised", 1),
        ("source=report", 3),
        ("source=minutes", 0),
        ("topic=nonsense", 0),
        ("q=李望舒", 1),
        ("q=办公室", 1),
        ("lead=nobody", 0),
        ("year=1999", 3),
    ],
)
def test_the_list_is_narrowed(client, issued, set_to, query: str, count: int) -> None:
    set_to("first", 1, due=-23)
    assert rows(text(client.get(f"/ledger/?{query}"))) == count


@pytest.mark.parametrize("sort", ["standing", "-late", "-done", "moved", "lead", "-due", "number"])
def test_the_list_is_sorted_by_what_no_field_says_too(client, issued, set_to, sort: str) -> None:
    set_to("first", 2, due=-23, moved=-1)
    set_to("second", 3 - 1, state="done")
    page = text(client.get(f"/ledger/?sort={sort}"))
    numbers = [int(one) for one in re.findall(r'<tr><td class="number"[^>]*>(\d+)</td>', page)]
    assert sorted(numbers) == [1, 2, 3]
    if sort in ("-late", "-done"):
        assert numbers[0] == 2


def test_another_year_is_another_ledger(client, issued, earlier) -> None:
    page = text(client.get("/ledger/?year=2025"))
    assert "去年的任务" in page
    assert "开展师德培训" not in page
    assert "<h1>1 项任务，没有滞后</h1>" in page


def test_what_is_guiding_is_counted_as_given_to_nobody(client, issued: Plan) -> None:
    Task.objects.create(plan=issued, number=9, order=9, words="坚持正确办学方向", grade="guiding")
    page = text(client.get("/ledger/"))
    assert "<h1>4 项任务，没有滞后</h1>" in page
    assert rows(text(client.get("/ledger/?standing=nobody"))) == 1


def test_an_observer_sees_no_person(sign_in, issued, set_to) -> None:
    set_to("first", 1, due=-23)
    page = text(sign_in("observer").get("/ledger/"))
    assert "1 项滞后" in page
    assert "李望舒" not in page
    assert rows(text(sign_in("observer").get("/ledger/?q=李望舒"))) == 0


def test_before_anything_is_issued_the_page_says_so(client, plan) -> None:
    assert "还没有印发的计划" in text(client.get("/ledger/"))


def test_a_page_asks_the_same_of_the_database_however_many_tasks(client, issued, given, own_questions) -> None:
    few = own_questions(client, "/ledger/")
    lead = issued.tasks.get(number=1)
    for number in range(20, 60):
        task = Task.objects.create(plan=issued, number=number, order=number, words=f"第{number}项")
        task.responsibilities.create(part="lead", organisation=given("first").organisation)
        task.assignments.create(organisation=given("first").organisation, part="lead", due=lead.due)
    assert own_questions(client, "/ledger/") == few <= 14


def test_the_ledger_is_exported_as_it_is_seen(client, issued) -> None:
    response = client.get("/ledger/?export=xlsx&standing=done")
    assert response["Content-Type"].endswith("spreadsheetml.sheet")

"""The list behind the numbers: who sees what of it, and what it is narrowed by."""

import pytest

from luoshi.office.plans.assignment import acts
from luoshi.office.plans.assignment.said import Said
from luoshi.office.plans.models import Assignment

pytestmark = pytest.mark.django_db


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def count(client, query: str = "") -> int:
    return text(client.get(f"/assignments/?{query}")).count("<tr><td")


def test_everybody_sees_their_own_part(sign_in, issued) -> None:
    whole = Assignment.objects.count()
    seen = {who: count(sign_in(who)) for who in ("an", "leader", "section", "observer", "bo", "centre", "inspector")}
    assert seen == {
        "an": whole, "leader": whole, "section": whole, "observer": whole, "bo": 2, "centre": 2, "inspector": 2
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("standing=late", 1),
        ("standing=nonsense", 0),
        ("state=returned", 1),
        ("part=lead", 3),
        ("part=piece", 0),
        ("basis=in_time", 1),
        ("basis=over_time", 1),
        ("basis=returned", 0),
        ("basis=chased", 0),
        ("grade=supervised", 4),
        ("ended=2026-03", 2),
        ("ended=2026-02", 0),
        ("behind=2026-03", 1),
        ("behind=2026-13", 9),
        ("ended=nonsense", 9),
    ],
)
def test_the_list_is_narrowed(client, issued, set_to, query: str, number: int) -> None:
    set_to("first", 1, due=-23)
    set_to("second", 1, state="done", due=-3, reported_on=-4, ended_on=-1)
    set_to("first", 2, state="done", due=-3, reported_on=-1)
    set_to("second", 2, state="returned")
    assert Assignment.objects.count() == 9
    assert count(client, query) == number


def test_a_number_may_lead_to_one_task_or_one_organisation(client, world, issued, given) -> None:
    one = given("first", 1)
    assert count(client, f"task={one.task_id}") == 4
    assert count(client, f"organisation={one.organisation_id}") == 2
    page = text(client.get(f"/assignments/?organisation={one.organisation_id}"))
    assert f'<option value="{one.organisation_id}" selected>云岭县第一小学</option>' in page


def test_an_organisation_elsewhere_gives_no_name(sign_in, world, issued) -> None:
    page = text(sign_in("bo").get(f"/assignments/?organisation={world.organisation('second').pk}"))
    assert "云岭县第二中学" not in page


@pytest.mark.parametrize(("who", "turn", "number"), [("bo", "do", 2), ("section", "do", 2), ("section", "verify", 1)])
def test_what_waits_for_the_actor_is_a_list(sign_in, world, given, who: str, turn: str, number: int) -> None:
    acts.act(given("second", 2), "report", by=world.actor("chen"), said=Said(words="全部完成。"))
    assert count(sign_in(who), f"turn={turn}") == number


def test_what_was_sent_back_once_is_remembered(client, world, given) -> None:
    one = acts.act(given("second", 2), "report", by=world.actor("chen"), said=Said(words="全部完成。"))
    acts.act(one, "send_back", by=world.actor("section"), said=Said(words="没有附签到表。"))
    acts.act(one, "report", by=world.actor("chen"), said=Said(words="附上了。"))
    assert count(client, "basis=returned") == 1


def test_all_years_are_one_list(client, issued, earlier) -> None:
    assert count(client) == 9
    assert count(client, "year=2025") == 1
    assert count(client, "year=all") == 10


def test_a_page_asks_the_same_of_the_database_however_long_the_list(client, issued, given, own_questions) -> None:
    few = own_questions(client, "/assignments/")
    one = given("first")
    Assignment.objects.bulk_create(
        Assignment(task=one.task, organisation=one.organisation, part="owner", occurrence=str(n)) for n in range(60)
    )
    assert own_questions(client, "/assignments/") == few <= 12

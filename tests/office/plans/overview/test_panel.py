"""What the overviews bring to the home page: numbers that are those of their pages, and what waits for a name."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.office.plans.assignment import acts
from luoshi.office.plans.assignment.said import Said
from luoshi.office.plans.dispatch import rounds
from luoshi.office.plans.models import Assignment, Task
from luoshi.office.plans.overview import panel
from tests.office.plans.assignment.conftest import TODAY

pytestmark = pytest.mark.django_db


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def late(set_to) -> None:
    """One task of the section is late at two schools, and one of the office's own."""
    set_to("first", 1, due=-41)
    set_to("second", 1, due=-3)
    set_to("office", 3, due=-5)


def numbers(actor) -> dict[str, int]:
    return {one.what: one.number for one in panel.glances(actor)}


def test_a_leader_is_told_of_tasks_and_led_to_whose_they_are(world, sign_in, late) -> None:
    tasks, *_rest = panel.glances(world.actor("leader"))
    assert (tasks.what, tasks.number, tasks.amiss) == ("滞后的任务（项）", 2, True)
    assert "<h1>2 项任务滞后，最久 41 天" in text(sign_in("leader").get(tasks.address))


def test_a_section_is_told_of_what_it_leads_alone(world, late) -> None:
    assert numbers(world.actor("section")) == {"牵头的任务里滞后的（件）": 2, "牵头的任务里临近时限的（件）": 0}


def test_an_observer_is_told_how_much_there_is(world, late) -> None:
    assert numbers(world.actor("observer")) == {
        "今年的任务（项）": 3, "滞后的任务（项）": 2, "滞后的承办（件）": 3, "临近时限的承办（件）": 0
    }  # fmt: skip


def test_once_all_is_done_the_year_is_still_told_of_in_no_more_questions(world, late) -> None:
    def asked(who: str) -> int:
        with CaptureQueriesContext(connection) as asking:
            numbers(world.actor(who))
        return len(asking)

    before = {who: asked(who) for who in ("leader", "an", "observer", "section")}
    Assignment.objects.update(state="done")
    assert numbers(world.actor("observer")) == {"今年的任务（项）": 3, "滞后的任务（项）": 0}
    for who in ("leader", "an"):
        assert numbers(world.actor(who))["滞后的任务（项）"] == 0
    assert numbers(world.actor("section")) == {}
    assert {who: asked(who) for who in before} == before
    Task.objects.all().update(cancelled_on=TODAY)
    assert numbers(world.actor("observer")) == {}


@pytest.mark.parametrize("who", ["an", "leader", "section", "observer", "centre"])
def test_each_number_is_that_of_its_list(world, sign_in, late, who: str) -> None:
    for one in panel.glances(world.actor(who)):
        page = text(sign_in(who).get(one.address))
        said = f"<h1>{one.number} 项任务滞后" if "/overview/" in one.address else f"共 {one.number} 行"
        assert said in page or not one.number, one


def test_the_office_is_told_who_has_not_filled_in(world, issued, late) -> None:
    rounds.open_round(issued, kind="monthly", title="第1次月调度", due=TODAY, by=world.actor("an"))
    assert numbers(world.actor("an"))["第1次月调度还没填的单位"] == 2


def test_the_offices_own_report_waits_for_a_name_until_there_is_one(world, sign_in, given) -> None:
    one = acts.act(given("office", 3), "report", by=world.actor("an"), said=Said("已公开。"))
    said = "办公室自办、缺核验人的"
    for who in ("an", "leader"):
        (waits,) = (each for each in panel.glances(world.actor(who)) if each.what == said)
        assert (waits.number, waits.amiss) == (1, True)
        assert "做好政务公开" in text(sign_in(who).get(waits.address))
    assert said not in numbers(world.actor("section"))
    acts.name_verifier(one, world.membership("section"), by=world.actor("leader"))
    assert said not in numbers(world.actor("an"))


def test_the_home_page_counts_answers_that_are_overdue(world, issued) -> None:
    assert numbers(world.actor("leader"))["过期没有反馈的督办"] == 0

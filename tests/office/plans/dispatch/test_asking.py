"""A school that leads a task is asked by a round: its ledger of asks says so until it has answered."""

from datetime import timedelta

import pytest

from luoshi.office.desk import asks
from luoshi.office.desk.models import Ask, Message
from luoshi.office.organisations.actor import Actor, Behalf, actor_of
from luoshi.office.plans.dispatch import asking, rounds
from luoshi.office.plans.dispatch.queries import pending
from luoshi.office.plans.models import Assignment, Dispatch, DispatchLine, Plan
from luoshi.office.refused import Refused
from tests.office.plans.assignment.conftest import TODAY
from tests.office.plans.dispatch.conftest import OPENED_UNTIL

pytestmark = pytest.mark.django_db


@pytest.fixture
def dispatch(world, issued: Plan, given, office: Actor) -> Dispatch:
    """Of what the section led, one task is the first school's."""
    Assignment.objects.filter(pk=given("basic", 2).pk).update(organisation=world.organisation("first"))
    return rounds.open_round(issued, kind="monthly", title="第1次月调度", due=OPENED_UNTIL, by=office)


def asked() -> Ask:
    return Ask.objects.get(source_kind=asking.SOURCE)


def test_a_school_that_leads_is_asked_in_its_ledger_and_on_one_line_of_its_home(world, dispatch) -> None:
    ask = asked()
    assert (ask.organisation, ask.what) == (world.organisation("first"), "填第1次月调度（1 项任务）")
    assert (ask.kind, ask.minutes, ask.due) == ("filing", asking.MINUTES, OPENED_UNTIL)
    assert "《2026年教育工作要点》" in ask.basis
    page = world.client("bo").get("/").content.decode()
    assert page.count(f"/dispatches/{dispatch.pk}/tables/") == 1
    assert "填第1次月调度（1 项任务）" in page
    with pytest.raises(Refused, match="在它自己的页面上办"):
        asks.answer(ask, by=world.actor("bo"))


def test_the_ask_is_done_once_all_is_filled_in_and_open_again_when_something_is_taken_out(
    world, dispatch, fill
) -> None:
    fill(2, "已排查", lead="first", by="bo")
    assert asked().answered_by == world.membership("bo")
    fill(2, "", lead="first", by="bo")
    assert asked().is_open


def test_what_sections_fill_in_stands_in_no_ledger(dispatch, fill) -> None:
    fill(1, "已排查")
    assert Ask.objects.filter(source_kind=asking.SOURCE).count() == 1
    assert asked().is_open


def test_another_day_a_closed_round_and_an_opened_one_change_what_is_asked(world, dispatch, office) -> None:
    later = OPENED_UNTIL + timedelta(days=5)
    rounds.move_due(dispatch, later, version=dispatch.version, by=office)
    assert asked().due == later
    rounds.close(dispatch, by=office)
    assert (asked().withdrawn_why, asked().is_open) == ("调度已经截止", False)
    Message.objects.all().delete()
    rounds.reopen(dispatch, by=office)
    assert asked().is_open
    told = Message.objects.filter(to=world.membership("bo")).get()
    assert told.subject == "第1次月调度重新开放填报"


def test_a_round_that_is_taken_back_asks_nothing(dispatch, office) -> None:
    rounds.withdraw(dispatch, why="重复了", by=office)
    assert (asked().withdrawn_why, asked().is_open) == ("重复了", False)


@pytest.mark.parametrize("state", ["done", "cancelled"])
@pytest.mark.parametrize("end", ["close", "withdraw", "move_due"])
def test_what_ended_without_being_filled_in_is_asked_no_more(world, dispatch, office, state: str, end: str) -> None:
    Assignment.objects.filter(organisation=world.organisation("first"), part="lead").update(state=state)
    if end == "close":
        rounds.close(dispatch, by=office)
    elif end == "withdraw":
        rounds.withdraw(dispatch, why="重复了", by=office)
    else:
        rounds.move_due(dispatch, OPENED_UNTIL + timedelta(days=5), version=dispatch.version, by=office)
    assert not asked().is_open
    assert asked().answered_by is None


def test_more_to_fill_in_takes_more_time(world, dispatch, given, office) -> None:
    other = given("basic", 1)
    Assignment.objects.filter(pk=other.pk).update(organisation=world.organisation("first"))
    DispatchLine.objects.filter(assignment=other, dispatch=dispatch).delete()
    rounds.catch_up(dispatch, by=office)
    assert (asked().what, asked().minutes) == ("填第1次月调度（2 项任务）", 2 * asking.MINUTES)


def test_who_answers_by_letter_for_a_body_without_a_ledger_is_led_to_the_table(world, dispatch) -> None:
    letter = Behalf(1, world.organisation("basic"), "艾清", TODAY)
    actor = actor_of(world.membership("an"), day=TODAY, behalf=letter)
    assert [one.what for one in pending(actor)] == ["第1次月调度：1 项待填"]

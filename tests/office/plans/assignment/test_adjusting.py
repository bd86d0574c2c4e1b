"""Bo asks for a week more, for another owner, to be let off; the leader decides, or the office enters it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from luoshi.office.desk.models import Ask
from luoshi.office.journal.models import Entry
from luoshi.office.organisations.actor import Behalf
from luoshi.office.organisations.models import Membership, Organisation, Person
from luoshi.office.plans.assignment import queries
from luoshi.office.plans.assignment.acts import act
from luoshi.office.plans.assignment.adjusting import Asked, ask_change, grant_change, refuse_change, withdraw_change
from luoshi.office.plans.assignment.said import Said
from luoshi.office.plans.assignment.splitting import Piece, split
from luoshi.office.plans.decision import Decision
from luoshi.office.plans.models import Adjustment, Assignment
from luoshi.office.refused import Refused
from tests.office.plans.assignment.conftest import DUE, TODAY

LATER = DUE + timedelta(days=30)


def test_an_extension_moves_the_day_and_keeps_the_old_one(world, given) -> None:
    one = given("first")
    asked = ask_change(one, Asked("extend", "工程延后。", LATER), by=world.actor("bo"))
    assert (asked.old_due, Assignment.objects.get(pk=one.pk).state) == (DUE, "adjusting")
    granted = grant_change(one, by=world.actor("leader"))
    asked.refresh_from_db()
    assert (granted.state, granted.due, asked.state, asked.old_due) == ("received", LATER, "granted", DUE)
    assert Ask.objects.get(source_id=str(one.pk)).due == LATER


def test_an_extension_goes_forward(world, given) -> None:
    with pytest.raises(Refused) as raised:
        ask_change(given("first"), Asked("extend", " ", DUE), by=world.actor("bo"))
    assert len(raised.value.reasons) == 2


def test_a_refusal_says_why_and_goes_back(world, given) -> None:
    one = act(given("first"), "note", by=world.actor("bo"), said=Said("在办"))
    ask_change(one, Asked("drop", "没有校车。"), by=world.actor("bo"))
    with pytest.raises(Refused, match="要写几句话"):
        refuse_change(one, by=world.actor("leader"), said=Said())
    assert refuse_change(one, by=world.actor("leader"), said=Said("仍要查校门口。")).state == "working"


def test_the_office_enters_the_leaders_decision(world, given) -> None:
    one = given("first")
    ask_change(one, Asked("drop", "没有校车。"), by=world.actor("bo"))
    with pytest.raises(Refused, match="写明是谁"):
        grant_change(one, by=world.actor("an"))
    gone = grant_change(one, by=world.actor("an"), said=Said(decision=Decision("李望舒", TODAY)))
    assert (gone.state, Ask.objects.get(source_id=str(one.pk)).is_open) == ("cancelled", False)


def test_it_goes_to_whom_it_belongs(world, given) -> None:
    one = given("basic")
    ask_change(one, Asked("reassign", "资助是资助中心的。", to=world.organisation("aid")), by=world.actor("section"))
    grant_change(one, by=world.actor("leader"))
    assert given("aid").part == "lead"
    assert given("basic").state == "cancelled"


def test_it_does_not_go_to_who_has_it_or_is_elsewhere(world, given) -> None:
    one = given("first")
    with pytest.raises(Refused, match="不归本局管"):
        ask_change(one, Asked("reassign", "不是我校的", to=world.organisation("foreign")), by=world.actor("bo"))
    ask_change(one, Asked("reassign", "二中的", to=world.organisation("second")), by=world.actor("bo"))
    with pytest.raises(Refused, match="已经承办这一件"):
        grant_change(one, by=world.actor("leader"))


def closed(body: Organisation, *, into: Organisation | None = None) -> None:
    body.closed_on, body.successor = TODAY, into
    body.save()


def test_it_does_not_go_to_who_is_no_more_and_who_carries_on_is_named(world, given) -> None:
    one, aid, centre = given("basic"), world.organisation("aid"), world.organisation("centre")
    closed(aid, into=centre)
    with pytest.raises(Refused, match="“学生资助中心”已经撤并，承接它的是“石桥镇中心校”"):
        ask_change(one, Asked("reassign", "资助的", to=aid), by=world.actor("section"))
    closed(aid)
    with pytest.raises(Refused, match="没有承接它的单位"):
        ask_change(one, Asked("reassign", "资助的", to=aid), by=world.actor("section"))


def test_it_does_not_go_to_who_was_closed_after_it_was_named(world, given) -> None:
    one, aid = given("basic"), world.organisation("aid")
    ask_change(one, Asked("reassign", "资助的", to=aid), by=world.actor("section"))
    closed(aid, into=world.organisation("centre"))
    with pytest.raises(Refused, match=r"承接它的是“石桥镇中心校”.*请选“不同意调整”"):
        grant_change(one, by=world.actor("leader"))
    assert refuse_change(one, by=world.actor("leader"), said=Said("改写中心校。")).state == "received"


def test_it_comes_back_to_who_had_it_with_its_history(world, given, monkeypatch) -> None:
    aid = Person.objects.create(login="aid", name="艾清")
    world.memberships["aid"] = Membership.objects.create(
        person=aid, organisation=world.organisation("aid"), role="section", since=TODAY, confirmed=True
    )
    basic = act(given("basic"), "note", by=world.actor("section"), said=Said("已排查。"))
    ask_change(basic, Asked("reassign", "资助的", to=world.organisation("aid")), by=world.actor("section"))
    grant_change(basic, by=world.actor("leader"))
    ask_change(given("aid"), Asked("extend", "晚一些", LATER), by=world.actor("aid"))
    grant_change(given("aid"), by=world.actor("leader"))
    ask_change(given("aid"), Asked("reassign", "是基教科的", to=world.organisation("basic")), by=world.actor("aid"))
    grant_change(given("aid"), by=world.actor("leader"))
    again = given("basic")
    assert (again.pk, again.state, again.due, given("aid").state) == (basic.pk, "issued", LATER, "cancelled")
    verbs = list(again.movements.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["note", "ask_change", "grant_change", "again"]
    assert again.movements.first().words == "由学生资助中心转来。"
    assert Entry.objects.filter(verb="assignment.again", about_id=str(again.pk)).count() == 1


def test_a_school_that_has_it_again_finds_it_in_its_ledger(world, given) -> None:
    one, police = given("first"), world.organisation("police")
    ask_change(one, Asked("reassign", "公安的", to=police), by=world.actor("bo"))
    grant_change(one, by=world.actor("leader"))
    assert not Ask.objects.get(source_id=str(one.pk)).is_open
    back = given("police")
    letter = replace(world.actor("an"), behalf=Behalf(1, police, "柏青", TODAY))
    ask_change(back, Asked("reassign", "学校的", to=world.organisation("first")), by=letter)
    grant_change(back, by=world.actor("leader"))
    assert Ask.objects.get(source_id=str(one.pk)).is_open


def test_a_piece_goes_to_who_does_another_thing_for_the_same_lead(world, given) -> None:
    lead = act(given("basic"), "receive", by=world.actor("section"))
    (bus,) = split(lead, Piece("报校车台账", None, [world.organisation("first")]), by=world.actor("section"))
    split(lead, Piece("报食堂台账", None, [world.organisation("second")]), by=world.actor("section"))
    ask_change(bus, Asked("reassign", "二中的", to=world.organisation("second")), by=world.actor("bo"))
    grant_change(bus, by=world.actor("section"))
    held = Assignment.objects.filter(parent=lead, organisation=world.organisation("second"))
    assert set(held.values_list("asked", flat=True)) == {"报校车台账", "报食堂台账"}


def test_a_request_is_taken_back(world, given) -> None:
    one = given("first")
    ask_change(one, Asked("drop", "没有校车。"), by=world.actor("bo"))
    assert withdraw_change(one, by=world.actor("clerk")).state == "issued"
    with pytest.raises(Refused, match="还没有签收"):
        grant_change(one, by=world.actor("leader"))


def test_what_is_asked_of_a_school_that_leads_waits_for_the_office(world, given) -> None:
    """A head has no list of requests to decide on: the office stands in."""
    lead = given("village")
    Assignment.objects.filter(pk=lead.pk).update(part="lead", state="received")
    by = world.actor("village-head")
    (piece,) = split(given("village"), Piece("报台账", None, [world.organisation("point")]), by=by)
    Assignment.objects.filter(pk=piece.pk).update(state="adjusting")
    Adjustment.objects.create(
        assignment=piece, kind="drop", why="没有校车。", before="issued", asked=piece.parent.movements.first()
    )
    assert list(queries.to_decide(world.actor("an"))) == [piece]

"""What goes by itself: once for each day, however often the job runs, and nothing above 催办 unless a leader set so."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from luoshi.office.desk.models import Message
from luoshi.office.journal.models import Entry
from luoshi.office.plans.assignment.adjusting import Asked, ask_change, grant_change
from luoshi.office.plans.chasing import acts, schedule, setting
from luoshi.office.plans.chasing.acts import Wish
from luoshi.office.plans.chasing.setting import Chosen
from luoshi.office.plans.models import Assignment, Chased, Chaser
from luoshi.office.refused import Refused
from tests.office.plans.assignment.conftest import DUE


def night() -> None:
    schedule.chase_all({}, progress=lambda *_: None)


@pytest.fixture
def chosen(world, issued, on):
    """Reminders ten days ahead, 催办 five days after."""
    setting.choose(issued, Chosen(10, 5), by=world.actor("an"))
    return issued


def steps() -> list[tuple[str, str]]:
    rows = Chaser.objects.order_by("step", "organisation__path", "pk")
    return [(one.step, one.organisation.name) for one in rows.select_related("organisation")]


def test_nothing_goes_out_by_itself_unless_it_was_set(issued, on) -> None:
    on(DUE + timedelta(days=100))
    night()
    assert steps() == []


def test_a_reminder_goes_ten_days_ahead_and_once(chosen, on, out) -> None:
    on(DUE - timedelta(days=11))
    night()
    assert steps() == []
    on(DUE - timedelta(days=10))
    night()
    night()
    on(DUE - timedelta(days=9))
    night()
    found = {name: numbers for _step, name, numbers in out()}
    assert len(out()) == len(found) == 5
    assert found["云岭县第一小学"] == [1, 2]
    assert found["办公室"] == [3]
    assert {one.made_by for one in Chaser.objects.all()} == {None}
    assert set(Entry.objects.filter(verb="chaser.remind").values_list("name", flat=True)) == {"系统"}


def test_nights_that_were_missed_are_made_up_for_once(chosen, on, out) -> None:
    on(DUE + timedelta(days=40))
    night()
    night()
    assert {step for step, _name, _numbers in out()} == {"urge"}
    assert len(out()) == 5
    assert Message.objects.filter(subject__startswith="催办 2 件").count() > 0


def test_everybody_gets_one_message_a_night(chosen, given, on) -> None:
    Assignment.objects.filter(pk=given("first", 2).pk).update(due=DUE - timedelta(days=30))
    on(DUE - timedelta(days=10))
    night()
    bo = Message.objects.filter(to__person__name="柏青", sender="系统")
    assert [one.subject for one in bo] == ["提醒 1 件、催办 1 件：2026年教育工作要点"]


def test_what_was_reminded_by_hand_is_not_reminded_again(world, chosen, given, on, out) -> None:
    on(DUE - timedelta(days=20))
    acts.send([given("first")], Wish("remind"), by=world.actor("an"))
    on(DUE - timedelta(days=10))
    night()
    assert ("remind", "云岭县第一小学", [2]) in out()


def test_a_day_that_was_moved_is_reminded_anew(world, chosen, given, on, out) -> None:
    on(DUE - timedelta(days=10))
    night()
    one = given("first", 2)
    ask_change(one, Asked("extend", "教师外出培训", DUE + timedelta(days=30)), by=world.actor("bo"))
    grant_change(one, by=world.actor("leader"))
    on(DUE + timedelta(days=20))
    before = len(out())
    night()
    assert ("remind", "云岭县第一小学", [2]) in out()[before:]


def test_a_school_urged_by_hand_is_left_in_peace_for_a_week(world, chosen, given, on) -> None:
    on(DUE + timedelta(days=4))
    acts.send([given("first")], Wish("remind"), by=world.actor("an"))
    on(DUE + timedelta(days=5))
    night()
    urged = Chased.objects.filter(step="urge", assignment=given("first"))
    assert not urged.exists()
    on(DUE + timedelta(days=11))
    night()
    assert urged.count() == 1


def test_what_is_done_or_guiding_or_cancelled_is_left_alone(chosen, given, on) -> None:
    Assignment.objects.filter(pk=given("first").pk).update(state="done")
    Assignment.objects.filter(pk=given("second").pk).update(state="adjusting")
    issued = chosen
    issued.tasks.filter(number=2).update(grade="guiding")
    issued.tasks.filter(number=3).update(cancelled_on=DUE)
    on(DUE + timedelta(days=6))
    night()
    assert {name for _step, name in steps()} == {"石桥镇小学", "基础教育科"}


# 督办 by itself


def test_only_a_leader_has_supervision_go_by_itself(world, chosen) -> None:
    with pytest.raises(Refused, match="只由局领导设置"):
        setting.choose(chosen, Chosen(10, 5, 20), by=world.actor("an"))
    with pytest.raises(Refused, match="由局办公室或局领导设置"):
        setting.choose(chosen, Chosen(1), by=world.actor("section"))
    with pytest.raises(Refused, match="要大于自动催办"):
        setting.choose(chosen, Chosen(10, 5, 5), by=world.actor("leader"))
    with pytest.raises(Refused, match="要先设自动催办"):
        setting.choose(chosen, Chosen(10, None, 20), by=world.actor("leader"))
    plan = setting.choose(chosen, Chosen(10, 5, 20), by=world.actor("leader"))
    assert (plan.supervise_by, plan.supervise_on) == (world.membership("leader"), timezone.localdate())
    assert Entry.objects.filter(verb="plan.chasing").count() == 2
    with pytest.raises(Refused, match="只由局领导设置"):
        setting.choose(chosen, Chosen(10, 5, None), by=world.actor("an"))


def test_it_goes_in_the_leaders_name_after_it_was_urged(world, chosen, on, out) -> None:
    setting.choose(chosen, Chosen(10, 5, 20), by=world.actor("leader"))
    on(DUE + timedelta(days=30))
    night()
    assert {step for step, _name, _numbers in out()} == {"urge"}
    on(DUE + timedelta(days=44))
    night()
    assert {step for step, _name, _numbers in out()} == {"urge"}
    on(DUE + timedelta(days=45))
    night()
    night()
    made = Chaser.objects.filter(step="supervise")
    assert {(one.decided_by, one.decided_on, one.document) for one in made} == {
        ("李望舒", date(2026, 3, 10), "计划设置")
    }
    assert (made.count(), Chased.objects.filter(step="supervise").count()) == (5, 9)


def test_the_leader_hears_what_went_out_in_their_name(world, chosen, on) -> None:
    setting.choose(chosen, Chosen(10, 5, 20), by=world.actor("leader"))
    for days in (30, 45):
        on(DUE + timedelta(days=days))
        night()
    told = Message.objects.filter(to=world.membership("leader"), sender="系统")
    assert [one.subject for one in told] == ["以您的名义发出了督办"]
    assert "发出 5 份督办" in told[0].text


def test_the_office_hears_whom_nobody_signs_in_for(world, chosen, on) -> None:
    world.organisation("second").memberships.update(until=DUE)
    on(DUE + timedelta(days=30))
    night()
    told = Message.objects.filter(to=world.membership("an"), subject="有催办要打印送达")
    assert [one.text for one in told] == ["今天自动催的单位里，没有人登录系统的有：云岭县第二中学。请打印送达。"]


@pytest.mark.parametrize("change", [{"until": DUE}, {"role": "section"}])
def test_it_stops_when_the_leader_is_one_no_more(world, chosen, on, change) -> None:
    setting.choose(chosen, Chosen(10, 5, 20), by=world.actor("leader"))
    type(world.membership("leader")).objects.filter(pk=world.membership("leader").pk).update(**change)
    for days in (30, 60, 90):
        on(DUE + timedelta(days=days))
        night()
    assert {step for step, _name in steps()} == {"urge"}

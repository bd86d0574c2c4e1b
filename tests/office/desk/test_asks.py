"""An asks Bo's school for something; Chen's school is not asked, and the month's load is seen before it goes out."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from luoshi.office.desk import asks
from luoshi.office.desk.asks import Wanted, due_words, guard, month_of, put, sounds_like
from luoshi.office.desk.models import Ask
from luoshi.office.journal.models import Entry
from luoshi.office.organisations.settings_table import change
from luoshi.office.refused import Refused

TODAY = date(2026, 11, 10)
DUE = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The county's calendar stands still; memberships have been in force since 2025."""
    monkeypatch.setattr("luoshi.office.desk.asks.timezone.localdate", lambda *_: TODAY)


def wanted(**more) -> Wanted:
    return Wanted(
        **{"what": "上报校车台账", "kind": "filing", "minutes": 30, "due": DUE, "basis": "云教办〔2026〕9号", **more}
    )


def schools(world, *names: str) -> list:
    return [world.organisation(name) for name in names]


def ask(world, *names: str, by: str = "an", **more) -> list[Ask]:
    return put(schools(world, *(names or ("first",))), wanted(**more), by=world.actor(by))


# Asking


def test_an_ask_stands_in_the_ledger_of_each_school_and_on_record(world) -> None:
    first, second = ask(world, "first", "second")
    assert (first.batch == second.batch, first.asker, first.asked_by) == (
        True,
        "云岭县教育局办公室",
        world.membership("an"),
    )
    seen = {n: Ask.objects.visible_to(world.actor(n)).count() for n in ("an", "bo", "chen", "centre", "foreign-office")}
    assert seen == {"an": 2, "bo": 1, "chen": 1, "centre": 0, "foreign-office": 0}
    assert Entry.objects.get().verb == "ask.put"


@pytest.mark.parametrize(
    ("who", "school", "allowed"),
    [
        ("an", "first", True),
        ("section", "first", True),
        ("centre", "village", True),
        ("centre", "point", True),
        ("centre", "first", False),
        ("leader", "first", False),
        ("bo", "first", False),
        ("inspector", "first", False),
        ("observer", "first", False),
        ("system", "first", False),
        ("foreign-office", "first", False),
        ("city-office", "first", True),
        ("an", "police", False),
        ("an", "centre", False),
    ],
)
def test_who_may_ask_whom(world, who: str, school: str, allowed: bool) -> None:
    reasons = asks.why_not_put(schools(world, school), wanted(), by=world.actor(who))
    assert (reasons == []) is allowed, reasons


def test_all_schools_are_asked_or_none_and_every_reason_is_said(world) -> None:
    closed = world.organisation("kinder")
    closed.closed_on = TODAY
    closed.save()
    with pytest.raises(Refused) as refused:
        ask(
            world,
            "first",
            "kinder",
            "foreign-school",
            minutes=0,
            due=TODAY - timedelta(days=1),
            emergency=True,
            basis="",
        )
    assert refused.value.reasons == (
        "“云岭县机关幼儿园”已经撤并，请改选承接它的学校。",
        "“白沙县第一小学”不在您的辖区内。",
        "每校所需时间要在 1 到 6000 分钟之间。",
        "截止日 2026-11-09 已经过去，学校来不及办。",
        "安全和应急事项须写明依据（文号或事由）。",
    )
    assert not Ask.objects.exists()


def test_nothing_is_asked_of_nobody(world) -> None:
    with pytest.raises(Refused, match="还没有选学校"):
        put([], wanted(), by=world.actor("an"))


def test_the_database_itself_keeps_no_emergency_without_basis_and_no_source_twice(world) -> None:
    (made,) = ask(world, source=("returns.filing", "7"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Ask.objects.filter(pk=made.pk).update(emergency=True, basis="")
    with pytest.raises(IntegrityError), transaction.atomic():
        ask(world, source=("returns.filing", "7"))


# The guard


def test_the_guard_adds_up_the_deadlines_month_and_nothing_else(world) -> None:
    ask(world, minutes=100)
    ask(world, minutes=7, due=date(2026, 12, 1))
    ask(world, minutes=50, emergency=True)
    (gone,) = ask(world, minutes=9)
    asks.withdraw(gone, why="已从平台取数", by=world.actor("an"))
    (done,) = ask(world, minutes=40)
    asks.answer(done, by=world.actor("bo"))
    first, second = guard(schools(world, "first", "second"), "别的", 30, DUE)
    assert (first.load, first.after, second.load) == (140, 170, 0)
    assert guard(schools(world, "first"), "别的", 30, date(2026, 12, 31))[0].load == 7


@pytest.mark.parametrize(("minutes", "over"), [(60, False), (61, True)])
def test_over_the_cap_is_what_exceeds_it(world, minutes: int, over: bool) -> None:
    change(world.organisation("county"), "ask_minutes_per_month", 100, by=world.actor("system"))
    ask(world, minutes=40)
    assert guard(schools(world, "first"), "别的", minutes, DUE)[0].over is over


def test_without_a_cap_nothing_is_over(world) -> None:
    change(world.organisation("county"), "ask_minutes_per_month", 0, by=world.actor("system"))
    assert not guard(schools(world, "first"), "别的", 6000, DUE)[0].over


def test_each_school_is_held_against_its_own_authoritys_cap(world) -> None:
    change(world.organisation("county"), "ask_minutes_per_month", 100, by=world.actor("system"))
    caps = [one.cap for one in guard(schools(world, "first", "foreign-school"), "别的", 1, DUE)]
    assert caps == [100, 600]


def test_an_open_ask_that_sounds_alike_is_shown_and_a_done_one_is_not(world) -> None:
    (alike,) = ask(world, what="关于报送校车安全台账的通知")
    ask(world, what="组织防溺水家访")
    (burden,) = guard(schools(world, "first"), "各校上报校车台账", 1, DUE)
    assert burden.alike == (alike,)
    asks.answer(alike, by=world.actor("bo"))
    assert guard(schools(world, "first"), "各校上报校车台账", 1, DUE)[0].alike == ()


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("上报校车台账", "关于报送校车台账的通知", True),
        ("上报校车台账", "校车驾驶员体检", False),
        ("开展防溺水安全排查", "防溺水隐患排查统计表", True),
        ("2026年秋季学期教师信息采集", "教师信息采集（补充）", True),
        ("做好统计工作", "开展统计工作", False),
        ("", "上报校车台账", False),
    ],
)
def test_what_sounds_alike(one: str, other: str, alike: bool) -> None:
    assert sounds_like(one, other) is alike


@given(st.text(max_size=30), st.text(max_size=30))
def test_sounding_alike_knows_no_order(one: str, other: str) -> None:
    assert sounds_like(one, other) == sounds_like(other, one)


def test_the_guard_asks_the_database_as_often_for_a_hundred_schools_as_for_one(
    world, django_assert_num_queries
) -> None:
    ask(world, "first", "second", "village", "kinder")
    with django_assert_num_queries(3):
        guard(schools(world, "first"), "校车台账", 1, DUE)
    with django_assert_num_queries(3):
        guard(schools(world, "first", "second", "village", "kinder", "point"), "校车台账", 1, DUE)


@pytest.mark.parametrize(
    ("day", "last"),
    [(date(2026, 2, 9), 28), (date(2028, 2, 29), 29), (date(2026, 12, 31), 31), (date(2026, 11, 1), 30)],
)
def test_a_month_has_its_days(day: date, last: int) -> None:
    assert month_of(day) == (day.replace(day=1), day.replace(day=last))


# Answering and withdrawing

WHO = ("an", "section", "centre", "leader", "bo", "clerk", "chen", "guardian", "inspector", "auditor")


def test_who_may_answer_and_withdraw_in_each_state(world) -> None:
    """Bo's school was asked by the section."""
    (made,) = ask(world, by="section")

    def may(verb) -> list[str]:
        return [name for name in WHO if verb(made, by=world.actor(name)) is None]

    assert may(asks.why_not_answer) == ["bo", "clerk"]
    assert may(asks.why_not_withdraw) == ["an", "section"]
    asks.answer(made, by=world.actor("clerk"))
    made.refresh_from_db()
    assert (may(asks.why_not_answer), may(asks.why_not_withdraw)) == ([], [])
    assert (made.answered_by, made.state) == (world.membership("clerk"), "已办结")


def test_an_answer_given_twice_is_refused_with_the_day(world) -> None:
    (made,) = ask(world)
    asks.answer(made, by=world.actor("bo"))
    with pytest.raises(Refused, match=r"“上报校车台账”已于 .* 办结。"):
        asks.answer(made, by=world.actor("bo"))
    assert Entry.objects.filter(verb="ask.answer").count() == 1


def test_on_behalf_of_a_school_it_is_shown_who_signed(world) -> None:
    from dataclasses import replace

    from luoshi.office.organisations.actor import Area, Behalf

    (made,) = ask(world, "village")
    school = world.organisation("village")
    behalf = Behalf(pk=1, organisation=school, signed_by="魏田", signed_on=TODAY)
    centre = replace(world.actor("centre"), behalf=behalf, area=Area((school.path,)))
    asks.answer(made, by=centre)
    made.refresh_from_db()
    assert made.answered_behalf == "代石桥镇小学录入（魏田 2026-11-10 签字）"


def test_withdrawing_from_all_spares_who_has_done_it(world) -> None:
    first, second = ask(world, "first", "second")
    asks.answer(second, by=world.actor("chen"))
    assert asks.withdraw(first, why="已从平台取数", by=world.actor("an"), of_all=True) == 1
    assert {one.state for one in Ask.objects.all()} == {"已撤回", "已办结"}


def test_withdrawing_needs_a_reason(world) -> None:
    (made,) = ask(world)
    with pytest.raises(Refused, match="请写明为什么撤回"):
        asks.withdraw(made, why=" ", by=world.actor("an"))


# What schools see


def test_what_waits_for_a_school_is_told_with_its_deadline(world) -> None:
    (made,) = ask(world, "first")
    (gone,) = ask(world, "first")
    asks.withdraw(gone, why="重复", by=world.actor("an"))
    said = {
        name: [(p.what, p.address, p.due) for p in asks.pending(world.actor(name))] for name in ("bo", "chen", "an")
    }
    assert said == {"bo": [("上报校车台账", f"/asks/{made.pk}/", "11月20日前")], "chen": [], "an": []}


@pytest.mark.parametrize(
    ("days", "words"), [(-2, "已过期 2 天"), (0, "今天到期"), (1, "还有 1 天"), (3, "还有 3 天"), (4, "11月14日前")]
)
def test_a_deadline_in_words(days: int, words: str) -> None:
    assert due_words(TODAY + timedelta(days=days), today=TODAY) == words


# For other apps


def test_what_one_source_asks_of_a_school_stands_once_and_can_be_recalled(world) -> None:
    first, second, centre = schools(world, "first", "second", "centre")
    one, other = wanted(source=("plans.assignment", "7")), wanted(source=("plans.assignment", "8"))
    by = world.membership("an")
    assert asks.enter([(first, one), (second, other), (centre, one)], asked_by=by) == 2
    assert len(set(Ask.objects.values_list("batch", flat=True))) == 1
    asks.enter([(first, wanted(source=one.source, due=DUE + timedelta(days=3)))], asked_by=by)
    assert Ask.objects.get(organisation=first).due == DUE + timedelta(days=3)
    assert asks.recall("plans.assignment", ["7"], why="计划调整") == 1
    assert asks.recall("plans.assignment", ["7"], why="计划调整") == 0
    gone = Ask.objects.get(organisation=first)
    assert (gone.withdrawn_why, gone.is_open, Ask.objects.get(organisation=second).is_open) == ("计划调整", False, True)
    asks.enter([(first, one)], asked_by=by)
    gone.refresh_from_db()
    assert (gone.is_open, gone.withdrawn_why, Ask.objects.count()) == (True, "", 2)


def test_what_a_school_has_answered_is_not_recalled(world) -> None:
    asks.enter(
        [(world.organisation("first"), wanted(source=("plans.assignment", "7")))], asked_by=world.membership("an")
    )
    asks.answer(Ask.objects.get(), by=world.actor("bo"))
    assert asks.recall("plans.assignment", ["7"], why="计划调整") == 0

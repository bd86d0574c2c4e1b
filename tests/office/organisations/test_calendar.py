"""What day is worked, and in which year, term and period a day lies."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.office.journal.models import Entry
from luoshi.office.journal.who import PROGRAM
from luoshi.office.organisations import calendar
from luoshi.office.organisations.calendar import Workdays
from luoshi.office.organisations.calendar_actions import (
    Days,
    drop_day,
    plant,
    save_notice,
    set_day,
    set_plan_period,
    set_school_year,
    why_not_keep,
)
from luoshi.office.organisations.day_notice import NamedDay, read_notice
from luoshi.office.organisations.models import DayRule
from luoshi.office.refused import Refused

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # machines are shared

NATIONAL_DAY = date(2025, 10, 1)  # a Wednesday
MAKE_UP = date(2025, 9, 28)  # a Sunday

DATES = st.dates(date(2024, 1, 1), date(2027, 1, 1))
RULES = st.dictionaries(DATES, st.booleans(), max_size=60)


@pytest.fixture
def county(world):
    """The county's authority, with the calendar that comes with the program."""
    authority = world.organisation("county")
    plant(authority, by=PROGRAM)
    return authority


def test_week_holds_where_no_rule_says_otherwise(db) -> None:
    friday = date(2025, 6, 6)
    assert [calendar.is_workday(None, friday + timedelta(days=one)) for one in range(4)] == [True, False, False, True]


def test_national_rules_hold_for_every_authority(county, world) -> None:
    for authority in (county, world.organisation("foreign"), None):
        assert (calendar.is_workday(authority, NATIONAL_DAY), calendar.is_workday(authority, MAKE_UP)) == (False, True)


def test_own_rule_goes_before_the_national_one_and_stays_with_its_authority(county, world) -> None:
    set_day(county, NamedDay(MAKE_UP, False, "本局不调休"), by=world.actor("an"))
    assert calendar.is_workday(county, MAKE_UP) is False
    assert calendar.is_workday(world.organisation("foreign"), MAKE_UP) is True
    assert [rule.name for rule in calendar.rules_of(county, year=2025) if rule.day == MAKE_UP] == ["本局不调休"]


def test_next_workday_passes_over_a_long_holiday(county) -> None:
    assert calendar.next_workday(county, date(2025, 9, 30)) == date(2025, 10, 9)
    assert calendar.next_workday(county, date(2025, 9, 27)) == MAKE_UP


def test_days_between_are_counted_after_the_first_and_with_the_last(county) -> None:
    assert calendar.workdays_between(county, date(2025, 9, 26), date(2025, 10, 9)) == 4
    assert calendar.workdays_between(county, date(2025, 10, 9), date(2025, 9, 26)) == -4
    assert calendar.workdays_between(county, NATIONAL_DAY, NATIONAL_DAY) == 0


@UNHURRIED
@given(RULES, DATES, st.integers(1, 40))
def test_adding_what_was_counted_leads_back(rules: dict[date, bool], day: date, count: int) -> None:
    days = Workdays({**rules, day: True})
    there = days.add(day, count)
    assert days.works(there)
    assert days.between(day, there) == count
    assert days.add(there, -count) == day


def test_day_lies_in_a_school_year_a_term_and_periods(county) -> None:
    day = date(2025, 9, 10)
    assert str(calendar.school_year_on(county, day)) == "2025—2026学年"
    assert str(calendar.term_on(county, day)) == "2025—2026学年 秋季学期"
    assert [str(one) for one in calendar.plan_periods_on(county, day)] == ["“十四五”时期", "2025年"]
    assert calendar.term_on(county, date(2025, 8, 1)) is None
    assert calendar.school_year_on(county, date(2023, 8, 1)) is None


def test_terms_that_came_with_the_program_are_marked_until_the_authority_sets_its_own(county, world) -> None:
    year = calendar.school_year_on(county, date(2025, 9, 10))
    assert year
    assert {term.assumed for term in year.terms.all()} == {True}
    terms = [
        Days("秋季学期", date(2025, 9, 1), date(2026, 1, 23)),
        Days("春季学期", date(2026, 3, 2), date(2026, 7, 10)),
    ]
    set_school_year(county, Days(year.name, year.since, year.until), terms=terms, by=world.actor("an"))
    assert [(term.until, term.assumed) for term in year.terms.all()] == [
        (date(2026, 1, 23), False),
        (date(2026, 7, 10), False),
    ]


def test_planting_twice_changes_nothing(county) -> None:
    before = (DayRule.objects.count(), county.school_years.count(), county.plan_periods.count(), Entry.objects.count())
    plant(county, by=PROGRAM)
    after = (DayRule.objects.count(), county.school_years.count(), county.plan_periods.count(), Entry.objects.count())
    assert after == before


def test_notice_is_saved_as_the_authority_s_own_and_written_down(county, world) -> None:
    text = "国务院办公厅关于2027年部分节假日安排的通知\n国办发明电〔2026〕9号\n一、元旦：1月1日至3日放假，共3天。"
    assert save_notice(county, read_notice(text, year=2027), by=world.actor("an")) == 3
    rules = DayRule.objects.filter(authority=county).values_list("day", "works", "name", "source")
    assert list(rules) == [(date(2027, 1, one), False, "元旦", "国办发明电〔2026〕9号") for one in (1, 2, 3)]
    entry = Entry.objects.get(verb="calendar.load")
    assert (entry.name, entry.about, entry.where) == ("安知远", "云岭县教育局", county.path)


def test_notice_with_a_wrong_weekday_is_not_saved(county, world) -> None:
    notice = read_notice("一、元旦：1月1日（周一）放假。", year=2027)
    with pytest.raises(Refused, match="这一天是周五"):
        save_notice(county, notice, by=world.actor("an"))
    assert not DayRule.objects.filter(authority=county).exists()


@pytest.mark.parametrize("who", ["leader", "section", "bo", "system", "foreign-office"])
def test_only_the_office_of_the_area_keeps_the_calendar(county, world, who: str) -> None:
    with pytest.raises(Refused, match="由本局办公室维护"):
        set_day(county, NamedDay(NATIONAL_DAY, True, "加班"), by=world.actor(who))


def test_somebody_under_no_authority_is_told_what_to_do_first(world) -> None:
    said = "“办公室”不属于哪个教育局，没有校历可改。请先在机构页上把它放到所属的局下面。"
    assert why_not_keep(None, by=world.actor("an")) == said


def test_national_day_cannot_be_dropped_but_an_own_one_can(county, world) -> None:
    by = world.actor("an")
    with pytest.raises(Refused, match="国家统一的安排"):
        drop_day(DayRule.objects.get(authority=None, day=NATIONAL_DAY), by=by)
    drop_day(set_day(county, NamedDay(NATIONAL_DAY, True, "加班"), by=by), by=by)
    assert calendar.is_workday(county, NATIONAL_DAY) is False


def test_school_year_that_contradicts_itself_is_refused_with_every_reason(county, world) -> None:
    terms = [Days("秋季学期", date(2027, 9, 1), date(2028, 3, 1)), Days("春季学期", date(2028, 2, 1), date(2028, 9, 9))]
    with pytest.raises(Refused) as refusal:
        set_school_year(
            county, Days("2027—2028学年", date(2027, 9, 1), date(2028, 8, 31)), terms=terms, by=world.actor("an")
        )
    assert refusal.value.reasons == (
        "春季学期（2028-02-01 至 2028-09-09）超出了2027—2028学年的起止日期。",
        "春季学期在秋季学期结束（2028-03-01）之前就开始了。请改正其中一个。",
    )


def test_school_years_do_not_overlap(county, world) -> None:
    with pytest.raises(Refused, match="与2026—2027学年（2026-09-01 至 2027-08-31）有重叠"):
        set_school_year(county, Days("又一学年", date(2027, 8, 1), date(2028, 7, 31)), terms=[], by=world.actor("an"))


def test_plan_period_ends_after_it_begins(county, world) -> None:
    with pytest.raises(Refused, match="早于开始日期"):
        set_plan_period(county, Days("倒过来", date(2027, 8, 1), date(2027, 7, 31)), by=world.actor("an"))
    saved = set_plan_period(county, Days("三年行动", date(2026, 1, 1), date(2028, 12, 31)), by=world.actor("an"))
    assert calendar.plan_periods_on(county, date(2026, 5, 1)) == [
        county.plan_periods.get(name="“十五五”时期"),
        saved,
        county.plan_periods.get(name="2026年"),
    ]

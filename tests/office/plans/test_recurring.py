"""Rules of what comes back, against the county's calendar."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.office.organisations.models import SchoolYear, Term
from luoshi.office.plans.recurring import Calendar, Occurrence, calendar_of, occurrences, until

YEAR = SchoolYear(name="2025—2026学年", since=date(2025, 9, 1), until=date(2026, 8, 31))
NEXT = SchoolYear(name="2026—2027学年", since=date(2026, 9, 1), until=date(2027, 8, 31))
AUTUMN25 = Term(year=YEAR, name="秋季学期", since=date(2025, 9, 1), until=date(2026, 1, 30))
SPRING = Term(year=YEAR, name="春季学期", since=date(2026, 2, 25), until=date(2026, 7, 10))
AUTUMN = Term(year=NEXT, name="秋季学期", since=date(2026, 9, 1), until=date(2027, 1, 25))
CALENDAR = Calendar(
    (AUTUMN25, SPRING, AUTUMN),
    (YEAR, NEXT),
    (Occurrence("2026年国庆节", date(2026, 10, 1), date(2026, 10, 7)),),
)


def said(rule: str, year: int = 2026) -> list[str]:
    return [f"{one.name} {one.due:%Y-%m-%d}" for one in occurrences(rule, CALENDAR, year)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("TERM", ["2026年春季学期 2026-07-10", "2026年秋季学期 2027-01-25"]),
        ("WEEKDAY", ["2026年春季学期 2026-07-10", "2026年秋季学期 2027-01-25"]),
        ("FREQ=WEEKLY;BYDAY=FR", ["2026年春季学期 2026-07-10", "2026年秋季学期 2027-01-25"]),
        ("FREQ=DAILY", ["2026年春季学期 2026-07-10", "2026年秋季学期 2027-01-25"]),
        ("SCHOOLYEAR", ["2026—2027学年 2027-08-31"]),
        ("HOLIDAY", ["2026年国庆节 2026-10-07"]),
        ("FREQ=YEARLY", ["2026年 2026-12-31"]),
        ("FREQ=YEARLY;INTERVAL=3", ["2026年 2026-12-31"]),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31", ["2026年 2026-12-31"]),
        ("FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=30", ["2026年9月 2026-09-30"]),
        ("FREQ=YEARLY;BYMONTH=3,9", ["2026年3月 2026-03-31", "2026年9月 2026-09-30"]),
        ("FREQ=MONTHLY;INTERVAL=6", ["2026年第1个半年 2026-06-30", "2026年第2个半年 2026-12-31"]),
        ("FREQ=MONTHLY;INTERVAL=12", ["2026年 2026-12-31"]),
        ("SOMETIMES", []),
        ("", []),
    ],
)
def test_a_rule_gives_named_occurrences(rule: str, expected: list[str]) -> None:
    assert said(rule) == expected


def test_months_have_their_last_day_or_the_one_the_rule_names() -> None:
    assert said("FREQ=MONTHLY")[1] == "2026年2月 2026-02-28"
    assert said("FREQ=MONTHLY;BYMONTHDAY=5")[1] == "2026年2月 2026-02-05"
    assert said("FREQ=MONTHLY;BYMONTHDAY=31")[1] == "2026年2月 2026-02-28"
    assert said("FREQ=MONTHLY;INTERVAL=3")[3] == "2026年第4季度 2026-12-31"
    assert said("FREQ=MONTHLY;INTERVAL=5")[2] == "2026年11至12月 2026-12-31"


def test_an_occurrence_ends_with_its_task() -> None:
    (first, *_rest) = occurrences("TERM", CALENDAR, 2026)
    assert until(first, date(2026, 6, 30)).due == date(2026, 6, 30)
    assert until(first, None) == first


def test_it_is_given_out_to_the_end_of_the_next_term() -> None:
    assert CALENDAR.ahead(date(2026, 3, 1)) == AUTUMN.until
    assert CALENDAR.ahead(date(2026, 2, 1)) == SPRING.until
    assert CALENDAR.ahead(date(2026, 9, 2)) == date(2027, 3, 4)


def test_the_calendar_knows_terms_holidays_and_what_lies_between_terms(world) -> None:
    county = world.organisation("county")
    year = SchoolYear.objects.create(
        authority=county, name="2025—2026学年", since=date(2025, 9, 1), until=date(2026, 8, 31)
    )
    Term.objects.create(year=year, name="秋季学期", since=date(2025, 9, 1), until=date(2026, 1, 30))
    Term.objects.create(year=year, name="春季学期", since=date(2026, 2, 25), until=date(2026, 7, 10))
    county.day_rules.create(day=date(2026, 10, 1), works=False, name="国庆节")
    county.day_rules.create(day=date(2026, 10, 2), works=False, name="国庆节")
    county.day_rules.create(day=date(2026, 10, 10), works=True, name="国庆节调休")
    found = calendar_of(county)
    assert [str(term) for term in found.terms] == ["2025—2026学年 秋季学期", "2025—2026学年 春季学期"]
    holidays = {one.name: (one.since, one.due) for one in found.holidays}
    assert holidays["2026年寒假"] == (date(2026, 1, 31), date(2026, 2, 24))
    assert holidays["2026年国庆节"] == (date(2026, 10, 1), date(2026, 10, 2))


def test_holidays_are_called_by_their_season_and_no_longer_than_is_kept(world) -> None:
    county = world.organisation("county")
    year = SchoolYear.objects.create(authority=county, name="甲", since=date(2025, 9, 1), until=date(2026, 8, 31))
    Term.objects.create(year=year, name="春季学期", since=date(2026, 2, 25), until=date(2026, 6, 28))
    following = SchoolYear.objects.create(authority=county, name="乙", since=date(2026, 9, 1), until=date(2027, 8, 31))
    Term.objects.create(year=following, name="秋季学期", since=date(2026, 9, 1), until=date(2027, 1, 25))
    county.day_rules.create(day=date(2026, 10, 1), works=False, name="节" * 40)
    assert [one.name for one in calendar_of(county).holidays] == ["2026年暑假", "2026年" + "节" * 35]


RULES = st.one_of(
    st.sampled_from(["TERM", "HOLIDAY", "SCHOOLYEAR", "WEEKDAY", "FREQ=DAILY", "FREQ=WEEKLY", "", ";", "=", "FREQ="]),
    st.builds(
        lambda freq, key, number: f"FREQ={freq};{key}={number}",
        st.sampled_from(["YEARLY", "MONTHLY"]),
        st.sampled_from(["INTERVAL", "BYMONTH", "BYMONTHDAY"]),
        st.one_of(
            st.integers(-1, 40).map(str), st.lists(st.integers(0, 13), max_size=3).map(lambda n: ",".join(map(str, n)))
        ),
    ),
    st.text(max_size=20),
)


@given(RULES, st.integers(2024, 2028))
def test_whatever_the_rule_says_its_occurrences_are_of_the_year_and_named_once(rule: str, year: int) -> None:
    found = occurrences(rule, CALENDAR, year)
    assert all(one.since.year == year and one.since <= one.due for one in found)
    assert len({one.name for one in found}) == len(found)
    assert all(len(one.name) <= 40 for one in found)

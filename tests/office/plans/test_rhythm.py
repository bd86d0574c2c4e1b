"""Rules of what comes back, and their words."""

import pytest

from luoshi.office.plans.rhythm import PLAIN, rule_of, words_of


@pytest.mark.parametrize("rule", PLAIN)
def test_every_plain_rhythm_leads_back(rule: str) -> None:
    assert rule_of(words_of(rule)) == rule


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=30", "每年9月30日"),
        ("FREQ=YEARLY;BYMONTH=3,9", "每年3月、9月"),
        ("FREQ=YEARLY;INTERVAL=3", "每3年"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "每月底"),
        ("FREQ=MONTHLY;BYMONTHDAY=5", "每月5日"),
        ("FREQ=WEEKLY;BYDAY=FR", "每周五"),
        ("", ""),
    ],
)
def test_rule_has_words_that_lead_back_to_it(rule: str, words: str) -> None:
    assert words_of(rule) == words
    assert rule_of(words) == rule


def test_rule_without_words_is_shown_as_it_is() -> None:
    assert words_of("FREQ=YEARLY;BYDAY=1MO") == "FREQ=YEARLY;BYDAY=1MO"


def test_what_says_no_rhythm_is_none() -> None:
    assert rule_of("年底前") is None
    assert rule_of("每年9月30日前") == "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=30"

"""What a report can contain of test suites made by others is read as they expect (see docs/suites.md)."""

from functools import cache
from pathlib import Path

import pytest

from tests.suites import PREDICATES, READS, SUITES, Case, Tally, tally

PASSED, DECLARED = 0.95, 0.15
# Cases in scope: a rule that takes more out has to be seen.
IN_SCOPE = {
    "Recognizers-Text Number": 388,
    "Recognizers-Text Percent": 129,
    "Recognizers-Text NumberRange": 50,
    "Recognizers-Text Dimension": 12,
    "Recognizers-Text DatePeriod": 26,
    "OpenCC to simplified": 127,
    "JioNLP money": 23,
    "WeTextProcessing number": 61,
    "WeTextProcessing date": 11,
    "WeTextProcessing measure": 22,
    "WeTextProcessing money": 5,
}


@cache
def told(name: str, shared: Path) -> Tally:
    return tally(name, shared)


@pytest.mark.parametrize("name", SUITES)
def test_of_every_suite_as_much_is_passed_and_as_little_declared_as_is_promised(shared: Path, name: str) -> None:
    found = told(name, shared)
    assert found.in_scope == IN_SCOPE[name]
    assert found.passed_share >= PASSED, [(case.text, case.expected) for case in found.missed]
    assert found.declared_share <= DECLARED


@pytest.mark.parametrize("name", SUITES)
def test_every_rule_takes_a_case(shared: Path, name: str) -> None:
    rules = [rule["why"] for part in ("outside", "otherwise") for rule in SUITES[name][part]]
    assert [why for why in rules if why not in told(name, shared).by_rule] == []


def test_every_rule_says_why_and_asks_for_something_known() -> None:
    known = {"text", "input", "expected", "kind", "is", "why"}
    for suite in SUITES.values():
        assert suite["reads"] in READS
        for rule in [*suite["outside"], *suite["otherwise"]]:
            assert len(rule["why"]) > 20
            assert {"why"} < rule.keys() <= known
            assert rule.get("is", "lies_behind") in PREDICATES


@pytest.mark.parametrize(
    ("reads", "case"),
    [
        ("numerals", Case("三百", "三百", {"value": "301"})),
        ("shares", Case("九成", "九成", {"value": "9%"})),
        ("ranges", Case("20-30", "共20-30个", {"value": "[20,31)"})),
        ("quantities", Case("5亩", "占地5亩", {"value": "5", "unit": "Ton"})),
        ("simplified", Case("教育會", "教育會", "教育會")),
        ("money", Case("约5万元", "约5万元", {"num": "50000.00", "case": "元", "definition": "accurate"})),
        ("written_numbers", Case("三百", "三百", "301")),
        ("written_dates", Case("二〇三一年三月二日", "二〇三一年三月二日", "2031/03/03")),
        ("measures", Case("两千人", "两千人", "200人")),
        ("amounts_of_money", Case("三十元", "三十元", "$30")),
    ],
)
def test_what_is_read_otherwise_is_not_passed(reads: str, case: Case) -> None:
    assert not READS[reads](case)

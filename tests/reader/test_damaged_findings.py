"""Whatever a page did to a report, what is found in it is found again: shares and aims as benchmarks/damages.py prints them."""

import re

import pytest

from luoshi.reader import read_text
from tests.damages import DAMAGES, damaged, numbers_struck, place_struck
from tests.kept import SAME, ZERO, Item, Report, Share, kept, kept_of, own_reports, pairs, readings, shared_reports


@pytest.fixture(scope="module")
def own() -> list[Report]:
    return own_reports()


@pytest.fixture(scope="module")
def real(shared: object) -> list[Report]:
    return shared_reports()


def left(name: str, reports: list[Report]) -> dict[str, Share]:
    shares = dict.fromkeys(SAME, ZERO)
    for report in reports:
        if name != "c" or report.is_numbered:
            for kind, share in kept(*readings(report.clean, damaged(report.clean, name)), struck=name == "g").items():
                shares[kind] += share
    return shares


@pytest.mark.parametrize("name", sorted(DAMAGES))
def test_the_samples_keep_their_findings_under_every_damage(own: list[Report], name: str) -> None:
    shares = left(name, own)
    assert sum(share.wanted for share in shares.values()) > 300
    assert kept_of(name, shares)[1], {kind: share for kind, share in shares.items() if share.share < 1}


@pytest.mark.parametrize("name", sorted(DAMAGES))
def test_real_reports_keep_their_findings_under_every_damage(real: list[Report], name: str) -> None:
    shares = left(name, real)
    assert kept_of(name, shares)[1], {kind: share for kind, share in shares.items() if share.share < 1}


def test_where_years_or_numbers_are_struck_out_the_actions_are_the_same(own: list[Report]) -> None:
    for report in own:
        assert left("g", [report])["actions"].share == 1
        shares = kept(*readings(report.clean, numbers_struck(report.clean)), struck=True)
        assert shares["actions"].share >= 0.85  # of a list's number, x., nothing is left to go by
        assert shares["figures"].share >= 0.85


def test_no_day_is_made_up_for_a_limit_whose_year_was_struck_out(own: list[Report]) -> None:
    limits = 0
    for report in own:
        whole, after = readings(report.clean, damaged(report.clean, "g"))
        days = {item.start: item.said for item in whole["deadlines"]}
        limits += len(after["deadlines"])
        assert [item for item in after["deadlines"] if item.said not in ((None,), days.get(item.start))] == []
    assert limits > 10


def test_a_figure_whose_number_was_struck_out_stays_without_a_value(own: list[Report]) -> None:
    for report in own:
        struck = numbers_struck(report.clean)
        figures = read_text(struck.text).figures
        unknown = [figure for figure in figures if "x" in struck.text[figure.start : figure.end]]
        assert [figure for figure in unknown if figure.value is not None] == []
        whole = read_text(report.clean)
        written = [figure for figure in whole.figures if re.search("[0-9]", whole.text[figure.start : figure.end])]
        assert len(unknown) >= 0.95 * len(written)


def test_where_the_place_is_struck_out_the_actions_stay(own: list[Report]) -> None:
    for report in own:
        shares = kept(*readings(report.clean, place_struck(report.clean, report.place)))
        assert shares["actions"].share == 1


def test_a_finding_that_says_something_else_is_not_kept() -> None:
    whole = [Item(0, 10, ("safety",)), Item(10, 20, ("safety",))]
    assert list(
        pairs(whole, [Item(0, 9, ("safety",)), Item(10, 20, ("party",)), Item(16, 20, ("safety",))], 0.75, [False])
    ) == [(whole[0], Item(0, 9, ("safety",)))]

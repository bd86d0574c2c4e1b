import re
from dataclasses import replace

import pytest

from luoshi.reader.neighbours import Neighbours
from luoshi.reader.write.entries import tabs
from luoshi.reader.write.years import plan_year


def unyeared(reading):
    """The reading with its last target left without a year, and that target."""
    target = replace(reading.figures[-2], year=None)
    return replace(reading, figures=(*reading.figures[:-2], target, reading.figures[-1])), target


def test_a_target_without_a_year_has_that_of_the_plan(reading):
    given, target = unyeared(reading)
    assert (target.status, plan_year(given, Neighbours(given), target)) == ("target", 2031)


def test_what_has_its_own_year_or_is_no_target_gets_none(reading):
    given, target = unyeared(reading)
    near = Neighbours(given)
    assert plan_year(given, near, replace(target, year=2030)) is None
    assert plan_year(given, near, replace(target, status="achieved")) is None
    assert plan_year(replace(given, meeting=replace(given.meeting, year=None)), near, target) is None


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2031年教育工作要点", 2031),
        ("2030年总结和2031年打算", 2031),
        ("2031—2033年教育发展规划", None),
        ("教育三年行动计划", None),
        ("“十五五”教育规划", None),
    ],
)
def test_a_paper_that_looks_further_ahead_lends_no_year(reading, title, year):
    given, target = unyeared(reading)
    given = replace(given, meeting=replace(given.meeting, title=title))
    assert plan_year(given, Neighbours(given), target) == year


def test_a_year_lent_by_the_plan_is_marked_as_such(reading):
    given, target = unyeared(reading)
    (figures,) = [tab for tab in tabs(given) if tab.id == "figures"]
    said = [text for _, text in figures.items[given.figures.index(target)].chips]
    assert "2031年（计划年度）" in said
    assert not any(re.search("计划年度", text) for item in figures.items[:2] for _, text in item.chips)

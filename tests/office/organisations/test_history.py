"""What organisations were on a day, and that figures add up whatever went up in what."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.office.organisations import actions, history
from luoshi.office.organisations.history import Branch
from luoshi.office.organisations.models import Kind, Organisation
from luoshi.office.organisations.tree import insert
from luoshi.office.refused import Refused

pytestmark = pytest.mark.django_db

FIRST, SECOND = date(2025, 10, 10), date(2025, 11, 1)
EVE = FIRST - timedelta(days=1)


def flat(branch: Branch, above: str = "") -> dict[str, str]:
    """Each name of a tree with the name above it."""
    found = {branch.name: above}
    for one in branch.below:
        found.update(flat(one, branch.name))
    return found


def test_a_name_holds_from_its_first_day_on(world) -> None:
    school = actions.rename(world.organisation("first"), to="实验小学", day=FIRST, by=world.actor("an"))
    school = actions.rename(school, to="云岭小学", day=SECOND, by=world.actor("an"))
    days = [EVE, FIRST, SECOND - timedelta(days=1), SECOND]
    assert [history.name_on(school, day) for day in days] == ["云岭县第一小学", "实验小学", "实验小学", "云岭小学"]
    assert [(one.name, one.since, one.until) for one in history.names(school)] == [
        ("云岭县第一小学", None, FIRST),
        ("实验小学", FIRST, SECOND),
        ("云岭小学", SECOND, None),
    ]


def test_what_went_up_in_a_school_is_found_by_way_of_others(world) -> None:
    an, names = world.actor("an"), ("point", "village", "first", "second")
    point, village, first, second = (world.organisation(name) for name in names)
    actions.merge(point, into=village, day=FIRST, by=an)
    actions.merge(village, into=first, day=FIRST, by=an)
    actions.merge(first, into=second, day=SECOND, by=an)
    assert history.lineage(second) == [village, point, first]
    point.refresh_from_db()
    days = [EVE, FIRST, SECOND]
    assert [history.successor_on(point, day) for day in days] == [point, first, second]


def test_the_tree_of_a_day_is_the_tree_as_it_stood(world) -> None:
    county, an = world.organisation("county"), world.actor("an")
    now = flat(history.as_of(county, timezone.localdate()))
    school = actions.rename(world.organisation("village"), to="石桥小学", day=FIRST, by=an)
    school = actions.restage(school, stages="primary,junior", ownership="public", day=FIRST, by=an)
    actions.move(school, under=county, day=FIRST, by=an)
    actions.merge(world.organisation("first"), into=world.organisation("second"), day=SECOND, by=an)
    assert flat(history.as_of(county, EVE)) == now
    assert now["石桥镇小学"] == "石桥镇中心校"
    later = flat(history.as_of(county, SECOND))
    assert (later["石桥小学"], "云岭县第一小学" in later, "云岭县第一小学" in now) == ("云岭县教育局", False, True)
    before = {one.name: one.stages for one in history.as_of(county, EVE).below[3].below}
    assert before == {"石桥镇小学": "primary"}


def test_what_left_for_another_authority_stands_in_its_former_tree(world) -> None:
    """Moved by the city, which reaches both."""
    foreign, city = world.organisation("foreign"), world.actor("city-office")
    actions.move(world.organisation("village"), under=foreign, day=FIRST, by=city)
    there = flat(history.as_of(world.organisation("county"), EVE))
    assert there["石桥镇小学河口教学点"] == "石桥镇小学"
    assert "石桥镇小学" not in flat(history.as_of(world.organisation("county"), FIRST))
    assert "石桥镇小学" not in flat(history.as_of(foreign, EVE))
    assert flat(history.as_of(foreign, FIRST))["石桥镇小学"] == "白沙县教育局"


def test_a_missing_value_makes_the_sum_missing(world) -> None:
    first, second = world.organisation("first"), world.organisation("second")
    actions.merge(first, into=second, day=FIRST, by=world.actor("an"))
    assert history.fold({first.pk: 300, second.pk: 500}, FIRST) == {second.pk: 800}
    assert history.fold({first.pk: None, second.pk: 500}, FIRST) == {second.pk: None}
    assert history.fold({first.pk: 300, second.pk: 500}, EVE) == {first.pk: 300, second.pk: 500}
    assert history.fold({first.pk: Decimal("0.5"), second.pk: 1}, FIRST) == {second.pk: Decimal("1.5")}


def test_a_page_of_figures_costs_one_question(world, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        history.fold(dict.fromkeys(range(5000), 1), FIRST)


mergers = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 200)), max_size=8)
figures = st.lists(st.integers(-1000, 1000), min_size=6, max_size=6)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mergers=mergers, figures=figures, day=st.integers(0, 200))
def test_totals_are_kept_whatever_goes_up_in_what(world, mergers, figures, day) -> None:
    with transaction.atomic():
        made = merge_by_chance(world, mergers)
        values = {one.pk: figure for one, figure in zip(made, figures, strict=True)}
        then = EVE + timedelta(days=day)
        folded = history.fold(values, then)
        assert sum(folded.values()) == sum(figures)
        now = {pk: history.successor_on(Organisation.objects.get(pk=pk), then) for pk in values}
        assert folded.keys() == {one.pk for one in now.values()}
        assert [one for one in now.values() if not one.is_open(then)] == []
        transaction.set_rollback(True)


def merge_by_chance(world, mergers) -> list[Organisation]:
    """Six training institutions of which some went up in others; what cannot be is refused and left."""
    county, an = world.organisation("county"), world.actor("an")
    made = [insert(Organisation(parent=county, kind=Kind.TRAINING, name=f"甲{number}")) for number in range(6)]
    for what, into, after in mergers:
        try:
            actions.merge(made[what], into=made[into], day=EVE + timedelta(days=after), by=an)
        except Refused:
            continue
    return made

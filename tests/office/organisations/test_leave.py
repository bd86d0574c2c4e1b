"""While somebody is away, their deputy may act; for no day longer."""

from datetime import date, timedelta

import pytest

from luoshi.office.organisations import leave
from luoshi.office.organisations.memberships import usable
from luoshi.office.organisations.models import Membership
from luoshi.office.refused import Refused

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2025, 12, 4), date(2025, 12, 8)


@pytest.fixture
def deputy(world) -> Membership:
    """The clerk of Bo's school stands in for Bo."""
    return Membership.objects.create(
        person=world.membership("clerk").person, organisation=world.organisation("first"), role="head",
        since=date(2025, 10, 1), deputises=world.membership("bo"), confirmed=True,
    )  # fmt: skip


def acts(deputy: Membership, day: date) -> bool:
    return deputy in usable(deputy.person, day=day)


def test_the_deputy_may_act_on_the_days_of_the_leave_only(world, deputy) -> None:
    leave.go_on_leave(world.membership("bo"), since=FIRST, until=LAST, why="外出培训", by=world.actor("bo"))
    days = [FIRST - timedelta(days=1), FIRST, LAST, LAST + timedelta(days=1)]
    assert [acts(deputy, day) for day in days] == [False, True, True, False]
    assert leave.deputies_of(world.membership("bo")) == [deputy]


def test_coming_back_ends_the_leave_the_day_before(world, deputy) -> None:
    away = leave.go_on_leave(world.membership("bo"), since=FIRST, by=world.actor("an"))
    leave.come_back(away, day=LAST, by=world.actor("bo"))
    assert [acts(deputy, day) for day in (FIRST, LAST)] == [True, False]
    assert leave.away_on(world.membership("bo"), LAST) is None


def test_a_leave_that_holds_no_day_is_taken_out(world, deputy) -> None:
    away = leave.go_on_leave(world.membership("bo"), since=FIRST, by=world.actor("bo"))
    leave.come_back(away, day=FIRST, by=world.actor("bo"))
    assert not world.membership("bo").leaves.exists()


@pytest.mark.parametrize(
    ("who", "may"),
    [("bo", True), ("an", True), ("clerk", False), ("chen", False), ("centre", False), ("leader", False)],
)
def test_who_may_say_that_a_head_is_away(world, who, may) -> None:
    assert (leave.why_not(world.membership("bo"), by=world.actor(who)) is None) is may


@pytest.mark.parametrize(
    ("since", "until", "reason"),
    [
        (LAST, FIRST, "早于第一天"),
        (date(2020, 1, 1), None, "不在这个岗位的任期内"),
        (LAST, None, "与另一次离岗（2025-12-04 起）重叠"),
        (FIRST - timedelta(days=2), FIRST, "与另一次离岗（2025-12-04 起）重叠"),
    ],
)
def test_days_that_cannot_be_are_refused(world, since, until, reason) -> None:
    leave.go_on_leave(world.membership("bo"), since=FIRST, until=LAST, by=world.actor("bo"))
    with pytest.raises(Refused, match=reason):
        leave.go_on_leave(world.membership("bo"), since=since, until=until, by=world.actor("bo"))


def test_a_leave_that_is_over_is_not_ended_again(world) -> None:
    away = leave.go_on_leave(world.membership("bo"), since=FIRST, until=LAST, by=world.actor("bo"))
    with pytest.raises(Refused, match="2025-12-08 已经结束"):
        leave.come_back(away, day=LAST + timedelta(days=3), by=world.actor("bo"))


def test_a_deputy_does_not_open_the_office_to_themselves(world) -> None:
    """The bureau's office keeps the leaves of all; not of whom one stands in for."""
    leader, an = world.membership("leader"), world.actor("an")
    assert leave.why_not(leader, by=an) is None
    Membership.objects.create(
        person=an.person, organisation=leader.organisation, role="leader", since=leader.since, deputises=leader, confirmed=True,
    )  # fmt: skip
    with pytest.raises(Refused, match=r"您是“.*”的B岗"):
        leave.go_on_leave(leader, since=FIRST, by=an)


def test_a_deputy_of_somebody_who_left_for_good_stands_in_for_nobody(world, deputy) -> None:
    leave.go_on_leave(world.membership("bo"), since=FIRST, by=world.actor("bo"))
    Membership.objects.filter(pk=world.membership("bo").pk).update(until=FIRST)
    assert [acts(deputy, day) for day in (FIRST, LAST)] == [True, False]


def test_a_deputy_of_somebody_who_is_not_confirmed_stands_in_for_nobody(world, deputy) -> None:
    leave.go_on_leave(world.membership("bo"), since=FIRST, by=world.actor("bo"))
    Membership.objects.filter(pk=world.membership("bo").pk).update(confirmed=False)
    assert not acts(deputy, FIRST)


def test_leaves_are_asked_for_only_where_somebody_deputises(world, deputy, django_assert_num_queries) -> None:
    """Every page asks this first."""
    with django_assert_num_queries(1):
        (one,) = usable(world.membership("an").person, day=FIRST)
        assert (str(one.organisation), one.person.name) == ("办公室", "安知远")
    with django_assert_num_queries(2):
        usable(deputy.person, day=FIRST)

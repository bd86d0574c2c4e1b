"""Organisations end: what moves to the successor, what ends with them, and what has to be settled before."""

from datetime import date, timedelta

import pytest
from allauth.usersessions.models import UserSession

from luoshi.office.journal.detail import detail_of
from luoshi.office.journal.models import Entry
from luoshi.office.organisations import actions
from luoshi.office.organisations.models import GroupingMember, Membership
from luoshi.office.refused import Refused

pytestmark = pytest.mark.django_db

DAY = date(2025, 11, 1)
EVE = DAY - timedelta(days=1)


def test_a_school_goes_up_in_another(world) -> None:
    merged = actions.merge(
        world.organisation("village"),
        into=world.organisation("first"),
        day=DAY,
        document="县府会〔2026〕2号",
        by=world.actor("an"),
    )
    assert (merged.closed_on, merged.successor, merged.is_open(EVE), merged.is_open(DAY)) == (
        DAY, world.organisation("first"), True, False,
    )  # fmt: skip
    point = world.organisation("point")
    point.refresh_from_db()
    assert point.path == f"{world.organisation('first').path}{point.pk}/"
    assert list(merged.changes.values_list("what", "before", "after")) == [("merged", "石桥镇小学", "云岭县第一小学")]
    assert [entry.verb for entry in Entry.objects.order_by("pk")] == [
        "organisation.move",
        "membership.end_with_organisation",
        "organisation.merge",
    ]


def test_its_memberships_end_the_day_before_and_none_moves_by_itself(world) -> None:
    actions.merge(world.organisation("village"), into=world.organisation("first"), day=DAY, by=world.actor("an"))
    ended = Membership.objects.get(pk=world.membership("village-head").pk)
    assert (ended.until, ended.organisation) == (EVE, world.organisation("village"))


def test_each_membership_that_ends_is_written_down_for_itself(world) -> None:
    """The journal of a person has to say when and why they lost a right, not only that a school was merged."""
    actions.merge(world.organisation("first"), into=world.organisation("second"), day=DAY, by=world.actor("an"))
    written = Entry.objects.filter(verb="membership.end_with_organisation")
    ended = {str(world.membership(name).pk) for name in ("bo", "clerk", "guardian")}
    assert {entry.about_id for entry in written} == ended
    assert {entry.where for entry in written} == {world.organisation("first").path}
    told = detail_of(written[0]) or {}
    assert (told["last_day"], told["reason"]) == ("2025-10-31", "“云岭县第一小学”并入“云岭县第二中学”")


def test_whoever_worked_there_is_signed_out(world) -> None:
    bo = world.client("bo")
    session = bo.session
    UserSession.objects.create(user=world.membership("bo").person, session_key=session.session_key, ip="127.0.0.1")
    actions.merge(world.organisation("first"), into=world.organisation("second"), day=DAY, by=world.actor("an"))
    assert not UserSession.objects.exists()
    assert bo.get("/").status_code == 302


def test_a_membership_that_had_not_begun_never_holds(world) -> None:
    later = Membership.objects.create(
        person=world.membership("bo").person,
        organisation=world.organisation("village"),
        role="clerk",
        since=DAY,
        confirmed=True,
    )
    actions.merge(world.organisation("village"), into=world.organisation("first"), day=DAY, by=world.actor("an"))
    later.refresh_from_db()
    assert (later.until, later.confirmed) == (DAY, False)


def test_its_places_in_groupings_end_too(world) -> None:
    actions.merge(world.organisation("first"), into=world.organisation("second"), day=DAY, by=world.actor("an"))
    assert [one.until for one in GroupingMember.objects.all()] == [EVE]


@pytest.mark.parametrize(
    ("what", "into", "reason"),
    [
        ("village", "village", "不能并入自己或自己的下级"),
        ("village", "point", "不能并入自己或自己的下级"),
        ("village", "office", "可以并入的是：学校"),
        ("basic", "first", "可以并入的是：科室、二级机构"),
        ("village", "foreign-school", "“白沙县第一小学”不在您的辖区内"),
        ("centre", "village", "不能并入自己或自己的下级"),
    ],
)
def test_a_merger_that_cannot_be_is_refused(world, what, into, reason) -> None:
    with pytest.raises(Refused, match=reason):
        actions.merge(world.organisation(what), into=world.organisation(into), day=DAY, by=world.actor("an"))
    assert not Entry.objects.exists()


def test_nothing_goes_up_in_what_is_no_more(world) -> None:
    actions.merge(world.organisation("first"), into=world.organisation("second"), day=DAY, by=world.actor("an"))
    with pytest.raises(Refused, match="2025-11-01 不在办"):
        actions.merge(world.organisation("village"), into=world.organisation("first"), day=DAY, by=world.actor("an"))


def test_children_that_cannot_follow_are_named(world) -> None:
    actions.open_organisation(
        world.organisation("first"), "point", "石桥镇小学河口教学点", by=world.actor("an"), stages="primary"
    )
    with pytest.raises(Refused, match="已有一个“石桥镇小学河口教学点”"):
        actions.merge(world.organisation("village"), into=world.organisation("first"), day=DAY, by=world.actor("an"))


def test_a_school_is_not_given_up_while_anything_hangs_on_it(world) -> None:
    with pytest.raises(Refused) as refusal:
        actions.close(world.organisation("village"), day=DAY, by=world.actor("an"))
    assert refusal.value.reasons == (
        "下面还有 1 个机构：石桥镇小学河口教学点。请先变更隶属、并入或撤销。",
        "还有 1 人在岗：魏田（校（园）长、书记）。请先办离任交接或收回岗位，最后一天早于 2025-11-01。",
    )


def test_a_school_is_given_up_once_all_is_settled(world) -> None:
    an = world.actor("an")
    Membership.objects.filter(pk=world.membership("village-head").pk).update(until=EVE)
    actions.close(world.organisation("point"), day=DAY, document="云教〔2026〕5号", by=an)
    closed = actions.close(world.organisation("village"), day=DAY, by=an)
    assert (closed.closed_on, closed.successor) == (DAY, None)
    assert [change.what for change in closed.changes.all()] == ["closed"]
    with pytest.raises(Refused, match="已于 2025-11-01 撤销，不再变动"):
        actions.rename(closed, to="新名", day=DAY, by=an)


def test_nothing_ends_before_another_went_up_in_it(world) -> None:
    first, second, an = world.organisation("first"), world.organisation("second"), world.actor("an")
    actions.merge(world.organisation("village"), into=first, day=DAY, by=an)
    with pytest.raises(Refused, match="“石桥镇小学”并入时“云岭县第一小学”还在"):
        actions.merge(first, into=second, day=EVE, by=an)

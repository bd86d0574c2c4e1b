"""Who grants what to whom, the second person, and 三员 kept apart."""

from datetime import date, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from luoshi.office.journal.models import Entry
from luoshi.office.organisations import grants
from luoshi.office.organisations.actor import actor_of
from luoshi.office.organisations.grant_rules import FITS, PROPOSES
from luoshi.office.organisations.models import Grant, Kind, Membership, Organisation, Person, Role, Setting
from luoshi.office.organisations.tree import insert
from luoshi.office.refused import Refused

pytestmark = pytest.mark.django_db

DAY = date(2026, 1, 1)


@pytest.fixture
def dong(world) -> Person:
    """Somebody just registered."""
    return Person.objects.create(name="董新", staff_number="Y-0200")


@pytest.fixture
def alone(world) -> None:
    Setting.objects.create(organisation=world.organisation("county"), name="second_person", value=False)


def propose(world, person: Person, *, place: str = "second", role: str = Role.CLERK, by: str = "security", **more):
    return grants.appoint(person, world.organisation(place), role, since=DAY, by=world.actor(by), **more)


def reasons(call) -> list[str]:
    with pytest.raises(Refused) as refused:
        call()
    return list(refused.value.reasons)


def verbs() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("verb", flat=True))


# Proposing and confirming


def test_a_membership_holds_once_somebody_else_has_confirmed_it(world, dong) -> None:
    membership = propose(world, dong, by="an")
    assert not Membership.objects.in_force(timezone.localdate()).filter(pk=membership.pk).exists()
    grants.decide(membership.grants.get(), agreed=True, by=world.actor("security"))
    assert Membership.objects.in_force(timezone.localdate()).filter(pk=membership.pk).exists()
    assert verbs() == ["membership.propose", "membership.confirm"]
    assert {one.where for one in Entry.objects.all()} == {world.organisation("second").path}


def test_what_was_declined_never_holds_and_says_why(world, dong) -> None:
    grant = propose(world, dong, by="an").grants.get()
    assert reasons(lambda: grants.decide(grant, agreed=False, by=world.actor("security"))) == [
        "不同意的，请写明理由，提出的人才知道怎么改。"
    ]
    grants.decide(grant, agreed=False, answer="文件没有到", by=world.actor("security"))
    grant.refresh_from_db()
    assert (grant.agreed, grant.answer, grant.membership.confirmed) == (False, "文件没有到", False)
    assert verbs()[-1] == "membership.decline"
    assert "已经办过" in reasons(lambda: grants.decide(grant, agreed=True, by=world.actor("security")))[0]
    propose(world, dong, by="an")  # may be proposed anew


PROPOSING = [
    ("security", Role.SECURITY_ADMIN, "county", True),
    ("security", Role.GUARDIAN, "first", True),
    ("an", Role.HEAD, "second", True),
    ("an", Role.CLERK, "kinder", True),
    ("an", Role.CENTRE, "centre", True),
    ("an", Role.SECTION, "aid", True),
    ("an", Role.INSPECTOR, "county", True),
    ("an", Role.OFFICE, "office", False),
    ("an", Role.LEADER, "county", False),
    ("an", Role.GUARDIAN, "first", False),
    ("an", Role.SYSTEM_ADMIN, "county", False),
    ("an", Role.HEAD, "foreign-school", False),
    ("security", Role.HEAD, "foreign-school", False),
    ("security", Role.AUDITOR, "city", False),
    ("system", Role.CLERK, "second", False),
    ("auditor", Role.CLERK, "second", False),
    ("leader", Role.CLERK, "second", False),
    ("bo", Role.CLERK, "first", False),
    ("centre", Role.CLERK, "village", False),
    ("foreign-office", Role.CLERK, "second", False),
]


@pytest.mark.parametrize(("by", "role", "place", "may"), PROPOSING)
def test_who_may_propose_which_role_where(world, dong, by: str, role: str, place: str, may: bool) -> None:
    if may:
        assert not propose(world, dong, by=by, role=role, place=place).confirmed
    else:
        assert len(reasons(lambda: propose(world, dong, by=by, role=role, place=place))) == 1
        assert not dong.memberships.exists()


DECIDING = [
    # proposed by, decided by, may
    ("an", "security", True),
    ("an", "leader", False),
    ("an", "an", False),
    ("an", "system", False),
    ("an", "auditor", False),
    ("an", "bo", False),
    ("an", "foreign-office", False),
    ("an", "city-office", False),
    ("security", "security", False),
    ("security", "leader", True),
    ("security", "an", False),
    ("security", "system", False),
]


@pytest.mark.parametrize(("by", "second", "may"), DECIDING)
def test_who_may_confirm_what_whom_proposed(world, dong, by: str, second: str, may: bool) -> None:
    grant = propose(world, dong, by=by).grants.get()
    actor = world.actor(second)
    assert (grants.why_not_decide(grant, by=actor) == []) is may
    assert Grant.objects.waiting_for(actor).filter(pk=grant.pk).exists() is may
    if not may:
        assert reasons(lambda: grants.decide(grant, agreed=True, by=actor))


def test_nobody_confirms_their_own_membership(world) -> None:
    security = world.membership("security").person
    grant = propose(world, security, by="an").grants.get()
    assert "是您自己的岗位" in reasons(lambda: grants.decide(grant, agreed=True, by=world.actor("security")))[0]
    assert not Grant.objects.waiting_for(world.actor("security")).exists()


def test_a_person_does_not_become_a_second_one_by_another_membership(world, dong) -> None:
    """The security administrator is also a leader here: two memberships, one pair of eyes."""
    security = world.membership("security").person
    world.memberships["also"] = Membership.objects.create(
        person=security, organisation=world.organisation("county"), role=Role.LEADER, since=DAY, confirmed=True
    )
    grant = propose(world, dong).grants.get()
    assert "是您自己提出的" in reasons(lambda: grants.decide(grant, agreed=True, by=world.actor("also")))[0]


# Without a second person


def test_where_nobody_else_is_asked_the_journal_says_so(world, dong, alone) -> None:
    membership = propose(world, dong, by="an")
    assert membership.confirmed
    grants.revoke(membership, last_day=timezone.localdate(), reason="调离", by=world.actor("an"))
    assert verbs() == ["membership.appoint_alone", "membership.end_alone"]
    assert [one.agreed for one in Grant.objects.order_by("pk")] == [True, True]


def test_nobody_grants_themselves_anything_alone(world, alone) -> None:
    an = world.membership("an").person
    assert "自己的岗位要由别人办理" in reasons(lambda: propose(world, an, by="an"))[0]
    assert "自己的岗位要由别人办理" in "".join(
        reasons(
            lambda: grants.revoke(world.membership("security"), last_day=DAY, reason="调离", by=world.actor("security"))
        )
    )


# Which role fits where


@pytest.mark.parametrize("role", list(Role))
def test_a_role_is_given_only_where_it_exists(world, dong, role: str) -> None:
    kinds = {
        one.kind: short
        for short, one in world.organisations.items()
        if one.path.startswith(world.organisation("county").path)
    }
    for kind, short in kinds.items():
        membership = Membership(person=dong, organisation=world.organisation(short), role=role, since=DAY)
        from luoshi.office.organisations.grant_rules import why_not_propose

        assert (why_not_propose(membership) == []) is (kind in FITS[role]), (kind, role)


def test_bodies_outside_and_training_institutions_have_no_roles() -> None:
    assert all(not found & {Kind.OUTSIDE, Kind.TRAINING} for found in FITS.values())
    assert set(FITS) == set(Role)
    assert {role for roles in PROPOSES.values() for role in roles} == set(Role)


def test_a_body_outside_is_refused_in_its_own_words(world, dong) -> None:
    assert reasons(lambda: propose(world, dong, place="police"))[0] == (
        "“云岭县公安局”是外单位，那里的人不登录，用函件往来，不设岗位。"
    )


def test_every_reason_is_given_at_once(world, dong) -> None:
    found = reasons(lambda: propose(world, dong, place="police", by="leader", until=DAY - timedelta(days=1)))
    assert len(found) == 3


# 三员


ADMINISTRATORS = [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR]


@pytest.mark.parametrize("first", ADMINISTRATORS)
@pytest.mark.parametrize("second", ADMINISTRATORS)
def test_two_of_the_three_administrators_are_never_one_person(world, dong, first: str, second: str) -> None:
    grants.decide(propose(world, dong, place="county", role=first).grants.get(), agreed=True, by=world.actor("leader"))
    (reason,) = reasons(lambda: propose(world, dong, place="county", role=second))
    assert ("要由三个人分任" in reason) is (first != second)


@pytest.mark.parametrize(("first", "second"), [("city", "county"), ("county", "city")])
def test_nor_are_they_of_an_authority_and_the_one_above_it(world, dong, first: str, second: str) -> None:
    """The upper one's administrators reach the lower one's people."""
    Membership.objects.create(
        person=dong, organisation=world.organisation(first), role=Role.SYSTEM_ADMIN, since=DAY, confirmed=True
    )
    Membership.objects.create(
        person=Person.objects.create(name="市安", login="city-security"), organisation=world.organisation("city"),
        role=Role.SECURITY_ADMIN, since=DAY, confirmed=True,
    )  # fmt: skip
    by = actor_of(Membership.objects.get(person__login="city-security"), day=DAY)
    (reason,) = reasons(lambda: grants.appoint(dong, world.organisation(second), Role.AUDITOR, since=DAY, by=by))
    assert "要由三个人分任" in reason


def test_what_waits_counts_too_and_is_looked_at_again_when_confirmed(world, dong) -> None:
    waiting = propose(world, dong, place="county", role=Role.SYSTEM_ADMIN).grants.get()
    assert "要由三个人分任" in reasons(lambda: propose(world, dong, place="county", role=Role.AUDITOR))[0]
    Membership.objects.create(
        person=dong, organisation=world.organisation("county"), role=Role.AUDITOR, since=DAY, confirmed=True
    )
    assert "要由三个人分任" in reasons(lambda: grants.decide(waiting, agreed=True, by=world.actor("leader")))[0]


def test_one_after_another_or_in_two_authorities_is_no_clash(world, dong) -> None:
    Membership.objects.create(
        person=dong, organisation=world.organisation("foreign"), role=Role.AUDITOR, since=DAY, confirmed=True
    )
    Membership.objects.create(
        person=dong,
        organisation=world.organisation("county"),
        role=Role.AUDITOR,
        since=date(2025, 9, 1),
        until=DAY - timedelta(days=1),
        confirmed=True,
    )
    propose(world, dong, place="county", role=Role.SYSTEM_ADMIN)


def test_an_administrator_may_also_do_other_work_and_the_second_person_sees_it(world) -> None:
    """Small offices have few people; the pair of eyes that confirms is told."""
    grant = propose(world, world.membership("section").person, place="county", role=Role.SYSTEM_ADMIN).grants.get()
    page = world.client("leader").get(reverse("grant", args=[grant.pk])).content.decode()
    assert "请留意：这个人还任业务岗位" in page


# Taking back


def test_taking_back_is_confirmed_too_and_signs_out_who_uses_it(world) -> None:
    bo, browser = world.membership("bo"), Client()
    bo.person.set_password("Yun-Ling-2025")
    bo.person.save()
    browser.post(reverse("account_login"), {"login": "bo", "password": "Yun-Ling-2025"})
    browser.get("/")
    yesterday = timezone.localdate() - timedelta(days=1)
    grant = grants.revoke(bo, last_day=yesterday, reason="调离", by=world.actor("an"))
    assert browser.get("/").status_code == 200
    grants.decide(grant, agreed=True, by=world.actor("security"))
    assert not UserSession.objects.exists()
    assert browser.get("/")["Location"].startswith("/sign-in/")
    bo.refresh_from_db()
    assert bo.until == yesterday


def test_a_membership_of_today_is_taken_back_today(world, dong, alone) -> None:
    membership = grants.appoint(
        dong, world.organisation("second"), Role.CLERK, since=timezone.localdate(), by=world.actor("an")
    )
    grants.revoke(membership, last_day=timezone.localdate() - timedelta(days=1), reason="录错了", by=world.actor("an"))
    assert not Membership.objects.in_force(timezone.localdate()).filter(pk=membership.pk).exists()
    propose(world, dong, by="an")  # as if it had never been


def test_an_end_may_be_brought_forward_and_not_put_off(world) -> None:
    bo, an = world.membership("bo"), world.actor("an")
    Membership.objects.filter(pk=bo.pk).update(until=date(2026, 12, 31))
    assert "不能改得更晚" in reasons(lambda: grants.revoke(bo, last_day=date(2027, 1, 1), reason="调离", by=an))[0]
    grants.revoke(bo, last_day=date(2026, 11, 30), reason="调离", by=an)
    assert "正等确认" in reasons(lambda: grants.revoke(bo, last_day=date(2026, 11, 30), reason="调离", by=an))[0]


def test_without_a_reason_nothing_is_taken_back(world) -> None:
    found = reasons(lambda: grants.revoke(world.membership("bo"), last_day=DAY, reason=" ", by=world.actor("an")))
    assert found == ["请写明收回的原因，例如“调离”“任期届满”和文号。"]


def test_the_last_security_administrator_stays_until_there_is_another(world, dong) -> None:
    last = world.membership("security")
    world.memberships["more"] = Membership.objects.create(
        person=dong, organisation=world.organisation("county"), role=Role.SECURITY_ADMIN, since=DAY, confirmed=True
    )
    today = timezone.localdate()

    def end():
        return grants.revoke(last, last_day=today, reason="调离", by=world.actor("more"))

    assert "最后一位安全管理员" in reasons(end)[0]  # the other cannot sign in
    Person.objects.filter(pk=dong.pk).update(login="dong")
    grant = end()
    Person.objects.filter(pk=dong.pk).update(is_active=False)
    assert "最后一位安全管理员" in reasons(lambda: grants.decide(grant, agreed=True, by=world.actor("leader")))[0]
    Person.objects.filter(pk=dong.pk).update(is_active=True)
    grants.decide(grant, agreed=True, by=world.actor("leader"))


def test_another_county_s_security_administrator_does_not_count(world, dong) -> None:
    Membership.objects.create(
        person=world.membership("foreign-office").person,
        organisation=world.organisation("foreign"),
        role=Role.SECURITY_ADMIN,
        since=DAY,
        confirmed=True,
    )
    last = world.membership("security")
    found = reasons(lambda: grants.revoke(last, last_day=DAY, reason="调离", by=world.actor("security")))
    assert "最后一位安全管理员" in found[0]


# Batches


def test_a_batch_is_decided_together_or_not_at_all(world, dong) -> None:
    other = Person.objects.create(name="另一人", staff_number="Y-0201")
    for person in (dong, other):
        propose(world, person, by="an", batch="b-1")
    closed = insert(Organisation(parent=world.organisation("county"), kind=Kind.SCHOOL, name="旧校"))
    third = grants.appoint(other, closed, Role.CLERK, since=DAY, by=world.actor("an"), batch="b-1")
    Organisation.objects.filter(pk=closed.pk).update(closed_on=DAY)
    (reason,) = reasons(lambda: grants.decide_batch("b-1", agreed=True, by=world.actor("security")))
    assert reason.startswith("旧校 填报员 另一人：")
    assert not Membership.objects.filter(person__in=[dong, other], confirmed=True).exists()
    grants.decide(third.grants.get(), agreed=False, answer="已撤校", by=world.actor("security"))
    assert grants.decide_batch("b-1", agreed=True, by=world.actor("security")) == 2
    assert grants.decide_batch("", agreed=True, by=world.actor("security")) == 0


# Pages


def test_what_waits_stands_on_the_second_person_s_first_page(world, dong) -> None:
    propose(world, dong, by="an")
    assert "授权等您确认" in world.client("security").get("/").content.decode()
    for other in ("an", "leader", "system", "foreign-office"):
        assert "授权等您确认" not in world.client(other).get("/").content.decode()


def test_a_proposal_goes_from_form_to_decision(world, dong) -> None:
    office, security = world.client("an"), world.client("security")
    given = {"person": "Y-0200", "organisation": "云岭县第二中学", "role": "clerk", "since": "2026-01-01"}
    assert office.post(reverse("grant-propose"), given)["Location"] == "/grants/"
    grant = Grant.objects.get()
    assert "有 1 项授权等您确认" in security.get(reverse("grants")).content.decode()
    page = office.get(reverse("grant", args=[grant.pk])).content.decode()
    assert 'name="agreed"' not in page
    assert "由安全管理员确认" in page
    security.post(reverse("grant", args=[grant.pk]), {"agreed": "yes"})
    grant.refresh_from_db()
    assert grant.agreed is True


def test_the_form_says_what_it_did_not_find(world, dong) -> None:
    Person.objects.create(name="董新", staff_number="Y-0300")
    given = {"person": "董新", "organisation": "第二中学", "role": "clerk", "since": "2026-01-01"}
    answer = world.client("an").post(reverse("grant-propose"), given)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "person": ["叫“董新”的不止一人，请改写工号：Y-0200、Y-0300。"],
        "organisation": ["辖区内没有“第二中学”。是不是：云岭县第二中学？"],
    }


def test_the_office_is_offered_only_what_it_may_propose(world) -> None:
    page = world.client("an").get(reverse("grant-propose"))
    assert [value for value, _ in page.context["form"].fields["role"].choices if value] == [
        "section", "centre", "head", "clerk", "inspector",
    ]  # fmt: skip


def test_a_membership_is_taken_back_by_its_page(world) -> None:
    bo = world.membership("bo")
    address = reverse("grant-end", args=[bo.pk])
    assert "收回柏青在云岭县第一小学的岗位" in world.client("an").get(address).content.decode()
    assert world.client("an").post(address, {"last_day": "2026-01-31", "reason": ""}).status_code == 422
    assert world.client("an").post(address, {"last_day": "2026-01-31", "reason": "调离"}).status_code == 302
    assert Grant.objects.get().last_day == date(2026, 1, 31)
    foreign = reverse("grant-end", args=[world.membership("foreign-office").pk])
    assert world.client("an").get(foreign).status_code == 404


def test_a_grant_beside_the_area_is_not_there(world, dong) -> None:
    grant = propose(world, dong, by="an").grants.get()
    for other in ("foreign-office",):
        assert world.client(other).get(reverse("grant", args=[grant.pk])).status_code == 404


def test_a_batch_is_decided_by_its_page(world, dong) -> None:
    propose(world, dong, by="an", batch="b-1")
    security = world.client("security")
    assert "导入批次 b-1：1 项授权等您确认" in security.get(reverse("grant-batch", args=["b-1"])).content.decode()
    security.post(reverse("grant-batch", args=["b-1"]), {"agreed": "yes"})
    assert Grant.objects.get().agreed is True
    assert security.get(reverse("grant-batch", args=["b-1"])).status_code == 404

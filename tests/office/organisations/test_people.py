"""People are registered once, kept up to date by those who may, and let go."""

from datetime import date

import pytest

from luoshi.office.journal.models import Entry
from luoshi.office.organisations import people
from luoshi.office.organisations.actions import EditedMeanwhile
from luoshi.office.organisations.models import Grant, Membership, Person
from luoshi.office.refused import Refused

pytestmark = pytest.mark.django_db

DAY = date(2025, 11, 1)


def test_a_person_is_registered_without_an_account(world) -> None:
    person = people.register(" 方 一诺 ", by=world.actor("an"), staff_number="2026001", mobile="13812341234")
    kept = Person.objects.get(pk=person.pk)
    assert (kept.name, kept.staff_number, kept.login, kept.has_usable_password()) == ("方 一诺", "2026001", None, False)
    assert Entry.objects.get().verb == "person.register"


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"name": " "}, "还没有填姓名"),
        ({"name": "方一诺", "mobile": "1381234"}, "手机"),
        ({"name": "方一诺", "email": "fang"}, "邮箱写的是“fang”"),
        ({"name": "方一诺", "staff_number": "007"}, "工号“007”已登记给另一个人"),
        ({"name": "方" * 61}, "“姓名”有 61 个字，最多 60 个字"),
    ],
)
def test_what_cannot_be_registered_is_refused_with_the_reason(world, facts, reason) -> None:
    Person.objects.create(name="旧人", staff_number="007")
    with pytest.raises(Refused, match=reason):
        people.register(facts.pop("name"), by=world.actor("an"), **facts)
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "who", ["leader", "section", "clerk", "inspector", "guardian", "observer", "auditor", "bo", "centre"]
)
def test_others_register_nobody(world, who) -> None:
    with pytest.raises(Refused, match="“登记人员”由局办公室"):
        people.register("方一诺", by=world.actor(who))


def test_an_empty_staff_number_is_none_and_may_stand_twice(world) -> None:
    made = [people.register(name, by=world.actor("an"), staff_number="") for name in ("甲", "乙")]
    assert [one.staff_number for one in made] == [None, None]


# Editing


@pytest.mark.parametrize(
    ("who", "everything", "contact"),
    [
        ("an", True, True),
        ("system", True, True),
        ("bo", False, True),
        ("clerk", False, False),
        ("chen", False, False),
        ("centre", False, False),
        ("foreign-office", False, False),
        ("city-office", True, True),
    ],
)
def test_who_may_edit_the_clerk_of_a_school(world, who, everything, contact) -> None:
    clerk = Membership.objects.get(pk=world.membership("clerk").pk).person
    by = world.actor(who)
    if who == "clerk":
        assert people.why_not_edit(clerk, by=by, contact=True) is None
        assert people.why_not_edit(clerk, by=by) is not None
        return
    may = (people.why_not_edit(clerk, by=by) is None, people.why_not_edit(clerk, by=by, contact=True) is None)
    assert may == (everything, contact)


def test_who_works_beyond_the_area_too_is_kept_by_those_above(world) -> None:
    """A head must not change the address to which somebody's letters from the bureau go."""
    clerk = world.membership("clerk").person
    Membership.objects.create(
        person=clerk, organisation=world.organisation("basic"), role="section", since=DAY, confirmed=True
    )
    with pytest.raises(Refused, match="还在您辖区以外任职"):
        people.edit_person(clerk, version=1, by=world.actor("bo"), mobile="13800000000")
    assert people.edit_person(clerk, version=1, by=world.actor("an"), mobile="13800000000").version == 2


def test_the_staff_number_of_an_account_is_the_system_administrator_s(world) -> None:
    """The identity provider may call somebody by it: whoever sets it decides who comes in as whom."""
    guard = world.membership("security").person
    with pytest.raises(Refused, match="工号可以用来登录（现在是“没有”），由系统管理员修改"):
        people.edit_person(guard, version=1, by=world.actor("an"), staff_number="an-at-the-provider")
    people.edit_person(guard, version=1, by=world.actor("system"), staff_number="G-7")
    with pytest.raises(Refused, match="现在是“G-7”"):
        people.edit_person(guard, version=2, by=world.actor("an"), staff_number="")
    Person.objects.filter(pk=guard.pk).update(login=None)
    assert people.edit_person(guard, version=2, by=world.actor("an"), staff_number="G-8").staff_number == "G-8"


def test_two_who_edit_a_person_at_once_see_both_values(world) -> None:
    bo, an = world.membership("bo").person, world.actor("an")
    people.edit_person(bo, version=1, by=an, mobile="13800000001")
    with pytest.raises(EditedMeanwhile) as refusal:
        people.edit_person(bo, version=1, by=an, mobile="13800000002")
    assert refusal.value.reasons[1:] == ("手机：现在是“13800000001”，您填的是“13800000002”。",)


def test_what_did_not_change_is_not_written(world) -> None:
    edited = people.edit_person(world.membership("bo").person, version=1, by=world.actor("an"), name="柏青", email="")
    assert (edited.version, Entry.objects.exists()) == (1, False)


def test_a_detail_nobody_keeps_is_the_programmers_fault(world) -> None:
    with pytest.raises(TypeError, match="login"):
        people.edit_person(world.membership("bo").person, version=1, by=world.actor("an"), login="root")


# Leaving


def test_who_leaves_is_taken_out_of_every_membership(world) -> None:
    bo = world.membership("bo").person
    Membership.objects.create(
        person=bo, organisation=world.organisation("second"), role="clerk", since=DAY, confirmed=True
    )
    asked = people.let_go(bo, last_day=date(2026, 6, 30), reason="退休", by=world.actor("an"))
    assert [(one.what, one.membership.person, one.last_day) for one in asked] == [
        (Grant.What.REVOKE, bo, date(2026, 6, 30)),
        (Grant.What.REVOKE, bo, date(2026, 6, 30)),
    ]
    assert "person.let_go" in set(Entry.objects.values_list("verb", flat=True))


def test_leaving_needs_a_reason_and_somebody_who_may(world) -> None:
    bo = world.membership("bo").person
    with pytest.raises(Refused, match="请写明离职的原因"):
        people.let_go(bo, last_day=DAY, reason=" ", by=world.actor("an"))
    with pytest.raises(Refused, match="“离职”由局办公室、安全管理员办理"):
        people.let_go(bo, last_day=DAY, reason="退休", by=world.actor("chen"))


def test_a_role_that_the_office_does_not_grant_is_not_ended_by_it(world) -> None:
    guardian = world.membership("guardian").person
    with pytest.raises(Refused, match="“心理与保护专员”由安全管理员提出"):
        people.let_go(guardian, last_day=date(2026, 6, 30), reason="调出", by=world.actor("an"))
    assert len(people.let_go(guardian, last_day=date(2026, 6, 30), reason="调出", by=world.actor("security"))) == 1


# Doubles and masks


def test_a_possible_double_is_found_by_number_or_by_name_and_mobile(world) -> None:
    same = Person.objects.create(name="方一诺", staff_number="2026001", mobile="13812341234")
    asked = [
        {"name": "方一诺", "mobile": "13812341234"},
        {"name": "另一人", "staff_number": "2026001"},
        {"name": "方一诺"},
        {"name": "方一诺", "mobile": "13900000000"},
        {"name": "另一人", "mobile": "13812341234"},
    ]
    assert [people.doubles(**one) for one in asked] == [[same], [same], [same], [], []]
    assert people.doubles(name="方一诺", apart_from=same.pk) == []


@pytest.mark.parametrize(("mobile", "shown"), [("13812341234", "138****1234"), ("", ""), ("1381234", "****")])
def test_a_list_shows_no_whole_mobile_number(mobile, shown) -> None:
    assert people.masked(mobile) == shown

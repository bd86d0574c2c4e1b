"""The invented county: whole, built by verbs, and never beside real people."""

import pytest
from django.test import Client
from django.utils.timezone import localdate

from luoshi.office.journal.check import Check
from luoshi.office.journal.models import Entry
from luoshi.office.organisations.actor import actor_of
from luoshi.office.organisations.models import Kind, Membership, Organisation, Person, Role
from luoshi.office.plans.overview.scope import scope_of
from luoshi.office.plans.overview.year import Year
from luoshi.office.refused import Refused
from luoshi.office.web.demo.build import build
from luoshi.office.web.demo.cast import cast

pytestmark = pytest.mark.django_db
LAST = str(localdate().year - 1)


@pytest.fixture
def passwords(db) -> dict[str, str]:
    return build()


def count(kind: str) -> int:
    return Organisation.objects.filter(kind=kind, closed_on__isnull=True).count()


def test_the_county_has_what_a_county_has(passwords) -> None:
    assert [count(kind) for kind in (Kind.CENTRE, Kind.KINDERGARTEN, Kind.SCHOOL, Kind.POINT)] == [3, 12, 20, 4]
    assert [count(kind) for kind in (Kind.SECTION, Kind.INSTITUTION, Kind.OUTSIDE, Kind.TRAINING)] == [14, 6, 9, 2]
    assert Person.objects.count() == 120
    assert {one.role for one in Membership.objects.all()} == set(Role)
    schools = Organisation.objects.filter(kind=Kind.SCHOOL)
    assert schools.filter(stages="primary,junior").count() == 2
    assert set(schools.values_list("ownership", flat=True)) == {"public", "private"}


def test_every_role_can_sign_in_with_its_own_first_password(passwords) -> None:
    assert len(set(passwords.values())) == len(cast()) == len(Role)
    client = Client()
    assert client.post("/sign-in/", {"login": "head", "password": passwords["head"]}).status_code == 302
    assert client.get("/", follow=True).redirect_chain[-1][0] == "/me/password/"


def test_nobody_of_the_county_was_appointed_alone_but_the_first_four(passwords) -> None:
    alone = Entry.objects.filter(verb="membership.appoint_alone")
    assert alone.count() == 4
    assert Entry.objects.filter(verb="membership.confirm").count() == Membership.objects.count() - 4
    assert list(Check().flaws()) == []


def test_what_last_year_reached_stands_beside_what_it_aimed_at(passwords) -> None:
    year = Year(scope_of(actor_of(Membership.objects.filter(role=Role.OFFICE)[0], day=localdate()), {"year": LAST}))
    rows = list(year.rows)
    year.look_up(rows)
    told = {one.words: year._latest(one) for one in rows if one.kind == "task"}
    assert told["新增学位900个"] == "900个（已达到）"
    assert told["精准资助家庭经济困难学生，全年发放资助资金2200万元"] == "2270万元（已达到）"
    assert [words for words, latest in told.items() if "未报" in latest] == []


@pytest.mark.parametrize("left", ["organisation", "person"])
def test_it_is_not_built_beside_real_data(left: str) -> None:
    if left == "person":
        Person.objects.create(name="真人")
    else:
        Organisation.objects.create(kind=Kind.COUNTY, name="真县教育局", path="1/")
    with pytest.raises(Refused, match="已经有机构或人员"):
        build()
    assert (Organisation.objects.count(), Person.objects.count()) in {(1, 0), (0, 1)}

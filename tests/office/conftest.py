"""What tests of the office may ask for: a small county, its people, and a city and a county beside it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from luoshi.office.organisations.actor import Actor, actor_of
from luoshi.office.organisations.models import Grouping, Kind, Membership, Organisation, Person, Role
from luoshi.office.organisations.settings_table import ROWS, Row
from luoshi.office.organisations.tree import insert

SAMPLES = Path(__file__).resolve().parents[2] / "src" / "luoshi" / "samples"
BARE = "/membership/"  # a page that asks for nothing of its own
DAY = date(2025, 9, 1)  # since when everybody is in office

REPORT = """云岭县召开2024年教育工作会议
3月1日，云岭县召开2024年教育工作会议，县教育局局长苏既明讲话。
过去一年，全县新增学位1200个，义务教育巩固率达到98.5%。
会议要求，要加快城东小学建设，8月底前投入使用。要加强师德师风建设，每学期开展一次专题培训。
"""


def codes_off() -> Row:
    """The setting as it is for all but the tests of the code itself."""
    return replace(ROWS["administrators_use_totp"], default=False)


@pytest.fixture(autouse=True)
def without_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Administrators see their pages at once; tests of the code itself ask for it."""
    monkeypatch.setitem(ROWS, "administrators_use_totp", codes_off())


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """A password is stored and checked at once: what makes it slow is Django's and tested there."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def samples() -> Path:
    """The folder of the sample reports."""
    return SAMPLES


@pytest.fixture
def report_text() -> str:
    """A short report of an invented county."""
    return REPORT


class Browser(Client):
    """Sends what a page's form would: with the membership, and on whose behalf it was opened."""

    def post(self, path: str, data: Any = None, *args: Any, **more: Any) -> Any:
        if data is None or isinstance(data, dict):
            data = {"membership": self.stamp, **(data or {})}
        return super().post(path, data, *args, **more)

    @property
    def stamp(self) -> str:
        session = self.session
        return "-".join(str(session[name]) for name in ("membership", "behalf") if name in session)


@dataclass
class World:
    """A city above, a county with everything, a foreign county beside it. Organisations and people by a short name."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    memberships: dict[str, Membership] = field(default_factory=dict)

    def organisation(self, name: str) -> Organisation:
        return self.organisations[name]

    def membership(self, name: str) -> Membership:
        return self.memberships[name]

    def actor(self, name: str) -> Actor:
        membership = Membership.objects.select_related("organisation", "person").get(pk=self.memberships[name].pk)
        return actor_of(membership, day=date.today())  # noqa: DTZ011 (the county's own day)

    def client(self, name: str) -> Client:
        """A browser in which that person is signed in, in that membership."""
        client = Browser()
        client.force_login(self.memberships[name].person)
        session = client.session
        session["membership"] = self.memberships[name].pk
        session.save()
        return client


ORGANISATIONS = (
    # short name, parent, kind, name, stages
    ("city", None, Kind.CITY, "望川市教育局", ""),
    ("county", "city", Kind.COUNTY, "云岭县教育局", ""),
    ("office", "county", Kind.SECTION, "办公室", ""),
    ("basic", "county", Kind.SECTION, "基础教育科", ""),
    ("aid", "county", Kind.INSTITUTION, "学生资助中心", ""),
    ("centre", "county", Kind.CENTRE, "石桥镇中心校", ""),
    ("village", "centre", Kind.SCHOOL, "石桥镇小学", "primary"),
    ("point", "village", Kind.POINT, "石桥镇小学河口教学点", "primary"),
    ("first", "county", Kind.SCHOOL, "云岭县第一小学", "primary"),
    ("second", "county", Kind.SCHOOL, "云岭县第二中学", "junior"),
    ("kinder", "county", Kind.KINDERGARTEN, "云岭县机关幼儿园", "preschool"),
    ("police", "county", Kind.OUTSIDE, "云岭县公安局", ""),
    ("foreign", "city", Kind.COUNTY, "白沙县教育局", ""),
    ("foreign-school", "foreign", Kind.SCHOOL, "白沙县第一小学", "primary"),
)

PEOPLE = (
    # short name, organisation, role, person
    ("an", "office", Role.OFFICE, "安知远"),
    ("leader", "county", Role.LEADER, "李望舒"),
    ("section", "basic", Role.SECTION, "孙启明"),
    ("centre", "centre", Role.CENTRE, "钟怀瑾"),
    ("bo", "first", Role.HEAD, "柏青"),
    ("clerk", "first", Role.CLERK, "纪小满"),
    ("chen", "second", Role.HEAD, "陈立"),
    ("village-head", "village", Role.HEAD, "魏田"),
    ("inspector", "county", Role.INSPECTOR, "督明"),
    ("guardian", "first", Role.GUARDIAN, "桂宁"),
    ("observer", "county", Role.OBSERVER, "关山"),
    ("system", "county", Role.SYSTEM_ADMIN, "席同"),
    ("security", "county", Role.SECURITY_ADMIN, "安全"),
    ("auditor", "county", Role.AUDITOR, "申计"),
    ("city-office", "city", Role.OFFICE, "市明"),
    ("foreign-office", "foreign", Role.OFFICE, "外远"),
)


def build() -> World:
    """The world's rows, in a database that holds none."""
    made = World()
    for order, (short, parent, kind, name, stages) in enumerate(ORGANISATIONS):
        above = made.organisations[parent] if parent else None
        made.organisations[short] = insert(Organisation(parent=above, kind=kind, name=name, stages=stages, order=order))
    for short, organisation, role, name in PEOPLE:
        person = Person.objects.create(login=short, name=name)
        made.memberships[short] = Membership.objects.create(
            person=person, organisation=made.organisations[organisation], role=role, since=DAY, confirmed=True
        )
    district = Grouping.objects.create(
        authority=made.organisations["county"], kind=Grouping.Kind.DISTRICT, name="第一责任区", since=DAY
    )
    district.in_charge.add(made.memberships["inspector"])
    district.members.create(organisation=made.organisations["first"], since=DAY)
    return made


@pytest.fixture
def world(db) -> World:
    """An is the bureau's office, Bo heads the school concerned, Chen another school."""
    return build()


@pytest.fixture
def sign_in(world: World) -> Callable[[str], Client]:
    """Opens a browser as somebody of the world."""
    return world.client


@pytest.fixture
def own_questions() -> Callable[[Client, str], int]:
    """How often a page asks the database for what it shows; what sign-in and the shell ask on every page is left out."""

    def asked(client: Client, address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    def count(client: Client, address: str) -> int:
        for one in (address, BARE):
            client.get(one)
        return asked(client, address) - asked(client, BARE)

    return count

"""The first authority and those who can sign in to it."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.urls import reverse

from luoshi.office.journal.models import Entry
from luoshi.office.organisations import actions
from luoshi.office.organisations.beginning import First, begin
from luoshi.office.organisations.models import Kind, Membership, Organisation, Person, Role
from luoshi.office.refused import Refused

LUOSHI = Path(sys.executable).with_name("luoshi")
FIRSTS = [
    First(Role.SYSTEM_ADMIN, "席同", "xitong"),
    First(Role.SECURITY_ADMIN, "安宁", "anning"),
    First(Role.AUDITOR, "申计", "申计"),
    First(Role.LEADER, "李望舒", "leader", "局长"),
]


@pytest.mark.django_db
def test_an_authority_begins_with_people_who_can_do_the_rest(client) -> None:
    authority, begun = begin("云岭县教育局", Kind.COUNTY, FIRSTS)
    assert [one.membership.role for one in begun] == [one.role for one in FIRSTS]
    assert Membership.objects.filter(organisation=authority, confirmed=True).count() == 4
    entries = list(Entry.objects.order_by("pk").values_list("verb", "name"))
    each = [("membership.appoint_alone", "系统"), ("account.open", "系统")]
    assert entries == [("organisation.open", "系统"), ("calendar.plant", "系统"), *each * 4]
    answer = client.post(reverse("account_login"), {"login": "anning", "password": begun[1].password})
    assert answer.status_code == 302
    assert client.get("/")["Location"] == "/me/password/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("firsts", "reason"),
    [
        (FIRSTS[:3], "还缺局领导"),
        (FIRSTS[1:], "还缺系统管理员"),
        ([*FIRSTS[:3], FIRSTS[3]._replace(login="XiTong")], "登录名各不相同"),
        ([*FIRSTS[:3], FIRSTS[3]._replace(name=" ")], "请写明局领导的姓名"),
        ([*FIRSTS[:3], FIRSTS[3]._replace(login="a b")], "登录名“a b”不能用"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(firsts: list[First], reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        begin("云岭县教育局", Kind.COUNTY, firsts)
    assert not Organisation.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_there_is_only_one_beginning() -> None:
    from luoshi.office.journal.who import PROGRAM

    city = actions.found("望川市教育局", Kind.CITY, by=PROGRAM)
    with pytest.raises(Refused, match="这里已经有“望川市教育局”"):
        begin("云岭县教育局", Kind.COUNTY, FIRSTS)
    county, _ = begin("云岭县教育局", Kind.COUNTY, FIRSTS, parent=city)
    assert county.path.startswith(city.path)


def luoshi(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [LUOSHI, *words, "--data", str(folder / "data")]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, timeout=120)


def test_the_command_prints_each_first_password_once_and_refuses_to_begin_again(tmp_path: Path) -> None:
    words = ["init", "--name", "云岭县教育局", "--system", "席同", "--security", "安宁：anning", "--audit", "申计"]
    short = luoshi(tmp_path, *words)
    assert (short.returncode, short.stdout) == (2, "")
    assert "还缺：--leader" in short.stderr
    done = luoshi(tmp_path, *words, "--leader", "李望舒")
    assert (done.returncode, done.stderr) == (0, "")
    rows = [
        line.split() for line in done.stdout.splitlines() if "管理员 " in line or line.startswith(("审计员", "局领导"))
    ]
    assert [row[:3] for row in rows] == [
        ["系统管理员", "席同", "席同"],
        ["安全管理员", "安宁", "anning"],
        ["审计员", "申计", "申计"],
        ["局领导", "李望舒", "李望舒"],
    ]
    assert len({row[3] for row in rows}) == 4
    again = luoshi(tmp_path, *words, "--leader", "李望舒")
    assert (again.returncode, again.stdout) == (1, "")
    assert "这里已经有“云岭县教育局”" in again.stderr

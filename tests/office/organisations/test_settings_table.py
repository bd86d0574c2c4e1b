"""What administrators may set, who of them, and what is kept of it."""

import pytest

from luoshi.office.journal.detail import detail_of
from luoshi.office.journal.models import Entry
from luoshi.office.organisations.models import Role, Setting
from luoshi.office.organisations.settings_table import GROUPS, ROWS, change, change_all, value_of
from luoshi.office.organisations.verbs import VERBS
from luoshi.office.refused import Refused

ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0a1b2c3d-secret"


def told() -> str:
    """Everything the journal keeps of details, in clear."""
    return str([detail_of(one) for one in Entry.objects.all()])


AS_SHIPPED = ROWS["administrators_use_totp"].default  # before the other tests' fixture switches it off


def test_administrators_use_a_code_unless_somebody_decides_otherwise() -> None:
    """Else whoever resets a password could come in as the one who grants, and as the one who confirms."""
    assert AS_SHIPPED is True


def test_every_default_is_one_that_could_be_chosen() -> None:
    from luoshi.office.organisations.settings_table import amiss

    assert {row.name: amiss(row, row.default) for row in ROWS.values() if amiss(row, row.default)} == {}
    assert {row.group for row in ROWS.values()} == set(GROUPS)
    assert {row.role for row in ROWS.values()} == {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.LEADER}


def test_each_group_belongs_to_one_role() -> None:
    assert all(len({row.role for row in ROWS.values() if row.group == group}) == 1 for group in GROUPS)


def test_an_authority_without_a_choice_goes_by_the_default(world) -> None:
    assert value_of(world.organisation("county"), "idle_minutes") == 30
    assert value_of(None, "second_person") is True


def test_a_choice_holds_for_its_authority_alone(world) -> None:
    change(world.organisation("county"), "idle_minutes", 15, by=world.actor("security"))
    assert value_of(world.organisation("county"), "idle_minutes") == 15
    assert value_of(world.organisation("foreign"), "idle_minutes") == 30
    assert value_of(world.organisation("city"), "idle_minutes") == 30


def test_the_journal_and_the_row_say_who_changed_it(world) -> None:
    change(world.organisation("county"), "second_person", False, by=world.actor("leader"))
    setting = Setting.objects.get(name="second_person")
    assert (setting.changed_by, setting.changed_at is not None) == (world.membership("leader"), True)
    entry = Entry.objects.get()
    assert (entry.verb, entry.name, entry.where) == ("setting.guard", "李望舒", world.organisation("county").path)
    assert VERBS[entry.verb] == "更改安全设置"
    assert detail_of(entry) == {"name": "second_person", "before": "开", "after": "关"}


def test_a_choice_that_changes_nothing_leaves_no_trace(world) -> None:
    assert change_all(world.organisation("county"), {"idle_minutes": 30}, by=world.actor("security")) == []
    assert not Entry.objects.exists()
    assert not Setting.objects.exists()


@pytest.mark.parametrize(
    ("who", "where", "name"),
    [
        ("system", "county", "second_person"),
        ("security", "county", "mail_host"),
        ("auditor", "county", "idle_minutes"),
        ("an", "county", "digest_hour"),
        ("security", "foreign", "idle_minutes"),
        ("security", "city", "idle_minutes"),
    ],
)
def test_nobody_changes_what_is_not_theirs(world, who: str, where: str, name: str) -> None:
    value = {"second_person": False, "mail_host": "mail.example.cn"}.get(name, 20)
    with pytest.raises(Refused, match="设置。"):
        change(world.organisation(where), name, value, by=world.actor(who))
    assert not Setting.objects.exists()


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("digest_hour", 24, "“每天几点发提醒”写的是“24”，这里要 0 到 23 的整数。"),
        ("digest_hour", "八点", "“每天几点发提醒”写的是“八点”，这里要 0 到 23 的整数。"),
        ("digest_hour", True, "“每天几点发提醒”写的是“True”，这里要 0 到 23 的整数。"),
        ("mail_security", "ssl3", "“加密方式”没有“ssl3”这一项，请从列出的选项里选。"),
        ("mail_from", "教育局", "“发件地址”写的是“教育局”，这里要一个完整的邮箱地址。"),
        ("mail_password", "竹影", "邮件的账号和密码里有汉字或全角符号，邮件服务器读不懂，请换成半角。"),
        ("site_address", "javascript:alert(1)", "“系统网址”要写成 https://主机名 的样子，后面不带别的。"),
        (
            "mail_host",
            "smtp.example.cn/x",
            "“邮件服务器”只写主机名或 IP 地址，例如 smtp.example.gov.cn；端口写在下一格。",
        ),
    ],
)
def test_a_value_out_of_bounds_is_refused_with_the_reason(world, name: str, value: object, why: str) -> None:
    with pytest.raises(Refused) as refused:
        change(world.organisation("county"), name, value, by=world.actor("system"))
    assert refused.value.reasons == (why,)


def test_several_are_changed_all_or_none_and_every_reason_is_said(world) -> None:
    values = {"mail_host": "mail.example.cn", "mail_port": 0, "mail_from": "x"}
    with pytest.raises(Refused) as refused:
        change_all(world.organisation("county"), values, by=world.actor("system"))
    assert len(refused.value.reasons) == 2
    assert not Setting.objects.exists()


def test_a_secret_is_kept_encrypted_and_never_told(world) -> None:
    county = world.organisation("county")
    change(county, "mail_password", "Bamboo-7788", by=world.actor("system"))
    change(county, "robot_address", ROBOT, by=world.actor("system"))
    stored = str(list(Setting.objects.values_list("value", flat=True)))
    assert "7788" not in stored
    assert "secret" not in stored
    assert value_of(county, "mail_password") == "Bamboo-7788"
    assert value_of(county, "robot_address") == ROBOT
    assert "7788" not in told()
    assert "已设置，不再显示" in told()
    change(county, "mail_password", "", by=world.actor("system"))
    assert value_of(county, "mail_password") == ""

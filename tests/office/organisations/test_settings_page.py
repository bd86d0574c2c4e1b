"""The settings as each administrator sees them."""

import pytest
from django.urls import reverse

from luoshi.office.organisations.models import Setting
from luoshi.office.organisations.settings_table import change, value_of

MAIL = {
    "group": "mail", "mail_host": "mail.example.cn", "mail_port": "587", "mail_security": "starttls",
    "mail_user": "robot", "mail_password": "Bamboo-7788", "mail_from": "luoshi@example.cn",
}  # fmt: skip


@pytest.fixture
def county(world):
    return world.organisation("county")


def page(world, who: str) -> str:
    return world.client(who).get(reverse("settings")).content.decode()


def save(world, who: str, **given: str):
    return world.client(who).post(reverse("settings"), given)


def test_each_administrator_has_fields_for_their_own_settings_only(world) -> None:
    system, security, office = (page(world, who) for who in ("system", "security", "an"))
    assert 'name="mail_host"' in system
    assert 'name="idle_minutes"' not in system
    assert 'name="idle_minutes"' in security
    assert 'name="mail_host"' not in security
    assert 'id="set-' not in office
    assert "多久不操作就退出（分钟）" in office


def test_a_group_is_kept_as_a_whole(world, county) -> None:
    assert save(world, "system", **MAIL).status_code == 302
    assert value_of(county, "mail_port") == 587
    assert value_of(county, "mail_password") == "Bamboo-7788"
    shown = page(world, "system")
    assert "席同" in shown
    assert "已设置，不再显示" in shown
    assert "Bamboo" not in shown


def test_an_empty_secret_stays_and_only_the_tick_takes_it_away(world, county) -> None:
    save(world, "system", **MAIL)
    save(world, "system", **{**MAIL, "mail_password": "", "mail_port": "465"})
    assert (value_of(county, "mail_password"), value_of(county, "mail_port")) == ("Bamboo-7788", 465)
    save(world, "system", **{**MAIL, "mail_password": "", "clear-mail_password": "on"})
    assert value_of(county, "mail_password") == ""


def test_what_cannot_be_is_refused_with_the_reason_and_the_form_as_it_was_filled(world) -> None:
    response = save(world, "system", **{**MAIL, "mail_port": "八十", "mail_from": "x"})
    text = response.content.decode()
    assert response.status_code == 422
    assert "“端口”写的是“八十”，这里要 1 到 65535 的整数。" in text
    assert 'value="mail.example.cn"' in text
    assert "Bamboo" not in text
    assert not Setting.objects.exists()


def test_a_field_of_anothers_group_is_passed_over(world, county) -> None:
    for role in ("system", "security"):
        save(world, role, group="grants", second_person="off")
        assert value_of(county, "second_person") is True
    save(world, "leader", group="grants", second_person="off")
    assert value_of(county, "second_person") is False


def test_a_foreign_authoritys_values_are_not_shown(world, county) -> None:
    change(county, "site_address", "https://luoshi.yunling.cn", by=world.actor("system"))
    world.membership("foreign-office").role = "system_admin"
    world.membership("foreign-office").save()
    assert "yunling" not in page(world, "foreign-office")
    assert "yunling" in page(world, "an")


def test_the_page_asks_the_database_once_for_all_settings(world, django_assert_max_num_queries) -> None:
    client = world.client("system")
    client.get(reverse("settings"))
    with django_assert_max_num_queries(12):
        client.get(reverse("settings"))

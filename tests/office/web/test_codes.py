"""The code beside the password: set up, asked for, kept secret, and taken away."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from luoshi.office.journal import record
from luoshi.office.organisations.models import Membership, Person, Role, Setting
from tests.office.web.conftest import PASSWORD, errors, journal_is_full

pytestmark = pytest.mark.django_db


def code_of(person: Person, *, steps: int = 0) -> str:
    secret = totp.decrypt(Authenticator.objects.get(user=person, type="totp").data["secret"])
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + steps))


@pytest.fixture
def with_code(bo, enter) -> Client:
    """Bo's browser, after the code was set up as the pages ask for it."""
    client = Client()
    enter(client, "bo")
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked["Location"].startswith("/me/again/?next=")
    client.post(asked["Location"], {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    assert client.post(reverse("mfa_activate_totp"), {"code": code})["Location"] == "/me/code/paper/"
    return client


def test_with_a_code_set_up_the_password_alone_opens_nothing(client, with_code, bo, enter, told) -> None:
    assert enter(client, "bo", next="/membership/")["Location"] == "/sign-in/code/"
    assert client.get("/")["Location"].startswith("/sign-in/")
    assert client.get("/sign-in/")["Location"] == "/sign-in/code/"
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert errors(wrong) == ["口令不对，或已经过了时间。请看手机上现在的 6 位数字，再试一次。"]
    assert told()[-1] == ("totp.refuse", "柏青", False)
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(bo)})["Location"] == "/membership/"
    assert client.get("/").status_code == 200
    assert told()[-1] == ("sign_in.enter", "柏青", True)


def test_a_code_is_not_switched_off_where_the_journal_cannot_say_so(with_code, bo, monkeypatch) -> None:
    monkeypatch.setattr(record, "write", journal_is_full)
    with pytest.raises(OSError, match="full"):
        with_code.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=bo, type="totp").exists()


def test_a_code_opens_only_once(with_code, bo, enter) -> None:
    code = code_of(bo)
    for leads in (302, 200):
        client = Client()
        enter(client, "bo")
        assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == leads


def test_a_code_cannot_be_guessed(client, with_code, bo, enter) -> None:
    enter(client, "bo")
    for number in range(5):
        client.post(reverse("mfa_authenticate"), {"code": f"00000{number}"})
    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(bo)})
    assert errors(answer) == ["输错的次数太多，请 15 分钟后再试。"]


def test_somebody_else_may_sign_in_while_a_code_is_waited_for(client, with_code, enter) -> None:
    enter(client, "bo")
    assert client.post(reverse("sign-in-again"))["Location"] == "/"
    assert client.get("/sign-in/").status_code == 200


def test_a_recovery_code_opens_once_and_is_journalled(client, with_code, enter, told) -> None:
    codes = with_code.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert len(codes) == 10
    enter(client, "bo")
    assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 302
    assert [verb for verb, *_ in told()][-2:] == ["recovery_codes.use", "sign_in.enter"]
    assert with_code.get(reverse("mfa_view_recovery_codes")).context["unused_codes"] == codes[1:]


def test_secrets_are_stored_encrypted(with_code, bo) -> None:
    codes = with_code.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    stored = {one.type: one.data for one in Authenticator.objects.filter(user=bo)}
    secret = totp.decrypt(stored["totp"]["secret"])
    seed = totp.decrypt(stored["recovery_codes"]["seed"])
    assert re.fullmatch(r"[A-Z2-7]{32}", secret)
    for plain in (secret, seed, *codes):
        assert plain not in str(stored)
    # Nor does what was set up linger in the session.
    assert all(secret not in str(one.get_decoded()) for one in Session.objects.all())


def test_codes_are_journalled_as_they_come_and_go(
    with_code, told, django_capture_on_commit_callbacks, world, bo, enter
) -> None:
    for address in ("mfa_generate_recovery_codes", "mfa_deactivate_totp"):
        with django_capture_on_commit_callbacks(execute=True):
            with_code.post(reverse(address))
    with_code.get(reverse("mfa_activate_totp"))
    secret = with_code.get(reverse("mfa_activate_totp")).context["form"].secret
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    with django_capture_on_commit_callbacks(execute=True):
        with_code.post(reverse("mfa_activate_totp"), {"code": code})
    assert sorted(verb for verb, *_ in told()) == [
        "recovery_codes.add",
        "recovery_codes.remove",
        "recovery_codes.renew",
        "sign_in.enter",
        "totp.add",
        "totp.remove",
    ]


def test_pages_about_a_code_lead_on_where_there_is_none(client, bo, enter) -> None:
    enter(client, "bo")
    for name in ("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"):
        assert client.get(reverse(name))["Location"] == "/me/code/"
    assert "还没有启用动态口令" in client.get("/me/code/").content.decode()


@pytest.fixture
def strict(world) -> None:
    Setting.objects.create(organisation=world.organisation("county"), name="administrators_use_totp", value=True)


@pytest.mark.parametrize("role", ["system", "security", "auditor"])
def test_administrators_set_up_a_code_first_where_their_authority_asks_for_it(world, strict, role: str) -> None:
    client = world.client(role)
    assert client.get("/")["Location"] == "/me/code/on/"
    assert client.get("/me/code/on/")["Location"].startswith("/me/again/")


def test_nobody_else_is_asked_for_a_code(world, strict) -> None:
    assert world.client("bo").get("/").status_code == 200
    Setting.objects.all().delete()
    assert world.client("system").get("/").status_code == 200


def test_an_administrator_cannot_switch_the_code_off_where_it_is_asked_for(with_code, bo, world, strict) -> None:
    Membership.objects.create(
        person=bo, organisation=world.organisation("county"), role=Role.AUDITOR, since="2025-09-01", confirmed=True
    )
    answer = with_code.post(reverse("mfa_deactivate_totp"))
    assert "本局要求管理员使用动态口令" in answer.content.decode()
    assert Authenticator.objects.filter(user=bo, type="totp").exists()

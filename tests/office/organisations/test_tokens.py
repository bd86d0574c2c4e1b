"""Personal tokens: who makes, sees and revokes them, and the pages on which that happens."""

import hashlib
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from luoshi.office.journal.detail import detail_of
from luoshi.office.journal.models import Entry
from luoshi.office.organisations import tokens
from luoshi.office.organisations.actor import Behalf
from luoshi.office.organisations.models import Setting, Token
from luoshi.office.refused import Refused

pytestmark = pytest.mark.django_db


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


def make(world, name: str, **given) -> tuple[Token, str]:
    return tokens.make(**{"label": "大屏", "scope": "read", "expires_on": in_days(30), **given}, by=world.actor(name))


@pytest.fixture
def fresh(monkeypatch) -> None:
    """Whoever asks has just typed their password."""
    monkeypatch.setattr("luoshi.office.organisations.token_views.is_reauthentication_required", lambda *_, **__: False)


def test_only_the_hash_and_the_first_characters_are_kept(world) -> None:
    token, said = make(world, "bo")
    assert re.fullmatch(r"luoshi_[\w-]{43}", said)
    assert token.digest == hashlib.sha256(said.encode()).hexdigest()
    kept = " ".join(str(value) for value in Token.objects.filter(pk=token.pk).values().get().values())
    assert said[:11] in kept
    assert said[11:] not in kept


def test_making_and_revoking_stand_in_the_journal_without_the_token(world) -> None:
    token, said = make(world, "bo", scope="act")
    tokens.revoke(token, by=world.actor("security"))
    made, gone = Entry.objects.order_by("pk")
    assert (made.verb, made.name, made.where) == ("token.make", "柏青", world.organisation("first").path)
    assert (gone.verb, gone.name, gone.where) == ("token.revoke", "安全", world.organisation("first").path)
    assert detail_of(made) == {"scope": "查看和办理", "until": in_days(30).isoformat()}
    assert said[11:] not in f"{made.about} {detail_of(made)} {gone.about} {detail_of(gone)}"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"label": " "}, "还没有写这个令牌做什么用。"),
        ({"label": "长" * 61}, "“用途”有 61 个字，最多 60 个字。"),
        ({"scope": "all"}, "请选“只查看”或“查看和办理”。"),
    ],
)
def test_a_token_is_not_made_of_what_is_amiss(world, given: dict, reason: str) -> None:
    with pytest.raises(Refused, match=re.escape(reason)):
        make(world, "bo", **given)
    assert not Token.objects.exists()


@pytest.mark.parametrize("days", [-1, 366])
def test_a_token_ends_within_a_year(world, days: int) -> None:
    with pytest.raises(Refused, match="到期日"):
        make(world, "bo", expires_on=in_days(days))
    make(world, "bo", expires_on=in_days(365))


def test_an_authority_may_allow_fewer_days(world) -> None:
    Setting.objects.create(organisation=world.organisation("county"), name="token_days", value=7)
    make(world, "bo", expires_on=in_days(7))
    with pytest.raises(Refused, match="到期日"):
        make(world, "bo", expires_on=in_days(8))


def test_nobody_piles_up_tokens(world) -> None:
    first, _said = make(world, "bo")
    for _ in range(tokens.MOST - 1):
        make(world, "bo")
    with pytest.raises(Refused, match="最多这么多"):
        make(world, "bo")
    tokens.revoke(first, by=world.actor("bo"))
    make(world, "bo")


def test_no_token_is_made_while_entering_for_others(world) -> None:
    paper = Behalf(1, world.organisation("second"), signed_by="陈立", signed_on=timezone.localdate())
    by = replace(world.actor("bo"), behalf=paper)
    with pytest.raises(Refused, match="请先结束代录"):
        tokens.make("大屏", scope="read", expires_on=in_days(1), by=by)


@pytest.mark.parametrize(
    ("by", "may"),
    [("bo", True), ("security", True), ("an", False), ("clerk", False), ("system", False), ("auditor", False),
     ("foreign-office", False)],
)  # fmt: skip
def test_a_token_is_revoked_by_its_owner_and_who_guards_rights(world, by: str, may: bool) -> None:
    token, _said = make(world, "bo")
    assert (tokens.why_not_revoke(token, by=world.actor(by)) is None) is may
    assert Token.objects.visible_to(world.actor(by)).exists() is may


def test_what_is_revoked_is_not_revoked_again(world) -> None:
    token, _said = make(world, "bo")
    tokens.revoke(token, by=world.actor("security"))
    with pytest.raises(Refused, match="已于"):
        tokens.revoke(token, by=world.actor("bo"))


# The pages


def test_a_token_is_made_only_by_who_has_just_shown_who_they_are(world, sign_in) -> None:
    bo = sign_in("bo")
    to = "/me/again/?next=%2Fme%2Ftokens%2Fnew%2F"
    assert bo.get(reverse("token-make"))["Location"] == to
    sent = bo.post(reverse("token-make"), {"label": "大屏", "scope": "read", "expires_on": in_days(1).isoformat()})
    assert (sent["Location"], Token.objects.count()) == (to, 0)


def test_typing_the_password_again_opens_the_form(world, sign_in, settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    person = world.membership("bo").person
    person.set_password("Yun-Ling-2025")
    person.save()
    bo = sign_in("bo")
    sent = bo.post("/me/again/?next=/me/tokens/new/", {"password": "Yun-Ling-2025"})
    assert sent["Location"] == "/me/tokens/new/"
    assert bo.get("/me/tokens/new/").status_code == 200


def test_a_token_is_shown_once(world, sign_in, fresh) -> None:
    bo = sign_in("bo")
    assert "云岭县第一小学 校（园）长、书记" in bo.get(reverse("token-make")).content.decode()
    made = bo.post(reverse("token-make"), {"label": "大屏", "scope": "act", "expires_on": in_days(1).isoformat()})
    (said,) = re.findall(r'id="new-token">([^<]+)<', made.content.decode())
    token = tokens.known(said)
    assert (token.label, token.scope, token.expires_on) == ("大屏", "act", in_days(1))
    for address in (reverse("tokens"), reverse("token", args=[token.pk])):
        shown = bo.get(address).content.decode()
        assert said[:11] in shown
        assert said not in shown


def test_a_form_that_is_amiss_says_so(world, sign_in, fresh) -> None:
    answer = sign_in("bo").post(reverse("token-make"), {"label": "大屏", "scope": "read", "expires_on": "2099-01-01"})
    assert answer.status_code == 422
    assert "“到期日”写的是 2099-01-01" in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "大屏：在用"),
        ({"expires_on": "2026-01-01"}, "大屏：已到期"),
        ({"revoked_at": "2026-01-01T00:00Z"}, "大屏：已撤销"),
        ({"membership__until": "2026-01-01"}, "大屏：岗位已结束或账号已停用"),
    ],
)
def test_a_token_shows_how_it_stands(world, sign_in, change: dict, said: str) -> None:
    token, _said = make(world, "clerk")
    for name, value in change.items():
        of = token.membership if name.startswith("membership__") else token
        type(of).objects.filter(pk=of.pk).update(**{name.removeprefix("membership__"): value})
    security = sign_in("security")
    assert said in security.get(reverse("token", args=[token.pk])).content.decode()
    assert said.removeprefix("大屏：") in security.get(reverse("tokens-everybodys")).content.decode()


def test_the_security_administrator_finds_and_revokes_those_of_the_area(world, sign_in) -> None:
    token, _said = make(world, "bo")
    make(world, "foreign-office", label="外县")
    security = sign_in("security")
    shown = security.get(reverse("tokens-everybodys")).content.decode()
    assert "辖区内有 1 个令牌在用" in shown
    assert "外县" not in shown
    assert security.get(f"{reverse('tokens-everybodys')}?export=xlsx").status_code == 200
    assert Entry.objects.filter(verb="token.export").count() == 1
    security.post(reverse("token-revoke", args=[token.pk]))
    assert Token.objects.get(pk=token.pk).revoked_by == world.membership("security")


def test_the_list_asks_as_few_questions_for_many(world, sign_in, own_questions) -> None:
    security = sign_in("security")
    make(world, "bo")
    few = own_questions(security, reverse("tokens-everybodys"))
    for name in ("bo", "chen", "clerk", "an"):
        make(world, name)
    assert own_questions(security, reverse("tokens-everybodys")) == few <= 8

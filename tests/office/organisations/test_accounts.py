"""Who opens, locks and resets accounts, and what comes of it."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from luoshi.office.journal.detail import detail_of
from luoshi.office.journal.models import Entry, Payload
from luoshi.office.organisations import accounts
from luoshi.office.organisations.models import Membership, Person, Role
from luoshi.office.refused import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(world) -> Person:
    """Somebody of the school who has never signed in."""
    person = world.membership("clerk").person
    person.login, person.staff_number = None, "Y-0107"
    person.save()
    return person


def why_nots(world, person: Person, by: str) -> set[str]:
    return {move for move in accounts.MOVES if accounts.why_not(person, move, by=world.actor(by)) is None}


@pytest.mark.parametrize(
    ("by", "of", "may"),
    [
        ("system", "bo", {"reset", "rename", "lock"}),
        ("system", "village-head", {"reset", "rename", "lock"}),
        ("system", "security", {"reset", "rename", "lock"}),
        ("system", "system", set()),  # oneself
        ("system", "city-office", set()),  # above
        ("system", "foreign-office", set()),  # beside
        ("security", "bo", set()),  # has no code to remove
        ("an", "bo", set()),
        ("leader", "bo", set()),
        ("auditor", "bo", set()),
        ("bo", "clerk", set()),
    ],
)
def test_what_each_role_may_do_with_whose_account(world, by: str, of: str, may: set[str]) -> None:
    assert why_nots(world, world.membership(of).person, by) == may


def test_a_password_is_not_reset_by_whom_only_one_of_several_memberships_concerns(world) -> None:
    """Bo also is the city's security administrator: the county could come in with that."""
    bo = world.membership("bo").person
    above = Membership.objects.create(
        person=bo,
        organisation=world.organisation("city"),
        role=Role.SECURITY_ADMIN,
        since=world.membership("bo").since,
        confirmed=True,
    )
    assert why_nots(world, bo, "system") == set()
    Membership.objects.filter(pk=above.pk).update(confirmed=False)
    assert why_nots(world, bo, "system") == {"reset", "rename", "lock"}


def test_what_may_be_done_follows_from_the_state(world, clerk) -> None:
    assert why_nots(world, clerk, "system") == {"open"}
    bo = world.membership("bo").person
    bo.is_active = False
    assert why_nots(world, bo, "system") == {"reset", "rename", "unlock"}
    Authenticator.objects.create(user=bo, type=Authenticator.Type.TOTP, data={})
    assert why_nots(world, bo, "security") == {"remove_totp"}


def test_whoever_left_for_another_county_is_that_county_s_to_reset(world) -> None:
    """The old county's administrator could otherwise enter the new county as somebody who once worked here."""
    bo, system = world.membership("bo"), world.actor("system")
    Membership.objects.filter(pk=bo.pk).update(until="2025-10-01")
    assert accounts.why_not(bo.person, "lock", by=system) is None
    Membership.objects.create(
        person=bo.person,
        organisation=world.organisation("foreign-school"),
        role=Role.HEAD,
        since="2025-10-02",
        confirmed=True,
    )
    for move in ("reset", "lock", "rename"):
        assert "现在不在您的辖区任职" in (accounts.why_not(bo.person, move, by=system) or "")


def test_an_account_is_opened_with_a_first_password_that_is_nowhere_kept(world, clerk) -> None:
    password = accounts.open_account(clerk, login=" ＪＩ-Xiaoman ", by=world.actor("system"))
    clerk.refresh_from_db()
    assert clerk.login == "ji-xiaoman"
    assert clerk.check_password(password)
    assert clerk.must_change_password
    entry = Entry.objects.get(verb="account.open")
    assert (entry.person, entry.where) == (world.membership("system").person.pk, world.organisation("first").path)
    assert password.encode() not in b"".join(bytes(one.content) for one in Payload.objects.all())


def test_first_passwords_are_strong_and_easy_to_read_out(world) -> None:
    made = {accounts.first_password() for _ in range(200)}
    assert len(made) == 200
    assert not set("".join(made)) & set("01lIoOcgjqwxy")
    for password in made:
        validate_password(password, Person(login="席同", name="席同"))


@pytest.mark.parametrize("login", ["a", "两 个", "x" * 61, "a/b", ""])
def test_a_login_that_cannot_be_is_refused(world, clerk, login: str) -> None:
    with pytest.raises(Refused, match="不能用：要 2 到 60 个字"):
        accounts.open_account(clerk, login=login, by=world.actor("system"))


def test_a_login_that_somebody_has_is_refused(world, clerk) -> None:
    system = world.actor("system")
    for act in (
        lambda: accounts.open_account(clerk, login="BO", by=system),
        lambda: accounts.rename_login(world.membership("chen").person, to="Bo", by=system),
    ):
        with pytest.raises(Refused, match="已经有人用了"):
            act()
    assert Entry.objects.count() == 0


def test_a_reset_signs_out_everywhere_and_lets_the_person_try_again(world) -> None:
    bo, browser = world.membership("bo").person, Client()
    bo.set_password("Yun-Ling-2025")
    bo.password_set_at = timezone.now()
    bo.save()
    sign_in = reverse("account_login")
    browser.post(sign_in, {"login": "bo", "password": "Yun-Ling-2025"})
    assert browser.get("/").status_code == 200
    for _ in range(5):
        Client().post(sign_in, {"login": "bo", "password": "wrong"})
    password = accounts.reset_password(bo, by=world.actor("system"))
    assert browser.get("/")["Location"].startswith("/sign-in/")
    answer = Client().post(sign_in, {"login": "bo", "password": password})
    assert answer.status_code == 302


def test_a_locked_account_is_out_at_once_and_comes_back_with_its_password(world) -> None:
    bo, system = world.membership("bo").person, world.actor("system")
    browser = world.client("bo")
    accounts.lock(bo, by=system, reason="手机被盗")
    assert browser.get("/").status_code == 302
    accounts.unlock(bo, by=system)
    assert [verb for (verb,) in Entry.objects.order_by("pk").values_list("verb")] == ["account.lock", "account.unlock"]
    bo.refresh_from_db()
    assert bo.is_active


def test_removing_the_code_takes_the_recovery_codes_too(world) -> None:
    bo = world.membership("bo").person
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=bo, type=kind, data={})
    with pytest.raises(Refused, match="由安全管理员办理"):
        accounts.remove_totp(bo, by=world.actor("system"))
    accounts.remove_totp(bo, by=world.actor("security"))
    assert not Authenticator.objects.exists()


def test_a_wrong_link_to_the_identity_platform_is_undone_and_who_came_in_is_out(world) -> None:
    bo, security = world.membership("bo").person, world.actor("security")
    with pytest.raises(Refused, match="没有关联统一身份"):
        accounts.unlink(bo, by=security)
    SocialAccount.objects.create(user=bo, provider="identity", uid="sub-of-another")
    browser = world.client("bo")
    UserSession.objects.create(user=bo, session_key=browser.session.session_key, ip="127.0.0.1")
    with pytest.raises(Refused, match="由安全管理员办理"):
        accounts.unlink(bo, by=world.actor("system"))
    assert "解除统一身份关联" in world.client("security").get(f"/accounts/{bo.pk}/").content.decode()
    world.client("security").post(f"/accounts/{bo.pk}/unlink")
    assert not SocialAccount.objects.exists()
    assert browser.get("/").status_code == 302
    told = {"subs": ["sub-of-another"], "sessions_ended": 1, "tokens_revoked": 0}
    assert detail_of(Entry.objects.get(verb="account.unlink")) == told


# Pages


def test_the_list_shows_everybody_of_the_area_and_how_they_stand(world, clerk) -> None:
    Person.objects.filter(login="chen").update(is_active=False)
    Person.objects.filter(login="bo").update(must_change_password=True)
    page = world.client("system").get(reverse("accounts")).content.decode()
    assert "有 1 人还没有换掉初始密码" in page
    for words in ("纪小满", "不登录", "已停用", "待换初始密码", "云岭县第一小学"):
        assert words in page
    assert "外远" not in page
    only = world.client("system").get(reverse("accounts"), {"state": "locked"}).content.decode()
    assert "陈立" in only
    assert "柏青" not in only


def test_the_list_asks_the_database_as_often_for_many_as_for_few(world, django_assert_max_num_queries) -> None:
    client = world.client("system")
    client.get(reverse("accounts"))
    with django_assert_max_num_queries(20):
        client.get(reverse("accounts"))


def test_a_first_password_is_shown_on_the_answer_and_nowhere_again(world, clerk) -> None:
    client = world.client("system")
    page = client.get(reverse("account", args=[clerk.pk])).content.decode()
    assert 'value="y-0107"' in page
    answer = client.post(reverse("account-open", args=[clerk.pk]), {"login": "y-0107"})
    clerk.refresh_from_db()
    password = answer.context["password"]
    assert clerk.check_password(password)
    assert answer["Cache-Control"] == "no-store"
    assert password not in client.get(reverse("account", args=[clerk.pk])).content.decode()


def test_a_refusal_is_shown_with_its_reason(world, clerk) -> None:
    answer = world.client("system").post(reverse("account-open", args=[clerk.pk]), {"login": "bo"})
    assert answer.status_code == 422
    assert "登录名“bo”已经有人用了" in answer.content.decode()


@pytest.mark.parametrize("verb", ["open", "reset", "rename", "lock", "unlock"])
def test_an_account_beside_the_area_is_not_there(world, verb: str) -> None:
    stranger = world.membership("foreign-office").person
    assert world.client("system").post(reverse(f"account-{verb}", args=[stranger.pk])).status_code == 404


def test_each_administrator_sees_only_their_own_buttons(world) -> None:
    bo = world.membership("bo").person
    Authenticator.objects.create(user=bo, type=Authenticator.Type.TOTP, data={})
    address = reverse("account", args=[bo.pk])
    system, security = (world.client(one).get(address).content.decode() for one in ("system", "security"))
    assert "重设密码" in system
    assert "解除动态口令" not in system
    assert "解除动态口令" in security
    assert "重设密码" not in security

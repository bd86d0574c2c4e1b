"""Signing in and out, the first password, the code, and what the journal is told of it."""

import re
import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from luoshi.office.journal import record
from luoshi.office.journal.models import Entry
from luoshi.office.organisations import accounts
from luoshi.office.organisations.models import Person, Setting
from tests.office.web.conftest import PASSWORD, errors, journal_is_full

NEW = "Qing-He-3031"

pytestmark = pytest.mark.django_db


def test_a_page_asks_for_a_sign_in_and_leads_back_to_itself(client, bo, enter) -> None:
    asked = client.get("/membership/?a=1")
    assert asked["Location"] == "/sign-in/?next=%2Fmembership%2F%3Fa%3D1"
    assert enter(client, "bo", next="/membership/?a=1")["Location"] == "/membership/?a=1"
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("ahead", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere_after_signing_in(client, bo, enter, ahead: str) -> None:
    assert enter(client, "bo", next=ahead)["Location"] == "/"


def test_the_sign_in_name_may_be_typed_in_capitals(client, bo, enter) -> None:
    assert enter(client, " BO ").status_code == 302


def test_an_unknown_login_and_a_wrong_password_are_answered_alike(client, bo, enter) -> None:
    unknown, wrong = enter(client, "nobody-here"), enter(client, "bo", "wrong")
    assert errors(unknown) == errors(wrong) == ["登录名或密码不对。忘记密码的，请联系系统管理员重设。"]
    assert unknown.status_code == wrong.status_code == 200


def test_an_unknown_login_costs_as_much_work_as_a_wrong_password(client, bo, enter, monkeypatch) -> None:
    """Whoever measures the time learns nothing: each answer hashes one password."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed: list[str] = []
    real = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, password, salt: hashed.append("") or real(self, password, salt)
    )
    counts = []
    for login in ("nobody-here", "bo"):
        hashed.clear()
        enter(client, login, "wrong")
        counts.append(len(hashed))
    assert counts == [1, 1]


def test_people_who_never_sign_in_cannot(client, world, enter) -> None:
    person = world.membership("bo").person
    person.login = None
    person.set_password(PASSWORD)
    person.save()
    for login in ("", "None", "柏青"):
        assert enter(client, login).status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_locked_account_is_told_to_whoever_knows_its_password_only(client, bo, enter) -> None:
    Person.objects.filter(pk=bo.pk).update(is_active=False)
    assert errors(enter(client, "bo", "wrong")) == ["登录名或密码不对。忘记密码的，请联系系统管理员重设。"]
    answer = enter(client, "bo")
    assert answer.status_code == 403
    assert "这个账号已停用" in answer.content.decode()
    assert client.get("/").status_code == 302


def test_five_wrong_passwords_close_an_account_for_a_quarter_of_an_hour(client, bo, enter, told, monkeypatch) -> None:
    for _ in range(5):
        enter(client, "bo", "wrong")
    free = timezone.localtime() + timedelta(minutes=15)
    answers = [enter(Client(REMOTE_ADDR="10.0.0.7"), login) for login in ("bo", "Bo")]
    for answer in answers:
        (words,) = errors(answer)
        at = re.search(r"(\d\d):(\d\d) 以后可以再试", words)
        assert at
        assert abs(int(at[1]) * 60 + int(at[2]) - free.hour * 60 - free.minute) <= 1
    assert [one for one in told() if not one[2]] == [("sign_in.refuse", "柏青", False)] * 5
    later = time.time() + 15 * 60
    monkeypatch.setattr(time, "time", lambda: later)
    assert enter(client, "bo").status_code == 302


def test_an_unknown_login_is_closed_in_the_same_words(client, bo, enter) -> None:
    answers = {}
    for login in ("bo", "nobody-here"):
        for _ in range(6):
            answers[login] = errors(enter(client, login, "wrong"))
    assert answers["bo"] == answers["nobody-here"]


def test_other_names_of_the_page_give_no_further_tries(bo, enter, settings) -> None:
    settings.ALLOWED_HOSTS = ["a.example", "b.example"]
    for _ in range(5):
        enter(Client(SERVER_NAME="a.example"), "bo", "wrong")
    assert "以后可以再试" in errors(enter(Client(SERVER_NAME="b.example"), "bo"))[0]


def test_many_wrong_names_from_one_address_close_the_address(client, bo, enter) -> None:
    for number in range(60):
        enter(client, f"guess{number}", "wrong")
    assert errors(enter(client, "bo")) == ["输错的次数太多，请 15 分钟后再试。"]
    assert enter(Client(REMOTE_ADDR="10.0.0.7"), "bo").status_code == 302


def test_what_is_counted_is_shared_by_all_processes(client, bo, enter, settings) -> None:
    """A table of the database, which no process keeps to itself; it does not forget because many names are tried."""
    enter(client, "bo", "wrong")
    assert "DatabaseCache" in type(cache._connections["default"]).__name__
    assert settings.CACHES["default"]["OPTIONS"]["MAX_ENTRIES"] >= 50_000


def test_a_success_does_not_wipe_out_the_failures_before_it(client, bo, enter) -> None:
    for _ in range(4):
        enter(client, "bo", "wrong")
    assert enter(Client(), "bo").status_code == 302
    enter(client, "bo", "wrong")
    assert "以后可以再试" in errors(enter(client, "bo"))[0]


def test_the_journal_keeps_who_came_and_went_and_from_where(bo, enter, world) -> None:
    client = Client(REMOTE_ADDR="10.1.2.3")
    enter(client, "bo", "wrong")
    enter(client, "nobody-here", "wrong")
    enter(client, "bo")
    client.post(reverse("account_logout"))
    found = Entry.objects.order_by("pk").values_list("verb", "name", "done", "address", "where")
    school, city = world.organisation("first").path, world.organisation("city").path
    assert list(found) == [
        ("sign_in.refuse", "柏青", False, "10.1.2.3", school),
        ("sign_in.refuse", "没有这个账号", False, "10.1.2.3", city),
        ("sign_in.enter", "柏青", True, "10.1.2.3", school),
        ("sign_in.leave", "柏青", True, "10.1.2.3", school),
    ]


def test_what_was_typed_as_a_login_stands_in_no_open_column(client, bo, enter) -> None:
    enter(client, "My-Secret-1", "wrong")
    (entry,) = Entry.objects.values()
    assert "secret" not in str(entry).lower()


def test_the_session_gets_a_new_key_at_sign_in(client, bo, enter) -> None:
    client.get(reverse("account_login"))
    session = client.session
    session["kept"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    enter(client, "bo")
    assert client.session.session_key != session.session_key


# The first password


@pytest.fixture
def newcomer(world) -> tuple[Person, str]:
    person = world.membership("bo").person
    return person, accounts.reset_password(person, by=world.actor("system"))


def test_the_first_password_is_changed_before_any_other_page(client, newcomer, enter) -> None:
    person, first = newcomer
    assert enter(client, "bo", first).status_code == 302
    for address in ("home", "mfa_index", "usersessions_list", "membership-choose"):
        assert client.get(reverse(address))["Location"] == "/me/password/"
    assert client.post(reverse("membership-switch"), {"to": "1"})["Location"] == "/me/password/"
    given = {"oldpassword": first, "password1": NEW, "password2": NEW}
    assert client.post(reverse("account_change_password"), given)["Location"] == "/"
    assert client.get("/").status_code == 200
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert (timezone.now() - person.password_set_at).seconds < 60


def test_whoever_must_change_their_password_may_leave(client, newcomer, enter) -> None:
    enter(client, "bo", newcomer[1])
    assert client.post(reverse("account_logout"))["Location"] == "/"
    assert client.get("/")["Location"].startswith("/sign-in/")


def test_a_new_password_signs_the_other_browsers_out_and_is_journalled(bo, enter, told) -> None:
    here, there = Client(), Client()
    enter(here, "bo")
    enter(there, "bo")
    given = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    here.post(reverse("account_change_password"), given)
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302
    assert told()[-1] == ("password.change", "柏青", True)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("Ab-1", "密码要 8 位以上，现在是 4 位。"),
        ("abcdefgh-", "密码要有大写字母、小写字母、数字、符号四种里的 3 种，现在有 2 种。"),
        ("Bai-柏青-77", "密码里不要有您的姓名：认识您的人会先试这个。"),
        ("Xy-13800000001", "密码里不要有您的手机号：认识您的人会先试这个。"),
        (PASSWORD, "新密码和现在的一样，请换一个。"),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_the_reason(client, bo, enter, password, reason) -> None:
    bo.mobile = "13800000001"
    bo.save()
    enter(client, "bo")
    given = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert errors(client.post(reverse("account_change_password"), given)) == [reason]
    bo.refresh_from_db()
    assert bo.check_password(PASSWORD)


def test_a_common_password_is_refused_in_chinese(client, bo, enter) -> None:
    enter(client, "bo")
    given = {"oldpassword": PASSWORD, "password1": "P@ssw0rd", "password2": "P@ssw0rd"}
    assert errors(client.post(reverse("account_change_password"), given)) == ["这个密码太常见了。"]


def test_the_present_password_cannot_be_guessed_on_the_page_that_changes_it(client, bo, enter) -> None:
    enter(client, "bo")
    given = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    answers = [client.post(reverse("account_change_password"), given).status_code for _ in range(12)]
    assert answers[0] == 200
    assert answers[-1] == 429


def test_a_password_is_not_changed_where_the_journal_cannot_say_so(client, bo, enter, monkeypatch) -> None:
    enter(client, "bo")
    monkeypatch.setattr(record, "write", journal_is_full)
    with pytest.raises(OSError, match="full"):
        client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    bo.refresh_from_db()
    assert bo.check_password(PASSWORD)


def test_an_old_password_is_changed_before_any_other_page(client, bo, enter, world) -> None:
    Person.objects.filter(pk=bo.pk).update(password_set_at=timezone.now() - timedelta(days=90))
    enter(client, "bo")
    answer = client.get("/")
    assert answer["Location"] == "/me/password/"
    assert "密码用得太久了" in client.get("/me/password/").content.decode()
    given = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post(reverse("account_change_password"), given)
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(("days", "leads"), [(0, 200), (400, 200), (30, 302)])
def test_how_long_a_password_lasts_is_the_authority_s_to_say(client, bo, enter, world, days: int, leads: int) -> None:
    Setting.objects.create(organisation=world.organisation("county"), name="password_days", value=days)
    Person.objects.filter(pk=bo.pk).update(password_set_at=timezone.now() - timedelta(days=100))
    enter(client, "bo")
    assert client.get("/").status_code == leads


# What is not there


@pytest.mark.parametrize(
    "address", ["/sign-up/", "/accounts/signup/", "/me/email/", "/password/reset/", "/sign-in/identity/"]
)
def test_there_is_no_sign_up_no_mail_and_no_provider(client, world, address: str) -> None:
    assert client.get(address).status_code == 404


def test_signing_out_is_asked_for_and_never_done_by_a_link(client, bo, enter) -> None:
    enter(client, "bo")
    assert "要退出吗" in client.get(reverse("account_logout")).content.decode()
    assert client.get("/").status_code == 200

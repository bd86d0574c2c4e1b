"""How long a browser stays signed in, in which membership, and which browsers there are."""

import time
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from luoshi.office.organisations.models import Membership, Organisation, Preference, Role, Setting
from luoshi.office.web.sign_in import sessions
from tests.office.web.conftest import said

pytestmark = pytest.mark.django_db


def age(client: Client, **seconds: int) -> None:
    session = client.session
    for name, back in seconds.items():
        session[name] = time.time() - back
    session.save()


def test_a_session_left_alone_ends(client, bo, enter, told) -> None:
    enter(client, "bo")
    age(client, **{sessions.SEEN: 29 * 60})
    assert client.get("/").status_code == 200
    age(client, **{sessions.SEEN: 30 * 60 + 1})
    answer = client.get("/membership/")
    assert answer["Location"] == "/sign-in/?next=%2Fmembership%2F"
    assert said(answer) == ["您有 30 分钟以上没有操作，已自动退出。请重新登录。"]
    assert client.get("/").status_code == 302
    assert told()[-1] == ("sign_in.leave", "柏青", True)


def test_every_page_puts_the_end_off_but_few_write(client, bo, enter) -> None:
    enter(client, "bo")
    age(client, **{sessions.SEEN: 61})
    client.get("/")
    assert time.time() - client.session[sessions.SEEN] < 5
    before = client.session[sessions.SEEN]
    client.get("/")
    assert client.session[sessions.SEEN] == before


def test_how_long_is_the_authority_s_to_say(client, bo, enter, world) -> None:
    Setting.objects.create(organisation=world.organisation("county"), name="idle_minutes", value=10)
    enter(client, "bo")
    age(client, **{sessions.SEEN: 10 * 60 + 1})
    assert client.get("/").status_code == 302


def test_a_session_ends_after_a_working_day_whatever_was_done(client, bo, enter) -> None:
    enter(client, "bo")
    age(client, **{sessions.SINCE: 12 * 3600 + 1})
    answer = client.get("/")
    assert said(answer) == ["登录已满 12 小时，请重新登录。"]
    assert client.cookies["sessionid"].value == "" or client.get("/").status_code == 302


def test_a_part_of_a_page_takes_the_whole_page_to_the_sign_in(client, bo, enter) -> None:
    enter(client, "bo")
    age(client, **{sessions.SEEN: 31 * 60})
    answer = client.get("/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/sign-in/?next=%2F")


def test_the_other_browsers_are_listed_and_ended(bo, enter) -> None:
    windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"
    here, there = Client(REMOTE_ADDR="10.0.0.1", HTTP_USER_AGENT=windows), Client(REMOTE_ADDR="10.0.0.2")
    enter(here, "bo")
    enter(there, "bo")
    page = here.get(reverse("usersessions_list")).content.decode()
    assert "您在 2 个浏览器上登录着" in page
    for words in ("Chrome，Windows", "10.0.0.1", "10.0.0.2", "不认识的浏览器"):
        assert words in page
    here.post(reverse("usersessions_list"))
    assert there.get("/").status_code == 302
    assert "您只在这个浏览器上登录着" in here.get(reverse("usersessions_list")).content.decode()
    assert UserSession.objects.count() == 1


# In which membership


@pytest.fixture
def second(bo, world) -> Membership:
    """Bo also heads the second school."""
    return Membership.objects.create(
        person=bo, organisation=world.organisation("second"), role=Role.HEAD, since="2025-09-01", confirmed=True
    )


def test_with_several_memberships_one_is_chosen_at_the_first_sign_in(client, bo, enter, world, second) -> None:
    enter(client, "bo")
    assert client.get("/")["Location"] == "/membership/"
    page = client.get("/membership/").content.decode()
    assert "您任 2 个岗位" in page
    assert "云岭县第一小学" in page
    client.post(reverse("membership-switch"), {"to": second.pk})
    assert "云岭县第二中学" in client.get("/").content.decode()
    again = Client()
    enter(again, "bo")
    assert again.get("/").wsgi_request.actor.membership == second


def test_an_ended_membership_is_left_politely(client, bo, enter, world, second) -> None:
    Preference.objects.create(person=bo, last_membership=second)
    enter(client, "bo")
    assert client.get("/").wsgi_request.actor.membership == second
    Membership.objects.filter(pk=second.pk).update(until=timezone.localdate() - timedelta(days=1))
    answer = client.get("/")
    assert said(answer) == [
        "您在“云岭县第二中学 校（园）长、书记”的岗位已经结束。现在换到了“云岭县第一小学 校（园）长、书记”。"
    ]
    assert answer.wsgi_request.actor.membership == world.membership("bo")
    assert said(client.get("/")) == []


def test_a_form_opened_in_an_ended_membership_is_not_carried_out(client, bo, enter, second) -> None:
    Preference.objects.create(person=bo, last_membership=second)
    enter(client, "bo")
    client.get("/")
    Membership.objects.filter(pk=second.pk).update(until=timezone.localdate() - timedelta(days=1))
    assert client.post(reverse("membership-switch"), {"to": "1", "membership": second.pk}).status_code == 409


def test_whose_last_membership_ends_is_told_so(client, bo, enter, world) -> None:
    enter(client, "bo")
    client.get("/")
    Organisation.objects.filter(pk=world.organisation("first").pk).update(closed_on=timezone.localdate())
    assert client.get("/")["Location"] == "/membership/"
    page = client.get("/membership/").content.decode()
    assert "您现在没有可以使用的岗位" in page
    assert "岗位已经结束。" in page

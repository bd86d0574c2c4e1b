"""The API's door and the shape of its answers; what each operation gives stands with its app."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from luoshi.office.organisations import accounts, tokens
from luoshi.office.organisations.access import EVERY_ROLE, Door, Rule
from luoshi.office.organisations.models import Membership, Setting, Token
from luoshi.office.web import api, api_door

pytestmark = pytest.mark.django_db
ME = "/api/v1/me"


@pytest.fixture(autouse=True)
def uncounted() -> None:
    cache.clear()


@pytest.fixture
def program(world):
    """A program with a token of somebody of the world."""

    def made(name: str, scope: str = "read", **more) -> Client:
        _token, said = tokens.make(
            "大屏", scope=scope, expires_on=timezone.localdate() + timedelta(days=30), by=world.actor(name)
        )
        return Client(headers={"authorization": f"Bearer {said}"}, **more)

    return made


def reasons(response) -> list[str]:
    assert response["Content-Type"].startswith("application/json"), response.content
    return response.json()["reasons"]


def test_a_token_says_whose_it_is(world, program) -> None:
    said = program("bo").get(ME).json()
    assert said["person"]["name"] == "柏青"
    assert said["organisation"]["name"] == "云岭县第一小学"
    assert (said["role"], said["scope"]) == ("head", "read")


@pytest.mark.parametrize(
    "brought", [None, "", "Bearer ", "Bearer luoshi_" + "x" * 43, "Basic Ym86Ym8=", "Bearer x" * 999]
)
def test_without_a_known_token_nobody_comes_in(world, brought: str | None) -> None:
    response = Client(headers={"authorization": brought} if brought is not None else {}).get(ME)
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert len(reasons(response)) == 1


def test_whoever_is_signed_in_at_a_browser_is_nobody_to_the_api(world, sign_in) -> None:
    assert sign_in("bo").get(ME).status_code == 401


def test_a_browsers_session_beside_a_token_changes_nothing(world, program, sign_in) -> None:
    both = program("bo")
    both.cookies = sign_in("an").cookies
    assert both.get(ME).json()["person"]["name"] == "柏青"


def ended(world) -> None:
    Membership.objects.filter(pk=world.membership("bo").pk).update(until=timezone.localdate() - timedelta(days=1))


def deputy_of_somebody_present(world) -> None:
    Membership.objects.filter(pk=world.membership("bo").pk).update(deputises=world.membership("chen"))


def locked(world) -> None:
    accounts.lock(world.membership("bo").person, by=world.actor("system"))


def reset(world) -> None:
    accounts.reset_password(world.membership("bo").person, by=world.actor("system"))


def expired(world) -> None:
    Token.objects.update(expires_on=timezone.localdate() - timedelta(days=1))


def revoked(world) -> None:
    tokens.revoke(Token.objects.get(), by=world.actor("bo"))


def without_login(world) -> None:
    type(world.membership("bo").person).objects.filter(login="bo").update(login=None)


def first_password(world) -> None:
    type(world.membership("bo").person).objects.filter(login="bo").update(must_change_password=True)


@pytest.mark.parametrize(
    "what", [ended, deputy_of_somebody_present, locked, reset, expired, revoked, without_login, first_password]
)
def test_a_token_opens_nothing_once_what_it_rests_on_is_gone(world, program, what) -> None:
    bo = program("bo")
    assert bo.get(ME).status_code == 200
    what(world)
    response = bo.get(ME)
    assert response.status_code == 401
    assert reasons(response) != ["没有这个令牌。请核对是否抄全了，或重新生成一个。"]


@pytest.mark.parametrize("what", [locked, reset])
def test_a_token_does_not_come_back_with_the_account(world, program, what) -> None:
    bo = program("bo")
    what(world)
    type(world.membership("bo").person).objects.filter(login="bo").update(is_active=True, must_change_password=False)
    assert bo.get(ME).status_code == 401


def test_a_token_keeps_the_day_of_its_last_use_and_no_more(world, program) -> None:
    bo = program("bo")
    assert Token.objects.get().used_on is None
    bo.get(ME)
    assert Token.objects.get().used_on == timezone.localdate()


def test_calls_beyond_the_limit_wait_for_the_next_minute(world, program, monkeypatch) -> None:
    Setting.objects.create(organisation=world.organisation("county"), name="token_calls", value=3)
    monkeypatch.setattr(api_door, "time", SimpleNamespace(time=lambda: 1_000_000_015.0))  # 55 seconds into a minute
    bo, chen = program("bo"), program("chen")
    assert [bo.get(ME).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = bo.get(ME)
    assert (refused["Retry-After"], reasons(refused)) == ("5", ["调用太频繁，请 5 秒后再来。"])
    assert chen.get(ME).status_code == 200
    monkeypatch.setattr(api_door, "time", SimpleNamespace(time=lambda: 1_000_000_021.0))
    assert bo.get(ME).status_code == 200


def test_the_journal_is_told_by_which_token_something_is_done(world, program) -> None:
    request = RequestFactory().get(ME, headers={"authorization": program("bo").defaults["HTTP_AUTHORIZATION"]})
    assert api_door.admit(request, Rule(Door.TOKEN, EVERY_ROLE)) is None
    who = request.actor.who
    assert (who.name, who.behalf) == ("柏青", f"令牌{Token.objects.get()}")


def test_a_body_that_is_no_json_is_not_even_read(world, program) -> None:
    response = program("an").post(ME, {"a": "1"})
    assert (response.status_code, reasons(response)) == (415, ["请求正文要用 JSON，Content-Type 写 application/json。"])


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/api/v1/", 404),
        ("get", "/api/v1/nothing", 404),
        ("get", "/api/v1/plans/abc", 422),
        ("get", "/api/v1/plans/0", 422),
        ("get", "/api/v1/plans/99999999999999999999", 422),
        ("get", "/api/v1/plans/9223372036854775807", 404),
        ("get", "/api/v1/plans?page=0", 422),
        ("get", "/api/v1/plans?size=201", 422),
        ("get", "/api/v1/plans?state=x", 422),
        ("get", "/api/v1/plans?q=%00", 400),
        ("post", ME, 405),
        ("put", ME, 405),
        ("delete", ME, 405),
        ("options", ME, 405),
    ],
)
def test_whatever_goes_wrong_is_told_in_the_one_shape(world, program, method: str, path: str, status: int) -> None:
    response = getattr(program("an"), method)(path, content_type="application/json")
    assert (response.status_code, len(reasons(response))) == (status, 1)


def test_an_error_of_ours_is_told_in_the_one_shape_without_its_inside(world, program, monkeypatch) -> None:
    monkeypatch.setattr("luoshi.office.web.inbox_api.pending", lambda _actor: 1 // 0)
    response = program("an", raise_request_exception=False).get("/api/v1/inbox")
    assert (response.status_code, "ZeroDivision" in response.content.decode()) == (500, False)
    assert len(reasons(response)) == 1


def test_what_the_home_page_says_waits_is_what_the_inbox_gives(world, program, sign_in) -> None:
    from luoshi.office.web.panels import pending

    given = program("security").get("/api/v1/inbox").json()
    assert given == [vars(one) for one in pending(world.actor("security"))]


def test_every_operation_names_its_rule_and_what_it_may_answer() -> None:
    for path, methods in api.document()["paths"].items():
        for method, said in methods.items():
            assert said["x-roles"], f"{method} {path} is open to nobody"
            assert {"200", "400", "401", "403", "422", "429"} <= {str(one) for one in said["responses"]}
            assert ("404" in map(str, said["responses"])) == ("{" in path)
            assert said["security"] == [{"Bearer": []}]


def test_pages_about_the_api_show_every_operation(sign_in) -> None:
    client = sign_in("clerk")
    shown = client.get(reverse("api")).content.decode()
    document = client.get(reverse("api-document")).json()
    assert all(path in shown for path in document["paths"])
    assert json.loads(client.get(f"{reverse('api-document')}?download").content) == document
    assert client.get(reverse("api-try")).status_code == 200


@pytest.mark.parametrize("path", ["me", "inbox", "plans", "assignments"])
def test_an_operation_asks_few_questions(world, program, path: str) -> None:
    an = program("an")
    an.get(f"/api/v1/{path}")
    with CaptureQueriesContext(connection) as seen:
        assert an.get(f"/api/v1/{path}").status_code == 200
    assert len(seen) <= 25, [one["sql"][:90] for one in seen]

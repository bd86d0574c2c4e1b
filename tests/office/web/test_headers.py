"""Every answer is as strict as the first."""

from contextlib import closing

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from luoshi.office.web.headers import real_address, strict_headers

pytestmark = pytest.mark.django_db

STRICT = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}


@pytest.mark.parametrize("address", ["/", "/reports/999/", "/nowhere", "/static/web/luoshi.css"])
def test_every_answer_carries_the_strict_policy(client: Client, address: str) -> None:
    with closing(client.get(address)) as response:
        headers = response.headers
    assert {name: headers.get(name) for name in STRICT} == STRICT


@pytest.mark.parametrize("address", ["/", "/reports/999/", "/nowhere"])
def test_pages_are_not_kept_by_the_browser(client: Client, address: str) -> None:
    assert client.get(address).headers["Cache-Control"] == "no-store"


def test_style_and_script_may_be_kept_by_the_browser(client: Client) -> None:
    with closing(client.get("/static/web/luoshi.css")) as response:
        assert "no-store" not in response.headers["Cache-Control"]


def test_what_a_view_says_on_purpose_is_left() -> None:
    chosen = {"Cache-Control": "max-age=60", "X-Frame-Options": "SAMEORIGIN"}
    answer = strict_headers(lambda _: HttpResponse(headers=chosen))
    headers = answer(RequestFactory().get("/")).headers
    assert headers.items() >= chosen.items()
    assert headers["Content-Security-Policy"] == STRICT["Content-Security-Policy"]


def test_a_form_s_token_is_for_this_site_and_no_script(client: Client) -> None:
    cookie = client.get("/sign-in/").cookies["csrftoken"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")


def test_a_stranger_s_name_for_this_machine_is_not_answered() -> None:
    assert Client(SERVER_NAME="luoshi.example").get("/").status_code == 400


def test_a_form_without_its_token_is_refused_in_plain_words() -> None:
    response = Client(enforce_csrf_checks=True).post("/", {"text": "正文"})
    assert response.status_code == 403
    assert "表单已经过期" in response.content.decode()


def test_an_address_that_is_not_there_says_so(client: Client) -> None:
    response = client.get("/nowhere")
    assert response.status_code == 404
    assert "没有这一页" in response.content.decode()


@pytest.mark.parametrize(
    ("proxies", "passed", "seen"),
    [
        (0, "10.9.9.9", "127.0.0.1"),  # nobody in front: whoever writes the header made it up
        (1, "10.0.0.7", "10.0.0.7"),
        (1, "10.9.9.9, 10.0.0.7", "10.0.0.7"),  # what the visitor wrote stands further left
        (2, "10.9.9.9, 10.0.0.7, 192.168.0.1", "10.0.0.7"),
        (2, "10.0.0.7", "127.0.0.1"),  # came past the proxies
        (1, "", "127.0.0.1"),
    ],
)
def test_behind_proxies_the_visitor_s_own_address_counts(settings, proxies: int, passed: str, seen: str) -> None:
    settings.PROXIES = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": passed})
    real_address(lambda _: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == seen

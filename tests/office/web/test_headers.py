"""Every answer is as strict as the first."""

from contextlib import closing

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/", "/reports/999/", "/nowhere", "/static/web/luoshi.css"])
def test_every_answer_carries_the_strict_policy(client: Client, address: str) -> None:
    with closing(client.get(address)) as response:
        headers = response.headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_pages_are_not_kept_by_the_browser(client: Client) -> None:
    assert client.get("/").headers["Cache-Control"] == "no-store"


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

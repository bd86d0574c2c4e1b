"""What the environment may change, and what an office gets that changes nothing."""

import runpy
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from luoshi.office.web import settings as module


def settings_with(monkeypatch: pytest.MonkeyPatch, name: str, value: str | None) -> dict[str, Any]:
    monkeypatch.delenv(name, raising=False)
    if value is not None:
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(module.__file__))


@pytest.mark.parametrize(("value", "shown"), [(None, False), ("", False), ("0", False), ("1", True)])
def test_a_programmer_s_error_pages_are_shown_only_where_asked_for(
    monkeypatch: pytest.MonkeyPatch, value: str | None, shown: bool
) -> None:
    assert settings_with(monkeypatch, "LUOSHI_DEBUG", value)["DEBUG"] is shown


def test_the_key_is_kept_beside_the_data_and_stays_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("LUOSHI_KEYS", raising=False)
    first, second = (settings_with(monkeypatch, "LUOSHI_DATA", str(tmp_path / "data")) for _ in range(2))
    assert first["KEYS"] == tmp_path / "data-keys"
    assert first["SECRET_KEY"] == second["SECRET_KEY"] == (tmp_path / "data-keys" / "secret.key").read_bytes().hex()
    assert settings_with(monkeypatch, "LUOSHI_KEYS", str(tmp_path / "other"))["SECRET_KEY"] != first["SECRET_KEY"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]"])
def test_this_machine_is_answered_by_each_of_its_names(name: str) -> None:
    assert Client(SERVER_NAME=name).get("/sign-in/").status_code == 200


@pytest.mark.parametrize(("value", "secure"), [(None, False), ("0", False), ("1", True)])
def test_behind_https_cookies_are_sent_no_other_way(
    monkeypatch: pytest.MonkeyPatch, value: str | None, secure: bool
) -> None:
    monkeypatch.setenv("LUOSHI_HOSTS", "luoshi.example")
    found = settings_with(monkeypatch, "LUOSHI_HTTPS", value)
    assert (found["SESSION_COOKIE_SECURE"], found["CSRF_COOKIE_SECURE"]) == (secure, secure)
    assert found.get("CSRF_TRUSTED_ORIGINS") == (["https://luoshi.example"] if secure else None)

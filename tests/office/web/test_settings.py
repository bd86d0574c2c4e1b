"""What the environment may change, and what an office gets that changes nothing."""

import runpy
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


def test_the_key_is_the_environment_s_or_a_new_one_at_every_start(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings_with(monkeypatch, "LUOSHI_SECRET_KEY", "kept")["SECRET_KEY"] == "kept"
    made = {settings_with(monkeypatch, "LUOSHI_SECRET_KEY", given)["SECRET_KEY"] for given in (None, None, "")}
    assert len(made) == 3
    assert min(map(len, made)) > 50


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]"])
def test_this_machine_is_answered_by_each_of_its_names(name: str) -> None:
    assert Client(SERVER_NAME=name).get("/").status_code == 200

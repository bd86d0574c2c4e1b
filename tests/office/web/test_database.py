"""Where rows are kept, from the address that an operator writes."""

from pathlib import Path

import pytest
from django.core.management import call_command

from luoshi.office.web.database import WrongAddressError, settings_of, unusable

DATA = Path("/data")


@pytest.mark.parametrize("url", [None, ""])
def test_without_an_address_rows_are_in_a_file_of_the_data_folder(url: str | None) -> None:
    settings = settings_of(url, data=DATA)
    assert settings["NAME"] == DATA / "luoshi.sqlite3"
    assert "journal_mode=WAL" in settings["OPTIONS"]["init_command"]


def test_an_address_names_the_postgresql_server() -> None:
    assert settings_of("postgresql://an:p%40ss@db.example:5433/office?sslmode=require", data=DATA) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "office",
        "USER": "an",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": 5433,
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_names_and_passwords_may_hold_any_character(scheme: str) -> None:
    settings = settings_of(f"{scheme}://a%40n:p%2Fs@db/of%20fice", data=DATA)
    assert (settings["USER"], settings["PASSWORD"], settings["NAME"]) == ("a@n", "p/s", "of fice")


def test_a_folder_behind_the_question_mark_is_a_socket() -> None:
    settings = settings_of("postgresql://luoshi@/office?host=/run/pg", data=DATA)
    assert (settings["HOST"], settings["PORT"], settings["OPTIONS"]) == ("/run/pg", "", {})


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(WrongAddressError, match="写的是“mysql”，这里只能用 PostgreSQL。请写成 postgresql://"):
        settings_of("mysql://an@db/office", data=DATA)


@pytest.mark.parametrize("url", ["postgresql://an@db:many/office", "postgresql://an@[::1/office"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(WrongAddressError, match="主机或端口读不懂"):
        settings_of(url, data=DATA)


@pytest.mark.parametrize(
    ("url", "error", "said"),
    [
        (
            None,
            "attempt to write a readonly database",
            "数据库 /data/luoshi.sqlite3 用不了：那里只能读，不能写。请用 --data",
        ),
        (
            "postgresql://an:secret@db:5/x",
            "FATAL: password authentication failed",
            "（db:5，库 x）：用户名或密码不对。",
        ),
        ("postgresql:///x", "something odd\nand more", "（本机，库 x）：something odd。"),
    ],
)
def test_why_a_database_cannot_be_used_is_said_without_its_password(url, error: str, said: str) -> None:
    sentence = unusable(settings_of(url, data=DATA), ValueError(error))
    assert said in sentence
    assert "secret" not in sentence


@pytest.mark.django_db
def test_migrations_say_what_the_models_say() -> None:
    call_command("makemigrations", check=True, dry_run=True)

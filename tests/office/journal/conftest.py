"""A journal with some entries in it, keys of its own, and an intruder's hand at the tables."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from luoshi.office.journal import guard, record
from luoshi.office.journal.check import Check
from luoshi.office.journal.models import Entry
from luoshi.office.journal.who import Who

# What only a server with several connections shows.
collect_ignore = [] if os.environ.get("DATABASE_URL") else ["test_open_transactions.py"]

AN = Who(
    "安知远", person=7, membership=9, role="office", organisation=3, organisation_name="办公室", address="10.0.0.7"
)


@pytest.fixture(autouse=True)
def keys(settings, tmp_path: Path) -> Path:
    """Keys of this test alone, so that no other test's note of the last seal is met."""
    settings.KEYS = tmp_path / "keys"
    return settings.KEYS


@pytest.fixture
def an() -> Who:
    """An of the bureau's office, as the journal knows people."""
    return AN


def made(number: int) -> Entry:
    return Entry.objects.get(pk=number)


@pytest.fixture
def written(db) -> Callable[[int], list[Entry]]:
    """Writes so many entries, every second of them with a detail."""

    def write(count: int) -> list[Entry]:
        return [
            made(
                record.write("organisation.rename", by=AN, where="1/3/", detail={"after": f"名{n}"} if n % 2 else None)
            )
            for n in range(count)
        ]

    return write


@pytest.fixture
def intrude(db) -> Callable[..., None]:
    """Runs SQL as somebody who owns the database and has taken the triggers away for a moment."""

    def run(*statements: str) -> None:
        with guard.lifted(connection), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    return run


@pytest.fixture
def found(db) -> Callable[[], list[tuple[str, int | None]]]:
    """Code and entry of every flaw that a check finds now."""
    return lambda: [(flaw.code, flaw.entry) for flaw in Check().flaws()]


@pytest.fixture
def connection_vendor() -> str:
    """Which kind of database this run is on."""
    return connection.vendor

"""The database itself refuses to change the journal."""

import pytest
from django.db import Error, connection, transaction

from luoshi.office.journal import guard, seal
from luoshi.office.journal.models import Entry, Link, Payload, Seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(written) -> None:
    written(4)
    seal.seal_all()


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except Error as error:
        return guard.REFUSAL in str(error)
    return False


CHANGES = {
    "journal_entry": "name = 'x'",
    "journal_seal": "hash = 'x'",
    "journal_link": "mac = 'x'",
    "journal_payload": "content = content",
}


@pytest.mark.parametrize("table", guard.TABLES)
def test_rows_are_neither_changed_nor_taken_away(sealed, table: str) -> None:
    assert refused(f"UPDATE {table} SET {CHANGES[table]}")
    assert refused(f"DELETE FROM {table}")


def test_the_models_are_refused_as_well(sealed) -> None:
    for rows in (Entry, Seal, Link, Payload):
        with pytest.raises(Error, match=guard.REFUSAL), transaction.atomic():
            rows.objects.all().delete()


@pytest.mark.parametrize("table", guard.TABLES)
def test_no_other_way_of_taking_rows_away_is_open(sealed, connection_vendor: str, table: str) -> None:
    """SQLite's REPLACE does not ask the triggers on DELETE, and PostgreSQL's TRUNCATE those of single rows."""
    again = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    assert refused(f"TRUNCATE {table}" if connection_vendor == "postgresql" else again)


def test_a_trigger_that_is_gone_is_named(sealed, connection_vendor: str) -> None:
    assert guard.missing(connection) == []
    table = " ON journal_link" if connection_vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER journal_link_unchanged{table}")
    assert guard.missing(connection) == ["journal_link_unchanged"]


def test_the_guard_can_be_taken_down_and_set_up_again(sealed) -> None:
    with guard.lifted(connection):
        assert guard.missing(connection)
        assert not refused("DELETE FROM journal_link")
    assert guard.missing(connection) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_tests_that_commit_find_the_journal_empty_and_guarded(written, time: str) -> None:
    assert Entry.objects.count() == 0
    written(2)
    assert refused("DELETE FROM journal_entry")

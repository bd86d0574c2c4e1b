"""PostgreSQL: several connections at once. Collected only where the tests run on a server."""

from collections.abc import Callable
from threading import Thread

import pytest
from django.db import connection, transaction

from luoshi.office.journal import guard, record, seal
from luoshi.office.journal.check import Check
from luoshi.office.journal.models import Entry, Link, Seal
from luoshi.office.journal.who import Who

pytestmark = pytest.mark.django_db(transaction=True)


def elsewhere(work: Callable[[], object]) -> None:
    """Run something in a thread, which has a connection of its own, to its end."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()


def test_an_entry_whose_transaction_was_open_is_sealed_the_next_time(an: Who) -> None:
    """Its number is lower than those sealed before it; it is neither skipped nor does anybody wait for it."""
    with transaction.atomic():
        late = record.write("a.late", by=an, detail={"x": 1})
        elsewhere(lambda: [record.write("a.early", by=an) for _ in range(3)])
        sealed: list[int] = []
        elsewhere(lambda: sealed.append(seal.seal_all()))
        assert sealed == [3]
    assert seal.seal_all() == 1
    assert Link.objects.get(entry_id=late).seal_id == 2
    assert Link.objects.filter(seal=1, entry__gt=late).count() == 3
    assert list(Check().flaws()) == []


def test_what_was_undone_leaves_no_gap_that_is_taken_for_a_loss(an: Who) -> None:
    record.write("a.b", by=an)
    with transaction.atomic():
        record.write("a.undone", by=an)
        transaction.set_rollback(True)
    record.write("a.b", by=an)
    assert seal.seal_all() == 2
    assert list(Check().flaws()) == []


def test_two_sealers_at_once_make_one_chain(an: Who, monkeypatch) -> None:
    monkeypatch.setattr(seal, "BATCH", 5)
    for _ in range(60):
        record.write("a.b", by=an)
    sealed: list[int] = []

    def work() -> None:
        try:
            sealed.append(seal.seal_all())
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal.seal_all()
    assert sum(sealed) == 60
    assert Entry.objects.unsealed().count() == 0
    assert Seal.objects.count() == 12
    assert list(Check().flaws()) == []


def test_a_sealer_at_work_is_not_disturbed(an: Who) -> None:
    record.write("a.b", by=an)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [seal.LOCK])
        sealed: list[int] = []
        elsewhere(lambda: sealed.append(seal.seal_all()))
    assert sealed == [0]
    assert seal.seal_all() == 1


def test_triggers_that_are_only_switched_off_are_missed() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_unchanged")
        try:
            assert guard.missing(connection) == ["journal_entry_unchanged"]
        finally:
            cursor.execute("ALTER TABLE journal_entry ENABLE TRIGGER journal_entry_unchanged")

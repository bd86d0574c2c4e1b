"""Entries get their place in the chain, and the last place is noted outside the database."""

import json
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from luoshi.office.journal import anchor, mac, seal
from luoshi.office.journal.anchor import Head
from luoshi.office.journal.models import Entry, Link, Seal

pytestmark = pytest.mark.django_db


def test_every_entry_gets_one_place_in_batches(written, monkeypatch) -> None:
    monkeypatch.setattr(seal, "BATCH", 3)
    numbers = [entry.pk for entry in written(7)]
    assert seal.seal_all() == 7
    assert list(Seal.objects.values_list("number", "entries")) == [(1, 3), (2, 3), (3, 1)]
    places = Link.objects.order_by("seal", "position").values_list("entry", "position")
    assert list(places) == list(zip(numbers, [0, 1, 2, 0, 1, 2, 0], strict=True))


def test_sealing_again_does_nothing(written) -> None:
    written(2)
    assert [seal.seal_all(), seal.seal_all()] == [2, 0]
    assert Seal.objects.count() == 1


def test_whoever_comes_to_the_lock_too_late_makes_no_empty_seal(written, monkeypatch) -> None:
    """Another sealer took everything after it was asked whether there is anything, and before the lock was had."""
    written(2)
    alone = seal._alone

    def late() -> bool:
        monkeypatch.setattr(seal, "_alone", alone)
        seal._seal_batch.__wrapped__()  # inside this transaction, as two connections cannot be had here
        return True

    monkeypatch.setattr(seal, "_alone", late)
    assert seal.seal_all() == 0
    assert list(Seal.objects.values_list("number", "entries")) == [(1, 2)]


def test_an_empty_journal_has_no_head(keys) -> None:
    assert (seal.seal_all(), seal.head_of(), anchor.noted()) == (0, None, None)


def test_each_seal_holds_the_one_before(written) -> None:
    for _ in range(3):
        written(1)
        seal.seal_all()
    before = ""
    for one in Seal.objects.order_by("number"):
        assert one.hash == mac.of_seal(one, before, list(one.links.values_list("mac", flat=True)))
        before = one.hash


def test_the_last_seal_is_noted_beside_the_keys(written, keys) -> None:
    written(2)
    seal.seal_all()
    last = Seal.objects.get()
    assert json.loads((keys / "journal.head").read_text()) == {"number": 1, "hash": last.hash}
    assert sorted(path.name for path in keys.glob("journal.head*")) == ["journal.head", "journal.head.lock"]


def test_a_journal_that_lost_its_end_does_not_hide_it_by_growing_again(written, intrude) -> None:
    for _ in range(2):
        written(1)
        seal.seal_all()
    lost = anchor.noted()
    intrude("DELETE FROM journal_link WHERE seal_id = 2", "DELETE FROM journal_seal WHERE number = 2")
    written(1)
    seal.seal_all()
    written(1)
    seal.seal_all()
    assert anchor.noted() == lost


def test_a_note_that_cannot_be_read_is_left_as_it_is(written, keys) -> None:
    keys.mkdir(exist_ok=True)
    (keys / "journal.head").write_text("{")
    written(1)
    seal.seal_all()
    assert (keys / "journal.head").read_text() == "{"


def test_the_head_of_a_day_is_the_last_seal_made_on_it(written, monkeypatch) -> None:
    today = timezone.now()
    for days in (2, 1, 1, 0):
        written(1)
        monkeypatch.setattr(seal.timezone, "now", lambda moment=today - timedelta(days=days): moment)
        seal.seal_all()
    day = timezone.localdate(today)
    heads = [seal.head_of(day - timedelta(days=ago)) for ago in (3, 2, 1, 0)]
    assert [head and head.number for head in heads] == [None, 1, 3, 4]
    assert seal.head_of() == heads[-1] == Head(4, Seal.objects.get(number=4).hash)


@pytest.mark.django_db(transaction=True)
def test_sealing_is_not_part_of_other_work_that_may_be_undone(written) -> None:
    written(1)
    with transaction.atomic(), pytest.raises(RuntimeError):
        seal.seal_all()
    assert Entry.objects.unsealed().count() == 1

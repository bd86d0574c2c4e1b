"""What is written down of a doing, and what it survives."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from luoshi.office.journal import mac, record
from luoshi.office.journal.detail import SALT, detail_of, opened
from luoshi.office.journal.models import Entry, Payload
from luoshi.office.journal.record import About
from luoshi.office.journal.who import PROGRAM, Who

pytestmark = pytest.mark.django_db


def written(*said: Any, **more: Any) -> Entry:
    """What the database holds of an entry just written."""
    return Entry.objects.get(pk=record.write(*said, **more))


def test_an_entry_comes_back_from_the_database_with_the_mark_it_went_in_with(an: Who) -> None:
    kept = written("organisation.rename", by=an, where="1/3/", done=False, detail={"after": "新名"})
    assert kept.mac == mac.of_entry(kept)
    assert (kept.done, kept.verb, kept.where, kept.behalf) == (False, "organisation.rename", "1/3/", "")
    assert (kept.name, kept.role, kept.organisation_name, kept.address) == ("安知远", "office", "办公室", "10.0.0.7")
    assert (kept.person, kept.membership, kept.organisation) == (7, 9, 3)
    assert (kept.about_kind, kept.about_id, kept.about) == ("", "", "")


@pytest.mark.parametrize("microsecond", [0, 1, 120_000, 999_999])
def test_no_fraction_of_a_second_gets_lost(an: Who, monkeypatch, microsecond: int) -> None:
    at = datetime(2026, 3, 1, 23, 59, 59, microsecond, tzinfo=UTC)
    monkeypatch.setattr(record.timezone, "now", lambda: at)
    kept = written("a.b", by=an)
    assert (kept.at, kept.mac) == (at, mac.of_entry(kept))


def test_a_detail_is_encrypted_and_can_be_read_again(an: Who) -> None:
    detail = {"before": {"name": "旧名"}, "after": {"name": "新名"}}
    made = written("organisation.rename", by=an, detail=detail)
    assert "新名".encode() not in bytes(Payload.objects.get(pk=made.pk).content)
    assert detail_of(made) == detail


def test_an_entry_without_detail_keeps_none(an: Who) -> None:
    made = written("session.open", by=an)
    assert (made.payload_hash, detail_of(made)) == ("", None)


def test_equal_details_leave_unequal_traces(an: Who) -> None:
    """A yes is soon guessed; its salt goes with it when it is purged."""
    first, second = (written("a.b", by=an, detail={"agreed": True}) for _ in range(2))
    assert first.payload_hash != second.payload_hash
    packs = [opened(Payload.objects.get(pk=one.pk).content) for one in (first, second)]
    assert packs[0][SALT:] == packs[1][SALT:]
    assert packs[0][:SALT] != packs[1][:SALT]


def test_every_column_but_its_number_is_under_the_mark() -> None:
    assert {field.attname for field in Entry._meta.concrete_fields} - {*mac.SIGNED} == {"id", "mac"}


@pytest.mark.parametrize(
    ("said", "kept"), [("长" * 300, "长" * 200), ("报\0告", "报?告"), ("半\ud800个", "半?个"), ("plain\0", "plain?")]
)
def test_no_label_keeps_the_work_from_being_written_down(an: Who, said: str, kept: str) -> None:
    again = written("a.b", by=an, about=About("x", "1", said), detail={"said": said})
    assert (again.about, again.mac) == (kept, mac.of_entry(again))
    assert detail_of(again) == {"said": said}


def test_what_an_entry_is_about_is_kept_by_kind_number_and_name(an: Who, world) -> None:
    first = world.organisation("first")
    made = written("organisation.rename", by=an, about=first)
    assert (made.about_kind, made.about_id, made.about) == (
        "organisations.organisation",
        str(first.pk),
        "云岭县第一小学",
    )


def test_what_is_undone_leaves_no_entry(an: Who) -> None:
    with transaction.atomic():
        record.write("a.b", by=an, detail={"x": 1})
        transaction.set_rollback(True)
    assert (Entry.objects.count(), Payload.objects.count()) == (0, 0)


def test_nothing_is_written_in_a_transaction_that_is_lost_already(an: Who) -> None:
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(transaction.TransactionManagementError):
            record.write("a.b", by=an)


@pytest.mark.parametrize("detail", [None, {"x": 1}])
def test_writing_asks_the_database_as_seldom_as_it_can(
    an: Who, detail, django_assert_num_queries, connection_vendor
) -> None:
    with django_assert_num_queries(2 if detail and connection_vendor == "sqlite" else 1):
        record.write("a.b", by=an, detail=detail)


def test_an_auditor_sees_the_area_and_the_programs_own_doings_and_nobody_else_more_than_their_own(world) -> None:
    county, foreign = world.organisation("county"), world.organisation("foreign")
    own = record.write("a.own", by=world.actor("bo").who, where=foreign.path)
    here = record.write("a.here", by=world.actor("an").who, where=county.path)
    there = record.write("a.there", by=world.actor("foreign-office").who, where=foreign.path)
    program = record.write("a.program", by=PROGRAM)

    def seen(name: str) -> set[int]:
        return set(Entry.objects.visible_to(world.actor(name)).values_list("pk", flat=True))

    assert seen("auditor") == {here, program}
    assert (seen("an"), seen("bo"), seen("foreign-office")) == ({here}, {own}, {there})

"""Whatever is done to the journal behind its back is found, and nothing is found in a sound one."""

import json

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.office.journal import anchor, guard, restore, seal
from luoshi.office.journal.anchor import Head
from luoshi.office.journal.check import Check
from luoshi.office.journal.flaws import WORDS, Flaw
from luoshi.office.journal.models import Entry, Link, Payload, Seal

pytestmark = pytest.mark.django_db

BATCH = 4


@pytest.fixture
def numbers(written, monkeypatch) -> list[int]:
    """Numbers of ten sealed entries in three seals and of two that are not sealed yet."""
    monkeypatch.setattr(seal, "BATCH", BATCH)
    entries = written(10)
    seal.seal_all()
    return [entry.pk for entry in entries + written(2)]


def test_a_sound_journal_has_no_flaws(numbers) -> None:
    check = Check()
    assert list(check.flaws()) == []
    assert (check.entries, check.seals, check.unsealed, check.partial) == (12, 3, 2, False)


def test_an_empty_journal_is_sound(db) -> None:
    assert list(Check().flaws()) == []


def test_an_entry_that_was_changed_is_named(numbers, intrude, found) -> None:
    intrude(f"UPDATE journal_entry SET name = '别人' WHERE id = {numbers[2]}")
    assert found() == [("changed", numbers[2])]


def test_one_that_is_not_sealed_yet_is_checked_too(numbers, intrude, found) -> None:
    intrude(f"UPDATE journal_entry SET done = false WHERE id = {numbers[11]}")
    assert found() == [("changed", numbers[11])]


def test_an_entry_that_was_taken_away_is_named(numbers, intrude, found) -> None:
    intrude(f"DELETE FROM journal_entry WHERE id = {numbers[4]}")
    assert found() == [("removed", numbers[4])]
    intrude(f"DELETE FROM journal_payload WHERE entry_id = {numbers[4]}")
    assert found() == [("removed", numbers[4])]


def test_a_detail_without_its_entry_is_named(numbers, intrude, found) -> None:
    intrude(f"DELETE FROM journal_entry WHERE id = {numbers[5]}")
    assert found() == [("removed", numbers[5]), ("detail_stray", numbers[5])]


def test_where_entry_and_place_are_gone_the_neighbour_is_named(numbers, intrude, found) -> None:
    for one in (2, 4):
        intrude(*(f"DELETE FROM journal_{table} WHERE {column} = {numbers[one]}" for table, column in OF_ENTRY))
    assert found() == [("gap", numbers[1]), ("gap", numbers[5])]


OF_ENTRY = (("payload", "entry_id"), ("link", "entry_id"), ("entry", "id"))


def test_a_foreign_entry_is_found(numbers, intrude, found) -> None:
    intrude(copy_of(numbers[0], key="f" * 32))
    assert found() == [("changed", max(numbers) + 1)]


def test_a_second_entry_of_the_same_doing_is_found_where_the_database_no_longer_minds(numbers, found) -> None:
    with guard.lifted(connection), without_unique_keys():
        with connection.cursor() as cursor:
            cursor.execute(copy_of(numbers[0]))
        seal.seal_all()
        assert found()[-1] == ("twice", max(numbers) + 1)


def copy_of(number: int, *, key: str = "") -> str:
    names = [f'"{field.column}"' for field in Entry._meta.concrete_fields if not field.primary_key]
    values = [f"'{key}'" if key and name == '"key"' else name for name in names]
    return f"INSERT INTO journal_entry ({', '.join(names)}) SELECT {', '.join(values)} FROM journal_entry WHERE id = {number}"


class without_unique_keys:  # noqa: N801 (reads as a block)
    """The column `key` as an intruder leaves it who may change tables."""

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("ALTER TABLE journal_entry DROP CONSTRAINT journal_entry_key_key")
                return
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'journal_entry'")
            made = cursor.fetchone()[0].replace('"key" char(32) NOT NULL UNIQUE', '"key" char(32) NOT NULL')
            cursor.execute("ALTER TABLE journal_entry RENAME TO journal_entry_before")
            cursor.execute(made)
            cursor.execute("INSERT INTO journal_entry SELECT * FROM journal_entry_before")

    def __exit__(self, *_: object) -> None:
        """The test's transaction is undone anyway."""


def test_entries_that_changed_places_are_named(numbers, intrude, found) -> None:
    first, second = numbers[1], numbers[6]
    intrude(
        f"UPDATE journal_link SET entry_id = -1 WHERE entry_id = {first}",
        f"UPDATE journal_link SET entry_id = {first} WHERE entry_id = {second}",
        f"UPDATE journal_link SET entry_id = {second} WHERE entry_id = -1",
    )
    assert found() == [("moved", second), ("moved", first)]


def test_an_entry_that_took_anothers_number_is_named(numbers, intrude, found) -> None:
    """Both rows are as written, but for their numbers."""
    first, second = numbers[0], numbers[2]
    for one, other in ((first, -1), (second, first), (-1, second)):
        intrude(f"UPDATE journal_entry SET id = {other} WHERE id = {one}")
    assert found() == [("moved", first), ("moved", second)]


def test_a_detail_that_was_changed_exchanged_removed_or_added_is_named(numbers, intrude, found) -> None:
    odd, even = numbers[3], numbers[4]
    hand = "decode('00','hex')" if connection.vendor == "postgresql" else "x'00'"
    intrude(f"UPDATE journal_payload SET content = {hand} WHERE entry_id = {odd}")
    assert found() == [("detail_changed", odd)]
    intrude(
        f"UPDATE journal_payload SET content = (SELECT content FROM journal_payload WHERE entry_id = {numbers[1]}) "
        f"WHERE entry_id = {odd}"
    )
    assert found() == [("detail_changed", odd)]
    intrude(f"UPDATE journal_payload SET entry_id = {even} WHERE entry_id = {odd}")
    assert found() == [("detail_removed", odd), ("detail_added", even)]


@pytest.mark.parametrize(
    ("statement", "flaws"),
    [
        ("DELETE FROM journal_seal WHERE number = 2", [("seal_removed", None), ("seal_changed", 8), *[("stray", n) for n in (4, 5, 6, 7)]]),
        ("UPDATE journal_seal SET number = 0 WHERE number = 2", [("seal_added", None), ("seal_removed", None)]),
        ("UPDATE journal_seal SET hash = 'x' WHERE number = 1", [("seal_changed", 0), ("seal_changed", 4)]),
        ("UPDATE journal_seal SET entries = 5 WHERE number = 2", [("gap", 7)]),
        ("UPDATE journal_seal SET entries = 3 WHERE number = 2", [("added", 7)]),
        ("UPDATE journal_link SET mac = 'x' WHERE position = 1 AND seal_id = 2", [("moved", 5)]),
    ],
)  # fmt: skip
def test_what_is_done_to_a_seal_is_found(numbers, intrude, found, statement: str, flaws) -> None:
    intrude(statement)
    named = [(code, None if number is None else numbers.index(number)) for code, number in found()]
    assert [one for one in flaws if one not in named] == []


def test_a_trigger_that_is_gone_is_a_flaw(numbers) -> None:
    with guard.lifted(connection):
        (flaw,) = Check().flaws()
    assert (flaw.code, "journal_entry_unchanged" in str(flaw)) == ("unguarded", True)


def test_an_end_that_was_cut_off_is_found(numbers, intrude, found) -> None:
    intrude(
        f"DELETE FROM journal_payload WHERE entry_id > {numbers[7]}",
        f"DELETE FROM journal_entry WHERE id > {numbers[7]}",
        "DELETE FROM journal_link WHERE seal_id = 3",
        "DELETE FROM journal_seal WHERE number = 3",
    )
    assert found() == [("cut", None)]


def test_an_end_that_was_lost_with_a_restored_backup_can_be_accepted_once(numbers, an, intrude, found) -> None:
    lost = anchor.noted()
    intrude("DELETE FROM journal_link WHERE seal_id = 3", "DELETE FROM journal_seal WHERE number = 3")
    assert found() == [("cut", None)]
    restore.accept("6月1日恢复备份", by=an)
    assert found() == []
    told = Entry.objects.get(verb="journal.restore")
    assert (told.about, told.name) == ("6月1日恢复备份", "安知远")
    assert anchor.noted() != lost


def test_without_its_note_the_end_cannot_be_vouched_for(numbers, keys, found) -> None:
    (keys / "journal.head").unlink()
    assert found() == [("note_missing", None)]
    (keys / "journal.head").write_text(json.dumps({"number": "three"}))
    assert found() == [("note_broken", None)]


def test_an_exported_head_must_still_be_there(numbers) -> None:
    held = Seal.objects.get(number=2)
    assert list(Check(head=Head(2, held.hash)).flaws()) == []
    assert [flaw.code for flaw in Check(head=Head(2, "x")).flaws()] == ["head"]


def test_the_wrong_key_is_said_once_and_not_of_every_entry(numbers, settings, tmp_path, found) -> None:
    settings.KEYS = tmp_path / "other"
    assert found() == [("note_missing", None), ("foreign_key", None)]


def test_the_wrong_key_of_the_details_is_said_once(numbers, settings, keys, tmp_path, found) -> None:
    settings.KEYS = tmp_path / "other"
    settings.KEYS.mkdir()
    for name in ("journal.key", "journal.head"):
        (settings.KEYS / name).write_bytes((keys / name).read_bytes())
    assert found() == [("foreign_fields", None)]


def test_the_newest_part_can_be_checked_alone(numbers, intrude) -> None:
    intrude(f"UPDATE journal_entry SET name = '别人' WHERE id = {numbers[0]}")
    check = Check(newest=5)
    assert list(check.flaws()) == []
    assert (check.entries, check.seals, check.partial) == (8, 2, True)
    whole = Check(newest=100)
    assert [flaw.entry for flaw in whole.flaws()] == [numbers[0]]
    assert (whole.partial, whole.entries) == (False, 12)


@pytest.mark.parametrize("code", WORDS)
def test_every_flaw_is_a_whole_sentence(code: str) -> None:
    facts = (("count", 4), ("names", "甲"), ("first", 2), ("folder", "/keys"))
    said = str(Flaw(code, entry=5, seal=6, place=7, facts=facts))
    assert said.endswith("。")
    assert "{" not in said
    assert "None" not in said


# Any single stroke: the column of a row set to another row's value or to something new, a row gone, a row more.
TABLES = {model._meta.db_table: model for model in (Entry, Link, Seal, Payload)}
STROKES = [
    (table, field.column) for table, model in TABLES.items() for field in model._meta.concrete_fields
] + [(table, "") for table in TABLES]  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stroke=st.sampled_from(STROKES), row=st.integers(0, 9), other=st.integers(0, 9))
def test_any_single_stroke_at_a_sealed_row_is_found(whole, found, stroke, row: int, other: int) -> None:
    table, column = stroke
    with guard.lifted(connection), transaction.atomic():
        changed = strike(table, column, row, other)
        codes = {code for code, _ in found()} - {"unguarded"}
        transaction.set_rollback(True)
    assert bool(codes) == changed, (table, column, codes)


@pytest.fixture
def whole(written, monkeypatch) -> None:
    """Ten sealed entries, nothing open."""
    monkeypatch.setattr(seal, "BATCH", BATCH)
    written(10)
    seal.seal_all()


def strike(table: str, column: str, row: int, other: int) -> bool:
    """Whether the table is another one afterwards."""
    name = TABLES[table]._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM {table} ORDER BY {name}")
        keys = [key for (key,) in cursor.fetchall()]
        here, there = keys[row % len(keys)], keys[other % len(keys)]
        cursor.execute(f"SELECT * FROM {table} ORDER BY {name}")
        before = cursor.fetchall()
        if column in UNIQUE:
            value = {"key": "'" + "e" * 32 + "'", "position": "77"}.get(column, "1077")
            cursor.execute(f"UPDATE {table} SET {column} = {value} WHERE {name} = {here}")
        elif column:
            chosen = f'(SELECT "{column}" FROM {table} WHERE {name} = {there})'
            cursor.execute(f'UPDATE {table} SET "{column}" = {chosen} WHERE {name} = {here}')
        else:
            cursor.execute(f"DELETE FROM {table} WHERE {name} = {here}")
        cursor.execute(f"SELECT * FROM {table} ORDER BY {name}")
        return cursor.fetchall() != before


UNIQUE = {"id", "key", "entry_id", "seal_id", "number", "position"}  # set to what no row has: two rows cannot share it

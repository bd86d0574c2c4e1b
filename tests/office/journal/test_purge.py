"""Old details go, their entries stay."""

from datetime import date, timedelta

import pytest
from django.db import Error, transaction
from django.utils import timezone

from luoshi.office.journal import purge, record, seal
from luoshi.office.journal.models import Entry, Payload
from luoshi.office.refused import Refused

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
LONG_AGO = purge.first_kept(TODAY) - timedelta(days=10)


@pytest.fixture
def years(written, monkeypatch) -> list[Entry]:
    """Ten entries of long ago and ten of today, sealed."""
    now = timezone.now()
    with monkeypatch.context() as patch:
        patch.setattr(record.timezone, "now", lambda: now - timedelta(days=(TODAY - LONG_AGO).days))
        old = written(10)
    entries = old + written(10)
    seal.seal_all()
    return entries


def test_details_before_the_day_go_and_the_chain_stays_whole(years, an, found) -> None:
    assert purge.details_before(LONG_AGO + timedelta(days=1), by=an) == 5
    assert Payload.objects.filter(pk__lte=years[9].pk).count() == 0
    assert Payload.objects.count() == 5
    assert found() == []


def test_a_purge_is_itself_written_down(years, an) -> None:
    purge.details_before(LONG_AGO + timedelta(days=1), by=an)
    told = Entry.objects.get(verb="journal.purge")
    day = (LONG_AGO + timedelta(days=1)).isoformat()
    assert (told.name, told.about_id, told.about) == ("安知远", str(years[9].pk), f"{day} 以前的 5 条明细")


def test_where_nothing_is_old_enough_nothing_is_said(years, an) -> None:
    assert purge.details_before(LONG_AGO, by=an) == 0
    assert not Entry.objects.filter(verb="journal.purge").exists()


def test_the_last_six_months_stay(years, an) -> None:
    first = purge.first_kept(TODAY)
    assert purge.details_before(first, by=an) == 5
    with pytest.raises(Refused) as refusal:
        purge.details_before(first + timedelta(days=1), by=an)
    assert "不满 6 个月" in str(refusal.value)
    assert f"请选 {first} 或更早的日期" in str(refusal.value)


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 11, 22), date(2026, 5, 22)),
        (date(2026, 3, 1), date(2025, 9, 1)),
        (date(2026, 8, 31), date(2026, 2, 28)),
        (date(2028, 8, 30), date(2028, 2, 29)),
        (date(2026, 6, 30), date(2025, 12, 30)),
    ],
)
def test_six_months_are_counted_by_the_calendar(today: date, first: date) -> None:
    assert purge.first_kept(today) == first


def test_without_a_purge_no_detail_can_be_taken_away(years, an) -> None:
    purge.details_before(LONG_AGO + timedelta(days=1), by=an)
    with pytest.raises(Error), transaction.atomic():
        Payload.objects.filter(pk__gt=years[9].pk).delete()


def test_a_detail_that_went_without_a_purge_is_missed(years, an, intrude, found) -> None:
    purge.details_before(LONG_AGO + timedelta(days=1), by=an)
    intrude(f"DELETE FROM journal_payload WHERE entry_id = {years[11].pk}")
    assert found() == [("detail_removed", years[11].pk)]


def test_a_purge_that_somebody_else_wrote_covers_nothing(years, intrude, found) -> None:
    last = years[-1].pk
    intrude(
        f"""INSERT INTO journal_entry (key, at, name, role, organisation_name, behalf, address, verb, done, about_kind,
        about_id, about, "where", payload_hash, mac) SELECT '{"0" * 32}', at, name, role, organisation_name, behalf,
        address, 'journal.purge', done, 'journal.payload', '{last}', about, "where", '', mac FROM journal_entry
        WHERE id = {last}""",
    )
    Payload.objects.filter(pk=years[1].pk).delete()
    assert found() == [("detail_removed", years[1].pk), ("changed", Entry.objects.latest("pk").pk)]

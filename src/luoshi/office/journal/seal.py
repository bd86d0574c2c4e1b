"""Closes what was written since the last time: entries get their place in a chain of seals.

The chain has an order of its own, that of sealing. An entry whose transaction was still open when its neighbours were
sealed has no link, so the next run finds it: nothing is skipped, and nothing has to wait for a long transaction.
"""

from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from luoshi.office.journal import anchor, mac
from luoshi.office.journal.anchor import Head
from luoshi.office.journal.models import Entry, Link, Seal

# Entries of one seal. A check holds one seal in memory and takes a larger one for a changed one: never lower it.
BATCH = 1000

# PostgreSQL's advisory locks are numbers that an application chooses for itself.
LOCK = 0x6C756F736869


def seal_all() -> int:
    """Seal every committed entry that has no place yet; gives how many.

    Two at once: on PostgreSQL the second finds the lock taken and leaves the work to the first; on SQLite it waits.
    """
    count = 0
    while sealed := _seal_batch():
        count += sealed
    if head := head_of():
        anchor.advance(head)
    return count


def head_of(day: date | None = None) -> Head | None:
    """The last seal made by the end of that day, now without one; None before the first."""
    seals = Seal.objects.filter(at__date__lte=day) if day else Seal.objects.all()
    last = seals.order_by("-number").first()
    return Head(last.number, last.hash) if last else None


@transaction.atomic(durable=True)  # what is noted outside the database must have been committed
def _seal_batch() -> int:
    if not Entry.objects.unsealed().exists() or not _alone():
        return 0
    entries = list(Entry.objects.unsealed().order_by("pk").values_list("pk", "mac")[:BATCH])
    if not entries:  # another sealer took them between the question and the lock
        return 0
    before = Seal.objects.order_by("number").last()
    seal = Seal(number=before.number + 1 if before else 1, at=timezone.now(), entries=len(entries))
    links = [Link(entry_id=number, seal=seal, position=place) for place, (number, _) in enumerate(entries)]
    for link, (_, mark) in zip(links, entries, strict=True):
        link.mac = mac.of_link(link, mark)
    seal.hash = mac.of_seal(seal, before.hash if before else "", [link.mac for link in links])
    seal.save(force_insert=True)
    Link.objects.bulk_create(links)
    return len(entries)


def _alone() -> bool:
    """Whether no other sealer is at work; the lock goes with the transaction."""
    if connection.vendor != "postgresql":
        return True  # SQLite has one writer at a time, and this transaction began as one
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])

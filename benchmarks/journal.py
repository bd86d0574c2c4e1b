"""What the journal costs: writing, sealing and checking 50,000 entries, and how much of its speed an office loses to it.

    python benchmarks/journal.py                                     on SQLite
    python tools/postgres.py python benchmarks/journal.py            on PostgreSQL, and 16 writers at once
    LUOSHI_FSYNC=1 python tools/postgres.py python benchmarks/journal.py      the same on a server that waits for its disk

The writers are processes with a connection each. A piece of work is a read, an update, an insert and the commit; in
every other round it also writes its entry. Rounds are short and alternate, so that whatever else the machine does falls
on both; the ratio is the median over pairs of rounds.
"""

import argparse
import multiprocessing
import os
import random
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ENTRIES = 50_000
WRITERS = 16
ROUNDS = 32  # of each kind
SECONDS = 1.0  # a round
ORGANISATIONS = 1000


def set_up(folder: str) -> None:
    os.environ["LUOSHI_DATA"] = f"{folder}/data"
    os.environ["LUOSHI_KEYS"] = f"{folder}/keys"
    from luoshi.office.web.serve import prepare

    prepare()
    from luoshi.office.organisations.models import Kind, Organisation
    from luoshi.office.organisations.tree import insert

    county = insert(Organisation(kind=Kind.COUNTY, name="云岭县教育局"))
    for number in range(ORGANISATIONS):
        insert(Organisation(parent=county, kind=Kind.SCHOOL, name=f"云岭县第{number}小学"))


def work(number: int, turn: int, *, journal: bool) -> None:
    """What a person's click costs without its page: one school's telephone and the note of it."""
    from django.db import transaction
    from django.db.models import F

    from luoshi.office.journal import record
    from luoshi.office.journal.who import Who
    from luoshi.office.organisations.models import Change, Organisation

    by = Who("安知远", person=7, membership=9, role="office", organisation=1, organisation_name="云岭县教育局办公室")
    with transaction.atomic():
        school = Organisation.objects.get(pk=number)
        telephone = f"0870-{turn:07d}"
        Organisation.objects.filter(pk=number).update(telephone=telephone, version=F("version") + 1)
        Change.objects.create(
            organisation=school,
            what=Change.What.RESTAGED,
            day=date(2026, 9, 1),
            before=school.telephone,
            after=telephone,
        )
        if journal:
            detail = {"before": {"telephone": school.telephone}, "after": {"telephone": telephone}}
            record.write("organisation.edit", by=by, about=school, where=school.path, detail=detail)


def writer(seed: int, start, done, modes: list[bool], counts) -> None:
    """One of the sixteen: works through all rounds, each begun and ended together."""
    from django.db import connection

    chance, turn = random.Random(seed), 0
    connection.ensure_connection()
    for place, journal in enumerate(modes):
        start.wait()
        until = time.perf_counter() + SECONDS
        while time.perf_counter() < until:
            work(chance.randint(2, ORGANISATIONS + 1), turn, journal=journal)
            turn += 1
            counts[place * WRITERS + seed] += 1
        done.wait()


def throughput() -> None:
    from django.db import connection, connections

    with connection.cursor() as cursor:
        cursor.execute("SHOW fsync")
        print(f"{WRITERS} writers, {SECONDS:.0f} s a round, {os.cpu_count()} cores, fsync {cursor.fetchone()[0]}")
    connections.close_all()
    modes = [False, True] + [place % 2 == 1 for place in range(2 * ROUNDS)]  # the first two only warm up
    context = multiprocessing.get_context("fork")
    counts = context.Array("q", WRITERS * len(modes), lock=False)
    start, done = context.Barrier(WRITERS), context.Barrier(WRITERS)
    processes = [context.Process(target=writer, args=(seed, start, done, modes, counts)) for seed in range(WRITERS)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    made = [sum(counts[place * WRITERS : (place + 1) * WRITERS]) / SECONDS for place in range(len(modes))][2:]
    without, with_journal = made[0::2], made[1::2]
    ratios = [b / a for a, b in zip(without, with_journal, strict=True)]
    quarters = statistics.quantiles(ratios)
    print("without journal  " + " ".join(f"{one:6.0f}" for one in without) + "  work/s")
    print("with journal     " + " ".join(f"{one:6.0f}" for one in with_journal) + "  work/s")
    print(
        f"median {statistics.median(without):.0f} and {statistics.median(with_journal):.0f} a second: "
        f"ratio {statistics.median(ratios):.3f} (half of the pairs {quarters[0]:.3f} to {quarters[2]:.3f}), "
        f"of the sums {sum(with_journal) / sum(without):.3f}"
    )


def volume(count: int) -> None:
    from django.db import connection, transaction

    from luoshi.office.journal import record, seal
    from luoshi.office.journal.check import Check
    from luoshi.office.journal.who import Who

    by = Who("安知远", person=7, membership=9, role="office", organisation=1, organisation_name="云岭县教育局办公室")

    def write() -> None:
        for first in range(0, count, 500):
            with transaction.atomic():
                for number in range(first, min(first + 500, count)):
                    record.write("organisation.edit", by=by, where="1/", detail={"after": f"第{number}小学"})

    print(f"{connection.vendor}, {count} entries")
    timed("written", write)
    timed("sealed", seal.seal_all)
    check = Check()
    timed("checked", lambda: print("  flaws:", [str(flaw) for flaw in check.flaws()]))
    print(f"  {check.entries} entries, {check.seals} seals")
    timed("nothing to seal", seal.seal_all)


def timed(what: str, doing) -> None:
    before = time.perf_counter()
    doing()
    print(f"  {what}: {time.perf_counter() - before:.2f} s", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--only", choices=("volume", "writers"))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="luoshi-journal-") as folder:
        set_up(folder)
        from django.db import connection

        if given.only != "writers":
            volume(given.entries)
        if connection.vendor == "postgresql" and given.only != "volume":
            throughput()
        connection.close()
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
    sys.exit(main())

"""kill -9 while files are handed in: no half file, no row without its bytes, no accepted file lost.

    python benchmarks/kill_upload.py             50 tries
    python benchmarks/kill_upload.py --tries 200

A child process takes in one file after another through the one door (examined in the sandbox, stored, row and journal)
and says each one's number once its transaction has ended; it is killed after a random while. Then everything is looked
at as after a restart. The exit code is 1 if anything is amiss.
"""

import os
import random
import sys
from hashlib import sha256
from pathlib import Path

from killing import killed_child, main

LARGEST = 400_000  # repetitions of some 12 bytes
FIRST, LONGEST = 0.0, 0.5  # seconds after the first accepted file that a child may live


def hand_in(start: int) -> None:
    """Take in files for ever, each of other bytes, and say which were accepted. Only the first is looked into in the
    sandbox: what a kill could halve comes after that, and is to be hit often."""
    from dataclasses import replace

    from luoshi.office.desk import files
    from luoshi.office.organisations.actor import actor_of
    from luoshi.office.organisations.models import Membership

    membership = Membership.objects.select_related("person", "organisation").get()
    actor = actor_of(membership, day=membership.since)
    examined = files.examine("会议".encode(), name="会议.txt", by=actor, organisation=membership.organisation)
    number = start
    while True:
        content = f"第 {number} 份\n".encode() * random.randint(1, LARGEST)
        file = files.keep(
            replace(examined, content=content), by=actor, purpose="evidence", organisation=membership.organisation
        )
        print(file.pk, file.digest, flush=True)
        number += 1


def one_try(number: int, accepted: dict[int, str]) -> None:
    """Start a child, kill it, and note what it had said."""
    said = killed_child(number * 100_000, random.uniform(FIRST, LONGEST))
    for line in said:
        parts = line.split()
        if len(parts) == 2 and len(parts[1]) == 64:
            accepted[int(parts[0])] = parts[1]


def amiss(accepted: dict[int, str]) -> list[str]:
    """What should not be, as after a restart."""
    from luoshi.office.desk import store
    from luoshi.office.desk.models import File
    from luoshi.office.journal.models import Entry

    rows = dict(File.objects.values_list("pk", "digest"))
    written = {int(one) for one in Entry.objects.filter(verb="file.receive").values_list("about_id", flat=True)}
    found = [f"accepted and lost: {pk}" for pk, digest in accepted.items() if rows.get(pk) != digest]
    found += [f"a row without an entry in the journal, or the reverse: {pk}" for pk in set(rows) ^ written]
    for pk, digest in rows.items():
        place = store.place_of(digest)
        if not place.exists() or sha256(place.read_bytes()).hexdigest() != digest:
            found.append(f"a row whose bytes are not whole: {pk}")
    for path in store._stored():
        if sha256(path.read_bytes()).hexdigest() != store._digest(path):
            found.append(f"half a file in its place: {path}")
    return found


def left_over() -> tuple[int, int]:
    """Unfinished and unwanted files, and whether a sweep a day later takes them all."""
    from django.conf import settings

    from luoshi.office.desk import files, store

    for path in [*store._stored(), *store._files(Path(settings.FILES) / store.ARRIVING)]:
        os.utime(path, (0, 0))
    swept = files.sweep()
    assert files.sweep() == (0, 0), "a second sweep found more"
    return swept


def world() -> None:
    from datetime import date

    from luoshi.office.organisations.models import Kind, Membership, Organisation, Person, Role
    from luoshi.office.organisations.tree import insert

    county = insert(Organisation(kind=Kind.COUNTY, name="云岭县教育局"))
    person = Person.objects.create(login="an", name="安知远")
    Membership.objects.create(
        person=person, organisation=county, role=Role.OFFICE, since=date(2026, 1, 1), confirmed=True
    )


def run(tries: int) -> bool:
    world()
    accepted: dict[int, str] = {}
    problems: list[str] = []
    for number in range(tries):
        one_try(number, accepted)
        problems += amiss(accepted)
    unfinished, unwanted = left_over()
    problems += amiss(accepted)
    print(f"{tries} kills, {len(accepted)} files accepted, {unfinished} unfinished and {unwanted} unwanted swept")
    print("\n".join(problems) or "nothing lost, nothing half")
    return not problems


if __name__ == "__main__":
    sys.exit(main(__doc__, child=hand_in, run=run))

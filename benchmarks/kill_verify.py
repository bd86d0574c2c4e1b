"""kill -9 while the reports of many schools are verified at once: all of them are done or none is.

    python benchmarks/kill_verify.py                                       20 tries
    python benchmarks/kill_verify.py --tries 5                             shorter
    python tools/postgres.py python benchmarks/kill_verify.py              on PostgreSQL

A child process verifies what 300 schools reported of one task and is killed at a random moment of it. What stands in
the database then is looked at; then it is verified as somebody would who comes back to the page, and looked at again.
The exit code is 1 if anything was left half way, lost or done twice.
"""

import random
import sys
import time
from collections import Counter
from typing import Any, NamedTuple

import kill_issue
from killing import killed_child, main

SCHOOLS = 300


class Left(NamedTuple):
    """What verifying leaves, in numbers."""

    done: int
    movements: int
    entries: int


NOTHING, EVERYTHING = Left(0, 0, 0), Left(SCHOOLS, SCHOOLS, SCHOOLS)


def reported(number: int) -> Any:
    """An issued task of every school, reported by each head; gives its assignments."""
    from django.utils import timezone

    from luoshi.office.organisations.models import Membership, Organisation
    from luoshi.office.plans import approval, drafting
    from luoshi.office.plans.models import Assignment, Task

    by, today = kill_issue.office(), timezone.localdate()
    plan = drafting.begin(f"第{number}份教育工作要点", today.year, by=by)
    task = Task.objects.create(plan=plan, number=1, order=1, words="办好一件事")
    approval.approve(plan, meeting="局党组会议", on=today, by=by)
    approval.issue(plan, number=f"云教〔{today.year}〕{number}号", on=today, by=by)
    heads = dict(Membership.objects.filter(role="head").values_list("organisation", "pk"))
    schools = Organisation.objects.filter(kind="school")
    Assignment.objects.bulk_create(
        Assignment(task=task, organisation=one, part="owner", state="signed", submitted_by_id=heads[one.pk])
        for one in schools
    )
    return Assignment.objects.filter(task=task)


def carry_out(number: int) -> None:
    """What the child does."""
    from luoshi.office.plans.assignment.acts import act_on_all
    from luoshi.office.plans.models import Assignment

    rows = list(Assignment.objects.filter(task__plan__title=f"第{number}份教育工作要点", state="signed"))
    print("begins", flush=True)
    act_on_all(rows, "verify", by=kill_issue.office())
    print("done", flush=True)


def left_by(rows: Any) -> Left:
    from luoshi.office.journal.models import Entry
    from luoshi.office.plans.models import Movement

    numbers = [str(pk) for pk in rows.values_list("pk", flat=True)]
    entries = Entry.objects.filter(verb="assignment.verify", about_id__in=numbers)
    return Left(
        rows.filter(state="done").count(), Movement.objects.filter(assignment__in=rows).count(), entries.count()
    )


def again(rows: Any) -> None:
    """What is still open is verified by whoever comes back to it."""
    from luoshi.office.plans.assignment.acts import act_on_all

    if waiting := list(rows.filter(state="signed")):
        act_on_all(waiting, "verify", by=kill_issue.office())


def one_try(number: int, longest: float) -> str:
    """What the kill found, or in words what is amiss."""
    rows = reported(number)
    said = killed_child(number, random.uniform(0, longest))
    at_kill = left_by(rows)
    again(rows)
    after = left_by(rows)
    if at_kill not in (NOTHING, EVERYTHING) or (said[-1] == "done") > (at_kill == EVERYTHING):
        return f"half way: the child said {said}, left {at_kill}"
    if after != EVERYTHING:
        return f"after coming back: {after}"
    return "all" if at_kill == EVERYTHING else "none"


def run(tries: int) -> bool:
    from django.db import connection

    kill_issue.SCHOOLS = SCHOOLS
    kill_issue.begin()
    rows, started = reported(0), time.monotonic()
    again(rows)
    took = time.monotonic() - started
    assert left_by(rows) == EVERYTHING, left_by(rows)
    found = Counter(one_try(number, took * 1.3) for number in range(1, tries + 1))
    amiss = [said for said in found if said.startswith(("half way", "after"))]
    print(
        f"{connection.vendor}: {tries} kills within {took * 1.3:.1f} s of verifying {SCHOOLS}; they found {dict(found)}"
    )
    print("\n".join(amiss) or "all or none at the kill, all and once after coming back")
    return not amiss


if __name__ == "__main__":
    sys.exit(main(__doc__, child=carry_out, run=run, tries=20))

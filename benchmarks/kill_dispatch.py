"""kill -9 while a dispatch round is closed: it is closed whole or open as before, and closing again closes it once.

    python benchmarks/kill_dispatch.py                                     30 tries
    python benchmarks/kill_dispatch.py --tries 5                           shorter
    python tools/postgres.py python benchmarks/kill_dispatch.py            on PostgreSQL

A child process closes a round over 4,000 tasks of 40 sections, half of them filled in, and is killed at a random moment of
it. What stands in the database then is looked at; then the office closes it once more, as somebody would who saw an error
page, and it is looked at again. The exit code is 1 if anything was left half way, lost or done twice.
"""

import random
import sys
import time
from collections import Counter
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils import timezone
from killing import killed_child, main

SECTIONS, TASKS = 40, 4000  # ten times a year's, so that most kills fall into the closing
SINCE = date(2025, 9, 1)


class Left(NamedTuple):
    """What closing a round leaves, in numbers."""

    state: str
    dated: bool  # says when it was closed
    frozen: int  # lines that keep how they stood
    filled: int
    version: int
    entries: int


OPEN = Left("open", False, 0, TASKS // 2, 1, 0)
CLOSED = Left("closed", True, TASKS, TASKS // 2, 2, 1)


def begin() -> None:
    """A county with an office, sections, and an issued plan of which each section leads a part."""
    from luoshi.office.organisations.models import Kind, Membership, Organisation, Person, Role
    from luoshi.office.organisations.tree import insert
    from luoshi.office.plans.models import Assignment, Plan, Task

    county = insert(Organisation(kind=Kind.COUNTY, name="云岭县教育局", opened_on=SINCE))
    person = Person.objects.create(login="office", name="安知远")
    office = Membership.objects.create(
        person=person, organisation=county, role=Role.OFFICE, title="主任", since=SINCE, confirmed=True
    )
    sections = [
        insert(Organisation(parent=county, kind=Kind.SECTION, name=f"第{number}科", opened_on=SINCE))
        for number in range(SECTIONS)
    ]
    today = timezone.localdate()
    plan = Plan.objects.create(
        authority=county, year=today.year, title="教育工作要点", made_by=office, state="issued", issued_on=SINCE,
        issued_by=office,
    )  # fmt: skip
    tasks = Task.objects.bulk_create(
        Task(plan=plan, number=n, order=n, words=f"办好第{n}件事") for n in range(1, TASKS + 1)
    )
    Assignment.objects.bulk_create(
        Assignment(
            task=task,
            organisation=sections[number % SECTIONS],
            part="lead",
            due=today + timedelta(days=number % 60 - 20),
        )
        for number, task in enumerate(tasks)
    )


def actor() -> Any:
    from luoshi.office.organisations.actor import actor_of
    from luoshi.office.organisations.models import Membership

    membership = Membership.objects.select_related("organisation", "person").get(role="office")
    return actor_of(membership, day=timezone.localdate())


def opened(number: int) -> Any:
    """A round, half of it filled in."""
    from luoshi.office.plans.dispatch.rounds import open_round
    from luoshi.office.plans.models import DispatchLine, Plan

    by = actor()
    today = timezone.localdate()
    made = open_round(Plan.objects.get(), kind="monthly", title=f"第{number}次月调度", due=today, by=by)
    half = list(made.lines.order_by("pk").values_list("pk", flat=True)[: TASKS // 2])
    DispatchLine.objects.filter(pk__in=half).update(
        progress="已办一半", filled_by=by.membership, filled_at=timezone.now()
    )
    return made


def close(number: int) -> None:
    """What the child does."""
    from luoshi.office.plans.dispatch.rounds import close
    from luoshi.office.plans.models import Dispatch

    made, by = Dispatch.objects.get(title=f"第{number}次月调度"), actor()
    print("begins", flush=True)
    close(made, by=by)
    print("done", flush=True)


def left_by(made: Any) -> Left:
    from luoshi.office.journal.models import Entry

    made.refresh_from_db()
    lines = made.lines
    return Left(
        made.state,
        made.closed_at is not None,
        lines.exclude(standing="").count(),
        lines.filter(filled_at__isnull=False, progress="已办一半").count(),
        made.version,
        Entry.objects.filter(verb="dispatch.close", about_id=str(made.pk)).count(),
    )


def again(made: Any) -> str:
    """The office presses the button once more; a round that is closed says so."""
    from luoshi.office.plans.dispatch.rounds import close
    from luoshi.office.refused import Refused

    try:
        close(made, by=actor())
    except Refused:
        return "refused"
    return "closed"


def one_try(number: int, longest: float) -> str:
    """What the kill found, or in words what is amiss."""
    made = opened(number)
    said = killed_child(number, random.uniform(0, longest))
    at_kill = left_by(made)
    if at_kill not in (OPEN, CLOSED) or (said[-1] == "done") > (at_kill == CLOSED):
        return f"half way: the child said {said}, left {at_kill}"
    answer, after = again(made), left_by(made)
    if after != CLOSED or (answer == "refused") != (at_kill == CLOSED):
        return f"after closing again: {answer}, {after}"
    return at_kill.state


def run(tries: int) -> bool:
    from django.db import connection

    begin()
    made, started = opened(0), time.monotonic()
    assert again(made) == "closed"
    took = time.monotonic() - started
    assert left_by(made) == CLOSED, left_by(made)
    found = Counter(one_try(number, took * 1.5) for number in range(1, tries + 1))
    amiss = [said for said in found if said.startswith(("half way", "after"))]
    print(f"{connection.vendor}: closing {TASKS} lines takes {took:.2f} s; {tries} kills found {dict(found)}")
    print("\n".join(amiss) or "closed whole or open as before at the kill, closed once afterwards")
    return not amiss


if __name__ == "__main__":
    sys.exit(main(__doc__, child=close, run=run, tries=30))

"""kill -9 while a plan is issued to many schools: it is issued whole or not at all, and after a restart whole, once.

    python benchmarks/kill_issue.py                                        20 tries
    python benchmarks/kill_issue.py --tries 5                              shorter
    python tools/postgres.py python benchmarks/kill_issue.py               on PostgreSQL

A child process carries out the job of issuing a plan of 30 tasks for 120 schools and is killed at a random moment of
it. What stands in the database then is looked at; then the job is carried out as by the worker of a restarted server,
and looked at again. The exit code is 1 if anything was left half way, lost or done twice.
"""

import random
import sys
import time
from collections import Counter
from datetime import date, timedelta
from typing import Any, NamedTuple

from killing import killed_child, main

TASKS, SCHOOLS = 30, 120
SINCE = date(2025, 9, 1)


class Left(NamedTuple):
    """What issuing a plan leaves, in numbers."""

    issued: int
    assignments: int
    asks: int
    messages: int
    entries: int


NOTHING = Left(0, 0, 0, 0, 0)


def begin() -> None:
    """A county, its schools, and somebody in each who is told."""
    from luoshi.office.organisations.models import Kind, Membership, Organisation, Person, Role
    from luoshi.office.organisations.tree import insert

    county = insert(Organisation(kind=Kind.COUNTY, name="云岭县教育局", opened_on=SINCE))
    held = [(county, Role.OFFICE, "安知远")]
    for number in range(SCHOOLS):
        school = Organisation(
            parent=county, kind=Kind.SCHOOL, name=f"第{number}小学", stages="primary", opened_on=SINCE
        )
        held.append((insert(school), Role.HEAD, f"校长{number}"))
    for organisation, role, name in held:
        person = Person.objects.create(login=f"p{organisation.pk}", name=name)
        Membership.objects.create(
            person=person, organisation=organisation, role=role, title=name, since=SINCE, confirmed=True
        )


def office() -> Any:
    from django.utils import timezone

    from luoshi.office.organisations.actor import actor_of
    from luoshi.office.organisations.models import Membership

    membership = Membership.objects.select_related("organisation", "person").get(role="office")
    return actor_of(membership, day=timezone.localdate())


def asked_for(number: int) -> Any:
    """An approved plan whose tasks are every school's, and the job that is to issue it; gives the job."""
    from django.utils import timezone

    from luoshi.office.desk.jobs import ask_for
    from luoshi.office.plans import approval, drafting
    from luoshi.office.plans.models import Responsibility, Task

    by, today = office(), timezone.localdate()
    plan = drafting.begin(f"第{number}份教育工作要点", today.year, by=by)
    due = today + timedelta(days=100)
    tasks = Task.objects.bulk_create(
        Task(plan=plan, number=n, order=n, words=f"办好第{n}件事", due=due) for n in range(1, TASKS + 1)
    )
    everybody = {"ranges": [{"kinds": ["school"], "stages": ["primary"]}]}
    Responsibility.objects.bulk_create(
        Responsibility(task=task, part="owner", words="各小学", owners=everybody) for task in tasks
    )
    plan = approval.approve(plan, meeting="局党组会议", on=today, by=by)
    issued_as = {"number": f"云教〔{today.year}〕{number}号", "on": today.isoformat(), "version": plan.version}
    arguments = {"plan": plan.pk, **issued_as}
    return ask_for("plan.issue", by=by, arguments=arguments)


def carry_out(_number: int) -> None:
    """What the child does."""
    from luoshi.office.desk.jobs import run_waiting

    print("begins", flush=True)
    run_waiting()
    print("done", flush=True)


def left_by(job: Any, before: Left) -> Left:
    """What there is of a job's plan, messages and requests since `before`."""
    from luoshi.office.journal.models import Entry
    from luoshi.office.plans.models import Assignment, Plan

    plan = Plan.objects.get(pk=job.arguments["plan"])
    return Left(
        int(plan.is_issued),
        Assignment.objects.filter(task__plan=plan).count(),
        of_all().asks - before.asks,
        of_all().messages - before.messages,
        Entry.objects.filter(verb="plan.issue", about_id=str(plan.pk)).count(),
    )


def of_all() -> Left:
    from luoshi.office.desk.models import Ask, Message

    return Left(0, 0, Ask.objects.count(), Message.objects.count(), 0)


def restarted() -> None:
    """What the worker of a server does that begins again: it takes up what a silent one has left."""
    from luoshi.office.desk import jobs

    jobs.SILENCE = timedelta(0)
    time.sleep(0.01)
    jobs.sweep()
    jobs.run_waiting()


def whole() -> tuple[Left, float]:
    """What issuing leaves when nobody is killed, and how long it takes."""
    job, before, started = asked_for(0), of_all(), time.monotonic()
    restarted()
    took, found = time.monotonic() - started, left_by(job, before)
    assert found.issued == found.entries == 1, found
    assert found.assignments == TASKS * SCHOOLS, found
    return found, took


def one_try(number: int, everything: Left, longest: float) -> str:
    """What the kill found, or in words what is amiss."""
    job, before = asked_for(number), of_all()
    said = killed_child(number, random.uniform(0, longest))
    at_kill = left_by(job, before)
    restarted()
    job.refresh_from_db()
    after = left_by(job, before)
    if at_kill not in (NOTHING, everything) or (said[-1] == "done") > (at_kill == everything):
        return f"half way: the child said {said}, left {at_kill} of {everything}"
    if (job.state, after) != ("done", everything):
        return f"after the restart: {job.state} {job.reasons}, {after} of {everything}"
    return "issued" if at_kill == everything else f"nothing, the job {'begun' if job.attempts > 1 else 'waiting'}"


def run(tries: int) -> bool:
    from django.db import connection

    begin()
    everything, took = whole()
    found = Counter(one_try(number, everything, took * 1.3) for number in range(1, tries + 1))
    amiss = [said for said in found if said.startswith(("half way", "after"))]
    print(f"{connection.vendor}: {tries} kills within {took * 1.3:.1f} s; they found {dict(found)}; {everything}")
    print("\n".join(amiss) or "whole or nothing at the kill, whole and once after the restart")
    return not amiss


if __name__ == "__main__":
    sys.exit(main(__doc__, child=carry_out, run=run, tries=20))

"""Two at the same moment: one is done, the other hears who was faster. On a server by its row locks, on SQLite by one
writer at a time; there in a copy of the tests' database as a file, since that in memory has one connection."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Event, Thread
from time import sleep
from typing import Any

import pytest
from django.db import connection, connections, transaction

from luoshi.office.plans import amendments
from luoshi.office.plans.assignment import acts
from luoshi.office.plans.assignment.acts import act
from luoshi.office.plans.assignment.said import Said
from luoshi.office.plans.assignment.splitting import Piece, split
from luoshi.office.plans.decision import Decision
from luoshi.office.plans.dispatch import filling, rounds
from luoshi.office.plans.dispatch.filling import Change, Filled
from luoshi.office.plans.models import Assignment, Movement, Task
from luoshi.office.refused import Refused
from tests.office.plans.assignment.conftest import TODAY

pytestmark = pytest.mark.django_db(transaction=True)

SAID = Said("培训了一次。")


@pytest.fixture
def together(issued, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Any]]:
    """Does several things at once, each on a connection of its own; gives what each gave, or the reasons against it."""

    def run(*doings: Callable[[], Any]) -> list[Any]:
        gate, found = Barrier(len(doings)), dict[int, Any]()

        def one(number: int) -> None:
            try:
                connection.ensure_connection()
                gate.wait(20)
                found[number] = doings[number]()
            except Refused as refusal:
                found[number] = refusal
            finally:
                connection.close()

        threads = [Thread(target=one, args=(number,)) for number in range(len(doings))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return [found[number] for number in range(len(doings))]

    if connection.vendor == "sqlite":
        copy = tmp_path / "copy.sqlite3"
        with sqlite3.connect(copy) as file:
            connection.connection.backup(file)
        file.close()
        monkeypatch.setitem(connections.databases["default"], "NAME", copy)
    return run


def judged(outcomes: list[Any]) -> tuple[list[Any], list[str]]:
    """What was done, and why the rest was not."""
    done = [one for one in outcomes if not isinstance(one, Refused)]
    return done, [str(one) for one in outcomes if isinstance(one, Refused)]


@pytest.mark.parametrize(("version", "reason"), [(1, "已经办了一步"), (None, "现在不能“报告完成”")])
def test_of_two_submissions_one_counts(world, given, together, version: int | None, reason: str) -> None:
    """Whether both had the page before them, or nobody looked at it before."""
    one, by = given("first", 2), [world.actor("bo"), world.actor("clerk")]
    outcomes = together(*[lambda who=who: act(one, "report", by=who, said=SAID, version=version) for who in by])
    done, refused = judged(outcomes)
    assert len(done) == 1, outcomes
    assert reason in refused[0]
    assert together(lambda: Movement.objects.filter(assignment=one).count()) == [1]


def test_a_report_is_not_verified_and_sent_back_at_once(world, given, together) -> None:
    one = given("second", 2)
    together(lambda: act(one, "report", by=world.actor("chen"), said=SAID))
    by, office = world.actor("section"), world.actor("an")
    done, refused = judged(
        together(
            lambda: act(one, "verify", by=by, said=SAID),
            lambda: act(one, "send_back", by=office, said=SAID),
        )
    )
    assert (len(done), len(refused)) == (1, 1)
    assert together(lambda: Assignment.objects.get(pk=one.pk).state) == [done[0].state]


def test_who_splits_waits_for_who_amends_and_not_the_other_way_round(world, given, together) -> None:
    """Both hold the task before its parts: else each would hold what the other needs."""
    lead, section, holds = given("basic"), world.actor("section"), Event()
    together(lambda: act(lead, "receive", by=section))
    piece = Piece("报台账", None, [world.organisation("first")])

    def split_slowly() -> list[Assignment]:
        with transaction.atomic():
            acts.locked(lead)
            holds.set()
            sleep(1)  # while the other begins
            return split(lead, piece, by=section)

    def amend() -> Task:
        assert holds.wait(20)
        return amendments.cancel(lead.task, decision=Decision("局党组第5次会议", TODAY), by=world.actor("an"))

    pieces, task = together(split_slowly, amend)
    assert (len(pieces), task.cancelled_on) == (1, TODAY)
    assert together(lambda: Assignment.objects.get(pk=pieces[0].pk).state) == ["cancelled"]


def test_who_fills_in_a_round_waits_for_who_amends_and_not_the_other_way_round(world, issued, given, together) -> None:
    """As above: a table holds the tasks of all its lines before their parts."""
    lead, section, office, holds = given("basic"), world.actor("section"), world.actor("an"), Event()
    together(lambda: act(lead, "receive", by=section))
    (round_,) = together(lambda: rounds.open_round(issued, kind="monthly", title="第1次月调度", due=TODAY, by=office))

    def fill_slowly() -> int:
        with transaction.atomic():
            lines = list(filling.table(round_, world.organisation("basic")))
            filling._held([Change(one, Filled()) for one in lines])
            holds.set()
            sleep(1)  # while the other begins
            return len([act(one.assignment, "note", by=section, said=SAID) for one in lines])

    def amend() -> Task:
        assert holds.wait(20)
        return amendments.cancel(lead.task, decision=Decision("局党组第5次会议", TODAY), by=office)

    lines, task = together(fill_slowly, amend)
    assert (lines, task.cancelled_on) == (2, TODAY)

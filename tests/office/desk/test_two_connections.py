"""Two at once, each on a connection of its own. With SQLite test_worker.py does it in processes, see conftest.py."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from luoshi.office.background import Cancelled, JobKind
from luoshi.office.desk import jobs, worker
from luoshi.office.desk.models import Job
from luoshi.office.organisations.models import Hat

pytestmark = pytest.mark.django_db(transaction=True)


def until(reached: Callable[[], Any], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, "not reached"
        time.sleep(0.02)


def beside(*functions: Callable[[], Any]) -> None:
    """Run at once, each on a connection of its own."""

    def run(function: Callable[[], Any]) -> None:
        try:
            function()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_of_two_workers_one_has_the_job(asked) -> None:
    for _ in range(30):
        asked()
    had: list[int] = []

    def take() -> None:
        while job := jobs.claim():
            had.append(job.pk)

    beside(take, take, take, take)
    assert sorted(had) == sorted(Job.objects.values_list("pk", flat=True))


def test_what_two_workers_do_is_done_once(asked) -> None:
    for number in range(10):
        asked(name=f"{number}-")
    beside(jobs.run_waiting, jobs.run_waiting)
    assert set(Job.objects.values_list("state", "attempts")) == {("done", 1)}
    assert Hat.objects.count() == 30


def test_a_key_is_asked_for_once_by_many_at_once(asked) -> None:
    got: list[Job] = []
    beside(*[lambda: got.append(asked(key="one"))] * 6)
    assert len(got) == 6
    assert {job.pk for job in got} == {Job.objects.get().pk}


def test_progress_is_seen_and_cancelling_heard_while_the_job_writes(asked, kinds, monkeypatch, world) -> None:
    """Its own transaction is not over, so both go by the connection of the thread beside it."""
    monkeypatch.setattr(jobs, "PACE", 0.05)
    seen: list[str] = []

    def watch() -> None:
        until(lambda: Job.objects.filter(words="写到一半").exists())
        seen.append("half")
        jobs.cancel(Job.objects.get(), by=world.actor("an"))

    def write(_arguments: Any, *, by: Any, progress: Any) -> None:
        Hat.objects.create(organisation=by.authority, name="half")
        progress(5, 10, "写到一半")
        beside(watch)
        until(lambda: _stops(progress))
        progress(6, 10)

    monkeypatch.setitem(kinds, "hang", JobKind("写", write))
    asked()
    jobs.run_waiting(mind=worker.minding)
    assert seen == ["half"]
    assert (Job.objects.get().state, Hat.objects.count()) == ("cancelled", 0)


def _stops(progress: jobs.JobProgress) -> bool:
    return progress.stop is Cancelled

"""The worker: a process whose threads carry out jobs, woken by the queue and looking by themselves.

Threads and not processes: what eats memory is parsed in children of its own (desk.sandbox), SQLite has one writer
anyhow, and one process that is killed leaves no orphans. Who needs more runs `luoshi work` more often.
"""

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any

from django.db import Error as DatabaseError
from django.db import close_old_connections, connection
from huey import Huey
from huey.consumer import Consumer, Scheduler, Worker

from luoshi.office.desk import jobs
from luoshi.office.desk.schedule import ask_for_due
from luoshi.office.desk.waker import mend, open_queue

log = logging.getLogger(__name__)

HANDS = 2  # so that a short job need not wait for a long one
LOOK = 15.0  # seconds after which rows are looked at though nobody called
PATIENCE = 5  # seconds that a job is given to notice that the worker is being stopped

UNDER_WAY: set[jobs.JobProgress] = set()  # in this process


@contextmanager
def minding(progress: jobs.JobProgress) -> Iterator[None]:
    """Beside the job a thread beats on a connection of its own: the job's transaction would show it only at the end.

    With SQLite it waits while the job writes, since nobody else can write then; it learns afterwards that all is over.
    """
    over = threading.Event()
    thread = threading.Thread(target=_beat_until, args=(over, progress), daemon=True)
    UNDER_WAY.add(progress)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(jobs.PACE)
        UNDER_WAY.discard(progress)


def _beat_until(over: threading.Event, progress: jobs.JobProgress) -> None:
    while not over.wait(jobs.PACE):
        with suppress(DatabaseError):  # locked or away: the next beat may get through
            progress.beat()
    connection.close()


class _Hand(Worker):
    """Carries out what waits when called, and every now and then without a call."""

    looked = -LOOK
    deaf = False

    def loop(self, _now: Any = None) -> None:
        if not self.is_called() and monotonic() - self.looked < LOOK:
            if not self.huey.storage.blocking or self.deaf:
                self.sleep()
            return
        self.looked, self.delay = monotonic(), self.default_delay
        close_old_connections()
        try:
            jobs.run_waiting(mind=minding, until=self.stop_flag.is_set)
        except DatabaseError:
            log.exception("the database does not answer")
        finally:
            close_old_connections()

    def is_called(self) -> bool:
        """A queue that fails is mended; if that fails too, said once, the looks go on."""
        try:
            called = self.huey.storage.dequeue() is not None
        except Exception:
            if not self.deaf:
                log.exception("the queue does not answer")
            self.deaf = True
            with suppress(Exception):
                mend(self.huey)
            return False
        self.deaf = False
        return called


class _Clock(Scheduler):
    """Sweeps and asks for what is due. It does not go through the queue, so that it works without one."""

    parent: int | None = None
    ticked = -LOOK

    def loop(self, _now: Any = None) -> None:
        if self.parent and os.getppid() != self.parent:
            self.stop_flag.set()
        if monotonic() - self.ticked >= LOOK:
            self.ticked = monotonic()
            tick()
            if connection.vendor == "sqlite":
                self.huey.storage.close()  # opened anew by its name: the file may have been taken away
        self.stop_flag.wait(1)


def tick() -> None:
    """What is done every few seconds, whatever becomes of it."""
    close_old_connections()
    for step in (jobs.sweep, ask_for_due):
        try:
            step()
        except Exception:
            log.exception("%s failed, to be tried again", step.__name__)
    close_old_connections()


class _Shift(Consumer):
    """huey's consumer, which puts back what it could not finish."""

    worker_class = _Hand
    scheduler_class = _Clock

    def stop(self, graceful: bool = False) -> None:  # noqa: ARG002 (how huey calls it)
        """The same for both signals; what does not notice in time goes down with the process."""
        self.stop_flag.set()
        for progress in tuple(UNDER_WAY):
            progress.halt()
        super().stop(graceful=True)
        held = [progress.job.worker for progress in tuple(UNDER_WAY)]
        if held:
            with suppress(DatabaseError):
                jobs.put_back(*held)


def work(*, parent: int | None = None) -> None:
    """Carry out jobs until interrupted, or until the process `parent` is no longer our parent."""
    _Clock.parent = parent
    made: Huey = open_queue()
    shift = _Shift(made, workers=HANDS, max_delay=1.0, shutdown_timeout=PATIENCE)
    shift.run()
    shift.stop()  # again where a signal ended it, for the first time where the parent is gone

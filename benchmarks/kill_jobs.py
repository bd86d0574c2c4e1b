"""Kills workers with kill -9 at random moments, and counts: no half state, no accepted job lost, each done once.

    python benchmarks/kill_jobs.py [--tries 50] [--seed 1]
    python benchmarks/kill_jobs.py --at asked ponders half      (as the tests do)
    python benchmarks/kill_jobs.py --crowd 12                   (three workers at once, nobody is killed)
    python benchmarks/kill_jobs.py --stop                       (a worker is told to end in the middle of a job)
    python tools/postgres.py python benchmarks/kill_jobs.py

A scratch database: a SQLite file, or one made on the server that DATABASE_URL names. A job waits a little, then writes
200 entries into the journal in one transaction. While it is at it, or before, or after, its worker is killed. What stands
in the database then must be all of the job or nothing; the next worker must bring it to its end, with 200 entries.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from killing import prepared, scratch

ROWS = 200
PAUSE = 0.002  # seconds after each row, so that there is time to be killed in
WAIT = 0.2  # seconds before the first row, outside the transaction
PATIENCE = 30.0
VERB = "kill.row"


def ponder(arguments: dict[str, Any], *, progress: Any, **_: Any) -> dict[str, Any]:
    """The part before the transaction."""
    mark("ponders")
    for step in range(10):
        progress(step, 10, "准备")
        time.sleep(WAIT / 10)
    return arguments


def write_rows(arguments: dict[str, Any], *, progress: Any, **_: Any) -> dict[str, str]:
    """What must be there whole or not at all."""
    from luoshi.office.journal import record
    from luoshi.office.journal.who import PROGRAM

    rows = arguments.get("rows", ROWS)
    for row in range(rows):
        record.write(VERB, by=PROGRAM, where=str(arguments["number"]))
        progress(row + 1, rows, "写入")
        time.sleep(PAUSE)
        if row == rows // 2:
            mark("half")
    return {"words": "done"}


def mark(name: str) -> None:
    """Tells who watches how far the job is, past any transaction."""
    (Path(os.environ["LUOSHI_DATA"]) / name).touch()


def seen(name: str) -> bool:
    return (Path(os.environ["LUOSHI_DATA"]) / name).exists()


def set_up() -> None:
    """Django on the scratch database, with the one kind of job."""
    prepared()
    from luoshi.office.background import JobKind
    from luoshi.office.web import panels

    panels.JOB_HANDLERS = {"rows": JobKind("写 200 行", write_rows, prepare=ponder)}
    panels.JOB_SCHEDULES = ()


def be_worker() -> None:
    """In the process that will be killed. Silence is noticed sooner than in an office."""
    from datetime import timedelta

    set_up()
    from luoshi.office.desk import jobs, worker

    jobs.SILENCE, jobs.PACE, worker.LOOK = timedelta(seconds=0.8), 0.2, 0.2
    mark("works")
    worker.work(parent=os.getppid())


def start() -> "subprocess.Popen[bytes]":
    """A worker that is at work."""
    (Path(os.environ["LUOSHI_DATA"]) / "works").unlink(missing_ok=True)
    process = subprocess.Popen([sys.executable, __file__, "--worker"])
    until(lambda: seen("works"))
    return process


def until(reached: Any) -> None:
    """Raises TimeoutError."""
    end = time.monotonic() + PATIENCE
    while not reached():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.005)


def kill(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def ask(number: int, *, rows: int = ROWS) -> Any:
    """A job that was accepted: committed, and its worker woken."""
    from luoshi.office.desk.jobs import ask_for

    for name in ("ponders", "half"):
        (Path(os.environ["LUOSHI_DATA"]) / name).unlink(missing_ok=True)
    return ask_for("rows", by=None, arguments={"number": number, "rows": rows})


def rows_of(number: int) -> int:
    from luoshi.office.journal.models import Entry

    return Entry.objects.filter(verb=VERB, where=str(number)).count()


def check_whole(job: Any, number: int) -> str:
    """All or nothing; gives the state in which the kill found the job. Raises AssertionError."""
    job.refresh_from_db()
    assert rows_of(number) == (ROWS if job.state == "done" else 0), f"{job.state} with {rows_of(number)} rows"
    return str(job.state)


def check_done_once(job: Any, number: int) -> None:
    """Raises AssertionError or TimeoutError."""

    def is_done() -> bool:
        job.refresh_from_db()
        return not job.is_open

    until(is_done)
    assert (job.state, rows_of(number)) == ("done", ROWS), f"{job.state} {job.reasons} with {rows_of(number)} rows"


def try_once(number: int, process: "subprocess.Popen[bytes]", moment: float | str) -> tuple[str, Any]:
    """One job, one kill after so many seconds or at a mark, one more worker; gives what the kill found, and the worker."""
    job = ask(number)
    if isinstance(moment, float):
        time.sleep(moment)
    elif moment != "asked":
        until(lambda: seen(moment))
    kill(process)
    found = check_whole(job, number)
    process = start()
    check_done_once(job, number)
    return found, process


def crowd(count: int) -> None:
    """Three workers, one queue of jobs: each is begun once and done once. Raises AssertionError or TimeoutError."""
    from luoshi.office.desk.models import Job

    workers = [start() for _ in range(3)]
    try:
        asked = [ask(number, rows=20).pk for number in range(count)]  # the clock asks for others, on its minute
        until(lambda: not Job.objects.open().filter(pk__in=asked).exists())
    finally:
        for process in workers:
            kill(process)
    assert set(Job.objects.filter(pk__in=asked).values_list("state", "attempts")) == {("done", 1)}
    assert [rows_of(number) for number in range(count)] == [20] * count


def stop() -> None:
    """A worker that is told to end puts its job back at once, as if it had not been tried. Raises AssertionError."""
    process = start()
    try:
        job = ask(0)
        until(lambda: seen("half"))
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE) == 0
    finally:
        kill(process)
    job.refresh_from_db()
    assert (job.state, job.attempts, rows_of(0)) == ("waiting", 0, 0), f"{job.state} {job.attempts} {rows_of(0)}"


def run(moments: list[float | str]) -> Counter[str]:
    """How often a kill found a job in which state. Raises AssertionError where anything is half or lost."""
    found: Counter[str] = Counter()
    process = start()
    try:
        for number, moment in enumerate(moments):
            state, process = try_once(number, process, moment)
            found[state] += 1
    finally:
        kill(process)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tries", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at", nargs="+", choices=["asked", "ponders", "half"], help="instead of random moments")
    parser.add_argument("--crowd", type=int, metavar="JOBS", help="three workers at once, and no kill")
    parser.add_argument("--stop", action="store_true", help="one worker is told to end, and no kill")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.worker:
        be_worker()
        return 0
    chance = random.Random(given.seed)
    moments = given.at or [chance.uniform(0, WAIT + ROWS * PAUSE * 2.2) for _ in range(given.tries)]
    with scratch():
        set_up()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", interactive=False, verbosity=0)
        if given.crowd:
            crowd(given.crowd)
            print(f"{connection.vendor}: {given.crowd} jobs, three workers, each done once")
        elif given.stop:
            stop()
            print(f"{connection.vendor}: a worker was told to end, its job waits as if it had not been tried")
        else:
            found = dict(run(moments))
            print(f"{connection.vendor}: {len(moments)} kills, no half state, every job done once; they found {found}")
        connection.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

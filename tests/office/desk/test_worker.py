"""Workers: each job is one's, a stopped or killed one loses nothing, and the queue only makes them quicker."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError

from luoshi.office.desk import jobs, worker

ROOT = Path(__file__).resolve().parents[3]


PATIENCE = 60  # seconds, for a machine that has other things to do


def until(reached: Callable[[], Any], seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, "not reached"
        time.sleep(0.02)


# Without a database of their own


def hand(dequeue: Callable[[], Any], *, blocking: bool = False) -> Any:
    storage = SimpleNamespace(dequeue=dequeue, blocking=blocking)
    made = worker._Hand(SimpleNamespace(storage=storage), threading.Event(), 0.001, 0.001, 1.0)
    made.looked = time.monotonic()  # has just looked
    return made


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch, db) -> list[int]:
    found: list[int] = []
    monkeypatch.setattr(jobs, "run_waiting", lambda **_: found.append(1))
    return found


def test_a_call_makes_a_worker_look(looks: list[int]) -> None:
    hand(lambda: b"wake").loop()
    assert looks == [1]


def test_without_a_call_a_worker_looks_now_and_then(looks: list[int], monkeypatch) -> None:
    uncalled = hand(lambda: None)
    uncalled.loop()
    assert looks == []
    uncalled.looked -= worker.LOOK
    uncalled.loop()
    assert looks == [1]


def test_a_queue_that_fails_is_said_once_and_keeps_nobody_from_looking(looks: list[int], caplog) -> None:
    def broken() -> None:
        raise OSError("no such queue")

    deaf = hand(broken)
    for _ in range(5):
        deaf.loop()
    deaf.looked -= worker.LOOK
    deaf.loop()
    assert looks == [1]
    assert caplog.text.count("the queue does not answer") == 1


def test_a_database_that_is_away_does_not_end_the_worker(looks: list[int], monkeypatch, caplog) -> None:
    def away(**_: Any) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(jobs, "run_waiting", away)
    hand(lambda: b"wake").loop()
    assert "the database does not answer" in caplog.text


def test_the_clock_sweeps_and_asks_whatever_one_of_them_does(db, monkeypatch, caplog) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    done: list[str] = []
    monkeypatch.setattr(jobs, "sweep", broken)
    monkeypatch.setattr(worker, "ask_for_due", lambda: done.append("asked"))
    broken.__name__ = "sweep"
    worker.tick()
    assert done == ["asked"]
    assert "sweep failed" in caplog.text


# As processes


@contextmanager
def at_work(folder: Path, *words: str) -> Iterator["subprocess.Popen[bytes]"]:
    environment = {**os.environ, "LUOSHI_DATA": str(folder / "data"), "LUOSHI_KEYS": str(folder / "keys")}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "luoshi", "work", *words]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, cwd=folder) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_says_that_it_works_and_ends_when_told(tmp_path: Path, stop: signal.Signals) -> None:
    with at_work(tmp_path) as process:
        assert process.stdout
        assert "正在做后台任务" in process.stdout.readline().decode()
        until((tmp_path / "data" / "queue.sqlite3").exists)
        time.sleep(0.3)
        process.send_signal(stop)
        assert process.wait(timeout=PATIENCE) == 0


def test_a_worker_ends_with_the_process_it_was_started_for(tmp_path: Path) -> None:
    with at_work(tmp_path, "--parent", "1") as process:
        assert process.wait(timeout=PATIENCE) == 0


def scripted(*words: str) -> str:
    """What the script says that starts workers on a scratch database, and kills them."""
    command = [sys.executable, ROOT / "benchmarks" / "kill_jobs.py", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_three_workers_share_the_work_and_do_each_job_once() -> None:
    assert "12 jobs, three workers, each done once" in scripted("--crowd", "12")


def test_a_worker_told_to_end_in_the_middle_of_a_job_puts_it_back() -> None:
    assert "its job waits as if it had not been tried" in scripted("--stop")


def test_kill_9_leaves_nothing_half_done_and_loses_nothing() -> None:
    """Before a job is claimed, while it prepares, and in the middle of its transaction. Fifty at random: the script."""
    said = scripted("--at", "asked", "ponders", "half")
    assert "3 kills, no half state, every job done once" in said

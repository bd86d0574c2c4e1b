import os
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from luoshi.reader.write import pool


def doubled(number: int) -> int:
    time.sleep(0.01 * (number % 3))
    return 2 * number


def fatal(number: int) -> int:
    """One thing that ends its process."""
    if number == 5:
        os._exit(1)
    return number


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_order_however_long_each_takes(workers):
    results = list(pool.in_order(doubled, range(20), workers=workers, warm=lambda: None))
    assert [(thing, future.result()) for thing, future in results] == [(n, 2 * n) for n in range(20)]


def test_no_more_is_under_way_than_a_few_for_each_worker(monkeypatch):
    monkeypatch.setattr(pool, "_AHEAD", 4)
    taken = []
    things = (taken.append(number) or number for number in range(100))
    results = pool.in_order(doubled, things, workers=2, warm=lambda: None)
    next(results)
    assert len(taken) == 8
    results.close()


def test_what_ends_a_process_harms_itself_only():
    results = dict(pool.in_order(fatal, range(10), workers=2, warm=lambda: None))
    assert isinstance(results.pop(5).exception(), BrokenProcessPool)
    assert {thing: future.result() for thing, future in results.items()} == {n: n for n in range(10) if n != 5}


LEADER = """
import os, sys, time
from luoshi.reader.write import pool
def work(number):
    print(os.getpid(), flush=True)
    time.sleep(60)
list(pool.in_order(work, [1, 2], workers=2, warm=lambda: None))
"""


def test_workers_end_with_their_leader(tmp_path):
    script = tmp_path / "leader.py"
    script.write_text(LEADER, "utf-8")
    leader = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE)
    workers = [int(leader.stdout.readline()) for _ in range(2)]
    leader.kill()
    leader.wait()
    leader.stdout.close()
    until = time.monotonic() + 10
    while any(map(runs, workers)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(map(runs, workers))


def runs(process: int) -> bool:
    """Whether it is there and more than a record that nobody has asked for."""
    try:
        state = Path(f"/proc/{process}/stat").read_text("utf-8")
        return state.rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_process_that_ends_while_others_are_handed_in_ends_nothing_else():
    results = {}
    for thing, future in pool.in_order(fatal, range(300), workers=2, warm=lambda: None):
        time.sleep(0.2 if thing == 0 else 0)
        results[thing] = future.exception() or future.result()
    assert isinstance(results.pop(5), BrokenProcessPool)
    assert results == {number: number for number in range(300) if number != 5}

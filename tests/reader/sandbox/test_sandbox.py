"""A child that loops, sleeps, eats, crashes or shouts is stopped, and the parent says why."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from luoshi.reader import sandbox
from luoshi.reader.sandbox import Limits, Stopped, run

HOSTILE = "tests.reader.sandbox.hostile"
TIGHT = Limits(memory=1 << 30, cpu=1, wall=2.0, answer=1_000_000)


def test_what_the_function_answers_comes_back() -> None:
    assert run(f"{HOSTILE}:echo", "会议".encode(), name="报告.txt") == ["报告.txt", "会议"]


@pytest.mark.parametrize(
    ("function", "code"),
    [
        ("long_loop", "time"),
        ("sleep", "time"),
        ("eat", "memory"),
        ("crash", "crash"),
        ("leave", "crash"),
        ("shout", "long"),
        ("stumble", "crash"),
    ],
)
@pytest.mark.parametrize("keep", [False, True])
def test_what_goes_wrong_is_stopped_and_named(function: str, code: str, keep: bool) -> None:
    began = time.monotonic()
    with pytest.raises(Stopped) as stopped:
        run(f"{HOSTILE}:{function}", b"x", limits=TIGHT, keep=keep)
    assert stopped.value.code == code
    assert str(stopped.value)
    assert time.monotonic() - began < 10


def test_a_failure_is_told_by_its_place_and_not_by_its_words() -> None:
    with pytest.raises(Stopped) as stopped:
        run(f"{HOSTILE}:stumble", b"secret words")
    assert "ValueError at" in stopped.value.told
    assert "hostile.py:" in stopped.value.told
    assert "secret words" not in str(stopped.value)


def test_the_child_knows_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:secret@h/n")
    assert set(run(f"{HOSTILE}:surroundings", b"")) <= {"PATH", "LANG", "LC_CTYPE"}


def test_the_child_writes_no_file(tmp_path: Path) -> None:
    with pytest.raises(Stopped):
        run(f"{HOSTILE}:write", b"x", path=str(tmp_path / "a"))
    assert [path.stat().st_size for path in tmp_path.iterdir()] in ([], [0])


def test_the_next_child_comes_though_the_nursery_was_killed() -> None:
    run(f"{HOSTILE}:echo", b"one", name="a")
    sandbox._nursery.process.kill()
    sandbox._nursery.process.wait()
    assert run(f"{HOSTILE}:echo", b"two", name="a") == ["a", "two"]


def test_what_one_child_leaves_behind_no_other_finds() -> None:
    assert [run(f"{HOSTILE}:count", b"") for _ in range(3)] == [1, 1, 1]


def test_a_function_that_is_not_there_is_a_failure_and_no_silence() -> None:
    with pytest.raises(Stopped, match="crash"):
        run("tests.reader.sandbox.nowhere:echo", b"x")


def test_many_threads_may_run_children_at_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda n: run(f"{HOSTILE}:echo", str(n).encode(), name="a"), range(8)))
    assert found == [["a", str(n)] for n in range(8)]


def test_inside_a_child_a_function_is_called_as_it_is() -> None:
    assert run(f"{HOSTILE}:within", b"", function=f"{HOSTILE}:mine") == [True, True]


def test_a_child_that_is_kept_carries_out_one_order_after_another() -> None:
    first, second = (run(f"{HOSTILE}:mine", b"", keep=True) for _ in range(2))
    assert first == second


def test_a_child_that_is_kept_is_given_its_time_anew_for_each_order() -> None:
    limits = replace(TIGHT, wall=60.0)  # others may want the processor too
    for _ in range(4):
        assert run(f"{HOSTILE}:work", b"", limits=limits, keep=True, seconds=0.6) > 0


def test_after_one_that_was_stopped_another_child_comes() -> None:
    before = run(f"{HOSTILE}:mine", b"", keep=True)
    with pytest.raises(Stopped):
        run(f"{HOSTILE}:stumble", b"x", keep=True)
    assert run(f"{HOSTILE}:mine", b"", keep=True) not in {before, os.getpid()}


def test_while_the_kept_child_is_busy_others_come() -> None:
    with ThreadPoolExecutor(3) as pool:
        given = [pool.submit(run, f"{HOSTILE}:work", b"", keep=True, seconds=0.3) for _ in range(3)]
        assert len({one.result() for one in given}) == 3


def test_a_child_goes_after_so_many_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MOST_ORDERS", 2)
    sandbox._kept.end()
    found = [run(f"{HOSTILE}:mine", b"", keep=True) for _ in range(4)]
    assert (found[0] == found[1], found[1] == found[2], found[2] == found[3]) == (True, False, True)

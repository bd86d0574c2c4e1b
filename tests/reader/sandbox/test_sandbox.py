"""A child that loops, sleeps, eats, crashes or shouts is stopped, and the parent says why."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor
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
def test_what_goes_wrong_is_stopped_and_named(function: str, code: str) -> None:
    began = time.monotonic()
    with pytest.raises(Stopped) as stopped:
        run(f"{HOSTILE}:{function}", b"x", limits=TIGHT)
    assert stopped.value.code == code
    assert str(stopped.value)
    assert time.monotonic() - began < 10


def test_a_failure_is_logged_by_its_place_and_not_by_its_words(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), pytest.raises(Stopped):
        run(f"{HOSTILE}:stumble", b"secret words")
    assert "ValueError at" in caplog.text
    assert "hostile.py:" in caplog.text
    assert "secret words" not in caplog.text


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

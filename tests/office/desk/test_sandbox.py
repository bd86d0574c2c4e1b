"""The reader's sandbox as the office calls it: why a child was stopped is said in words."""

import logging

import pytest

from luoshi.office.desk.sandbox import Limits, SandboxError, run

HOSTILE = "tests.reader.sandbox.hostile"


def test_what_the_function_answers_comes_back() -> None:
    assert run(f"{HOSTILE}:echo", "会议".encode(), name="报告.txt") == ["报告.txt", "会议"]


@pytest.mark.parametrize(
    ("function", "code", "said"),
    [
        ("sleep", "time", "打开它花的时间超出限度"),
        ("eat", "memory", "打开它要用的内存超出限度"),
        ("crash", "crash", "打开它的程序中途停了"),
        ("shout", "long", "里面的内容多得超出限度"),
    ],
)
def test_what_stopped_a_child_is_said_in_words(function: str, code: str, said: str) -> None:
    with pytest.raises(SandboxError, match=said) as stopped:
        run(f"{HOSTILE}:{function}", b"x", limits=Limits(wall=1.0, answer=1_000_000))
    assert stopped.value.code == code


def test_a_failure_is_logged_by_its_place_and_not_by_its_words(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), pytest.raises(SandboxError):
        run(f"{HOSTILE}:stumble", b"secret words")
    assert "ValueError at" in caplog.text
    assert "hostile.py:" in caplog.text
    assert "secret words" not in caplog.text

"""Jobs of the tests' own: kinds that write, refuse, break, and are told to stop; and the fakes of fakes.py."""

import os
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from luoshi.office.background import JobKind, Progress
from luoshi.office.desk.jobs import cancel
from luoshi.office.desk.models import Job
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Hat
from luoshi.office.refused import Refused
from tests.office.desk.fakes import county, mail_server, robot, with_mail, with_robot

__all__ = ["county", "mail_server", "robot", "with_mail", "with_robot"]


# The tests' SQLite lives in memory, where two connections of one process lock each other out at once.
collect_ignore = [] if os.environ.get("DATABASE_URL") else ["test_two_connections.py"]


def hang(arguments: dict[str, Any], *, by: Actor, progress: Progress) -> dict[str, str]:
    """Writes something that can be counted: a hat of the authority."""
    for number in range(arguments["rows"]):
        Hat.objects.create(organisation=by.authority, name=f"{arguments['name']}{number}")
        progress(number + 1, arguments["rows"], "正在写入")
    return {"words": f"写入 {arguments['rows']} 行", "address": "/reports/"}


def hang_and_break(arguments: dict[str, Any], *, by: Actor, progress: Progress) -> None:
    hang(arguments, by=by, progress=progress)
    raise ZeroDivisionError("secret words of a traceback")


def hang_and_refuse(arguments: dict[str, Any], *, by: Actor, progress: Progress) -> None:
    hang(arguments, by=by, progress=progress)
    raise Refused("第 3 行没有姓名。请补上再导入。", "第 9 行的编号重复。请改正再导入。")


def be_cancelled(arguments: dict[str, Any], *, by: Actor, progress: Progress) -> None:
    cancel(Job.objects.get(state=Job.State.RUNNING), by=by)
    hang(arguments, by=by, progress=progress)


def be_swept(arguments: dict[str, Any], *, by: Actor, progress: Progress) -> None:
    """While at work it is taken for dead and given to another."""
    Hat.objects.create(organisation=by.authority, name="half")
    Job.objects.filter(state=Job.State.RUNNING).update(worker="another")


def count(arguments: dict[str, Any], *, by: Actor, progress: Progress) -> dict[str, Any]:
    progress(1, 2, "正在检查")
    return {**arguments, "rows": 2}


def tell_who(_arguments: dict[str, Any], *, by: Actor | None, **_: Any) -> dict[str, str]:
    return {"words": f"{by.role} {by.behalf or ''}{by.address}" if by else "clock"}


KINDS = {
    "hang": JobKind("写入", hang),
    "counted": JobKind("先数后写", hang, prepare=count),
    "break": JobKind("出错", hang_and_break),
    "refuse": JobKind("退回", hang_and_refuse),
    "cancel": JobKind("自己取消", be_cancelled),
    "swept": JobKind("被收走", be_swept),
    "who": JobKind("是谁", tell_who),
}


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> dict[str, JobKind]:
    """What the office has instead of its own kinds."""
    monkeypatch.setattr("luoshi.office.web.panels.JOB_HANDLERS", KINDS)
    monkeypatch.setattr("luoshi.office.web.panels.JOB_SCHEDULES", (("who", "0 17 * * *"),))
    return KINDS


@pytest.fixture
def asked(world) -> Callable[..., Job]:
    """Asks for a job as somebody of the world; the office unless told otherwise."""
    from luoshi.office.desk.jobs import ask_for

    def ask(kind: str = "hang", *, by: str = "an", key: str = "", **arguments: Any) -> Job:
        return ask_for(kind, by=world.actor(by), arguments={"rows": 3, "name": "牌子", **arguments}, key=key)

    return ask


@pytest.fixture
def hats() -> Callable[[], int]:
    """How many rows the jobs have written."""
    return lambda: Hat.objects.count()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A clock that stands still until it is moved."""
    made = SimpleNamespace(now=1000.0)
    monkeypatch.setattr("luoshi.office.desk.jobs.monotonic", lambda: made.now)
    return made

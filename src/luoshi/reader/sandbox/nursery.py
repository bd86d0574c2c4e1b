"""The sandbox's other side: a process that waits with everything imported, and its forks. Knows the standard library only.

It never looks at a file itself: the bytes pass through it unread, to a fork that has lowered its limits first.
"""

import gc
import json
import os
import resource
import signal
import socket
import time
from importlib import import_module
from math import ceil
from typing import Any

LONGEST = 400  # bytes of a function's name
PID = 8  # bytes in which a child says its number before anything else

_children: list[int] = []  # the number of this process, if it is a child


def main(line: int) -> None:
    """Fork once for every order, until nobody is on the line any more.

    An order comes with what is given and where to answer; or with a line alone, on which a child that is to stay
    gets its orders.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the forks are not waited for
    with socket.socket(fileno=line) as ours:
        while True:
            name, passed, _, _ = socket.recv_fds(ours, LONGEST, 2)
            if not name:
                return
            prepared(name.decode())
            if os.fork() == 0:
                ours.close()
                kept(*passed) if len(passed) == 1 else child(*passed)
            for number in passed:
                os.close(number)


def prepared(function: str) -> None:
    """The function's module imported, and whatever it says it needs done once (`warm`). A failure is the child's to tell."""
    try:
        module = import_module(function.split(":", maxsplit=1)[0])
        if not getattr(module, "is_warm", False):
            module.is_warm = True  # type: ignore[attr-defined]  # a mark of ours on any module
            getattr(module, "warm", int)()
            gc.collect()
            gc.freeze()  # what is never looked through again need not be copied into the forks
    except Exception:  # noqa: BLE001 (the same import fails in the child, and is told there)
        return


def is_child() -> bool:
    """Whether this process is one that has lowered its limits."""
    return os.getpid() in _children


def child(given: int, answer: int) -> None:
    """Carry out one order and go; what libraries would still tidy up is not waited for."""
    try:
        _begin()
        _carry_out(given, answer, staying=False)
    finally:
        os._exit(0)


def kept(line: int) -> None:
    """Carry out one order after another, until nobody is on the line any more."""
    try:
        _begin()
        with socket.socket(fileno=line) as ours:
            while True:
                name, passed, _, _ = socket.recv_fds(ours, LONGEST, 2)
                if not name:
                    return
                prepared(name.decode())
                _carry_out(*passed, staying=True)
    finally:
        os._exit(0)


def _begin() -> None:
    os.setsid()
    gc.disable()
    _children.append(os.getpid())
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)


def _carry_out(given: int, answer: int, *, staying: bool) -> None:
    os.write(answer, f"{os.getpid():{PID}}".encode())
    with os.fdopen(given, "rb") as file, os.fdopen(answer, "wb") as out:
        order = json.loads(file.readline())
        lower(order["limits"], answer, staying=staying)
        found = carried_out(order["function"], file.read(), order["arguments"])
        out.write(json.dumps(found).encode())
    if staying:
        gc.collect()


def lower(limits: dict[str, Any], answer: int, *, staying: bool) -> None:
    """No way back up: the hard limits too. A child that stays is given its processor time anew for each order."""

    def out_of_time(*_: Any) -> None:
        os.write(answer, b'{"failed": "out of processor time", "code": "time"}')
        os._exit(1)

    until = limits["cpu"] + ceil(time.process_time()) * staying
    signal.signal(signal.SIGXCPU, signal.SIG_DFL if staying else out_of_time)
    most = resource.getrlimit(resource.RLIMIT_CPU)[1] if staying else until + 1
    resource.setrlimit(resource.RLIMIT_CPU, (until, most))
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def carried_out(function: str, content: bytes, arguments: dict[str, Any]) -> dict[str, Any]:
    """{"value": …}, or what went wrong and where, without a word of the file."""
    try:
        return {"value": called(function, content, arguments)}
    except Exception as error:  # noqa: BLE001 (whatever a hostile file makes the libraries raise)
        code = "memory" if isinstance(error, MemoryError) else "crash"
        return {"failed": f"{type(error).__name__} at {_where(error)}", "code": code}


def called(function: str, content: bytes, arguments: dict[str, Any]) -> Any:
    module, name = function.split(":")
    return getattr(import_module(module), name)(content, **arguments)


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"

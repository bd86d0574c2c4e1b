"""The sandbox's other side: a process that waits with everything imported, and its forks. Knows the standard library only.

It never looks at a file itself: the bytes pass through it unread, to a fork that has lowered its limits first.
"""

import json
import os
import resource
import signal
import socket
from importlib import import_module
from typing import Any

LONGEST = 400  # bytes of a function's name
PID = 8  # bytes in which a child says its number before anything else

_children: list[int] = []  # the number of this process, if it is a child


def main(line: int) -> None:
    """Fork once for every order, until nobody is on the line any more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the forks are not waited for
    with socket.socket(fileno=line) as ours:
        while True:
            name, passed, _, _ = socket.recv_fds(ours, LONGEST, 2)
            if not name:
                return
            prepared(name.decode())
            if os.fork() == 0:
                ours.close()
                child(*passed)
            for number in passed:
                os.close(number)


def prepared(function: str) -> None:
    """The function's module imported, and whatever it says it needs done once (`warm`). A failure is the child's to tell."""
    try:
        module = import_module(function.split(":", maxsplit=1)[0])
        if not getattr(module, "is_warm", False):
            module.is_warm = True  # type: ignore[attr-defined]  # a mark of ours on any module
            getattr(module, "warm", int)()
    except Exception:  # noqa: BLE001 (the same import fails in the child, and is told there)
        return


def is_child() -> bool:
    """Whether this process is one that has lowered its limits."""
    return os.getpid() in _children


def child(given: int, answer: int) -> None:
    """Carry out one order and go; what libraries would still tidy up is not waited for."""
    try:
        os.setsid()
        _children.append(os.getpid())
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.write(answer, f"{os.getpid():{PID}}".encode())
        with os.fdopen(given, "rb") as file:
            order = json.loads(file.readline())
            lower(order["limits"], answer)
            content = file.read()
        told = json.dumps(carried_out(order["function"], content, order["arguments"])).encode()
        with os.fdopen(answer, "wb") as out:
            out.write(told)
    finally:
        os._exit(0)


def lower(limits: dict[str, Any], answer: int) -> None:
    """No way back up: the hard limits too."""

    def out_of_time(*_: Any) -> None:
        os.write(answer, b'{"failed": "out of processor time", "code": "time"}')
        os._exit(1)

    signal.signal(signal.SIGXCPU, out_of_time)
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu"], limits["cpu"] + 1))
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

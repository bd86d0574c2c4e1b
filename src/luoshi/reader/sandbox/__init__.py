"""Runs one named function on the bytes of a file in a child process that can do little harm and not run for long.

The children are forks of a nursery: a process of its own, with one thread, no connection, and no environment of ours,
which has imported the function's module already, since that takes a second and more where the reader is concerned.
A child lowers its own limits before it sees a byte of the file, gets the bytes from memory, answers in JSON on a pipe
of bounded length, and is gone. It is no wall against the kernel or the network; what it holds is memory, time, and the
life of the web process.
"""

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from luoshi.reader.sandbox import nursery

PATH = "/usr/local/bin:/usr/bin:/bin"
NURSERY = (
    "import sys; sys.path[:] = sys.argv[2:]; from luoshi.reader.sandbox.nursery import main; main(int(sys.argv[1]))"
)
CHUNK = 1 << 16
MOST_ORDERS = 500  # that one child carries out


@dataclass(frozen=True)
class Limits:
    """What a child may use."""

    memory: int = 1 << 30  # bytes of address space
    cpu: int = 30  # seconds
    wall: float = 60.0  # seconds
    answer: int = 128 << 20  # bytes of its answer


class Stopped(Exception):
    """The child gave no answer. `code` is memory, time, long or crash; `told` what it said of itself, by its place in
    the program and without a word of the file."""

    def __init__(self, code: str, told: str = "") -> None:
        super().__init__(f"{code}: {told}" if told else code)
        self.code = code
        self.told = told


def run(
    function: str,
    content: bytes,
    /,
    *,
    limits: Limits | None = None,
    keep: bool = False,
    meanwhile: Callable[[], object] = int,
    **arguments: Any,
) -> Any:
    """What `function` ("package.module:name") answers to the bytes and the arguments, all of them JSON.

    `keep`: the child may stay for the next order, for files that come from one hand. `meanwhile` is done here while the
    child is at work. Inside a child the function is
    called as it is, for that one is limited already; and so it is on a system that has no such children.
    Raises Stopped.
    """
    if nursery.is_child() or not hasattr(os, "memfd_create"):
        return nursery.called(function, content, arguments)
    limits = limits or Limits()
    if keep and _kept.lock.acquire(blocking=False):
        try:
            return _run(_kept.order, function, content, arguments, limits, meanwhile)
        except BaseException:
            _kept.end()
            raise
        finally:
            _kept.lock.release()
    return _run(_nursery.order, function, content, arguments, limits, meanwhile)


def _run(
    send: Callable[[str, list[int]], None],
    function: str,
    content: bytes,
    arguments: dict[str, Any],
    limits: Limits,
    meanwhile: Callable[[], object],
) -> Any:
    order = {"function": function, "arguments": arguments, "limits": asdict(limits)}
    given = os.memfd_create("luoshi", os.MFD_CLOEXEC)
    answer, child_s = os.pipe()
    try:
        with os.fdopen(os.dup(given), "wb") as file:
            file.write(json.dumps(order).encode() + b"\n" + content)
        os.lseek(given, 0, os.SEEK_SET)
        send(function, [given, child_s])
        os.close(child_s)
        child_s = -1
        began = time.monotonic()
        meanwhile()
        heard, cut = _heard(answer, limits)
        if not heard and not cut and time.monotonic() - began >= limits.cpu:
            cut = "time"  # the system ended it while it was deep in a library
        return _meant(heard, cut)
    finally:
        for number in (given, answer, child_s):
            if number >= 0:
                os.close(number)


def _heard(pipe: int, limits: Limits) -> tuple[bytes, str]:
    """What came back without the child's number, and the code of what cut it off."""
    until, heard, cut = time.monotonic() + limits.wall, bytearray(), ""
    ready = select.poll()
    ready.register(pipe, select.POLLIN)
    while not cut:
        if not ready.poll(max(0.0, until - time.monotonic()) * 1000):
            cut = "time"
        elif not (more := os.read(pipe, CHUNK)):
            break
        else:
            heard += more
            cut = "long" if len(heard) > limits.answer + nursery.PID else ""
    if cut and len(heard) >= nursery.PID:
        with suppress(ProcessLookupError):
            os.killpg(int(heard[: nursery.PID]), signal.SIGKILL)
    return bytes(heard[nursery.PID :]), cut


def _meant(answer: bytes, cut: str) -> Any:
    try:
        found = json.loads(answer)
    except ValueError:
        found = None
    if cut or not isinstance(found, dict):
        raise Stopped(cut or "crash")
    if "failed" in found:
        raise Stopped(found["code"], found["failed"])
    return found["value"]


class _Nursery:
    """One for each process of ours, begun when first needed and again if it is gone; it ends with us."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.owner = 0
        self.line: socket.socket | None = None
        self.process: subprocess.Popen[bytes] | None = None

    def order(self, function: str, passed: list[int]) -> None:
        with self.lock:
            if self.owner == os.getpid() and self.line:
                with suppress(OSError):
                    socket.send_fds(self.line, [function.encode()], passed)
                    return
            self._begin()
            assert self.line
            socket.send_fds(self.line, [function.encode()], passed)

    def _begin(self) -> None:
        if self.owner == os.getpid():
            self.end()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        number = str(theirs.fileno())
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-c", NURSERY, number, *filter(None, sys.path)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env={"PATH": PATH, "LANG": "C.UTF-8"},
                cwd="/",
                start_new_session=True,
            )
        self.line, self.owner = ours, os.getpid()

    def end(self) -> None:
        """It ends by itself when nobody is on the line."""
        if self.line and self.process and self.owner == os.getpid():
            self.line.close()
            self.process.wait()
            self.line = self.process = None


class _Kept:
    """The child that stays, forked when first needed and again if it is gone."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.owner = 0
        self.left = 0
        self.line: socket.socket | None = None

    def order(self, function: str, passed: list[int]) -> None:
        self.left -= 1
        if self.owner == os.getpid() and self.line and self.left:
            with suppress(OSError):
                socket.send_fds(self.line, [function.encode()], passed)
                return
        self.end()
        self.line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.owner, self.left = os.getpid(), MOST_ORDERS
        with theirs:
            _nursery.order(function, [theirs.fileno()])
        socket.send_fds(self.line, [function.encode()], passed)

    def end(self) -> None:
        """It goes when nobody is on the line."""
        if self.line:
            self.line.close()
            self.line = None


_nursery = _Nursery()
_kept = _Kept()
atexit.register(_nursery.end)
atexit.register(_kept.end)

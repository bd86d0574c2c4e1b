"""The same work for many things by several processes: results in order, memory flat, one crash harms one thing."""

import gc
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import TypeVar

Thing = TypeVar("Thing")
Result = TypeVar("Result")

_AHEAD = 64  # things for each worker that are under way or wait for those before them


def cores() -> int:
    """How many processes can run at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(
    work: Callable[[Thing], Result], things: Iterable[Thing], *, workers: int, warm: Callable[[], object]
) -> Iterator[tuple[Thing, "Future[Result]"]]:
    """Each thing with its finished future, in order. `warm` loads once what every process would load for itself."""
    rest = iter(things)
    waiting: deque[tuple[Thing, Future[Result]]] = deque()
    if workers > 1:
        warm()
        gc.freeze()  # the processes share what is loaded so far
    executor = _executor(workers)
    try:
        while True:
            for thing in islice(rest, workers * _AHEAD - len(waiting)):
                waiting.append((thing, _begun(executor, work, thing)))
            if not waiting:
                return
            thing, future = waiting.popleft()
            if isinstance(future.exception(), BrokenProcessPool):
                executor.shutdown(wait=False, cancel_futures=True)
                yield from _alone(work, [thing, *(other for other, _ in waiting)])
                waiting.clear()
                executor = _executor(workers)
            else:
                yield thing, future
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        gc.unfreeze()


def _begun(executor: Executor, work: Callable[[Thing], Result], thing: Thing) -> "Future[Result]":
    try:
        return executor.submit(work, thing)
    except BrokenProcessPool as error:  # one that is under way has ended its process meanwhile
        future: Future[Result] = Future()
        future.set_exception(error)
        return future


def _alone(work: Callable[[Thing], Result], things: Iterable[Thing]) -> Iterator[tuple[Thing, "Future[Result]"]]:
    """Each in a process of its own, so that the one that breaks it is known."""
    for thing in things:
        with ProcessPoolExecutor(1, initializer=_follow) as executor:
            yield thing, executor.submit(work, thing)


def _executor(workers: int) -> Executor:
    # A thread for one worker, so that an unexpected error is kept in its future as with processes.
    if workers == 1:
        return ThreadPoolExecutor(1)
    return ProcessPoolExecutor(workers, initializer=_follow)


def _follow() -> None:
    """A worker leaves Ctrl-C to its leader and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    leader = os.getppid()

    def watch() -> None:
        while os.getppid() == leader:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()

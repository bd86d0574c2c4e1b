"""Functions that do in the sandbox what a hostile file might make a library do."""

import os
import signal
import time

from luoshi.reader.sandbox import nursery, run


def long_loop(content: bytes) -> None:
    while True:
        pass


def sleep(content: bytes) -> None:
    time.sleep(60)


def eat(content: bytes) -> int:
    return len(bytearray(4 << 30))


def crash(content: bytes) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def leave(content: bytes) -> None:
    os._exit(0)


def shout(content: bytes) -> str:
    return "x" * 5_000_000


def stumble(content: bytes) -> None:
    raise ValueError(content.decode())


COUNTED: list[int] = []


def count(content: bytes) -> int:
    COUNTED.append(1)
    return len(COUNTED)


def surroundings(content: bytes) -> dict[str, str]:
    return dict(os.environ)


def write(content: bytes, *, path: str) -> None:
    with open(path, "wb") as file:  # noqa: PTH123 (the plainest way out that a parser would try)
        file.write(content)


def echo(content: bytes, *, name: str) -> list[str]:
    print("noise")
    return [name, content.decode()]


def mine(content: bytes) -> int:
    return os.getpid()


def within(content: bytes, *, function: str) -> list[bool]:
    """Whether we are a child, and whether what we have run is run by ourselves."""
    return [nursery.is_child(), run(function, content) == os.getpid()]


def work(content: bytes, *, seconds: float) -> int:
    """Keep the processor busy for so long; gives who did."""
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
    return os.getpid()

"""Bytes stand whole or not at all, once, and what nobody wants goes after a day."""

import os
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest

from luoshi.office.desk import store

DAY = 25 * 3600


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    settings.FILES = tmp_path / "files"
    return settings.FILES


def stored(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "lock")


def aged(path: Path) -> Path:
    then = time.time() - DAY
    os.utime(path, (then, then))
    return path


def test_bytes_stand_under_their_hash_and_once(folder: Path) -> None:
    digest = store.put(b"abc")
    assert store.put(b"abc") == digest == sha256(b"abc").hexdigest()
    assert stored(folder) == [folder / digest[:2] / digest[2:]]
    assert store.place_of(digest).read_bytes() == b"abc"
    assert store.place_of(digest).stat().st_mode & 0o777 == 0o600


def test_half_a_file_in_the_place_is_made_whole(folder: Path) -> None:
    digest = store.put(b"abc")
    store.place_of(digest).write_bytes(b"a")
    store.put(b"abc")
    assert store.place_of(digest).read_bytes() == b"abc"


def test_a_sweep_takes_the_unfinished_and_unwanted_of_yesterday_and_no_more(folder: Path) -> None:
    wanted, old, young = store.put(b"wanted"), store.put(b"old"), store.put(b"young")
    aged(store.place_of(wanted))
    aged(store.place_of(old))
    (folder / "arriving" / "left").write_bytes(b"half")
    (folder / "arriving" / "now").write_bytes(b"half")
    aged(folder / "arriving" / "left")
    assert store.sweep(wanted=lambda digest: digest == wanted) == (1, 1)
    kept = {store.place_of(wanted), store.place_of(young), folder / "arriving" / "now"}
    assert set(stored(folder)) == kept
    assert store.place_of(old) not in kept


def test_bytes_that_come_again_are_young_again(folder: Path) -> None:
    digest = store.put(b"abc")
    aged(store.place_of(digest))
    store.put(b"abc")
    assert store.sweep(wanted=lambda _: False) == (0, 0)
    assert store.place_of(digest).exists()


def test_bytes_are_removed_unless_wanted(folder: Path) -> None:
    digest = store.put(b"abc")
    assert not store.remove(digest, wanted=lambda _: True)
    assert store.remove(digest, wanted=lambda _: False)
    assert stored(folder) == []


# Where a kill -9 strikes: before the first byte, before the sync, before the rename, after it.
POINTS = ("Path.open", "os.fsync", "Path.replace", "store._synced")
KILLED = """
import os, signal, sys
from pathlib import Path
from django.conf import settings
settings.configure(FILES=Path(sys.argv[1]))
from luoshi.office.desk import store

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

point = sys.argv[2]
store._made(settings.FILES / "arriving"); store._made(store.place_of(sys.argv[3]).parent)
if point == "Path.open":
    store._written = die
elif point == "os.fsync":
    os.fsync = die
elif point == "Path.replace":
    Path.replace = die
else:
    store._synced = die
store.put(b"abc" * 100000)
"""


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_leaves_all_or_nothing_and_the_next_try_succeeds(folder: Path, point: str) -> None:
    content = b"abc" * 100000
    digest = sha256(content).hexdigest()
    command = [sys.executable, "-c", KILLED, str(folder), point, digest]
    done = subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    assert done.returncode == -9
    place = store.place_of(digest)
    assert place.exists() is (point == "store._synced")
    assert not place.exists() or place.read_bytes() == content
    assert store.put(content) == digest
    assert place.read_bytes() == content
    for left in (folder / "arriving").iterdir():
        aged(left)
    store.sweep(wanted=lambda _: True)
    assert stored(folder) == [place]

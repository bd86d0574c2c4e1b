import os
import subprocess
import sys

import pytest

from luoshi.reader.write import atomic


def test_what_stood_there_stays_until_the_new_is_written(tmp_path, monkeypatch):
    place = tmp_path / "结果" / "一.json"
    atomic.write(place, b"one")
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError, match="full"):
        atomic.write(place, b"two")
    assert place.read_bytes() == b"one"
    assert list(place.parent.iterdir()) == [place]


def test_a_link_is_written_through_and_a_device_into(tmp_path):
    link = tmp_path / "链接.json"
    link.symlink_to(tmp_path / "一.json")
    atomic.write(link, b"one")
    assert link.is_symlink()
    assert (tmp_path / "一.json").read_bytes() == b"one"
    atomic.write(tmp_path.__class__(os.devnull), b"nothing")
    assert not tmp_path.__class__(os.devnull).is_file()


def test_only_the_remains_of_programs_that_ended_are_swept(tmp_path):
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    remains, ours = tmp_path / f".luoshi-{int(ended.stdout)}.part", tmp_path / f".luoshi-{os.getpid()}.part"
    for part in (remains, ours):
        part.write_bytes(b"half")
    atomic.sweep(tmp_path)
    assert not remains.exists()
    assert ours.exists()

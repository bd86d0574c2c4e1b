"""The queue wakes and holds nothing: whatever becomes of its file, asking goes on."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from luoshi.office.desk.waker import CALL, mend, open_queue, wake


@pytest.fixture
def in_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue as beside SQLite, whatever database the tests run on."""
    monkeypatch.setattr("luoshi.office.desk.waker.connection", SimpleNamespace(vendor="sqlite"))


@pytest.fixture(autouse=True)
def data(settings, tmp_path: Path, transactional_db) -> Path:
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def opened():
    made = open_queue()
    made.storage.blocking = False
    made.storage.flush_queue()
    yield made
    made.storage.close()


def test_a_call_reaches_the_worker_once(opened) -> None:
    assert opened.storage.dequeue() is None
    wake()
    assert bytes(opened.storage.dequeue()) == CALL
    assert opened.storage.dequeue() is None


def test_a_call_leaves_no_connection_open(monkeypatch: pytest.MonkeyPatch) -> None:
    made = open_queue()
    monkeypatch.setattr("luoshi.office.desk.waker.queue", lambda **_: made)
    wake()
    assert made.storage.close() is False, "it was open still"


@pytest.mark.usefixtures("in_a_file")
def test_without_a_data_folder_nobody_is_called_and_none_is_made(settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "none"
    wake()
    assert not settings.DATA.exists()


@pytest.mark.usefixtures("in_a_file")
def test_a_file_that_is_no_queue_loses_no_call_of_later(data: Path) -> None:
    (data / "queue.sqlite3").write_bytes(b"no queue at all" * 500)
    wake()
    made = open_queue()
    wake()
    assert bytes(made.storage.dequeue()) == CALL
    made.storage.close()


@pytest.mark.usefixtures("in_a_file")
def test_a_file_that_was_taken_away_is_made_anew(data: Path) -> None:
    opened = open_queue()
    for file in data.glob("queue.sqlite3*"):
        file.unlink()
    mend(opened)
    wake()
    assert bytes(opened.storage.dequeue()) == CALL
    opened.storage.close()

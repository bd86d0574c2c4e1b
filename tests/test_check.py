"""`luoshi check journal`, as an operator runs it on a data folder."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

WRITE = """
from pathlib import Path
from luoshi.office.web.serve import prepare
prepare(data=Path({data!r}))
from luoshi.office.journal import anchor, record, seal
from luoshi.office.journal.who import PROGRAM
from datetime import datetime
for number in range(4):
    record.write("journal.check", by=PROGRAM, detail={{"number": number}})
seal.seal_all()
Path({head!r}).write_text(anchor.as_text(seal.head_of(), datetime(2026, 3, 1)), "utf-8")
record.write("journal.check", by=PROGRAM)
"""


def run(*command: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "LUOSHI_KEYS"}}
    environment = {**kept, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True, check=False)


def check(*arguments: str) -> tuple[int, str, str]:
    done = run("-m", "luoshi", "check", "journal", *arguments)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("journal")
    done = run("-c", WRITE.format(data=str(folder / "data"), head=str(folder / "head.txt")))
    assert done.returncode == 0, done.stderr
    return folder


def break_in(folder: Path, *statements: str) -> None:
    """Somebody with the file and without the key, who puts the triggers back afterwards."""
    with sqlite3.connect(folder / "data" / "luoshi.sqlite3") as database:
        triggers = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            database.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            database.execute(statement)
        for _, made in triggers:
            database.execute(made)
    database.close()


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A data folder with a journal of five entries, its keys beside it."""
    import shutil

    return Path(shutil.copytree(made, tmp_path / "office"))


def test_a_sound_journal_ends_with_0(folder: Path) -> None:
    said = "日志完好：核对了 5 条、1 次封存，另有 1 条还没有封存（也核对过）。\n"
    assert check("--data", str(folder / "data"), "--head", str(folder / "head.txt")) == (0, said, "")


def test_each_flaw_stands_on_its_line(folder: Path) -> None:
    break_in(
        folder,
        "UPDATE journal_entry SET name = '别人' WHERE id = 2",
        "DELETE FROM journal_payload WHERE entry_id = 3",
    )
    code, out, err = check("--data", str(folder / "data"))
    assert (code, err) == (1, "")
    assert out.splitlines() == [
        "日志第 2 条被改动过，或不是本系统写的：内容与印记不符。",
        "日志第 3 条的明细不见了：没有哪次清理包括它。",
        "发现 2 处不符：核对了 5 条、1 次封存，另有 1 条还没有封存（也核对过）。",
    ]


def test_an_end_that_was_cut_off_can_be_accepted_after_a_backup_was_restored(folder: Path) -> None:
    break_in(folder, *(f"DELETE FROM journal_{table}" for table in ("payload", "link", "seal", "entry")))
    data = str(folder / "data")
    code, out, _ = check("--data", data, "--head", str(folder / "head.txt"))
    assert code == 1
    assert out.count("\n") == 3
    assert "与导出的封存头不符：第 1 号封存" in out
    assert "日志的末尾少了一截" in out
    assert check("--data", data, "--restored", "恢复备份")[:2] == (0, "日志完好：核对了 1 条、1 次封存。\n")


def test_another_installations_keys_are_named(folder: Path) -> None:
    for key in (folder / "data-keys").glob("*.key"):
        key.unlink()
    code, out, _ = check("--data", str(folder / "data"))
    assert code == 1
    assert "没有一条日志能用现在的密钥核对" in out


@pytest.mark.parametrize("option", ["--data", "--head"])
def test_what_is_not_there_is_wrong_use(folder: Path, option: str) -> None:
    missing = folder / "nowhere"
    given = ["--data", str(missing)] if option == "--data" else ["--data", str(folder / "data"), "--head", str(missing)]
    code, out, err = check(*given)
    assert (code, out) == (2, "")
    assert err.startswith(f"用法不对：{missing}")
    assert not missing.exists()

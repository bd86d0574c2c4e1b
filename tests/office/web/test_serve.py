"""Whom the server answers, and what it says at once where it cannot be opened."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from gunicorn.app.base import BaseApplication

from luoshi import demo
from luoshi.office.web.serve import NotHereError, check_host, serve

LUOSHI = Path(sys.executable).with_name("luoshi")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "::1"])
def test_this_machine_is_served(host: str) -> None:
    check_host(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "office.example", ""])
def test_anywhere_else_is_refused_until_its_name_is_set(host: str, monkeypatch) -> None:
    monkeypatch.delenv("LUOSHI_HOSTS", raising=False)
    with pytest.raises(NotHereError, match="请设置 LUOSHI_HOSTS"):
        check_host(host)
    monkeypatch.setenv("LUOSHI_HOSTS", "luoshi.example")
    check_host(host)


def test_half_a_provider_is_wrong_use(tmp_path: Path) -> None:
    code, said = refused("--data", "data", cwd=tmp_path, LUOSHI_OIDC_ISSUER="https://id.example")
    assert code == 2
    assert said == "统一身份登录还缺设置：LUOSHI_OIDC_CLIENT_ID、LUOSHI_OIDC_CLIENT_SECRET。三项都写上，或都不写。\n"


def test_the_command_refuses_before_it_reads_anything(capsys: pytest.CaptureFixture[str]) -> None:
    assert demo.run(host="0.0.0.0", port=0, serve=True) == 2
    out, error = capsys.readouterr()
    assert out == ""
    assert "不能在 0.0.0.0 上提供服务" in error


@pytest.fixture
def instead(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable], None]:
    """Puts a function in the place of gunicorn's own run, which would not return; it is given the application."""
    return lambda run: monkeypatch.setattr(BaseApplication, "run", run)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_the_server_listens_where_it_is_told(instead: Callable, host: str) -> None:
    bound: list[object] = []
    instead(lambda server: bound.append(server.cfg.address))
    serve(host=host, port=8123, ready=print)
    assert bound == [[(host, 8123)]]


def test_the_server_listens_to_nobody_else(instead: Callable) -> None:
    started: list[object] = []
    instead(started.append)
    with pytest.raises(NotHereError):
        serve(host="0.0.0.0", port=8123, ready=print)
    assert started == []


@pytest.mark.parametrize(
    ("place", "address"),
    [(("127.0.0.1", 8123), "http://127.0.0.1:8123/"), (("::1", 8123, 0, 0), "http://[::1]:8123/")],
)
def test_the_address_is_told_by_the_first_worker_only(instead: Callable, place: tuple, address: str) -> None:
    socket = SimpleNamespace(getsockname=lambda: place)
    workers = [SimpleNamespace(age=age, sockets=[socket]) for age in (1, 2)]
    instead(lambda server: [server.cfg.post_worker_init(worker) for worker in workers])
    told: list[str] = []
    serve(host="127.0.0.1", port=8123, ready=told.append)
    assert told == [address]


def refused(*words: object, cwd: Path, **environment: str) -> tuple[int, str]:
    """Exit code of `luoshi serve` and its one line of complaint."""
    command = [LUOSHI, "serve", *map(str, words)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=cwd, env={**os.environ, **environment}, timeout=30
    )
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    return done.returncode, done.stderr


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_in_use_is_said_before_anything_is_done(command: str, tmp_path: Path, capsys) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        if command == "demo":
            assert demo.run(host="127.0.0.1", port=port, serve=True) == 1
        else:
            assert demo.keep_open(host="127.0.0.1", port=port, data=str(tmp_path / "data")) == 1
    out, error = capsys.readouterr()
    assert out == ""
    assert error.startswith(f"127.0.0.1 的端口 {port} 用不了：已被别的程序占用。")
    assert not (tmp_path / "data").exists()


def test_a_data_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "数据").write_text("")
    code, said = refused("--data", "数据", cwd=tmp_path)
    assert code == 1
    assert "用不了：那里已有同名的文件，建不成文件夹。请用 --data 指定一个能写的文件夹。" in said


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "luoshi.sqlite3").write_bytes(b"no database at all" * 100)
    code, said = refused("--data", ".", cwd=tmp_path)
    assert code == 1
    assert "luoshi.sqlite3 用不了：这个文件不是数据库，或已损坏。" in said


def test_another_kind_of_database_is_wrong_use(tmp_path: Path) -> None:
    code, said = refused(cwd=tmp_path, DATABASE_URL="mysql://an@db/office")
    assert code == 2
    assert "这里只能用 PostgreSQL" in said


def test_a_database_that_does_not_answer_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"postgresql://an:secret@127.0.0.1:{port}/office"
    code, said = refused(cwd=tmp_path, DATABASE_URL=url)
    assert code == 1
    assert said.startswith(f"PostgreSQL 用不了（127.0.0.1:{port}，库 office）：那里没有数据库在运行。")

"""The server answers this machine only."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from gunicorn.app.base import BaseApplication

from luoshi import demo
from luoshi.office.web.serve import NotHereError, check_host, serve


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "::1"])
def test_this_machine_is_served(host: str) -> None:
    check_host(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "office.example", ""])
def test_anywhere_else_is_refused_until_somebody_can_sign_in(host: str) -> None:
    with pytest.raises(NotHereError, match="还没有登录功能"):
        check_host(host)


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

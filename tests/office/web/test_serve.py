"""The server answers this machine only."""

import pytest

from luoshi import demo
from luoshi.office.web.serve import NotHereError, check_host


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

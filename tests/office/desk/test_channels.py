"""What leaves the house by mail and robot, and what an administrator is told when it does not."""

import socket
from urllib.parse import parse_qs, urlsplit

import pytest

from luoshi.office.desk import channels
from luoshi.office.desk.channels import Undelivered
from luoshi.office.organisations.settings_table import change


def closed_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def test_a_mail_arrives_as_it_was_written(county, with_mail) -> None:
    channels.mail(county, to="bo@example.cn", subject="落实：有 3 条消息等您查看", text="请登录查看。\n<b>不是网页</b>")
    (got,) = with_mail.got
    assert got["to"] == "bo@example.cn"
    assert got["from"].endswith("luoshi@example.cn")
    assert got["subject"] == "落实：有 3 条消息等您查看"
    assert got["body"] == "请登录查看。\n<b>不是网页</b>"


def test_without_a_server_there_is_nothing_to_send_by(county) -> None:
    with pytest.raises(Undelivered, match="还没有设置邮件服务器"):
        channels.mail(county, to="bo@example.cn", subject="x", text="x")
    with pytest.raises(Undelivered, match="还没有设置群机器人地址"):
        channels.post(county, text="x")


def test_a_wrong_password_is_said_in_words_and_never_shown(world, county, with_mail) -> None:
    change(county, "mail_password", "wrong-one", by=world.actor("system"))
    with pytest.raises(Undelivered) as why:
        channels.mail(county, to="bo@example.cn", subject="x", text="x")
    assert str(why.value) == "账号或密码不对；许多邮箱要用单独的授权码。"
    assert with_mail.got == []


def test_a_server_that_is_not_there_is_said_in_words(world, county, with_mail) -> None:
    change(county, "mail_port", closed_port(), by=world.actor("system"))
    with pytest.raises(Undelivered) as why:
        channels.mail(county, to="bo@example.cn", subject="x", text="x")
    assert str(why.value) == "服务器没有应答，请检查主机和端口。"


def test_a_server_that_wants_another_encryption_is_said_in_words(world, county, with_mail) -> None:
    change(county, "mail_security", "tls", by=world.actor("system"))
    with pytest.raises(Undelivered) as why:
        channels.mail(county, to="bo@example.cn", subject="x", text="x")
    assert str(why.value) == "端口与加密方式不相配，请检查这两项。"


def test_a_recipient_the_server_does_not_know_is_said_in_words(county, with_mail) -> None:
    with_mail.refuse = "RCPT"
    with pytest.raises(Undelivered) as why:
        channels.mail(county, to="bo@example.cn", subject="x", text="x")
    assert str(why.value) == "服务器不接受这个收件或发件地址。"


def test_a_post_arrives_signed(county, with_robot) -> None:
    channels.post(county, text="【落实】有消息待看。")
    (got,) = with_robot.got
    assert got["text"] == "【落实】有消息待看。"
    query = parse_qs(urlsplit(got["path"]).query)
    assert query["access_token"] == ["abc"]
    assert len(query["timestamp"][0]) == 13
    assert len(query["sign"][0]) == 44


def test_a_robot_that_refuses_with_a_friendly_status_has_not_taken_it(county, with_robot) -> None:
    with_robot.refuse = "keywords not in content"
    with pytest.raises(Undelivered) as why:
        channels.post(county, text="x")
    assert str(why.value) == "群机器人没有接受，它说：keywords not in content"


@pytest.mark.parametrize(("status", "said"), [(302, "答复 302"), (500, "答复 500")])
def test_a_robot_that_sends_elsewhere_or_fails_is_not_followed(county, with_robot, status: int, said: str) -> None:
    with_robot.status, with_robot.refuse = status, "x"
    with pytest.raises(Undelivered, match=said):
        channels.post(county, text="x")


def test_a_relay_that_the_environment_no_longer_names_is_not_called(county, with_robot, settings) -> None:
    settings.ROBOT_HOSTS = frozenset()
    with pytest.raises(Undelivered, match="这不是企业微信或钉钉群机器人的地址"):
        channels.post(county, text="x")
    assert with_robot.got == []

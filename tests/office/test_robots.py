"""Which addresses are those of a group robot."""

import pytest

from luoshi.office.refused import Refused
from luoshi.office.robots import DINGTALK, WECOM, robot_of

WECOM_ADDRESS = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
DINGTALK_ADDRESS = "https://oapi.dingtalk.com/robot/send?access_token=abc123"


def test_an_address_as_the_chat_gives_it_is_known() -> None:
    assert robot_of(f" {WECOM_ADDRESS}\n").kind == WECOM
    assert robot_of(DINGTALK_ADDRESS).kind == DINGTALK


@pytest.mark.parametrize(
    "address",
    [
        "",
        "看看",
        "https://evil.example/cgi-bin/webhook/send?key=1",
        "https://qyapi.weixin.qq.com@evil.example/cgi-bin/webhook/send?key=1",
        "https://qyapi.weixin.qq.com:444/cgi-bin/webhook/send?key=1",
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1",
        "http://127.0.0.1/robot/send?access_token=1",
        "https://oapi.dingtalk.com/user/get?access_token=1",
        "https://[oapi.dingtalk.com/robot/send?access_token=1",
        "file:///etc/passwd",
    ],
)
def test_any_other_address_is_refused(address: str) -> None:
    with pytest.raises(Refused, match="这不是企业微信或钉钉群机器人的地址"):
        robot_of(address)


def test_an_address_that_was_not_copied_whole_is_refused_with_what_is_missing() -> None:
    with pytest.raises(Refused, match="缺少“key=”后面的一段"):
        robot_of("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=")


def test_a_relay_is_allowed_where_the_environment_names_it(settings) -> None:
    settings.ROBOT_HOSTS = frozenset({"relay.example.cn:8080"})
    assert robot_of("http://relay.example.cn:8080/robot/send?access_token=1").kind == DINGTALK
    with pytest.raises(Refused):
        robot_of("http://relay.example.cn:8081/robot/send?access_token=1")

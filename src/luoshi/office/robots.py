"""The address of a group robot, as the office copies it from the chat program, taken apart."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from luoshi.office.refused import Refused

WECOM = "wecom"
DINGTALK = "dingtalk"

# Host, path and the parameter that holds the key, as the two programs print them in a robot's own window.
# https://developer.work.weixin.qq.com/document/path/91770 and https://open.dingtalk.com/document/robots/custom-robot-access
KNOWN = {
    WECOM: ("qyapi.weixin.qq.com", "/cgi-bin/webhook/send", "key"),
    DINGTALK: ("oapi.dingtalk.com", "/robot/send", "access_token"),
}


@dataclass(frozen=True)
class Robot:
    """群机器人: whose it is and where it listens; `address` holds its key and is a secret."""

    kind: str
    address: str


def robot_of(address: str) -> Robot:
    """The robot at an address. Other hosts than the two programs' own only if the environment names them.

    Raises Refused.
    """
    try:
        parts = urlsplit(address.strip())
        host, query = parts.netloc.lower(), parse_qs(parts.query)
    except ValueError:
        raise Refused(_unknown()) from None
    for kind, (known, path, parameter) in KNOWN.items():
        if parts.path.rstrip("/") != path:
            continue
        if not query.get(parameter, [""])[0]:
            raise Refused(
                _("群机器人的地址不完整：缺少“%(parameter)s=”后面的一段。请在群里重新复制整个地址。")
                % {"parameter": parameter}
            )
        if (host == known and parts.scheme == "https") or host in settings.ROBOT_HOSTS:
            return Robot(kind, address.strip())
    raise Refused(_unknown())


def _unknown() -> str:
    hosts = "、".join(known for known, _, _ in KNOWN.values())
    return _(
        "这不是企业微信或钉钉群机器人的地址。它应以 https:// 开头，主机是 %(hosts)s 之一。"
        "请在群设置的机器人一栏里复制整个地址；内网中转的地址须由部署人员先在 LUOSHI_ROBOT_HOSTS 里写明。"
    ) % {"hosts": hosts}

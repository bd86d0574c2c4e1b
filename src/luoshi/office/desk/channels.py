"""The two ways out of the house: mail, and one group robot of an enterprise chat."""

import base64
import hashlib
import hmac
import json
import logging
import threading
import time
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.organisations.models import Organisation
from luoshi.office.organisations.settings_table import value_of, values_of
from luoshi.office.refused import Refused
from luoshi.office.robots import DINGTALK, robot_of

PATIENCE = 15  # seconds that a server may take
LONGEST_ANSWER = 64 * 1024  # bytes of a robot's answer that are read
LONGEST_WORDS = 200  # of a server's own words that are shown

MAIL_ROWS = ("mail_host", "mail_port", "mail_security", "mail_user", "mail_password", "mail_from")
MODES = {"tls": "ssl", "starttls": "starttls", "plain": "insecure"}  # in apprise's words

# What a failed connection says of itself, and what that means to an administrator.
REASONS = (
    ("Name or service not known", gettext_lazy("找不到这台服务器，请检查主机名")),
    ("Temporary failure in name resolution", gettext_lazy("找不到这台服务器，请检查主机名和本机的域名解析")),
    ("Connection refused", gettext_lazy("服务器没有应答，请检查主机和端口")),
    ("timed out", gettext_lazy("服务器太久没有应答，请检查主机、端口和防火墙")),
    ("CERTIFICATE_VERIFY_FAILED", gettext_lazy("服务器的证书不受信任，请检查主机名，或把单位的根证书装到本机")),
    ("WRONG_VERSION_NUMBER", gettext_lazy("端口与加密方式不相配，请检查这两项")),
    ("unexpectedly closed", gettext_lazy("服务器断开了连接，请检查端口与加密方式是否相配")),
    ("(535", gettext_lazy("账号或密码不对；许多邮箱要用单独的授权码")),
    ("(530", gettext_lazy("服务器要求先登录，请写上账号和密码")),
    ("refused", gettext_lazy("服务器不接受这个收件或发件地址")),
    ("(55", gettext_lazy("服务器不接受这个收件或发件地址")),
)


class Undelivered(Exception):
    """It did not go out; the message says why, for an administrator (Chinese)."""


def can_mail(authority: Organisation) -> bool:
    set_up = values_of(authority, "mail_host", "mail_from")
    return bool(set_up["mail_host"] and set_up["mail_from"])


def can_post(authority: Organisation) -> bool:
    return bool(value_of(authority, "robot_address"))


def mail(authority: Organisation, *, to: str, subject: str, text: str) -> None:
    """Hand one mail to the authority's server. Raises Undelivered."""
    if not can_mail(authority):
        raise Undelivered(_("还没有设置邮件服务器和发件地址。"))
    import apprise  # 60 ms, and only here

    chosen = values_of(authority, *MAIL_ROWS)
    server = {
        "schema": "mailto" if chosen["mail_security"] == "plain" else "mailtos",
        "host": chosen["mail_host"],
        "smtp_host": chosen["mail_host"],
        "port": chosen["mail_port"],
        "secure_mode": MODES[chosen["mail_security"]],
        "user": chosen["mail_user"] or None,
        "password": chosen["mail_password"] or None,
        "from_addr": chosen["mail_from"],
        "targets": [to],
        "format": "text",
        "cto": PATIENCE,
    }
    asset = apprise.AppriseAsset(app_id="luoshi", app_desc="luoshi", async_mode=False, storage_mode="memory")
    with _Overheard() as said:
        sender = apprise.Apprise.instantiate(server, asset=asset, suppress_exceptions=True)
        if sender is None or not sender.notify(body=text, title=subject, body_format="text"):
            raise Undelivered(_because(said.lines))


class _Overheard(logging.Handler):
    """What apprise logs in this thread: it gives no other reason for a failure."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.thread = threading.get_ident()
        self.log = logging.getLogger("apprise")

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread:
            self.lines.append(record.getMessage())

    def __enter__(self) -> "_Overheard":
        self.before = self.log.level
        self.log.addHandler(self)
        self.log.setLevel(logging.DEBUG)
        return self

    def __exit__(self, *_: Any) -> None:
        self.log.removeHandler(self)
        self.log.setLevel(self.before)


def _meaning(said: str) -> str:
    """What a failed connection means; "" where it is not known."""
    return next((_("%(meaning)s。") % {"meaning": meaning} for part, meaning in REASONS if part in said), "")


def _because(lines: list[str]) -> str:
    said = next((line.removeprefix("Socket Exception: ") for line in lines if "Socket Exception" in line), "")
    said = said or (lines[-1] if lines else "")
    if meaning := _meaning(said):
        return meaning
    return _("邮件服务器没有收下，它说：%(said)s") % {"said": said[:LONGEST_WORDS]}


class _Straight(HTTPRedirectHandler):
    """A robot's address answers itself; one that sends elsewhere is not followed."""

    def redirect_request(self, *_: Any) -> None:
        return None


def post(authority: Organisation, *, text: str) -> None:
    """Say something in the authority's group. Raises Undelivered.

    Not by apprise: its plug-ins take HTTP 200 for success, and both chats refuse with 200 and an errcode.
    """
    chosen = values_of(authority, "robot_address", "robot_sign")
    if not chosen["robot_address"]:
        raise Undelivered(_("还没有设置群机器人地址。"))
    try:
        robot = robot_of(chosen["robot_address"])
    except Refused as refusal:
        raise Undelivered(str(refusal)) from refusal
    signed = _signature(chosen["robot_sign"]) if robot.kind == DINGTALK and chosen["robot_sign"] else ""
    content = json.dumps({"msgtype": "text", "text": {"content": text}}).encode()
    asked = Request(robot.address + signed, content, {"Content-Type": "application/json; charset=utf-8"})
    try:
        with build_opener(_Straight).open(asked, timeout=PATIENCE) as answer:
            said = json.loads(answer.read(LONGEST_ANSWER))
    except (OSError, ValueError) as error:
        raise Undelivered(_unreached(error)) from error
    if not isinstance(said, dict) or said.get("errcode") != 0:
        words = said.get("errmsg") if isinstance(said, dict) else said
        raise Undelivered(_("群机器人没有接受，它说：%(said)s") % {"said": str(words)[:LONGEST_WORDS]})


def _signature(secret: str) -> str:
    """加签, as https://open.dingtalk.com/document/robots/customize-robot-security-settings has it."""
    stamp = str(round(time.time() * 1000))
    code = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    return "&" + urlencode({"timestamp": stamp, "sign": base64.b64encode(code).decode()})


def _unreached(error: Exception) -> str:
    """Without the address, which is a secret."""
    said = str(error.reason if isinstance(error, URLError) else error)
    if meaning := _meaning(said):
        return meaning
    code = getattr(error, "code", None)
    if code:
        return _("群机器人的服务器答复 %(code)s，没有收下。") % {"code": code}
    return _("群机器人的答复读不懂，请检查地址。")

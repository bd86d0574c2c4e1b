"""What the administrators of an authority may set: each value with what it does, its bounds and who may change it."""

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from luoshi.office.cipher import decrypt, encrypt
from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Organisation, Role, Setting
from luoshi.office.prepared import prepared
from luoshi.office.refused import Refused, refuse_if
from luoshi.office.robots import robot_of

SECRET = "organisations.setting"  # what its bytes are encrypted for
LONGEST = 500  # characters of a text

GRANTS, SAFETY, BURDEN, CARRIED, SITE, MAIL, ROBOT = (
    __("授权"),
    __("安全"),
    __("减负"),
    __("督查督办"),
    __("网址和提醒"),
    __("邮件"),
    __("群机器人"),
)
GROUPS = {
    "grants": GRANTS,
    "safety": SAFETY,
    "burden": BURDEN,
    "carried": CARRIED,
    "site": SITE,
    "mail": MAIL,
    "robot": ROBOT,
}

Words = str | Promise


@dataclass(frozen=True)
class Row:
    """一项设置: its name in code, what it does, what it may be, and whose it is. `loud` stands out in the journal."""

    name: str
    group: str
    label: Words
    help: Words
    type: Literal["bool", "int", "choice", "text", "secret"]
    default: Any
    role: Role
    least: int = 0
    most: int = 0
    choices: tuple[tuple[str, Words], ...] = ()
    loud: bool = False
    amiss: Callable[[str], str | None] | None = None  # why a text cannot be so, None if it can

    def shown(self, value: Any) -> str:
        """The value in words; of a secret only whether there is one."""
        if self.type == "bool":
            return _("开") if value else _("关")
        if self.type == "choice":
            return str(dict(self.choices).get(value, value))
        if self.type == "secret":
            return _("已设置，不再显示") if value else _("未设置")
        return _("未设置") if value == "" else str(value)


def _no_site(text: str) -> str | None:
    ok = re.fullmatch(r"https?://[A-Za-z0-9.\-\[\]:]+/?", text)
    return None if ok else _("“系统网址”要写成 https://主机名 的样子，后面不带别的。")


def _no_host(text: str) -> str | None:
    ok = re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.\-]*[A-Za-z0-9])?", text)
    return None if ok else _("“邮件服务器”只写主机名或 IP 地址，例如 smtp.example.gov.cn；端口写在下一格。")


def _no_mail(text: str) -> str | None:
    try:
        validate_email(text)
    except ValidationError:
        return _("“发件地址”写的是“%(text)s”，这里要一个完整的邮箱地址。") % {"text": text}
    return None


def _no_login(text: str) -> str | None:
    """SMTP's usual ways of signing in know no other characters."""
    return None if text.isascii() else _("邮件的账号和密码里有汉字或全角符号，邮件服务器读不懂，请换成半角。")


def _no_robot(text: str) -> str | None:
    try:
        robot_of(text)
    except Refused as refusal:
        return str(refusal)
    return None


SECURE = (
    ("tls", __("SSL/TLS（常用端口 465）")),
    ("starttls", __("STARTTLS（常用端口 587）")),
    ("plain", __("不加密（常用端口 25）")),
)

SIGN_OFF = (
    ("supervised", __("督办任务")),
    ("all", __("全部任务")),
    ("none", __("都不要")),
)

# 等保2.0 as it is commonly examined: a password is changed within 90 days, a session left alone ends after 10 to 30
# minutes (GB/T 22239-2019 names no numbers).
ROWS: dict[str, Row] = {
    row.name: row
    for row in (
        Row(
            "second_person", "grants", __("授权由第二人确认"),
            __("开：授予、收回岗位须另一位管理员同意才生效。关：一人即可，日志里会写明没有第二人。"),
            # Whoever grants must not be able to do away with whoever confirms.
            "bool", True, Role.LEADER, loud=True,
        ),
        Row(
            "idle_minutes", "safety", __("多久不操作就退出（分钟）"),
            __("超过这么久没有操作，须重新登录。"),
            "int", 30, Role.SECURITY_ADMIN, least=5, most=480, loud=True,
        ),
        Row(
            "password_days", "safety", __("密码用多久须更换（天）"),
            __("0 表示不要求定期更换。"),
            "int", 90, Role.SECURITY_ADMIN, most=3650, loud=True,
        ),
        Row(
            "administrators_use_totp", "safety", __("管理员登录须动态口令"),
            __("开：系统、安全、审计三种管理员登录时，除密码外还要手机上的动态口令。"),
            "bool", True, Role.SECURITY_ADMIN, loud=True,
        ),
        Row(
            "token_days", "safety", __("令牌最长用多少天"),
            __("个人令牌供程序读取和办理，到期作废。改短以后，只管新生成的；已有的要收回，请逐个撤销。"),
            "int", 365, Role.SECURITY_ADMIN, least=1, most=365, loud=True,
        ),
        Row(
            "token_calls", "safety", __("每个令牌每分钟最多调用次数"),
            __("超过的，接口回答 429，过一分钟再来。"),
            "int", 120, Role.SECURITY_ADMIN, least=1, most=6000, loud=True,
        ),
        Row(
            "ask_minutes_per_month", "burden", __("每校每月任务上限（分钟）"),
            __("向学校提要求之前，用它对照该校当月已有的任务时间，超过就提醒发起人；安全和应急事项不计。"
               "0 表示不设上限。600 是本系统的初始值，不是上级规定，请按本局减负清单修改。"),
            "int", 600, Role.SYSTEM_ADMIN, most=60000,
        ),
        Row(
            "ask_minutes_per_task", "burden", __("一项任务估计要花每校多少分钟"),
            __("计划印发时，分给学校的每项任务按这个时间记入减负台账。60 是本系统的初始值，请按本地实际修改。"),
            "int", 60, Role.SYSTEM_ADMIN, least=1, most=6000,
        ),
        Row(
            "sign_off", "carried", __("哪些任务报告完成前要签批"),
            __("签批：学校的由校（园）长、科室的由责任领导。由校（园）长自己报告的，视为已经签批。"),
            "choice", "supervised", Role.LEADER, choices=SIGN_OFF, loud=True,
        ),
        Row(
            "near_days", "carried", __("离时限几天算“临近”"),
            __("10 是本系统的初始值，请按本局习惯修改。"),
            "int", 10, Role.LEADER, least=1, most=90,
        ),
        Row(
            "stalled_days", "carried", __("几天没有动态算“停滞”"),
            __("从下达或上一次填写进展算起。60 是本系统的初始值；不要求天天填，调得太短等于逼学校留痕。"),
            "int", 60, Role.LEADER, least=15, most=366,
        ),
        Row(
            "chase_gap_days", "carried", __("同一件事几天内不再催同一所学校"),
            __("提醒、催办过的，几天内不能再提醒、催办，人工的、自动的都一样；领导决定的督办不受此限。7 是本系统的初始值。"),
            "int", 7, Role.LEADER, least=1, most=60,
        ),
        Row(
            "site_address", "site", __("系统网址"),
            __("写在邮件和群消息里，让人知道到哪里看，例如 https://luoshi.example.gov.cn。不写，就只说“请登录查看”。"),
            "text", "", Role.SYSTEM_ADMIN, amiss=_no_site,
        ),
        Row(
            "digest_hour", "site", __("每天几点发提醒"),
            __("未看的消息每人每天合成一封，到这个钟点发出；急件随到随发。"),
            "int", 8, Role.SYSTEM_ADMIN, most=23,
        ),
        Row(
            "mail_host", "mail", __("邮件服务器"),
            __("发信用的 SMTP 主机。不写，就不发邮件。"),
            "text", "", Role.SYSTEM_ADMIN, amiss=_no_host,
        ),
        Row(
            "mail_port", "mail", __("端口"), __("向邮件管理员询问。"),
            "int", 465, Role.SYSTEM_ADMIN, least=1, most=65535,
        ),
        Row(
            "mail_security", "mail", __("加密方式"), __("“不加密”只用于内网，密码会以明文传送。"),
            "choice", "tls", Role.SYSTEM_ADMIN, choices=SECURE,
        ),
        Row(
            "mail_user", "mail", __("账号"), __("登录邮件服务器的账号；服务器不要求登录就不写。"),
            "text", "", Role.SYSTEM_ADMIN, amiss=_no_login,
        ),
        Row(
            "mail_password", "mail", __("密码或授权码"), __("加密保存，存好后不再显示。"),
            "secret", "", Role.SYSTEM_ADMIN, amiss=_no_login,
        ),
        Row(
            "mail_from", "mail", __("发件地址"), __("收信人看到的发件邮箱，一般与账号相同。"),
            "text", "", Role.SYSTEM_ADMIN, amiss=_no_mail,
        ),
        Row(
            "robot_address", "robot", __("群机器人地址"),
            __("在企业微信或钉钉的群设置里添加机器人，把给出的整个地址粘贴到这里。群里只会看到“有消息待看”，不带内容和人名。"),
            "secret", "", Role.SYSTEM_ADMIN, amiss=_no_robot,
        ),
        Row(
            "robot_sign", "robot", __("钉钉加签密钥"),
            __("钉钉机器人选了“加签”才要写，以 SEC 开头。选“自定义关键词”的，关键词请填“落实”。"),
            "secret", "", Role.SYSTEM_ADMIN,
        ),
    )
}  # fmt: skip


def value_of(authority: Organisation | None, name: str) -> Any:
    """What an authority has chosen, or the default; a secret in clear."""
    return values_of(authority, name)[name] if authority else ROWS[name].default


@prepared
def _chosen(names: tuple[str, ...], authority: int) -> QuerySet[Any, Any]:
    return Setting.objects.filter(organisation=authority, name__in=names).values_list("name", "value")


def values_of(authority: Organisation, *names: str) -> dict[str, Any]:
    """Several at once, by one query."""
    chosen: dict[str, Any] = dict(_chosen(names, authority=authority.pk))
    return {name: opened(ROWS[name], chosen[name]) if name in chosen else ROWS[name].default for name in names}


def opened(row: Row, stored: Any) -> Any:
    return decrypt(base64.b64decode(stored), purpose=SECRET).decode() if row.type == "secret" and stored else stored


def why_not_change(row: Row, *, authority: Organisation, by: Actor) -> str | None:
    """Why the actor may not change a setting of that authority; None if they may."""
    if by.role != row.role or by.authority != authority:
        return _("“%(label)s”由%(authority)s的%(role)s设置。") % {
            "label": row.label,
            "authority": authority,
            "role": Role(row.role).label,
        }
    return None


def amiss(row: Row, value: Any) -> str | None:
    """Why a setting cannot have that value; None if it can."""
    said = {"label": row.label, "value": value, "least": row.least, "most": row.most}
    if row.type == "bool":
        return None if isinstance(value, bool) else _("“%(label)s”只有开和关。") % said
    if row.type == "int":
        ok = isinstance(value, int) and not isinstance(value, bool) and row.least <= value <= row.most
        return None if ok else _("“%(label)s”写的是“%(value)s”，这里要 %(least)s 到 %(most)s 的整数。") % said
    if row.type == "choice":
        return (
            None if value in dict(row.choices) else _("“%(label)s”没有“%(value)s”这一项，请从列出的选项里选。") % said
        )
    if len(value) > LONGEST:
        return _("“%(label)s”太长，最多 %(longest)s 字。") % {**said, "longest": LONGEST}
    return row.amiss(value) if value and row.amiss else None


def change(authority: Organisation, name: str, value: Any, *, by: Actor) -> None:
    """Choose one value. Raises Refused."""
    change_all(authority, {name: value}, by=by)


@transaction.atomic
def change_all(authority: Organisation, values: Mapping[str, Any], *, by: Actor) -> list[str]:
    """Choose several values, all or none; gives the names of those that are other than before. Raises Refused."""
    rows = [ROWS[name] for name in values]
    refuse_if(
        why for row in rows for why in (why_not_change(row, authority=authority, by=by), amiss(row, values[row.name]))
    )
    return [row.name for row in rows if _change(authority, row, values[row.name], by=by)]


def _change(authority: Organisation, row: Row, value: Any, *, by: Actor) -> bool:
    before = value_of(authority, row.name)
    if before == value:
        return False
    stored = (
        base64.b64encode(encrypt(value.encode(), purpose=SECRET)).decode() if row.type == "secret" and value else value
    )
    setting, _new = Setting.objects.update_or_create(
        organisation=authority,
        name=row.name,
        defaults={"value": stored, "changed_by": by.membership, "changed_at": timezone.now()},
    )
    record.write(
        "setting.guard" if row.loud else "setting.change",
        by=by.who,
        about=setting,
        where=authority.path,
        detail={"name": row.name, "before": row.shown(before), "after": row.shown(value)},
    )
    return True

"""What the facts in a detail are called. One that is not here is shown by its own name."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luoshi.office.organisations.details import LABELS

WORDS: dict[str, str | Promise] = {
    **LABELS,
    "arguments": _("参数"),
    "batch": _("批次"),
    "channel": _("渠道"),
    "count": _("数量"),
    "day": _("日期"),
    "digest": _("文件指纹"),
    "document": _("文号"),
    "email": _("邮箱"),
    "entries": _("日志条数"),
    "flaws": _("不符之处"),
    "hash": _("印记"),
    "kind": _("种类"),
    "last_day": _("最后一天"),
    "login": _("登录名"),
    "mobile": _("手机"),
    "note": _("备注"),
    "number": _("编号"),
    "organisation": _("机构"),
    "parent": _("上级机构"),
    "path": _("位置"),
    "person": _("人员"),
    "reason": _("原因"),
    "role": _("角色"),
    "seals": _("封存次数"),
    "scope": _("可以做什么"),
    "searched": _("筛选条件"),
    "since": _("起"),
    "sessions_ended": _("退出的浏览器"),
    "staff_number": _("工号"),
    "successor": _("承接机构"),
    "title": _("职务"),
    "tokens_revoked": _("作废的令牌"),
    "unsealed": _("尚未封存"),
    "until": _("止"),
    "why": _("原因"),
}


def name_of(fact: str) -> str:
    return str(WORDS.get(fact, fact))

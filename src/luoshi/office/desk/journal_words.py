"""What the facts in a detail are called. One that is not here is shown by its own name."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from luoshi.office.organisations.details import LABELS

WORDS: dict[str, str | Promise] = {
    **LABELS,
    "agree": _("是否同意"),
    "alone": _("一人指派"),
    "answer": _("答复"),
    "answer_by": _("反馈期限"),
    "arguments": _("参数"),
    "assignments": _("承办"),
    "batch": _("批次"),
    "by": _("决定人"),
    "carried": _("带过来的"),
    "channel": _("渠道"),
    "chaser": _("催督"),
    "comments": _("意见"),
    "count": _("数量"),
    "day": _("日期"),
    "decided_by": _("谁定的"),
    "decided_on": _("哪天定的"),
    "digest": _("文件指纹"),
    "dispatch": _("调度"),
    "document": _("依据的文件"),
    "due": _("时限"),
    "due_words": _("时限原话"),
    "email": _("邮箱"),
    "entries": _("日志条数"),
    "evidence": _("佐证"),
    "file": _("文件"),
    "flaws": _("不符之处"),
    "hash": _("印记"),
    "issued_on": _("印发日期"),
    "items": _("件数"),
    "kind": _("种类"),
    "last_day": _("最后一天"),
    "late": _("滞后的"),
    "leads": _("牵头单位"),
    "lines": _("任务"),
    "login": _("登录名"),
    "made_at": _("登记时间"),
    "made_by": _("登记人"),
    "meeting": _("会议"),
    "milestone": _("节点"),
    "milestones": _("节点"),
    "minutes": _("分钟"),
    "mobile": _("手机"),
    "named": _("是否点名"),
    "named_by": _("同意点名的人"),
    "new_due": _("新时限"),
    "note": _("备注"),
    "notice": _("原来的通报"),
    "number": _("编号"),
    "old_due": _("原时限"),
    "on": _("日期"),
    "organisation": _("机构"),
    "organisations": _("单位"),
    "parent": _("上级机构"),
    "path": _("位置"),
    "people": _("人数"),
    "person": _("人员"),
    "plan": _("计划"),
    "purpose": _("用途"),
    "reason": _("原因"),
    "remind_before": _("时限前几天自动提醒"),
    "role": _("角色"),
    "said": _("意见"),
    "scan": _("扫描件"),
    "schools": _("学校"),
    "scope": _("可以做什么"),
    "seals": _("封存次数"),
    "searched": _("筛选条件"),
    "sessions_ended": _("退出的浏览器"),
    "signed_by": _("签字人"),
    "signed_on": _("签字日期"),
    "silent": _("没有填的"),
    "since": _("起"),
    "size": _("大小（字节）"),
    "source": _("出处"),
    "staff_number": _("工号"),
    "standings": _("各种进度的项数"),
    "step": _("催督"),
    "successor": _("承接机构"),
    "supervise_after": _("逾期几天自动督办"),
    "task": _("任务"),
    "tasks": _("任务"),
    "title": _("职务"),
    "to": _("给谁"),
    "told": _("告知人数"),
    "tokens_revoked": _("作废的令牌"),
    "topic": _("业务领域"),
    "unsealed": _("尚未封存"),
    "until": _("止"),
    "urge_after": _("逾期几天自动催办"),
    "urgent": _("急件"),
    "verifier": _("核验人（岗位编号）"),
    "what": _("办成什么"),
    "why": _("原因"),
    "words": _("内容"),
    "year": _("年份"),
}


def name_of(fact: str) -> str:
    return str(WORDS.get(fact, fact))


def value_of(fact: str, value: str) -> str:
    """A value that an app keeps as a code, in words; joined in web, which names the table."""
    codes: Mapping[str, Mapping[str, str | Promise]] = import_string(settings.JOURNAL_CODES)
    return str(codes.get(fact, {}).get(value, value))

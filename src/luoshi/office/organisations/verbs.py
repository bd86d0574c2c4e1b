"""The Chinese label of every verb that this app writes into the journal."""

VERBS = {
    "organisation.open": "增设机构",
    "organisation.edit": "修改登记事项",
    "organisation.rename": "机构更名",
    "organisation.move": "变更隶属",
    "organisation.restage": "变更学段或性质",
    "organisation.merge": "机构并入",
    "organisation.close": "机构撤销",
    "hat.put_on": "加挂牌子",
    "hat.take_off": "摘去牌子",
    "person.register": "登记人员",
    "person.edit": "修改人员信息",
    "person.let_go": "人员离职",
    "leave.go": "登记离岗",
    "leave.come_back": "登记回岗",
    "handover.make": "离任交接",
    "grouping.form": "新建分组",
    "grouping.edit": "修改分组",
    "grouping.include": "列入分组",
    "grouping.release": "移出分组",
    "grouping.put_in_charge": "定分组负责人",
    "grouping.relieve": "免分组负责人",
    "grouping.dissolve": "撤销分组",
"""What each journal verb of this app is called on the screen."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "account.open": _("开通账号"),
    "account.reset": _("重设密码"),
    "account.rename": _("更改登录名"),
    "account.lock": _("停用账号"),
    "account.unlock": _("恢复账号"),
    "account.remove_totp": _("解除动态口令"),
    "membership.propose": _("提出授予岗位"),
    "membership.confirm": _("确认授予岗位"),
    "membership.appoint_alone": _("授予岗位（未经第二人）"),
    "membership.propose_end": _("提出收回岗位"),
    "membership.end": _("确认收回岗位"),
    "membership.end_alone": _("收回岗位（未经第二人）"),
    "membership.decline": _("不同意授权"),
}

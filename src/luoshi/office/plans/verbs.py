"""What the journal says of reports and plans, in the words of its page."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "report.receive": _("收进报告"),
    "report.read": _("识别报告"),
    "report.place": _("把报告放进计划"),
    "report.discard": _("删除报告"),
    "candidate.accept": _("采用一条识别结果"),
    "candidate.accept_all": _("采用一部分识别结果"),
    "candidate.split": _("采用并拆分"),
    "candidate.merge": _("采用并合并"),
    "candidate.give_back": _("不采用一条识别结果"),
    "candidate.take_back": _("撤回核对"),
    "candidate.kind": _("改识别结果的种类"),
    "candidate.settle": _("未核条目列为原则性要求"),
    "plan.begin": _("起草计划"),
    "plan.rename": _("修改计划名称"),
    "plan.discard": _("删除计划"),
    "task.add": _("增加任务"),
    "task.edit": _("修改任务"),
    "task.remove": _("删除任务"),
    "task.arrange": _("调整任务位置"),
    "goal.add": _("增加目标"),
    "goal.edit": _("修改目标"),
    "goal.remove": _("删除目标"),
    "goal.arrange": _("调整目标位置"),
    "plan.copy": _("从往年计划带过来"),
    "ledger.receive": _("收进责任分解表"),
    "ledger.apply": _("按责任分解表修改计划"),
    "ledger.discard": _("删去收进的责任分解表"),
}

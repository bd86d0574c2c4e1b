"""What the journal says of reports and plans, in the words of its page."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "report.receive": _("收进报告"),
    "report.discard": _("删除报告"),
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
}

"""What the journal calls each thing done on the desk."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "job.ask": _("提出后台任务"),
    "job.cancel": _("取消后台任务"),
    "ask.put": _("向学校提出要求"),
    "ask.withdraw": _("撤回要求"),
    "ask.answer": _("登记办结"),
    "delivery.try": _("试发"),
    "message.urgent": _("发出急件"),
    "file.receive": _("收存文件"),
    "file.fetch": _("下载文件"),
    "file.discard": _("删除文件"),
    "list.export": _("导出列表"),
    "behalf.begin": _("开始代录"),
    "behalf.end": _("结束代录"),
    "import.discard": _("删去导入表格"),
}

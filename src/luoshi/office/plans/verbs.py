"""What the journal says of reports, in the words of its page."""

from django.utils.translation import gettext_lazy as _

VERBS = {"report.receive": _("收进报告"), "report.discard": _("删除报告")}

"""What the journal's own verbs are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "journal.purge": _("清理日志明细"),
    "journal.restore": _("认可恢复后的日志"),
    "journal.check": _("核对日志"),
    "journal.export": _("导出日志"),
}

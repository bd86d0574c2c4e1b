"""What the journal brings to the pages that join apps: its jobs and their times."""

from django.utils.translation import gettext_lazy as _

from luoshi.office.background import JobKind, Schedule
from luoshi.office.desk import journal_check as journal

HANDLERS: dict[str, JobKind] = {
    "journal.seal": JobKind(_("封存日志"), journal.tell_sealed, prepare=journal.prepare_sealing),
    "journal.check": JobKind(_("核对日志"), journal.do, prepare=journal.prepare),
}
SCHEDULES: tuple[Schedule, ...] = (("journal.seal", "* * * * *"),)

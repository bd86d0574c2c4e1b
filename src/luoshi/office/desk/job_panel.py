"""What jobs bring to the pages that join apps: the desk's own jobs, their times, and what waits for who asked."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.background import JobKind, Schedule
from luoshi.office.desk.files import sweep_files
from luoshi.office.desk.job_kinds import label_of
from luoshi.office.desk.jobs import clear_old
from luoshi.office.desk.models import Job
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.asking import asked_by_actor
from luoshi.office.pending import Pending

HANDLERS: dict[str, JobKind] = {
    "desk.clear-jobs": JobKind(gettext_lazy("清理很久以前的后台任务"), clear_old),
    "desk.sweep-files": JobKind(gettext_lazy("清理没有收完的文件"), sweep_files),
}
SCHEDULES: tuple[Schedule, ...] = (("desk.clear-jobs", "30 2 * * *"), ("desk.sweep-files", "40 2 * * *"))


@asked_by_actor
def _failed(by: Actor) -> QuerySet[Any, Any]:
    failed = Job.objects.filter(membership__person=by.person, state=Job.State.FAILED, seen=False)
    return failed.order_by("-pk").values_list("pk", "kind")[:20]


def pending(actor: Actor) -> Iterator[Pending]:
    """One's own jobs that failed and have not been looked at since."""
    for pk, kind in _failed(actor):
        yield Pending(_("后台任务“%(job)s”没有做成") % {"job": label_of(kind)}, reverse("job", args=[pk]))

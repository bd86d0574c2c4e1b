"""导入: a workbook of organisations and people that was handed in, what was found in it, and how far it is."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from luoshi.office.desk.models.file import File
from luoshi.office.desk.models.job import Job

if TYPE_CHECKING:
    from luoshi.office.organisations.actor import Actor


class ImportQuerySet(models.QuerySet["Import"]):
    """Imports, by who may see them."""

    def visible_to(self, actor: "Actor") -> "ImportQuerySet":
        """Those of an authority in the area; none to who sees no persons."""
        return self.filter(actor.area.q("authority__path")) if actor.sees_persons else self.none()


class Import(models.Model):
    """导入. Its job checks or stores; what a person confirmed stands in `summary` under its digest."""

    class State(models.TextChoices):
        """How far it is."""

        CHECKING = "checking", "核对中"
        FAULTY = "faulty", "有要改的地方"
        READY = "ready", "可以导入"
        APPLYING = "applying", "导入中"
        DONE = "done", "已导入"

    authority = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="imports")
    membership = models.ForeignKey("organisations.Membership", models.PROTECT, related_name="imports")  # who brought it
    file = models.ForeignKey(File, models.PROTECT, related_name="imports")
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="imports")  # the last one asked for
    summary = models.JSONField(default=dict)  # counts, stops, remarks, left_alone, digest; batch once it is stored
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("checking", "faulty", "ready", "applying", "done")), name="import_state_known"
            ),
        )

    def __str__(self) -> str:
        return self.file.name

    @property
    def is_at_work(self) -> bool:
        """Whether its job has not ended."""
        return self.job is not None and self.job.is_open

    @property
    def was_left(self) -> bool:
        """Whether its job ended without an end of the import: it failed or was cancelled."""
        return self.state in {self.State.CHECKING, self.State.APPLYING} and not self.is_at_work


class ImportLine(models.Model):
    """导入明细: one thing amiss in a workbook, or one thing that it would change. Taken away once it is stored."""

    class What(models.TextChoices):
        """What kind of line it is, the ones to be mended first."""

        STOP = "1stop", "要改"
        REMARK = "2remark", "请留意"
        NEW = "3new", "新增"
        CHANGED = "4changed", "变更"

    owner = models.ForeignKey(Import, models.CASCADE, related_name="lines")
    what = models.CharField(max_length=8, choices=What)
    sheet = models.CharField(max_length=60)
    row = models.PositiveIntegerField()
    column = models.IntegerField(default=-1)
    place = models.CharField(max_length=80)
    subject = models.CharField(max_length=120, blank=True)
    label = models.CharField(max_length=40, blank=True)  # of the column that changes
    words = models.TextField(blank=True)  # what is amiss, or the new value
    before = models.TextField(blank=True)

    class Meta:
        ordering = ("what", "sheet", "row", "column", "pk")

    def __str__(self) -> str:
        return f"{self.place} {self.words}"

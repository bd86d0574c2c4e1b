"""A report as it came in, and what the reader found in it."""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from luoshi.office.organisations.actor import Actor


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports, by who may see them."""

    def visible_to(self, actor: "Actor") -> "ReportQuerySet":
        """Those of an authority in the actor's area."""
        return self.filter(actor.area.q("authority__path"))


class Report(models.Model):
    """工作报告、文件: the source document, kept byte for byte as a file of the desk. The same bytes are one report of an authority."""

    authority = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="reports")
    name = models.CharField(max_length=200)
    file = models.ForeignKey("desk.File", models.PROTECT, related_name="reports")
    digest = models.CharField(max_length=64)  # SHA-256 of the content
    received_at = models.DateTimeField(auto_now_add=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("-received_at", "-pk")
        constraints = (models.UniqueConstraint(fields=("authority", "digest"), name="report_once"),)

    def __str__(self) -> str:
        return self.name


class Reading(models.Model):
    """文稿识别: what one version of the reader found in a report. Nothing in it is anybody's task yet."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="reading")
    title = models.CharField(max_length=200)
    tasks = models.PositiveIntegerField()
    figures = models.PositiveIntegerField()
    deadlines = models.PositiveIntegerField()
    # JSON as docs/reading.schema.json has it. Kept as text: a document may hold NUL, which PostgreSQL's JSON refuses.
    found = models.TextField()
    page = models.TextField()  # the report with its findings marked, made by the reader and already escaped
    reader = models.CharField(max_length=20)  # version
    made_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.title

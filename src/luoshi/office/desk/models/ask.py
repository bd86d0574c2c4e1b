"""减负台账: each thing that is asked of a school, and what became of it."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from luoshi.office.organisations.actor import Actor


class AskQuerySet(models.QuerySet["Ask"]):
    """Asks, by who may see them, how far they are, and when they fall."""

    def visible_to(self, actor: "Actor") -> "AskQuerySet":
        """Those of a school in the actor's area."""
        return self.filter(actor.area.q("organisation__path"))

    def open(self) -> "AskQuerySet":
        return self.filter(withdrawn_at__isnull=True, answered_at__isnull=True)

    def counted(self, first: date, last: date) -> "AskQuerySet":
        """What is due in those days, answered or not, and not withdrawn."""
        return self.filter(withdrawn_at__isnull=True, due__gte=first, due__lte=last)


class Ask(models.Model):
    """要求: something one school has to do for somebody above it, by a day, at an estimated cost of its time."""

    class Kind(models.TextChoices):
        """What sort of work it is."""

        ASSIGNMENT = "assignment", "任务"
        FILING = "filing", "报表"
        VISIT = "visit", "检查、调研"
        NOTICE = "notice", "通知"
        OTHER = "other", "其他"

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="asks")
    what = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    asker = models.CharField(max_length=120)  # who wants it, in words: a section, another department
    basis = models.CharField(max_length=200, blank=True)  # the document; "": none was given
    minutes = models.PositiveIntegerField()  # estimate for one school
    due = models.DateField()
    emergency = models.BooleanField(default=False)  # safety or emergency: goes out whatever the month's load
    batch = models.UUIDField(db_index=True)  # what was put to several schools at once
    source_kind = models.CharField(max_length=40, blank=True)  # what asks, "returns.filing"; "": entered by hand
    source_id = models.CharField(max_length=40, blank=True)
    link = models.CharField(max_length=200, blank=True)  # the page on which it is answered; "": on its own
    asked_by = models.ForeignKey("organisations.Membership", models.PROTECT, related_name="asks")
    asked_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("organisations.Membership", models.PROTECT, null=True, related_name="+")
    answered_behalf = models.CharField(max_length=200, blank=True)  # 代录: for whom, signed by whom and when

    objects = AskQuerySet.as_manager()

    class Meta:
        ordering = ("due", "pk")
        indexes = (models.Index(fields=("organisation", "due")),)
        constraints = (
            models.CheckConstraint(condition=Q(minutes__gt=0), name="ask_takes_time"),
            models.CheckConstraint(condition=Q(emergency=False) | ~Q(basis=""), name="emergency_ask_has_basis"),
            models.UniqueConstraint(
                fields=("organisation", "source_kind", "source_id"),
                condition=~Q(source_kind=""),
                name="one_ask_per_source",
            ),
        )

    def __str__(self) -> str:
        return self.what

    @property
    def is_open(self) -> bool:
        return self.withdrawn_at is None and self.answered_at is None

    @property
    def state(self) -> str:
        """In words."""
        if self.withdrawn_at:
            return _("已撤回")
        return _("已办结") if self.answered_at else _("待办")

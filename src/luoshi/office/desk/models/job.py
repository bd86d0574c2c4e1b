"""后台任务: what was asked of the program, how far it is, and what came of it. The row is the truth; a queue only wakes."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from luoshi.office.desk.job_kinds import label_of
from luoshi.office.organisations.models import Role

if TYPE_CHECKING:
    from luoshi.office.organisations.actor import Actor

LONGEST_WORDS = 200
OVERSEERS = (Role.OFFICE, Role.SYSTEM_ADMIN)  # see the jobs of others in their area


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs, by who may see them and how far they are."""

    def visible_to(self, actor: "Actor") -> "JobQuerySet":
        """One's own; to office and system administrator those of their area, to the latter the schedule's too.

        A guardian's are nobody else's business.
        """
        own = Q(membership__person=actor.person)
        if actor.role not in OVERSEERS:
            return self.filter(own)
        area = actor.area.q("organisation__path") & ~Q(membership__role=Role.GUARDIAN)
        if actor.role == Role.SYSTEM_ADMIN:
            area |= Q(membership__isnull=True)
        return self.filter(own | area)

    def open(self) -> "JobQuerySet":
        return self.filter(state__in=Job.OPEN)

    def scheduled(self) -> "JobQuerySet":
        """Those that nobody asked for but the clock."""
        return self.filter(membership__isnull=True)


class Job(models.Model):
    """后台任务. Change it through desk.jobs only: every step there is one conditional update."""

    class State(models.TextChoices):
        """Where a job stands."""

        WAITING = "waiting", "等待中"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "没有做成"
        CANCELLED = "cancelled", "已取消"

    OPEN = (State.WAITING, State.RUNNING)

    kind = models.CharField(max_length=60, db_index=True)
    arguments = models.JSONField(default=dict)
    # Who asked, and how: all empty for the schedule.
    membership = models.ForeignKey("organisations.Membership", models.PROTECT, null=True, related_name="jobs")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="jobs")
    behalf = models.JSONField(null=True)  # 代录: what an Actor's Behalf holds
    address = models.CharField(max_length=45, blank=True)  # the network address of the request
    key = models.CharField(max_length=120, blank=True)  # of what is to be done only once at a time
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)  # 0: not known
    words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    result = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)  # sentences for the screen
    cancel_asked = models.BooleanField(default=False)
    seen = models.BooleanField(default=False)  # who asked has looked at its end
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=120, blank=True)  # who claimed it; another name with every claim
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)  # when the worker was last heard of
    ended_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("state", "id"), name="job_by_state"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "running", "done", "failed", "cancelled")), name="job_state_known"
            ),
            models.UniqueConstraint(
                fields=("key",), condition=Q(state__in=("waiting", "running")) & ~Q(key=""), name="job_open_once"
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return label_of(self.kind)

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def share(self) -> int | None:
        """Percent done, None while the total is not known."""
        return min(100, 100 * self.done // self.total) if self.total else None

    @property
    def lasted(self) -> timedelta | None:
        """How long it has been at work, to the second."""
        if self.started_at is None:
            return None
        until: datetime = self.ended_at or timezone.now()
        return timedelta(seconds=max(0, round((until - self.started_at).total_seconds())))

    @property
    def result_address(self) -> str:
        """A page of ours to which the result leads, or ""."""
        address = str(self.result.get("address", ""))
        return address if address.startswith("/") and not address.startswith("//") else ""

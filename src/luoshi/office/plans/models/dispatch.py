"""调度: a round in which every lead says how far its tasks are, and what was decided of it."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from luoshi.office.organisations.models import Membership, Role
from luoshi.office.plans.models.assignment import Adjustment, Assignment
from luoshi.office.plans.models.plan import DRAFTERS, Amendment, Plan
from luoshi.office.plans.models.standing import Standing
from luoshi.office.plans.models.task import Task

if TYPE_CHECKING:
    from datetime import date

    from luoshi.office.organisations.actor import Actor


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    """Rounds, by who may see them."""

    def visible_to(self, actor: "Actor") -> "DispatchQuerySet":
        """All of the authority's to its staff; to schools and centres those that ask them about tasks which they lead."""
        if actor.role in DRAFTERS:
            return self.filter(actor.area.q("plan__authority__path"))
        if actor.role not in (Role.CENTRE, Role.HEAD, Role.CLERK):
            return self.none()
        lines = DispatchLine.objects.filter(actor.area.q("assignment__organisation__path"))
        return self.filter(lines__in=lines).distinct()


class Dispatch(models.Model):
    """调度: one round over the tasks of a plan."""

    class Kind(models.TextChoices):
        """How often, or about what."""

        MONTHLY = "monthly", "月调度"
        QUARTERLY = "quarterly", "季度调度"
        TOPIC = "topic", "专题调度"

    class State(models.TextChoices):
        """How far it is."""

        OPEN = "open", "填报中"
        CLOSED = "closed", "已截止"
        HELD = "held", "已开会"  # the meeting's decisions are entered
        WITHDRAWN = "withdrawn", "已撤回"  # before anybody had answered

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="dispatches")
    kind = models.CharField(max_length=9, choices=Kind)
    title = models.CharField(max_length=120)
    topic = models.CharField(max_length=40, blank=True)  # a code of topics, for a round about one
    due = models.DateField()  # until when leads answer
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    opened_by = models.ForeignKey(Membership, models.PROTECT, related_name="dispatches")
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)  # or withdrawn
    withdrawn_why = models.CharField(max_length=200, blank=True)
    meeting = models.CharField(max_length=120, blank=True)  # 局长办公会第8次会议
    met_on = models.DateField(null=True, blank=True)
    notice_to = models.CharField(max_length=300, blank=True)  # 主送
    notice = models.TextField(blank=True)  # what the 通报 asks for beside its figures; never a name
    drafted_at = models.DateTimeField(null=True, blank=True)  # when the draft was last changed
    notice_by = models.CharField(max_length=120, blank=True)  # the leader who agreed that the late ones are named
    notice_on = models.DateField(null=True, blank=True)
    notice_document = models.CharField(max_length=120, blank=True)  # 签批单, where the office enters it
    notice_number = models.CharField(max_length=60, blank=True)  # 文号
    issued_on = models.DateField(null=True, blank=True)  # of the 通报
    version = models.PositiveIntegerField(default=1)

    objects = DispatchQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "title"), condition=~Q(state="withdrawn"), name="dispatch_titled_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("open", "closed", "held", "withdrawn")), name="dispatch_state_known"
            ),
            models.CheckConstraint(condition=~Q(kind="topic") | ~Q(topic=""), name="dispatch_about_a_topic"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True) | ~Q(state="open") & Q(closed_at__isnull=False),
                name="dispatch_closed_when",
            ),
            models.CheckConstraint(
                condition=Q(notice_by="", notice_on__isnull=True) | ~Q(notice_by="") & Q(notice_on__isnull=False),
                name="naming_agreed_when",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_withdrawn(self) -> bool:
        return self.state == self.State.WITHDRAWN

    @property
    def closed_early(self) -> bool:
        """Closed before the day until which leads were asked to answer."""
        return self.closed_at is not None and timezone.localdate(self.closed_at) < self.due

    @property
    def may_name(self) -> bool:
        """Whether a leader agreed that the 通报 names who is late."""
        return bool(self.notice_by)


class DispatchLine(models.Model):
    """What a lead says of one of its assignments in a round."""

    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="lines")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="lines")
    progress = models.TextField(blank=True)
    problems = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    to_coordinate = models.TextField(blank=True)
    unchanged = models.BooleanField(default=False)  # its owner says: as in the round before, whose words these are
    standing = models.CharField(max_length=10, choices=Standing, blank=True)  # as it stood when the round was closed
    due = models.DateField(null=True, blank=True)  # likewise
    filled_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="dispatch_lines")
    filled_at = models.DateTimeField(null=True, blank=True)
    behalf = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    if TYPE_CHECKING:  # what dispatch/queries.py reads along with a line
        now: str  # its standing, or as it was when the round was closed
        until: date | None
        last: "DispatchLine | None"  # of the same assignment in the round before

    class Meta:
        ordering = ("assignment__organisation__order", "assignment__task__order", "pk")
        indexes = (models.Index(fields=("assignment", "-dispatch"), name="line_before"),)
        constraints = (
            models.UniqueConstraint(fields=("dispatch", "assignment"), name="line_once_a_round"),
            models.CheckConstraint(
                condition=Q(filled_at__isnull=True, filled_by__isnull=True)
                | Q(filled_at__isnull=False, filled_by__isnull=False) & ~Q(progress=""),
                name="line_filled_by_whom",
            ),
        )

    def __str__(self) -> str:
        return f"{self.dispatch}: {self.assignment}"

    @property
    def is_filled(self) -> bool:
        return self.filled_at is not None


class Resolution(models.Model):
    """议定事项: what the round's meeting resolved; it becomes a task, a change of one, or is kept as said."""

    class What(models.TextChoices):
        """What became of it."""

        NOTE = "note", "记录"
        TASK = "task", "新任务"
        CHANGE = "change", "调整任务"
        EXTEND = "extend", "延期"

    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="resolutions")
    words = models.TextField()
    what = models.CharField(max_length=6, choices=What, default=What.NOTE)
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="resolutions")
    amendment = models.ForeignKey(Amendment, models.PROTECT, null=True, blank=True, related_name="resolutions")
    adjustment = models.ForeignKey(Adjustment, models.PROTECT, null=True, blank=True, related_name="resolutions")
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(what="note") | Q(task__isnull=False), name="resolution_about_a_task"),
        )

    def __str__(self) -> str:
        return self.words

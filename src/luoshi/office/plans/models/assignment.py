"""承办: what each organisation has to do of an issued task, how far it is, and everything that was done about it."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from luoshi.office.desk.models import File
from luoshi.office.organisations.models import Membership, Organisation
from luoshi.office.plans.models.figure import Target
from luoshi.office.plans.models.plan import DRAFTERS, Plan
from luoshi.office.plans.models.standing import HowItStands, days_of
from luoshi.office.plans.models.task import Responsibility, Task
from luoshi.office.plans.verbs import VERBS

if TYPE_CHECKING:
    from luoshi.office.organisations.actor import Actor


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Assignments, by who may see them and how they stand."""

    def visible_to(self, actor: "Actor") -> "AssignmentQuerySet":
        """All of the authority's to its staff; else those of the actor's area."""
        if actor.role in DRAFTERS:
            return self.filter(actor.area.q("task__plan__authority__path"))
        seen = self.filter(task__plan__in=Plan.objects.visible_to(actor))
        return seen.filter(actor.area.q("organisation__path")).exclude(state=Assignment.State.PROPOSED)

    def given_out(self) -> "AssignmentQuerySet":
        """Those that somebody has or had in hand."""
        return self.exclude(state__in=(Assignment.State.PROPOSED, Assignment.State.CANCELLED))

    def under_way(self) -> "AssignmentQuerySet":
        """Those from which something is still awaited."""
        return self.filter(state__in=UNDER_WAY)

    def of_the_plan(self) -> "AssignmentQuerySet":
        """Those that follow from the plan itself, not what a lead broke its own down into."""
        return self.filter(parent__isnull=True)

    def with_standing(self, day: date, *, near: int, stalled: int) -> "AssignmentQuerySet":
        """Annotated with `standing` on a day; `near` days ahead is soon, `stalled` days without a movement is long.

        What was reported in time is not late while it waits for a signature or a verifier. Who assists (配合单位) is asked
        by the lead: for the plan's own assignments the lead alone is late.
        """
        return self.annotate(standing=HowItStands(**days_of(day, near=near, stalled=stalled)))


class Assignment(models.Model):
    """承办: one organisation's part in an issued task, once or for each occurrence; its state lives here and the task's is
    read from it. What a lead asks of others for its own part is an assignment too, under it."""

    class State(models.TextChoices):
        """How far it is."""

        PROPOSED = "proposed", "待增补"  # a school that the owners' expression has come to include since
        ISSUED = "issued", "已下达"
        ADJUSTING = "adjusting", "申请调整"  # its owner asks for another day, or says that it is somebody else's
        RECEIVED = "received", "已签收"
        WORKING = "working", "办理中"
        REPORTED = "reported", "待签批"  # said to be done; the leader who answers for it has not signed yet
        SIGNED = "signed", "待核验"
        RETURNED = "returned", "退回补充"
        DONE = "done", "办结"
        ON_TRACK = "on_track", "达到序时进度"
        BEHIND = "behind", "滞后"
        STANDING = "standing", "转常态"
        CANCELLED = "cancelled", "已取消"

    task = models.ForeignKey(Task, models.PROTECT, related_name="assignments")
    responsibility = models.ForeignKey(Responsibility, models.PROTECT, null=True, related_name="assignments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="assignments")
    part = models.CharField(max_length=6, choices=Responsibility.Part)
    occurrence = models.CharField(max_length=40, blank=True)  # 2026年秋季学期; "" for what is done once
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="pieces")
    asked = models.CharField(max_length=300, blank=True)  # of a piece: what exactly; else the task says it
    due = models.DateField(null=True, blank=True)  # the last day
    state = models.CharField(max_length=10, choices=State, default=State.ISSUED)
    verifier = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="to_verify")
    submitted_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="submitted")
    reported_on = models.DateField(null=True, blank=True)  # when it was last said to be done
    ended_on = models.DateField(null=True, blank=True)  # when it was verified or concluded
    milestone_due = models.DateField(null=True, blank=True)  # of the next milestone that was not reached
    moved_at = models.DateTimeField(null=True, blank=True)  # when its owner was last heard of
    made_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)  # counts movements, so that two at once are noticed

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ("task__order", "organisation__order", "due", "pk")
        indexes = (
            models.Index(fields=("task", "part", "organisation"), name="assignment_of_task"),
            models.Index(fields=("task", "state"), name="assignment_counted"),
            models.Index(fields=("organisation", "state", "due"), name="assignment_of_organisation"),
            models.Index(fields=("state", "task"), name="assignment_in_state"),  # the few that wait for somebody
        )
        constraints = (
            models.UniqueConstraint(
                fields=("task", "organisation", "part", "occurrence"),
                condition=Q(parent__isnull=True),
                name="assignment_once_each_time",
            ),
            models.UniqueConstraint(
                fields=("parent", "organisation", "asked"), condition=Q(parent__isnull=False), name="piece_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=(
                        "proposed", "issued", "adjusting", "received", "working", "reported", "signed", "returned",
                        "done", "on_track", "behind", "standing", "cancelled",
                    )
                ),
                name="assignment_state_known",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.organisation}: {self.what}"

    @property
    def what(self) -> str:
        """What is to be done."""
        return self.asked or self.task.words

    @property
    def called(self) -> str:
        """What is to be done, and which time of several."""
        return f"{self.what}（{self.occurrence}）" if self.occurrence else self.what

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY


_STATE = Assignment.State
UNDER_WAY = (
    _STATE.ISSUED, _STATE.ADJUSTING, _STATE.RECEIVED, _STATE.WORKING, _STATE.REPORTED, _STATE.SIGNED, _STATE.RETURNED
)  # fmt: skip
CONCLUDED = (_STATE.DONE, _STATE.ON_TRACK, _STATE.BEHIND, _STATE.STANDING)


class Movement(models.Model):
    """办理记录: one thing that was done about an assignment, by whom, with what proof. Never changed, never taken away."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="movements")
    verb = models.CharField(max_length=20)  # a key of the table of moves
    before = models.CharField(max_length=10, choices=Assignment.State)
    after = models.CharField(max_length=10, choices=Assignment.State)
    words = models.TextField(blank=True)
    by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="movements"
    )  # None: it followed by itself
    behalf = models.CharField(max_length=200, blank=True)  # 代录: for whom, signed by whom and when
    decided_by = models.CharField(max_length=120, blank=True)  # the leader or meeting, where the office enters it
    decided_on = models.DateField(null=True, blank=True)
    document = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("assignment", "-id"), name="movement_newest"),)

    def __str__(self) -> str:
        return f"{self.assignment} {self.verb}"

    @property
    def label(self) -> str:
        """What was done, as the journal calls it."""
        return str(VERBS[f"assignment.{self.verb}"])


class Evidence(models.Model):
    """佐证材料: a file, a link or a figure that came with a movement."""

    class Kind(models.TextChoices):
        """What it is."""

        FILE = "file", "文件"
        LINK = "link", "链接"
        FIGURE = "figure", "数据"

    movement = models.ForeignKey(Movement, models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=6, choices=Kind)
    words = models.CharField(max_length=200, blank=True)  # what it shows
    file = models.ForeignKey(File, models.PROTECT, null=True, blank=True, related_name="evidence")
    link = models.URLField(max_length=500, blank=True)
    target = models.ForeignKey(Target, models.SET_NULL, null=True, blank=True, related_name="evidence")
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    as_of = models.DateField(null=True, blank=True)  # the day for which the figure holds

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="file", file__isnull=False)
                | Q(kind="link") & ~Q(link="")
                | Q(kind="figure", value__isnull=False),
                name="evidence_is_there",
            ),
        )

    def __str__(self) -> str:
        return self.words or self.link or str(self.file or self.amount)

    @property
    def amount(self) -> str:
        """The figure without the places that say nothing."""
        if self.value is None:
            return ""
        said = f"{self.value:f}"
        return said.rstrip("0").rstrip(".") if "." in said else said


class Milestone(models.Model):
    """节点: a day by which a named part of an assignment is to be reached."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="milestones")
    words = models.CharField(max_length=200)
    due = models.DateField()
    reached_on = models.DateField(null=True, blank=True)
    movement = models.ForeignKey(Movement, models.PROTECT, null=True, blank=True, related_name="milestones")

    class Meta:
        ordering = ("due", "pk")
        constraints = (models.UniqueConstraint(fields=("assignment", "words"), name="milestone_once"),)

    def __str__(self) -> str:
        return self.words


class Adjustment(models.Model):
    """调整申请: an owner asks for another day, another owner, other words or to be let off; the leader decides. The old day
    is kept here."""

    class Kind(models.TextChoices):
        """What is asked for."""

        EXTEND = "extend", "延期"
        REASSIGN = "reassign", "改由其他单位承办"
        CHANGE = "change", "调整任务内容"
        DROP = "drop", "不再承办"

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", "待决定"
        GRANTED = "granted", "同意"
        REFUSED = "refused", "不同意"
        WITHDRAWN = "withdrawn", "已撤回"

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="adjustments")
    kind = models.CharField(max_length=8, choices=Kind)
    why = models.TextField()
    old_due = models.DateField(null=True, blank=True)
    new_due = models.DateField(null=True, blank=True)
    to = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    before = models.CharField(max_length=10, choices=Assignment.State)  # of the assignment, to go back to
    asked = models.ForeignKey(Movement, models.PROTECT, related_name="asked_adjustments")
    answered = models.ForeignKey(Movement, models.PROTECT, null=True, blank=True, related_name="answered_adjustments")

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("assignment",), condition=Q(state="open"), name="one_open_adjustment"),
            models.CheckConstraint(condition=~Q(kind="extend") | Q(new_due__isnull=False), name="extension_has_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.assignment}"

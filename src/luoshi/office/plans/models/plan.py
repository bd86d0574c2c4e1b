"""A year's goals and tasks, from the first draft until they are issued and amended."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from luoshi.office.organisations.models import Membership, Organisation, Role

if TYPE_CHECKING:
    from luoshi.office.organisations.actor import Actor

DRAFTERS = frozenset({Role.OFFICE, Role.LEADER, Role.SECTION})  # of the authority; nobody else sees what is no plan yet
READERS = DRAFTERS | {Role.CENTRE, Role.HEAD, Role.CLERK, Role.INSPECTOR, Role.OBSERVER}


class PlanQuerySet(models.QuerySet["Plan"]):
    """Plans, by who may see them."""

    def visible_to(self, actor: "Actor") -> "PlanQuerySet":
        """Drafts to the bureau's staff; what is issued also to its schools and centres and to who looks on from above."""
        if actor.role in DRAFTERS:
            return self.filter(actor.area.q("authority__path"))
        if actor.role not in READERS:
            return self.none()
        issued = self.filter(state=Plan.State.ISSUED)
        if actor.role == Role.OBSERVER:
            return issued.filter(actor.area.q("authority__path"))
        return issued.filter(authority=actor.authority)


class Plan(models.Model):
    """工作要点及责任分解: what an authority sets out to do in a year."""

    class State(models.TextChoices):
        """How far it is; moves.py says what leads from one to the next."""

        DRAFT = "draft", "编制中"
        CONSULTING = "consulting", "征求意见"
        APPROVED = "approved", "已审定"
        ISSUED = "issued", "已印发"

    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    meeting = models.CharField(max_length=120, blank=True)  # 审定会议
    approved_on = models.DateField(null=True, blank=True)
    number = models.CharField(max_length=60, blank=True)  # 文号
    scan = models.ForeignKey("desk.File", models.PROTECT, null=True, blank=True, related_name="plans")
    issued_on = models.DateField(null=True, blank=True)
    issued_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    remind_before = models.PositiveSmallIntegerField(null=True, blank=True)  # days; None: reminders go by hand only
    urge_after = models.PositiveSmallIntegerField(null=True, blank=True)  # days late; None: 催办 goes by hand only
    supervise_after = models.PositiveSmallIntegerField(
        null=True, blank=True
    )  # days late; None: a leader decides each 督办
    supervise_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")  # who said so
    supervise_on = models.DateField(null=True, blank=True)  # and when
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)  # counts edits, so that two at once are noticed

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("authority", "year", "title"), name="plan_once"),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "consulting", "approved", "issued")), name="plan_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="issued", issued_on__isnull=False, issued_by__isnull=False)
                | ~Q(state="issued") & Q(issued_on__isnull=True, issued_by__isnull=True),
                name="plan_issued_when",
            ),
            models.CheckConstraint(
                condition=Q(supervise_after__isnull=True) | Q(supervise_by__isnull=False, supervise_on__isnull=False),
                name="plan_supervised_by",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_issued(self) -> bool:
        return self.state == self.State.ISSUED


class Amendment(models.Model):
    """计划调整: what was added, changed or cancelled after the plan had been issued, and who decided it. Never edited."""

    class What(models.TextChoices):
        """What was done to the task."""

        ADDED = "added", "增加"
        CHANGED = "changed", "修改"
        CANCELLED = "cancelled", "取消"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="amendments")
    task = models.ForeignKey("plans.Task", models.PROTECT, related_name="amendments")
    what = models.CharField(max_length=10, choices=What)
    before = models.JSONField(default=dict)  # names of fields with their values, see tasks.told()
    after = models.JSONField(default=dict)
    decided_by = models.CharField(max_length=120)  # 决定的会议或领导
    decided_on = models.DateField()
    document = models.CharField(max_length=120, blank=True)  # 文号
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.task}"

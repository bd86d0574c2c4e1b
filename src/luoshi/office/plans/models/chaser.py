"""提醒、催办、督办、通报、约谈: how an organisation is asked about what it has not done yet."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from luoshi.office.organisations.models import Membership, Organisation, Role
from luoshi.office.plans.models.assignment import Assignment
from luoshi.office.plans.models.plan import Plan

if TYPE_CHECKING:
    from luoshi.office.organisations.actor import Actor


CHASED = (Role.CENTRE, Role.HEAD, Role.CLERK)  # who answers below the bureau
_STATE = Assignment.State
AWAITED = (
    _STATE.ISSUED,
    _STATE.RECEIVED,
    _STATE.WORKING,
    _STATE.RETURNED,
    _STATE.BEHIND,
)  # its owner is to do something


class ChaserQuerySet(models.QuerySet["Chaser"]):
    """Chasers, by who may see them."""

    def visible_to(self, actor: "Actor") -> "ChaserQuerySet":
        """All of the authority's to its office and leaders, what went out to its sections; to the others what went out to
        their area. An observer or inspector answers none and sees none."""
        if actor.role in (Role.OFFICE, Role.LEADER):
            return self.filter(actor.area.q("plan__authority__path"))
        if actor.role == Role.SECTION:
            return self.sent().filter(actor.area.q("plan__authority__path"))
        if actor.role not in CHASED:
            return self.none()
        return self.sent().filter(actor.area.q("organisation__path"), plan__in=Plan.objects.visible_to(actor))

    def sent(self) -> "ChaserQuerySet":
        """Those that went out, answered or not."""
        return self.filter(state__in=Chaser.SENT_STATES)

    def awaiting_answer(self) -> "ChaserQuerySet":
        """Those that asked for an answer, have none, and are about something that its owner still has in hand: who has
        reported it done meanwhile need not write once more."""
        open_ones = Chased.objects.filter(chaser=OuterRef("pk"), assignment__state__in=AWAITED)
        return self.filter(Exists(open_ones), state=Chaser.State.SENT, answer_by__isnull=False)


class Chaser(models.Model):
    """催督: one step of the ladder, to one organisation, about some of its assignments."""

    class Step(models.TextChoices):
        """The ladder, lowest first. The first two go by schedule or by hand, the others by a leader's decision."""

        REMIND = "remind", "提醒"
        URGE = "urge", "催办"
        SUPERVISE = "supervise", "督办"
        NAME = "name", "通报"
        TALK = "talk", "约谈"

    class State(models.TextChoices):
        """How far it is."""

        PROPOSED = "proposed", "待领导决定"
        DECLINED = "declined", "领导未同意"
        SENT = "sent", "已发出"
        ANSWERED = "answered", "已反馈"

    SENT_STATES = (State.SENT, State.ANSWERED)

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="chasers")
    step = models.CharField(max_length=9, choices=Step)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="chasers")
    assignments = models.ManyToManyField(Assignment, through="Chased", related_name="chasers")
    state = models.CharField(max_length=8, choices=State, default=State.SENT)
    number = models.PositiveIntegerField(null=True, blank=True)  # of the slip, counted within the plan and the step
    words = models.TextField(blank=True)  # what is demanded
    reason = models.TextField(blank=True)  # why a lower step was left out
    urgent = models.BooleanField(default=False)  # 急件: the leader said so
    answer_by = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="chasers")  # None: by schedule
    made_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.CharField(max_length=120, blank=True)  # the leader
    decided_on = models.DateField(null=True, blank=True)
    document = models.CharField(max_length=120, blank=True)
    decision = models.TextField(blank=True)  # what the leader said, why not for one
    decider = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )  # who wrote it down: the leader, or the office for them
    sent_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    behalf = models.CharField(max_length=200, blank=True)

    objects = ChaserQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "step", "number"), condition=Q(number__isnull=False), name="chaser_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(step__in=("remind", "urge")) | ~Q(state__in=("sent", "answered")) | ~Q(decided_by=""),
                name="chaser_decided_by_a_leader",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("sent", "answered")) | Q(sent_on__isnull=False), name="chaser_sent_when"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.organisation}"

    @property
    def is_sent(self) -> bool:
        return self.state in self.SENT_STATES


class Chased(models.Model):
    """催的事: an assignment that a chaser is about, and the day that it is held to, kept as it was then."""

    chaser = models.ForeignKey(Chaser, models.CASCADE, related_name="chased")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="chased")
    step = models.CharField(max_length=9, choices=Chaser.Step)  # as of its chaser
    scheduled = models.BooleanField(default=False)  # it went out by itself
    due = models.DateField(null=True, blank=True)  # its last day, or that of its next milestone

    class Meta:
        ordering = ("assignment__task__order", "pk")
        constraints = (
            models.UniqueConstraint(fields=("chaser", "assignment"), name="chased_once_in_a_chaser"),
            models.UniqueConstraint(
                fields=("assignment", "step", "due"), condition=Q(scheduled=True), name="chased_once_for_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.assignment}"

    @property
    def days_late(self) -> int:
        """On the day on which it went out, or today where it has not yet; 0 for what is not late."""
        day = self.chaser.sent_on or timezone.localdate()
        return max((day - self.due).days, 0) if self.due else 0

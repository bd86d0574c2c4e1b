"""提醒、催办、督办、通报、约谈: how an organisation is asked about what it has not done yet."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from luoshi.office.organisations.models import Membership, Organisation
from luoshi.office.plans.models.assignment import Assignment
from luoshi.office.plans.models.plan import DRAFTERS, Plan

if TYPE_CHECKING:
    from luoshi.office.organisations.actor import Actor


class ChaserQuerySet(models.QuerySet["Chaser"]):
    """Chasers, by who may see them."""

    def visible_to(self, actor: "Actor") -> "ChaserQuerySet":
        """All of the authority's to its staff; those that were sent to one's area to the others."""
        if actor.role in DRAFTERS:
            return self.filter(actor.area.q("plan__authority__path"))
        seen = self.filter(plan__in=Plan.objects.visible_to(actor), state__in=Chaser.SENT_STATES)
        return seen.filter(actor.area.q("organisation__path"))


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
    assignments = models.ManyToManyField(Assignment, related_name="chasers")
    state = models.CharField(max_length=8, choices=State, default=State.SENT)
    number = models.PositiveIntegerField(null=True, blank=True)  # of the slip, counted within the plan and the step
    words = models.TextField(blank=True)
    answer_by = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="chasers")  # None: by schedule
    made_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.CharField(max_length=120, blank=True)  # the leader
    decided_on = models.DateField(null=True, blank=True)
    document = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    behalf = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

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
        )

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.organisation}"

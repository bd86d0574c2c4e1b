"""征求意见: a draft plan sent to those who will have to carry it out, and what they said."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from luoshi.office.organisations.models import Membership, Organisation
from luoshi.office.plans.models.plan import DRAFTERS, Plan
from luoshi.office.plans.models.task import Task

if TYPE_CHECKING:
    from luoshi.office.organisations.actor import Actor


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """Consultations, by who may see them."""

    def visible_to(self, actor: "Actor") -> "ConsultationQuerySet":
        """All of the authority's to the bureau's staff; to others only the one sent to their own organisation."""
        if actor.role in DRAFTERS:
            return self.filter(actor.area.q("plan__authority__path"))
        return self.filter(organisation=actor.organisation)


class Consultation(models.Model):
    """One organisation asked for its comments on a plan, by a day."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="consultations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="consultations")
    due = models.DateField()
    sent_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)
    answered_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)  # also where there was nothing to say
    file = models.ForeignKey("desk.File", models.PROTECT, null=True, blank=True, related_name="consultations")

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ("organisation__order", "pk")
        constraints = (
            models.UniqueConstraint(fields=("plan", "organisation"), name="consultation_once"),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True, answered_at__isnull=True)
                | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="consultation_answered_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan}: {self.organisation}"


class Comment(models.Model):
    """意见: what one organisation says of a task, or of the plan as a whole, and what came of it."""

    class State(models.TextChoices):
        """Whether it was followed."""

        OPEN = "open", "待处理"
        ACCEPTED = "accepted", "采纳"
        DECLINED = "declined", "不采纳"

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="comments")
    task = models.ForeignKey(Task, models.CASCADE, null=True, blank=True, related_name="comments")
    words = models.TextField()
    wanted = models.JSONField(default=dict)  # fields of the task with the values that are proposed for them
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True) | ~Q(state="open") & Q(decided_at__isnull=False),
                name="comment_decided_when",
            ),
        )

    def __str__(self) -> str:
        return self.words

"""代录: an organisation whose people signed on paper, and who enters it for them."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models

from luoshi.office.desk.models.file import File
from luoshi.office.organisations.actor import on_behalf

if TYPE_CHECKING:
    from luoshi.office.organisations.actor import Actor


class OnBehalfQuerySet(models.QuerySet["OnBehalf"]):
    """Entering on behalf, by who may see it and whether it lasts."""

    def visible_to(self, actor: "Actor") -> "OnBehalfQuerySet":
        """Where it was for an organisation in the actor's area; none to who sees no persons."""
        return self.filter(actor.area.q("organisation__path")) if actor.sees_persons else self.none()

    def lasting(self, day: date) -> "OnBehalfQuerySet":
        """Begun that day and not ended: it never lasts into another."""
        return self.filter(day=day, ended_at__isnull=True)


class OnBehalf(models.Model):
    """代录. While it lasts its membership acts as a clerk of the organisation; it ends with the day at the latest."""

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="on_behalf")
    membership = models.ForeignKey("organisations.Membership", models.PROTECT, related_name="on_behalf")
    signed_by = models.CharField(max_length=60)
    signed_on = models.DateField()
    scan = models.ForeignKey(File, models.PROTECT, related_name="on_behalf")
    note = models.CharField(max_length=300, blank=True)
    day = models.DateField()  # on which it may be used
    began_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OnBehalfQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return on_behalf(self.organisation, self.signed_by, self.signed_on)

"""责任区、学区、教育集团、安全网格、领导包校: organisations taken together across the tree, from a day until a day."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from luoshi.office.organisations.models.days import holds
from luoshi.office.organisations.models.membership import Membership
from luoshi.office.organisations.models.organisation import Organisation

if TYPE_CHECKING:
    from luoshi.office.organisations.actor import Actor


class GroupingQuerySet(models.QuerySet["Grouping"]):
    """Groupings, by who may see them."""

    def visible_to(self, actor: "Actor") -> "GroupingQuerySet":
        """Those of an authority in the area, and those that hold an organisation of it."""
        own = Q(authority__in=Organisation.objects.visible_to(actor))
        holds = Q(members__organisation__in=Organisation.objects.visible_to(actor))
        return self.filter(own | holds).distinct()

    def in_force(self, day: date) -> "GroupingQuerySet":
        return self.filter(holds(day))


class Grouping(models.Model):
    """分组. One overlay on the tree; its people in charge answer for all that it holds."""

    class Kind(models.TextChoices):
        """What it is for. An inspection district gives its inspector their area."""

        DISTRICT = "district", "督学责任区"
        CATCHMENT = "catchment", "学区"
        GROUP = "group", "教育集团"
        GRID = "grid", "安全网格"
        CARE = "care", "领导包校"

    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="groupings")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120)
    core = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")  # 集团核心校
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # the last day
    in_charge = models.ManyToManyField(Membership, related_name="groupings_in_charge", blank=True)

    objects = GroupingQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "name", "pk")

    def __str__(self) -> str:
        return self.name


class GroupingMember(models.Model):
    """An organisation in a grouping, from a day until a day."""

    grouping = models.ForeignKey(Grouping, models.CASCADE, related_name="members")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="grouped")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # the last day

    class Meta:
        ordering = ("organisation__order", "pk")

    def __str__(self) -> str:
        return f"{self.grouping}: {self.organisation}"

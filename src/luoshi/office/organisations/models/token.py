"""令牌: by which a program comes in as somebody, in one of their memberships."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from luoshi.office.organisations.models.membership import Membership, Role

if TYPE_CHECKING:
    from luoshi.office.organisations.actor import Actor


class TokenQuerySet(models.QuerySet["Token"]):
    """Tokens, by who may see them and when they hold."""

    def visible_to(self, actor: "Actor") -> "TokenQuerySet":
        """One's own; to the security administrator those of everybody in the area."""
        own = Q(membership__person=actor.person)
        if actor.role != Role.SECURITY_ADMIN:
            return self.filter(own)
        return self.filter(own | actor.area.q("membership__organisation__path"))

    def standing(self, day: date) -> "TokenQuerySet":
        """Neither revoked nor run out. Whether the membership still holds is asked for when one is used."""
        return self.filter(revoked_at__isnull=True, expires_on__gte=day)


class Token(models.Model):
    """个人令牌. What it says is shown once, when it is made; only its SHA-256 and its first characters are kept."""

    class Scope(models.TextChoices):
        """What a program may do with it."""

        READ = "read", "只查看"
        ACT = "act", "查看和办理"

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="tokens")
    label = models.CharField(max_length=60)  # what it is for, in its owner's words
    start = models.CharField(max_length=16)  # the first characters, to tell it by
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=4, choices=Scope, default=Scope.READ)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField()  # the last day
    used_on = models.DateField(null=True, blank=True)  # the last day on which it was used
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (models.CheckConstraint(condition=Q(scope__in=("read", "act")), name="token_scope_known"),)

    def __str__(self) -> str:
        return f"{self.label}（{self.start}…）"

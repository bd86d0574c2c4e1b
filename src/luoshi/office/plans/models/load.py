"""责任分解表 that came in for a plan, from a section, from another program, or from nobody's hand but the office's own."""

from typing import TYPE_CHECKING

from django.db import models

from luoshi.office.organisations.models import Membership
from luoshi.office.plans.models.plan import DRAFTERS, Plan

if TYPE_CHECKING:
    from luoshi.office.organisations.actor import Actor


class LedgerLoadQuerySet(models.QuerySet["LedgerLoad"]):
    """Loads, by who may see them."""

    def visible_to(self, actor: "Actor") -> "LedgerLoadQuerySet":
        """Those of the authority's plans to the bureau's staff; nobody else's business before the plan is issued."""
        if actor.role not in DRAFTERS:
            return self.none()
        return self.filter(actor.area.q("plan__authority__path"))


class LedgerLoad(models.Model):
    """收进的责任分解表: a workbook as it was read. What it would change is worked out anew each time it is looked at."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="loads")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")  # who brought it
    file = models.ForeignKey("desk.File", models.PROTECT, related_name="ledger_loads")
    read = models.JSONField()  # see ledger_load.LedgerFile
    done_at = models.DateTimeField(null=True)  # when it was stored
    summary = models.JSONField(default=dict)  # then: how many new, changed, removed, goals
    made_at = models.DateTimeField(auto_now_add=True)

    objects = LedgerLoadQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.file.name

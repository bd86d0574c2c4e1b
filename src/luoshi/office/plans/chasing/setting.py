"""What of the ladder goes by itself: a plan's own setting. That 督办 may go by itself only a leader says."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Role
from luoshi.office.plans.chasing.ladder import why_not_of
from luoshi.office.plans.models import Plan
from luoshi.office.refused import refuse_if

LONGEST = 180  # days
NAMES = ("remind_before", "urge_after", "supervise_after")


@dataclass(frozen=True)
class Chosen:
    """计划的催督设置: in days; None: by hand only."""

    remind_before: int | None = None
    urge_after: int | None = None
    supervise_after: int | None = None

    def faults(self) -> list[str | None]:
        days = [one for one in (self.remind_before, self.urge_after, self.supervise_after) if one is not None]
        ok = all(1 <= one <= LONGEST for one in days)
        early = (
            self.supervise_after is not None and self.urge_after is not None and self.supervise_after <= self.urge_after
        )
        return [
            None if ok else _("天数要在 1 到 %(most)s 之间；不自动发出的空着。") % {"most": LONGEST},
            _("先催办、后督办：自动督办要先设自动催办。")
            if self.supervise_after is not None and self.urge_after is None
            else None,
            _("先催办、后督办：自动督办的天数要大于自动催办的天数。") if early else None,
        ]


def chosen_of(plan: Plan) -> Chosen:
    return Chosen(plan.remind_before, plan.urge_after, plan.supervise_after)


def why_not_set(plan: Plan, *, by: Actor) -> str | None:
    """Why the actor may not choose what goes by itself; None if they may. Whether 督办 does is a leader's alone."""
    if by.behalf or by.role not in (Role.OFFICE, Role.LEADER):
        return _("什么时候自动提醒、催办，由局办公室或局领导设置。")
    return why_not_of(plan, by=by)


@transaction.atomic
def choose(plan: Plan, chosen: Chosen, *, by: Actor) -> Plan:
    """Set all three. Raises Refused."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("authority").get(pk=plan.pk)
    before = chosen_of(plan)
    leaders = chosen.supervise_after != before.supervise_after and by.role != Role.LEADER
    refuse_if(
        [
            why_not_set(plan, by=by),
            *chosen.faults(),
            _("是否自动督办只由局领导设置。") if leaders else None,
        ]
    )
    for name in NAMES:
        setattr(plan, name, getattr(chosen, name))
    if chosen.supervise_after is None:
        plan.supervise_by = plan.supervise_on = None
    elif by.role == Role.LEADER and chosen != before:
        plan.supervise_by, plan.supervise_on = by.membership, timezone.localdate()
    plan.save(update_fields=[*NAMES, "supervise_by", "supervise_on"])
    if chosen != before:
        detail = {"before": _told(before), "after": _told(chosen)}
        record.write("plan.chasing", by=by.who, about=plan, where=plan.authority.path, detail=detail)
    return plan


def _told(chosen: Chosen) -> dict[str, Any]:
    return {name: getattr(chosen, name) for name in NAMES}

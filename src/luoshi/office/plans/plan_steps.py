"""The steps of a plan as its pages show them: which there are, where one is, and why one is not open."""

from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luoshi.office.organisations.access import Request
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans.models import DRAFTERS, Assignment, Plan
from luoshi.office.plans.moves import KEEPERS

# Address, label, and who may open it.
STEPS: tuple[tuple[str, Promise, frozenset[str] | tuple[str, ...]], ...] = (
    ("plan", _("目标和任务"), DRAFTERS),
    ("plan-consultation", _("征求意见"), DRAFTERS),
    ("plan-approve", _("审定"), KEEPERS),
    ("plan-issue", _("印发"), KEEPERS),
    ("plan-assignments", _("承办"), DRAFTERS),
    ("plan-pack", _("印发件"), DRAFTERS),
    ("plan-proposed", _("待增补"), KEEPERS),
    ("plan-amendments", _("调整"), DRAFTERS),
    ("plan-chasing", _("自动催办"), DRAFTERS),
)
BEFORE = {"plan-consultation", "plan-approve", "plan-issue"}  # that a plan has until it is issued
AFTERWARDS = {"plan-assignments", "plan-proposed", "plan-amendments", "plan-chasing"}  # and from then on


@dataclass(frozen=True)
class Step:
    """One page of a plan's way."""

    label: str
    address: str
    here: bool
    count: int = 0


def steps(plan: Plan, here: str, *, by: Actor) -> list[Step]:
    """Those that the plan has by now and the actor may open."""
    found = []
    for name, label, roles in STEPS:
        if by.role not in roles or name in (BEFORE if plan.is_issued else AFTERWARDS):
            continue
        count = 0
        if name == "plan-proposed":
            count = Assignment.objects.filter(task__plan=plan, state=Assignment.State.PROPOSED).count()
        found.append(Step(str(label), reverse(name, args=[plan.pk]), name == here, count))
    return found


def first_page(plan: Plan, *, by: Actor) -> str:
    """Where a plan is opened: its goals and tasks in the bureau, elsewhere what one has to do."""
    return reverse("plan" if by.role in DRAFTERS else "plan-assignments", args=[plan.pk])


def seen(request: Request, pk: int) -> Plan:
    """A plan that the actor may see; else there is no such page."""
    rows = Plan.objects.visible_to(request.actor).select_related("authority", "scan", "issued_by__person")
    return get_object_or_404(rows, pk=pk)


def page(request: Request, plan: Plan, here: str, **more: Any) -> dict[str, Any]:
    """What every page of a plan's way shows."""
    return {"plan": plan, "steps": steps(plan, here, by=request.actor), **more}

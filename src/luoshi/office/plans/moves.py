"""What may happen to a plan, in which state, by whom. Read by verbs, buttons, messages, tests and the manual."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Role
from luoshi.office.plans.models import Plan

KEEPERS = (Role.OFFICE,)
DRAFT, CONSULTING, APPROVED, ISSUED = Plan.State


class Move(NamedTuple):
    """One verb: what it is called, in which states it is open, and which state follows where it changes that."""

    label: Promise
    states: tuple[str, ...]
    to: str | None = None
    roles: tuple[Role, ...] = KEEPERS


MOVES: dict[str, Move] = {
    "edit": Move(gettext_lazy("编辑目标和任务"), (DRAFT, CONSULTING)),
    "consult": Move(gettext_lazy("征求意见"), (DRAFT, CONSULTING), CONSULTING),
    "approve": Move(gettext_lazy("登记审定"), (DRAFT, CONSULTING), APPROVED),
    "reopen": Move(gettext_lazy("退回修改"), (APPROVED,), DRAFT),
    "issue": Move(gettext_lazy("印发"), (APPROVED,), ISSUED),
    "amend": Move(gettext_lazy("调整任务"), (ISSUED,)),
    "discard": Move(gettext_lazy("删除计划"), (DRAFT,)),
}


def why_not(plan: Plan, move: str, *, by: Actor) -> str | None:
    """The reason why the actor may not do this to the plan now; None if they may."""
    rule = MOVES[move]
    if by.role not in rule.roles:
        could = "、".join(str(role.label) for role in rule.roles)
        return _("“%(move)s”由%(could)s办理。") % {"move": rule.label, "could": could}
    if not by.area.holds(plan.authority.path):
        return _("“%(plan)s”是%(authority)s的，由它的局办公室办理。") % {"plan": plan, "authority": plan.authority}
    if plan.state not in rule.states:
        open_in = "、".join(str(Plan.State(state).label) for state in rule.states)
        return _("“%(plan)s”%(state)s，“%(move)s”要在%(open)s时办理。") % {
            "plan": plan,
            "state": plan.get_state_display(),
            "move": rule.label,
            "open": open_in,
        }
    return None


def open_to_actor(plan: Plan, *, by: Actor) -> dict[str, str]:
    """Every move with the reason where it is not open to the actor, "" where it is."""
    return {move: why_not(plan, move, by=by) or "" for move in MOVES}

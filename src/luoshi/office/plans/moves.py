"""What may happen to a plan, in which state, by whom. Read by verbs, buttons, messages, tests and the manual."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Role
from luoshi.office.plans.models import Plan

KEEPERS = (Role.OFFICE,)
DRAFT, CONSULTING, APPROVED, ISSUED = Plan.State
# What is said of several moves alike; each names the state and the way that leads on.
SENT_BACK_FIRST = gettext_lazy("《%(plan)s》已经审定。要改，请先在“审定”页退回修改，改好重新审定。")
AMENDED = gettext_lazy("《%(plan)s》已经印发，内容要改请走“调整”。")
STILL_OPEN = gettext_lazy("《%(plan)s》还没有审定，可以直接修改。")
NOT_APPROVED = gettext_lazy("《%(plan)s》还没有审定。请先登记审定，再印发。")


class Move(NamedTuple):
    """One verb: what it is called, in which states it is open, what is said in each other one, which state follows."""

    label: Promise
    states: tuple[str, ...]
    otherwise: Mapping[str, Promise]
    to: str | None = None  # None: the state stays
    roles: tuple[Role, ...] = KEEPERS


MOVES: dict[str, Move] = {
    "edit": Move(gettext_lazy("编辑目标和任务"), (DRAFT, CONSULTING), {APPROVED: SENT_BACK_FIRST, ISSUED: AMENDED}),
    "consult": Move(
        gettext_lazy("征求意见"),
        (DRAFT, CONSULTING),
        {
            APPROVED: gettext_lazy("《%(plan)s》已经审定，不再征求意见。还要征求的，请先在“审定”页退回修改。"),
            ISSUED: gettext_lazy("《%(plan)s》已经印发，不再征求意见。内容要改请走“调整”。"),
        },
        CONSULTING,
    ),
    "approve": Move(
        gettext_lazy("登记审定"),
        (DRAFT, CONSULTING),
        {
            APPROVED: gettext_lazy("《%(plan)s》已经登记过审定。登记有误的，请先退回修改，再重新登记。"),
            ISSUED: gettext_lazy("《%(plan)s》已经印发，不用再审定。内容要改请走“调整”。"),
        },
        APPROVED,
    ),
    "reopen": Move(
        gettext_lazy("退回修改"), (APPROVED,), {DRAFT: STILL_OPEN, CONSULTING: STILL_OPEN, ISSUED: AMENDED}, DRAFT
    ),
    "issue": Move(
        gettext_lazy("印发"),
        (APPROVED,),
        {
            DRAFT: NOT_APPROVED,
            CONSULTING: NOT_APPROVED,
            ISSUED: gettext_lazy("《%(plan)s》已经印发过了。内容要改请走“调整”。"),
        },
        ISSUED,
    ),
    "amend": Move(
        gettext_lazy("调整任务"), (ISSUED,), {DRAFT: STILL_OPEN, CONSULTING: STILL_OPEN, APPROVED: SENT_BACK_FIRST}
    ),
    "discard": Move(
        gettext_lazy("删除计划"),
        (DRAFT,),
        {
            CONSULTING: gettext_lazy("《%(plan)s》已经发出去征求意见，不能删除。不再用的，请在名称里注明作废。"),
            APPROVED: gettext_lazy("《%(plan)s》已经审定，不能删除。不再用的，请先在“审定”页退回修改，再来删除。"),
            ISSUED: gettext_lazy("《%(plan)s》已经印发，任务已经下达，不能删除。不再做的任务，请走“调整”取消。"),
        },
    ),
}


def why_not(plan: Plan, move: str, *, by: Actor) -> str | None:
    """The reason why the actor may not do this to the plan now; None if they may."""
    rule = MOVES[move]
    if by.role not in rule.roles:
        could = "、".join(str(role.label) for role in rule.roles)
        return _("“%(move)s”由%(could)s办理。") % {"move": rule.label, "could": could}
    if not by.area.holds(plan.authority.path):
        return _("《%(plan)s》是%(authority)s的，由它的局办公室办理。") % {"plan": plan, "authority": plan.authority}
    if plan.state in rule.states:
        return None
    return str(rule.otherwise[plan.state]) % {"plan": plan}


def open_to_actor(plan: Plan, *, by: Actor) -> dict[str, str]:
    """Every move with the reason where it is not open to the actor, "" where it is."""
    return {move: why_not(plan, move, by=by) or "" for move in MOVES}

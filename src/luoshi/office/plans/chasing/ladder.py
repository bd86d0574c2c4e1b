"""The ladder: what each step is called, what goes before it, who may take it. Read by verbs, buttons, tests and the manual.

A step needs that a lower one went out about the same assignment, or a written reason why it is left out.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Role
from luoshi.office.plans.models import Chaser, Plan

Step, State = Chaser.Step, Chaser.State
REMIND, URGE, SUPERVISE, NAME, TALK = Step

BY_HAND = (REMIND, URGE)  # by whoever asked for the work; also by schedule
LEADERS = (SUPERVISE, NAME, TALK)  # by a leader's decision


class Rung(NamedTuple):
    """One step: of which lower ones one has to have gone out before, in how many days an answer is asked for, what is
    demanded where nothing else is said, and what its paper is called."""

    after: tuple[Chaser.Step, ...]
    days: int | None
    demand: Promise | str
    paper: Promise | str


RUNGS: dict[str, Rung] = {
    REMIND: Rung((), None, gettext_lazy("请按时限办理，有进展请在任务页上写明。"), ""),
    URGE: Rung((), None, gettext_lazy("请抓紧办理，有困难请在任务页上写明或申请调整。"), gettext_lazy("催办单")),
    SUPERVISE: Rung(
        (URGE,), 7, gettext_lazy("请查明原因，提出措施和完成日期，抓紧办理。"), gettext_lazy("督办单")
    ),
    NAME: Rung(
        (SUPERVISE,), 7, gettext_lazy("请对照检查，提出措施和完成日期，抓紧办理。"), gettext_lazy("通报")
    ),
    TALK: Rung((SUPERVISE, NAME), 7, "", gettext_lazy("约谈通知")),
}  # fmt: skip

CHASERS = (
    Role.OFFICE,
    Role.LEADER,
    Role.SECTION,
    Role.CENTRE,
)  # who reminds and urges: sections and centres, what they asked
PROPOSERS = (Role.OFFICE,)
DECIDERS = (Role.LEADER, Role.OFFICE)  # the office enters what a leader decided


def why_not_take(step: str, *, by: Actor) -> str | None:
    """Why the actor takes no such step at all; None if they do."""
    label = Step(step).label
    if by.behalf:
        return _("现在正代“%(name)s”录入，不能催办。请先结束代录。") % {"name": by.behalf.organisation}
    if step in BY_HAND:
        return None if by.role in CHASERS else _("“%(step)s”由局办公室、局领导或提出任务的单位办理。") % {"step": label}
    if by.role in DECIDERS:
        return None
    return _("“%(step)s”由局领导决定，局办公室可以提请，也可以登记他们的决定。") % {"step": label}


def why_not_of(plan: Plan, *, by: Actor) -> str | None:
    """Why it is not for the actor to chase what this plan gave out; None if it is."""
    if plan.authority_id != (by.authority.pk if by.authority else None):
        return _("《%(plan)s》是%(authority)s的，由它的人催办。") % {"plan": plan, "authority": plan.authority}
    if not plan.is_issued:
        return _("《%(plan)s》还没有印发，没有可以催的。") % {"plan": plan}
    return None


def lower(step: str) -> str:
    """Which steps go before it, in words."""
    return "、".join(str(Step(one).label) for one in RUNGS[step].after)

"""What may happen to an assignment, in which state, by whom. Read by verbs, buttons, messages, tests, the API and the manual."""

from collections.abc import Callable, Collection
from datetime import date
from typing import NamedTuple

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Role
from luoshi.office.plans.assignment import parties
from luoshi.office.plans.models import CONCLUDED, UNDER_WAY, Assignment

ISSUED, ADJUSTING, RECEIVED = Assignment.State.ISSUED, Assignment.State.ADJUSTING, Assignment.State.RECEIVED
WORKING, REPORTED, SIGNED = Assignment.State.WORKING, Assignment.State.REPORTED, Assignment.State.SIGNED
RETURNED, DONE, CANCELLED = Assignment.State.RETURNED, Assignment.State.DONE, Assignment.State.CANCELLED
ON_TRACK, BEHIND, STANDING = Assignment.State.ON_TRACK, Assignment.State.BEHIND, Assignment.State.STANDING

IN_HAND = (ISSUED, RECEIVED, WORKING, RETURNED)  # its owner has to do something
YEAR_END = 12  # the month from which a year's assignments may be concluded before their day
Why = Callable[[Assignment, Actor], str | None]


class Move(NamedTuple):
    """One verb: what it is called, in which states it is open, which state follows where that is always the same, who may do
    it, and whether it has to say why."""

    label: Promise
    states: Collection[str]
    to: str | None
    who: Why
    needs_words: bool = False
    roles: tuple[Role, ...] = ()  # whose pages show it at all


OWNERS = (Role.HEAD, Role.CLERK, Role.SECTION, Role.OFFICE, Role.CENTRE)
VERIFIERS = (Role.OFFICE, Role.SECTION, Role.LEADER, Role.CENTRE, Role.INSPECTOR)
SIGNERS = (Role.HEAD, Role.LEADER, Role.OFFICE)
CALLED_IN = (
    Role.CENTRE,
    Role.INSPECTOR,
)  # who verify or decide where it is theirs to do, and hear nothing of it elsewhere
DECIDERS = (Role.LEADER, Role.OFFICE, Role.SECTION, Role.CENTRE)
NAMERS = (Role.OFFICE, Role.LEADER)

MOVES: dict[str, Move] = {
    "receive": Move(gettext_lazy("签收"), (ISSUED,), RECEIVED, parties.not_owner, roles=OWNERS),
    "ask_change": Move(gettext_lazy("申请调整"), IN_HAND, ADJUSTING, parties.not_owner, needs_words=True, roles=OWNERS),
    "withdraw_change": Move(gettext_lazy("撤回申请"), (ADJUSTING,), None, parties.not_owner, roles=OWNERS),
    "grant_change": Move(gettext_lazy("同意调整"), (ADJUSTING,), None, parties.not_decider, roles=DECIDERS),
    "refuse_change": Move(
        gettext_lazy("不同意调整"), (ADJUSTING,), None, parties.not_decider, needs_words=True, roles=DECIDERS
    ),
    "note": Move(
        gettext_lazy("填写进展"), (*IN_HAND, ADJUSTING, BEHIND, ON_TRACK), None, parties.not_owner, needs_words=True,
        roles=OWNERS,
    ),
    "report": Move(
        gettext_lazy("报告完成"), (*IN_HAND, BEHIND, ON_TRACK), None, parties.not_owner, needs_words=True, roles=OWNERS
    ),
    "take_back": Move(gettext_lazy("撤回报告"), (REPORTED, SIGNED), WORKING, parties.not_owner, roles=OWNERS),
    "sign": Move(gettext_lazy("签批"), (REPORTED,), SIGNED, parties.not_signer, roles=SIGNERS),
    "send_back": Move(
        gettext_lazy("退回补充"), (REPORTED, SIGNED), RETURNED, parties.not_signer_or_verifier, needs_words=True,
        roles=(*VERIFIERS, Role.HEAD),
    ),
    "verify": Move(gettext_lazy("核验办结"), (SIGNED,), DONE, parties.not_verifier, roles=VERIFIERS),
    "on_track": Move(
        gettext_lazy("达到序时进度"), (*IN_HAND, SIGNED, BEHIND), ON_TRACK, parties.not_verifier, needs_words=True,
        roles=VERIFIERS,
    ),
    "behind": Move(
        gettext_lazy("认定滞后"), (*IN_HAND, SIGNED, ON_TRACK), BEHIND, parties.not_verifier, needs_words=True,
        roles=VERIFIERS,
    ),
    "standing": Move(
        gettext_lazy("转为常态工作"), (*IN_HAND, SIGNED, ON_TRACK, BEHIND), STANDING, parties.not_verifier,
        needs_words=True, roles=VERIFIERS,
    ),
    "reopen": Move(
        gettext_lazy("重新办理"), CONCLUDED, WORKING, parties.not_verifier, needs_words=True, roles=VERIFIERS
    ),
    "split": Move(gettext_lazy("分办"), (RECEIVED, WORKING, RETURNED), None, parties.not_lead, roles=OWNERS),
    "recall": Move(
        gettext_lazy("收回分办"), UNDER_WAY, CANCELLED, parties.not_who_asked, needs_words=True, roles=OWNERS
    ),
    "plan_milestones": Move(
        gettext_lazy("设置节点"), (RECEIVED, WORKING, RETURNED), None, parties.not_owner_or_verifier, roles=OWNERS
    ),
    "along": Move(gettext_lazy("随牵头单位办结"), (*IN_HAND, ADJUSTING, REPORTED, SIGNED, BEHIND), DONE, parties.nobody),
    "along_again": Move(gettext_lazy("随牵头单位重新办理"), (DONE,), None, parties.nobody),
    "again": Move(gettext_lazy("任务重新下达"), (CANCELLED,), ISSUED, parties.nobody),
    "name_verifier": Move(gettext_lazy("指定核验人"), UNDER_WAY, None, parties.not_namer, roles=NAMERS),
}  # fmt: skip

CONCLUDING = ("on_track", "behind", "standing")
ABIDING = (ADJUSTING, BEHIND, ON_TRACK)  # in which a word on how it goes changes nothing


def leads_to(move: str, state: str) -> tuple[str, ...]:
    """The states that may follow a move made in a state. Which of several it is follows from what the move is about."""
    if to := MOVES[move].to:
        return (to,)
    back = (RECEIVED, WORKING, RETURNED)  # what was asked about has been received
    found: dict[str, tuple[str, ...]] = {
        "withdraw_change": IN_HAND,
        "grant_change": (*back, CANCELLED),
        "refuse_change": back,
        "note": (state if state in ABIDING else WORKING,),
        "report": (REPORTED, SIGNED),
        "along_again": (*IN_HAND, REPORTED, SIGNED, BEHIND),
        "split": (ISSUED,) if state == CANCELLED else (WORKING,),  # a piece that was taken back is asked for again
    }
    return found.get(move, (state,))


# What to do instead, by state; the move's own words come before it.
INSTEAD: dict[str, Promise] = {
    "proposed": gettext_lazy("它还没有下达，等局办公室增补。"),
    "issued": gettext_lazy("它还没有签收。"),
    "adjusting": gettext_lazy("它有一份调整申请等着决定，先决定或撤回申请。"),
    "received": gettext_lazy("它刚签收，还没有报告。"),
    "working": gettext_lazy("它正在办理，还没有报告完成。"),
    "reported": gettext_lazy("它已报告完成，等领导签批。"),
    "signed": gettext_lazy("它已报告完成，等核验。"),
    "returned": gettext_lazy("它刚被退回，等承办单位补充后再报告。"),
    "done": gettext_lazy("它已经办结；要接着办，由核验人重新办理。"),
    "on_track": gettext_lazy("它已认定达到序时进度。"),
    "behind": gettext_lazy("它已认定滞后，承办单位可以接着报告。"),
    "standing": gettext_lazy("它已转为常态工作；要接着督办，由核验人重新办理。"),
    "cancelled": gettext_lazy("它已经取消。"),
}


def why_not(one: Assignment, move: str, *, by: Actor) -> str | None:
    """The reason why the actor may not do this to the assignment now; None if they may. Needs `task__plan__authority`,
    `organisation` and `parent` of the assignment."""
    rule = MOVES[move]
    if one.task.plan.authority_id != (by.authority.pk if by.authority else None):
        return _("这项任务是%(authority)s的，由本局的人办理。") % {"authority": one.task.plan.authority}
    return rule.who(one, by) or _wrong_state(one, move) or _too_early(one, move, timezone.localdate())


def _wrong_state(one: Assignment, move: str) -> str | None:
    if one.state in MOVES[move].states:
        return None
    said = {"move": MOVES[move].label, "instead": INSTEAD[one.state]}
    return _("现在不能“%(move)s”：%(instead)s") % said


def _too_early(one: Assignment, move: str, day: date) -> str | None:
    """An assignment is judged when its day or the end of the plan's year has come, not before."""
    if move not in CONCLUDING:
        return None
    year = one.task.plan.year
    if (one.due and one.due <= day) or day >= date(year, YEAR_END, 1):
        return None
    when = one.due or date(year, YEAR_END, 1)
    return _("还没到时候：“%(move)s”在时限（%(when)s）到了或年底时认定。") % {"move": MOVES[move].label, "when": when}


def open_to_actor(one: Assignment, *, by: Actor) -> dict[str, str]:
    """Every move that the actor's role has at all, with the reason where it is not open now, "" where it is. Who somebody
    is to the assignment is asked once for each party, not for each move."""
    said: dict[Why, str | None] = {}
    found = {}
    for name, move in MOVES.items():
        if by.role not in move.roles or (name == "recall" and one.parent_id is None):
            continue
        if move.who not in said:
            said[move.who] = move.who(one, by)
        if by.role in CALLED_IN and said[move.who] and move.roles is not OWNERS:
            continue
        found[name] = said[move.who] or _wrong_state(one, name) or _too_early(one, name, timezone.localdate()) or ""
    return found

"""What may happen to a round, in which state, by whom. Read by verbs, buttons, messages, tests and the manual."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Organisation, Role
from luoshi.office.plans.assignment.moves import OWNERS
from luoshi.office.plans.assignment.parties import OWNER_ROLES
from luoshi.office.plans.models import Dispatch, Plan

KEEPERS = (Role.OFFICE,)
WATCHERS = (Role.OFFICE, Role.LEADER)  # who sees what every lead said, and who would be named
FILLERS = frozenset(OWNERS)
IN_THE_NOTICE = ("hold", "resolve", "remove_resolution")  # what changes what a 通报 says of the meeting
NAMED = 3  # of those who have answered
OPEN, CLOSED, HELD, WITHDRAWN = Dispatch.State


# What is said of several moves alike; each names the state and the way that leads on.
STILL_OPEN = gettext_lazy("“%(round)s”还在填报，通报要等截止以后再拟。")
TAKEN_BACK = gettext_lazy("“%(round)s”已于 %(closed)s 撤回，不用再办。要问进展的，请另发起一次调度。")
WENT_OUT = gettext_lazy(
    "“%(round)s”的通报已于 %(day)s 印发（%(number)s），里面写着是哪次会议、议定了几项，会议和议定事项不能再改。要改的，先在“通报”页"
    "改写要求、重拟通报，文号的登记随之取消。"
)
MEETING_OVER = gettext_lazy("“%(round)s”的会议已经开过，不再收填报。新的进展请写进承办的办理记录，或留到下次调度再报。")


class Move(NamedTuple):
    """One verb: what it is called, in which states it is open, what is said in each other one, which state follows where it
    changes that, whose it is."""

    label: Promise
    states: tuple[str, ...]
    otherwise: Mapping[str, Promise]
    to: str | None = None
    roles: Collection[str] = KEEPERS


MOVES: dict[str, Move] = {
    "fill": Move(
        gettext_lazy("填报"),
        (OPEN,),
        {
            CLOSED: gettext_lazy(
                "“%(round)s”已于 %(closed)s 截止，不再收填报。还要补的，请与局办公室联系，由它重新开放填报。"
            ),
            HELD: MEETING_OVER,
            WITHDRAWN: gettext_lazy("“%(round)s”已于 %(closed)s 撤回，不用填了。"),
        },
        roles=OWNERS,
    ),
    "remind": Move(
        gettext_lazy("提醒"),
        (OPEN,),
        {
            CLOSED: gettext_lazy("“%(round)s”已于 %(closed)s 截止，不用再提醒。还要收的，先重新开放填报。"),
            HELD: gettext_lazy("“%(round)s”的会议已经开过，不用再提醒。"),
            WITHDRAWN: TAKEN_BACK,
        },
    ),
    "catch_up": Move(
        gettext_lazy("补入任务"),
        (OPEN,),
        {
            CLOSED: gettext_lazy("“%(round)s”已于 %(closed)s 截止，不能再补任务。要补的，先重新开放填报。"),
            HELD: gettext_lazy("“%(round)s”的会议已经开过，不能再补任务。请留到下次调度。"),
            WITHDRAWN: TAKEN_BACK,
        },
    ),
    "move_due": Move(
        gettext_lazy("改截止日"),
        (OPEN,),
        {
            CLOSED: gettext_lazy(
                "“%(round)s”已于 %(closed)s 截止，截止日不能再改。还要收的，先重新开放填报，再改截止日。"
            ),
            HELD: gettext_lazy("“%(round)s”的会议已经开过，截止日不能再改。要再问的，请另发起一次调度。"),
            WITHDRAWN: TAKEN_BACK,
        },
    ),
    "withdraw": Move(
        gettext_lazy("撤回调度"),
        (OPEN,),
        {
            CLOSED: gettext_lazy(
                "“%(round)s”已于 %(closed)s 截止，不能撤回。这次不用的，不登记会议、不拟通报就是；其实没有人填过的，先重新开放"
                "填报，再撤回。"
            ),
            HELD: gettext_lazy("“%(round)s”的会议已经开过，不能撤回。登记有误的，请在“会议”页更正。"),
            WITHDRAWN: gettext_lazy("“%(round)s”已于 %(closed)s 撤回过了，不用再办。"),
        },
        WITHDRAWN,
    ),
    "close": Move(
        gettext_lazy("截止填报"),
        (OPEN,),
        {
            CLOSED: gettext_lazy("“%(round)s”已于 %(closed)s 截止过了，不用再办。"),
            HELD: gettext_lazy("“%(round)s”已于 %(closed)s 截止，会议也开过了，不用再办。"),
            WITHDRAWN: TAKEN_BACK,
        },
        CLOSED,
    ),
    "reopen": Move(
        gettext_lazy("重新开放填报"),
        (CLOSED,),
        {
            OPEN: gettext_lazy("“%(round)s”正在填报，不用重新开放。"),
            HELD: gettext_lazy(
                "“%(round)s”的会议已经开过，议的就是截止时的情况，不能重新开放。要再问的，请另发起一次调度。"
            ),
            WITHDRAWN: TAKEN_BACK,
        },
        OPEN,
    ),
    "hold": Move(
        gettext_lazy("登记会议"),
        (CLOSED, HELD),
        {
            OPEN: gettext_lazy("“%(round)s”还在填报。先截止填报，再登记会议。"),
            WITHDRAWN: TAKEN_BACK,
        },
        HELD,
    ),
    "resolve": Move(
        gettext_lazy("登记议定事项"),
        (HELD,),
        {
            OPEN: gettext_lazy("“%(round)s”还在填报。先截止填报，登记是哪次会议，再登记议定事项。"),
            CLOSED: gettext_lazy("“%(round)s”还没有登记会议。先登记是哪次会议，再登记议定事项。"),
            WITHDRAWN: TAKEN_BACK,
        },
    ),
    "remove_resolution": Move(
        gettext_lazy("删去议定事项"),
        (HELD,),
        {
            OPEN: gettext_lazy("“%(round)s”还在填报，没有议定事项。请先截止，登记会议。"),
            CLOSED: gettext_lazy("“%(round)s”还没有登记会议，没有议定事项。请先登记会议。"),
            WITHDRAWN: TAKEN_BACK,
        },
    ),
    "draft_notice": Move(gettext_lazy("拟通报"), (CLOSED, HELD), {OPEN: STILL_OPEN, WITHDRAWN: TAKEN_BACK}),
    "approve_notice": Move(
        gettext_lazy("同意点名"), (CLOSED, HELD), {OPEN: STILL_OPEN, WITHDRAWN: TAKEN_BACK}, roles=WATCHERS
    ),
    "issue_notice": Move(gettext_lazy("登记通报印发"), (CLOSED, HELD), {OPEN: STILL_OPEN, WITHDRAWN: TAKEN_BACK}),
}


def why_not(dispatch: Dispatch, move: str, *, by: Actor) -> str | None:
    """The reason why the actor may not do this to the round now; None if they may. Needs `plan__authority`."""
    rule = MOVES[move]
    if elsewhere := _elsewhere(dispatch.plan, by):
        return elsewhere
    if by.role not in rule.roles:
        could = "、".join(str(Role(role).label) for role in rule.roles)
        return _("“%(move)s”由%(could)s办理。") % {"move": rule.label, "could": could}
    if dispatch.state not in rule.states:
        return _wrong_state(dispatch, rule)
    return _not_yet(dispatch, move)


def _wrong_state(dispatch: Dispatch, rule: Move) -> str:
    """Which state the round is in, and what to do instead."""
    closed = timezone.localdate(dispatch.closed_at) if dispatch.closed_at else ""
    return str(rule.otherwise[dispatch.state]) % {"round": dispatch, "closed": closed}


def _elsewhere(plan: Plan, by: Actor) -> str | None:
    if by.authority and plan.authority_id == by.authority.pk:
        return None
    return _("这次调度是%(authority)s的，由本局的人办理。") % {"authority": plan.authority}


def _not_yet(dispatch: Dispatch, move: str) -> str | None:
    """What the state alone does not say."""
    if move == "withdraw":
        return _answered(dispatch)
    issued = {"round": dispatch, "day": dispatch.issued_on, "number": dispatch.notice_number}
    if move in IN_THE_NOTICE and dispatch.issued_on:
        return str(WENT_OUT) % issued
    if move == "reopen" and dispatch.issued_on:
        return (
            _(
                "“%(round)s”的通报已于 %(day)s 印发（%(number)s），说的就是截止时的情况，不能重新开放填报。要再问的，请另发起一次"
                "调度；其实没有印发的，重拟通报，文号的登记随之取消。"
            )
            % issued
        )
    if move == "approve_notice" and not dispatch.drafted_at:
        return _("通报还没有拟好。先由局办公室拟好、保存，再定是否点名。")
    if move == "approve_notice" and dispatch.may_name:
        return _("%(who)s已于 %(day)s 同意点名。") % {"who": dispatch.notice_by, "day": dispatch.notice_on}
    if move == "approve_notice" and dispatch.issued_on:
        return _("通报已于 %(day)s 印发（%(number)s），没有点名。还要点名的，请局办公室重拟，再定。") % issued
    if move == "issue_notice" and not dispatch.drafted_at:
        return _("通报还没有拟好，先拟好再登记文号。")
    return None


def _answered(dispatch: Dispatch) -> str | None:
    """Whether taking the round back would lose what somebody said."""
    said = dispatch.lines.filter(filled_at__isnull=False).values("assignment__organisation")
    names = [str(one) for one in Organisation.objects.filter(pk__in=said).order_by("order", "pk")]
    if not names:
        return None
    return _(
        "“%(round)s”已有 %(count)s 个单位填过（%(names)s），撤回会丢掉他们填的，不能撤回。日子定错了的，改截止日；这次不用"
        "的，截止填报，不登记会议、不拟通报就是。"
    ) % {"round": dispatch, "count": len(names), "names": "、".join(names[:NAMED]) + (_("等") if names[NAMED:] else "")}


def why_not_open(plan: Plan, *, by: Actor) -> str | None:
    """Why the actor may not open a round over a plan; None if they may."""
    if elsewhere := _elsewhere(plan, by):
        return elsewhere
    if by.role not in KEEPERS:
        return _("调度由局办公室发起。")
    if not plan.is_issued:
        return _("《%(plan)s》%(state)s，印发以后才能调度。") % {"plan": plan, "state": plan.get_state_display()}
    return None


def why_not_fill(dispatch: Dispatch, organisation: Organisation, *, by: Actor) -> str | None:
    """Why the actor may not fill in that organisation's table; None if they may."""
    own = by.organisation.pk == organisation.pk and (by.behalf is not None or by.role in OWNER_ROLES[organisation.kind])
    if not own:
        return _("这张表由%(owner)s填；不登录系统的，由局办公室或中心校代录。") % {"owner": organisation}
    return why_not(dispatch, "fill", by=by)


def open_to_actor(dispatch: Dispatch, *, by: Actor) -> dict[str, str]:
    """Every move that the actor's role has at all, with the reason where it is not open now, "" where it is."""
    return {name: why_not(dispatch, name, by=by) or "" for name, move in MOVES.items() if by.role in move.roles}

"""A round is opened, those who are silent are reminded, it is closed, and its meeting is held."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import count

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.desk.delivery import deliver
from luoshi.office.journal import record
from luoshi.office.organisations import topics
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Membership, Organisation
from luoshi.office.plans.decision import Decision
from luoshi.office.plans.dispatch import asking
from luoshi.office.plans.dispatch.moves import MOVES, why_not, why_not_open
from luoshi.office.plans.dispatch.queries import Lead, asked_of, lines_of, missing_in, tally
from luoshi.office.plans.models import Assignment, Dispatch, DispatchLine, Plan, Standing
from luoshi.office.plans.telling import people_of
from luoshi.office.refused import refuse_if
from luoshi.reader.write.wording import one_line

Kind, State = Dispatch.Kind, Dispatch.State
LONGEST_TITLE = 120
LONGEST_WHY = 200


def locked(dispatch: Dispatch, move: str, *, by: Actor) -> Dispatch:
    """The round as it stands now, held until the transaction ends, if the move is open to the actor. Raises Refused."""
    rows = Dispatch.objects.select_for_update(of=("self",)).select_related("plan__authority")
    found = rows.get(pk=dispatch.pk)
    refuse_if([why_not(found, move, by=by)])
    return found


def next_title(plan: Plan, kind: str) -> str:
    """第3次月调度."""
    asked = plan.dispatches.exclude(state=State.WITHDRAWN)
    first, taken = asked.filter(kind=kind).count() + 1, set(asked.values_list("title", flat=True))
    named = (_("第%(number)s次%(kind)s") % {"number": number, "kind": Kind(kind).label} for number in count(first))
    return next(name for name in named if name not in taken)


@transaction.atomic
def open_round(plan: Plan, *, kind: str, title: str, due: date, topic: str = "", by: Actor) -> Dispatch:
    """Ask every lead of a plan how far its tasks are. Raises Refused."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("authority").get(pk=plan.pk)
    title = one_line(title)[:LONGEST_TITLE]
    refuse_if([why_not_open(plan, by=by), *_faults(plan, kind, title, due, topic)])
    asked = list(asked_of(plan, topic if kind == Kind.TOPIC else "").select_related("organisation"))
    refuse_if([None if asked else _("现在没有牵头单位在办的任务，不用调度。")])
    made = Dispatch.objects.create(
        plan=plan, kind=kind, title=title, topic=topic if kind == Kind.TOPIC else "", due=due, opened_by=by.membership
    )
    counts = _ask(made, asked, by=by)
    record.write(
        "dispatch.open", by=by.who, about=made, where=plan.authority.path,
        detail={"kind": kind, "topic": made.topic, "due": due, **counts},
    )  # fmt: skip
    return made


def _ask(dispatch: Dispatch, asked: list[Assignment], *, by: Actor) -> dict[str, int]:
    """A line for each, a message for each lead; gives how many lines, leads and people that were."""
    DispatchLine.objects.bulk_create(DispatchLine(dispatch=dispatch, assignment=one) for one in asked)
    counts = Counter(one.organisation_id for one in asked)
    bodies = {one.organisation_id: one.organisation for one in asked}
    asking.keep(dispatch)
    told = _tell(dispatch, bodies, counts, _("请填%(round)s"), by=by)
    return {"lines": len(asked), "leads": len(counts), "told": told}


@transaction.atomic
def catch_up(dispatch: Dispatch, *, by: Actor) -> int:
    """Ask leads about what came to them since the round was opened; gives how many tasks. Raises Refused."""
    dispatch = locked(dispatch, "catch_up", by=by)
    asked = list(missing_in(dispatch).select_related("organisation"))
    refuse_if([None if asked else _("牵头单位在办的任务都在这次调度里了，不用再补。")])
    counts = _ask(dispatch, asked, by=by)
    record.write("dispatch.catch_up", by=by.who, about=dispatch, where=dispatch.plan.authority.path, detail=counts)
    return len(asked)


def _faults(plan: Plan, kind: str, title: str, due: date, topic: str) -> Iterable[str | None]:
    yield None if kind in Kind.values else _("请选是哪一种调度。")
    yield None if title else _("没有写调度的名称，如：第3次月调度。")
    yield _("截止日 %(day)s 已经过去。") % {"day": due} if due < timezone.localdate() else None
    if kind == Kind.TOPIC:
        yield None if topic in dict(topics.choices()) else _("专题调度要选一个主题。")
    if plan.dispatches.exclude(state=State.WITHDRAWN).filter(title=title).exists():
        yield _("这份计划已经有一次“%(title)s”，请换一个名称。") % {"title": title}
    twice = plan.dispatches.filter(
        kind=kind, topic=topic if kind == Kind.TOPIC else "", due=due, state=State.OPEN
    ).first()
    if twice:  # as when a button is pressed twice
        said = _("“%(round)s”已经发起，也是 %(day)s 截止，还在填报。要再发起一次，请换一个截止日，或先把它截止、撤回。")
        yield said % {"round": twice, "day": due}


def _tell(
    dispatch: Dispatch,
    bodies: Mapping[int, Organisation],
    counts: Mapping[int, int],
    subject: str,
    *,
    news: str = "",
    by: Actor,
) -> int:
    """One message a person, with the news and how many lines wait for their organisation; gives how many people were
    told."""
    told: dict[int, list[Membership]] = {}
    for number, people in people_of(bodies.values()).items():
        told.setdefault(counts[number], []).extend(people)
    over = dispatch.due < timezone.localdate()
    until = _("填报截止日 %(day)s 已过，请尽快打开链接，") if over else _("请在 %(day)s 前打开链接，")
    words = until + _("填 %(count)s 项任务的进展、问题、下步打算和需协调事项；没有变化的，勾“没有变化”。")
    subject, link = subject % {"round": str(dispatch)[:80]}, reverse("dispatch", args=[dispatch.pk])
    return sum(
        len(
            deliver(
                to, subject=subject, text=news + words % {"day": dispatch.due, "count": count}, link=link, by=by.who
            )
        )
        for count, to in told.items()
    )


def _tell_silent(dispatch: Dispatch, silent: Iterable[Lead], subject: str, *, news: str = "", by: Actor) -> int:
    bodies = {one.organisation.pk: one.organisation for one in silent}
    counts = {one.organisation.pk: one.waiting for one in silent}
    return _tell(dispatch, bodies, counts, subject, news=news, by=by)


@transaction.atomic
def remind(dispatch: Dispatch, *, by: Actor) -> int:
    """Tell those who have not answered once more; gives how many people. Raises Refused."""
    dispatch = locked(dispatch, "remind", by=by)
    silent: tuple[Lead, ...] = tally(dispatch).silent
    refuse_if([None if silent else _("都已经填了，不用提醒。")])
    told = _tell_silent(dispatch, silent, _("%(round)s还没有填完"), by=by)
    detail = {"to": [str(one.organisation) for one in silent], "people": told}
    record.write("dispatch.remind", by=by.who, about=dispatch, where=dispatch.plan.authority.path, detail=detail)
    return told


@transaction.atomic
def move_due(dispatch: Dispatch, due: date, *, version: int, by: Actor) -> int:
    """Another last day for who has not answered yet, who is told; gives how many people. `version` is the round's as
    somebody looked at it. Raises Refused."""
    dispatch = locked(dispatch, "move_due", by=by)
    before, said = dispatch.due, {"day": due, "now": dispatch.due}
    refuse_if(
        [
            _("您打开页面以后，别人改过这次调度，截止日现在是 %(now)s。请看清再改。") % said if version != dispatch.version else None,
            _("截止日 %(day)s 已经过去。请选今天或以后的一天；不再收的，按“截止填报”。") % said if due < timezone.localdate() else None,
            _("截止日本来就是 %(now)s，没有变化。") % said if due == before else None,
        ]
    )  # fmt: skip
    _moved(dispatch, "move_due", due=due)
    asking.keep(dispatch)
    news = _("填报截止日由 %(old)s 改到 %(new)s。") % {"old": before, "new": due}
    told = _tell_silent(dispatch, tally(dispatch).silent, _("%(round)s改了截止日"), news=news, by=by)
    detail = {"before": before, "after": due, "told": told}
    record.write("dispatch.move_due", by=by.who, about=dispatch, where=dispatch.plan.authority.path, detail=detail)
    return told


@transaction.atomic
def withdraw(dispatch: Dispatch, *, why: str, by: Actor) -> int:
    """Take back what nobody has answered yet; who was asked is told why. Gives how many people. Raises Refused."""
    dispatch, why = locked(dispatch, "withdraw", by=by), one_line(why)
    refuse_if(
        [
            None if why else _("请写明为什么撤回，牵头单位会看到。"),
            _("原因有 %(count)s 字，最多 %(most)s 字。") % {"count": len(why), "most": LONGEST_WHY} if len(why) > LONGEST_WHY else None,
        ]
    )  # fmt: skip
    asked = [one.organisation for one in tally(dispatch).leads]
    asking.take_back(dispatch, why=why)
    _moved(dispatch, "withdraw", closed_at=timezone.now(), withdrawn_why=why)
    to = [one for people in people_of(asked).values() for one in people]
    subject = _("%(round)s已撤回，不用填了") % {"round": str(dispatch)[:80]}
    text = _("原因：%(why)s") % {"why": why}
    told = len(deliver(to, subject=subject, text=text, link=reverse("dispatch", args=[dispatch.pk]), by=by.who))
    detail = {"why": why, "leads": [str(one) for one in asked], "told": told}
    record.write("dispatch.withdraw", by=by.who, about=dispatch, where=dispatch.plan.authority.path, detail=detail)
    return told


@transaction.atomic
def close(dispatch: Dispatch, *, by: Actor) -> Dispatch:
    """Nothing more is filled in; how every line stands today is kept for the meeting and the 通报. Raises Refused."""
    dispatch = locked(dispatch, "close", by=by)
    found = tally(dispatch)
    freeze(dispatch)
    asking.take_back(dispatch, why=_("调度已经截止"))
    _moved(dispatch, "close", closed_at=timezone.now())
    detail = {
        "leads": len(found.leads),
        "silent": [str(one.organisation) for one in found.silent],
        "standings": dict(found.standings),
    }
    record.write("dispatch.close", by=by.who, about=dispatch, where=dispatch.plan.authority.path, detail=detail)
    return dispatch


def freeze(dispatch: Dispatch) -> None:
    """Keep how every line stands and until when it is due: one statement for each standing, however many lines."""
    stands: dict[str, list[int]] = {}
    for number, now in lines_of(dispatch).values_list("pk", "now"):
        stands.setdefault(now, []).append(number)
    lines = DispatchLine.objects.filter(dispatch=dispatch)
    lines.update(
        due=Subquery(Assignment.objects.filter(pk=OuterRef("assignment")).values("due")[:1]), standing=Standing.OUT
    )
    for now, numbers in stands.items():
        lines.filter(pk__in=numbers).update(standing=now)


def _moved(dispatch: Dispatch, move: str, **values: object) -> None:
    dispatch.state, dispatch.version = MOVES[move].to or dispatch.state, dispatch.version + 1
    for name, value in values.items():
        setattr(dispatch, name, value)
    dispatch.save(update_fields=["state", "version", *values])


@transaction.atomic
def reopen(dispatch: Dispatch, *, by: Actor) -> Dispatch:
    """Leads may fill in again; how their lines stood is asked anew when it is closed. A 通报 that was drafted told of what
    changes now: its words are kept to be looked at, what a leader said of it lapses. Raises Refused."""
    dispatch = locked(dispatch, "reopen", by=by)
    DispatchLine.objects.filter(dispatch=dispatch).update(standing="", due=None)
    before = {"drafted_at": dispatch.drafted_at, "named_by": dispatch.notice_by, "named_on": dispatch.notice_on}
    _moved(dispatch, "reopen", closed_at=None, drafted_at=None, notice_by="", notice_on=None, notice_document="")
    asking.keep(dispatch)
    news = _("%(round)s重新开放填报。") % {"round": dispatch}
    told = _tell_silent(dispatch, tally(dispatch).silent, _("%(round)s重新开放填报"), news=news, by=by)
    detail = {"notice": before, "told": told}
    record.write("dispatch.reopen", by=by.who, about=dispatch, where=dispatch.plan.authority.path, detail=detail)
    return dispatch


@transaction.atomic
def hold(dispatch: Dispatch, *, meeting: str, on: date, version: int | None = None, by: Actor) -> Dispatch:
    """Say which meeting heard the round, on which day; again to correct it. `version` is the round's as somebody looked at
    it, None: as it stands. Raises Refused."""
    dispatch = locked(dispatch, "hold", by=by)
    meeting = one_line(meeting)[:120]
    ahead, other = on > timezone.localdate(), version not in {None, dispatch.version}
    now = {"meeting": dispatch.meeting or _("没有登记会议"), "day": dispatch.met_on or "—"}
    refuse_if(
        [
            _("您打开页面以后，别人改过这次调度。现在登记的会议：%(meeting)s，%(day)s。请看清再保存，您填的还在。")
            % now
            if other
            else None,
            None if meeting else _("没有写是哪次会议，如：局长办公会第8次会议。"),
            _("会议日期 %(day)s 还没有到，开了会再登记。") % {"day": on} if ahead else None,
        ]
    )
    before = {"meeting": dispatch.meeting, "on": dispatch.met_on}
    _moved(dispatch, "hold", meeting=meeting, met_on=on)
    detail = {"before": before, "after": {"meeting": meeting, "on": on}}
    record.write("dispatch.hold", by=by.who, about=dispatch, where=dispatch.plan.authority.path, detail=detail)
    return dispatch


def decision_of(dispatch: Dispatch) -> Decision:
    """The meeting as whoever decided what follows from it."""
    assert dispatch.met_on
    return Decision(dispatch.meeting, dispatch.met_on)

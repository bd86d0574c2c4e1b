"""What waits for a leader: 督办、通报、约谈 that the office proposed are sent, or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Role
from luoshi.office.plans.chasing import acts, telling
from luoshi.office.plans.chasing.acts import Gone
from luoshi.office.plans.chasing.ladder import State, why_not_of, why_not_take
from luoshi.office.plans.chasing.queries import chaseable
from luoshi.office.plans.decision import Decision
from luoshi.office.plans.models import Assignment, Chased, Chaser, Plan
from luoshi.office.refused import refuse_if


@dataclass(frozen=True)
class Verdict:
    """领导的决定: yes or no, in which words, and whose it is where the office enters it."""

    agree: bool
    words: str = ""
    demand: str = ""  # in place of what the office proposed to demand
    answer_by: date | None = None
    urgent: bool = False
    decision: Decision | None = None


def why_not_decide(one: Chaser, *, by: Actor) -> str | None:
    """Why the actor may not decide on it now; None if they may."""
    if why := why_not_of(one.plan, by=by) or why_not_take(one.step, by=by):
        return why
    if one.state == State.PROPOSED:
        return None
    return _("%(chaser)s现在是“%(state)s”，不用再决定。") % {"chaser": one, "state": one.get_state_display()}


@transaction.atomic
def decide(one: Chaser, verdict: Verdict, *, by: Actor) -> Gone:
    """Send what was proposed, or decline it. Raises Refused. What was done meanwhile is left out."""
    one = locked(one)
    refuse_if([why_not_decide(one, by=by), *_faults(verdict, by=by)])
    return _send(one, verdict, by=by) if verdict.agree else _decline(one, verdict, by=by)


@transaction.atomic
def agree_to(chasers: Sequence[Chaser], *, by: Actor) -> Gone:
    """Send several as they were proposed, all or none; a leader's own. Raises Refused."""
    refuse_if([None if chasers else _("还没有选中任何一份。")])
    gone = [decide(one, Verdict(True, urgent=one.urgent), by=by) for one in sorted(chasers, key=lambda one: one.pk)]
    return Gone(tuple(each.chasers[0] for each in gone), tuple(name for each in gone for name in each.unheard))


def locked(one: Chaser) -> Chaser:
    """The chaser as it is now, held with its plan until the transaction ends."""
    list(Plan.objects.select_for_update(of=("self",)).filter(pk=one.plan_id))
    Chaser.objects.select_for_update(of=("self",)).get(pk=one.pk)
    return acts.whole([one.pk])[0]


def _faults(verdict: Verdict, *, by: Actor) -> list[str | None]:
    early = verdict.answer_by is not None and verdict.answer_by < timezone.localdate()
    whose = verdict.decision is not None or by.role == Role.LEADER
    long = max(len(verdict.words), len(verdict.demand)) > acts.LONGEST
    return [
        *(verdict.decision.faults() if verdict.decision else ()),
        None if whose else _("这一步由局领导决定。请写明是谁、哪天定的，有签批单的写上名称。"),
        None if verdict.agree or verdict.words.strip() else _("不同意的，请写明为什么。"),
        _("反馈期限 %(day)s 已经过去。") % {"day": verdict.answer_by} if early else None,
        _("说明太长，最多 %(most)s 字。") % {"most": acts.LONGEST} if long else None,
    ]


def answer_by(one: Chaser, day: date) -> date | None:
    """Until when an answer is asked for if it is sent that day: as it was proposed, or counted anew where that has passed."""
    if one.answer_by is not None and one.answer_by <= day:
        return acts.in_time(one.step, day)
    return one.answer_by


def _send(one: Chaser, verdict: Verdict, *, by: Actor) -> Gone:
    day = timezone.localdate()
    still = Assignment.objects.filter(chaseable(day), chased__chaser=one)
    Chased.objects.filter(chaser=one).exclude(assignment__in=still).delete()
    (one,) = acts.whole([one.pk])
    refuse_if([None if one.chased.all() else _("这几件都已经报告完成或取消，不用再催。请选“不同意”。")])
    one.answer_by = verdict.answer_by or answer_by(one, day)
    one.words = verdict.demand.strip() or one.words
    one.urgent, one.sent_on = verdict.urgent, day
    acts.number([one])
    _decided(one, State.SENT, verdict, by=by)
    acts.write("send", one, by=by.who)
    return Gone((one,), telling.tell([one], by=by.who))


def _decline(one: Chaser, verdict: Verdict, *, by: Actor) -> Gone:
    _decided(one, State.DECLINED, verdict, by=by)
    return Gone((one,))


def _decided(one: Chaser, state: str, verdict: Verdict, *, by: Actor) -> None:
    one.state, one.decision = state, verdict.words.strip()
    for name, value in acts.decision_of(verdict.decision, by=by).items():
        setattr(one, name, value)
    one.save()
    acts.write("decide", one, by=by.who, agree=verdict.agree, said=one.decision)

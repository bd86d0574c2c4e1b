"""The verbs of the ladder: 提醒、催办 by hand; 督办、通报、约谈 proposed, decided, sent. Each all or none, each in the journal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.journal import record
from luoshi.office.journal.who import Who
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import SCHOOLS, Membership, Role
from luoshi.office.organisations.settings_table import value_of
from luoshi.office.plans.assignment.acts import hold_tasks
from luoshi.office.plans.chasing import queries, telling
from luoshi.office.plans.chasing.ladder import BY_HAND, LEADERS, RUNGS, State, Step, lower, why_not_of, why_not_take
from luoshi.office.plans.chasing.queries import Past, chaseable, pasts, to_chase, with_day
from luoshi.office.plans.decision import Decision
from luoshi.office.plans.models import Assignment, Chased, Chaser, Plan, Standing
from luoshi.office.refused import Refused, refuse_if

LONGEST = 2000  # characters of what is demanded
MOST = 2000  # assignments of one go
SAID = 12  # of them that a refusal names
BESIDE = ("task__plan__authority", "organisation", "parent")


@dataclass(frozen=True)
class Wish:
    """What somebody wants to send: which step, what is demanded, until when to answer, why a lower step is left out, whose
    decision it is where the office enters it."""

    step: str
    words: str = ""
    answer_by: date | None = None
    reason: str = ""
    urgent: bool = False
    decision: Decision | None = None

    def faults(self, *, by: Actor) -> Iterable[str | None]:
        """What is amiss whatever it is about."""
        day = timezone.localdate()
        long = len(self.words) > LONGEST or len(self.reason) > LONGEST
        yield _("说明太长，最多 %(most)s 字。") % {"most": LONGEST} if long else None
        if self.answer_by and self.answer_by < day:
            yield _("反馈期限 %(day)s 已经过去。") % {"day": self.answer_by}
        if self.step == Step.TALK and not self.words.strip():
            yield _("约谈要写明时间、地点、请谁来、谈什么。")
        if self.urgent and not (self.step in LEADERS and (by.role == Role.LEADER or self.decision)):
            yield _("急件只用于领导已经决定的督办、通报和约谈。")
        if self.decision:
            yield from self.decision.faults()
            yield None if self.step in LEADERS else _("提醒、催办不用领导决定。")


@dataclass(frozen=True)
class Gone:
    """What came of it: the chasers, and the organisations at which nobody is told because nobody signs in."""

    chasers: tuple[Chaser, ...]
    unheard: tuple[str, ...] = ()


def send(rows: Iterable[Assignment], wish: Wish, *, by: Actor) -> Gone:
    """Whatever the wish is: a reminder goes out, a leader's step goes out where a leader says so or the office enters that
    one did, and else is proposed. Raises Refused."""
    if wish.step in BY_HAND or by.role == Role.LEADER or wish.decision:
        return go_out(rows, wish, by=by)
    return Gone(tuple(propose(rows, wish, by=by)))


@transaction.atomic
def go_out(rows: Iterable[Assignment], wish: Wish, *, by: Actor) -> Gone:
    """Send it to each organisation, one chaser for all of its assignments. Raises Refused with every reason."""
    held = _held(rows)
    past = pasts(one.pk for one in held)
    decided = wish.step in BY_HAND or by.role == Role.LEADER or wish.decision is not None
    refuse_if(
        [
            why_not_take(wish.step, by=by),
            *wish.faults(by=by),
            None if decided else _("这一步由局领导决定。领导已经定了的，请写明是谁、哪天定的。"),
            *_shortened(_why_not_these(held, wish, past, by=by)),
        ]
    )
    whose = decision_of(wish.decision, by=by) if wish.step in LEADERS else {}
    made = store(held, wish, by=by.membership, state=State.SENT, **whose)
    for one in made:
        if one.step in LEADERS:
            write("decide", one, by=by.who)
        write("send" if one.step in LEADERS else one.step, one, by=by.who)
    return Gone(tuple(made), telling.tell(made, by=by.who))


@transaction.atomic
def propose(rows: Iterable[Assignment], wish: Wish, *, by: Actor) -> list[Chaser]:
    """Ask a leader for one of their steps. Raises Refused."""
    held = _held(rows)
    past = pasts(one.pk for one in held)
    not_office = by.role != Role.OFFICE
    refuse_if(
        [
            why_not_take(wish.step, by=by),
            *wish.faults(by=by),
            _("提醒、催办不用提请，直接发出。") if wish.step in BY_HAND else None,
            _("督办、通报、约谈由局办公室提请，局领导决定。") if not_office else None,
            *_shortened(_why_not_these(held, wish, past, by=by)),
            *(
                _("%(which)s已经提请%(step)s，等领导决定。") % {"which": called(one), "step": Step(wish.step).label}
                for one in held
                if wish.step in past.get(one.pk, Past()).proposed
            ),
        ]
    )
    made = store(held, wish, by=by.membership, state=State.PROPOSED)
    for one in made:
        write("propose", one, by=by.who)
    return made


def called(one: Assignment) -> str:
    """Which assignment, in a sentence."""
    return _("%(body)s的第%(number)s项") % {"body": one.organisation, "number": one.task.number}


def _held(rows: Iterable[Assignment]) -> list[Assignment]:
    """The rows as they are now, with their day, held with their plans and tasks until the transaction ends."""
    wanted = [one.pk for one in rows]
    if len(wanted) > MOST:
        raise Refused(_("一次最多催 %(most)s 件，请分几次。") % {"most": MOST})
    plans = Plan.objects.filter(tasks__assignments__in=wanted).values("pk")
    list(Plan.objects.select_for_update(of=("self",)).filter(pk__in=plans).order_by("pk"))
    hold_tasks(set(Assignment.objects.filter(pk__in=wanted).values_list("task", flat=True)))
    held = with_day(Assignment.objects.all()).select_related(*BESIDE)
    return list(held.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk"))


def _why_not_these(held: Sequence[Assignment], wish: Wish, past: dict[int, Past], *, by: Actor) -> Iterable[str | None]:
    """What speaks against the step for each assignment."""
    if not held:
        yield _("还没有选中任何一件。")
        return
    yield from dict.fromkeys(why_not_of(one.task.plan, by=by) for one in held)
    pks = [one.pk for one in held]
    theirs = {one.pk: one.standing for one in to_chase(by).filter(pk__in=pks)}  # type: ignore[attr-defined]  # annotated
    open_ones = set(Assignment.objects.filter(chaseable(timezone.localdate()), pk__in=pks).values_list("pk", flat=True))
    gap = value_of(held[0].task.plan.authority, "chase_gap_days")
    for one in held:
        if one.pk not in open_ones:
            yield _("%(which)s现在不用催：%(state)s。") % {"which": called(one), "state": one.get_state_display()}
        elif one.pk not in theirs:
            yield _("%(which)s不是您单位提出的，由局办公室或牵头单位催办。") % {"which": called(one)}
        else:
            yield _too_soon(one, wish, past.get(one.pk), gap=gap)
            yield _leaves_out(one, wish, past.get(one.pk, Past()), theirs[one.pk])


def _shortened(reasons: Iterable[str | None]) -> list[str]:
    """The first of many reasons; nobody reads three hundred."""
    found = [reason for reason in reasons if reason]
    rest = len(found) - SAID
    return (
        found if rest <= 0 else [*found[:SAID], _("另有 %(count)s 件也是这样，可以用筛选分开来催。") % {"count": rest}]
    )


def _too_soon(one: Assignment, wish: Wish, past: Past | None, *, gap: int) -> str | None:
    """Schools are not asked about the same again and again. A leader's decision is not held up."""
    if wish.step in LEADERS or one.organisation.kind not in SCHOOLS:
        return None
    if past is None or not queries.is_quiet(past, gap=gap, day=timezone.localdate()):
        return None
    return _("%(which)s %(day)s刚催过（%(step)s），%(gap)s 天内不再催学校同一件事。") % {
        "which": called(one),
        "day": past.day,
        "step": Step(past.step).label,
        "gap": gap,
    }


def _leaves_out(one: Assignment, wish: Wish, past: Past, standing: str) -> str | None:
    """A step above what was done before, or about what is not late, needs a reason in writing."""
    if wish.reason.strip():
        return None
    said = {"which": called(one), "step": Step(wish.step).label, "lower": lower(wish.step)}
    if wish.step != Step.REMIND and standing not in (Standing.LATE, Standing.STALLED):
        return _("%(which)s没有滞后，也没有停滞。确要“%(step)s”的，请写明理由。") % said
    if wish.step in LEADERS and not past.steps & {*RUNGS[wish.step].after, *LEADERS}:
        return _("%(which)s还没有%(lower)s过。越过它直接“%(step)s”的，请写明理由。") % said
    return None


def decision_of(decision: Decision | None, *, by: Actor) -> dict[str, Any]:
    """Whose decision it is, as a chaser keeps it."""
    return {
        "decided_by": decision.by.strip()[:120] if decision else by.person.name,
        "decided_on": decision.on if decision else timezone.localdate(),
        "document": decision.document.strip()[:120] if decision else "",
        "decider": by.membership,
    }


def store(held: Sequence[Assignment], wish: Wish, *, by: Membership | None, state: str, **values: Any) -> list[Chaser]:
    """One chaser for each plan and organisation, numbered where it goes out on paper. Plans are held by the caller."""
    groups: dict[tuple[int, int], list[Assignment]] = {}
    for one in held:
        groups.setdefault((one.task.plan_id, one.organisation_id), []).append(one)
    day = timezone.localdate()
    made = [
        Chaser(
            plan=ones[0].task.plan, organisation=ones[0].organisation, step=wish.step, state=state, made_by=by,
            words=wish.words.strip() or str(RUNGS[wish.step].demand), reason=wish.reason.strip(), urgent=wish.urgent,
            answer_by=wish.answer_by or in_time(wish.step, day), sent_on=day if state == State.SENT else None, **values,
        )
        for ones in groups.values()
    ]  # fmt: skip
    if state == State.SENT:
        number(made)
    Chaser.objects.bulk_create(made)
    Chased.objects.bulk_create(
        Chased(chaser=one, assignment=each, step=wish.step, scheduled=by is None, due=each.day)  # type: ignore[attr-defined]  # annotated
        for one, ones in zip(made, groups.values(), strict=True)
        for each in ones
    )
    return whole(one.pk for one in made)


def whole(pks: Iterable[int]) -> list[Chaser]:
    """Chasers with what they are about, as papers, messages and the journal need them."""
    about = Chased.objects.select_related("assignment__task", "assignment__parent", "chaser").order_by(
        "assignment__task__order", "pk"
    )
    rows = Chaser.objects.filter(pk__in=list(pks)).select_related("plan__authority", "organisation")
    return list(rows.prefetch_related(Prefetch("chased", about)).order_by("pk"))


def in_time(step: str, day: date) -> date | None:
    days = RUNGS[step].days
    return day + timedelta(days=days) if days else None


def number(made: Sequence[Chaser]) -> None:
    """Numbers within plan and step for what has a paper."""
    last: dict[int, int] = {}
    for one in made:
        if not RUNGS[one.step].paper:
            continue
        if one.plan_id not in last:
            found = Chaser.objects.filter(plan=one.plan_id, step=one.step).aggregate(last=Max("number"))["last"]
            last[one.plan_id] = found or 0
        last[one.plan_id] += 1
        one.number = last[one.plan_id]


def write(verb: str, one: Chaser, *, by: Who, **more: Any) -> None:
    what = "；".join(each.assignment.called for each in one.chased.all())
    about = record.About(one._meta.label_lower, str(one.pk), f"{one}: {what}" if what else str(one))
    record.write(f"chaser.{verb}", by=by, about=about, where=one.organisation.path, detail=told(one) | more)


def told(one: Chaser) -> dict[str, Any]:
    """A chaser, with what it is about, as the journal keeps it."""
    about = [f"{each.assignment.task.number} {each.due or ''}".strip() for each in one.chased.all()]
    said = {
        "plan": one.plan.title, "step": one.step, "number": one.number, "assignments": about, "words": one.words,
        "reason": one.reason, "answer_by": one.answer_by, "urgent": one.urgent, "decided_by": one.decided_by,
        "decided_on": one.decided_on, "document": one.document,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value not in ("", None, False)}

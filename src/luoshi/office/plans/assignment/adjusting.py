"""申请调整: an owner asks for another day, another owner, other words or to be let off; a leader decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.desk import asks
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Organisation
from luoshi.office.plans import assigning, telling
from luoshi.office.plans.assignment import parties
from luoshi.office.plans.assignment.acts import (
    all_locked,
    called,
    changed_since,
    faults,
    locked,
    moved,
    refuse_unless_all,
    tell,
)
from luoshi.office.plans.assignment.moves import CANCELLED, ISSUED, RECEIVED, why_not
from luoshi.office.plans.assignment.said import NOTHING, Said
from luoshi.office.plans.models import Adjustment, Assignment, Movement
from luoshi.office.refused import Refused, refuse_if

Kind, State = Adjustment.Kind, Adjustment.State


@dataclass(frozen=True)
class Asked:
    """What an owner asks for, and why."""

    kind: str
    why: str
    new_due: date | None = None  # of 延期
    to: Organisation | None = None  # of 改由其他单位承办, where the owner knows whose it is

    def faults(self, one: Assignment) -> list[str | None]:
        return [
            None if self.kind in Kind.values else _("请选要调整什么。"),
            self.wrong_day(one),
            self.wrong_body(one),
        ]

    def wrong_day(self, one: Assignment) -> str | None:
        if self.kind != Kind.EXTEND:
            return None
        if self.new_due and (one.due is None or self.new_due > one.due) and self.new_due >= timezone.localdate():
            return None
        return _("延期要写明延到哪天，并且晚于原来的时限%(due)s。") % {"due": one.due or ""}

    def wrong_body(self, one: Assignment) -> str | None:
        if self.to and not self.to.path.startswith(one.task.plan.authority.path):
            return _("“%(to)s”不归本局管，不能改由它承办。") % {"to": self.to}
        if self.to and self.to.pk == one.organisation_id:
            return _("“%(to)s”就是现在的承办单位。") % {"to": self.to}
        if self.to and one.parent and parties.is_out_of_sight(self.to, of=one.parent.organisation):
            said = {"to": self.to, "lead": one.parent.organisation}
            return _("“%(to)s”不在“%(lead)s”的辖区内，不能由它承办。") % said
        return _closed(self.to) if self.to else None


def _closed(to: Organisation) -> str | None:
    """What was merged or closed takes nothing over; who carries on there may."""
    day = timezone.localdate()
    if to.is_open(day):
        return None
    heir = assigning.still_there(to, day)
    if heir is None:
        return _("“%(to)s”现在没有办学或办公，也没有承接它的单位，不能改由它承办。请另写一个单位。") % {"to": to}
    return _("“%(to)s”已经撤并，承接它的是“%(heir)s”。请改写“%(heir)s”。") % {"to": to, "heir": heir}


@transaction.atomic
def ask_change(one: Assignment, asked: Asked, *, by: Actor, version: int | None = None) -> Adjustment:
    """Ask for a change. Raises Refused."""
    one = locked(one)
    said = Said(words=asked.why, more={"kind": asked.kind, "new_due": asked.new_due, "to": str(asked.to or "")})
    refuse_if(
        [
            why_not(one, "ask_change", by=by),
            changed_since(one, version),
            *asked.faults(one),
            *faults(one, "ask_change", said, by=by),
        ]
    )
    before = one.state
    movement = moved(one, "ask_change", by=by, said=said)
    return Adjustment.objects.create(
        assignment=one,
        kind=asked.kind,
        why=asked.why.strip(),
        old_due=one.due,
        new_due=asked.new_due if asked.kind == Kind.EXTEND else None,
        to=asked.to if asked.kind == Kind.REASSIGN else None,
        before=before,
        asked=movement,
    )


def open_one(one: Assignment) -> Adjustment:
    return one.adjustments.select_related("to").get(state=State.OPEN)


@transaction.atomic
def withdraw_change(one: Assignment, *, by: Actor, said: Said = NOTHING, version: int | None = None) -> Assignment:
    """Take one's request back. Raises Refused."""
    one = locked(one)
    _refuse_unless_open(one, "withdraw_change", by=by, said=said, version=version)
    asked = open_one(one)
    _answer(asked, State.WITHDRAWN, moved(one, "withdraw_change", by=by, said=said, to=asked.before))
    return one


def _answer(asked: Adjustment, state: str, movement: Movement) -> None:
    asked.state, asked.answered = state, movement
    asked.save(update_fields=["state", "answered"])


@transaction.atomic
def refuse_change(one: Assignment, *, by: Actor, said: Said, version: int | None = None) -> Assignment:
    """Say no, and why. Raises Refused."""
    one = locked(one)
    _refuse_unless_open(one, "refuse_change", by=by, said=said, version=version)
    _refuse(one, by=by, said=said)
    tell([one], "refuse_change", said, by=by)
    return one


@transaction.atomic
def grant_change(one: Assignment, *, by: Actor, said: Said = NOTHING, version: int | None = None) -> Assignment:
    """Say yes: the day moves and the old one is kept, the assignment goes to the other organisation, or ends. Other words
    are written by an amendment of the task, to which the page leads. Raises Refused."""
    one = locked(one)
    _refuse_unless_open(one, "grant_change", by=by, said=said, version=version)
    granted = _words(open_one(one))
    _grant(one, by=by, said=said)
    telling.tell_of_answer([one], granted, said.words.strip(), by=by.who)
    return one


def _words(asked: Adjustment) -> str:
    """What is granted, for who asked for it."""
    if asked.kind == Kind.EXTEND:
        return _("同意延期到 %(due)s") % {"due": asked.new_due}
    if asked.kind == Kind.REASSIGN and asked.to:
        return _("同意改由%(to)s承办") % {"to": asked.to}
    return _("同意不再承办") if asked.kind == Kind.DROP else _("同意调整")


@transaction.atomic
def decide_all(rows: Iterable[Assignment], *, grant: bool, by: Actor, said: Said = NOTHING) -> int:
    """The same answer to many requests, or none; gives how many. Raises Refused with every reason, each naming its row."""
    found = all_locked(rows)
    refuse_unless_all(found, "grant_change" if grant else "refuse_change", by=by, said=said)
    reasons: list[str] = []
    for one in sorted(found, key=parties.is_lead):  # as acts.act_on_all
        try:
            (_grant if grant else _refuse)(one, by=by, said=said)
        except Refused as refusal:
            reasons += [f"{called(one)}：{reason}" for reason in refusal.reasons]
    refuse_if(reasons)
    tell(found, "grant_change" if grant else "refuse_change", said, by=by)
    return len(found)


def _refuse_unless_open(one: Assignment, move: str, *, by: Actor, said: Said, version: int | None) -> None:
    refuse_if([why_not(one, move, by=by), changed_since(one, version), *faults(one, move, said, by=by)])


def _refuse(one: Assignment, *, by: Actor, said: Said) -> None:
    asked = open_one(one)
    _answer(asked, State.REFUSED, moved(one, "refuse_change", by=by, said=said, to=_back(asked)))


def _grant(one: Assignment, *, by: Actor, said: Said) -> None:
    asked = open_one(one)
    gone = asked.kind == Kind.DROP or (asked.kind == Kind.REASSIGN and asked.to is not None)
    if gone and asked.to:
        refuse_if([_closed_since(asked.to) or _taken(one, asked.to)])
        _hand_over(one, asked.to, by=by)
    values = {"due": asked.new_due} if asked.kind == Kind.EXTEND else {}
    movement = moved(one, "grant_change", by=by, said=said, to=CANCELLED if gone else _back(asked), **values)
    _answer(asked, State.GRANTED, movement)
    if gone:
        asks.recall(assigning.SOURCE, [str(one.pk)], why=_("已同意不再承办"))
        _recall_pieces(one, by=by)
    if values and one.is_under_way:
        assigning.ask(one.task.plan, [one])


def _back(asked: Adjustment) -> str:
    """The state before it; what was asked about has been received."""
    return RECEIVED if asked.before == ISSUED else asked.before


def _closed_since(to: Organisation) -> str | None:
    """It may have been closed after it was named."""
    if why := _closed(to):
        return why + _("这份申请请选“不同意调整”，由承办单位改写后再申请。")
    return None


def _of(one: Assignment, to: Organisation) -> QuerySet[Assignment]:
    """The same thing as it is or was asked of another organisation; there is one at the most."""
    return Assignment.objects.filter(
        task=one.task_id,
        organisation=to,
        part=one.part,
        occurrence=one.occurrence,
        parent=one.parent_id,
        asked=one.asked,
    )


def _taken(one: Assignment, to: Organisation) -> str | None:
    held = _of(one, to).exclude(state=CANCELLED).first()
    if held is None:
        return None
    if held.state == Assignment.State.PROPOSED:
        return _("“%(to)s”这一件在“待增补”里，请局办公室先增补它。") % {"to": to}
    return _("“%(to)s”已经承办这一件。") % {"to": to}


def _recall_pieces(one: Assignment, *, by: Actor) -> None:
    """What it had asked of others for its own part is asked by nobody any more."""
    pieces = list(Assignment.objects.under_way().filter(parent=one.pk))
    why = _("%(lead)s不再承办") % {"lead": one.organisation}
    held = all_locked(pieces) if pieces else []
    for piece in held:
        moved(piece, "recall", by=by, said=Said(why))
    tell(held, "recall", Said(why), by=by)
    asks.recall(assigning.SOURCE, [str(piece.pk) for piece in pieces], why=why)


def _hand_over(one: Assignment, to: Organisation, *, by: Actor) -> None:
    """Whoever had it before and let it go has it again, with its history."""
    had = all_locked(before) if (before := list(_of(one, to))) else []
    if not had:
        made = Assignment(
            task=one.task, responsibility=one.responsibility, organisation=to, part=one.part, occurrence=one.occurrence,
            parent=one.parent, asked=one.asked, due=one.due,
        )  # fmt: skip
        telling.tell_of_work(one.task.plan, assigning.store(one.task.plan, [made]), by=by.who)
    for again in had:
        said = Said(_("由%(from)s转来。") % {"from": one.organisation})
        again.responsibility = one.responsibility
        moved(again, "again", by=by, said=said, due=one.due, moved_at=timezone.now())  # it is heard of anew from today
        assigning.ask(one.task.plan, [again])
        asks.reopen(assigning.SOURCE, [str(again.pk)])  # it may have been reported before
        telling.tell_of_work(one.task.plan, [again], by=by.who)

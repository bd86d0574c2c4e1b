"""分办: a lead breaks its own part down into what others do for it, each an assignment of its own; and takes that back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.desk import asks
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Organisation
from luoshi.office.plans import assigning, telling
from luoshi.office.plans.assignment import parties
from luoshi.office.plans.assignment.acts import act, changed_since, locked, moved
from luoshi.office.plans.assignment.moves import ISSUED, why_not
from luoshi.office.plans.assignment.said import Said
from luoshi.office.plans.models import Assignment, Responsibility
from luoshi.office.refused import refuse_if
from luoshi.reader.write.wording import one_line

MOST = 1000  # organisations of one 分办


@dataclass(frozen=True)
class Piece:
    """What a lead asks of others: in its own words, or the task's where they are empty."""

    words: str
    due: date | None
    organisations: Sequence[Organisation]

    def faults(self, one: Assignment) -> list[str | None]:
        authority, day = one.task.plan.authority, timezone.localdate()
        late = self.due and one.due and self.due > one.due
        reasons: list[str | None] = [
            None if self.organisations else _("还没有选由谁承办。"),
            _("一次最多分给 %(most)s 个单位。") % {"most": MOST} if len(self.organisations) > MOST else None,
            _("内容太长，最多 300 字。") if len(one_line(self.words)) > 300 else None,
            _("完成时限 %(due)s 已经过去。") % {"due": self.due} if self.due and self.due < day else None,
            _("完成时限 %(due)s 晚于您自己的时限 %(own)s。") % {"due": self.due, "own": one.due} if late else None,
        ]
        for body in self.organisations:
            if not body.path.startswith(authority.path) or body.pk == authority.pk:
                reasons.append(_("“%(name)s”不归本局管，不能分给它。") % {"name": body})
            elif body.pk == one.organisation_id:
                reasons.append(_("“%(name)s”是您自己的单位，不用分给自己。") % {"name": body})
            elif not body.is_open(day):
                reasons.append(_("“%(name)s”已经撤并，请改选承接它的单位。") % {"name": body})
        return reasons


@transaction.atomic
def split(one: Assignment, piece: Piece, *, by: Actor, version: int | None = None) -> list[Assignment]:
    """Ask it of all these organisations, or of none; who has the same already is left as it is. Raises Refused."""
    one = locked(one)
    words = one_line(piece.words)
    refuse_if(
        [why_not(one, "split", by=by), changed_since(one, version), *piece.faults(one), *_out_of_sight(piece, by=by)]
    )
    held = set(one.pieces.filter(asked=words).exclude(state="cancelled").values_list("organisation", flat=True))
    let_go = one.pieces.filter(asked=words, state="cancelled").select_related("organisation")
    again = {each.organisation_id: each for each in let_go}
    wanted = [body for body in piece.organisations if body.pk not in held]
    refuse_if([None if wanted else _("这些单位都已经分到同样的事了。")])
    due = piece.due or one.due
    new = [
        Assignment(
            task=one.task, responsibility=one.responsibility, organisation=body, part=Responsibility.Part.ASSIST,
            occurrence=one.occurrence, parent=one, asked=words, due=due,
        )
        for body in wanted if body.pk not in again
    ]  # fmt: skip
    made = assigning.store(one.task.plan, new)
    for body in wanted:
        if body.pk in again:
            made.append(_give_again(again[body.pk], one, due, by=by))
    said = Said(words=words, more={"organisations": [str(body) for body in wanted], "due": due})
    moved(one, "split", by=by, said=said, to=Assignment.State.WORKING)
    telling.tell_of_work(one.task.plan, made, by=by.who)
    return made


def _out_of_sight(piece: Piece, *, by: Actor) -> list[str]:
    """A centre or school that leads may ask those below it, whoever enters that: what others do it could not look at."""
    return [
        _("“%(name)s”不在您的辖区内，不能分给它。") % {"name": body}
        for body in piece.organisations
        if parties.is_out_of_sight(body, of=by.organisation)
    ]


def _give_again(piece: Assignment, one: Assignment, due: date | None, *, by: Actor) -> Assignment:
    """What was taken back, asked for again: its history goes on."""
    piece.task, piece.parent = one.task, one
    moved(piece, "split", by=by, said=Said(words=piece.asked), to=ISSUED, due=due)
    assigning.ask(one.task.plan, [piece])
    asks.reopen(assigning.SOURCE, [str(piece.pk)])  # it may have been reported before
    return piece


@transaction.atomic
def recall(piece: Assignment, *, why: str, by: Actor, version: int | None = None) -> Assignment:
    """Take back what one asked of another. Raises Refused."""
    piece = act(piece, "recall", by=by, said=Said(words=why), version=version)
    asks.recall(assigning.SOURCE, [str(piece.pk)], why=why.strip())
    return piece

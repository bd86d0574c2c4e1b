"""Where nothing is the actor's to do about an assignment: who acts on it now, and what the actor may turn to instead."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.desk.asks import ANSWERERS, due_words
from luoshi.office.desk.models import Ask
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Role
from luoshi.office.plans.assigning import SOURCE
from luoshi.office.plans.assignment import parties
from luoshi.office.plans.assignment.lists import TO_DO, kinds_of
from luoshi.office.plans.assignment.moves import INSTEAD
from luoshi.office.plans.models import Assignment

State = Assignment.State
OTHERS, OWN, ASKED = range(3)  # in this order
LAST = date(9999, 12, 31)  # after everything that has a day


@dataclass(frozen=True)
class Following:
    """下一件: what waits for the actor beside this one: first what others wait for, then their own by its day."""

    what: str
    address: str
    due: str  # in words


def who_acts(one: Assignment, *, by: Actor) -> str:
    """What happens now and whose turn it is; to an observer above, whose page names nobody, without names."""
    if one.state == State.REPORTED:
        said = _("已报告完成，现在等%(signer)s签批，再由%(verifier)s核验办结。")
        return said % {"signer": parties.signer_words(one, named=by.sees_persons), "verifier": _verifier(one, by)}
    if one.state == State.SIGNED:
        return _("已报告完成，现在等%(verifier)s核验办结。") % {"verifier": _verifier(one, by)}
    return str(INSTEAD[one.state])


def _verifier(one: Assignment, by: Actor) -> str:
    return parties.verifier_words(one, named=by.sees_persons)


def following(one: Assignment, *, by: Actor) -> Following | None:
    """One question: what is asked of the actor's school, and what waits for the actor of what others report."""
    if by.role == Role.OBSERVER:
        return None
    rows = [_assigned(kind.rows(by).exclude(pk=one.pk), OWN if kind is TO_DO else OTHERS) for kind in kinds_of(by)]
    if by.role in ANSWERERS:
        others = Ask.objects.visible_to(by).open().exclude(source_kind=SOURCE, source_id=str(one.pk))
        rows.insert(0, _asked(others))
    if not rows:
        return None
    found = rows[0].union(*rows[1:], all=True) if rows[1:] else rows[0]
    first = found.order_by("turn", "day", "number").first()
    return _following(first) if first else None


def _assigned(rows: QuerySet[Assignment], turn: int) -> QuerySet[Any, Any]:
    words = Coalesce(NullIf("asked", Value("")), "task__words", output_field=CharField())
    day = Coalesce("due", Value(LAST), output_field=DateField())
    which = Value(turn, IntegerField())
    return rows.order_by().values(number=F("pk"), turn=which, said=words, page=Value("", CharField()), day=day)


def _asked(rows: QuerySet[Ask]) -> QuerySet[Any, Any]:
    return rows.order_by().values(
        number=F("pk"), turn=Value(ASKED, IntegerField()), said=F("what"), page=F("link"), day=F("due")
    )


def _following(row: dict[str, Any]) -> Following:
    address = row["page"] or reverse("ask" if row["turn"] == ASKED else "assignment", args=[row["number"]])
    due = "" if row["day"] == LAST else due_words(row["day"], today=timezone.localdate())
    return Following(row["said"], address, due)

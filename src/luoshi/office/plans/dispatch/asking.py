"""What a round asks of a school that leads stands in the ledger of asks, as all else that schools are asked."""

from django.urls import reverse
from django.utils.translation import gettext as _

from luoshi.office.desk import asks
from luoshi.office.desk.models import Ask
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import SCHOOLS, Organisation
from luoshi.office.plans.dispatch.queries import Lead, tally
from luoshi.office.plans.models import Dispatch

SOURCE = "plans.dispatch"
MINUTES = 5  # a line takes: some sentences on work that the school knows


def keep(dispatch: Dispatch) -> None:
    """Have the ledger say what every school has still to fill in, until when."""
    waiting = [one for one in tally(dispatch).leads if one.organisation.kind in SCHOOLS and one.waiting]
    asks.reopen(SOURCE, [_number(dispatch, one.organisation) for one in waiting])
    asks.enter([(one.organisation, _wanted(dispatch, one)) for one in waiting], asked_by=dispatch.opened_by)
    known = {_number(dispatch, one.organisation) for one in waiting}
    asks.recall(SOURCE, _held(dispatch) - known, why=_("这次调度没有要填的了"))


def answered(dispatch: Dispatch, school: Organisation, *, by: Actor) -> None:
    """A school has filled in: all that it was asked, or some of it."""
    if school.kind not in SCHOOLS:
        return
    if any(one.waiting for one in tally(dispatch).leads if one.organisation.pk == school.pk):
        keep(dispatch)
    else:
        asks.close(SOURCE, [_number(dispatch, school)], by=by.membership, behalf=str(by.behalf or ""))


def take_back(dispatch: Dispatch, *, why: str) -> None:
    """Schools need not fill in any more what they have not."""
    asks.recall(SOURCE, _held(dispatch), why=why)


def _number(dispatch: Dispatch, school: Organisation) -> str:
    return f"{dispatch.pk}/{school.pk}"


def _held(dispatch: Dispatch) -> set[str]:
    """What the round has asked and nobody has answered yet; its line may be gone meanwhile."""
    asked = Ask.objects.open().filter(source_kind=SOURCE, source_id__startswith=f"{dispatch.pk}/")
    return set(asked.values_list("source_id", flat=True))


def _wanted(dispatch: Dispatch, lead: Lead) -> asks.Wanted:
    plan = dispatch.plan
    number = _("（%(number)s）") % {"number": plan.number} if plan.number else ""
    return asks.Wanted(
        what=_("填%(round)s（%(count)s 项任务）") % {"round": str(dispatch)[:120], "count": lead.lines},
        kind=Ask.Kind.FILING,
        minutes=MINUTES * lead.lines,
        due=dispatch.due,
        basis=_("《%(plan)s》%(number)s") % {"plan": str(plan)[:120], "number": number},
        asker=str(plan.authority),
        source=(SOURCE, _number(dispatch, lead.organisation)),
        link=reverse("dispatch-table", args=[dispatch.pk, lead.organisation.pk]),
    )

"""What a round asks of a school that leads stands in the ledger of asks, as all else that schools are asked."""

from collections.abc import Iterable

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


def keep(dispatch: Dispatch, *, of: Organisation | None = None, by: Actor) -> None:
    """Have the ledger say what every school, or the one, has still to fill in, until when."""
    if of and of.kind not in SCHOOLS:
        return
    leads = [one for one in tally(dispatch).leads if one.organisation.kind in SCHOOLS]
    leads = [one for one in leads if of is None or one.organisation.pk == of.pk]
    waiting = [one for one in leads if one.waiting]
    asks.reopen(SOURCE, [_number(dispatch, one) for one in waiting])
    asks.enter([(one.organisation, _wanted(dispatch, one)) for one in waiting], asked_by=dispatch.opened_by)
    through = [_number(dispatch, one) for one in leads if not one.waiting]
    asks.close(SOURCE, through, by=by.membership, behalf=str(by.behalf or ""))


def take_back(dispatch: Dispatch, leads: Iterable[Lead], *, why: str) -> None:
    """Schools need not fill in any more what they have not."""
    asks.recall(SOURCE, [_number(dispatch, one) for one in leads], why=why)


def _number(dispatch: Dispatch, lead: Lead) -> str:
    return f"{dispatch.pk}/{lead.organisation.pk}"


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
        source=(SOURCE, _number(dispatch, lead)),
        link=reverse("dispatch-table", args=[dispatch.pk, lead.organisation.pk]),
    )

"""What the overviews bring to the pages that join apps: the lists that jobs export, numbers for the home page, the tabs."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.desk.asks import ANSWERERS
from luoshi.office.desk.exports import ExportedList
from luoshi.office.glance import Glance
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans.assignment.queries import standing
from luoshi.office.plans.models import DRAFTERS, READERS, Plan, Standing
from luoshi.office.plans.overview import assignments, ledger, year
from luoshi.office.plans.overview.scope import WHOLE
from luoshi.office.plans.overview.tallies import numbers_of, still

LISTS: dict[str, ExportedList] = {
    "ledger": ExportedList(gettext_lazy("台账"), DRAFTERS, ledger.make),
    "assignments": ExportedList(gettext_lazy("承办"), READERS - {"observer"}, assignments.make),
    "year": ExportedList(gettext_lazy("兑现情况"), DRAFTERS, year.make),
}

# The pages beside one another, and who may open them.
TABS: tuple[tuple[str, Promise, frozenset[str] | tuple[str, ...]], ...] = (
    ("overview", gettext_lazy("总览"), ("leader", "office")),
    ("ledger", gettext_lazy("台账"), WHOLE),
    ("assignments", gettext_lazy("承办"), WHOLE),
    ("year", gettext_lazy("兑现情况"), WHOLE),
    ("results", gettext_lazy("考核依据"), DRAFTERS),
)


@dataclass(frozen=True)
class Tab:
    """One of the pages beside one another."""

    label: str
    address: str
    here: bool


def tabs(actor: Actor, here: str, year: str) -> list[Tab]:
    """Those that the actor may open, each of the same year; none where there is but one."""
    after = f"?year={year}" if year else ""
    return [Tab(str(label), reverse(name) + after, name == here) for name, label, roles in TABS if actor.role in roles]


def glances(actor: Actor) -> Iterator[Glance]:
    """How many assignments of the actor's area are late, and how many soon may be. A school sees its own one by one."""
    if actor.role not in READERS - ANSWERERS:
        return
    year = timezone.localdate().year
    plans = Plan.objects.visible_to(actor).filter(state=Plan.State.ISSUED, year=year)
    rows = still(standing(actor.authority).filter(task__plan__in=plans, task__cancelled_on__isnull=True))
    if actor.role not in WHOLE:
        rows = rows.filter(actor.area.q("organisation__path"))
    numbers = numbers_of(rows)
    if not numbers:
        return
    late = numbers.get(Standing.LATE, 0)
    at = f"{reverse('assignments')}?year={year}&standing="
    yield Glance(_("滞后的承办（件）"), f"{at}{Standing.LATE}", late, amiss=late > 0)
    yield Glance(_("临近时限的承办（件）"), f"{at}{Standing.NEAR}", numbers.get(Standing.NEAR, 0))

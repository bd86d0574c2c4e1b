"""离任交接: what a membership answers for in drafts and issued plans goes to its successor."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.handover import Item
from luoshi.office.organisations.models import Membership
from luoshi.office.plans.approval import YEARS_BACK
from luoshi.office.plans.models import Assignment, Plan, Responsibility


def move(given: Membership, taken: Membership, _day: date, _by: Actor) -> Iterator[Item]:
    """Tasks that name the membership as leader or person, while their plan's year is not over; plans that it issued, so
    that what they go on asking of schools is asked by somebody who is there, last year's too; and what it is named to verify. Who reported
    a thing stays who reported it: the successor may verify it."""
    year = timezone.localdate().year
    held = Responsibility.objects.filter(membership=given, task__plan__year__gte=year, task__cancelled_on__isnull=True)
    rows = list(held.select_related("task__plan"))
    held.update(membership=taken)
    for one in rows:
        note = _("《%(plan)s》第%(number)s项") % {"plan": one.task.plan, "number": one.task.number}
        yield Item(str(one.get_part_display()), one.task.words[:100], note)
    issued = Plan.objects.filter(issued_by=given, year__gte=year - YEARS_BACK)
    for plan in issued:
        yield Item(_("已印发的计划"), str(plan), _("继续下达每学期的任务"))
    issued.update(issued_by=taken)
    yield from _to_verify(given, taken)


# What was found behind, or on track, may still be reported; the rest was verified and stays whose it was.
ENDED = (Assignment.State.CANCELLED, Assignment.State.DONE, Assignment.State.STANDING)


def _to_verify(given: Membership, taken: Membership) -> Iterator[Item]:
    """What is still to be verified; where the successor works for who has it in hand, nobody verifies it any more and the
    office names somebody else."""
    held = Assignment.objects.filter(verifier=given).exclude(state__in=ENDED)
    rows = list(held.select_related("organisation", "task__plan"))
    own = [one.pk for one in rows if one.organisation_id == taken.organisation_id]
    held.exclude(pk__in=own).update(verifier=taken)
    held.filter(pk__in=own).update(verifier=None)
    for one in rows:
        note = _("要另外指定核验人") if one.pk in own else str(one.get_state_display())
        yield Item(_("核验"), f"{one.organisation}：{one.what}"[:100], note)

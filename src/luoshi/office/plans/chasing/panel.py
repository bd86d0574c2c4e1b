"""What chasing brings to the home page: what waits for a leader's decision or an organisation's answer, and what is overdue."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Role
from luoshi.office.pending import Pending
from luoshi.office.plans.assignment.parties import OWNER_ROLES
from luoshi.office.plans.chasing.ladder import State
from luoshi.office.plans.chasing.queries import awaited_of
from luoshi.office.plans.models import Chaser, ChaserQuerySet


def proposed(actor: Actor) -> ChaserQuerySet:
    """What the authority's leaders are asked to decide."""
    return Chaser.objects.visible_to(actor).filter(plan__authority=actor.authority, state=State.PROPOSED)


def pending(actor: Actor) -> Iterable[Pending]:
    """For a leader what was proposed; for whoever works for an organisation what it is asked to answer."""
    if actor.role == Role.LEADER and (count := proposed(actor).count()):
        yield Pending(_("提请督办、通报、约谈，等您决定"), reverse("chasers-proposed"), count=count)
    if actor.behalf or actor.role in OWNER_ROLES.get(actor.organisation.kind, ()):
        for one in awaited_of(actor):
            assert one.answer_by
            what = _("反馈%(step)s：%(plan)s") % {"step": one.get_step_display(), "plan": one.plan}
            due = _("%(month)s月%(day)s日前") % {"month": one.answer_by.month, "day": one.answer_by.day}
            yield Pending(what, reverse("chaser", args=[one.pk]), due=due)


def overdue(actor: Actor) -> ChaserQuerySet:
    """What the authority's organisations were asked to answer by a day that has passed."""
    late = Chaser.objects.awaiting_answer().filter(answer_by__lt=timezone.localdate())
    return late.filter(plan__authority=actor.authority)

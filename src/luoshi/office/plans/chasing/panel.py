"""What chasing brings to the home page: what waits for a leader's decision or an organisation's answer, and what is overdue."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.asking import asked_by_actor, counted_by_actor
from luoshi.office.organisations.models import Role
from luoshi.office.pending import Pending
from luoshi.office.plans.assignment.parties import OWNER_ROLES
from luoshi.office.plans.chasing.ladder import State, Step
from luoshi.office.plans.chasing.queries import awaited_of
from luoshi.office.plans.models import Chaser, ChaserQuerySet


def proposed(actor: Actor) -> ChaserQuerySet:
    """What the authority's leaders are asked to decide."""
    return Chaser.objects.visible_to(actor).filter(plan__authority=actor.authority, state=State.PROPOSED)


number_proposed = counted_by_actor(proposed)


@asked_by_actor
def _awaited(by: Actor) -> QuerySet[Any, Any]:
    return awaited_of(by).values_list("pk", "step", "plan__title", "answer_by")


def pending(actor: Actor) -> Iterable[Pending]:
    """For a leader what was proposed; for whoever works for an organisation what it is asked to answer."""
    if actor.role == Role.LEADER and (count := number_proposed(actor)):
        yield Pending(_("提请督办、通报、约谈，等您决定"), reverse("chasers-proposed"), count=count)
    if actor.behalf or actor.role in OWNER_ROLES.get(actor.organisation.kind, ()):
        for pk, step, plan, answer_by in _awaited(actor):
            what = _("反馈%(step)s：%(plan)s") % {"step": Step(step).label, "plan": plan}
            due = _("%(month)s月%(day)s日前") % {"month": answer_by.month, "day": answer_by.day}
            yield Pending(what, reverse("chaser", args=[pk]), due=due)


def overdue(actor: Actor, *, day: date | None = None) -> ChaserQuerySet:
    """What the authority's organisations were asked to answer by a day that has passed."""
    late = Chaser.objects.awaiting_answer().filter(answer_by__lt=day or timezone.localdate())
    return late.filter(plan__authority=actor.authority)

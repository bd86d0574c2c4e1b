"""承办: the assignments of an issued plan as a list, and what of them waits for the office."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from luoshi.office.listing import Column, Filter, Listing
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.asking import asked_by_actor
from luoshi.office.organisations.models import Role
from luoshi.office.pending import Pending
from luoshi.office.plans.models import Assignment, Plan, Responsibility
from luoshi.office.plans.moves import KEEPERS

State = Assignment.State
SCHOOL_STAFF = (Role.HEAD, Role.CLERK)


def listing(plan: Plan, *, by: Actor) -> Listing:
    """Those the actor may see."""
    rows = Assignment.objects.visible_to(by).filter(task__plan=plan)
    states = [(value, label) for value, label in State.choices if by.role in KEEPERS or value != State.PROPOSED]
    unit = Column("organisation", _("单位"), lambda one: one.organisation.name, "organisation__path")
    return Listing(
        rows=rows.select_related("task", "organisation", "responsibility"),
        columns=(
            Column(
                "task",
                _("任务"),
                lambda one: f"{one.task.number}. {one.what}",
                "task__order",
                link=_page,
            ),
            Column("part", _("承担"), lambda one: one.get_part_display(), "part", css="tight"),
            *(() if by.role in SCHOOL_STAFF else (unit,)),  # theirs is always the same
            Column("occurrence", _("哪一次"), lambda one: one.occurrence, "occurrence", css="tight"),
            Column("due", _("完成时限"), lambda one: one.due.isoformat() if one.due else "", "due", css="number"),
            Column("state", _("状态"), lambda one: one.get_state_display(), "state", css="tight"),
        ),
        filters=(
            Filter("state", _("状态"), states, lambda value: Q(state=value) if value in State.values else None),
            Filter("part", _("承担"), _parts(), lambda value: Q(part=value)),
        ),
        search=("task__words", "organisation__name", "occurrence"),
        order="task",
        title=_("承办"),
    )


def _page(one: Assignment) -> str:
    return reverse("assignment", args=[one.pk])


def _parts() -> list[tuple[str, Any]]:
    part = Responsibility.Part
    return [(one.value, one.label) for one in (part.LEAD, part.ASSIST, part.OWNER)]


@asked_by_actor
def _proposed(by: Actor) -> QuerySet[Any, Any]:
    plans = Plan.objects.visible_to(by).filter(state=Plan.State.ISSUED)
    proposed = Assignment.objects.filter(task__plan__in=plans, state=State.PROPOSED).order_by()
    rows = proposed.values("task__plan", "task__plan__title").annotate(count=Count("pk")).order_by("-task__plan__year")
    return rows.values_list("task__plan", "task__plan__title", "count")


def pending(actor: Actor) -> Iterable[Pending]:
    """Schools that have come to be meant by a plan since it was issued; the office says whether they are to do it."""
    if actor.role not in KEEPERS:
        return
    for pk, title, count in _proposed(actor):
        address = reverse("plan-proposed", args=[pk])
        yield Pending(_("《%(plan)s》有新单位待增补") % {"plan": title}, address, count=count)

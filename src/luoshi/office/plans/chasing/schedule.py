"""What goes by itself each night: 提醒 and 催办 as the plan says; 督办 only where a leader has set that it does.

Each assignment is reminded, urged and supervised once for the day that it is held to, however often this runs and however
many nights it did not: what is looked for is everything that has come due by now and has had nothing yet.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.background import JobKind, Progress, Schedule
from luoshi.office.journal.who import PROGRAM
from luoshi.office.organisations.models import SCHOOLS, Membership, Role
from luoshi.office.organisations.settings_table import value_of
from luoshi.office.plans.chasing import acts, telling
from luoshi.office.plans.chasing.acts import Wish
from luoshi.office.plans.chasing.ladder import BY_HAND, LEADERS, REMIND, SUPERVISE, URGE, State
from luoshi.office.plans.chasing.queries import YEARS_BACK, chaseable, chased_since, with_day
from luoshi.office.plans.models import Assignment, AssignmentQuerySet, Chased, Chaser, Plan

BY_SETTING = gettext_lazy("计划设置")


def chase_all(_arguments: Mapping[str, Any], *, progress: Progress, **_by: Any) -> Mapping[str, Any]:
    """The nightly job. Everybody is told once of everything, also where several plans ask."""
    day = timezone.localdate()
    plans = Plan.objects.filter(state=Plan.State.ISSUED, year__gte=day.year - YEARS_BACK)
    some = plans.filter(Q(remind_before__isnull=False) | Q(urge_after__isnull=False)).order_by("pk")
    numbers = list(some.values_list("pk", flat=True))
    made: list[Chaser] = []
    for done, number in enumerate(numbers):
        progress(done, len(numbers))
        made += chase(number, day)
    telling.tell_senders(made, telling.tell(made, by=PROGRAM), by=PROGRAM)
    counts = {step: sum(len(one.chased.all()) for one in made if one.step == step) for step in (*BY_HAND, SUPERVISE)}
    return {"words": _("提醒 %(remind)s 件，催办 %(urge)s 件，督办 %(supervise)s 件") % counts}


@transaction.atomic
def chase(number: int, day: date) -> list[Chaser]:
    """What one plan has go out on a day; the lowest step first, and never two about the same in one night."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("authority").get(pk=number)
    made = _go_out(_to_remind(plan, day), REMIND) + _go_out(_to_urge(plan, day), URGE)
    leader = leader_of(plan, day)
    if leader:
        whose = {
            "decided_by": leader.person.name, "decided_on": plan.supervise_on, "document": str(BY_SETTING),
            "decider": leader,
        }  # fmt: skip
        made += _go_out(_to_supervise(plan, day), SUPERVISE, **whose)
    for one in made:
        acts.write("send" if one.step in LEADERS else one.step, one, by=PROGRAM)
    return made


def leader_of(plan: Plan, day: date) -> Membership | None:
    """In whose name 督办 goes out: the leader who set so, as long as they are one. A successor sets it anew."""
    if plan.supervise_after is None:
        return None
    held = Membership.objects.in_force(day).filter(pk=plan.supervise_by_id or 0, role=Role.LEADER)
    return held.select_related("person").first()


def _go_out(rows: Iterable[Assignment], step: str, **whose: Any) -> list[Chaser]:
    held = list(rows)
    return acts.store(held, Wish(step), by=None, state=State.SENT, **whose) if held else []


def _open(plan: Plan, day: date) -> AssignmentQuerySet:
    """What may go out at all tonight; schools get nothing about what they heard of lately."""
    gap = value_of(plan.authority, "chase_gap_days")
    rows = with_day(Assignment.objects.filter(chaseable(day), task__plan=plan)).filter(Q(day__isnull=False))
    lately = chased_since(day - timedelta(days=gap - 1))
    rows = rows.exclude(Q(organisation__kind__in=SCHOOLS) & Q(lately))
    return rows.select_related(*acts.BESIDE).order_by("pk").select_for_update(of=("self",))


def _had(*steps: str, until: date | None = None) -> Exists:
    """The condition that one of these steps went out about the same day of it, by hand or by itself."""
    sent = Chased.objects.filter(
        assignment=OuterRef("pk"), due=OuterRef("day"), step__in=steps, chaser__state__in=Chaser.SENT_STATES
    )
    return Exists(sent.filter(chaser__sent_on__lte=until) if until else sent)


def _to_remind(plan: Plan, day: date) -> AssignmentQuerySet:
    if plan.remind_before is None:
        return Assignment.objects.none()
    soon = day + timedelta(days=plan.remind_before)
    return _open(plan, day).filter(~_had(*Chaser.Step), Q(day__gte=day, day__lte=soon))


def _to_urge(plan: Plan, day: date) -> AssignmentQuerySet:
    if plan.urge_after is None:
        return Assignment.objects.none()
    return _open(plan, day).filter(~_had(URGE, *LEADERS), Q(day__lte=day - timedelta(days=plan.urge_after)))


def _to_supervise(plan: Plan, day: date) -> AssignmentQuerySet:
    """What was urged as many days ago as the setting puts between the two, and is as late as it says."""
    if plan.supervise_after is None or plan.urge_after is None:
        return Assignment.objects.none()
    late = day - timedelta(days=plan.supervise_after)
    urged = day - timedelta(days=plan.supervise_after - plan.urge_after)
    rows = _open(plan, day).filter(_had(URGE, until=urged), ~_had(*LEADERS), Q(day__lte=late))
    return rows.exclude(chased__chaser__state=State.PROPOSED)


HANDLERS: dict[str, JobKind] = {"chaser.nightly": JobKind(gettext_lazy("按计划设置提醒、催办"), chase_all)}
SCHEDULES: tuple[Schedule, ...] = (("chaser.nightly", "40 5 * * *"),)

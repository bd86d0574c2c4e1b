"""The lists of chasing: what is to be chased today, and every chaser that one may see."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from luoshi.office.listing import Column, Filter, Listing
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Organisation, Role
from luoshi.office.organisations.settings_table import value_of
from luoshi.office.plans.chasing.ladder import LEADERS, State, Step
from luoshi.office.plans.chasing.queries import DUE_FOR, Due, Past, pasts, this_month
from luoshi.office.plans.models import Assignment, AssignmentQuerySet, Chaser, Plan, Responsibility, Standing

Part = Responsibility.Part
LATELY = "lately"


def gap_of(actor: Actor) -> int:
    """For how many days what was chased is left in peace."""
    return int(value_of(actor.authority, "chase_gap_days"))


def to_chase_list(actor: Actor, due: Due, *, picked: Collection[str] = (), export: bool = False) -> Listing:
    """Those as a list."""
    return Listing(
        rows=due.whole(actor).select_related("task__plan", "organisation", "parent__organisation"),
        columns=_columns(picked, export=export),
        filters=_filters(actor, due),
        search=("organisation__name", "task__words", "asked"),
        order="day",
        title=_("今天要催什么"),
        look_up=lambda found: _look_up(found, actor),
    )


def _columns(picked: Collection[str], *, export: bool) -> tuple[Column, ...]:
    day = timezone.localdate()
    pick = Column("pick", _("选"), lambda one: _box(one, picked), css="tight")
    return (
        *(() if export else (pick,)),
        Column("organisation", _("单位"), lambda one: one.organisation.name, "organisation__path"),
        Column("task", _("要办的事"), lambda one: f"{one.task.number}. {one.called}", "task__order", link=_page),
        Column("late", _("逾期（天）"), lambda one: _late(one, day), "day", css="number"),
        Column("day", _("时限"), lambda one: one.day.isoformat() if one.day else "", "day", css="number"),
        Column("standing", _("进度"), lambda one: str(Standing(one.standing).label), "standing", css="tight"),
        Column("past", _("催过"), lambda one: one.past.words),
        Column("moved", _("最近动态"), _moved, "moved_at", css="number"),
        Column("lead", _("谁提出的"), lambda one: one.lead),
        Column("month", _("本月催过该单位（次）"), lambda one: one.month or "", css="number"),
    )


def _box(one: Assignment, picked: Collection[str]) -> str:
    """A tick that belongs to the form above the list."""
    said = _("选%(body)s第%(number)s项") % {"body": one.organisation, "number": one.task.number}
    ticked = "checked" if str(one.pk) in picked else ""
    return format_html(
        '<input class="form-check-input" type="checkbox" name="pick" value="{}" form="chase" aria-label="{}" {}>',
        one.pk, said, ticked,
    )  # fmt: skip


def _page(one: Assignment) -> str:
    return reverse("assignment", args=[one.pk])


def _late(one: Any, day: date) -> int | str:
    """Days after its day; nothing where that is still to come."""
    return max((day - one.day).days, 0) or "" if one.day else ""


def _moved(one: Assignment) -> str:
    return timezone.localdate(one.moved_at).isoformat() if one.moved_at else _("没有")


def _filters(actor: Actor, due: Due) -> tuple[Filter, ...]:
    leads = Assignment.objects.of_the_plan().given_out().filter(part=Part.LEAD)
    held = leads.filter(task__in=due.tasks).values("organisation")
    names = Organisation.objects.filter(pk__in=held).order_by("path").values_list("pk", "name")
    plans = Plan.objects.filter(pk__in=due.plans).order_by("-year", "title").values_list("pk", "title")
    found = [
        Filter("standing", _("进度"), [(one.value, one.label) for one in DUE_FOR], lambda value: Q(standing=value)),
        Filter(
            "chased", _("催过没有"), ((LATELY, _("这几天刚催过的")),), lambda value: Q() if value == LATELY else None
        ),
    ]
    if actor.role in (Role.OFFICE, Role.LEADER):
        choices = [(str(number), name) for number, name in names]
        found.append(Filter("lead", _("牵头单位"), choices, lambda value: _of_lead(leads, value)))
    if len(plans) > 1:
        own = [(str(number), title) for number, title in plans]
        found.append(Filter("plan", _("计划"), own, lambda value: Q(task__plan=value) if value.isdigit() else None))
    return tuple(found)


def _of_lead(leads: AssignmentQuerySet, value: str) -> Q | None:
    return Q(task__in=leads.filter(organisation=int(value)).values("task")) if value.isdigit() else None


def _look_up(found: Sequence[Any], actor: Actor) -> None:
    """What was done about each before, how often its organisation heard this month, and who asks for it."""
    past = pasts(one.pk for one in found)
    month = this_month({one.organisation_id for one in found}, actor.authority)
    leads: dict[int, list[str]] = {}
    rows = Assignment.objects.of_the_plan().given_out().filter(task__in={one.task_id for one in found}, part=Part.LEAD)
    for task, name in rows.order_by("pk").values_list("task", "organisation__name"):
        leads.setdefault(task, []).append(name)
    for one in found:
        one.past, one.month = past.get(one.pk, Past()), month.get(one.organisation_id, 0)
        one.lead = one.parent.organisation.name if one.parent else "、".join(dict.fromkeys(leads.get(one.task_id, ())))


# Chasers


def chasers_list(actor: Actor) -> Listing:
    """Every chaser that the actor may see, with what became of it."""
    rows = Chaser.objects.visible_to(actor).select_related("organisation", "plan")
    today = timezone.localdate()
    waiting = Chaser.objects.awaiting_answer()
    late = Q(pk__in=waiting.filter(answer_by__lt=today).values("pk"))
    states = {
        "waiting": (_("等反馈"), Q(pk__in=waiting.values("pk"))),
        "overdue": (_("过期没有反馈"), late),
        **{one.value: (one.label, Q(state=one.value)) for one in _states(actor)},
    }
    own = () if actor.role not in (Role.OFFICE, Role.SECTION, Role.CENTRE) else (
        Filter("to", _("发给谁的"), (("own", _("本单位")),), lambda _value: Q(organisation=actor.organisation)),
    )  # fmt: skip
    return Listing(
        rows=rows.annotate(things=Count("chased")),
        columns=(
            Column("step", _("催督"), _called, "step", link=lambda one: reverse("chaser", args=[one.pk]), css="tight"),
            Column("organisation", _("单位"), lambda one: one.organisation.name, "organisation__path"),
            Column("things", _("几件"), lambda one: one.things, "things", css="number"),
            Column("plan", _("计划"), lambda one: one.plan.title, "plan"),
            Column("sent", _("发出"), lambda one: one.sent_on or "", "sent_on", css="number"),
            Column("whose", _("谁定的"), lambda one: one.decided_by or (_("按计划设置") if one.made_by_id is None else ""), "decided_by"),
            Column("until", _("反馈期限"), lambda one: one.answer_by or "", "answer_by", css="number"),
            Column("state", _("状态"), lambda one: _state(one), "state", css="tight"),
        ),
        filters=(
            Filter("state", _("状态"), [(name, label) for name, (label, _q) in states.items()],
                   lambda value: states[value][1] if value in states else None),
            Filter("step", _("催督"), [(one.value, one.label) for one in Step], lambda value: Q(step=value)),
            *own,
        ),
        search=("organisation__name", "plan__title", "words"),
        order="-sent",
        title=_("催督"),
        look_up=_look_up_answers,
    )  # fmt: skip


def _states(actor: Actor) -> Sequence[Chaser.State]:
    every = actor.role in (Role.OFFICE, Role.LEADER)
    return (State.ANSWERED, *((State.PROPOSED, State.DECLINED) if every else ()))


def _called(one: Chaser) -> str:
    return called(one)


def called(one: Chaser) -> str:
    """督办第3号; a reminder bears no number."""
    said = {"step": one.get_step_display(), "number": one.number}
    return _("%(step)s第%(number)s号") % said if one.number else str(one.get_step_display())


def _state(one: Any) -> str:
    if one.state != State.SENT:
        return str(one.get_state_display())
    if not one.waits:
        return _("已发出") if one.step not in LEADERS else _("已发出，不用再反馈")
    late = one.answer_by < timezone.localdate()
    return _("过期没有反馈") if late else _("等反馈")


def _look_up_answers(found: Sequence[Any]) -> None:
    pks = [one.pk for one in found]
    waiting = set(Chaser.objects.awaiting_answer().filter(pk__in=pks).values_list("pk", flat=True))
    for one in found:
        one.waits = one.pk in waiting

"""Lists of assignments: all of one task, and what waits for somebody to receive, sign, verify or decide, done many at once."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.desk.asks import due_words
from luoshi.office.listing import Column, Filter, Listing
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.asking import asked_by_actor
from luoshi.office.organisations.models import Role
from luoshi.office.pending import Pending
from luoshi.office.plans.assignment import queries
from luoshi.office.plans.models import (
    Adjustment,
    Assignment,
    AssignmentQuerySet,
    Evidence,
    Movement,
    Responsibility,
    Standing,
    Task,
)

State, Part = Assignment.State, Responsibility.Part
OWN_DAY = ~Q(part=Part.ASSIST, parent__isnull=True)  # who assists ends with the lead
FORM = "bulk"  # the form that the boxes of a list belong to


@dataclass(frozen=True)
class Waiting:
    """待办的一类: whose rows they are, what may be done to many of them at once, and whose page it is."""

    address: str  # its name
    title: Promise
    one: Promise  # the home page's line for it
    rows: Callable[..., AssignmentQuerySet]  # of an actor, on a day
    moves: tuple[str, ...]
    roles: frozenset[Role]
    words: Promise | None = None  # what may be said with it


SCHOOL_STAFF = (Role.HEAD, Role.CLERK)
BUREAU = frozenset({Role.OFFICE, Role.LEADER, Role.SECTION})
TO_DO = Waiting(
    "assignments-to-do", gettext_lazy("件任务要办"), gettext_lazy("要办的任务"), queries.to_do, ("receive",),
    frozenset({Role.OFFICE, Role.SECTION, Role.CENTRE, Role.HEAD, Role.CLERK}),
)  # fmt: skip
TO_SIGN = Waiting(
    "assignments-to-sign", gettext_lazy("件报告等您签批"), gettext_lazy("等您签批的完成报告"), queries.to_sign,
    ("sign", "send_back"), frozenset({Role.LEADER, Role.HEAD}), gettext_lazy("签批意见（退回时必填）"),
)  # fmt: skip
TO_VERIFY = Waiting(
    "assignments-to-verify", gettext_lazy("件报告等您核验"), gettext_lazy("等您核验的完成报告"), queries.to_verify,
    ("verify", "send_back"), BUREAU | {Role.CENTRE, Role.INSPECTOR}, gettext_lazy("核验意见（退回时必填）"),
)  # fmt: skip
TO_DECIDE = Waiting(
    "assignments-to-decide", gettext_lazy("份调整申请等决定"), gettext_lazy("等决定的调整申请"), queries.to_decide,
    ("grant_change", "refuse_change"), BUREAU | {Role.CENTRE}, gettext_lazy("意见（不同意时必填）"),
)  # fmt: skip
WAITING = (TO_DO, TO_SIGN, TO_VERIFY, TO_DECIDE)


def kinds_of(actor: Actor) -> list[Waiting]:
    """What may wait for somebody in the actor's role. What a school has to do stands in its ledger of asks."""
    return [one for one in WAITING if actor.role in one.roles and not (one is TO_DO and actor.role in SCHOOL_STAFF)]


def pending(actor: Actor) -> Iterable[Pending]:
    """What waits for the actor, by kind, in one question."""
    kinds, today = kinds_of(actor), timezone.localdate()
    for number, count, due in sorted(_numbers(actor, day=today)) if kinds else ():
        if count:
            due = due_words(due, today=today) if due else ""
            yield Pending(str(kinds[number].one), reverse(kinds[number].address), count=count, due=due)


@asked_by_actor
def _numbers(by: Actor, day: date) -> QuerySet[Any, Any]:
    """Of each kind its place among those of the role, how many there are, and the first day on which one is due."""
    first, *others = (
        one.rows(by, day=day)
        .order_by()
        .values(kind=Value(number))
        .annotate(number=Count("pk"), first=Min("due", filter=OWN_DAY))
        for number, one in enumerate(kinds_of(by))
    )
    return (first.union(*others, all=True) if others else first).values_list("kind", "number", "first")


def returned_to(actor: Actor) -> set[str]:
    """The pages of what was sent back to the actor's organisation."""
    rows = queries.own(actor).filter(state=State.RETURNED)
    return {reverse("assignment", args=[pk]) for pk in rows.values_list("pk", flat=True)}


def with_reports(rows: AssignmentQuerySet) -> AssignmentQuerySet:
    """Annotated with the words of the newest report and the pieces of proof there are, for what is judged in a list."""
    reports = Movement.objects.filter(assignment=OuterRef("pk"), verb="report").order_by("-pk")
    proofs = Evidence.objects.filter(movement__assignment=OuterRef("pk")).order_by().values("movement__assignment")
    number = proofs.annotate(number=Count("pk")).values("number")
    found = rows.annotate(said=Subquery(reports.values("words")[:1]), proofs=Coalesce(Subquery(number), 0))
    changes = Adjustment.objects.filter(assignment=OuterRef("pk"), state=Adjustment.State.OPEN)
    wanted = {name: Subquery(changes.values(field)[:1]) for name, field in CHANGE.items()}
    return found.annotate(**wanted)


CHANGE = {"change_kind": "kind", "change_why": "why", "change_due": "new_due", "change_to": "to__name"}


def waiting_list(waiting: Waiting, *, by: Actor, chosen: Collection[int] = (), ticks: bool = True) -> Listing:
    """What waits, with a box for each that the acts of the page are open to; without boxes where it is exported."""
    rows = with_reports(waiting.rows(by)).select_related("task__plan", "organisation", "parent__organisation")
    tick = Column("tick", "", lambda one: _tick(one, chosen) if may_tick(waiting, one) else "", css="tight")
    asked = (
        Column("kind", _("申请"), _change, css="tight"),
        Column("why", _("理由"), lambda one: one.change_why, css="wide"),
    )
    said = (
        Column("said", _("报告"), lambda one: one.said, css="wide"),
        Column("proofs", _("佐证"), lambda one: one.proofs, "proofs", css="number"),
        Column("reported", _("报告日期"), lambda one: one.reported_on and one.reported_on.isoformat(), "reported_on", css="number"),
    )  # fmt: skip
    plain = (
        Column("state", _("状态"), lambda one: one.get_state_display(), "state", css="tight"),
        Column("part", _("承担"), lambda one: one.get_part_display(), "part", css="tight"),
    )
    own = plain if waiting is TO_DO else asked if waiting is TO_DECIDE else said
    unit = (
        ()
        if waiting is TO_DO
        else (Column("organisation", _("单位"), lambda one: one.organisation.name, "organisation__path"),)
    )
    due = Column("due", _("完成时限"), lambda one: one.due.isoformat() if one.due else "", "due", css="number")
    task = Column("task", _("任务"), _named, "task__order", link=page_of)
    return Listing(
        rows=rows,
        columns=(*((tick,) if ticks else ()), task, *unit, *own, due),
        filters=_filters(waiting),
        search=("task__words", "asked", "organisation__name", "occurrence"),
        order="due",
        title=waiting.one,
    )


def _filters(waiting: Waiting) -> tuple[Filter, ...]:
    if waiting is TO_DO:
        states = [(value, label) for value, label in State.choices if value in queries.TO_DO]
        return (Filter("state", _("状态"), states, lambda value: Q(state=value)),)
    if waiting is TO_DECIDE:
        return ()
    bare = [("none", _("没有佐证")), ("some", _("有佐证"))]
    return (Filter("proof", _("佐证"), bare, {"none": Q(proofs=0), "some": Q(proofs__gt=0)}.get),)


def may_tick(waiting: Waiting, one: Assignment) -> bool:
    """Whether the acts of the page are open to the row."""
    return waiting is not TO_DO or one.state == State.ISSUED


def _tick(one: Assignment, chosen: Collection[int]) -> SafeString:
    return format_html(
        '<input type="checkbox" name="one" value="{}" form="{}" aria-label="{}"{}>',
        one.pk, FORM, f"{one.organisation} {one.what[:40]}", SafeString(" checked") if one.pk in chosen else "",
    )  # fmt: skip


def _change(one: Any) -> str:
    """延期 2026-06-30 → 2026-07-31."""
    kind = str(Adjustment.Kind(one.change_kind).label)
    if one.change_due:
        return f"{kind} {one.due or '—'} → {one.change_due}"
    return f"{kind} → {one.change_to}" if one.change_to else kind


def _named(one: Assignment) -> str:
    return f"{one.task.number}. {one.called}"


def page_of(one: Assignment) -> str:
    return reverse("assignment", args=[one.pk])


def of_task(task: Task, *, by: Actor) -> Listing:
    """All assignments of a task that the actor may see, what leads asked of others among them."""
    rows = queries.standing(by.authority).filter(task=task).exclude(state=State.PROPOSED)
    rows = rows.filter(pk__in=Assignment.objects.visible_to(by).filter(task=task).values("pk"))
    leads = rows.filter(pieces__isnull=False).order_by("organisation__order").distinct()
    under = [(str(one.pk), one.organisation.name) for one in leads.select_related("organisation")]
    states = [(value, label) for value, label in State.choices if value != State.PROPOSED]
    standings = [(value, label) for value, label in Standing.choices]
    return Listing(
        rows=rows.select_related("task", "organisation", "parent__organisation"),
        columns=(
            Column("organisation", _("单位"), lambda one: one.organisation.name, "organisation__path", link=page_of),
            Column("part", _("承担"), _part, "part", css="tight"),
            Column("asked", _("分办的内容"), lambda one: one.asked),
            Column("occurrence", _("哪一次"), lambda one: one.occurrence, "occurrence", css="tight"),
            Column("due", _("完成时限"), lambda one: one.due.isoformat() if one.due else "", "due", css="number"),
            Column("state", _("状态"), lambda one: one.get_state_display(), "state", css="tight"),
            Column("standing", _("进度"), lambda one: Standing(one.standing).label, "standing", css="tight"),
        ),
        filters=(
            Filter("state", _("状态"), states, lambda value: Q(state=value) if value in State.values else None),
            Filter("standing", _("进度"), standings, lambda value: Q(standing=value)),
            *((Filter("under", _("谁分办的"), under, _under),) if under else ()),
        ),
        search=("organisation__name", "asked", "occurrence"),
        order="organisation",
        title=_("承办"),
    )


def _part(one: Assignment) -> str:
    return _("%(lead)s分办") % {"lead": one.parent.organisation} if one.parent else str(one.get_part_display())


def _under(value: str) -> Q | None:
    return Q(parent=int(value)) if value.isdecimal() else None

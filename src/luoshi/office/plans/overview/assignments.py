"""承办清单: assignments of all issued plans as one list, behind every number of the overviews."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.addresses import address_of
from luoshi.office.listing import Column, Filter, Listing
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import AUTHORITIES, Membership, Organisation, Role
from luoshi.office.plans.assignment import queries
from luoshi.office.plans.ledger_cells import BETWEEN
from luoshi.office.plans.models import (
    LATE_SINCE,
    Adjustment,
    Assignment,
    AssignmentQuerySet,
    Chased,
    Chaser,
    Evidence,
    Movement,
    Responsibility,
    Standing,
    Task,
)
from luoshi.office.plans.overview.ledger import SHOWN
from luoshi.office.plans.overview.scope import WHOLE, Scope, of_tasks, scope_of
from luoshi.office.plans.overview.work import waiting_for_others

Part, State = Responsibility.Part, Assignment.State
OWN = (Role.HEAD, Role.CLERK)  # whose list is of one organisation
DONE = (State.DONE, State.ON_TRACK, State.STANDING)
SAID_DONE = (*DONE, State.REPORTED, State.SIGNED)
ASSISTS = Q(part=Part.ASSIST, parent__isnull=True)  # done with its lead: counted neither as done nor as late by itself

# What became of one, beyond how it stands today: the basis of the year-end assessment. Each counts assignments.
RETURNED = Exists(Movement.objects.filter(assignment=OuterRef("pk"), after=State.RETURNED))
EXTENDED = Exists(Adjustment.objects.filter(assignment=OuterRef("pk"), kind="extend", state="granted"))
CHASED = Exists(Chased.objects.filter(assignment=OuterRef("pk"), chaser__state__in=Chaser.SENT_STATES))
SHOWN_BY = Exists(Evidence.objects.filter(movement__assignment=OuterRef("pk")))
IN_TIME = Q(state__in=DONE) & (Q(due__isnull=True) | Q(reported_on__isnull=True) | Q(reported_on__lte=F("due")))
OVER_TIME = Q(state__in=DONE, reported_on__gt=F("due"))

BASIS: dict[str, tuple[Promise, Q]] = {
    "in_time": (gettext_lazy("按时完成"), IN_TIME),
    "over_time": (gettext_lazy("超时完成"), OVER_TIME),
    "open": (gettext_lazy("在办"), ~Q(state__in=DONE)),
    "returned": (gettext_lazy("退回过"), Q(RETURNED)),
    "extended": (gettext_lazy("延期过"), Q(EXTENDED)),
    "chased": (gettext_lazy("催督过"), Q(CHASED)),
    "shown": (gettext_lazy("有佐证"), Q(SHOWN_BY)),
}


def unnamed(actor: Actor, *, day: date | None = None) -> QuerySet[Assignment]:
    """Reports that nobody may verify until somebody is named: the office's own, which others have to look at."""
    offices = Membership.objects.in_force(day or timezone.localdate()).filter(role=Role.OFFICE).values("organisation")
    own = Q(organisation__in=offices) | Q(organisation__kind__in=AUTHORITIES)
    rows = Assignment.objects.of_the_plan().filter(task__plan__authority=actor.authority)
    return rows.filter(own, state=State.SIGNED, part=Part.LEAD, verifier__isnull=True)


# What waits for the actor, or for others.
TURNS: dict[str, tuple[Promise, Callable[[Actor], QuerySet[Assignment]]]] = {
    "do": (gettext_lazy("要本单位办理"), queries.to_do),
    "sign": (gettext_lazy("等我签批"), queries.to_sign),
    "verify": (gettext_lazy("等我核验"), queries.to_verify),
    "decide": (gettext_lazy("等我决定调整"), queries.to_decide),
    "others": (gettext_lazy("等别人"), waiting_for_others),
    "name": (gettext_lazy("等指定核验人"), unnamed),
}
BESIDE = ("task__plan", "organisation")


@dataclass
class _Leads:
    """Who leads the tasks of what is shown, asked for all of them at once."""

    names: dict[int, list[str]] = field(default_factory=dict)

    def look_up(self, rows: Sequence[Assignment]) -> None:
        named = Responsibility.objects.filter(task__in={one.task_id for one in rows}, part=Part.LEAD)
        self.names = {}
        for task, organisation, words in named.values_list("task", "organisation__name", "words"):
            self.names.setdefault(task, []).append(words or organisation or "")

    def of(self, one: Assignment) -> str:
        return BETWEEN.join(self.names.get(one.task_id, ()))


def listing(scope: Scope, given: Mapping[str, str]) -> Listing:
    """Those that the actor may see, sorted as the plan is."""
    leads = _Leads()
    return Listing(
        _with_all(scope.assignments),
        tuple(_columns(scope, leads)),
        filters=tuple(_filters(scope, given)),
        search=("task__words", "asked", "organisation__name", "occurrence"),
        order="task",
        title=_("承办"),
        look_up=leads.look_up,
        each=_with_all(scope.every),
        kind="assignments",
        cards=True,
    )


def _with_all(rows: AssignmentQuerySet) -> AssignmentQuerySet:
    """With what the columns say of each."""
    return rows.select_related(*BESIDE).defer("task__basis").annotate(late_since=LATE_SINCE)


def _columns(scope: Scope, leads: _Leads) -> Iterator[Column]:
    if scope.year == "all":
        yield Column("year", _("年份"), lambda one: one.task.plan.year, "task__plan__year", css="number")
    yield Column("task", _("任务"), lambda one: f"{one.task.number}. {one.what}", "task__order", link=_page, css="wide")
    yield Column("occurrence", _("哪一次"), lambda one: one.occurrence, "occurrence", css="tight")
    aside = "" if scope.actor.role in WHOLE else " aside"
    who = (
        Column("part", _("承担"), part_of, "part", css="tight" + aside),
        Column("organisation", _("单位"), lambda one: one.organisation.name, "organisation__path"),
        Column("lead", _("牵头单位"), leads.of, css=aside.strip()),
    )
    how = (
        Column("due", _("完成时限"), lambda one: day_of(one.due), "due", css="number"),
        Column("state", _("状态"), lambda one: one.get_state_display(), "state", css="tight"),
        Column("standing", _("进度"), lambda one: standing_words(one, scope.day), "late_since", css="tight"),
    )
    if scope.actor.role in OWN:  # all is its own, often on a phone: first by when and how far it is
        yield from (*how, *(one for one in who if one.name != "organisation"))
    else:
        yield from (*who, *how)
    yield Column("moved", _("最近动态"), lambda one: moment_of(one), "moved_at", css="number" + aside)
    yield Column("reported", _("报告完成"), lambda one: day_of(one.reported_on), "reported_on", css="number" + aside)
    yield Column("grade", _("督办等级"), lambda one: one.task.get_grade_display(), "task__grade", css="tight" + aside)


def part_of(one: Assignment) -> str:
    return _("分办") if one.parent_id else str(one.get_part_display())


def day_of(day: date | None) -> str:
    return day.isoformat() if day else ""


def moment_of(one: Assignment) -> str:
    return f"{timezone.localtime(one.moved_at):%Y-%m-%d}" if one.moved_at else ""


def standing_words(one: Any, day: date) -> str:
    """滞后 23 天 where it is late, else as the standing is called. Annotated with `standing` and `late_since`."""
    if one.standing == Standing.LATE and one.late_since and one.late_since < day:
        return _("滞后 %(days)s 天") % {"days": (day - one.late_since).days}
    return str(Standing(one.standing).label)


def _page(one: Assignment) -> str:
    return address_of("assignment", one.pk)


def _filters(scope: Scope, given: Mapping[str, str]) -> Iterator[Filter]:
    """Those with one choice alone are shown where a number led here by them."""
    yield from scope.filters(every_year=True)
    standings = [(str(one), str(one.label)) for one in SHOWN]
    yield Filter("standing", _("进度"), standings, lambda value: Q(standing=value) if value in SHOWN else None)
    states = [(str(one), str(one.label)) for one in State if one not in (State.PROPOSED, State.CANCELLED)]
    yield Filter("state", _("状态"), states, lambda value: Q(state=value) if value in State.values else None)
    parts = [(str(one), str(one.label)) for one in (Part.LEAD, Part.ASSIST, Part.OWNER)]
    yield Filter("part", _("承担"), [*parts, ("piece", _("分办"))], _part)
    if scope.actor.role in WHOLE:
        yield from of_tasks(scope, to="task__")
        bases = [(name, str(label)) for name, (label, _q) in BASIS.items()]
        yield Filter("basis", _("情况"), bases, lambda value: BASIS[value][1] if value in BASIS else None)
    yield from _led_here(scope, given)


def _part(value: str) -> Q | None:
    return Q(parent__isnull=False) if value == "piece" else Q(part=value, parent__isnull=True)


def _led_here(scope: Scope, given: Mapping[str, str]) -> Iterator[Filter]:
    if (number := given.get("task", "")).isdecimal():
        words = Task.objects.filter(pk=number, plan__in=scope.numbers).values_list("words", flat=True).first()
        yield Filter("task", _("任务"), [(number, (words or number)[:24])], lambda _value: Q(task=int(number)))
    if (body := given.get("organisation", "")).isdecimal():
        name = Organisation.objects.visible_to(scope.actor).filter(pk=body).values_list("name", flat=True).first()
        yield Filter("organisation", _("单位"), [(body, name or body)], lambda _value: Q(organisation=int(body)))
    if (turn := given.get("turn", "")) in TURNS:
        label, rows = TURNS[turn]
        waiting = rows(scope.actor)
        yield Filter("turn", _("等谁"), [(turn, str(label))], lambda _value: Q(pk__in=waiting.order_by().values("pk")))
    if month := _month(given.get("ended", "")):
        done = said_done(month, _after(month))
        yield Filter("ended", _("完成月份"), [(given["ended"], given["ended"])], lambda _value: done)
    if month := _month(given.get("behind", "")):
        over = late_at(min(_after(month), scope.day), _after(month))
        yield Filter("behind", _("月底滞后"), [(given["behind"], given["behind"])], lambda _value: over)


def said_done(first: date, after: date) -> Q:
    """Those said to be done from a day on and before another, while that holds. What was found to be behind is not; what
    assists ends along with its lead, and is not counted beside it."""
    on = Q(reported_on__gte=first, reported_on__lt=after)
    ended = on | Q(reported_on__isnull=True, ended_on__gte=first, ended_on__lt=after)
    return Q(state__in=SAID_DONE) & ~ASSISTS & ended


def late_at(day: date, after: date) -> Q:
    """Those whose day had come before a day and that were not said to be done before another. What assists is not held to a
    day of its own."""
    return Q(due__lt=day) & ~ASSISTS & ~Q(said_done(date.min, after))


def _after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _month(text: str) -> date | None:
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return found if found.year < date.max.year else None


def make(actor: Actor, given: Mapping[str, str]) -> Listing:
    """The list as its page has it."""
    return listing(scope_of(actor, given), given)

"""What may be chased by whom, what was chased before, and which answers are missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Count, DateField, Exists, F, OuterRef, Q, When
from django.utils import timezone

from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Organisation, Role
from luoshi.office.plans.assignment.queries import standing
from luoshi.office.plans.models import (
    AWAITED,
    Assignment,
    AssignmentQuerySet,
    Chased,
    Chaser,
    ChaserQuerySet,
    Plan,
    Responsibility,
    Standing,
    Task,
)

Part = Responsibility.Part
BY_NUMBER = 10_000  # rows that one query names
YEARS_BACK = 1  # plans whose assignments are still chased
DUE_FOR = (Standing.LATE, Standing.STALLED, Standing.NEAR)  # what is worth a word today


def chaseable(day: date) -> Q:
    """Assignments with which somebody has to do something: of an issued plan, not guiding, not cancelled, nothing of
    theirs waiting for us."""
    return Q(
        state__in=AWAITED,
        task__plan__state=Plan.State.ISSUED,
        task__plan__year__gte=day.year - YEARS_BACK,
        task__cancelled_on__isnull=True,
    ) & ~Q(task__grade=Task.Grade.GUIDING)


def with_day(rows: AssignmentQuerySet) -> AssignmentQuerySet:
    """Annotated with the `day` that they are held to: the next milestone's where that comes before the last day."""
    first = Q(milestone_due__isnull=False) & (Q(due__isnull=True) | Q(milestone_due__lt=F("due")))
    return rows.annotate(day=Case(When(first, then=F("milestone_due")), default=F("due"), output_field=DateField()))


def to_chase(actor: Actor) -> AssignmentQuerySet:
    """What the actor may ask about: the office and the leaders about all that their authority's plans gave out, a section
    or centre about what it leads or asked of others."""
    rows = with_day(standing(actor.authority)).filter(chaseable(timezone.localdate()))
    if actor.authority is None or actor.behalf:
        return rows.none()
    rows = rows.filter(task__plan__authority=actor.authority)
    if actor.role in (Role.OFFICE, Role.LEADER):
        return rows
    if actor.role not in (Role.SECTION, Role.CENTRE):
        return rows.none()
    leads = Assignment.objects.of_the_plan().given_out().filter(part=Part.LEAD, organisation=actor.organisation)
    of_task = Q(task__in=leads.values("task"), parent=None) & ~Q(part=Part.LEAD)
    rows = rows.filter(Q(parent__organisation=actor.organisation) | of_task).exclude(organisation=actor.organisation)
    if actor.role == Role.SECTION:  # it sees all of its authority's
        return rows
    return rows.filter(pk__in=Assignment.objects.visible_to(actor).values("pk"))


@dataclass(frozen=True)
class Due:
    """今天要催的: what is late, stands still or comes due, by number; asked for once for a page's title, filters and list."""

    rows: Mapping[int, tuple[int, int, int, str, date | None]]  # organisation, task, plan, standing, day
    since: date  # from when on what was chased counts as chased lately
    lately: bool = False  # whether these were

    def whole(self, actor: Actor) -> AssignmentQuerySet:
        """The assignments themselves. Few are asked for by number, which is faster; a query cannot name very many."""
        if len(self.rows) <= BY_NUMBER:
            return with_day(standing(actor.authority)).filter(pk__in=list(self.rows))
        told = Q(chased_since(self.since))
        return to_chase(actor).filter(told if self.lately else ~told, Q(standing__in=DUE_FOR))

    @property
    def organisations(self) -> int:
        return len({row[0] for row in self.rows.values()})

    @property
    def tasks(self) -> set[int]:
        return {row[1] for row in self.rows.values()}

    @property
    def plans(self) -> set[int]:
        return {row[2] for row in self.rows.values()}

    @property
    def late(self) -> int:
        return sum(row[3] == Standing.LATE for row in self.rows.values())

    @property
    def days(self) -> int:
        """How late the latest is."""
        days = [row[4] for row in self.rows.values() if row[3] == Standing.LATE and row[4]]
        return (timezone.localdate() - min(days)).days if days else 0


COLUMNS = ("pk", "organisation", "task", "task__plan", "standing", "day")


def due_today(actor: Actor, *, gap: int) -> tuple[Due, Due]:
    """What to chase today, and what somebody was told of in the last `gap` days."""
    rows = to_chase(actor).filter(Q(standing__in=DUE_FOR)).order_by()
    found: list[tuple[int, int, int, int, str, date | None]] = list(rows.values_list(*COLUMNS))
    sent = Chased.objects.filter(chaser__state__in=Chaser.SENT_STATES, chaser__plan__authority=actor.authority)
    since = timezone.localdate() - timedelta(days=gap - 1)
    told = set(sent.filter(chaser__sent_on__gte=since).order_by().values_list("assignment", flat=True))
    today = {row[0]: row[1:] for row in found if row[0] not in told}
    lately = {row[0]: row[1:] for row in found if row[0] in told}
    return Due(today, since), Due(lately, since, lately=True)


# What was done before


@dataclass(frozen=True)
class Past:
    """催过: what went out about an assignment before, and what waits for a leader."""

    steps: frozenset[str] = frozenset()
    step: str = ""  # the last that went out
    day: date | None = None
    proposed: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        """The last step with its day; what was proposed since."""
        said = [f"{Chaser.Step(self.step).label} {self.day}"] if self.step else []
        return "；".join(said + [f"已提请{Chaser.Step(one).label}" for one in sorted(self.proposed)])


def pasts(assignments: Iterable[int]) -> dict[int, Past]:
    """What was done about each, by its number."""
    found: dict[int, Past] = {}
    numbers = list(assignments)
    for some in (numbers[place : place + BY_NUMBER] for place in range(0, len(numbers), BY_NUMBER)):
        _past_of(some, found)
    return found


def _past_of(some: list[int], found: dict[int, Past]) -> None:
    rows = Chased.objects.filter(assignment__in=some).exclude(chaser__state=Chaser.State.DECLINED)
    columns = ("assignment", "step", "chaser__state", "chaser__sent_on")
    for number, step, state, day in rows.order_by("chaser__sent_on", "chaser").values_list(*columns):
        past = found.get(number, Past())
        if state == Chaser.State.PROPOSED:
            found[number] = Past(past.steps, past.step, past.day, past.proposed | {step})
        elif day and (past.day is None or day >= past.day):
            found[number] = Past(past.steps | {step}, step, day, past.proposed)


def chased_since(day: date) -> Exists:
    """The condition that something went out about an assignment on that day or later."""
    sent = Chased.objects.filter(chaser__state__in=Chaser.SENT_STATES, chaser__sent_on__gte=day)
    return Exists(sent.filter(assignment=OuterRef("pk")))


def this_month(organisations: Iterable[int], authority: Organisation | None) -> dict[int, int]:
    """How many chasers each organisation has had since the first of the month."""
    day = timezone.localdate()
    rows = Chaser.objects.sent().filter(organisation__in=list(organisations), plan__authority=authority)
    return dict(
        rows.filter(sent_on__gte=day.replace(day=1)).order_by().values_list("organisation").annotate(Count("pk"))
    )


def is_quiet(past: Past | None, *, gap: int, day: date) -> bool:
    """Whether something went out so lately that nothing may follow yet."""
    return past is not None and past.day is not None and past.day > day - timedelta(days=gap)


# Answers


def awaited_of(actor: Actor) -> ChaserQuerySet:
    """What the actor's own organisation is asked to answer."""
    rows = Chaser.objects.visible_to(actor).awaiting_answer().filter(organisation=actor.organisation)
    return rows.select_related("plan").order_by("answer_by", "pk")

"""How many assignments stand how, since when the latest are late, and when they were last heard of: in one question."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Count, Max, Min, Q, QuerySet

from luoshi.office.plans.models import LATE_SINCE, UNDER_WAY, Assignment, AssignmentQuerySet, Standing

State = Assignment.State
STILL = (*UNDER_WAY, State.BEHIND)  # what may be late, stalled or near
FINISHED = (State.DONE, State.ON_TRACK, State.STANDING)
WORST = (Standing.LATE, Standing.STALLED, Standing.NEAR, Standing.NORMAL, Standing.DONE, Standing.OUT)


@dataclass
class Tally:
    """What some assignments come to."""

    numbers: dict[str, int] = field(default_factory=dict)  # by standing
    late_since: date | None = None
    moved_at: datetime | None = None  # where it was asked for: see `done`

    def add(self, how: str, number: int, since: date | None = None) -> None:
        self.numbers[how] = self.numbers.get(how, 0) + number
        if how == Standing.LATE and since:
            self.late_since = min(self.late_since or since, since)

    def of(self, how: str) -> int:
        return self.numbers.get(how, 0)

    @property
    def total(self) -> int:
        return sum(self.numbers.values())

    @property
    def done(self) -> int:
        return self.of(Standing.DONE)

    @property
    def late(self) -> int:
        return self.of(Standing.LATE)

    @property
    def worst(self) -> str:
        """That of the worst of them; "" where there is none."""
        return next((str(how) for how in WORST if self.of(how)), "")

    def days_late(self, day: date) -> int:
        """Of the one that is late longest."""
        return max((day - self.late_since).days, 0) if self.late_since else 0


def tallies(rows: AssignmentQuerySet, by: str = "task") -> dict[Any, Tally]:
    """The tally of each value of a field. The rows have their standing."""
    return collected(counted(rows, by))


def counted(rows: AssignmentQuerySet, by: str = "task") -> QuerySet[Any, Any]:
    """What tallies are made of: a value of the field, a standing, how many, since when the first is late if it is."""
    each: QuerySet[Any, Any] = rows.order_by().values(by, "standing")
    each = each.annotate(number=Count("pk"), since=Min(LATE_SINCE))
    return each.values_list(by, "standing", "number", "since")


def collected(found: Iterable[tuple[Any, ...]]) -> dict[Any, Tally]:
    made: dict[Any, Tally] = {}
    for key, *one in found:
        made.setdefault(key, Tally()).add(*one)
    return made


class Numbers(NamedTuple):
    """How many assignments, and of how many tasks."""

    parts: int
    tasks: int


def numbers_of(rows: AssignmentQuerySet, *, beside: QuerySet[Any, Any] | None = None) -> QuerySet[Any, Any]:
    """How many of them stand how, and nothing else: standing, and what `Numbers` has. What is counted `beside` in the same
    question has their columns."""
    each: QuerySet[Any, Any] = rows.order_by().values("standing")  # type: ignore[misc]  # annotated
    own = each.annotate(parts=Count("pk"), tasks=Count("task", distinct=True))
    asked: QuerySet[Any, Any] = own.union(beside, all=True) if beside is not None else own
    return asked.values_list("standing", "parts", "tasks")


def still(rows: AssignmentQuerySet) -> AssignmentQuerySet:
    """Those from which something is awaited: the few that are worth a look each time."""
    return rows.filter(state__in=STILL)


def done(rows: AssignmentQuerySet) -> dict[int, Tally]:
    """By task how many of them are done, which their state says, and when any of them was last heard of."""
    number = Count("pk", filter=Q(state__in=FINISHED))
    found = rows.order_by().values_list("task").annotate(number=number, moved=Max("moved_at"))
    return {task: Tally({str(Standing.DONE): ended} if ended else {}, moved_at=moved) for task, ended, moved in found}


def together(found: Mapping[Any, Tally] | Iterable[Tally]) -> Tally:
    """All of them as one."""
    sum_of = Tally()
    for one in found.values() if isinstance(found, Mapping) else found:
        for how, number in one.numbers.items():
            sum_of.add(how, number, one.late_since)
        sum_of.moved_at = max(filter(None, (sum_of.moved_at, one.moved_at)), default=None)
    return sum_of

"""What the page of a year asks about all tasks of its plans, and all that was found in the newest readings of its reports."""

from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from luoshi.office.plans.models import Assignment, Candidate, Reading, Report, Standing, Target, Task
from luoshi.office.plans.models.standing import HowItStands
from luoshi.office.plans.overview.scope import any_of
from luoshi.office.plans.overview.tallies import FINISHED, still
from luoshi.office.prepared import prepared

Kind = Candidate.Kind
ASKS = Q(kind=Kind.TASK) | Q(kind=Kind.TARGET, belongs_to__isnull=True)  # what asks for something


@prepared
def readings(**plans: int) -> QuerySet[Any, Any]:
    """Of each of the authority's own reports in these plans: report and reading, the newest first."""
    own = Reading.objects.filter(any_of("report__plan", plans), report__kind=Report.Kind.OWN)
    replaced = Report.objects.filter(replaces__isnull=False).values("replaces")
    return own.exclude(report__in=replaced).order_by("report", "-pk").values_list("report", "pk")


@prepared
def tasks(**plans: int) -> QuerySet[Any, Any]:
    """Of every task number, grade, the day on which it was cancelled, and what it is called by."""
    return Task.objects.filter(any_of("plan", plans)).order_by().values_list("pk", "grade", "cancelled_on", "number")


@prepared
def finished(**plans: int) -> QuerySet[Any, Any]:
    """How many of a task's assignments ended in which state."""
    ended = Assignment.objects.filter(task__in=Task.objects.filter(any_of("plan", plans)), state__in=FINISHED)
    return ended.order_by().values_list("task", "state").annotate(Count("pk"))


@prepared
def awaited(today: date, soon: date, long_ago: datetime, **plans: int) -> QuerySet[Any, Any]:
    """How many of a task's assignments something is awaited from, and how many of these are late."""
    rows = still(Assignment.objects.filter(task__in=Task.objects.filter(any_of("plan", plans))).order_by())
    standing = HowItStands(today=today, soon=soon, long_ago=long_ago)
    counted: QuerySet[Any, Any] = rows.annotate(standing=standing).values("task").annotate(number=Count("pk"))
    counted = counted.annotate(late=Count("pk", filter=Q(standing=Standing.LATE)))
    return counted.values_list("task", "number", "late")


@prepared
def findings(**readings: int) -> QuerySet[Any, Any]:
    """Number, kind, state, and what each belongs to."""
    found = Candidate.objects.filter(any_of("reading", readings)).order_by()
    return found.values_list("pk", "kind", "state", "belongs_to")


@prepared
def bases(**readings: int) -> QuerySet[Any, Any]:
    """Of what asks for something: number, reading, and the sentence."""
    found = Candidate.objects.filter(ASKS, any_of("reading", readings)).order_by()
    return found.annotate(basis=KeyTextTransform("basis", "said")).values_list("pk", "reading", "basis")


@prepared
def became(**readings: int) -> QuerySet[Any, Any]:
    """Finding, and a task that it became."""
    pairs = Task.candidates.through.objects.filter(any_of("candidate__reading", readings))
    return pairs.order_by().values_list("candidate", "task")


@prepared
def targets(**plans: int) -> QuerySet[Any, Any]:
    """Finding, and the task that has it as its target."""
    return Target.objects.filter(any_of("plan", plans)).values_list("candidate", "task")

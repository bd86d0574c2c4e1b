"""进度: what the calendar makes of an assignment, as the database computes it. Written out as one expression: a tree of
conditions, which Django builds and compiles branch by branch for every question, takes longer than many a page's rows."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import CharField, DateField, F, Func
from django.utils import timezone


class Standing(models.TextChoices):
    """进度: what the calendar makes of an assignment, computed from its state, its dates and its last movement."""

    LATE = "late", "滞后"  # its last day or a milestone has passed, or it was concluded so
    STALLED = "stalled", "停滞"  # nothing was heard of it for long
    NEAR = "near", "临近"  # its last day or a milestone comes soon
    NORMAL = "normal", "正常"
    DONE = "done", "已完成"
    OUT = "out", "不再办理"


class Written(Func):
    """SQL that both databases understand; in braces the columns of an assignment, and what is given by name."""

    words = ""
    columns: tuple[str, ...] = ()
    given: tuple[str, ...] = ()

    def __init__(self, *, to: str = "", **given: Any) -> None:
        """`to` leads from a row to its assignment."""
        super().__init__(*(F(f"{to}{name}") for name in self.columns), *(given[name] for name in self.given))

    def as_sql(  # type: ignore[override]  # parameters are a list, whatever the stubs say
        self, compiler: Any, _connection: Any, **_context: Any
    ) -> tuple[str, list[Any]]:
        found = dict(zip((*self.columns, *self.given), map(compiler.compile, self.source_expressions), strict=True))
        params: list[Any] = []

        def put(place: re.Match[str]) -> str:
            said, values = found[place[1]]
            params.extend(values)
            return str(said)

        return re.sub(r"\{(\w+)\}", put, self.words), params


class HowItStands(Written):
    """See `AssignmentQuerySet.with_standing`. First come those of which there are most."""

    columns = ("state", "part", "parent", "due", "reported_on", "milestone_due", "moved_at", "made_at", "occurrence")
    given = ("today", "soon", "long_ago")
    output_field = CharField()
    words = """CASE
        WHEN {state} IN ('done', 'on_track', 'standing') THEN 'done'
        WHEN {state} IN ('reported', 'signed') THEN
            CASE WHEN {reported_on} > {due} AND ({part} <> 'assist' OR {parent} IS NOT NULL) THEN 'late' ELSE 'normal' END
        WHEN {state} = 'behind' THEN 'late'
        WHEN {state} IN ('cancelled', 'proposed') THEN 'out'
        WHEN {part} = 'assist' AND {parent} IS NULL THEN 'normal'
        WHEN {due} < {today} OR {milestone_due} < {today} THEN 'late'
        WHEN {moved_at} < {long_ago} THEN 'stalled'
        WHEN {moved_at} IS NULL AND {made_at} < {long_ago} AND {occurrence} = '' THEN 'stalled'
        WHEN {due} <= {soon} OR {milestone_due} <= {soon} THEN 'near'
        ELSE 'normal'
    END"""  # of several occurrences one may not have begun yet


class LateSince(Written):
    """The first of its days that has passed, for one that is late."""

    columns = ("state", "due", "ended_on", "milestone_due")
    output_field = DateField()
    words = """CASE
        WHEN {state} IN ('reported', 'signed') THEN {due}
        WHEN {state} = 'behind' THEN COALESCE({due}, {ended_on})
        WHEN {milestone_due} < {due} THEN {milestone_due}
        ELSE COALESCE({due}, {milestone_due})
    END"""


LATE_SINCE = LateSince()


def days_of(day: date, *, near: int, stalled: int) -> dict[str, Any]:
    """What `HowItStands` is given: today, the last day that is soon, and the moment before which it is long ago."""
    long_ago = timezone.make_aware(datetime.combine(day - timedelta(days=stalled), time.min))
    return {"today": day, "soon": day + timedelta(days=near), "long_ago": long_ago}

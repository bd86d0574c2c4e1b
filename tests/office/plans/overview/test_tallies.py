"""What the database counts is what counting by hand gives, whatever the assignments are."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import given as examples
from hypothesis import strategies as st

from luoshi.office.plans.assignment.queries import standing
from luoshi.office.plans.models import Assignment, Plan, Standing, Task
from luoshi.office.plans.overview.tallies import Tally, done, still, tallies, together

pytestmark = pytest.mark.django_db

DAY, NEAR, STALLED = date(2026, 3, 10), 10, 60  # the settings' own
EDGES = (-STALLED - 1, -STALLED, -2, -1, 0, 1, NEAR, NEAR + 1)  # days from today on which something begins to hold
DAYS = st.sampled_from([None, *(DAY + timedelta(days=days) for days in EDGES)])
ROW = st.fixed_dictionaries(
    {
        "task": st.integers(0, 2),
        "part": st.sampled_from(("owner", "lead", "assist")),
        "piece": st.booleans(),  # asked for by a lead
        "once": st.booleans(),  # of a piece: the plan's own come back here, or they could not stand beside one another
        "state": st.sampled_from(Assignment.State.values),
        "due": DAYS,
        "milestone_due": DAYS,
        "reported_on": DAYS,
        "ended_on": DAYS,
        "moved": DAYS,
        "made": DAYS.map(lambda day: day or DAY),
    }
)


def noon(day: date | None) -> datetime | None:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC) if day else None


def by_hand(row: dict[str, Any]) -> str:
    """How it stands, said once more in plain words."""
    if row["state"] in ("done", "on_track", "standing"):
        return "done"
    if row["state"] in ("cancelled", "proposed"):
        return "out"
    if row["state"] == "behind":
        return "late"
    if row.get("part") == "assist" and not row.get("piece"):  # the lead answers for it
        return "normal"
    if row["state"] in ("reported", "signed"):
        return "late" if row["due"] and row["reported_on"] and row["reported_on"] > row["due"] else "normal"
    days = [day for day in (row["due"], row["milestone_due"]) if day]
    if any(day < DAY for day in days):
        return "late"
    once = row.get("piece") and row["once"]
    heard = row["moved"] or (row["made"] if once else None)  # what comes back may not have begun
    if heard and heard < DAY - timedelta(days=STALLED):
        return "stalled"
    return "near" if any(day <= DAY + timedelta(days=NEAR) for day in days) else "normal"


def since_by_hand(row: dict[str, Any]) -> date | None:
    if by_hand(row) != "late":
        return None
    if row["state"] == "behind":
        return row["due"] or row["ended_on"]
    if row["state"] in ("reported", "signed"):
        return row["due"]
    return min(day for day in (row["due"], row["milestone_due"]) if day)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@examples(rows=st.lists(ROW, min_size=15, max_size=60))
def test_a_tally_is_what_counting_by_hand_gives(world, plan: Plan, rows: list[dict[str, Any]]) -> None:
    school = world.organisation("first")
    with transaction.atomic():
        tasks = Task.objects.bulk_create(Task(plan=plan, number=100 + n, words="甲") for n in range(3))
        other = Task.objects.create(plan=plan, number=99, words="乙")
        whole = Assignment.objects.create(task=other, organisation=school, part="lead")
        made = Assignment.objects.bulk_create(
            Assignment(
                task=tasks[row["task"]], organisation=school, part=row["part"], state=row["state"],
                parent=whole if row["piece"] else None, asked=str(n),
                occurrence="" if row["piece"] and row["once"] else str(n), moved_at=noon(row["moved"]),
                **{name: row[name] for name in ("due", "milestone_due", "reported_on", "ended_on")},
            )
            for n, row in enumerate(rows)
        )  # fmt: skip
        for one, row in zip(made, rows, strict=True):
            Assignment.objects.filter(pk=one.pk).update(made_at=noon(row["made"]))
        seen = standing(world.organisation("county"), DAY).filter(task__in=tasks)
        found, awaited, ended = tallies(seen), tallies(still(seen)), done(seen)
        transaction.set_rollback(True)
    for n, task in enumerate(tasks):
        own = [row for row in rows if row["task"] == n]
        tally = found.get(task.pk, Tally())
        assert {how: tally.of(how) for how in Standing.values} == {
            how: sum(by_hand(row) == how for row in own) for how in Standing.values
        }
        assert tally.late_since == min(filter(None, map(since_by_hand, own)), default=None)
        finished = ended.get(task.pk, Tally())
        assert finished.moved_at == max(filter(None, (noon(row["moved"]) for row in own)), default=None)
        assert finished.total == finished.done == tally.done
        late = [row for row in own if by_hand(row) == "late"]
        assert awaited.get(task.pk, Tally()).late == len(late)
    assert together(found).total == len(rows)


def test_the_worst_of_a_tally_is_late_before_stalled_before_near() -> None:
    assert Tally({"near": 1, "done": 4}).worst == "near"
    assert Tally({"near": 1, "stalled": 4}).worst == "stalled"
    assert Tally({"late": 1, "stalled": 4}).worst == "late"
    assert Tally().worst == ""


def test_days_late_are_counted_from_the_first_day_that_passed() -> None:
    assert Tally({"late": 1}, late_since=date(2026, 3, 1)).days_late(DAY) == 9
    assert Tally({"late": 1}, late_since=date(2026, 4, 1)).days_late(DAY) == 0
    assert Tally({"near": 1}).days_late(DAY) == 0

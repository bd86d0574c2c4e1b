"""A task by hand: a pasted text, a lead and a day; the reader fills the rest, and somebody confirms it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from luoshi.office.desk import files
from luoshi.office.desk.sandbox import Limits, SandboxError, run
from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans import tasks
from luoshi.office.plans.drafting import locked
from luoshi.office.plans.forms import PASTED
from luoshi.office.plans.models import Plan, Target, Task, kept
from luoshi.office.plans.moves import why_not
from luoshi.office.plans.tasks import Wanted
from luoshi.office.refused import refuse_if

READ = "luoshi.office.plans.pasted:read"
LIMITS = Limits(cpu=5, wall=10.0)
NUMBERS = ("value", "high", "start")


@dataclass(frozen=True)
class Pasted:
    """粘贴的一段话: what the reader makes of it. Nothing of it holds before somebody saves the task."""

    text: str
    said: dict[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str:
        return str(self.said.get("words") or self.text.strip())

    @property
    def due(self) -> date | None:
        return date.fromisoformat(self.said["due"]) if self.said.get("due") else None

    @property
    def targets(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.said.get("targets", [])
        return found


def read(plan: Plan, text: str, *, by: Actor) -> Pasted:
    """Look for marks of secrecy, then read. Raises Refused."""
    refuse_if([why_not(plan, "edit", by=by)])
    content = text.encode("utf-8", "replace")
    files.examine(content, name=f"{PASTED}.txt", by=by, organisation=plan.authority, kinds=("txt",))
    try:
        return Pasted(text, run(READ, content, year=plan.year, limits=LIMITS))
    except SandboxError:
        return Pasted(text)  # the fields stay empty; whoever pasted it fills them


@transaction.atomic
def add(plan: Plan, wanted: Wanted, *, targets: Collection[dict[str, Any]] = (), by: Actor) -> Task:
    """A new task with its targets. Raises Refused."""
    plan = locked(plan, "edit", by=by)
    task = tasks.insert(plan, wanted)
    Target.objects.bulk_create(Target(plan=plan, task=task, due=task.due, **_exact(one)) for one in targets)
    detail = {**tasks.told(task), "targets": [one["words"] for one in targets]}
    record.write("task.add", by=by.who, about=task, where=plan.authority.path, detail=detail)
    return task


def _exact(target: dict[str, Any]) -> dict[str, Any]:
    """Numbers as the database keeps them; one that is not said stays unknown."""
    exact = {name: None if target[name] is None else kept(Decimal(str(target[name]))) for name in NUMBERS}
    return {**target, **exact}

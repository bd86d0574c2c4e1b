"""Stores what a 责任分解表 brings: all of it or nothing, each task with its line in the journal."""

from collections.abc import Collection
from dataclasses import replace

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans import tasks
from luoshi.office.plans.drafting import locked
from luoshi.office.plans.ledger_check import LedgerCheck, Planned, check
from luoshi.office.plans.ledger_load import LedgerFile
from luoshi.office.plans.ledger_values import path_of
from luoshi.office.plans.models import Goal, Plan, Task
from luoshi.office.refused import refuse_if


@transaction.atomic
def apply(
    plan: Plan, file: LedgerFile, *, by: Actor, digest: str, taken: Collection[str] = (), removing: bool = False
) -> dict[str, int]:
    """Store everything or nothing and say how many. `digest` is of the check that somebody has seen. Raises Refused.

    `taken` names conflicts in which the sheet's value holds; tasks that it lacks go only if `removing`.
    """
    plan = locked(plan, "edit", by=by)
    seen = check(plan, file)
    refuse_if([_why_not(seen, digest)])
    checked = check(plan, file, taken=taken) if taken else seen
    refuse_if([_why_not_ready(checked)])
    goals = _Goals(plan, by=by)
    for one in checked.planned:
        _store(plan, one, goals, by=by)
    gone = checked.missing if removing else []
    for task in gone:
        _remove(plan, task, by=by)
    new = sum(one.task is None for one in checked.planned)
    return {"new": new, "changed": len(checked.planned) - new, "removed": len(gone), "goals": goals.made}


def _why_not(checked: LedgerCheck, digest: str) -> str | None:
    if checked.digest == digest:
        return None
    return _("您看过以后，计划又有变动，差异与您看到的不同，一项都没有收。请再看一遍再确认。")


def _why_not_ready(checked: LedgerCheck) -> str | None:
    if not checked.stops:
        return None
    return _("表里还有 %(count)d 处要改，一项都没有收。请按列出的格子改好，再交一次。") % {"count": len(checked.stops)}


class _Goals:
    """The plan's goals by path; one that is not there yet is made."""

    def __init__(self, plan: Plan, *, by: Actor) -> None:
        self.plan, self.by, self.made = plan, by, 0
        self.known: dict[tuple[int | None, str], Goal] = {}
        for goal in plan.goals.all():
            self.known.setdefault((goal.parent_id, " ".join(goal.words.split())), goal)
        self.last = plan.goals.aggregate(order=Max("order"))["order"] or 0

    def at(self, path: tuple[str, ...]) -> Goal | None:
        above: Goal | None = None
        for words in path_of("\n".join(path)):
            above = self.known.get((above.pk if above else None, words)) or self._make(above, words)
        return above

    def _make(self, above: Goal | None, words: str) -> Goal:
        self.last, self.made = self.last + 1, self.made + 1
        goal = Goal.objects.create(plan=self.plan, parent=above, words=words, order=self.last)
        self.known[above.pk if above else None, words] = goal
        place = self.plan.authority.path
        record.write("goal.add", by=self.by.who, about=goal, where=place, detail={"words": words})
        return goal


def _store(plan: Plan, one: Planned, goals: _Goals, *, by: Actor) -> None:
    wanted = one.wanted
    if one.path and wanted.goal is None:
        wanted = replace(wanted, goal=goals.at(one.path))
    if one.task is None:
        task = tasks.insert(plan, wanted)
        record.write("task.add", by=by.who, about=task, where=plan.authority.path, detail=tasks.told(task))
        return
    task = Task.objects.select_for_update().get(pk=one.task.pk)
    before = tasks.told(task)
    task = tasks.change(task, wanted)
    detail = {"before": before, "after": tasks.told(task)}
    record.write("task.edit", by=by.who, about=task, where=plan.authority.path, detail=detail)


def _remove(plan: Plan, task: Task, *, by: Actor) -> None:
    record.write("task.remove", by=by.who, about=task, where=plan.authority.path, detail=tasks.told(task))
    tasks.take_out(task)

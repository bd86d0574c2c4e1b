"""Stores what a 责任分解表 brings: all of it or nothing, each task with its line in the journal."""

from collections.abc import Collection
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans import tasks
from luoshi.office.plans.drafting import locked
from luoshi.office.plans.goals import GoalPaths
from luoshi.office.plans.ledger_check import LedgerCheck, Planned, check
from luoshi.office.plans.ledger_load import LedgerFile
from luoshi.office.plans.ledger_values import path_of
from luoshi.office.plans.models import Plan, Task
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
    goals = GoalPaths(plan)
    for one in checked.planned:
        _store(plan, one, goals, by=by)
    gone = checked.missing if removing else []
    for task in gone:
        record.write("task.remove", by=by.who, about=task, where=plan.authority.path, detail=tasks.told(task))
    tasks.take_out(*gone)
    new = sum(one.task is None for one in checked.planned)
    return {"new": new, "changed": len(checked.planned) - new, "removed": len(gone), "goals": len(goals.made)}


def _why_not(checked: LedgerCheck, digest: str) -> str | None:
    if checked.digest == digest:
        return None
    return _("您看过以后，计划又有变动，差异与您看到的不同，一项都没有收。请再看一遍再确认。")


def _why_not_ready(checked: LedgerCheck) -> str | None:
    if not checked.stops:
        return None
    return _("表里还有 %(count)d 处要改，一项都没有收。请按列出的格子改好，再交一次。") % {"count": len(checked.stops)}


def _store(plan: Plan, one: Planned, goals: GoalPaths, *, by: Actor) -> None:
    wanted = one.wanted
    if one.path and wanted.goal is None:
        made = len(goals.made)
        wanted = replace(wanted, goal=goals.at(path_of("\n".join(one.path))))
        for goal in goals.made[made:]:
            record.write("goal.add", by=by.who, about=goal, where=plan.authority.path, detail={"words": goal.words})
    if one.task is None:
        task = tasks.insert(plan, wanted)
        record.write("task.add", by=by.who, about=task, where=plan.authority.path, detail=tasks.told(task))
        return
    task = Task.objects.select_for_update().get(pk=one.task.pk)
    before = tasks.told(task)
    task = tasks.change(task, wanted)
    detail = {"before": before, "after": tasks.told(task)}
    record.write("task.edit", by=by.who, about=task, where=plan.authority.path, detail=detail)

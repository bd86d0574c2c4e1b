"""Goals and tasks of an earlier plan taken over into a new one, with their days moved by the years between."""

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Membership
from luoshi.office.plans import tasks
from luoshi.office.plans.drafting import locked
from luoshi.office.plans.goals import GoalPaths
from luoshi.office.plans.ledger_cells import goal_paths
from luoshi.office.plans.models import Goal, Plan, Task
from luoshi.office.plans.tasks import Named, called
from luoshi.office.refused import Refused, refuse_if

YEAR = re.compile(r"20\d\d(?=年)")


def sources(plan: Plan, *, by: Actor) -> "QuerySet[Plan]":
    """The plans that may be taken from: others of the authority, of the same year or before."""
    seen = Plan.objects.visible_to(by).filter(authority=plan.authority, year__lte=plan.year)
    return seen.exclude(pk=plan.pk)


def usual(task: Task) -> bool:
    """Whether a task comes again as a matter of course: what recurs, and routine."""
    return bool(task.rule) or task.grade == Task.Grade.ROUTINE


@transaction.atomic
def copy(plan: Plan, source: Plan, *, chosen: Collection[int], goals: Collection[int] = (), by: Actor) -> list[Task]:
    """Take over the chosen tasks with the goals over them, and the chosen goals. Raises Refused."""
    plan = locked(plan, "edit", by=by)
    refuse_if([_why_not_from(plan, source, by=by)])
    live = source.tasks.filter(cancelled_on__isnull=True).exclude(pk__in=already(plan))
    found = list(live.filter(pk__in=chosen).select_related("goal"))
    over, paths = GoalPaths(plan), goal_paths(source)
    for pk in goals:
        over.at(paths.get(pk, ()))
    shift = plan.year - source.year
    made = [_copied(plan, task, over.at(paths.get(task.goal_id or 0, ())), shift) for task in found]
    if not (made or over.made):
        raise Refused(_("没有选要带过来的任务或目标；选的都已经带过来了的，不会带第二次。"))
    detail = {"from": source.title, "tasks": len(made), "goals": len(over.made)}
    record.write("plan.copy", by=by.who, about=plan, where=plan.authority.path, detail=detail)
    return made


def _why_not_from(plan: Plan, source: Plan, *, by: Actor) -> str | None:
    if sources(plan, by=by).filter(pk=source.pk).exists():
        return None
    return _("“%(source)s”不是本局往年的计划，不能从它带过来。") % {"source": source}


def _copied(plan: Plan, task: Task, goal: Goal | None, shift: int) -> Task:
    was = tasks.wanted_of(task)
    basis = _("延续%(year)s年“%(plan)s”第 %(number)s 项。") % {
        "year": task.plan.year,
        "plan": task.plan,
        "number": task.number,
    }
    wanted = replace(
        was,
        goal=goal,
        basis=f"{basis}\n{was.basis}".strip(),
        due=moved(was.due, shift),
        due_words=YEAR.sub(lambda year: str(int(year[0]) + shift), was.due_words),
        named=tuple(_still(one) for one in was.named),
    )
    made = tasks.insert(plan, wanted)
    made.copied_from = task
    made.save(update_fields=["copied_from"])
    return made


def moved(day: date | None, years: int) -> date | None:
    """The same day of another year; the last of February where that year has no 29th."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _still(one: Named) -> Named:
    """Who is no more stays by name, for somebody to say who it is now."""
    gone = one.organisation is not None and one.organisation.closed_on is not None
    held = one.membership and Membership.objects.in_force(timezone.localdate()).filter(pk=one.membership.pk).exists()
    if gone or (one.membership and not held):
        return replace(one, words=called(one), organisation=None, membership=None)
    return one


def already(plan: Plan) -> "QuerySet[Task]":
    """What of earlier plans stands in the plan by now."""
    return Task.objects.filter(Q(copies__plan=plan)).distinct()


def years_left_over(made: Collection[Task], year: int) -> list[Task]:
    """Copied tasks whose words still name that year."""
    return [task for task in made if f"{year}年" in task.words]

"""A plan's goals as a tree: who stands under whom, in which order. Their words are changed in tasks.py."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol, TypeVar

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans.drafting import locked
from luoshi.office.plans.models import Goal, Plan, Task
from luoshi.office.plans.tasks import DEEPEST, held
from luoshi.office.refused import Refused


class GoalPaths:
    """A plan's goals by their words and those of the ones above; what is not there yet is made. Of two that are called
    alike in one place the first counts."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.made = plan, list[Goal]()

    @cached_property
    def _known(self) -> dict[tuple[int | None, str], Goal]:
        goals = list(self.plan.goals.only("parent_id", "words"))
        return {(goal.parent_id, _in_one_line(goal.words)): goal for goal in reversed(goals)}

    @cached_property
    def _last(self) -> int:
        return self.plan.goals.aggregate(order=Max("order"))["order"] or 0

    def at(self, path: Iterable[str], *, order: int | None = None) -> Goal | None:
        """The goal at the end of a path, None at the end of none. `order` is the place of new ones; None: behind all."""
        above: Goal | None = None
        for words in path:
            known = self._known.get((above.pk if above else None, _in_one_line(words)))
            above = known or self._make(above, words, order)
        return above

    def _make(self, above: Goal | None, words: str, order: int | None) -> Goal:
        place = self._last + len(self.made) + 1 if order is None else order
        goal = Goal.objects.create(plan=self.plan, parent=above, words=words, order=place)
        self._known[above.pk if above else None, _in_one_line(words)] = goal
        self.made.append(goal)
        return goal


def _in_one_line(words: str) -> str:
    return " ".join(words.split())


class UnderGoal(Protocol):
    """A task, or what is shown of one."""

    @property
    def goal_id(self) -> int | None: ...


@dataclass
class GoalBranch:
    """A goal with the tasks right under it and the goals below; `goal` None holds what stands under none."""

    goal: Goal | None
    level: int = 0
    tasks: list[Any] = field(default_factory=list)
    below: list["GoalBranch"] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Tasks here and below."""
        return len(self.tasks) + sum(one.count for one in self.below)


def tree(plan: Plan, tasks: Sequence[UnderGoal]) -> GoalBranch:
    """The plan's goals with these tasks, which come in their order."""
    top = GoalBranch(None)
    branches: dict[int | None, GoalBranch] = {None: top}
    goals = list(plan.goals.all())
    for goal in goals:
        branches[goal.pk] = GoalBranch(goal)
    for goal in goals:
        branches[goal.parent_id].below.append(branches[goal.pk])
    for task in tasks:
        branches.get(task.goal_id, top).tasks.append(task)
    _deepen(top)
    return top


def _deepen(branch: GoalBranch) -> None:
    for one in branch.below:
        one.level = branch.level + 1
        _deepen(one)


def flat(branch: GoalBranch) -> Iterator[GoalBranch]:
    """Every goal under a branch, as it is read."""
    for one in branch.below:
        yield one
        yield from flat(one)


def choices(plan: Plan, *, but: Goal | None = None) -> list[tuple[str, str]]:
    """Goals to choose from, indented by level; without one and what stands under it."""
    found = []
    for one in flat(tree(plan, [])):
        assert one.goal
        if but is None or (one.goal.pk != but.pk and but.pk not in {above.pk for above in _above(one.goal)}):
            found.append((str(one.goal.pk), "　" * (one.level - 1) + one.goal.words[:40]))
    return found


def _above(goal: Goal) -> Iterator[Goal]:
    at = goal.parent
    for _level in range(DEEPEST + 1):
        if at is None:
            return
        yield at
        at = at.parent


@transaction.atomic
def arrange(goal: Goal, *, parent: Goal | None, before: Goal | None = None, by: Actor) -> Goal:
    """Put a goal under another one or at the top, in front of a sibling or behind all. Raises Refused."""
    plan = locked(goal.plan, "edit", by=by)
    goal = held(goal)
    if parent and (parent.plan_id != plan.pk or parent.pk == goal.pk or goal.pk in {one.pk for one in _above(parent)}):
        raise Refused(_("“%(goal)s”不能放到它自己下面，也不能放到别的计划里。") % {"goal": goal})
    if parent and sum(1 for _one in _above(parent)) + 2 > DEEPEST:
        raise Refused(_("目标最多 %(deepest)s 级。") % {"deepest": DEEPEST})
    rest = list(plan.goals.filter(parent=parent).exclude(pk=goal.pk))
    place = next((at for at, one in enumerate(rest) if before and one.pk == before.pk), len(rest))
    ordered = [*rest[:place], goal, *rest[place:]]
    for one, order in zip(ordered, sorted(one.order for one in ordered), strict=True):
        one.order = order
    goal.parent = parent
    Goal.objects.bulk_update(ordered, ["order", "parent"])
    detail = {"words": goal.words, "under": str(parent or ""), "before": str(before or "")}
    record.write("goal.arrange", by=by.who, about=goal, where=plan.authority.path, detail=detail)
    return goal


Place = TypeVar("Place", Goal, Task)


def beside(rows: list[Place], own: Place, *, up: bool) -> tuple[bool, Place | None]:
    """Whether one of these can go a place up or down, and in front of whom it then stands (None: behind all)."""
    at = rows.index(own)
    if up:
        return at > 0, rows[at - 1] if at else None
    return at + 1 < len(rows), rows[at + 2] if at + 2 < len(rows) else None

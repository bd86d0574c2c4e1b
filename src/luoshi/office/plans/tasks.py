"""Goals and tasks of a plan: written, changed, moved, taken out. After the plan is issued, amendments.py does that."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Count, Max, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Membership, Organisation
from luoshi.office.plans.drafting import locked
from luoshi.office.plans.models import Candidate, Comment, Goal, Plan, Responsibility, Task
from luoshi.office.refused import Refused, refuse_if
from luoshi.reader.write.wording import one_line

LONGEST = 2000  # characters of a task
LONGEST_GOAL = 300
DEEPEST = 6  # levels of goals
LONGEST_NAME = 200  # characters of how a paper names a body
Part = Responsibility.Part
_ORGANISATIONS = {Part.LEAD, Part.ASSIST, Part.OWNER}  # parts that an organisation has; the others are people's


@dataclass(frozen=True)
class Named:
    """Somebody in a part, as the paper names them (`words`) and who that is here, as far as somebody has said."""

    part: str
    words: str = ""
    organisation: Organisation | None = None
    membership: Membership | None = None
    owners: dict[str, Any] | None = None  # see owners.py


def called(one: Named | Responsibility) -> str:
    """How a cell, a form or a paper says it: as it was written, else by the full name."""
    return one.words or (
        one.organisation.name if one.organisation else one.membership.person.name if one.membership else ""
    )


@dataclass(frozen=True)
class Wanted:
    """A task as somebody wants it to be."""

    words: str
    goal: Goal | None = None
    source: str = Task.Source.REPORT
    basis: str = ""
    grade: str = Task.Grade.ROUTINE
    topic: str = ""
    due: date | None = None
    due_words: str = ""
    rule: str = ""
    named: tuple[Named, ...] = ()


@dataclass(frozen=True)
class New:
    """A task that is to be stored: what it was made of, and its place among all of the plan; None is behind all others."""

    wanted: Wanted
    candidates: tuple[Candidate, ...] = ()
    order: int | None = None


@transaction.atomic
def add(plan: Plan, wanted: Wanted, *, by: Actor, candidates: Iterable[Candidate] = ()) -> Task:
    """A new task at the end of its goal. Raises Refused."""
    plan = locked(plan, "edit", by=by)
    task = insert(plan, wanted, candidates=candidates)
    record.write("task.add", by=by.who, about=task, where=plan.authority.path, detail=told(task))
    return task


@transaction.atomic
def edit(task: Task, wanted: Wanted, *, version: int, by: Actor) -> Task:
    """The task as wanted. Raises Refused, also where somebody else changed it since `version`."""
    plan = locked(task.plan, "edit", by=by)
    task = held(task)
    if task.version != version:
        raise Refused(_("别人刚改过这项任务。下面是现在的内容，您填的也还在，请看清后再保存。"))
    before = told(task)
    task = change(task, wanted)
    detail = {"before": before, "after": told(task)}
    record.write("task.edit", by=by.who, about=task, where=plan.authority.path, detail=detail)
    return task


@transaction.atomic
def remove(task: Task, *, by: Actor) -> None:
    """Take a task out of a draft; what it was made of is open again. Raises Refused."""
    plan = locked(task.plan, "edit", by=by)
    task = held(task)
    record.write("task.remove", by=by.who, about=task, where=plan.authority.path, detail=told(task))
    take_out(task)


@transaction.atomic
def arrange(task: Task, *, goal: Goal | None, before: Task | None = None, by: Actor) -> Task:
    """Put a task under a goal, in front of another or at the end. Raises Refused."""
    plan = locked(task.plan, "edit", by=by)
    task = held(task)
    refuse_if([_why_not_under(plan, goal), _why_not_before(plan, before)])
    rest = list(plan.tasks.filter(goal=goal).exclude(pk=task.pk))
    place = next((index for index, one in enumerate(rest) if before and one.pk == before.pk), len(rest))
    task.goal, task.version = goal, task.version + 1  # who still has it under another goal is told
    task.save(update_fields=["goal", "version"])
    _number([*rest[:place], task, *rest[place:]])
    detail = {"goal": str(goal or ""), "before": str(before or "")}
    record.write("task.arrange", by=by.who, about=task, where=plan.authority.path, detail=detail)
    return task


Held = TypeVar("Held", Goal, Task)


def held(one: Held) -> Held:
    """A task or a goal as it stands now, in a transaction that holds its plan. Raises Refused where it is gone."""
    found = type(one)._default_manager.select_for_update().filter(pk=one.pk).first()
    if found is None:
        raise Refused(_("“%(name)s”刚刚被删去了，请刷新页面。") % {"name": one})
    return found


def insert(plan: Plan, wanted: Wanted, *, candidates: Iterable[Candidate] = ()) -> Task:
    """Store a task, in the caller's transaction and with the caller's leave. Raises Refused."""
    return insert_all(plan, [New(wanted, tuple(candidates))])[0]


def insert_all(plan: Plan, news: Sequence[New]) -> list[Task]:
    """The same for many at once, in as few questions as one takes."""
    refuse_if(fault for new in news for fault in faults(plan, new.wanted))
    last = plan.tasks.aggregate(number=Max("number"), order=Max("order"))
    made = []
    for step, new in enumerate(news, start=1):
        order = (last["order"] or 0) + step if new.order is None else new.order
        task = Task(plan=plan, number=(last["number"] or 0) + step, order=order)
        _fill(task, new.wanted)
        made.append(task)
    Task.objects.bulk_create(made)
    pairs = list(zip(made, news, strict=True))
    Responsibility.objects.bulk_create(one for task, new in pairs for one in _named(task, new.wanted.named))
    sources = Task.candidates.through
    sources.objects.bulk_create(
        sources(task_id=task.pk, candidate_id=one.pk) for task, new in pairs for one in new.candidates
    )
    return made


def take_out(*tasks: Task) -> None:
    """Delete tasks, in the caller's transaction and with the caller's leave. What only they were made of waits again, and so
    do their figures; comments on them that were dealt with stay, as said of the whole plan. Raises Refused."""
    refuse_if(_commented(tasks))
    for task in tasks:
        _take_out(task)


def _take_out(task: Task) -> None:
    where = _("（原第%(number)s项“%(words)s”）") % {"number": task.number, "words": task.words[:60]}
    task.comments.update(task=None, words=Concat(Value(where), "words"))
    sources = Task.candidates.through.objects
    made_of = set(sources.filter(task=task).values_list("candidate_id", flat=True))
    made_of -= set(sources.filter(candidate__in=made_of).exclude(task=task).values_list("candidate_id", flat=True))
    figures = task.targets.filter(candidate__isnull=False).values_list("candidate_id", flat=True)
    Candidate.objects.filter(pk__in=made_of.union(figures)).reopen()
    task.delete()


def _commented(tasks: Sequence[Task]) -> Iterator[str]:
    """What others have said of a task and nobody has dealt with is not thrown away with it."""
    rows = Comment.objects.filter(task__in=[task.pk for task in tasks], state=Comment.State.OPEN).order_by()
    counts = dict(rows.values_list("task").annotate(number=Count("pk")))
    said = _("“%(task)s”已经有 %(count)d 条征求来的意见没有处理，删去会连意见一起删掉。请先处理这些意见。")
    yield from (said % {"task": task, "count": counts[task.pk]} for task in tasks if task.pk in counts)


def change(task: Task, wanted: Wanted) -> Task:
    """Store other values, in the caller's transaction and with the caller's leave. Raises Refused."""
    refuse_if(faults(task.plan, wanted))
    _fill(task, wanted)
    task.version += 1
    task.save()
    task.responsibilities.all().delete()
    Responsibility.objects.bulk_create(_named(task, wanted.named))
    return task


def faults(plan: Plan, wanted: Wanted) -> list[str | None]:
    """Everything that speaks against storing it."""
    words = wanted.words.strip()
    return [
        None if words else _("没有写任务内容。"),
        _("任务内容有 %(count)s 字，最多 %(most)s 字。请拆成几项，或把说明放进依据。")
        % {"count": len(words), "most": LONGEST}
        if len(words) > LONGEST
        else None,
        _why_not_under(plan, wanted.goal),
        *(_why_not_named(plan, one) for one in wanted.named),
    ]


def wanted_of(task: Task) -> Wanted:
    """A task as it is, to be wanted otherwise with dataclasses.replace."""
    related = ("organisation", "membership__person", "membership__organisation")
    return as_wanted(task, task.responsibilities.select_related(*related))


def as_wanted(task: Task, responsibilities: Iterable[Responsibility]) -> Wanted:
    """The same where its names are looked up already."""
    named = tuple(Named(one.part, one.words, one.organisation, one.membership, one.owners) for one in responsibilities)
    return Wanted(
        task.words, task.goal, task.source, task.basis, task.grade, task.topic, task.due, task.due_words, task.rule, named
    )  # fmt: skip


def told(task: Task) -> dict[str, Any]:
    """A task's fields in words, for the journal, amendments and differences."""
    said: dict[str, list[str]] = {part: [] for part in Part.values}
    for one in task.responsibilities.select_related("organisation", "membership__person", "membership__organisation"):
        said[one.part].append(str(one))
    return {
        "number": task.number,
        "goal": str(task.goal or ""),
        "words": task.words,
        "source": task.source,
        "basis": task.basis,
        "grade": task.grade,
        "topic": task.topic,
        "due": task.due.isoformat() if task.due else "",
        "due_words": task.due_words,
        "rule": task.rule,
        **{part: "、".join(names) for part, names in said.items()},
    }


# Goals


@transaction.atomic
def add_goal(
    plan: Plan, words: str, *, parent: Goal | None = None, candidate: Candidate | None = None, by: Actor
) -> Goal:
    """A new goal behind all others of the plan. Raises Refused."""
    plan = locked(plan, "edit", by=by)
    words = one_line(words)
    refuse_if([_why_not_goal(words), _why_not_under(plan, parent)])
    last = plan.goals.aggregate(order=Max("order"))["order"] or 0
    goal = Goal.objects.create(plan=plan, parent=parent, words=words, candidate=candidate, order=last + 1)
    record.write("goal.add", by=by.who, about=goal, where=plan.authority.path, detail={"words": words})
    return goal


@transaction.atomic
def edit_goal(goal: Goal, words: str, *, version: int, by: Actor) -> Goal:
    """Other words. Raises Refused."""
    plan = locked(goal.plan, "edit", by=by)
    goal, words = held(goal), one_line(words)
    refuse_if([_why_not_goal(words)])
    if goal.version != version:
        raise Refused(_("别人刚把这个目标改成了“%(words)s”，请看清后再保存。") % {"words": goal.words})
    detail = {"before": goal.words, "after": words}
    goal.words, goal.version = words, goal.version + 1
    goal.save(update_fields=["words", "version"])
    record.write("goal.edit", by=by.who, about=goal, where=plan.authority.path, detail=detail)
    return goal


@transaction.atomic
def remove_goal(goal: Goal, *, by: Actor) -> None:
    """Take a goal out; what stood under it stands under the one above. Raises Refused."""
    plan = locked(goal.plan, "edit", by=by)
    goal = held(goal)
    goal.tasks.update(goal=goal.parent)
    goal.children.update(parent=goal.parent)
    Candidate.objects.filter(goals=goal).reopen()
    record.write("goal.remove", by=by.who, about=goal, where=plan.authority.path, detail={"words": goal.words})
    goal.delete()


def _fill(task: Task, wanted: Wanted) -> None:
    task.words, task.basis = wanted.words.strip(), wanted.basis.strip()
    task.goal, task.source, task.grade, task.topic = wanted.goal, wanted.source, wanted.grade, wanted.topic
    task.due, task.due_words, task.rule = wanted.due, one_line(wanted.due_words)[:60], wanted.rule


def _named(task: Task, named: Iterable[Named]) -> Iterator[Responsibility]:
    for order, one in enumerate(named):
        yield Responsibility(
            task=task,
            part=one.part,
            order=order,
            words=one_line(one.words)[:LONGEST_NAME],
            organisation=one.organisation,
            membership=one.membership,
            owners=one.owners,
        )


def _number(ordered: list[Task]) -> None:
    """Keep the places that these tasks have among all of the plan, in the new order."""
    for task, place in zip(ordered, sorted(one.order for one in ordered), strict=True):
        task.order = place
    Task.objects.bulk_update(ordered, ["order"])


def _why_not_goal(words: str) -> str | None:
    if not words:
        return _("没有写目标。")
    return None if len(words) <= LONGEST_GOAL else _("目标最多写 %(most)s 字。") % {"most": LONGEST_GOAL}


def _why_not_under(plan: Plan, goal: Goal | None) -> str | None:
    return None if goal is None or goal.plan_id == plan.pk else _("“%(goal)s”不是这份计划的目标。") % {"goal": goal}


def _why_not_before(plan: Plan, task: Task | None) -> str | None:
    return None if task is None or task.plan_id == plan.pk else _("“%(task)s”不是这份计划的任务。") % {"task": task}


def _why_not_named(plan: Plan, named: Named) -> str | None:
    """Bodies and people are the authority's own; a body that leads or helps is named as such, a person as one."""
    place = named.organisation or (named.membership and named.membership.organisation)
    if place and not place.path.startswith(plan.authority.path):
        return _("“%(name)s”不属于%(authority)s，不能分给它。") % {"name": place, "authority": plan.authority}
    if named.membership and named.part in _ORGANISATIONS:
        return _("%(part)s要写单位，“%(name)s”是个人。") % {
            "part": Part(named.part).label,
            "name": named.membership.person,
        }
    if named.organisation and named.part not in _ORGANISATIONS:
        return _("%(part)s要写人，“%(name)s”是单位。") % {"part": Part(named.part).label, "name": named.organisation}
    return None

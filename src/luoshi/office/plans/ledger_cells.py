"""What a task says in each column of a 责任分解表, the same on paper, on the way out and on the way back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luoshi.office.plans.models import Goal, Plan, Responsibility, Task
from luoshi.office.plans.rhythm import PLAIN, words_of
from luoshi.office.plans.tasks import called
from luoshi.reader.write.wording import harmless

Part = Responsibility.Part
SHEET = "责任分解表"
KEPT = "_luoshi"  # the hidden sheet: what went out, so that what was changed outside is known
FORMAT = "1"  # of that sheet
LONGEST_CELL = 30_000  # characters; a spreadsheet takes 32,767
BETWEEN = "、"  # names in a cell


@dataclass(frozen=True)
class LedgerColumn:
    """A column. What stands in one that is not `taken` is for reading only and changes nothing when it comes back."""

    name: str
    label: Promise | str
    width: int
    taken: bool = True
    choices: dict[str, str] = field(default_factory=dict)  # label → stored value
    hidden: bool = False


GRADES = {str(label): str(value) for value, label in Task.Grade.choices}
SOURCES = {str(label): str(value) for value, label in Task.Source.choices}

NUMBER = LedgerColumn("number", _("编号"), 6, taken=False)
COMMENT = LedgerColumn("comment", _("意见"), 36, taken=False)
MARK = LedgerColumn("mark", _("任务标识（勿改）"), 14, taken=False, hidden=True)
TAKEN = (
    LedgerColumn("goal", _("所属目标"), 24),
    LedgerColumn("words", _("任务内容"), 46),
    LedgerColumn("grade", _("督办等级"), 11, choices=GRADES),
    LedgerColumn("leader", _("责任领导"), 11),
    LedgerColumn("lead", _("牵头单位"), 16),
    LedgerColumn("person", _("责任人"), 10),
    LedgerColumn("assist", _("配合单位"), 18),
    LedgerColumn("owner", _("落实单位"), 18),
    LedgerColumn("due", _("完成时限"), 12),
    LedgerColumn("due_words", _("时限表述"), 14),
    LedgerColumn("rule", _("周期"), 9),
    LedgerColumn("source", _("来源"), 10, choices=SOURCES),
    LedgerColumn("basis", _("依据原文"), 36),
)
TARGETS = LedgerColumn("targets", _("指标"), 20, taken=False)
COLUMNS = (NUMBER, *TAKEN[:2], TARGETS, *TAKEN[2:])
RHYTHMS = tuple(PLAIN.values())
PARTS = tuple(part.value for part in Part)


class TaskMark(NamedTuple):
    """任务标识: which task of which plan a row is, and in which version it went out."""

    plan: int
    task: int
    version: int

    def __str__(self) -> str:
        return f"{self.plan}-{self.task}-{self.version}"


class Line(NamedTuple):
    """A task with what its cells say, by column."""

    task: Task
    cells: dict[str, str]


def lines(plan: Plan, tasks: "QuerySet[Task]") -> Iterator[Line]:
    """The tasks in the order given, in five questions whatever their number."""
    paths = goal_paths(plan)
    for task in with_names(tasks):
        yield Line(task, cells_of(task, paths))


def with_names(tasks: "QuerySet[Task]") -> "QuerySet[Task]":
    """With everything that their cells say already looked up."""
    named = Responsibility.objects.select_related("organisation", "membership__person")
    return tasks.prefetch_related(Prefetch("responsibilities", named), "targets")


def cells_of(task: Task, paths: dict[int, tuple[str, ...]]) -> dict[str, str]:
    """What a task says in each column; its responsibilities and targets are looked up already."""
    named: dict[str, list[str]] = {part: [] for part in PARTS}
    for one in task.responsibilities.all():
        named[one.part].append(called(one))
    said = {
        "number": str(task.number),
        "goal": "\n".join(paths.get(task.goal_id or 0, ())),
        "words": task.words,
        "targets": "\n".join(str(one) for one in task.targets.all()),
        "grade": str(task.get_grade_display()),
        "due": task.due.isoformat() if task.due else "",
        "due_words": task.due_words,
        "rule": words_of(task.rule),
        "source": str(task.get_source_display()),
        "basis": task.basis,
        **{part: BETWEEN.join(names) for part, names in named.items()},
    }
    return {name: plain(words)[:LONGEST_CELL] for name, words in said.items()}


def goal_paths(plan: Plan) -> dict[int, tuple[str, ...]]:
    """The words of every goal of a plan with those above it, the outermost first."""
    goals = {goal.pk: goal for goal in plan.goals.all()}
    return {pk: tuple(one.words for one in _upwards(goal, goals))[::-1] for pk, goal in goals.items()}


def _upwards(goal: Goal, goals: dict[int, Goal]) -> Iterable[Goal]:
    at: Goal | None = goal
    seen: set[int] = set()
    while at and at.pk not in seen:
        seen.add(at.pk)
        yield at
        at = goals.get(at.parent_id or 0)


def plain(words: str) -> str:
    """Without what no cell keeps: control characters, other line ends than \\n, blanks at the edges."""
    kept = words.replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(harmless(line).rstrip() for line in kept.split("\n")).strip()

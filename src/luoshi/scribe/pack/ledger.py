"""责任分解表: the whole plan as one table."""

from collections.abc import Iterator

from luoshi.scribe.document import Cell, Line, Table
from luoshi.scribe.pack.plan import IssuedGoal, IssuedPlan, IssuedTask, in_a_row

_COLUMNS = (
    ("序号", 11.0),
    ("任务举措", 59.0),
    ("工作目标", 38.0),
    ("责任领导", 18.0),
    ("牵头单位", 24.0),
    ("责任人", 16.0),
    ("配合单位", 32.0),
    ("完成时限", 27.0),
)
SIZE = 10.5  # 五号


def ledger(plan: IssuedPlan) -> Table:
    """A goal is a band above its tasks and stays with the first of them.

    A cell beside all of its tasks, as some tables have it, would be empty on every page but its first.
    """
    head = tuple(name for name, _ in _COLUMNS)
    rows = tuple(row for goal in plan.goals for row in _rows(goal))
    return Table((head,), rows, tuple(width for _, width in _COLUMNS), SIZE)


def _rows(goal: IssuedGoal) -> Iterator[Line]:
    if goal.text and goal.tasks:
        yield (Cell(goal.text, across=len(_COLUMNS), strong=True),)
    yield from map(_row, goal.tasks)


def _row(task: IssuedTask) -> Line:
    others = "、".join(filter(None, (in_a_row(task.assists), task.owners_in_words)))
    return (
        Cell(task.number, align="center"),
        Cell(task.text),
        Cell("\n".join(task.targets)),
        Cell("、".join(task.leaders), align="center"),
        Cell(in_a_row(task.leads)),
        Cell("、".join(task.persons), align="center"),
        Cell(others),
        Cell(task.due, align="center"),
    )

"""What a 责任分解表 that came in would bring about in a plan, worked out before anything is stored."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.listing import neutral
from luoshi.office.organisations.imports.faults import Fault
from luoshi.office.plans.ledger_cells import TAKEN, cells_of, goal_paths, with_names
from luoshi.office.plans.ledger_load import LedgerFile, LedgerRow, text
from luoshi.office.plans.ledger_values import CellValues, comparable, path_of
from luoshi.office.plans.models import Goal, Plan, Task
from luoshi.office.plans.names import Names
from luoshi.office.plans.tasks import Wanted, as_wanted

NEW, CHANGED = "new", "changed"
LABELS = {column.name: column.label for column in TAKEN}


@dataclass(frozen=True)
class CellDifference:
    """差异: a new task, or one cell of a task that would change."""

    what: str
    place: str
    subject: str  # the task as it is, or the new one's words
    number: int | None = None
    column: str = ""
    before: str = ""
    after: str = ""

    @property
    def label(self) -> str:
        return str(LABELS.get(self.column, ""))


@dataclass(frozen=True)
class CellConflict:
    """两处都改: a cell that was changed outside while the task was changed here; somebody says which value holds."""

    task: int
    number: int
    subject: str
    column: str
    place: str
    sent: str  # what it was when the sheet went out; "" where nobody knows any more
    now: str
    given: str

    @property
    def key(self) -> str:
        return f"{self.task}-{self.column}"

    @property
    def label(self) -> str:
        return str(LABELS[self.column])


@dataclass(frozen=True)
class Planned:
    """A task as it would be; `task` None where it is new, `path` the goal's words, to be made where it has none."""

    row: LedgerRow
    task: Task | None
    wanted: Wanted
    path: tuple[str, ...] = ()


@dataclass
class LedgerCheck:
    """台账核对: everything amiss, everything that would change, and what somebody has to decide."""

    plan: Plan
    faults: list[Fault] = field(default_factory=list)
    differences: list[CellDifference] = field(default_factory=list)
    conflicts: list[CellConflict] = field(default_factory=list)
    missing: list[Task] = field(default_factory=list)
    planned: list[Planned] = field(default_factory=list)
    comments: list[LedgerRow] = field(default_factory=list)

    @property
    def stops(self) -> list[Fault]:
        return [one for one in self.faults if one.stops]

    @property
    def remarks(self) -> list[Fault]:
        return [one for one in self.faults if not one.stops]

    @property
    def brings_nothing(self) -> bool:
        return not (self.differences or self.conflicts or self.missing)

    @property
    def new(self) -> list[CellDifference]:
        return [one for one in self.differences if one.what == NEW]

    @property
    def changed(self) -> list[CellDifference]:
        return [one for one in self.differences if one.what == CHANGED]

    @property
    def digest(self) -> str:
        """What somebody has seen; another one means that it is to be looked at again."""
        seen = [[vars(one) for one in self.differences], [vars(one) for one in self.conflicts]]
        whole = json.dumps([*seen, [one.pk for one in self.missing]], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()


def check(plan: Plan, file: LedgerFile, *, taken: Collection[str] = ()) -> LedgerCheck:
    """Compare a sheet with the plan as it is now. `taken` names conflicts in which the sheet's value is to hold."""
    return _Comparison(plan, file, taken).made()


class _Comparison:
    """One sheet beside one plan."""

    def __init__(self, plan: Plan, file: LedgerFile, taken: Collection[str]) -> None:
        self.plan, self.file, self.taken = plan, file, taken
        self.found = LedgerCheck(plan, faults=list(file.faults))
        self.paths = goal_paths(plan)
        goals = {goal.pk: goal for goal in plan.goals.all()}
        self.goals: dict[tuple[str, ...], Goal] = {}
        for pk, path in self.paths.items():
            self.goals.setdefault(tuple(path_of("\n".join(path))), goals[pk])
        self.tasks = {task.pk: task for task in with_names(plan.tasks.select_related("goal"))}
        names = Names(plan.authority, day=timezone.localdate())
        self.values = CellValues(names, self.goals, self.found.faults)

    def made(self) -> LedgerCheck:
        if self.file.is_ours and self.file.plan != self.plan.pk:
            said = _("这份表是从另一份计划导出的，不能收进“%(plan)s”。请到那份计划的页面上收回。") % {"plan": self.plan}
            self.found.faults = [Fault(_("工作簿"), 0, -1, said)]
            return self.found
        same = {comparable("words", task.words.strip()) for task in self.tasks.values()}
        for row in self.file.rows:
            if row.mark is None:
                self._new(row, same)
            elif row.mark.task:
                self._known(row)
            if row.comment:
                self.found.comments.append(row)
        here = {row.mark.task for row in self.file.rows if row.mark}
        self.found.missing = [self.tasks[pk] for pk in self.file.sent if pk not in here and pk in self.tasks]
        return self.found

    def _new(self, row: LedgerRow, same: set[str]) -> None:
        words = row.cells.get("words", "")
        if not self.file.is_ours and words in same:
            said = _("计划里已经有同样的任务，这一行没有再加。")
            self.found.faults.append(row.amiss("words", said, stops=False))
            return
        given = [one.name for one in TAKEN if row.cells.get(one.name)]
        wanted = self.values.wanted(row, Wanted(""), list(dict.fromkeys([*given, "words"])))
        self.found.planned.append(Planned(row, None, wanted, path_of(row.cells.get("goal", ""))))
        said = "；".join(f"{LABELS[one]}：{row.cells[one]}" for one in given if one not in {"words", "basis"})
        self.found.differences.append(CellDifference(NEW, row.place("words"), words, after=said.replace("\n", " / ")))

    def _known(self, row: LedgerRow) -> None:
        assert row.mark
        if row.mark.plan != self.plan.pk:
            self.found.faults.append(
                row.amiss(
                    "mark", _("这一行是另一份计划的任务。请清空隐藏的“任务标识”一格，作为新任务收进来；或删去这一行。")
                )
            )
            return
        task = self.tasks.get(row.mark.task)
        if task is None:
            said = _("这项任务已经不在计划里，这一行没有收。要恢复，请清空隐藏的“任务标识”一格，再交一次。")
            self.found.faults.append(row.amiss("mark", said, stops=False))
            return
        changed = self._changed(row, task)
        if not changed:
            return
        wanted = self.values.wanted(row, as_wanted(task, task.responsibilities.all()), changed)
        path = path_of(row.cells["goal"]) if "goal" in changed else self.paths.get(task.goal_id or 0, ())
        self.found.planned.append(Planned(row, task, wanted, path))

    def _changed(self, row: LedgerRow, task: Task) -> list[str]:
        """The columns in which the sheet's value is to hold; conflicts are kept aside."""
        assert row.mark
        now, (version, sent) = cells_of(task, self.paths), self.file.sent.get(task.pk, (row.mark.version, {}))
        changed = []
        for column in (one.name for one in TAKEN if one.name in row.cells):
            given, current = row.cells[column], text(neutral(now[column]))
            same, base = comparable(column, given), sent.get(column)
            if same == comparable(column, current) or (base is not None and same == comparable(column, base)):
                continue
            untouched = (
                version == task.version if base is None else comparable(column, base) == comparable(column, current)
            )
            if not untouched:
                conflict = CellConflict(
                    task.pk, task.number, task.words, column, row.place(column), base or "", current, given
                )
                self.found.conflicts.append(conflict)
                if conflict.key not in self.taken:
                    continue
            changed.append(column)
            if untouched:
                said = CellDifference(CHANGED, row.place(column), task.words, task.number, column, current, given)
                self.found.differences.append(said)
        return changed

"""What a cell of a 责任分解表 means for a task; what cannot be meant is a fault with its cell."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from luoshi.office.organisations.imports.cells import day_of
from luoshi.office.organisations.imports.faults import Fault, guess
from luoshi.office.plans.ledger_cells import LONGEST_CELL, PARTS, RHYTHMS, TAKEN
from luoshi.office.plans.ledger_load import LedgerRow
from luoshi.office.plans.models import Goal
from luoshi.office.plans.names import Names, canonical, names_in, renamed
from luoshi.office.plans.rhythm import rule_of
from luoshi.office.plans.tasks import DEEPEST, LONGEST, LONGEST_GOAL, Wanted

COLUMNS = {column.name: column for column in TAKEN}
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
LONGEST_DUE_WORDS = 60
MOST_IN_CELL = 60  # names


class CellValues:
    """Reads the cells of one row after another and keeps what is amiss."""

    def __init__(self, names: Names, goals: dict[tuple[str, ...], Goal], faults: list[Fault]) -> None:
        self.names, self.goals, self.faults = names, goals, faults

    def wanted(self, row: LedgerRow, now: Wanted, changed: list[str]) -> Wanted:
        """The task as it is wanted once the cells of these columns hold; a goal still to be made is None in it."""
        for column in changed:
            now = self._with(row, now, column, row.cells[column])
        return now

    def _with(self, row: LedgerRow, now: Wanted, column: str, words: str) -> Wanted:
        if len(words) >= LONGEST_CELL:
            return self._amiss(
                row, now, column, _("这一格有 %(count)d 字，表格放不下。请在任务页上改。") % {"count": len(words)}
            )
        if column in PARTS:
            return self._named(row, now, column, words)
        return READ[column](self, row, now, words)

    def _amiss(self, row: LedgerRow, now: Wanted, column: str, words: str) -> Wanted:
        self.faults.append(row.amiss(column, words))
        return now

    def _words(self, row: LedgerRow, now: Wanted, words: str) -> Wanted:
        if not words:
            return self._amiss(row, now, "words", _("没有写任务内容。要删去这项任务，请删去整行。"))
        if len(words) > LONGEST:
            said = _("任务内容有 %(count)s 字，最多 %(most)s 字。请拆成几项，或把说明放进依据。")
            return self._amiss(row, now, "words", said % {"count": len(words), "most": LONGEST})
        return replace(now, words=words)

    def _goal(self, row: LedgerRow, now: Wanted, words: str) -> Wanted:
        path = path_of(words)
        if len(path) > DEEPEST or any(len(one) > LONGEST_GOAL for one in path):
            said = _("“所属目标”最多 %(deepest)d 级、每级 %(most)d 字。请缩短。") % {
                "deepest": DEEPEST,
                "most": LONGEST_GOAL,
            }
            return self._amiss(row, now, "goal", said)
        return replace(now, goal=self.goals.get(path))

    def _chosen(self, row: LedgerRow, column: str, words: str) -> str | None:
        choices = COLUMNS[column].choices
        if words in choices:
            return choices[words]
        said = _("“%(label)s”没有“%(word)s”这一项。%(guess)s可以写：%(all)s。") % {
            "label": COLUMNS[column].label,
            "word": words[:30],
            "guess": guess(words, choices),
            "all": "、".join(choices),
        }
        self.faults.append(row.amiss(column, said))
        return None

    def _grade(self, row: LedgerRow, now: Wanted, words: str) -> Wanted:
        return replace(now, grade=self._chosen(row, "grade", words) or now.grade)

    def _source(self, row: LedgerRow, now: Wanted, words: str) -> Wanted:
        return replace(now, source=self._chosen(row, "source", words) or now.source)

    def _due(self, row: LedgerRow, now: Wanted, words: str) -> Wanted:
        day = day_of(words) if words else None
        if words and (day is None or not EARLIEST <= day <= LATEST):
            said = _("“完成时限”写的是“%(cell)s”，读不成日期。请写最后一天，如 2026-08-31；说不准的写在“时限表述”里。")
            return self._amiss(row, now, "due", said % {"cell": words[:30]})
        return replace(now, due=day)

    def _due_words(self, row: LedgerRow, now: Wanted, words: str) -> Wanted:
        if len(words) > LONGEST_DUE_WORDS:
            said = _("“时限表述”有 %(count)d 字，最多 %(most)d 字。请缩短。")
            return self._amiss(row, now, "due_words", said % {"count": len(words), "most": LONGEST_DUE_WORDS})
        return replace(now, due_words=words)

    def _rule(self, row: LedgerRow, now: Wanted, words: str) -> Wanted:
        rule = rule_of(words)
        if rule is None:
            said = _("“周期”写的是“%(cell)s”，读不懂。可以写：%(all)s，或“每年9月30日前”这样的话。")
            return self._amiss(row, now, "rule", said % {"cell": words[:30], "all": "、".join(RHYTHMS)})
        return replace(now, rule=rule)

    def _basis(self, _row: LedgerRow, now: Wanted, words: str) -> Wanted:
        return replace(now, basis=words)

    def _named(self, row: LedgerRow, now: Wanted, part: str, words: str) -> Wanted:
        if len(names_in(words)) > MOST_IN_CELL:
            said = _("这一格有 %(count)d 个名称，最多 %(most)d 个。请概括地写，如 各中小学。")
            return self._amiss(row, now, part, said % {"count": len(names_in(words)), "most": MOST_IN_CELL})
        bearers = renamed(now.named, part, words, self.names)
        for one in bearers:
            if one not in now.named and (said := self.names.remark(one)):
                self.faults.append(row.amiss(part, said, stops=False))
        others = [one for one in now.named if one.part != part]
        return replace(now, named=tuple(sorted([*others, *bearers], key=lambda one: PARTS.index(one.part))))


READ: dict[str, Callable[[CellValues, LedgerRow, Wanted, str], Wanted]] = {
    "words": CellValues._words,
    "goal": CellValues._goal,
    "grade": CellValues._grade,
    "source": CellValues._source,
    "due": CellValues._due,
    "due_words": CellValues._due_words,
    "rule": CellValues._rule,
    "basis": CellValues._basis,
}


def path_of(words: str) -> tuple[str, ...]:
    """The goals that a cell names, the outermost first: one a line."""
    return tuple(" ".join(line.split()) for line in words.split("\n") if line.strip())


def comparable(column: str, words: str) -> str:
    """A cell's words without what makes no difference: how a day is written, what stands between names."""
    if column == "due":
        day = day_of(words) if words else None
        return day.isoformat() if day else words
    if column == "rule":
        return words if (rule := rule_of(words)) is None else rule
    return canonical(words) if column in PARTS else "\n".join(path_of(words)) if column == "goal" else words

"""A 责任分解表 that went out and comes back: its rows, with what is amiss in single cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from luoshi.office.desk.sandbox import Limits, SandboxError, run
from luoshi.office.listing import FORMULA
from luoshi.office.organisations.imports.faults import Fault, guess
from luoshi.office.organisations.imports.layout import WHAT_TO_MEND, plain_head
from luoshi.office.organisations.imports.parse import address, column_letters
from luoshi.office.plans.ledger_cells import COLUMNS, COMMENT, FORMAT, KEPT, MARK, TAKEN, TaskMark, plain
from luoshi.office.refused import Refused, refuse_if

PARSE = "luoshi.office.organisations.imports.parse:parse"
LIMITS = Limits(cpu=15, wall=20.0)
HEAD_WITHIN = 12  # rows in which the head is looked for
MOST_ROWS = 3000  # tasks of one workbook
MARKED = re.compile(r"(\d{1,9})-(\d{1,9})-(\d{1,9})")
HEADS = {plain_head(str(one.label)): one.name for one in (*COLUMNS, COMMENT, MARK)}
LABELS = {one.name: one.label for one in (*COLUMNS, COMMENT, MARK)}


@dataclass(frozen=True)
class LedgerRow:
    """台账行: what stands in it by column; only of columns that the sheet has. `mark` None is a new task."""

    sheet: str
    row: int  # from 1
    cells: dict[str, str]
    places: dict[str, int]  # column → where it stands, from 0
    mark: TaskMark | None = None

    @property
    def comment(self) -> str:
        return self.cells.get("comment", "")

    def place(self, column: str) -> str:
        """责任分解表!C17; the row where the sheet has no such column."""
        return Fault(self.sheet, self.row, self.places.get(column, -1), "").place

    def amiss(self, column: str, words: str, *, stops: bool = True) -> Fault:
        return Fault(self.sheet, self.row, self.places.get(column, -1), words, stops)


@dataclass
class LedgerFile:
    """收回的责任分解表: its rows, what went out with it, and what is amiss in it."""

    rows: list[LedgerRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    plan: int | None = None  # the number of the plan that it went out from; None: somebody's own sheet
    sent: dict[int, tuple[int, dict[str, str]]] = field(
        default_factory=dict
    )  # task → version and cells as they went out

    @property
    def is_ours(self) -> bool:
        return self.plan is not None

    def as_json(self) -> dict[str, Any]:
        """As it is kept until somebody confirms it."""
        return {
            "rows": [[row.sheet, row.row, row.cells, row.places, row.mark] for row in self.rows],
            "faults": [fault.as_json() for fault in self.faults],
            "plan": self.plan,
            "sent": [[task, version, cells] for task, (version, cells) in self.sent.items()],
        }

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> "LedgerFile":
        rows = [
            LedgerRow(sheet, row, cells, places, TaskMark(*mark) if mark else None)
            for sheet, row, cells, places, mark in kept["rows"]
        ]
        sent = {task: (version, cells) for task, version, cells in kept["sent"]}
        return cls(rows, [Fault(*one) for one in kept["faults"]], kept["plan"], sent)


def opened(content: bytes, *, name: str = "") -> list[dict[str, Any]]:
    """The sheets of a workbook as imports/parse.py gives them, hidden ones too. Raises Refused."""
    try:
        found: dict[str, Any] = run(PARSE, content, hidden=True, limits=LIMITS)
    except SandboxError as error:
        raise Refused(
            _("“%(name)s”没有读成：%(why)s。请只留责任分解表，另存后再上传。") % {"name": name, "why": error}
        ) from error
    refuse_if([found["refused"]])
    sheets: list[dict[str, Any]] = found["sheets"]
    return sheets


def parse(content: bytes, *, name: str = "") -> LedgerFile:
    """The rows of a workbook of ours that came back; no rows and `plan` None where it is none. Raises Refused."""
    return laid_out(opened(content, name=name))


def laid_out(sheets: list[dict[str, Any]]) -> LedgerFile:
    """The same of sheets that are opened already."""
    found = LedgerFile()
    kept = next((one for one in sheets if one["name"] == KEPT), None)
    if kept:
        _recall(kept, found)
    heads = [(one, head) for one in sheets if one["name"] != KEPT and (head := _head(one)) is not None]
    if not heads:
        if kept and found.plan:
            found.faults.append(
                Fault(
                    _("工作簿"),
                    0,
                    -1,
                    _("没有找到责任分解表：表头不在了，或工作表被删了。请重新导出，把改动填进去再交。"),
                )
            )
        return found
    for sheet, (at, places) in heads:
        _lay(sheet, at, places, found)
    if found.plan is None:
        found.plan = next((row.mark.plan for row in found.rows if row.mark), 0)
        said = _("隐藏的记录表不在了，分不清哪些是在表上改的、哪些是后来在系统里改的：凡与现在不同的都列出来。")
        found.faults.append(Fault(_("工作簿"), 0, -1, said, stops=False))
    if len(found.rows) > MOST_ROWS:
        said = _("表里有 %(count)d 行，最多 %(most)d 行。请分成几份。") % {"count": len(found.rows), "most": MOST_ROWS}
        found.faults.append(Fault(_("工作簿"), 0, -1, said))
        del found.rows[MOST_ROWS:]
    found.faults += _twice(found.rows)
    return found


def _recall(sheet: dict[str, Any], found: LedgerFile) -> None:
    """What the hidden sheet says; nothing of it is believed that does not look as it was written."""
    rows = [cells for _number, cells in sheet["rows"]]
    if len(rows) < 2 or [text(one) for one in rows[0][:2]] != ["luoshi", FORMAT] or not text(rows[0][2]).isdecimal():
        return
    found.plan = int(text(rows[0][2]))
    names = [text(one) for one in rows[1]]
    for cells in rows[2:]:
        if mark := mark_of(text(cells[0])):
            said = {name: text(cell) for name, cell in zip(names[1:], cells[1:], strict=False)}
            found.sent[mark.task] = (mark.version, {one.name: said.get(one.name, "") for one in TAKEN})


def _head(sheet: dict[str, Any]) -> tuple[int, dict[str, int]] | None:
    """Which of the rows is the head, and where its columns stand; it must say 任务内容 and 任务标识."""
    for at, (_number, cells) in enumerate(sheet["rows"][:HEAD_WITHIN]):
        names = [HEADS.get(plain_head(cell)) for cell in cells]
        if {"words", "mark"} <= set(names):
            return at, {name: names.index(name) for name in dict.fromkeys(names) if name}
    return None


def _lay(sheet: dict[str, Any], at: int, places: dict[str, int], found: LedgerFile) -> None:
    name, rows = sheet["name"], sheet["rows"]
    head = rows[at][0]
    found.faults += _of_head(name, head, rows[at][1], places)
    for first_row, first, last_row, last in sheet["merged"]:
        if first_row >= head and any(first <= place <= last for place in places.values()):
            end = f"{column_letters(last)}{last_row + 1}"
            said = _("从这里到 %(last)s 是合并单元格，只有第一格有内容。请取消合并，逐格填写。") % {"last": end}
            found.faults.append(Fault(name, first_row + 1, first, said))
    computed = set(sheet["formulas"])
    for number, cells in rows[at + 1 :]:
        row = _row(name, number, cells, places, found.faults)
        for column, place in places.items():
            if address(number, place) in computed:
                said = _("这一格是公式，读到的结果可能不是您看到的。请复制后用“粘贴为数值”换成内容。")
                found.faults.append(Fault(name, number, place, said))
                row.cells.pop(column, None) if column != "words" else None
        if row.mark or any(words for column, words in row.cells.items() if column not in {"number", "mark"}):
            found.rows.append(row)


def _row(name: str, number: int, cells: list[Any], places: dict[str, int], faults: list[Fault]) -> LedgerRow:
    said = {column: text(cells[place]) if place < len(cells) else "" for column, place in places.items()}
    mark = mark_of(said["mark"])
    if said["mark"] and mark is None:
        words = _(
            "隐藏的任务标识成了“%(mark)s”，对不上是哪一项。请从系统重新导出，把这一行的改动填进去；若是新任务，请清空这一格。"
        )
        faults.append(Fault(name, number, places["mark"], words % {"mark": said["mark"][:30]}))
        mark = TaskMark(0, 0, 0)  # neither a task nor a new row
    return LedgerRow(name, number, said, places, mark)


def _of_head(name: str, row: int, cells: list[Any], places: dict[str, int]) -> Iterator[Fault]:
    known = {str(label): column for column, label in LABELS.items()}
    for place, cell in enumerate(cells):
        head = plain_head(cell)
        column = HEADS.get(head)
        if head and column is None and not head.startswith(WHAT_TO_MEND):
            said = _("“%(head)s”这一列没有读：导出的表里没有它。%(guess)s") % {
                "head": text(cell)[:40],
                "guess": guess(head, known),
            }
            yield Fault(name, row, place, said, stops=False)
        elif column and places[column] != place:
            said = _("“%(head)s”与 %(other)s 列是同一项，不知道该读哪一列。请删去一列。")
            yield Fault(name, row, place, said % {"head": text(cell), "other": column_letters(places[column])})


def _twice(rows: list[LedgerRow]) -> Iterator[Fault]:
    """Copied rows bring their hidden mark with them."""
    first: dict[tuple[int, int], LedgerRow] = {}
    for row in rows:
        if row.mark is None or not row.mark.task:
            continue
        other = first.setdefault((row.mark.plan, row.mark.task), row)
        if other is not row:
            said = _(
                "这一行与第 %(row)d 行是同一项任务（复制行时隐藏的标识也一起复制了）。若是新任务，请清空这一行隐藏的“任务标识”一格；否则删去一行。"
            )
            yield row.amiss("mark", said % {"row": other.row})


def mark_of(words: str) -> TaskMark | None:
    found = MARKED.fullmatch(words.strip())
    return TaskMark(*map(int, found.groups())) if found else None


def text(cell: Any) -> str:
    """A cell as the text that it would be if nothing had been made of it."""
    if cell is None:
        return ""
    if isinstance(cell, dict):
        return str(cell.get("day", ""))
    said = plain(str(cell))
    return said[1:] if said.startswith("'") and said[1:].startswith(FORMULA) else said

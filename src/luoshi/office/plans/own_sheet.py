"""Somebody's own 责任分解表, in the words of one that went out: every row a new task."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.desk.sandbox import SandboxError, run
from luoshi.office.organisations.imports.faults import Fault
from luoshi.office.plans.ledger_cells import GRADES, SOURCES, plain
from luoshi.office.plans.ledger_load import LIMITS, MOST_ROWS, LedgerFile, LedgerRow
from luoshi.office.plans.rhythm import words_of
from luoshi.office.refused import Refused, refuse_if

READ = "luoshi.office.plans.duty_sheet:read"
SAYS = {
    "no_head": (False, gettext_lazy("这张工作表没有读：没有找到写着任务和责任单位的表头。")),
    "no_task": (False, gettext_lazy("这一行（%(words)s）没有读成任务。若是任务，请写在任务那一列。")),
    "formula": (True, gettext_lazy("这一格是公式，读到的结果可能不是您看到的。请复制后用“粘贴为数值”换成内容。")),
    "unread": (False, gettext_lazy("“%(words)s”这一列没有读。")),
}


def read(content: bytes, *, year: int, name: str = "") -> LedgerFile:
    """The rows of a workbook that never went out from here. Raises Refused."""
    try:
        found: dict[str, Any] = run(READ, content, year=year, limits=LIMITS)
    except SandboxError as error:
        raise Refused(
            _("“%(name)s”没有读成：%(why)s。请只留责任分解表，另存后再上传。") % {"name": name, "why": error}
        ) from error
    refuse_if([found["refused"]])
    faults = [_fault(*one) for one in found["faults"]]
    rows = [_row(one, faults) for one in found["rows"][:MOST_ROWS]]
    if not rows:
        said = _("没有读到任务。表头里要有写任务的一列（如 工作任务）和写责任单位的一列（如 牵头单位）。")
        faults.append(Fault(_("工作簿"), 0, -1, said))
    if len(found["rows"]) > MOST_ROWS:
        said = _("表里有 %(count)d 项，最多 %(most)d 项。请分成几份。")
        faults.append(Fault(_("工作簿"), 0, -1, said % {"count": len(found["rows"]), "most": MOST_ROWS}))
    return LedgerFile(rows, faults)


def _fault(sheet: str, row: int, column: int, code: str, words: str) -> Fault:
    stops, said = SAYS[code]
    return Fault(sheet, row, column, str(said) % {"words": words}, stops)


def _row(one: dict[str, Any], faults: list[Fault]) -> LedgerRow:
    """Our own words for grade, source and rhythm; what the sheet says otherwise is left out with a remark."""
    cells = {column: plain(words) for column, words in one["cells"].items()}
    cells["rule"] = words_of(cells.get("rule", ""))
    row = LedgerRow(one["sheet"], one["row"], cells, one["places"])
    for column, known in (("grade", GRADES), ("source", SOURCES)):
        if cells.get(column) and cells[column] not in known:
            said = _("“%(words)s”不在可以写的里面（%(all)s），没有收。") % {
                "words": cells[column][:20],
                "all": "、".join(known),
            }
            faults.append(row.amiss(column, said, stops=False))
            cells[column] = ""
    if len(cells.get("due_words", "")) > 60:
        cells["due_words"] = cells["due_words"][:60]
        faults.append(row.amiss("due", _("时限的文字太长，只留前 60 字。"), stops=False))
    return row

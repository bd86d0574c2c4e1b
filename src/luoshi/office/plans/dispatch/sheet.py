"""调度表 of one lead as a workbook, and what a workbook that comes back says."""

import io
from collections.abc import Iterator
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from luoshi.office.listing import neutral
from luoshi.office.organisations.imports.faults import Fault
from luoshi.office.organisations.imports.parse import address
from luoshi.office.organisations.models import Organisation
from luoshi.office.plans.dispatch import rows
from luoshi.office.plans.dispatch.filling import LABELS, UNCHANGED, Filled, Given, Mark
from luoshi.office.plans.dispatch.queries import TEXTS
from luoshi.office.plans.dispatch.rows import MARK, MOST_ROWS, TAKEN, TICK
from luoshi.office.plans.ledger_load import opened
from luoshi.office.plans.ledger_sheet import OPTIONS
from luoshi.office.plans.models import Dispatch, DispatchLine
from luoshi.office.refused import Refused, refuse_if

SHEET = "调度表"
HEAD = 2  # the row of the heads, from 0: title and count stand above
HEAD_WITHIN = 12  # rows in which the head is looked for
COLUMNS = (
    ("number", 6), ("task", 36), ("until", 12), ("now", 8), ("last", 36), ("unchanged", 9),
    *((name, 30) for name in TEXTS),
)  # fmt: skip


def workbook(dispatch: Dispatch, organisation: Organisation, lines: list[DispatchLine]) -> bytes:
    """A row for each line, with what was said last beside it and a hidden mark."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        cell = {"num_format": "@", "border": 1, "text_wrap": True, "valign": "top"}
        styles = {
            "title": book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}),
            "line": book.add_format({"font_color": "#5A6577", "text_wrap": True}),
            "head": book.add_format({"bold": True, "bg_color": "#E7EAF0", "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}),
            "cell": book.add_format(cell),
            "grey": book.add_format({**cell, "bg_color": "#F2F3F5"}),
        }  # fmt: skip
        sheet = book.add_worksheet(SHEET)
        _frame(sheet, dispatch, organisation, len(lines), styles)
        for number, line in enumerate(lines, HEAD + 1):
            for place, (name, _width) in enumerate(COLUMNS):
                style = styles["cell"] if name in TAKEN else styles["grey"]
                sheet.write_string(number, place, str(neutral(_said(line, name))), style)
            sheet.write_string(number, len(COLUMNS), str(Mark.of(line)))
    return made.getvalue()


def _said(line: DispatchLine, name: str) -> str:
    filled, last = Filled.of(line), line.last
    if name in TEXTS:
        return str(getattr(filled, name))
    until = line.until
    return {
        "number": str(line.assignment.task.number),
        "task": rows.task_of(line),
        "until": until.isoformat() if until else "",
        "now": rows.standing_of(line),
        "last": rows.said(last) if last else "",
        "unchanged": TICK if filled.unchanged else "",
    }[name]


def _frame(sheet: Any, dispatch: Dispatch, organisation: Organisation, count: int, styles: dict[str, Any]) -> None:
    last = len(COLUMNS) - 1
    sheet.merge_range(0, 0, 0, last, str(neutral(f"{dispatch}：{organisation}")), styles["title"])
    said = _(
        "共 %(count)s 项，%(day)s 前交回。填白色的格子；没有变化的，在“没有变化”里选√，右边空着。灰色的格子改了不收。"
        "右侧隐藏的一列记着每行是哪一项，请不要删去。"
    )
    sheet.merge_range(1, 0, 1, last, said % {"count": count, "day": dispatch.due.isoformat()}, styles["line"])
    sheet.set_row(0, 30)
    sheet.set_row(HEAD, 32)
    labels = {
        "number": _("序号"), "task": _("任务"), "until": _("完成时限"), "now": _("进度"), "last": _("上次填报"),
        "unchanged": UNCHANGED, **LABELS,
    }  # fmt: skip
    for place, (name, width) in enumerate(COLUMNS):
        sheet.set_column(place, place, width)
        sheet.write_string(HEAD, place, str(labels[name]), styles["head"])
    sheet.set_column(last + 1, last + 1, 20, None, {"hidden": True})
    sheet.write_string(HEAD, last + 1, str(MARK), styles["head"])
    ticks = [name for name, _width in COLUMNS].index("unchanged")
    sheet.data_validation(HEAD + 1, ticks, HEAD + max(count, 1), ticks, {"validate": "list", "source": [TICK]})
    sheet.freeze_panes(HEAD + 1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD)
    sheet.print_area(0, 0, HEAD + count, last)
    sheet.set_footer('&C&"宋体"&9第 &P 页，共 &N 页')


def read(content: bytes, *, name: str) -> list[Given]:
    """The rows of such a workbook. Raises Refused with everything that cannot be told."""
    sheets = [(one, head) for one in opened(content, name=name) if (head := _head(one)) is not None]
    if not sheets:
        raise Refused(_("“%(name)s”不是从这里下载的调度表，对不上任务。请下载表格，填好再交。") % {"name": name})
    found = [one for sheet, (at, places) in sheets for one in _rows(sheet, at, places)]
    refuse_if(one for one in found if isinstance(one, str))
    given = [one for one in found if isinstance(one, Given)]
    if len(given) > MOST_ROWS:
        raise Refused(_("表里有 %(count)d 行，最多 %(most)d 行。") % {"count": len(given), "most": MOST_ROWS})
    return given


def _head(sheet: dict[str, Any]) -> tuple[int, dict[str, int]] | None:
    for at, (_number, cells) in enumerate(sheet["rows"][:HEAD_WITHIN]):
        if places := rows.places_of(cells):
            return at, places
    return None


def _rows(sheet: dict[str, Any], at: int, places: dict[str, int]) -> Iterator[Given | str]:
    name, head = sheet["name"], sheet["rows"][at][0]
    for first_row, first, last_row, last in sheet["merged"]:
        if last_row >= head and any(first <= places[one] <= last for one in TAKEN if one in places):
            place = Fault(name, first_row + 1, first, "").place
            yield _("%(place)s 是合并单元格，只有第一格有内容。请取消合并，逐格填写。") % {"place": place}
    computed = set(sheet["formulas"])
    for number, cells in sheet["rows"][at + 1 :]:
        formulas = [one for one in TAKEN if one in places and address(number, places[one]) in computed]
        for one in formulas:
            place = Fault(name, number, places[one], "").place
            yield _("%(place)s 是公式，读到的结果可能不是您看到的。请用“粘贴为数值”换成内容。") % {"place": place}
        if not formulas:
            yield from rows.given_of(cells, places, Fault(name, number, -1, "").place)

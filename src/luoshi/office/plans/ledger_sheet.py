"""责任分解表 of a plan as a workbook that may come back changed."""

import io
from typing import Any

import xlsxwriter
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.listing import neutral
from luoshi.office.plans.ledger_cells import (
    COLUMNS,
    COMMENT,
    FORMAT,
    KEPT,
    MARK,
    RHYTHMS,
    SHEET,
    TAKEN,
    LedgerColumn,
    Line,
    TaskMark,
    lines,
)
from luoshi.office.plans.models import Plan, Task

HEAD = 2  # the row of the heads, from 0: title and count stand above
SPARE = 500  # rows below the last for which drop-downs are prepared
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
NOTES = "填写说明"


def workbook(plan: Plan, tasks: "QuerySet[Task]", *, comments: bool = True) -> bytes:
    """The tasks as rows, each with its hidden mark; `comments` adds the column 意见."""
    found = list(lines(plan, tasks))
    columns = (*COLUMNS, *((COMMENT,) if comments else ()), MARK)
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        styles = {
            "title": book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}),
            "line": book.add_format({"font_color": "#5A6577", "align": "center"}),
            "head": book.add_format({"bold": True, "bg_color": "#E7EAF0", "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}),
            "cell": book.add_format({"num_format": "@", "border": 1, "text_wrap": True, "valign": "top"}),
            "grey": book.add_format({"num_format": "@", "border": 1, "text_wrap": True, "valign": "top", "bg_color": "#F2F3F5"}),
            "bold": book.add_format({"bold": True, "valign": "top"}),
            "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
        }  # fmt: skip
        sheet = book.add_worksheet(SHEET)
        _frame(sheet, plan, columns, len(found), styles)
        for number, line in enumerate(found, HEAD + 1):
            _row(sheet, number, _cells(plan, line), columns, styles)
        _page(sheet, columns, len(found))
        _notes(book.add_worksheet(NOTES), styles, comments=comments)
        _keep(book.add_worksheet(KEPT), plan, found)
    return made.getvalue()


def _cells(plan: Plan, line: Line) -> dict[str, str]:
    return {**line.cells, "mark": str(TaskMark(plan.pk, line.task.pk, line.task.version))}


def _frame(sheet: Any, plan: Plan, columns: tuple[LedgerColumn, ...], count: int, styles: dict[str, Any]) -> None:
    last = len([one for one in columns if not one.hidden]) - 1
    sheet.merge_range(0, 0, 0, last, str(neutral(plan.title)), styles["title"])
    said = _("%(year)s 年 · 共 %(count)s 项 · %(state)s · %(day)s 导出") % {
        "year": plan.year,
        "count": count,
        "state": plan.get_state_display(),
        "day": timezone.localdate().isoformat(),
    }
    sheet.merge_range(1, 0, 1, last, said, styles["line"])
    sheet.set_row(0, 30)
    sheet.set_row(HEAD, 32)
    for place, column in enumerate(columns):
        sheet.set_column(
            place, place, column.width, styles["cell"] if column.taken else None, {"hidden": column.hidden}
        )
        sheet.write_string(HEAD, place, str(column.label), styles["head"])
        if choices := (tuple(column.choices) or (RHYTHMS if column.name == "rule" else ())):
            strict = bool(column.choices)
            said = _("请从下拉列表里选。") if strict else _("多半从列表里选；也可以写“每年9月30日前”这样的话。")
            wrong = {"error_type": "stop" if strict else "information", "error_message": said}
            sheet.data_validation(
                HEAD + 1,
                place,
                HEAD + count + SPARE,
                place,
                {"validate": "list", "source": list(choices), "error_title": str(column.label), **wrong},
            )


def _row(sheet: Any, number: int, cells: dict[str, str], columns: tuple[LedgerColumn, ...], styles: Any) -> None:
    for place, column in enumerate(columns):
        style = styles["cell"] if column.taken or column is COMMENT else styles["grey"]
        sheet.write_string(number, place, str(neutral(cells.get(column.name, ""))), style)


def _page(sheet: Any, columns: tuple[LedgerColumn, ...], count: int) -> None:
    """A3 across, one page wide, heads on every page."""
    shown = len([one for one in columns if not one.hidden]) - 1
    sheet.freeze_panes(HEAD + 1, 3)
    sheet.autofilter(HEAD, 0, HEAD + count, shown)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD)
    sheet.print_area(0, 0, HEAD + count, shown)
    sheet.set_footer('&C&"宋体"&9第 &P 页，共 &N 页')


def _notes(sheet: Any, styles: dict[str, Any], *, comments: bool) -> None:
    said = [
        (_("怎么改"), _("直接改格子里的字。灰色的编号和指标只供查看，改了也不收。行可以排序、筛选，不影响收回。")),
        (_("增加任务"), _("在最后一行下面接着写，至少写任务内容。目标写在“所属目标”里，一级一行；没有的目标会新建。")),
        (_("删去任务"), _("删去整行。收回时会列出少了哪些，由办公室勾选以后才删。")),
        (_("单位和人"), _("几个单位用顿号隔开。写的名称系统里没有的，照原样保留，收回时提示。")),
        (_("完成时限"), _("写最后一天，如 2026-08-31；说不准的写在“时限表述”里，如 年底前。")),
        (_("请保留"), _("右侧隐藏的一列和一张隐藏的工作表记着每行是哪一项任务，请不要删去。")),
    ]
    if comments:
        said.append((_("意见"), _("对某一项有意见的，写在那一行的“意见”里；没有意见的空着。")))
    sheet.set_column(0, 0, 14, styles["bold"])
    sheet.set_column(1, 1, 100, styles["wrapped"])
    for number, line in enumerate(said):
        sheet.write_row(number, 0, line)


def _keep(sheet: Any, plan: Plan, found: list[Line]) -> None:
    """What went out, so that a change outside can be told from one that was made here meanwhile."""
    sheet.hide()
    sheet.write_row(0, 0, ["luoshi", FORMAT, str(plan.pk), str(len(found))])
    names = [column.name for column in TAKEN]
    sheet.write_row(1, 0, ["mark", *names])
    for number, line in enumerate(found, 2):
        sheet.write_string(number, 0, str(TaskMark(plan.pk, line.task.pk, line.task.version)))
        for place, name in enumerate(names, 1):
            sheet.write_string(number, place, str(neutral(line.cells[name])))

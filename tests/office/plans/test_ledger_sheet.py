"""The ledger as it goes out and as it is read again."""

import io
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest

from luoshi.office.organisations.actor import Actor
from luoshi.office.plans import ledger_load, tasks
from luoshi.office.plans.ledger_sheet import workbook
from luoshi.office.plans.models import Plan, Task
from luoshi.office.plans.tasks import Named, Wanted

Change = Callable[[openpyxl.Workbook], None]


def changed(content: bytes, change: Change) -> bytes:
    """The workbook as somebody saved it after a change."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.fixture
def filled(plan: Plan, office: Actor, world) -> Plan:
    """A draft with two tasks under a goal of two levels."""
    above = tasks.add_goal(plan, "一、办好学前教育", by=office)
    goal = tasks.add_goal(plan, "（一）扩大资源", parent=above, by=office)
    named = (Named("lead", "基教科", world.organisation("basic")), Named("owner", "各中小学"))
    wanted = Wanted("新建幼儿园2所", goal, grade="supervised", due=date(2026, 8, 31), rule="TERM", named=named)
    tasks.add(plan, wanted, by=office)
    tasks.add(plan, Wanted("=1+1 核对台账", basis="会议要求\n逐项核对"), by=office)
    return plan


def test_what_goes_out_is_read_again_as_it_stood(filled: Plan) -> None:
    found = ledger_load.parse(workbook(filled, filled.tasks.all()))
    assert found.faults == []
    assert found.plan == filled.pk
    first, second = found.rows
    kindergartens = filled.tasks.get(words__startswith="新建")
    assert first.mark == (filled.pk, kindergartens.pk, 1)
    assert {name: said for name, said in first.cells.items() if said and name != "mark"} == {
        "number": "1", "goal": "一、办好学前教育\n（一）扩大资源", "words": "新建幼儿园2所", "grade": "督办",
        "lead": "基教科", "owner": "各中小学", "due": "2026-08-31", "rule": "每学期", "source": "工作报告",
    }  # fmt: skip
    assert (second.cells["words"], second.cells["basis"]) == ("=1+1 核对台账", "会议要求\n逐项核对")
    assert found.sent[kindergartens.pk][0] == 1
    for row in found.rows:
        assert row.mark
        assert found.sent[row.mark.task][1] == {name: row.cells[name] for name in found.sent[row.mark.task][1]}


def test_no_cell_is_a_formula_and_marks_stay_hidden(filled: Plan) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(filled, filled.tasks.all())))
    sheet = book["责任分解表"]
    assert [cell.data_type for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
    assert sheet["C5"].value == "'=1+1 核对台账"
    assert sheet.column_dimensions["Q"].hidden
    assert book["_luoshi"].sheet_state == "hidden"
    assert "共 2 项" in sheet["A2"].value


def test_comment_stands_beside_its_task(filled: Plan) -> None:
    def say(book: openpyxl.Workbook) -> None:
        book["责任分解表"]["P4"] = "时间太紧，建议年底"

    content = workbook(filled, filled.tasks.all())
    found = ledger_load.parse(changed(content, say))
    assert [row.comment for row in found.rows] == ["时间太紧，建议年底", ""]
    assert "comment" not in ledger_load.parse(workbook(filled, filled.tasks.all(), comments=False)).rows[0].cells


def test_sheet_of_somebody_else_is_none_of_ours() -> None:
    book = openpyxl.Workbook()
    book.active.append(["序号", "工作任务", "责任单位"])
    made = io.BytesIO()
    book.save(made)
    found = ledger_load.parse(made.getvalue())
    assert (found.is_ours, found.rows, found.faults) == (False, [], [])


def _delete_sheet(book: openpyxl.Workbook) -> None:
    del book["责任分解表"]


def _break_mark(book: openpyxl.Workbook) -> None:
    book["责任分解表"]["Q4"] = "坏了"


def _copy_row(book: openpyxl.Workbook) -> None:
    sheet = book["责任分解表"]
    for cell in sheet[4]:
        sheet.cell(7, cell.column, cell.value)


def _formula(book: openpyxl.Workbook) -> None:
    book["责任分解表"]["C4"] = "=A1"


def _merge(book: openpyxl.Workbook) -> None:
    book["责任分解表"].merge_cells("G4:G5")


def _second_head(book: openpyxl.Workbook) -> None:
    book["责任分解表"]["O3"] = "牵头单位"


@pytest.mark.parametrize(
    ("change", "place", "said"),
    [
        (_delete_sheet, "工作簿", "没有找到责任分解表"),
        (_break_mark, "责任分解表!Q4", "成了“坏了”"),
        (_copy_row, "责任分解表!Q7", "与第 4 行是同一项任务"),
        (_formula, "责任分解表!C4", "是公式"),
        (_merge, "责任分解表!G4", "合并单元格"),
        (_second_head, "责任分解表!O3", "与 G 列是同一项"),
    ],
)
def test_broken_workbook_is_answered_cell_by_cell(filled: Plan, change: Change, place: str, said: str) -> None:
    found = ledger_load.parse(changed(workbook(filled, filled.tasks.all()), change))
    stops = [fault for fault in found.faults if fault.stops]
    assert [fault.place for fault in stops] == [place]
    assert said in stops[0].words


def test_goal_and_names_are_asked_for_once_whatever_the_number(
    filled: Plan, office: Actor, django_assert_num_queries
) -> None:
    for number in range(5):
        tasks.add(filled, Wanted(f"任务{number}", named=(Named("lead", "办公室"),)), by=office)
    with django_assert_num_queries(4):
        workbook(filled, Task.objects.filter(plan=filled))

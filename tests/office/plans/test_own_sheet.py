"""Sheets as offices make them themselves, with heads in any order, merged cells and several sheets."""

import io
from typing import Any

import openpyxl
import pytest

from luoshi import reader
from luoshi.office.plans import own_sheet
from luoshi.office.plans.ledger_load import LedgerFile
from luoshi.office.refused import Refused
from luoshi.reader.write import ledger
from luoshi.reader.write.xlsx import to_workbook

Sheets = dict[str, list[list[Any]]]


def book(sheets: Sheets, merged: dict[str, list[str]] | None = None) -> bytes:
    made, out = openpyxl.Workbook(), io.BytesIO()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for area in (merged or {}).get(name, ()):
            sheet.merge_cells(area)
    made.save(out)
    return out.getvalue()


def said(file: LedgerFile) -> list[dict[str, str]]:
    return [{name: words for name, words in row.cells.items() if words} for row in file.rows]


def test_heads_in_any_order_on_two_rows_with_merged_cells() -> None:
    rows = [
        ["2026年重点工作责任分解表"],
        ["完成时限", "责任分工", None, None, "目标任务", "具体举措"],
        [None, "责任领导", "牵头单位", "配合单位", None, None],
        ["8月底前", "李望舒", "基础教育科", "财政局、住建局", "扩大学前教育资源", "新建幼儿园2所"],
        ["每学期", "李望舒", "基础教育科", None, None, "开展保教质量评估"],
    ]
    merged = {"Sheet1": ["A1:F1", "A2:A3", "B2:D2", "E2:E3", "F2:F3", "E4:E5", "B4:B5"]}
    file = own_sheet.read(book({"Sheet1": rows}, merged), year=2026)
    assert [fault.words for fault in file.faults] == []
    assert said(file) == [
        {
            "goal": "扩大学前教育资源", "words": "新建幼儿园2所", "leader": "李望舒", "lead": "基础教育科",
            "assist": "财政局、住建局", "due": "2026-08-31", "due_words": "8月底前",
        },
        {
            "goal": "扩大学前教育资源", "words": "开展保教质量评估", "leader": "李望舒", "lead": "基础教育科",
            "due_words": "每学期", "rule": "每学期",
        },
    ]  # fmt: skip
    assert [row.place("words") for row in file.rows] == ["Sheet1!F4", "Sheet1!F5"]
    assert not file.is_ours


def test_several_sheets_and_headings_across_are_goals() -> None:
    head = ["序号", "工作任务", "责任单位", "完成时间"]
    sheets = {
        "学前教育": [head, ["一、扩大资源"], [1, "新建幼儿园2所", "基教科", "2026-06-30"]],
        "教师队伍": [head, [1, "补充教师100名", "人事科", None]],
    }
    file = own_sheet.read(book(sheets, {"学前教育": ["A2:D2"]}), year=2026)
    assert said(file) == [
        {"goal": "学前教育\n一、扩大资源", "words": "新建幼儿园2所", "lead": "基教科", "due": "2026-06-30"},
        {"goal": "教师队伍", "words": "补充教师100名", "lead": "人事科"},
    ]


def test_what_is_not_read_is_named_with_its_cell() -> None:
    rows = [
        ["工作任务", "责任单位", "经费来源", "督办等级"],
        ["新建幼儿园", "基教科", "县财政", "特急"],
        ["=A2", "基教科", None, "督办"],
    ]
    file = own_sheet.read(book({"表": rows, "空白说明": [["随便写写"]]}), year=2026)
    assert [(fault.place, fault.stops) for fault in sorted(file.faults)] == [
        ("空白说明", False),
        ("表!C1", False),
        ("表!D2", False),
        ("表 第 3 行", False),
        ("表!A3", True),
    ]
    assert [row.cells.get("grade") for row in file.rows] == [""]


def test_workbook_without_tasks_says_so() -> None:
    file = own_sheet.read(book({"名册": [["姓名", "电话"], ["甲", "1"]]}), year=2026)
    assert ["没有读到任务" in fault.words for fault in file.faults if fault.stops] == [True]


@pytest.mark.parametrize("content", [b"", b"MZ" * 99, b"PK\x03\x04" + b"\0" * 300])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(Refused, match="这个工作簿打不开"):
        own_sheet.read(content, year=2026)


def test_ledger_of_a_reading_is_taken_as_it_was_read(samples) -> None:
    found = reader.read(samples / "city-2025.docx")
    file = own_sheet.read(to_workbook(found), year=2025)
    read = ledger.rows(found)
    assert [row.cells["words"].split("（")[0] for row in file.rows] == [row.measure.split("（")[0] for row in read]
    assert [row.cells["due"] for row in file.rows[:2]] == ["2025-11-30", "2025-11-30"]
    assert [row.cells["goal"] for row in file.rows] == ["\n".join(row.goal) for row in read]
    assert not any("建议" in row.cells.get("lead", "") for row in file.rows)

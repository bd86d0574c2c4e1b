"""How a workbook becomes rows, and which files are not read."""

import io
import json
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.office.organisations.imports import parse as parsing
from luoshi.office.organisations.imports.parse import address, column_letters, column_number, parse

from .conftest import workbook

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # machines are shared


def test_cells_keep_their_row_and_their_column() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "人员"
    sheet["B3"], sheet["C3"], sheet["E5"] = "姓名", date(2025, 9, 1), 3.0
    sheet["F5"], sheet["G5"], sheet["H5"] = 1.5, True, datetime(2025, 9, 1, 8)  # noqa: DTZ001 (a cell knows no zone)
    sheet["B5"] = "=1+1"
    sheet.merge_cells("B1:D1")
    made = io.BytesIO()
    book.save(made)
    [found] = parse(made.getvalue())["sheets"]
    assert found["rows"] == [
        [3, [None, "姓名", {"day": "2025-09-01"}, None, None, None, None, None]],
        [5, [None, None, None, None, 3, 1.5, True, {"day": "2025-09-01"}]],
    ]
    assert (found["formulas"], found["merged"]) == (["B5"], [[0, 1, 0, 3]])
    json.dumps(found)


def test_hidden_sheets_are_not_read() -> None:
    book = openpyxl.Workbook()
    book.active.title = "机构"
    book.create_sheet("字典").sheet_state = "hidden"
    made = io.BytesIO()
    book.save(made)
    assert [one["name"] for one in parse(made.getvalue())["sheets"]] == ["机构"]


SOUND = workbook({"机构": [["机构名称"]]})


@pytest.mark.parametrize(
    "content", [b"", b"MZ\x90\x00" * 50, SOUND[: len(SOUND) // 2]], ids=["empty", "program", "half"]
)
def test_what_is_no_whole_workbook_is_refused(content: bytes) -> None:
    """What else could come is refused at the door, see tests/office/desk/test_files.py."""
    assert parse(content) == {"refused": parsing.BROKEN, "sheets": []}


def test_a_workbook_of_very_many_sheets_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "MOST_SHEETS", 0)
    assert parse(SOUND)["refused"] == parsing.TOO_MANY


def test_cell_far_out_is_refused_before_a_table_is_made_of_it() -> None:
    book = openpyxl.Workbook()
    book.active["XFD1048576"] = 1
    made = io.BytesIO()
    book.save(made)
    assert "第 XFD 列、第 1048576 行" in parse(made.getvalue())["refused"]


def test_formulas_are_found_wherever_a_chunk_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    content = workbook({"机构": [["机构名称"], *([f"=A{row}"] for row in range(2, 400))]})
    whole = parse(content)["sheets"][0]["formulas"]
    assert whole == [f"A{row}" for row in range(2, 400)]
    monkeypatch.setattr(parsing, "CHUNK", 997)
    assert sorted(set(parse(content)["sheets"][0]["formulas"])) == sorted(whole)


@UNHURRIED
@given(st.integers(0, 20000), st.integers(1, 99))
def test_addresses_lead_back(column: int, row: int) -> None:
    assert column_number(column_letters(column)) == column
    assert address(row, column) == f"{column_letters(column)}{row}"


@UNHURRIED
@given(st.binary(max_size=300), st.integers(0, 4000))
def test_damaged_workbook_is_refused_or_read(noise: bytes, place: int) -> None:
    damaged = SOUND[:place] + noise + SOUND[place + len(noise) :]
    found = parse(damaged)
    assert set(found) == {"refused", "sheets"}

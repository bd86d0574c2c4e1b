"""Reads a workbook into plain rows. Knows no Django, so that a limited child process can run it. Macros, links, passwords
and bombs were refused at the door by which every file comes in (desk.files).

`parse(content)` gives what JSON can hold: {"refused": reason or "", "sheets": [{"name", "rows": [[number, [cell, …]], …],
"formulas": ["C5", …], "merged": [[first row, first column, last row, last column], …]}]}. Rows and columns are counted
from 1 and 0, as addresses are made of them. A cell is None, a text, a number, a truth value, or {"day": "2025-09-01"}.
"""

import io
import re
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree import ElementTree as ET

from python_calamine import CalamineError, CalamineWorkbook

Cell = Any

MOST_ROWS = 60_000
MOST_COLUMNS = 200
MOST_SHEETS = 30
CHUNK = 1024**2

CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=\"([A-Z]{1,3})([0-9]{1,7})\"[^>]*>(\s*<(?:\w+:)?f\b)?")
UNREADABLE = (
    zipfile.BadZipFile,
    CalamineError,
    ET.ParseError,
    KeyError,
    ValueError,
    OSError,
    NotImplementedError,
    EOFError,
    zlib.error,
)
OPEN_END = 4096  # bytes of a chunk kept for a cell that begins in it

TOO_MANY = f"这个工作簿的工作表超过 {MOST_SHEETS} 张。请只留要导入的，另存后再上传。"
BROKEN = "这个工作簿打不开，文件可能没有传完整。请重新另存一份再上传。"


class _RefusedFile(Exception):
    """The message is what is said to the person who brought the file."""


def parse(content: bytes, *, hidden: bool = False) -> dict[str, Any]:
    """The sheets of a workbook, with the hidden ones where asked for; or why it is not read."""
    try:
        return {"refused": "", "sheets": _sheets(content, hidden=hidden)}
    except _RefusedFile as refusal:
        return {"refused": str(refusal), "sheets": []}


def _sheets(content: bytes, *, hidden: bool) -> list[dict[str, Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            outline = _outline(parts, hidden=hidden)
            marks = {name: _marks(parts, part) for name, part in outline.items()}
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return [_sheet(book, name, marks[name]) for name in book.sheet_names if name in marks]
    except UNREADABLE as error:
        raise _RefusedFile(BROKEN) from error


def _outline(parts: zipfile.ZipFile, *, hidden: bool) -> dict[str, str]:
    """The visible sheets by name, or all of them, each with the part that holds it."""
    targets = {one.get("Id"): one.get("Target", "") for one in ET.fromstring(parts.read("xl/_rels/workbook.xml.rels"))}
    found = {}
    for one in ET.fromstring(parts.read("xl/workbook.xml")).iter():
        if one.tag.endswith("}sheet") and (hidden or one.get("state", "visible") == "visible"):
            found[one.get("name", "")] = targets.get(_relation(one), "")
    if len(found) > MOST_SHEETS:
        raise _RefusedFile(TOO_MANY)
    return {name: _part(target) for name, target in found.items() if "worksheets/" in target}


def _relation(sheet: ET.Element) -> str:
    """Its r:id, whose namespace differs between the two kinds of the format (transitional, strict)."""
    return next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _marks(parts: zipfile.ZipFile, part: str) -> list[str]:
    """The addresses of the formulas; refuses a sheet with a cell too far out, before any table is made of it."""
    formulas, kept = [], b""
    with parts.open(part) as stream:
        while chunk := stream.read(CHUNK):
            text = kept + chunk
            end = 0
            for found in CELL.finditer(text):
                if found.end() > len(text) - 64 and len(chunk) == CHUNK:
                    break  # what follows it may stand in the next chunk
                end = found.end()
                letters, row = found[1].decode(), int(found[2])
                if row > MOST_ROWS or column_number(letters) >= MOST_COLUMNS:
                    raise _RefusedFile(
                        f"工作表里有内容远在第 {letters} 列、第 {row} 行。一次最多读 {MOST_ROWS} 行、{MOST_COLUMNS} 列，"
                        "请删去多余的行列（不只是清空），另存后再上传。"
                    )
                if found[3]:
                    formulas.append(f"{letters}{row}")
            kept = text[max(end, len(text) - OPEN_END) :]
    return formulas


def _sheet(book: CalamineWorkbook, name: str, formulas: list[str]) -> dict[str, Any]:
    sheet = book.get_sheet_by_name(name)
    first_row, first_column = sheet.start or (0, 0)
    pad: list[Cell] = [None] * first_column
    rows = []
    for number, line in enumerate(sheet.to_python(skip_empty_area=True), first_row + 1):
        cells = [_plain(one) for one in line]
        if any(one is not None for one in cells):
            rows.append([number, pad + cells])
    merged = [[*(first), *(last)] for first, last in sheet.merged_cell_ranges or []]
    return {"name": name, "rows": rows, "formulas": formulas, "merged": merged}


def _plain(cell: Any) -> Cell:
    """A cell as JSON can hold it. A number without a fraction is whole: every number comes as a float."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    if isinstance(cell, datetime):
        return {"day": cell.date().isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    if isinstance(cell, time | timedelta):
        return str(cell)
    return cell


def column_number(letters: str) -> int:
    """A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """0 is A, 26 is AA."""
    letters = ""
    while number >= 0:
        letters = chr(65 + number % 26) + letters
        number = number // 26 - 1
    return letters


def address(row: int, column: int) -> str:
    """Row from 1, column from 0: C17."""
    return f"{column_letters(column)}{row}"

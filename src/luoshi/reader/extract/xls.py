"""Old workbooks (.xls, .et): their sheets as they are seen."""

import io
import struct
from typing import Any

import xlrd

from luoshi.reader.extract.cells import shown
from luoshi.reader.extract.looks import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, At, SeenSheet, TooFarError

# What xlrd raises for a book that it cannot make out: written for whole files, it stumbles over damaged ones.
UNOPENED: tuple[type[BaseException], ...] = (
    xlrd.XLRDError,
    xlrd.compdoc.CompDocError,
    struct.error,
    AssertionError,
    LookupError,
    ValueError,
)
UNOPENED += (TypeError, AttributeError, NameError, ArithmeticError, EOFError, MemoryError, RecursionError)


def is_locked(error: BaseException) -> bool:
    return "encrypted" in str(error)


def seen_sheets(data: bytes) -> list[SeenSheet]:
    """Raises TooFarError, and UNOPENED for what is no whole workbook."""
    book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    return [_sheet(book, sheet) for sheet in book.sheets()]


def _sheet(book: Any, sheet: Any) -> SeenSheet:
    words: dict[At, str] = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            if said := _said(book, sheet.cell(row, column)):
                words[row, column] = said
        if len(words) > MOST_CELLS:
            raise TooFarError
    if any(row >= MOST_ROWS or column >= MOST_COLUMNS for row, column in words):
        raise TooFarError
    return SeenSheet(
        sheet.name,
        words,
        [((top, left), (bottom - 1, right - 1)) for top, bottom, left, right in sheet.merged_cells],
        frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden),
        frozenset(column for column, info in sheet.colinfo_map.items() if info.hidden),
        sheet.visibility == 0,
    )


def _said(book: Any, cell: Any) -> str:
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR):
        return ""
    form = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    if cell.ctype == xlrd.XL_CELL_DATE:
        moment = xlrd.xldate.xldate_as_datetime(cell.value, book.datemode)
        return shown(moment.time() if cell.value < 1 else moment, form)
    return shown(bool(cell.value) if cell.ctype == xlrd.XL_CELL_BOOLEAN else cell.value, form)

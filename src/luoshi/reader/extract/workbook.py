"""Workbooks (xlsx, xls, et, ods) and csv files: rows as lines, cells as they are shown, each with its address. Runs in a child."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from lxml import etree

from luoshi.reader.extract.apart import answered
from luoshi.reader.extract.cells import shown
from luoshi.reader.extract.lines import Lines, squared
from luoshi.reader.extract.looks import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    At,
    Looks,
    SeenSheet,
    TooFarError,
    looks,
)
from luoshi.reader.extract.package import DAMAGED, refuse_bombs
from luoshi.reader.source import Cell, Source, Unreadable, called

_MOST_SHEETS = 60
_SAMPLE = 4096  # characters in which a csv file shows what parts its cells


def answer(content: bytes, *, name: str, encoding: str = "", damaged: int = 0) -> dict[str, Any]:
    """`encoding` only of a csv file, which was decoded already and is UTF-8 now."""
    if encoding:
        return answered(lambda: extract_csv(content.decode(), name, encoding=encoding, damaged=damaged))
    return answered(lambda: extract_workbook(content, name))


def extract_workbook(data: bytes, name: str) -> Source:
    """Raises Unreadable for a workbook that is broken, locked, or far larger than a table of duties."""
    try:
        sheets = _zipped(data, name) if data.startswith(b"PK") else _old(data, name)
    except TooFarError:
        raise _too_large(name) from None
    seen = [sheet for sheet in sheets if sheet.shown]
    hidden = [f"工作表“{sheet.name}”" for sheet in sheets if not sheet.shown]
    return _laid(seen, [*hidden, *(said for sheet in seen for said in _hidden_in(sheet))]).source(name, "sheet")


def extract_csv(text: str, name: str, *, encoding: str | None = None, damaged: int = 0) -> Source:
    """A table of which only the words were kept."""
    try:
        kind: Any = csv.Sniffer().sniff(text[:_SAMPLE], ",;\t，")
    except csv.Error:
        kind = csv.excel
    csv.field_size_limit(len(text) + 1)
    rows = csv.reader(io.StringIO(text), kind)
    words = {(at, column): cell for at, row in enumerate(rows) for column, cell in enumerate(row) if cell.strip()}
    if any(row >= MOST_ROWS or column >= MOST_COLUMNS for row, column in words):
        raise _too_large(name)
    return _laid([SeenSheet("", words)], []).source(name, "sheet", encoding=encoding, damaged=damaged)


def _too_large(name: str) -> Unreadable:
    return Unreadable(
        "large",
        f"{called(name)}太大：一张工作表最多读 {MOST_ROWS} 行、{MOST_COLUMNS} 列。请只留责任分解表，删去多余的行列再交。",
    )


def _old(data: bytes, name: str) -> list[SeenSheet]:
    from luoshi.reader.extract import xls

    try:
        return xls.seen_sheets(data)
    except xls.UNOPENED as error:
        raise _locked(name) if xls.is_locked(error) else _broken(name) from error


def _zipped(data: bytes, name: str) -> list[SeenSheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

    refuse_bombs(data, name)
    try:
        known = looks(data)
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            there = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
            _refuse_shelf(len(there), name)
            return [_sheet(book, one, known.get(one.name, Looks())) for one in there]
    except PasswordError:
        raise _locked(name) from None
    except (CalamineError, etree.XMLSyntaxError, *DAMAGED) as error:
        raise _broken(name) from error
    except BaseException as error:  # where the library's own code gives up, what it raises is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise _broken(name) from error


def _refuse_shelf(sheets: int, name: str) -> None:
    if sheets > _MOST_SHEETS:
        raise Unreadable(
            "large", f"{called(name)}有 {sheets} 张表，这里一次最多读 {_MOST_SHEETS} 张。请只留要读的表，另存后再交。"
        )


def _locked(name: str) -> Unreadable:
    return Unreadable("locked", f"{called(name)}加了密码，打不开。请用原来的软件打开，去掉打开密码后另存为 xlsx 再交。")


def _broken(name: str) -> Unreadable:
    return Unreadable(
        "broken",
        f"{called(name)}打不开：文件不完整，或不是通行的表格格式。请用 WPS 或 Excel 打开，另存为 xlsx 再交。",
    )


def _sheet(book: Any, one: Any, look: Looks) -> SeenSheet:
    from python_calamine import SheetVisibleEnum

    if one.visible != SheetVisibleEnum.Visible:
        return SeenSheet(one.name, {}, shown=False)
    sheet = book.get_sheet_by_name(one.name)
    top, left = sheet.start or (0, 0)
    words = dict(look.shown)
    for row, cells in enumerate(sheet.to_python(skip_empty_area=True), top):
        for column, value in enumerate(cells, left):
            if value not in ("", None) and (row, column) not in words:
                words[row, column] = shown(value, look.forms.get((row, column), ""))
    said = {at: text for at, text in words.items() if text}
    merged = sheet.merged_cell_ranges or look.merged
    return SeenSheet(one.name, said, merged, frozenset(look.rows), frozenset(look.columns))


def _hidden_in(sheet: SeenSheet) -> Iterator[str]:
    """Rows and columns that hold something and are not shown."""
    rows = sorted({row for row, _ in sheet.words} & sheet.rows)
    columns = sorted({column for _, column in sheet.words} & sheet.columns)
    if rows:
        yield f"工作表“{sheet.name}”第 {'、'.join(_runs([row + 1 for row in rows]))} 行"
    if columns:
        yield f"工作表“{sheet.name}”{'、'.join(map(letters, columns))} 列"


def _runs(numbers: list[int]) -> Iterator[str]:
    """3, 4, 5, 9 is 3—5 and 9."""
    first = last = numbers[0]
    for number in [*numbers[1:], numbers[-1] + 2]:
        if number != last + 1:
            yield f"{first}" if first == last else f"{first}—{last}"
            first = number
        last = number


def letters(column: int) -> str:
    """0 is A, 26 is AA."""
    said = ""
    while column >= 0:
        said = chr(65 + column % 26) + said
        column = column // 26 - 1
    return said


def _laid(sheets: list[SeenSheet], unread: list[str]) -> Lines:
    lines = Lines(unread=unread)
    for sheet in sheets:
        if sheet.words:
            _lay(lines, sheet)
    return lines


def _lay(lines: Lines, sheet: SeenSheet) -> None:
    """Rows as lines, cells parted by tabs; a merged cell stands in every row and column that it covers."""
    owner = _owners(sheet)
    ends = [*sheet.words, *owner]
    columns = [one for one in range(max(column for _, column in ends) + 1) if one not in sheet.columns]
    placed: dict[At, Cell] = {}
    rows: list[list[Cell]] = []
    for row in range(max(row for row, _ in ends) + 1):
        keys = [owner.get((row, column), (row, column)) for column in columns]
        if row in sheet.rows or not any(key in sheet.words for key in keys):
            continue
        begun, cells = lines.length, []
        for key in keys:
            if key not in placed and key in sheet.words:
                if lines.length > begun:
                    lines.add("\t")
                at = f"{letters(key[1])}{key[0] + 1}"
                placed[key] = lines.block(_tidy(sheet.words[key]), f"“{sheet.name}”{at}" if sheet.name else at)
            cells.append(placed.get(key, Cell(lines.length, lines.length)))
        if lines.length > begun:
            lines.add("\n")
        rows.append(cells)
    if (table := squared(rows)) and len(columns) > 1:
        lines.tables.append(table)


def _owners(sheet: SeenSheet) -> dict[At, At]:
    """Each cell of a merged range with the one that holds its words; nothing of ranges without any."""
    owner: dict[At, At] = {}
    last_row, last_column = (max(at[axis] for at in sheet.words) for axis in (0, 1))
    for (top, left), (bottom, right) in sheet.merged:
        if (top, left) in sheet.words and len(owner) < MOST_CELLS:
            for row in range(top, min(bottom, last_row) + 1):
                for column in range(left, min(right, last_column) + 1):
                    owner[row, column] = (top, left)
    return owner


def _tidy(words: str) -> str:
    """A cell's own line breaks stay; a tab in it would part it from itself."""
    return "\n".join(
        " ".join(line.split("\t")).strip() for line in words.replace("_x000D_", "").splitlines() if line.strip()
    )

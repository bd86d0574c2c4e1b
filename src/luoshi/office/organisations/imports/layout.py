"""Finds head and columns of each sheet, however they were moved about."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from luoshi.office.organisations.imports.columns import SHEETS, SheetColumn
from luoshi.office.organisations.imports.faults import Fault, guess
from luoshi.office.organisations.imports.parse import address, column_letters, column_number

NOTES = "说明"  # a sheet of ours that is not read
WHAT_TO_MEND = "需要改的地方"  # a column of ours that is not read
HEAD_WITHIN = 12  # rows in which a head is looked for
COUNT_LINE = re.compile(r"共 ?\d+ ?行")


@dataclass(frozen=True)
class SheetLine:
    """一行: what stands in it under the columns that the sheet has."""

    sheet: str
    row: int
    cells: dict[str, Any]
    places: dict[str, int]
    formulas: frozenset[str]  # columns whose cell is a formula, which is not taken

    def column(self, name: str) -> int:
        return self.places.get(name, -1)


@dataclass
class Laid:
    """A sheet whose columns are known."""

    name: str
    lines: list[SheetLine] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def lay_out(parsed: dict[str, Any]) -> tuple[dict[str, Laid], list[Fault]]:
    """The sheets that are ours, by name; and what is amiss with the others or with all."""
    faults, laid = [], {}
    for sheet in parsed["sheets"]:
        name = sheet["name"].strip()
        if name in SHEETS:
            laid[name] = _lay(sheet, name)
        elif sheet["rows"] and name != NOTES:
            said = _("工作表“%(name)s”没有读：只读“机构”和“人员”两张表。%(guess)s") % {
                "name": name,
                "guess": guess(name, SHEETS),
            }
            faults.append(Fault(name, 0, -1, said, stops=False))
    if not laid:
        said = _("没有找到“机构”或“人员”工作表。请从导入页下载模板，把内容填到模板里再上传。")
        faults.append(Fault(_("工作簿"), 0, -1, said))
    elif not any(one.lines or one.faults for one in laid.values()):
        said = _("表里没有要导入的行。请在表头下面填写，每行一个机构或一个岗位。")
        faults.append(Fault("、".join(laid), 0, -1, said))
    return laid, faults


def _lay(sheet: dict[str, Any], name: str) -> Laid:
    laid = Laid(name)
    rows = sheet["rows"]
    if not rows:
        return laid
    columns = SHEETS[name]
    known = {head: column for column in columns for head in (column.label, *column.also)}
    number = max(range(min(HEAD_WITHIN, len(rows))), key=lambda one: (_hits(rows[one][1], known), -one))
    head_row, heads = rows[number]
    if not _hits(heads, known):
        said = _("“%(name)s”表里没有找到表头。请保留模板的表头，如“%(heads)s”。") % {
            "name": name,
            "heads": "、".join(column.label for column in columns[:3]),
        }
        laid.faults.append(Fault(name, rows[0][0], -1, said))
        return laid
    laid.places, faults = _places(name, head_row, heads, known)
    laid.faults += [*faults, *_missing(name, head_row, columns, laid.places)]
    laid.faults += list(_merged(sheet, name, head_row))
    formulas = set(sheet["formulas"])
    for row, cells in rows[number + 1 :]:
        line = {
            one: cells[place]
            for one, place in laid.places.items()
            if place < len(cells) and not _is_blank(cells[place])
        }
        if line and not _is_count(line):
            computed = frozenset(
                one for one, place in laid.places.items() if formulas and address(row, place) in formulas
            )
            laid.lines.append(SheetLine(name, row, line, laid.places, computed))
    laid.faults += list(_formulas(laid, head_row, formulas))
    return laid


def plain_head(cell: Any) -> str:
    """A head without what people add to it: spaces, line breaks, stars, （必填）."""
    if not isinstance(cell, str):
        return ""
    clean = unicodedata.normalize("NFKC", re.sub(r"[\s*＊:：]", "", cell)).replace("(", "（").replace(")", "）")
    return re.sub(r"（(必填|选填|可不填)）", "", clean)


def _hits(cells: list[Any], known: dict[str, SheetColumn]) -> int:
    return len({known[head].name for head in map(plain_head, cells) if head in known})


def _places(name: str, row: int, heads: list[Any], known: dict[str, SheetColumn]) -> tuple[dict[str, int], list[Fault]]:
    places: dict[str, int] = {}
    faults = []
    for place, cell in enumerate(heads):
        head = plain_head(cell)
        column = known.get(head)
        if column is None:
            if head and not head.startswith(WHAT_TO_MEND):
                said = _("“%(head)s”这一列没有读：模板里没有它。%(guess)s") % {
                    "head": cell,
                    "guess": guess(head, known),
                }
                faults.append(Fault(name, row, place, said, stops=False))
        elif column.name in places:
            said = _("“%(head)s”与 %(other)s 列是同一项，不知道该读哪一列。请删去一列。") % {
                "head": cell,
                "other": column_letters(places[column.name]),
            }
            faults.append(Fault(name, row, place, said))
        else:
            places[column.name] = place
    return places, faults


def _missing(name: str, row: int, columns: tuple[SheetColumn, ...], places: dict[str, int]) -> Iterator[Fault]:
    for column in columns:
        if column.required and column.name not in places:
            said = _("“%(name)s”表缺少必填的“%(label)s”一列。请从模板补上这一列。") % {
                "name": name,
                "label": column.label,
            }
            yield Fault(name, row, -1, said)


def _merged(sheet: dict[str, Any], name: str, head_row: int) -> Iterator[Fault]:
    """Merged cells below the head: only the first of them holds anything, so that lines would be read wrongly."""
    for first_row, first_column, last_row, last_column in sheet["merged"]:
        if first_row >= head_row:
            said = _("从这里到 %(last)s 是合并单元格，只有第一格有内容。请取消合并，逐格填写。") % {
                "last": f"{column_letters(last_column)}{last_row + 1}"
            }
            yield Fault(name, first_row + 1, first_column, said)


def _formulas(laid: Laid, head_row: int, formulas: set[str]) -> Iterator[Fault]:
    """A formula's result depends on what computed it last, so it is not taken."""
    own = set(laid.places.values())
    for one in sorted(formulas):
        letters, row = one.rstrip("0123456789"), int(one.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        if row > head_row and column_number(letters) in own:
            said = _("这一格是公式，读到的结果可能不是您看到的。请复制后用“粘贴为数值”换成内容。")
            yield Fault(laid.name, row, column_number(letters), said)


def _is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _is_count(line: dict[str, Any]) -> bool:
    """The last line of an export: 共 12 行."""
    return len(line) == 1 and bool(COUNT_LINE.fullmatch(str(next(iter(line.values()))).strip()))

"""The workbook as it goes out: empty, filled with what there is, or as it came with what is amiss beside each line."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import xlsxwriter
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.journal import record
from luoshi.office.listing import neutral
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.imports.check import said, why_not_import
from luoshi.office.organisations.imports.columns import ORGANISATIONS, PEOPLE, SHEETS, SheetColumn
from luoshi.office.organisations.imports.faults import Fault
from luoshi.office.organisations.imports.known import memberships_of
from luoshi.office.organisations.imports.layout import NOTES, WHAT_TO_MEND
from luoshi.office.organisations.models import AUTHORITIES, Organisation
from luoshi.office.refused import refuse_if

FORMATTED = 20_000  # rows for which the drop-downs are prepared
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
}


def template() -> bytes:
    """Empty, with drop-downs and notes."""
    return _workbook({ORGANISATIONS: [], PEOPLE: []})


@transaction.atomic
def export(authority: Organisation, *, by: Actor) -> bytes:
    """The same with what there is, so that it can be changed and brought in again. Written into the journal."""
    refuse_if([why_not_import(authority, by=by)])
    rows = {ORGANISATIONS: list(_organisations(authority)), PEOPLE: list(_people(authority))}
    counts = {name: len(some) for name, some in rows.items()}
    record.write("import.export", by=by.who, about=authority, where=authority.path, detail=counts)
    return _workbook(rows)


def _organisations(authority: Organisation) -> Iterator[dict[str, Any]]:
    """Those that exist, parents first. What stands directly under the authority names no parent."""
    found = Organisation.objects.under(authority).filter(closed_on__isnull=True).exclude(kind__in=AUTHORITIES)
    for one in found.select_related("parent").order_by("path"):
        parent = one.parent.name if one.parent and one.parent_id != authority.pk else ""
        yield {**vars(one), "parent": parent, "id": f"{one.pk}-{one.version}"}


def _people(authority: Organisation) -> Iterator[dict[str, Any]]:
    held = memberships_of(authority, day=timezone.localdate())
    for one in held.select_related("person", "organisation"):
        yield {
            **vars(one.person),
            "organisation": one.organisation.name,
            "role": one.role,
            "title": one.title,
            "since": one.since,
            "id": f"{one.person.pk}-{one.person.version}",
            "membership": str(one.pk),
        }


def _workbook(rows: dict[str, list[dict[str, Any]]]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        for name, columns in SHEETS.items():
            sheet = book.add_worksheet(name)
            _head(book, sheet, columns)
            for number, row in enumerate(rows[name], 1):
                for place, column in enumerate(columns):
                    _put(sheet, number, place, row.get(column.name), column)
        _notes(book, rows)
    return made.getvalue()


def _head(book: Any, sheet: Any, columns: tuple[SheetColumn, ...]) -> None:
    plain = book.add_format({"bold": True, "bg_color": "#E7EAF0", "bottom": 1})
    needed = book.add_format({"bold": True, "bg_color": "#FFF4D6", "bottom": 1})
    text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width, day if column.name in DAYS else text, {"hidden": column.hidden})
        sheet.write_string(
            0, place, f"{column.label}*" if column.required else column.label, needed if column.required else plain
        )
        if column.note:
            sheet.write_comment(0, place, column.note, {"x_scale": 2})
        if column.choices and not column.several:
            labels = [label for _value, label in column.choices]
            said = {"error_title": column.label, "error_message": _("请从下拉列表里选。")}
            sheet.data_validation(1, place, FORMATTED, place, {"validate": "list", "source": labels, **said})
    sheet.freeze_panes(1, 1)


DAYS = frozenset({"opened_on", "since"})


def _put(sheet: Any, row: int, place: int, value: Any, column: SheetColumn) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, place, value)
    elif words := said(column, value):
        sheet.write_string(row, place, str(neutral(words)))


def _notes(book: Any, rows: dict[str, list[dict[str, Any]]]) -> None:
    sheet = book.add_worksheet(NOTES)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 90, book.add_format({"text_wrap": True}))
    bold = book.add_format({"bold": True})
    lines = [
        (_("怎么填"), _("每行一个机构，或一个人的一个岗位。带 * 的必填。可以增减行、调换列的顺序，表头文字请勿改动。")),
        (
            _("怎么改"),
            _("导出的表上每行藏着编号，改好后传回来就对得上原来的行。表里没有的机构和人保持不变，不会删除。"),
        ),
        (
            _("行数"),
            "；".join(_("%(name)s %(count)d 行") % {"name": name, "count": len(some)} for name, some in rows.items()),
        ),
    ]
    for name, columns in SHEETS.items():
        lines += [
            (f"{name}·{one.label}", "".join((_("必填。") if one.required else "", one.note)))
            for one in columns
            if not one.hidden
        ]
        lines += [
            (f"{name}·{one.label}", _("可以写：%(all)s。") % {"all": "、".join(one.labels)})
            for one in columns
            if one.choices
        ]
    for number, (what, words) in enumerate(lines):
        sheet.write_string(number, 0, what, bold)
        sheet.write_string(number, 1, words)


def annotated(parsed: dict[str, Any], faults: list[Fault]) -> bytes:
    """The sheets as they came (values only), the cells amiss marked, with a last column that says what to mend."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        stop, remark = (book.add_format({"bg_color": colour}) for colour in ("#F8D7D7", "#FFF4D6"))
        bold = book.add_format({"bold": True})
        for one in parsed["sheets"]:
            mine = [fault for fault in faults if fault.sheet == one["name"].strip()]
            sheet = book.add_worksheet(one["name"])
            last = max((len(cells) for _row, cells in one["rows"]), default=0)
            _copy(sheet, one["rows"], {(fault.row, fault.column): stop if fault.stops else remark for fault in mine})
            _say(sheet, mine, last, bold)
    return made.getvalue()


def _copy(sheet: Any, rows: list[list[Any]], marks: dict[tuple[int, int], Any]) -> None:
    for row, cells in rows:
        for place, cell in enumerate(cells):
            mark = marks.pop((row, place), None)
            if isinstance(cell, dict):
                sheet.write_datetime(row - 1, place, date.fromisoformat(cell["day"]), mark)
            elif isinstance(cell, int | float) and not isinstance(cell, bool):
                sheet.write_number(row - 1, place, cell, mark)
            elif cell is not None:
                sheet.write_string(row - 1, place, str(neutral(cell)), mark)
            elif mark:
                sheet.write_blank(row - 1, place, None, mark)
    for (row, place), mark in marks.items():
        if row and place >= 0:
            sheet.write_blank(row - 1, place, None, mark)


def _say(sheet: Any, faults: list[Fault], last: int, bold: Any) -> None:
    by_row: dict[int, list[str]] = {}
    for fault in sorted(faults):
        by_row.setdefault(max(fault.row, 1), []).append(f"{fault.place}：{fault.words}")
    sheet.set_column(last, last, 80)
    if 1 not in by_row:
        sheet.write_string(0, last, WHAT_TO_MEND, bold)
    for row, words in by_row.items():
        sheet.write_string(row - 1, last, "\n".join([WHAT_TO_MEND, *words] if row == 1 else words))

"""Workbooks as offices fill them in."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from luoshi.office.organisations.imports.check import check
from luoshi.office.organisations.imports.parse import parse
from luoshi.office.organisations.imports.plan import Checked

ORGANISATION_HEADS = (
    "机构名称",
    "类型",
    "上级机构",
    "标识码",
    "统一社会信用代码",
    "行政区划代码",
    "学段",
    "办学性质",
    "成立日期",
    "城乡分类",
)
PEOPLE_HEADS = ("姓名", "工号", "手机", "邮箱", "登录名", "所在机构", "角色", "职务", "任职日期")

Rows = list[dict[str, Any]]


def workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    """Sheets as rows of cells."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def filled(organisations: Rows = (), people: Rows = ()) -> bytes:
    """Rows by head; the first stands in row 2."""
    sheets = {}
    for name, heads, rows in (("机构", ORGANISATION_HEADS, organisations), ("人员", PEOPLE_HEADS, people)):
        if rows:
            heads = (*heads, *dict.fromkeys(key for row in rows for key in row if key not in heads))
            sheets[name] = [list(heads), *([row.get(head) for head in heads] for row in rows)]
    return workbook(sheets)


@pytest.fixture
def look(world) -> Callable[..., Checked]:
    """What the office of the county is told of a workbook."""

    def checked(content: bytes, *, who: str = "an") -> Checked:
        actor = world.actor(who)
        return check(parse(content), actor.authority, by=actor)

    return checked


def said(checked: Checked) -> list[tuple[str, str]]:
    """Each place with its words, of what stops the import."""
    return [(fault.place, fault.words) for fault in checked.stops]


def remarked(checked: Checked) -> list[tuple[str, str]]:
    return [(fault.place, fault.words) for fault in checked.faults if not fault.stops]


SCHOOL = {"机构名称": "云岭县第三小学", "类型": "学校", "学段": "小学", "办学性质": "公办", "城乡分类": "镇区"}
PERSON = {"姓名": "周舟", "工号": "0107", "所在机构": "云岭县第一小学", "角色": "填报员"}

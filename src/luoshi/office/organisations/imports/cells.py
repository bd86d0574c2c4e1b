"""What a cell means: a text, one of a list, a day. A cell that cannot be taken so is a fault with a reason."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from luoshi.office.listing import FORMULA
from luoshi.office.organisations.accounts import why_not_login
from luoshi.office.organisations.codes import (
    why_not_credit_code,
    why_not_email,
    why_not_mobile,
    why_not_region,
    why_not_school_code,
)
from luoshi.office.organisations.imports.columns import SheetColumn
from luoshi.office.organisations.imports.faults import Fault, guess
from luoshi.office.organisations.imports.layout import SheetLine

EXACT_DIGITS = 15  # a spreadsheet keeps no more of a number
FIRST_SERIAL, LAST_SERIAL = 10_000, 80_000  # 1927 to 2119, as a spreadsheet counts days
EARLIEST, LATEST = date(1850, 1, 1), date(2100, 12, 31)
DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})(?:\s*[-./月]\s*(\d{1,2}))?\s*[日月号]?")
COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff])[ \u3000\u00a0]+(?=[\u3400-\u9fff])")
BETWEEN = re.compile(r"[、,，;；/\s]+")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class CellReader:
    """Reads the cells of one line after another and keeps what is amiss."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults

    def amiss(self, line: SheetLine, column: str, words: str, *, stops: bool = True) -> None:
        self.faults.append(Fault(line.sheet, line.row, line.column(column), words, stops))

    def read(self, line: SheetLine, column: SheetColumn) -> Any:
        """The value to be stored, "" or None where the cell is empty or cannot be taken."""
        cell = line.cells.get(column.name)
        if cell is None or column.name in line.formulas:
            if column.required and column.name in line.places and column.name not in line.formulas:
                self.amiss(line, column.name, _("“%(label)s”没有填，这一项必填。") % {"label": column.label})
            return None if column.name in DAYS else ""
        if column.name in DAYS:
            return self._day(line, column, cell)
        text = self._text(line, column, cell)
        if column.choices:
            return self._chosen(line, column, text)
        if reason := CHECKS.get(column.name, _nothing)(text):
            self.amiss(line, column.name, reason)
            return ""
        return text

    def _text(self, line: SheetLine, column: SheetColumn, cell: Any) -> str:
        if isinstance(cell, dict):
            self.amiss(line, column.name, _("“%(label)s”这一格是日期 %(cell)s，这里要文字。请把格式改成“文本”后重填。")
                       % {"label": column.label, "cell": cell["day"]})  # fmt: skip
            return ""
        if isinstance(cell, int) and len(str(cell)) > EXACT_DIGITS:
            self.amiss(line, column.name, _("“%(label)s”这一格被当成了数字，Excel 只保留前 15 位，后面的已经丢失。"
                       "请把格式改成“文本”后重填。") % {"label": column.label})  # fmt: skip
            return ""
        said = str(cell)
        if said.startswith("'") and said[1:].startswith(FORMULA):
            said = said[1:]  # an export neutralises so what a spreadsheet could run
        clean = said.strip()
        if clean != said:
            self.amiss(line, column.name, _("“%(cell)s”前后有空格，已经去掉。") % {"cell": clean}, stops=False)
        if column.name == "name" and HAN_GAP.search(clean):
            clean = HAN_GAP.sub("", clean)
            self.amiss(line, column.name, _("名称中间有空格，按“%(cell)s”读。") % {"cell": clean}, stops=False)
        if CONTROL.search(clean) or "\n" in clean:
            self.amiss(
                line, column.name, _("“%(label)s”里有换行或看不见的字符。请删去后重填。") % {"label": column.label}
            )
            return ""
        if column.longest and len(clean) > column.longest and column.name not in CHECKS:
            self.amiss(line, column.name, _("“%(label)s”有 %(count)d 个字，最多 %(longest)d 个。请缩短。")
                       % {"label": column.label, "count": len(clean), "longest": column.longest})  # fmt: skip
            return ""
        return clean

    def _chosen(self, line: SheetLine, column: SheetColumn, text: str) -> str:
        if not text:
            return ""
        words = [one for one in BETWEEN.split(text) if one] if column.several else [text]
        chosen = []
        for word in words:
            value = column.labels.get(word) or column.labels.get(unicodedata.normalize("NFKC", word))
            if value is None:
                self.amiss(line, column.name, _("“%(label)s”没有“%(word)s”这一项。%(guess)s可以写：%(all)s。")
                           % {"label": column.label, "word": word, "guess": guess(word, column.labels),
                              "all": "、".join(column.labels)})  # fmt: skip
            else:
                chosen.append(value)
        return ",".join(value for value, _label in column.choices if value in chosen)

    def _day(self, line: SheetLine, column: SheetColumn, cell: Any) -> date | None:
        day = day_of(cell)
        if day is None or not EARLIEST <= day <= LATEST:
            shown = cell["day"] if isinstance(cell, dict) else cell
            self.amiss(line, column.name, _("“%(label)s”写的是“%(cell)s”，读不成日期。请写成 2025-09-01、2025.9.1 或 2025年9月。")
                       % {"label": column.label, "cell": shown})  # fmt: skip
            return None
        return day


def day_of(cell: Any) -> date | None:
    """A day as people write it: a date cell, its serial number, 2025.9.1, 20250901, 2025年9月 (then the first)."""
    try:
        if isinstance(cell, dict):
            return date.fromisoformat(cell["day"])
        if isinstance(cell, int) and not isinstance(cell, bool) and FIRST_SERIAL <= cell <= LAST_SERIAL:
            return date(1899, 12, 30) + timedelta(days=cell)
        said = unicodedata.normalize("NFKC", str(cell)).strip()
        if found := COMPACT_DAY.fullmatch(said) or DAY.fullmatch(said):
            year, month, day = found.groups()
            return date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
    return None


def _nothing(_text: str) -> str | None:
    return None


DAYS = frozenset({"opened_on", "since"})
CHECKS: dict[str, Callable[[str], str | None]] = {
    "code": why_not_school_code,
    "credit_code": why_not_credit_code,
    "region": why_not_region,
    "mobile": why_not_mobile,
    "email": why_not_email,
    "login": why_not_login,
}

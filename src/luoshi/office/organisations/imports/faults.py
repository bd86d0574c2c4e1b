"""What is amiss in a workbook, each with its cell, and what may be guessed."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from luoshi.office.organisations.imports.parse import address


@dataclass(frozen=True, order=True)
class Fault:
    """不符处: a cell and a sentence: what, why, what to do. One that `stops` keeps the whole workbook out."""

    sheet: str
    row: int  # from 1; 0 for the whole sheet
    column: int  # from 0; -1 for the whole row
    words: str
    stops: bool = True

    @property
    def place(self) -> str:
        """人员!C17"""
        if not self.row:
            return self.sheet
        if self.column < 0:
            return _("%(sheet)s 第 %(row)d 行") % {"sheet": self.sheet, "row": self.row}
        return f"{self.sheet}!{address(self.row, self.column)}"

    def as_json(self) -> list[Any]:
        return [self.sheet, self.row, self.column, self.words, self.stops]


def guess(word: str, known: Iterable[str]) -> str:
    """是不是“…”？ Empty where nothing is close. Never acted on."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return _("是不是“%(guess)s”？") % {"guess": near[0]} if near else ""

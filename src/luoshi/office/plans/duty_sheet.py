"""Somebody's own 责任分解表 as plain rows, made in the sandbox; knows no Django.

Which column says what is the reader's to tell (luoshi.reader.duties): heads in any order, on two rows, merged cells,
several sheets. Here its stretches of text are led back to the cells that they stood in.
"""

import re
from collections.abc import Iterator
from string import ascii_uppercase, digits
from typing import Any, NamedTuple

from luoshi import reader
from luoshi.office.organisations.imports.parse import column_number, parse
from luoshi.reader.duties import column_of, read_table
from luoshi.reader.reading import Duty
from luoshi.reader.source import Unreadable
from luoshi.reader.text import Span
from luoshi.reader.write.wording import PROPOSED, one_line

FEWEST = 2  # heads that a row needs to be one
HEAD_WITHIN = 6
LONGEST_HEADING = 60
OWN = {
    "督办等级": "grade",
    "等级": "grade",
    "任务来源": "source",
    "来源": "source",
    "依据原文": "basis",
    "依据": "basis",
}
OWNERS = ("落实单位", "落实部门", "实施单位", "实施部门", "责任主体")
PLAIN_NAMES = ("sheet", "工作表")

_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．要是]")
_DAY = re.compile(r"(?P<words>[^（]*)（(?P<day>\d{4}-\d\d-\d\d)）|(?P<alone>\d{4}-\d\d-\d\d)")

Cells = tuple[Span | None, ...]


def read(content: bytes, *, year: int) -> dict[str, Any]:
    """{"refused": reason, "rows": [{sheet, row, cells, places}], "faults": [[sheet, row, column, code, words]]}."""
    found = parse(content)
    tables = [_Table(sheet) for sheet in found["sheets"]]
    rows, faults = [], []
    with_duties = [table for table in tables if table.duties]
    for table in with_duties:
        outer = (table.name,) if len(with_duties) > 1 and not table.name.lower().startswith(PLAIN_NAMES) else ()
        rows += list(table.rows(outer, year))
        faults += list(table.faults())
    faults += [[table.name, 0, -1, "no_head", ""] for table in tables if table.cells and not table.duties]
    return {"refused": found["refused"], "rows": rows, "faults": faults}


class _At(NamedTuple):
    """A cell: its row from 1, its column from 0."""

    row: int
    column: int


class _Table:
    """One sheet as one text, with the stretch of each cell; a merged cell's stretch stands in all of its cells."""

    def __init__(self, sheet: dict[str, Any]) -> None:
        self.name = sheet["name"].strip()
        self.formulas = set(sheet["formulas"])
        self.cells: dict[_At, Span] = {}
        self.first: dict[Span, _At] = {}
        self.days: dict[Span, str] = {}
        self.text = ""
        for number, cells in sheet["rows"]:
            for column, cell in enumerate(cells):
                self._put(_At(number, column), cell)
        self._spread(sheet["merged"])
        width = max((at.column for at in self.cells), default=-1) + 1
        self.numbers = sorted({at.row for at in self.cells})
        self.lines: list[Cells] = [tuple(self.cells.get(_At(row, one)) for one in range(width)) for row in self.numbers]
        self.duties = list(read_table(self.text, self.lines)) if self.lines else []
        self.head = next((at for at, line in enumerate(self.lines[:HEAD_WITHIN]) if self._is_head(line)), 0)

    def _put(self, at: _At, cell: Any) -> None:
        words = cell["day"] if isinstance(cell, dict) else "" if cell is None else str(cell).strip()
        if not words:
            return
        span = Span(len(self.text), len(self.text) + len(words))
        self.text += words + "\n"
        self.cells[at] = span
        self.first[span] = at
        if isinstance(cell, dict):
            self.days[span] = words

    def _spread(self, merged: list[list[int]]) -> None:
        for top, left, bottom, right in merged:
            if (span := self.cells.get(_At(top + 1, left))) is None or (bottom - top + 1) * (right - left + 1) > 20_000:
                continue
            for row in range(top + 1, bottom + 2):
                for column in range(left, right + 1):
                    self.cells.setdefault(_At(row, column), span)

    def said(self, span: Span | None) -> str:
        return self.text[span.start : span.end] if span else ""

    def _is_head(self, line: Cells) -> bool:
        return sum(column_of(self.said(span)) is not None for span in set(line) if span) >= FEWEST

    def row_of(self, duty: Duty) -> int:
        """The row that is the duty's own: what is merged over several began further up."""
        spans = (duty.measure, duty.task, duty.target, duty.lead, duty.assist, duty.due, duty.person, duty.leader)
        return max(self.first[span].row for span in spans if span)

    def rows(self, outer: tuple[str, ...], year: int) -> Iterator[dict[str, Any]]:
        headings = self._headings()
        for duty, roles in self.duties:
            row = self.row_of(duty)
            above = [words for at, words in headings if at < row][-1:]
            cells, spans = self._said_by(duty, roles)
            goal = [*outer, *above, *(levels(self.said(duty.task)) if duty.task and duty.measure else [])]
            cells["goal"] = "\n".join(goal)
            own = self._own()
            cells |= {name: self.said(self.cells.get(_At(row, column))) for name, column in own.items()}
            if duty.due:
                cells |= limit(self.said(duty.due), year)
            places = {**own, **{column: self.first[span].column for column, span in spans.items()}}
            yield {"sheet": self.name, "row": row, "cells": cells, "places": places}

    def _said_by(self, duty: Duty, roles: dict[str, str]) -> tuple[dict[str, str], dict[str, Span]]:
        """Words and stretches by column of a ledger."""
        assist = "owner" if roles["assist"] == "owner" and self._under(duty.assist, OWNERS) else "assist"
        spans = {
            "words": duty.measure or duty.task or duty.target,
            "leader": duty.leader,
            "lead": duty.lead,
            "person": duty.person,
            assist: duty.assist,
            "due": duty.due,
        }
        kept = {column: span for column, span in spans.items() if span}
        cells = {column: self.said(span).removesuffix(PROPOSED) for column, span in kept.items() if column != "due"}
        if duty.target and duty.target != spans["words"]:
            cells["words"] = f"{cells['words'].rstrip('。；')}（{self.said(duty.target).rstrip('。；')}）"
        return cells, kept

    def _under(self, span: Span | None, heads: tuple[str, ...]) -> bool:
        if span is None:
            return False
        column = self.first[span].column
        over = (self.lines[at][column] for at in range(self.head, min(self.head + 2, len(self.lines))))
        return any(self.said(one) in heads for one in over)

    def _own(self) -> dict[str, int]:
        """Where the columns stand that only our own sheets have."""
        heads = enumerate(self.lines[self.head])
        return {name: column for column, span in heads if (name := OWN.get(self.said(span)))}

    def _headings(self) -> list[tuple[int, str]]:
        """Rows below the head that are one stretch across the table: goals of what follows."""
        found = []
        for at in range(self.head + 1, len(self.lines)):
            spans = {span for span in self.lines[at] if span}
            if len(spans) == 1 and len(words := one_line(self.said(next(iter(spans))))) <= LONGEST_HEADING:
                found.append((self.numbers[at], words))
        return found

    def faults(self) -> Iterator[list[Any]]:
        taken = {self.row_of(duty) for duty, _ in self.duties} | {row for row, _ in self._headings()}
        used = {span for duty, roles in self.duties for span in self._said_by(duty, roles)[1].values()}
        for at in range(self.head + 1, len(self.lines)):
            row, spans = (
                self.numbers[at],
                [span for span in self.lines[at] if span and self.first[span].row == self.numbers[at]],
            )
            if spans and row not in taken and not set(spans) & used and not self._is_head(self.lines[at]):
                yield [self.name, row, -1, "no_task", one_line(self.said(spans[0]))[:30]]
        columns = {self.first[span].column for span in used}
        for place in sorted(self.formulas):
            cell = _At(int(place.lstrip(ascii_uppercase)), column_number(place.rstrip(digits)))
            if cell.row > self.numbers[self.head] and cell.column in columns:
                yield [self.name, cell.row, cell.column, "formula", ""]
        yield from self._unread(used)

    def _unread(self, used: set[Span]) -> Iterator[list[Any]]:
        """Columns of which nothing was taken though something stands in them."""
        columns = {self.first[span].column for span in used}
        below = self.lines[self.head + 1 :]
        for column, span in enumerate(self.lines[self.head]):
            words = one_line(self.said(span))
            known = column_of(words) in {"number", "task", "group"} or words in OWN
            if (
                span
                and column not in columns
                and not known
                and self.first[span].column == column
                and any(line[column] for line in below)
            ):
                yield [self.name, self.numbers[self.head], column, "unread", words[:30]]


def levels(words: str) -> list[str]:
    """A goal's cell as its levels, if each line is numbered as a heading is; else as one."""
    lines = [one_line(line) for line in words.split("\n") if line.strip()]
    return lines if all(_NUMBERED.match(line) for line in lines) else [one_line(words)]


def limit(words: str, year: int) -> dict[str, str]:
    """A time limit's day, its words, and how often it comes back, as far as the reader can tell in a plan of that year."""
    said = one_line(words)
    if told := _DAY.fullmatch(said):
        return {"due": told["day"] or told["alone"], "due_words": told["words"] or "", "rule": ""}
    try:
        found = reader.read_text(f"{year}年教育工作要点\n\n要{said}完成这项重点工作任务。\n", name="")
    except Unreadable:
        return {"due": "", "due_words": said, "rule": ""}
    days = [one.due for one in found.deadlines if one.due]
    rules = [one.rule for one in found.recurrences]
    return {"due": days[-1] if days else "", "due_words": said, "rule": rules[0] if rules else ""}


def warm() -> None:
    """Loads the lexicons; called once where children are forked."""
    limit("8月底前", 2026)

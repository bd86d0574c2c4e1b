"""A reading as the 责任分解表 that an office sends round, with its figures and an account of the reading.

Excel and WPS do not fit the height of wrapped rows when a file is opened, so heights are estimated here.
Text from a report is written as strings only; what a spreadsheet could take for a formula is also marked as text,
so that it stays text when a person edits the cell. Column "行号" is hidden: it finds the row again when the file
comes back changed.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple

import xlsxwriter

from luoshi import __version__
from luoshi.reader.neighbours import Neighbours
from luoshi.reader.own import SOURCE_PROPERTY
from luoshi.reader.reading import Figure, Reading
from luoshi.reader.write.ledger import Row, counts, rows
from luoshi.reader.write.places import Places
from luoshi.reader.write.table import noise_words, wrapped
from luoshi.reader.write.wording import (
    PROPOSED,
    change_word,
    field_said,
    harmless,
    headline,
    occasion,
    one_line,
    remark_line,
    shortened,
    topic_name,
    word,
    words,
)
from luoshi.reader.write.years import plan_year

# Columns and their widths in half-width characters; together about one A4 page across.
LEDGER = {
    "number": 4,
    "goal": 16,
    "measure": 31,
    "targets": 14,
    "leader": 7,
    "lead": 13,
    "person": 7,
    "assist": 13,
    "due": 13,
    "basis": 27,
    "standing": 6,
}
FIGURES = {
    "序号": 5,
    "状态": 8,
    "要求": 6,
    "统计对象": 23,
    "关系": 8,
    "数值": 13,
    "上限": 11,
    "单位": 8,
    "年份": 7,
    "原文": 52,
    "位置": 12,
}
ACCOUNT = {"项目": 16, "内容": 110}

POINTS = 10.5  # size of body text
LINE = 14.4  # points that a line of it takes
TALLEST = 400.0  # points; Excel stops at 409
FEW_LINES = 3  # what a row may be tall for the sake of what it repeats
LIGHTER = "#666666"  # still 5.7:1 on white

CENTRED = frozenset({"number", "leader", "lead", "person", "assist", "due", "standing"})
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# The same reading gives the same file, so the moment of writing is left out of it.
CREATED = datetime(2000, 1, 1, tzinfo=UTC)
NUMBER_COLUMN = "行号"


def to_workbook(reading: Reading) -> bytes:
    """The file's content."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        workbook.set_properties({"title": _title(reading), "created": CREATED, "author": ""})
        workbook.set_custom_property(SOURCE_PROPERTY, digest(reading))
        styles = _Styles(workbook)
        _Ledger(workbook, styles, reading).write()
        _write_figures(workbook, styles, reading)
        _write_account(workbook, styles, reading)
    return buffer.getvalue()


def digest(reading: Reading) -> str:
    """Tells readings of different sources apart; part of every row's id."""
    return hashlib.sha256(reading.source.text.encode("utf-8", "replace")).hexdigest()[:12]


def _title(reading: Reading) -> str:
    year = f"{reading.meeting.year}年" if reading.meeting.year else ""
    title = headline(reading) if reading.meeting.title else f"{year}教育工作"
    return title if _DIVIDED.search(title) else f"{title}任务责任分解表"


_DIVIDED = re.compile("分解(?:表|方案|清单|一览表)?$")  # such a title already says what the sheet is


COMMON: dict[str, Any] = {"font_name": "仿宋", "font_size": POINTS, "text_wrap": True, "valign": "vcenter", "border": 1}
OWN: dict[str, dict[str, Any]] = {
    "title": {"font_name": "黑体", "font_size": 18, "align": "center", "border": 0},
    "line": {"font_name": "宋体", "align": "left", "border": 0},
    "head": {"font_name": "黑体", "font_size": 11, "align": "center", "bg_color": "#E7E6E6"},
    "text": {},
    "again": {"font_color": LIGHTER},
    "centre": {"align": "center"},
    "centre again": {"align": "center", "font_color": LIGHTER},
    "proposed": {"align": "center", "italic": True, "font_color": "#44546A"},
    "planned": {"num_format": "0", "align": "center", "italic": True, "font_color": "#44546A"},
    "whole": {"num_format": "#,##0", "text_wrap": False},
    "decimal": {"num_format": "#,##0.0#########", "text_wrap": False},
    "plain": {"num_format": "0", "align": "center"},
}


class _Styles:
    """Cell formats by name, each made once; `quoted` ones keep a string that looks like a formula a string."""

    def __init__(self, workbook: Any) -> None:
        self.workbook = workbook
        self.made: dict[tuple[str, bool], Any] = {}

    def __call__(self, name: str, text: str = "") -> Any:
        quoted = text.startswith(FORMULA)
        if (name, quoted) not in self.made:
            given = {**COMMON, **OWN[name], **({"quote_prefix": True} if quoted else {})}
            self.made[name, quoted] = self.workbook.add_format(given)
        return self.made[name, quoted]

    def put(self, sheet: Any, at: tuple[int, int], text: str, style: str) -> None:
        """Write a text that may come from a report; an empty one leaves the cell blank, for filters and counts."""
        safe = harmless(text)
        if safe:
            sheet.write_string(*at, safe, self(style, safe))
        else:
            sheet.write_blank(*at, None, self(style))


class _Ledger:
    """The first sheet. No cell spans rows: it would be cut in two where a page ends, and rows could not be filtered.
    What a row shares with the one above is written again, lighter; a long list or sentence only by its row."""

    FIRST = 3  # title, meeting line, heads

    def __init__(self, workbook: Any, styles: _Styles, reading: Reading) -> None:
        self.sheet = workbook.add_worksheet("责任分解表")
        self.styles = styles
        self.reading = reading
        self.source = digest(reading)
        self.ledger = rows(reading)

    def write(self) -> None:
        self._frame()
        goals, basis, assist = ([shared(row) for row in self.ledger] for shared in (_goal, _basis, _assist))
        firsts = {"basis": _under(goals, basis), "assist": _under(goals, assist)}
        for at, row in enumerate(self.ledger):
            cells = _own_cells(row)
            again = at > 0 and goals[at] == goals[at - 1]
            cells["goal"] = _Words(goals[at], lighter=again)
            room = max(_height(said.text, LEDGER[name]) for name, said in cells.items())
            for name, texts in (("basis", basis), ("assist", assist)):
                first = firsts[name][at]
                cells[name] = _Words(texts[at]) if first == at else self._shared(texts[at], first, name, room)
            self._row(self.FIRST + at, row, cells)

    def _shared(self, text: str, first: int, name: str, room: float) -> "_Words":
        """A text that an earlier row has: by that row's number where it would make its own row taller."""
        if text and _height(text, LEDGER[name]) > max(room, _height("\n" * (FEW_LINES - 1), LEDGER[name])):
            return _Words(f"同第 {self.ledger[first].number} 项", lighter=True)
        return _Words(text, lighter=bool(text) and name == "basis")

    def _frame(self) -> None:
        last = len(LEDGER) - 1
        sheet, title, line = self.sheet, _title(self.reading), self._line()
        sheet.merge_range(0, 0, 0, last, title, self.styles("title", title))
        sheet.set_row(0, 30 * len(list(wrapped(title, 80))))
        sheet.merge_range(1, 0, 1, last, line, self.styles("line", line))
        sheet.set_row(1, LINE * len(list(wrapped(line, sum(LEDGER.values()) - 4))) + 4)
        for column, (name, size) in enumerate(LEDGER.items()):
            label = word("columns", name) + (PROPOSED if name == "lead" else "")
            sheet.set_column(column, column, size)
            sheet.write_string(2, column, label, self.styles("head"))
        sheet.set_row(2, 32)
        sheet.set_column(last + 1, last + 1, 4, None, {"hidden": True})
        sheet.write_string(2, last + 1, NUMBER_COLUMN, self.styles("head"))
        _page(sheet, head=2, last=self.FIRST + len(self.ledger) - 1, columns=len(LEDGER))
        sheet.freeze_panes(self.FIRST, 2)
        if self.ledger:
            sheet.autofilter(2, 0, self.FIRST + len(self.ledger) - 1, last)

    def _line(self) -> str:
        meeting = self.reading.meeting
        day = _chinese_day(meeting.date)
        parts = [
            "文号：＿＿＿＿＿＿＿＿",
            f"{occasion(self.reading)['title']}：{one_line(meeting.title or '')}{f'（{day}）' if day else ''}",
        ]
        if meeting.year:
            parts.append(f"计划年度：{meeting.year}")
        return harmless("　　".join([*parts, f"共 {len(self.ledger)} 项"]))

    def _row(self, at: int, row: Row, cells: dict[str, "_Words"]) -> None:
        height = max(_height(said.text, LEDGER[name]) for name, said in cells.items())
        self.sheet.set_row(at, min(height, TALLEST))
        self.sheet.write_number(at, 0, row.number, self.styles("plain"))
        for column, name in enumerate(LEDGER):
            if name in cells:
                text = _cut_to(harmless(cells[name].text), LEDGER[name], TALLEST)
                self.styles.put(self.sheet, (at, column), text, self._style(name, row, lighter=cells[name].lighter))
        what, index = row.finding
        self.sheet.write_string(at, len(LEDGER), f"{self.source}-{what}-{index}", self.styles("text"))

    @staticmethod
    def _style(name: str, row: Row, *, lighter: bool) -> str:
        if name == "lead" and row.proposed:
            return "proposed"
        if name in CENTRED:
            return "centre again" if lighter else "centre"
        return "again" if lighter else "text"


class _Words(NamedTuple):
    """What a cell says; `lighter` where a row above says it already."""

    text: str
    lighter: bool = False


def _own_cells(row: Row) -> dict[str, _Words]:
    """The cells that are the row's own, by column."""
    own = {
        "measure": row.measure,
        "targets": "\n".join(row.indicators),
        "leader": row.leader,
        "lead": row.led_by,
        "person": row.person,
        "due": "\n".join(due.said for due in row.dues),
        "standing": word("asked", row.standing),
    }
    return {name: _Words(text) for name, text in own.items()}


def _basis(row: Row) -> str:
    return row.basis


def _assist(row: Row) -> str:
    return row.assist


def _goal(row: Row) -> str:
    """The headings over a measure; its topic in brackets where the report has none, so that the column sorts."""
    return "\n".join(one_line(heading) for heading in row.goal) or (f"〔{topic_name(row.topic)}〕" if row.topic else "")


def _under(goals: Sequence[str], texts: Sequence[str]) -> list[int]:
    """For each row the first of the run up to it that has the same text under the same goal."""
    firsts: list[int] = []
    for at, said in enumerate(zip(goals, texts, strict=True)):
        same = at > 0 and said == (goals[at - 1], texts[at - 1])
        firsts.append(firsts[-1] if same else at)
    return firsts


@lru_cache(maxsize=256)  # rows near one another repeat their texts
def _height(text: str, size: int) -> float:
    """Points that a text takes in a column of `size` half-width characters."""
    return LINE * _lines(text, size) + 6


def _lines(text: str, size: int) -> int:
    # Quotation marks, dashes and the like are as wide as a Chinese character in 仿宋; wrapped() counts them as one.
    full = "".join("　" if char in "“”‘’—…·≥≤×" else char for char in text)
    return sum(len(list(wrapped(line, size - 1))) for line in full.split("\n"))


@lru_cache(maxsize=256)
def _cut_to(text: str, size: int, room: float) -> str:
    """The text shortened until it fits a row's height; only ever needed near Excel's limit."""
    while len(text) > 1 and _height(text, size) > room + 1:
        text = shortened(text, max(1, len(text) - 1 - len(text) // 20))
    return text


def _chinese_day(day: str | None) -> str:
    if not day:
        return ""
    given = date.fromisoformat(day)
    return f"{given.year}年{given.month}月{given.day}日"


def _page(sheet: Any, *, head: int, last: int, columns: int) -> None:
    """A4 across, one page wide, heads on every page, pages numbered."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.center_horizontally()
    sheet.repeat_rows(head)
    sheet.print_area(0, 0, max(last, head), columns - 1)
    sheet.set_footer('&C&"宋体"&9第 &P 页，共 &N 页')


def _heads(sheet: Any, styles: _Styles, columns: dict[str, int]) -> None:
    for column, (label, size) in enumerate(columns.items()):
        sheet.set_column(column, column, size)
        sheet.write_string(0, column, label, styles("head"))
    sheet.set_row(0, 24)
    sheet.freeze_panes(1, 0)


def _write_figures(workbook: Any, styles: _Styles, reading: Reading) -> None:
    """The second sheet: every figure with all that was read of it."""
    sheet = workbook.add_worksheet("指标与数据")
    _heads(sheet, styles, FIGURES)
    places, near = Places.of(reading), Neighbours(reading)
    for at, figure in enumerate(reading.figures, start=1):
        sentence = near.sentence_at(figure.start)
        quote = reading.quote(reading.sentences[sentence] if sentence >= 0 else figure)
        source = places.source_span(figure.span)
        texts = {
            "状态": word("statuses", figure.status),
            "要求": word("hardness", figure.hardness),
            "统计对象": one_line(figure.subject or reading.quote(figure)),
            "关系": change_word(figure) + word("comparators", figure.comparator) or "＝",
            "单位": figure.unit or "",
            "原文": shortened(one_line(quote), 300),
            "位置": (places.name(source.start) if source else None) or "",
        }
        sheet.set_row(at, min(max(_height(text, FIGURES[label]) for label, text in texts.items()), TALLEST))
        _figure_row(sheet, styles, at, figure, texts)
        if planned := plan_year(reading, near, figure):
            sheet.write_number(at, list(FIGURES).index("年份"), planned, styles("planned"))
    _page(sheet, head=0, last=len(reading.figures), columns=len(FIGURES))
    if reading.figures:
        sheet.autofilter(0, 0, len(reading.figures), len(FIGURES) - 1)


def _figure_row(sheet: Any, styles: _Styles, at: int, figure: Figure, texts: dict[str, str]) -> None:
    numbers = {"序号": at, "数值": figure.value, "上限": figure.high, "年份": figure.year}
    for column, label in enumerate(FIGURES):
        if label in texts:
            styles.put(sheet, (at, column), texts[label], "text" if label in {"统计对象", "原文"} else "centre")
        elif (number := numbers[label]) is None:
            # A number that the report has struck out is unknown, which is neither zero nor absent.
            styles.put(sheet, (at, column), "未填" if label == "数值" else "", "centre")
        else:
            style = "plain" if label in {"序号", "年份"} else "whole" if number == int(number) else "decimal"
            sheet.write_number(at, column, number, styles(style))


def _write_account(workbook: Any, styles: _Styles, reading: Reading) -> None:
    """The third sheet: how the report was read, what was counted, doubted and left out."""
    sheet = workbook.add_worksheet("说明")
    _heads(sheet, styles, ACCOUNT)
    account = list(_account(reading))
    for at, (label, said) in enumerate(account, start=1):
        styles.put(sheet, (at, 0), label, "centre")
        styles.put(sheet, (at, 1), said, "text")
        sheet.set_row(at, min(_height(said, ACCOUNT["内容"]), TALLEST))
    _page(sheet, head=0, last=len(account), columns=len(ACCOUNT))


def _account(reading: Reading) -> Iterator[tuple[str, str]]:
    source, meeting, found = reading.source, reading.meeting, counts(reading)
    how = [word("media", source.medium), source.encoding or "", f"清理后 {len(reading.text)} 字"]
    yield "来源", f"{one_line(source.name)}（{'，'.join(part for part in how if part)}）"
    for name, label in occasion(reading).items():
        if (value := getattr(meeting, name)) is not None:
            yield label, field_said(name, value)
    yield "句子", "，".join(f"{label} {found[kind]}" for kind, label in words("kinds").items() if found.get(kind))
    yield "数据", "，".join(f"{label} {found[code]}" for code, label in words("statuses").items() if found.get(code))
    once, again = found["deadlines"], found["recurrences"]
    yield "时限与周期", f"共 {once + again} 处：时限 {once}，周期 {again}"
    for remark in reading.remarks:
        yield "提醒", remark_line(reading, remark)
    for kind in noise_words(reading.noise):
        yield "去除", kind
    for noise in reading.noise:
        yield f"去除·{word('noise', noise.kind)}", shortened(one_line(noise.raw), 200)
    yield "识别方式", f"由程序（luoshi {__version__}）按规则识别，没有人核对过；下发前请逐条核对。"
    yield "牵头单位", f"带“{PROPOSED}”的是按任务领域推荐的单位，原文没有写明；不带的是原文写明的。"
    yield "灰字", "目标任务、依据原文与上一行相同的，用灰字重写，便于筛选；太长的只写“同第几项”。"
    yield "年份", "指标与数据表中斜体的是计划年度，原文没有写明该目标属于哪一年；不斜的是原文写明的。"
    yield "目标任务", "方括号〔〕中的是按内容归的领域，原文在那里没有标题。"
    yield "回收", f"第一张表右侧有一个隐藏的“{NUMBER_COLUMN}”列，收回后靠它对应各行，请不要删除。"

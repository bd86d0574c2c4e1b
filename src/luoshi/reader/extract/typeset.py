"""Pages of set type as the text of a report: heads and feet marked, tables as rows of cells, every line with its page."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from luoshi.reader.extract.grids import Grid, free_rows, grids
from luoshi.reader.extract.leaves import Leaf, SetLine, first_word, in_reading_order
from luoshi.reader.extract.lines import Lines, squared
from luoshi.reader.source import FURNITURE, WRAPPED, Cell, Unreadable, called

_FEW = 12  # characters a page at the least
_EDGE = 0.12  # of the page's height at either end in which heads and feet stand
_STEADY = 6.0  # points by which the place of a head differs from page to page
_PAGES = 3  # on which a line that differs in its numbers stands, to be a head
_SPARE = 0.6  # of a character's size: what a full line may leave free beside what begins the next
_INDENT = 0.8  # of the size: a line further in begins a paragraph
_OTHER_SIZE = 0.2  # of the size: a line of type so much larger or smaller is none of the same paragraph

NUMBERS = re.compile(r"\d+")
PAGE_NUMBER = re.compile(
    r"[\-—－–―·•~～|\s]*(?:第\s*)?(?:\d{1,4}|[ivxIVX]{1,5})\s*页?(?:\s*[/，,共]?\s*(?:共\s*)?\d{1,4}\s*页?)?[\-—－–―·•~～|\s]*"
)


@dataclass
class _Laid:
    """A page taken apart: its lines in reading order and its tables."""

    leaf: Leaf
    tables: list[Grid]
    rows: list[SetLine]
    around: set[int] = field(default_factory=set)  # ids of rows that are its head or foot

    def kind(self, row: SetLine) -> tuple[int, str]:
        """Lines of one kind are set between the same edges: those of pages of one width, and of one column."""
        return round(self.leaf.width), row.column


def text_of(leaves: Iterable[Leaf]) -> Lines:
    """The text of all pages."""
    pages = [_laid(leaf) for leaf in leaves]
    _mark_edges(pages)
    writer = _Writer(_wrapped(pages))
    for page in pages:
        writer.page(page)
    writer.end_table()
    writer.lines.unread += [f"第 {page.leaf.number} 页（图片）" for page in pages if page.leaf.pictured]
    return writer.lines


def refuse_pictures(leaves: list[Leaf], name: str) -> None:
    """Raise Unreadable where the pages hold pictures and no text, or no more than a scan's stamp or number."""
    found = sum(len(leaf.glyphs) for leaf in leaves)
    if found < _FEW * max(1, len(leaves)):
        raise Unreadable(
            "scan",
            f"{called(name)}是扫描件（{len(leaves)} 页只有 {found} 个字），页面是图片，里面的字这里认不出来。"
            "请交原来的 Word 或 WPS 文件，或用能选中文字的 PDF；没有电子原件的，请把文字打成 docx 再交。",
        )


def _laid(leaf: Leaf) -> _Laid:
    tables = grids(leaf.rules)
    rows = free_rows(leaf.glyphs, tables)
    tables = [table for table in tables if table.glyphs]
    ordered: list[SetLine] = []
    for top, bottom in zip([-1e9, *(t.top for t in tables)], [*(t.top for t in tables), 1e9], strict=True):
        ordered += in_reading_order([row for row in rows if top <= row.base < bottom], leaf.width)
    return _Laid(leaf, tables, ordered)


def _mark_edges(pages: list[_Laid]) -> None:
    """Lines at the pages' ends that come again on others, and the pages' numbers."""
    seen: dict[str, list[tuple[int, float, str, SetLine]]] = {}
    for index, page in enumerate(pages):
        height = page.leaf.height
        for row in page.rows:
            if not _EDGE * height <= row.base <= (1 - _EDGE) * height:
                words = row.text()
                if PAGE_NUMBER.fullmatch(words):
                    page.around.add(id(row))
                else:
                    seen.setdefault(NUMBERS.sub("#", words), []).append((index, row.base, words, row))
    for places in seen.values():
        for index, base, words, row in places:
            others = {
                other
                for other, at, said, _ in places
                if abs(at - base) <= _STEADY and (said == words or not words.startswith("附件"))
            }
            same = {other for other, at, said, _ in places if abs(at - base) <= _STEADY and said == words}
            if len(same) > 1 or len(others) >= _PAGES:
                pages[index].around.add(id(row))


def _wrapped(pages: list[_Laid]) -> set[int]:
    """The ids of lines that the page's width ended: they are full, and the next one begins at the page's edge."""
    own = [(page.kind(row), row) for page in pages for row in page.rows if id(row) not in page.around]
    lefts: dict[tuple[int, str], float] = {}
    rights: dict[tuple[int, str], float] = {}
    for kind, row in own:
        lefts[kind] = min(row.left, lefts.get(kind, row.left))
        rights[kind] = max(row.right, rights.get(kind, row.right))
    return {
        id(row)
        for (kind, row), (kind_below, below) in pairwise(own)
        if rights[kind] - row.right <= first_word(below) + _SPARE * row.size
        and below.left - lefts[kind_below] <= _INDENT * below.size
        and abs(below.size - row.size) <= _OTHER_SIZE * row.size
    }


@dataclass
class _Line:
    """A row of a table before it is written: for each column its cell, and the words of each cell."""

    cells: list[tuple[Grid, int]]
    words: list[str]
    page: int


@dataclass
class _Writer:
    """Through the pages in order, counting what a person would count. A table waits for what stands on the next page."""

    wrapped: set[int]
    lines: Lines = field(default_factory=Lines)
    tables: int = 0
    open: Grid | None = None
    rows: list[_Line] = field(default_factory=list)
    aside: list[tuple[str, str]] = field(default_factory=list)  # heads and feet met while a table is open

    def page(self, page: _Laid) -> None:
        number, waiting = 0, list(page.tables)
        for row in page.rows:
            while waiting and waiting[0].top < row.base:
                self._table(waiting.pop(0), page.leaf.number)
            words = row.text()
            if id(row) in page.around:
                where = "页眉" if row.base < page.leaf.height / 2 else "页脚"
                self._around(words, f"第 {page.leaf.number} 页{where}")
                continue
            self.end_table()
            number += 1
            hint = WRAPPED if id(row) in self.wrapped else ""
            self.lines.line(words, f"第 {page.leaf.number} 页第 {number} 行", hint=hint)
        for table in waiting:
            self._table(table, page.leaf.number)
        if page.leaf.turned.strip():
            self._around(page.leaf.turned.strip(), f"第 {page.leaf.number} 页水印")

    def _around(self, words: str, place: str) -> None:
        if self.open:
            self.aside.append((words, place))
        else:
            self.lines.line(words, place, hint=FURNITURE)

    def _table(self, grid: Grid, page: int) -> None:
        goes_on = self.open is not None and _alike(self.open, grid)
        if not goes_on:
            self.end_table()
        for row in grid.owner:
            words = {cell: grid.text(cell) for cell in dict.fromkeys(row)}
            if any(words.values()):
                line = _Line([(grid, cell) for cell in row], [words[cell] for cell in row], page)
                self._row(line, "\t".join(words.values()), is_first=goes_on)
                goes_on = False
        self.open = grid

    def _row(self, line: _Line, words: str, *, is_first: bool) -> None:
        """A new page's first row may be the head again, or the rest of a row that the page's end has cut."""
        if is_first and line.words == self.rows[0].words:
            self._around(words, f"第 {line.page} 页表头")
        elif is_first and not line.words[0] and NUMBERS.fullmatch(self.rows[-1].words[0]):
            last = self.rows[-1]
            last.words = [one + other for one, other in zip(last.words, line.words, strict=True)]
        else:
            self.rows.append(line)

    def end_table(self) -> None:
        """Write the rows: a merged cell stands in every row and column that it covers, and its words once."""
        if not self.open:
            return
        self.tables += 1
        placed: dict[tuple[int, int], Cell] = {}
        made: list[list[Cell]] = []
        for number, line in enumerate(self.rows, start=1):
            place = f"第 {line.page} 页表 {self.tables} 第 {number} 行"
            is_first = True
            for column, ((grid, cell), words) in enumerate(zip(line.cells, line.words, strict=True), start=1):
                key = id(grid), cell
                if key not in placed:
                    if not is_first:
                        self.lines.add("\t")
                    is_first = False
                    placed[key] = self.lines.block(words, f"{place}第 {column} 列")
            self.lines.add("\n")
            made.append([placed[id(grid), cell] for grid, cell in line.cells])
        if table := squared(made):
            self.lines.tables.append(table)
        self.open, self.rows = None, []
        for words, place in self.aside:
            self.lines.line(words, place, hint=FURNITURE)
        self.aside = []


def _alike(one: Grid, other: Grid) -> bool:
    """Whether a table has the columns of another: it is the same, going on behind a page's end."""
    return one.columns == other.columns and all(abs(a - b) < 2 * _STEADY for a, b in zip(one.xs, other.xs, strict=True))

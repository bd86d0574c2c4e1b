"""Web pages: block elements become lines, menus are marked, tables keep their cells. Runs in a child."""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from lxml import etree

from luoshi.reader.extract.apart import answered
from luoshi.reader.extract.lines import Lines, squared
from luoshi.reader.lexicon import load
from luoshi.reader.source import FURNITURE, Cell, Source, Table, Unreadable, called

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ROWS, _COLUMNS, _LONGEST = 2, 2, 1500  # a table of data has so many at least; characters of a cell at most
_LAID_OUT, _STRETCHED = 20_000, 4  # places that its cells may take, by merging, and times their own number
_KEEPS = 0.4  # of the page's text: a part with more of it is the article, whatever it is called

DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
SPACES = re.compile(r"[ \t\n\r\f]+")
NAME_PARTS = re.compile(r"[a-z]+")


@cache
def _named(group: str) -> frozenset[str]:
    return frozenset(load("webpage")[group])


def answer(content: bytes, *, name: str, encoding: str, damaged: int) -> dict[str, Any]:
    """Of a page that was decoded already and is UTF-8 now."""
    return answered(lambda: extract_html(content.decode(), name, encoding=encoding, damaged=damaged))


def extract_html(
    text: str, name: str, *, encoding: str | None = None, damaged: int = 0, medium: str = "html"
) -> Source:
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(DECLARATION.sub("", text.replace("\0", "")), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(
            "broken", f"{called(name)}不是完整的网页，读不出来。请把正文复制到 Word 或记事本里再交。"
        ) from error
    if root is None:
        raise Unreadable("empty", f"{called(name)}里没有文字。请看看是不是交错了文件。")
    walk = _Walk(_surroundings(root))
    walk.through(root)
    if not walk.number and next(root.iter("frameset", "iframe"), None) is not None:
        raise Unreadable(
            "frames",
            f"{called(name)}只是网页的框架，正文在另一个文件里（多半在同名的文件夹中）。"
            "请交那个文件，或用浏览器打开，把正文复制到 Word 文档里再交。",
        )
    return walk.lines.source(name, medium, encoding=encoding, damaged=damaged)


def _surroundings(root: Any) -> set[Any]:
    """The elements that hold menus, footers and the like, and not the article. One pass up, one pass down."""
    elements = list(root.iter(etree.Element))
    sizes: dict[Any, int] = {}
    titled: set[Any] = set()
    for element in reversed(elements):
        sizes[element] = 0 if element.tag in _named("unseen") else _size(element, sizes)
        if element.tag == "h1" or any(child in titled for child in element):
            titled.add(element)
    most = _KEEPS * max(1, sizes[root])
    found: set[Any] = set()
    articles: set[Any] = set()
    for element in elements:
        if element.tag in ("article", "main") or element.getparent() in articles:
            articles.add(element)
        if sizes[element] <= most and _is_furniture(element, titled=element in titled, article=element in articles):
            found.add(element)
    return found


def _size(element: Any, sizes: dict[Any, int]) -> int:
    below = sum(sizes.get(child, 0) + len((child.tail or "").strip()) for child in element)
    return len((element.text or "").strip()) + below


def _is_furniture(element: Any, *, titled: bool, article: bool) -> bool:
    """By its name, role, style or class; `titled`: it holds an h1, `article`: it stands in one."""
    tag = element.tag
    if tag in _named("furniture") or element.get("role") in _named("roles") or _is_hidden(element):
        return True
    if titled or tag in ("html", "body", "article", "main", *_HEADINGS):
        return False
    if tag == "header":
        return not article
    names = f"{element.get('class', '')} {element.get('id', '')}".lower()
    return bool(_named("classes").intersection(NAME_PARTS.findall(names)))


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(HIDDEN.search(element.get("style", "")))


@dataclass
class _Walk:
    """Through the page in order; a line ends where a block element begins or ends."""

    furniture: set[Any]
    lines: Lines = field(default_factory=Lines)
    waiting: list[str] = field(default_factory=list)
    is_own: bool = False  # some of what waits stands in the article
    number: int = 0
    tables: int = 0
    around: int = 0  # depth of elements that stand around the article
    unseen: int = 0  # depth inside what nobody sees
    kept: int = 0  # depth of pre, where blanks stand as they are
    grids: list["_Grid"] = field(default_factory=list)

    def through(self, root: Any) -> None:
        # iterwalk, not recursion: hostile pages nest deeper than Python's stack.
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if not isinstance(element.tag, str):
                if event == "end":
                    self._text(element.tail)
            elif event == "start":
                self._enter(element)
            else:
                self._leave(element)
        self._end_line()

    def _enter(self, element: Any) -> None:
        tag = element.tag
        if self.unseen or self._is_unseen(element):
            self.unseen += 1
            return
        if tag in _named("blocks") and not self._in_cell(tag):
            self._end_line()
        self.around += element in self.furniture
        self._enter_grid(element)
        self.kept += tag == "pre"
        self._text(element.text)

    def _leave(self, element: Any) -> None:
        tag = element.tag
        if self.unseen:
            self.unseen -= 1
        else:
            self.kept -= tag == "pre"
            self._leave_grid(element)
            if tag in _named("blocks") and not self._in_cell(tag):
                self._end_line()
            self.around -= element in self.furniture
        self._text(element.tail)

    def _is_unseen(self, element: Any) -> bool:
        """A hidden part of a line has no line of its own that could be marked."""
        tag = element.tag
        hidden = element in self.furniture and tag not in _named("blocks") and _is_hidden(element)
        return hidden or tag in _named("unseen")

    def _in_cell(self, tag: str) -> bool:
        """Inside a data table's cell a block only parts words by a line break of the cell."""
        if not self.grids or not self.grids[-1].is_open or tag in ("table", "tr", "tbody", "thead", "tfoot"):
            return False
        if self.waiting and not self.waiting[-1].endswith("\n"):
            self.waiting.append("\n")
        return True

    def _text(self, text: str | None) -> None:
        if text and not self.unseen:
            self.is_own |= not self.around and not text.isspace()
            self.waiting.append(text if self.kept else SPACES.sub(" ", text))

    def _taken(self) -> tuple[str, str]:
        """What waits, and FURNITURE if all its words stand around the article."""
        text = re.sub(" *\n[ \n]*", "\n", "".join(self.waiting)) if self.waiting else ""
        hint = "" if self.is_own else FURNITURE
        self.waiting.clear()
        self.is_own = False
        return text.strip(" \n"), hint

    def _end_line(self) -> None:
        text, hint = self._taken()
        for line in text.split("\n"):
            if line.strip():
                self.number += hint != FURNITURE
                self.lines.line(line, "页面四周" if hint == FURNITURE else f"第 {self.number} 段", hint=hint)

    def _enter_grid(self, element: Any) -> None:
        if element.tag == "table":
            self.grids.append(_Grid(_is_data(element)))
            if self.grids[-1].is_data:
                self.tables += 1
        elif self.grids and self.grids[-1].is_data:
            if element.tag == "tr":
                self.grids[-1].begin_row()
            elif element.tag in ("td", "th"):
                self._end_line_if_loose()
                self.grids[-1].is_open = True
        elif element.tag in ("td", "th"):
            self._end_line()

    def _end_line_if_loose(self) -> None:
        if not self.grids[-1].is_open:
            self.waiting = [part for part in self.waiting if part.strip()]
            self._end_line()

    def _leave_grid(self, element: Any) -> None:
        grid = self.grids[-1] if self.grids else None
        if grid is None:
            return
        if element.tag == "table":
            self.grids.pop()
            if grid.is_data and (made := grid.table()):
                self.lines.tables.append(made)
        elif grid.is_data and element.tag in ("td", "th") and grid.is_open:
            grid.is_open = False
            self._cell(grid, element)
        elif grid.is_data and element.tag == "tr" and grid.wrote:
            self.lines.add("\n")
        elif not grid.is_data and element.tag in ("td", "th"):
            self._end_line()

    def _cell(self, grid: "_Grid", element: Any) -> None:
        text, hint = self._taken()
        if grid.wrote:
            self.lines.add("\t")
        row, column = grid.next_place()
        place = f"表 {self.tables} 第 {row} 行第 {column} 列"
        grid.put(self.lines.block(text, place, hint=hint), _span(element, "colspan"), _span(element, "rowspan"))


@dataclass
class _Grid:
    """A table's rows so far, laid out as browsers do; `below` holds cells that reach into rows to come."""

    is_data: bool = True
    rows: list[list[Cell | None]] = field(default_factory=list)
    row: list[Cell | None] = field(default_factory=list)
    column: int = 0
    below: dict[int, tuple[Cell, int]] = field(default_factory=dict)
    is_open: bool = False
    wrote: bool = False

    def begin_row(self) -> None:
        """A row without cells of its own is not kept, and yet those from above reach one row less far."""
        reached = {column: cell for column, (cell, _) in self.below.items()}
        self.row = [reached.get(column) for column in range(max(reached, default=-1) + 1)]
        self.below = {column: (cell, more - 1) for column, (cell, more) in self.below.items() if more > 1}
        self.column = 0
        self.wrote = False

    def next_place(self) -> tuple[int, int]:
        """Row and column of the next cell, between those that reach down from above."""
        while self.column < len(self.row) and self.row[self.column]:
            self.column += 1
        return len(self.rows) + (not self.wrote), self.column + 1

    def put(self, cell: Cell, columns: int, rows: int) -> None:
        self.next_place()
        if not self.wrote:
            self.rows.append(self.row)
            self.wrote = True
        for column in range(self.column, self.column + columns):
            if column == len(self.row):
                self.row.append(cell)
            self.row[column] = self.row[column] or cell
            if rows > 1:
                self.below.setdefault(column, (cell, rows - 1))

    def table(self) -> Table | None:
        return squared([_without_gaps(row) for row in self.rows])


def _without_gaps(row: list[Cell | None]) -> list[Cell]:
    """The first column is never a gap: a row's own first cell fills it."""
    cells: list[Cell] = []
    for cell in row:
        cells.append(cell or Cell(cells[-1].end, cells[-1].end))
    return cells


def _span(element: Any, name: str) -> int:
    value = element.get(name, "1").strip()
    return max(1, min(int(value), 100)) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _is_data(table: Any) -> bool:
    """A table of data, not one that lays out the page: rows of several cells, none of them long, no parts of a page inside.
    Cells merged over more places than a person could look through lay out the page too."""
    if next(table.iterdescendants(*_named("layout")), None) is not None:
        return False
    grid = _Grid()
    own = widest = 0
    for row in table.iterfind(".//tr"):
        grid.begin_row()
        for cell in row.iterchildren("td", "th"):
            if len("".join(cell.itertext())) > _LONGEST:
                return False
            own += 1
            grid.put(Cell(0, 0), _span(cell, "colspan"), _span(cell, "rowspan"))
        widest = max(widest, len(grid.row))
        if widest * len(grid.rows) > max(_LAID_OUT, _STRETCHED * own):
            return False
    wide = sum(len(row) >= _COLUMNS for row in grid.rows)
    return len(grid.rows) >= _ROWS and 2 * wide >= len(grid.rows)


def warm() -> None:
    """Reads a small page: lexicons and patterns are there in every child."""
    extract_html("<nav>甲</nav><table><tr><td>乙<td>丙<tr><td>丁<td>戊</table>", "")

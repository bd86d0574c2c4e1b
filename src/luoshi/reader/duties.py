"""The rows of a 责任分解表, and the bodies in its cells, from the tables that the file held.

What its other cells hold (heads, numbers, names, limits) asks for nothing by itself.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from luoshi.reader import clause, flattened
from luoshi.reader.bodies import bodies_listed, merged
from luoshi.reader.draft import Draft
from luoshi.reader.lexicon import any_of, load
from luoshi.reader.numerals import ORDINALS
from luoshi.reader.reading import Body, Duty, Finding
from luoshi.reader.text import Remark, Span, locator

_HEADS: dict[str, list[str]] = dict(load("duty_heads"))
_SUMS, _NOTES = (frozenset(_HEADS.pop(key)) for key in ("sums", "notes"))
_COLUMN_OF = {word: column for column, words in _HEADS.items() for word in words}
_LONGEST_HEAD = 14  # characters; more is a cell of text
_HEAD_ROWS = 4  # rows in which the head is looked for: a title may stand above it
_NUMBER_WITHIN = 2  # cells in which a row's number stands: what it belongs to may stand before it
_BLANK = re.compile(r"[\s　（）()\[\]【】:：*]+")
_STROKE = re.compile(r"[\t|｜│┃]")
_FIRST_CELL = re.compile(r"(?P<name>[^\t\n]{2,20})\t")
_LINE = re.compile(r"[^\n]+")
_FEWEST_CELLS = 3
_NUMERAL = re.compile(rf"[（(]?(?:\d{{1,3}}(?:[-.．]\d{{1,3}})?|[{ORDINALS}]{{1,3}}|[①-⑳])[)）、.．]?")
_TITLE = re.compile(r"[^\n。；]{2,40}(?:表|清单|台账)(?=\s+\Z)")
_NOTE = re.compile(rf"[（(]?(?:{any_of(_NOTES)})[一二三四五六七八九十\d]{{0,2}}[：:、.．]")
_LONGEST_SECTION = 40
_OF_WORK = ("group", "task", "also_task", "target", "measure", "value")
_ROLES = {"lead": "lead", "assist": "assist"}

Cells = tuple[Span | None, ...]
Columns = dict[str, int]


def duties(draft: Draft) -> Draft:
    """The step: fills `duties`, adds the bodies that their cells name to `bodies`, and takes back what the
    steps before it read into cells that only say who, when and which."""
    rows: list[Duty] = []
    found: list[Body] = []
    aside: set[Span] = set()
    lines: set[Span] = set()  # of flattened tables: in the text they are sentences like any other
    remarks: list[Remark] = []
    for table, flat in _tables(draft):
        read = list(read_table(draft.text, table))
        rows += [duty for duty, _ in read]
        found += [body for duty, roles in read for body in _bodies_of(draft.text, duty, roles)]
        if read:
            cells = _aside(draft.text, table, [duty for duty, _ in read])
            lines |= cells if flat else set()
            aside |= set() if flat else cells | _title_over(draft.text, table)
            remarks += unread(draft.text, table)
    if not rows:
        return draft
    targets = {duty.target for duty in rows if duty.target}
    draft = _named(_without(draft, _Stretches(aside), _Stretches(aside | lines | targets)), _Stretches(targets))
    return draft.having(duties=tuple(rows), bodies=merged([*draft.bodies, *found]), remarks=(*draft.remarks, *remarks))


def read_table(text: str, rows: list[Cells]) -> Iterator[tuple[Duty, dict[str, str]]]:
    """The duty rows of one table and what its columns of bodies mean; nothing if its head says no such thing."""
    first, columns, roles = _head(text, rows)
    above: Duty | None = None
    section: Span | None = None
    for row in rows[first:]:
        cells = set(filter(None, row))
        if len(cells) == 1:
            section = _section(text, *cells) or section
        if len(cells) < 2 or _is_sum(text, row) or (_is_head(_names(text, row)) and not _is_counted(text, row)):
            continue  # a heading across the table, or the head again on a new page
        duty = replace(_duty(text, row, above, columns), section=section)
        if duty != above and (duty.task or duty.measure):
            yield duty, roles
            above = duty


def _section(text: str, cell: Span) -> Span | None:
    """The cell of a row that has no other, if it names what stands below it."""
    words = text[slice(*cell)]
    return cell if len(words) <= _LONGEST_SECTION and "。" not in words and not _NOTE.match(words) else None


def _is_sum(text: str, row: Cells) -> bool:
    """合计, 小计: a row that counts the others."""
    return any(cell and _BLANK.sub("", text[slice(*cell)]) in _SUMS for cell in row[: _NUMBER_WITHIN + 1])


def _head(text: str, rows: list[Cells]) -> tuple[int, Columns, dict[str, str]]:
    """The first row behind the head, column names with their index, and the roles; no columns if none is found."""
    for index, row in enumerate(rows[:_HEAD_ROWS]):
        if _is_counted(text, row):
            continue
        names = _names(text, row)
        following = _lower(text, row, rows[index + 1]) if index + 1 < len(rows) else {}
        on_two_rows = len(following) > 1 and (_is_head(names | following) or _is_head(names))
        if on_two_rows:  # 责任分工 over 责任领导, 牵头单位: the lower word is the narrower one
            names = names | following
        if _is_head(names):
            columns, roles = _settled(names)
            return index + (2 if on_two_rows else 1), columns, roles
    return len(rows), {}, {}


def _lower(text: str, row: Cells, below: Cells) -> dict[int, str]:
    """What the second row of a head names: it has no number of its own, and its cells are parts of merged ones."""
    merged_down = any(cell == under for cell, under in zip(row, below, strict=True) if cell)
    merged_across = None in row or len(set(row)) < len(row)
    parted = merged_down or merged_across or not _is_head(_names(text, row))
    return _names(text, below) if parted and not _is_counted(text, below) else {}


def _is_counted(text: str, row: Cells) -> bool:
    """Whether a row's number says that it is one of the tasks and no head."""
    return any(cell and _NUMERAL.fullmatch(text, *cell) for cell in row[:_NUMBER_WITHIN])


def _names(text: str, row: Cells) -> dict[int, str]:
    """Column index → what its head cell says it is."""
    meant = {cell: column_of(text[cell.start : cell.end]) for cell in set(row) if cell}  # a merged cell fills several
    return {index: column for index, cell in enumerate(row) if cell and (column := meant[cell])}


def column_of(words: str) -> str | None:
    """Which column of a 责任分解表 a head cell's words name; None for one that the lists do not know."""
    bare = _BLANK.sub("", words)
    return _column_called(bare) if 0 < len(bare) <= _LONGEST_HEAD else None


@lru_cache(maxsize=1024)
def _column_called(bare: str) -> str | None:
    matches = [word for word in _COLUMN_OF if bare == word or (len(word) > 1 and bare.startswith(word))]
    matches += [word for word in _COLUMN_OF if len(word) > 1 and bare.endswith(word)]
    return _COLUMN_OF[max(matches, key=len)] if matches else None


def _is_head(names: dict[int, str]) -> bool:
    kinds = set(names.values())
    return bool(kinds & {"task", "also_task", "target", "measure"}) and bool(
        kinds & {"leader", "lead", "person", "assist", "shared"}
    )


def _settled(names: dict[int, str]) -> tuple[Columns, dict[str, str]]:
    """One index a column: words of two meanings take the column that the table does not have yet."""
    columns = _texts(names)
    for index, column in names.items():
        if column not in _OF_WORK and column != "shared":
            columns.setdefault(column, index)
    roles = dict(_ROLES)
    for index, column in names.items():
        if column == "shared" and "lead" not in columns:
            columns["lead"] = index
            roles["lead"] = "owner"
        elif column == "shared" and "assist" not in columns:
            columns["assist"] = index
            roles["assist"] = "owner"
    return columns, roles


def _texts(names: dict[int, str]) -> Columns:
    """The columns that say what is to be done: task and measure, and the target where it stands beside both."""
    groups, tasks, others, targets, measures, values = (_called(names, kind) for kind in _OF_WORK)
    aims = [] if values else targets
    targets = targets or values
    tasks += others
    if measures:
        said = [*[*tasks, *groups, *aims][:1], measures[0]]
    else:
        said = tasks[:2] if len(tasks) > 1 else [*groups[:1], *tasks]
        said = said if len(said) > 1 else sorted([*said, *aims[: 2 - len(said)]])
    columns = dict(zip(("task", "measure") if len(said) > 1 or not measures else ("measure",), said, strict=False))
    if columns.get("measure") in targets:
        columns["aim"] = columns.pop("measure")
    beside = [index for index in targets if index not in said]
    return {**columns, "target": beside[0], "value": (values or beside)[0]} if beside else columns


def _called(names: dict[int, str], kind: str) -> list[int]:
    return [index for index, column in names.items() if column == kind]


def unread(text: str, rows: list[Cells]) -> Iterator[Remark]:
    """The columns of a duty table that no row of the reading holds, though something stands in them."""
    first, columns, _ = _head(text, rows)
    known = set(columns.values())
    seen: set[Span] = set()
    for index, head in enumerate(rows[first - 1] if columns else ()):
        if index in known or head is None or head in seen:
            continue
        seen.add(head)
        if any(row[index] and row[index] not in {row[column] for column in known} for row in rows[first:]):
            yield Remark("column", *head, facts=(("column", "".join(text[slice(*head)].split())),))


def _duty(text: str, row: Cells, above: Duty | None, columns: Columns) -> Duty:
    """A row as a duty; where the task was left empty because it is the one above, it is carried down."""
    cells = {column: row[index] for column, index in columns.items()}
    if "aim" in columns:  # 更新设备120套 asks for something itself, 2所 says how far the task is to come
        aim = cells["aim"]
        cells["measure" if aim and clause.opening(text[slice(*aim)]).verb == 0 else "target"] = aim
    cells["target"] = _joined(text, cells.get("target"), cells.pop("value", None))
    carried = above if above and cells.get("task") is None and (cells.get("measure") or cells.get("target")) else None
    return Duty(
        number=carried.number if carried else cells.get("number"),
        task=carried.task if carried else cells.get("task"),
        measure=cells.get("measure"),
        leader=cells.get("leader"),
        lead=cells.get("lead"),
        person=cells.get("person"),
        assist=cells.get("assist"),
        due=cells.get("due"),
        target=cells.get("target"),
    )


def _joined(text: str, first: Span | None, last: Span | None) -> Span | None:
    """A target and its value (指标, 目标值) as one stretch where nothing stands between them."""
    if first is None or last is None:
        return first or last
    beside = first.end <= last.start and not text[first.end : last.start].strip()
    return Span(first.start, last.end) if beside else first


def _aside(text: str, table: list[Cells], read: list[Duty]) -> set[Span]:
    """The cells of a table that are no duty's own words, and its notes; a heading across the table is none of them."""
    own = {duty.measure or duty.task for duty in read}
    rows = (set(filter(None, row)) for row in table)
    cells = {cell for cells in rows for cell in cells if len(cells) > 1 or _NOTE.match(text, *cell)}
    targets = _Stretches({duty.target for duty in read if duty.target})
    return {cell for cell in cells - own if not targets.hold(cell)}


def _title_over(text: str, table: list[Cells]) -> set[Span]:
    """The line right above a table that only names it (2025年重点工作责任分解表)."""
    top = min(cell.start for row in table for cell in row if cell)
    title = _TITLE.match(text, text.rfind("\n", 0, len(text[:top].rstrip())) + 1, top)
    return {Span(*title.span())} if title else set()


class _Stretches:
    """Stretches that do not overlap, in order, to ask what lies in one."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = sorted(spans, key=lambda span: span.start)

    def around(self, finding: Finding) -> Span | None:
        return self._over(finding.start)

    def _over(self, at: int) -> Span | None:
        index = bisect_right(self.spans, at, key=lambda span: span.start) - 1
        return self.spans[index] if index >= 0 and at < self.spans[index].end else None

    def begin(self, finding: Finding | Span) -> bool:
        return self._over(finding.start) is not None

    def hold(self, finding: Finding | Span) -> bool:
        span = self._over(finding.start)
        return span is not None and finding.end <= span.end


def _without(draft: Draft, cells: _Stretches, idle: _Stretches) -> Draft:
    """A name or a date in a cell is neither a sentence nor an action; a target is no action either."""
    kept = [index for index, sentence in enumerate(draft.sentences) if not cells.hold(sentence)]
    number = {index: at for at, index in enumerate(kept)}
    return draft.having(
        sentences=tuple(draft.sentences[index] for index in kept),
        actions=tuple(replace(a, sentence=number[a.sentence]) for a in draft.actions if not idle.begin(a)),
    )


def _named(draft: Draft, targets: "_Stretches") -> Draft:
    """A target's figure is of what the cell before its own names (普惠率 | 90%)."""
    figures = list(draft.figures)
    for at, figure in enumerate(figures):
        target = None if figure.subject else targets.around(figure)
        name = target and _FIRST_CELL.match(draft.text, *target)
        if name and name.end() <= figure.start:
            figures[at] = replace(figure, subject=name["name"])
    return draft.having(figures=tuple(figures))


def _bodies_of(text: str, duty: Duty, roles: dict[str, str]) -> Iterator[Body]:
    covers = duty.measure or duty.task
    for cell, role in ((duty.lead, roles["lead"]), (duty.assist, roles["assist"])):
        if cell and covers:
            yield from bodies_listed(text, cell, role, covers)


def _tables(draft: Draft) -> Iterator[tuple[list[Cells], bool]]:
    """The file's own tables; where it has none, what its lines draw with tabs or strokes, or (True) what was left one
    cell a line."""
    if draft.source.tables:
        find = locator(draft.cleaned)
        for table in draft.source.tables:
            # The cleaned characters that stood in each cell; None where none are left.
            yield [tuple(_bare(draft.text, *find(cell.start, cell.end)) for cell in row) for row in table.rows], False
        return
    if _STROKE.search(draft.text):
        yield from ((table, False) for table in _drawn(draft.text))
    yield from ((table, True) for table in flattened.stacked(draft.text, column_of))


def _drawn(text: str) -> Iterator[list[Cells]]:
    """Runs of lines that tabs or strokes cut into three cells or more, as tables."""
    rows: list[Cells] = []
    for line in _LINE.finditer(text):
        cells = _cut(text, *line.span())
        if len(cells) < _FEWEST_CELLS:
            if rows:
                yield _squared(rows)
            rows = []
        elif any(cells):
            rows.append(cells)
    if rows:
        yield _squared(rows)


def _cut(text: str, start: int, end: int) -> Cells:
    """The cells of a drawn line; a stroke at its edge is the table's frame."""
    edges = [match.span() for match in _STROKE.finditer(text, start, end)]
    if edges and not text[start : edges[0][0]].strip() and text[edges[0][0]] != "\t":
        start, edges = edges[0][1], edges[1:]
    if edges and not text[edges[-1][1] : end].strip() and text[edges[-1][0]] != "\t":
        end, edges = edges[-1][0], edges[:-1]
    bounds = [start, *(place for edge in edges for place in edge), end]
    return tuple(_bare(text, *bounds[at : at + 2]) for at in range(0, len(bounds), 2))


def _squared(rows: list[Cells]) -> list[Cells]:
    width = max(map(len, rows))
    return [row + (None,) * (width - len(row)) for row in rows]


def _bare(text: str, first: int, last: int) -> Span | None:
    """text[first:last] without blanks at its edges and rules drawn with dashes; None if nothing is left."""
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    return Span(first, last) if text[first:last].strip("-—:=") else None

"""Readings as Parquet: a folder for each kind of finding, in it files of at most PART reports each.

The columns are made from the same dataclasses as the JSON and described in docs/tables.md;
`python -m luoshi.reader.write.parquet > docs/tables.md` writes that anew. Needs pyarrow (the extra `parquet`).
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from types import TracebackType
from typing import Any, get_args, get_origin, get_type_hints

import pyarrow as pa
import pyarrow.parquet as pq

from luoshi.reader.reading import FINDINGS, Act, Duty, Finding, Meeting, Reading
from luoshi.reader.text import Span
from luoshi.reader.write import atomic
from luoshi.reader.write.as_json import as_object
from luoshi.reader.write.order import Order, Outcome
from luoshi.reader.write.results import ResultFolder

PART = 200  # reports in a file: few enough that a run broken off loses little, many enough that files are few
FORMAT = {"luoshi": "luoshi-tables/1"}

_TYPES: dict[Any, pa.DataType] = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
_KEY = {"report": pa.string(), "number": pa.int64()}
_PLACE = {"source_start": pa.int64(), "source_end": pa.int64(), "place": pa.string()}
_SPANNED = {"start": pa.int64(), "end": pa.int64(), "text": pa.string(), **_PLACE}


def _type_of(hint: Any) -> pa.DataType:
    """The column of one annotation; None among its choices is a missing value, and of two numbers it holds both."""
    if get_origin(hint) is tuple:
        return pa.list_(_type_of(get_args(hint)[0]))
    kinds = [kind for kind in get_args(hint) or (hint,) if kind is not type(None)]
    return _TYPES[float if float in kinds else kinds[0]]


def _members(kind: type) -> dict[str, pa.DataType]:
    """The columns of a dataclass; a stretch of the text takes two, and what another table holds none."""
    columns: dict[str, pa.DataType] = {}
    hints = get_type_hints(kind)
    for member in fields(kind):
        if hints[member.name] is Span:
            columns |= {f"{member.name}_{edge}": pa.int64() for edge in ("start", "end")}
        elif get_origin(hints[member.name]) is not tuple or get_args(hints[member.name])[0] in _TYPES:
            columns[member.name] = _type_of(hints[member.name])
    return columns


def _finding(kind: type[Finding]) -> dict[str, pa.DataType]:
    return {**_KEY, **_SPANNED, **_members(kind)}


def _duty() -> dict[str, pa.DataType]:
    cells = {
        f"{cell.name}{part}": kind
        for cell in fields(Duty)
        for part, kind in (("", pa.string()), ("_start", pa.int64()), ("_end", pa.int64()))
    }
    return {"report": pa.string(), "row": pa.int64(), **cells}


# Each table's columns, by its name.
COLUMNS: dict[str, dict[str, pa.DataType]] = {
    "reports": {
        "report": pa.string(),
        **{name: pa.string() for name in ("name", "medium", "encoding")},
        **{name: pa.int64() for name in ("damaged", "characters")},
        **_members(Meeting),
    },
    "agenda": _finding(Act),
    **{name: _finding(kind) for name, kind in FINDINGS.items()},
    "duties": _duty(),
    "noise": {**_KEY, "kind": pa.string(), "raw": pa.string(), **_PLACE},
    "remarks": {**_KEY, "code": pa.string(), **_SPANNED, "facts": pa.map_(pa.string(), pa.string())},
}
SCHEMAS = {name: pa.schema(columns.items(), metadata=FORMAT) for name, columns in COLUMNS.items()}


def tables(reading: Reading, report: str) -> dict[str, pa.Table]:
    """The rows of one reading, by table; `report` is what joins them."""
    read = as_object(reading)
    found = {name: list(_rows(read.get(name, ()), report)) for name in COLUMNS}
    found["reports"] = [
        {"report": report, **read["source"], **read["meeting"], "characters": len(reading.text)},
    ]
    found["agenda"] = list(_rows(read["meeting"]["agenda"], report))
    found["duties"] = [{"report": report, "row": row, **_cells(duty)} for row, duty in enumerate(read["duties"])]
    for remark in found["remarks"]:
        remark["facts"] = list(remark["facts"].items())
    return {name: pa.Table.from_pylist(rows, schema=SCHEMAS[name]) for name, rows in found.items()}


def _rows(found: Sequence[dict[str, Any]], report: str) -> Iterator[dict[str, Any]]:
    for number, one in enumerate(found):
        row = {"report": report, "number": number, **one}
        for name, value in one.items():
            if isinstance(value, dict) and value.keys() == {"start", "end"}:
                row |= {f"{name}_start": value["start"], f"{name}_end": value["end"]}
        yield row


def _cells(duty: dict[str, Any]) -> dict[str, Any]:
    return {
        f"{name}{part}": cell[key]
        for name, cell in duty.items()
        if cell
        for part, key in (("", "text"), ("_start", "start"), ("_end", "end"))
    }


class TableFolder(ResultFolder):
    """ResultFolder of which many reports share a file: a report is done if its part stands, of reports that are all as
    they are now. A part that is not so is taken away whole, and its reports are read again."""

    def __init__(self, folder: Path, given: Sequence[Order]) -> None:
        super().__init__(folder, given)
        self._waiting: list[tuple[Order, dict[str, pa.Table]]] = []
        self._standing = {part: of for part, of in self._standing.items() if all(map(Path.is_file, self._files(part)))}
        self._held = {report for reports in self._standing.values() for report in reports}
        for name in COLUMNS:
            for file in (folder / name).glob("[0-9][0-9][0-9][0-9][0-9].parquet"):
                if file.stem not in self._standing:
                    file.unlink()
            atomic.sweep(folder / name)

    def _files(self, part: str) -> list[Path]:
        return [self.folder / name / f"{part}.parquet" for name in COLUMNS]

    def holds(self, order: Order) -> bool:
        known = self._stamps.get(order.path)
        return known is not None and known[0] in self._held

    def add(self, order: Order, outcome: Outcome) -> None:
        if outcome.refusal is None:
            self._waiting.append((order, outcome.tables))
        if len(self._waiting) == PART:
            self._write()

    def _write(self) -> None:
        """All tables of a part, then the line that says that they stand."""
        part = f"{max(map(int, self._standing), default=0) + 1:05}"
        for name, file in zip(COLUMNS, self._files(part), strict=True):
            sink = pa.BufferOutputStream()
            whole = pa.concat_tables([tables[name] for _, tables in self._waiting])
            pq.write_table(whole, sink, compression="zstd")
            atomic.write(file, sink.getvalue().to_pybytes())
        self._register.add(part, [self._stamps.get(order.path) for order, _ in self._waiting])
        self._standing[part] = []
        self._waiting.clear()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._waiting:
            self._write()


_COMMON = {
    "report": "which report: the path as it was given; joins all tables",
    "number": "its place among the findings of its kind in this report, from 0; other tables point at it",
    "row": "its place in the report's table of duties, from 0",
    "start": "first character, counted in the cleaned text",
    "end": "the character behind the last",
    "text": "the words, cleaned",
    "source_start": "first character in the extracted source; missing where the source holds none of it",
    "source_end": "the character behind the last there",
    "place": "where a person looks for it (第 12 段)",
    "confidence": "how sure the reader is, 0 to 1",
    "reason": "by which rule it was found",
    "characters": "length of the cleaned text",
    "damaged": "characters that could not be decoded",
}
_ABOUT: dict[str, type] = {"reports": Meeting, "agenda": Act, "duties": Duty, **FINDINGS}


def described() -> str:
    """The content of docs/tables.md."""
    parts = [_HEAD]
    for name, columns in COLUMNS.items():
        about = " ".join((_ABOUT[name].__doc__ or "").split()) if name in _ABOUT else _ELSE[name]
        lines = [f"| `{column}` | {kind} | {_meaning(name, column)} |" for column, kind in columns.items()]
        parts.append("\n".join([f"## {name}\n\n{about}\n\n| column | type | |\n| --- | --- | --- |", *lines]) + "\n")
    return "\n".join(parts)


def _meaning(table: str, column: str) -> str:
    of_meeting = table == "reports" and column == "place"
    return "" if of_meeting else _COMMON.get(column, "")


_ELSE = {
    "noise": "A stretch of the source that is no part of the report.",
    "remarks": "Something a person should know about a place of the text: damage, doubt, a cut end.",
}
_HEAD = f"""\
# Readings as Parquet

`luoshi read 收文/ --to parquet --out 结果/` writes a folder for each table; in it are files of at most {PART} reports
(`00001.parquet`, …) with one schema, so that all of them are read at once:

```sql
select topic, count(*) from '结果/actions/*.parquet' group by topic
```

The rows are those of the JSON ([reading.schema.json](reading.schema.json)), one for each finding. A value that the text
does not tell, or has struck out, is missing (null). This page is made by `python -m luoshi.reader.write.parquet`.
"""

if __name__ == "__main__":
    sys.stdout.write(described())

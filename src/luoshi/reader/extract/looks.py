"""What the cells of a zipped workbook look like, which the values do not say: number formats, hidden rows and columns.

Where a file does not tell, its cells are shown as plain values. Of a sheet that reaches too far out nothing is made.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

At = tuple[int, int]  # row and column, from 0

_COUNT = re.compile(rb'[cC]ount="([0-9]{1,30})"')
_BEGINNING = 4096  # bytes of a part in which it counts what it holds
MOST_ROWS = 20_000
MOST_COLUMNS = 300
MOST_CELLS = 500_000
_DAYS = {14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 22: "yyyy/m/d h:mm", 31: 'yyyy"年"m"月"d"日"'}
# Formats that are known by number alone (ECMA-376 part 1, 18.8.30), those of the Chinese edition among them.
_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0", 39: "#,##0.00"} | _DAYS
_BUILT_IN |= {27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 30: "m/d/yy", 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"'}
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


class TooFarError(Exception):
    """Something stands so far out that no table of duties can be meant."""


@dataclass(frozen=True, slots=True)
class SeenSheet:
    """One sheet as it is seen: words by cell, which ranges are merged, what is hidden; `shown` False if all of it is."""

    name: str
    words: Mapping[At, str]
    merged: Sequence[tuple[At, At]] = ()
    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    shown: bool = True


@dataclass
class Looks:
    """Of one sheet. `shown` are cells whose words the file itself holds."""

    forms: dict[At, str] = field(default_factory=dict)
    shown: dict[At, str] = field(default_factory=dict)
    merged: list[tuple[At, At]] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)  # hidden
    columns: set[int] = field(default_factory=set)  # hidden


def looks(data: bytes) -> dict[str, Looks]:
    """By the names of the sheets; nothing of those that the file does not tell of. Raises TooFarError."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        inside = set(package.namelist())
        if "xl/workbook.xml" in inside:
            return dict(_xlsx(package, inside))
        return dict(_ods(package)) if "content.xml" in inside else {}


# ---- xlsx -----------------------------------------------------------------------------------------


def _xlsx(package: zipfile.ZipFile, inside: set[str]) -> Iterator[tuple[str, Looks]]:
    _refuse_miscounted(package, inside)
    forms = _forms(package) if "xl/styles.xml" in inside else []
    targets = {one.get("Id"): one.get("Target", "") for one in _root(package, "xl/_rels/workbook.xml.rels")}
    for sheet in _root(package, "xl/workbook.xml").iter("{*}sheet"):
        target = targets.get(next((value for key, value in sheet.attrib.items() if key.endswith("}id")), ""), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in inside:
            yield sheet.get("name", ""), _sheet(package, part, forms)


def _refuse_miscounted(package: zipfile.ZipFile, inside: set[str]) -> None:
    """A part that says it holds more than it can: whoever believes it asks for all the memory there is."""
    for part in inside:
        if part.endswith(".xml"):
            with package.open(part) as stream:
                said = [int(count) for count in _COUNT.findall(stream.read(_BEGINNING))]
            if max(said, default=0) > package.getinfo(part).file_size:
                raise ValueError(f"{part} counts {max(said)}")


def _root(package: zipfile.ZipFile, part: str) -> Any:
    return etree.fromstring(package.read(part), etree.XMLParser(resolve_entities=False, no_network=True))


def _forms(package: zipfile.ZipFile) -> list[str]:
    """The number format of every style."""
    root = _root(package, "xl/styles.xml")
    own = {one.get("numFmtId"): one.get("formatCode", "") for one in root.iter("{*}numFmt")}
    styles = root.find("{*}cellXfs")
    numbers = [one.get("numFmtId", "0") for one in styles] if styles is not None else []
    return [own.get(number, _BUILT_IN.get(int(number), "")) for number in numbers]


def _sheet(package: zipfile.ZipFile, part: str, forms: list[str]) -> Looks:
    found = Looks()
    row = column = -1
    options: Any = {"resolve_entities": False, "no_network": True, "tag": ("{*}row", "{*}c", "{*}col")}
    with package.open(part) as stream:
        for event, one in etree.iterparse(stream, events=("start", "end"), **options):
            tag = etree.QName(one).localname
            if tag == "col":
                found.columns.update(_hidden_columns(one))
            elif tag == "row" and event == "start":
                row, column = int(one.get("r", row + 2)) - 1, -1
                if one.get("hidden") in ("1", "true"):
                    found.rows.add(row)
            elif tag == "row":
                _forget(one)
            elif event == "end":  # now it is known whether the cell holds anything
                at = _at(one.get("r", "")) or (row, column + 1)
                column, form = at[1], int(one.get("s", 0))
                if len(one) and form < len(forms) and forms[form]:
                    found.forms[at] = forms[form]
                if len(one):
                    _refuse_far(at)
    return found


def _hidden_columns(one: Any) -> range:
    hidden = one.get("hidden") in ("1", "true")
    return range(int(one.get("min", 1)) - 1, min(int(one.get("max", 1)), MOST_COLUMNS)) if hidden else range(0)


def _forget(row: Any) -> None:
    """Rows that were looked at: the tree of a large sheet would fill the memory."""
    row.clear()
    while row.getprevious() is not None:
        del row.getparent()[0]


def _at(address: str) -> At | None:
    """C17 is (16, 2)."""
    letters = address.rstrip("0123456789")
    if not letters.isascii() or not letters.isalpha() or letters == address:
        return None
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return int(address[len(letters) :]) - 1, column - 1


def _refuse_far(at: At) -> None:
    if at[0] >= MOST_ROWS or at[1] >= MOST_COLUMNS:
        raise TooFarError


# ---- ods ------------------------------------------------------------------------------------------


def _ods(package: zipfile.ZipFile) -> Iterator[tuple[str, Looks]]:
    """An OpenDocument sheet holds the words of its cells beside their values."""
    for sheet in _root(package, "content.xml").iter(_TABLE + "table"):
        found, row = Looks(), 0
        for at, one in _columns(sheet):
            found.columns.update(at if one.get(_TABLE + "visibility") in ("collapse", "filter") else ())
        for one in sheet.iter(_TABLE + "table-row"):
            again = int(one.get(_TABLE + "number-rows-repeated", 1))
            if one.get(_TABLE + "visibility") in ("collapse", "filter"):
                found.rows.update(range(row, min(row + again, MOST_ROWS)))
            _cells(one, row, again, found)
            row += again
        yield sheet.get(_TABLE + "name", ""), found


def _columns(sheet: Any) -> Iterator[tuple[range, Any]]:
    column = 0
    for one in sheet.iter(_TABLE + "table-column"):
        again = int(one.get(_TABLE + "number-columns-repeated", 1))
        yield range(column, min(column + again, MOST_COLUMNS)), one
        column += again


def _cells(line: Any, row: int, again: int, found: Looks) -> None:
    column = 0
    for one in line.iterchildren(_TABLE + "table-cell", _TABLE + "covered-table-cell"):
        across = int(one.get(_TABLE + "number-columns-repeated", 1))
        words = "\n".join("".join(paragraph.itertext()) for paragraph in one.iterchildren(_TEXT + "p"))
        if words.strip():
            _refuse_far((row + again - 1, column + across - 1))
            if len(found.shown) + again * across > MOST_CELLS:
                raise TooFarError
            a_day = one.get(_OFFICE + "value-type") in ("date", "time") and "月" not in words
            written = "" if a_day else words.strip()  # the value is said as an office says a day
            found.shown.update({(row + y, column + x): written for y in range(again) for x in range(across) if written})
            down, wide = (int(one.get(_TABLE + f"number-{name}-spanned", 1)) for name in ("rows", "columns"))
            if down * wide > 1:
                found.merged.append(((row, column), (row + down - 1, column + wide - 1)))
        column += across

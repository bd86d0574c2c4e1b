"""Word files: paragraphs and tables in order, automatic numbers, notes, text boxes, tracked changes. Runs in a child."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.opc.exceptions import OpcError
from lxml import etree

from luoshi.reader.extract.lines import Lines, squared
from luoshi.reader.extract.numbering import Numbering, W
from luoshi.reader.extract.package import broken, refuse_bombs
from luoshi.reader.source import FURNITURE, Cell, Source

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

# What a damaged, locked or mistaken package makes the libraries raise.
_UNOPENED = (
    KeyError,
    ValueError,
    AttributeError,
    TypeError,
    EOFError,
    OSError,
    RuntimeError,  # a package with a password, or packed in a way that Python does not know
    zlib.error,
    zipfile.BadZipFile,
    etree.XMLSyntaxError,
    OpcError,
)

# Not shown: deleted and moved-away text, field codes, pronunciation, properties, what an older Word falls back on.
_HIDDEN = frozenset(
    {_MC + "Fallback"}
    | {W + tag for tag in ("del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "rPr", "pPr", "sdtPr")}
    | {W + tag for tag in ("footnoteReference", "endnoteReference", "commentReference", "annotationRef")}
)
_HOLDERS = frozenset(W + tag for tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_P, _TABLE, _ROW, _CELL = (W + tag for tag in ("p", "tbl", "tr", "tc"))
_BREAKS = {W + "tab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-", W + "ptab": "\t"}


def extract_docx(data: bytes, name: str, medium: str = "docx") -> Source:
    """Raises Unreadable for a package that is broken, locked, or unpacks to more than a report can be."""
    refuse_bombs(data, name)
    try:
        document = Document(io.BytesIO(data))
        body = document.element.body
        walk = _Walk(Numbering.of(_root(document.part, REL.NUMBERING), _root(document.part, REL.STYLES)))
        margins = _margins(document)
        notes = [note for kind in (REL.FOOTNOTES, REL.ENDNOTES) for note in _notes(_root(document.part, kind))]
    except _UNOPENED as error:
        raise broken(name) from error
    for place, text in margins:
        walk.lines.line(text, place, hint=FURNITURE)
    walk.blocks(body)
    for number, note in enumerate(notes, start=1):
        walk.lines.line(" ".join(_shown(p) for p in note.iter(_P)).strip(), f"脚注 {number}")
    return walk.lines.source(name, medium)


def _root(part: Any, kind: str) -> Any | None:
    """The root element of the part that `part` refers to as `kind`; None if there is none."""
    for relation in part.rels.values():
        if relation.reltype == kind and not relation.is_external:
            return _parsed(relation.target_part)
    return None


def _parsed(part: Any) -> Any:
    element = getattr(part, "element", None)
    if element is not None:
        return element
    return etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def _margins(document: Any) -> list[tuple[str, str]]:
    """Each different text of the headers and footers once, with its place."""
    found: dict[str, str] = {}
    for kind, place in ((REL.HEADER, "页眉"), (REL.FOOTER, "页脚")):
        for relation in document.part.rels.values():
            if relation.reltype == kind and not relation.is_external:
                for paragraph in _parsed(relation.target_part).iter(_P):
                    if (text := _shown(paragraph).strip()) and text not in found:
                        found[text] = place
    return [(place, text) for text, place in found.items()]


def _notes(root: Any | None) -> Iterator[Any]:
    """Foot and end notes; those with a type are Word's own separators."""
    if root is not None:
        yield from (
            n for n in root if n.tag in (W + "footnote", W + "endnote") and n.get(W + "type") in (None, "normal")
        )


@dataclass
class _Walk:
    """Through the body in order, counting what a person would count."""

    numbering: Numbering
    lines: Lines = field(default_factory=Lines)
    paragraphs: int = 0
    tables: int = 0
    boxes: int = 0

    def blocks(self, parent: Any) -> None:
        for element in _held(parent, _P, _TABLE):
            if element.tag == _TABLE:
                self.tables += 1
                self._table(element)
            else:
                self._paragraph(element)

    def _paragraph(self, element: Any) -> None:
        text = _shown(element)
        label = self.numbering.label(element.find(W + "pPr")) if text.strip() else ""
        if text.strip():
            self.paragraphs += 1
            self.lines.line(text, f"第 {self.paragraphs} 段", label=label)
        for box in _boxes(element):
            self.boxes += 1
            for paragraph in _paragraphs(box):
                self.lines.line(_shown(paragraph), f"文本框 {self.boxes}")

    def _table(self, table: Any) -> None:
        """Rows as lines, cells parted by tabs; a merged cell stands in every row and column it covers."""
        rows: list[list[Cell]] = []
        for row in _held(table, _ROW):
            cells = [Cell(self.lines.length, self.lines.length)] * _span(row, "trPr/gridBefore", 0)
            for cell in _held(row, _CELL):
                width, above = _span(cell, "tcPr/gridSpan", 1), rows[-1] if rows else []
                at = len(cells)
                if _continues(cell) and at < len(above):
                    cells += [above[at]] * width
                    continue
                if self.lines.length and cells and self.lines.parts[-1] != "\n":
                    self.lines.add("\t")
                place = f"表 {self.tables} 第 {len(rows) + 1} 行第 {at + 1} 列"
                cells += [self._cell(cell, place)] * width
            self.lines.add("\n")
            rows.append(cells)
        if made := squared(rows):
            self.lines.tables.append(made)

    def _cell(self, cell: Any, place: str) -> Cell:
        start = self.lines.length
        for element in _held(cell, _P, _TABLE):
            for paragraph in _paragraphs(element):
                text = _shown(paragraph).strip()
                if text:
                    if self.lines.length > start:
                        self.lines.add("\n")
                    self.lines.block(text, place, label=self.numbering.label(paragraph.find(W + "pPr")))
        return Cell(start, self.lines.length)


def _held(parent: Any, *tags: str) -> Iterator[Any]:
    """The elements so named of a body, table, row or cell, also inside content controls and insertions."""
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag in _HOLDERS:
            yield from _held(child, *tags)


def _paragraphs(element: Any) -> Iterator[Any]:
    """All it holds and itself, those of its tables and text boxes too, and no copy for older programs."""
    yield from (p for p in element.iter(_P) if next(p.iterancestors(_MC + "Fallback"), None) is None)


def _shown(paragraph: Any) -> str:
    """What a person sees of a paragraph, its text boxes left out."""
    out: list[str] = []
    pending = list(reversed(list(paragraph)))
    while pending:
        element = pending.pop()
        tag = element.tag
        if tag in (W + "t", _MATH + "t"):
            out.append(element.text or "")
        elif tag in _BREAKS:
            out.append(_BREAKS[tag])
        elif tag == W + "br":
            out.append("" if element.get(W + "type") in ("page", "column") else "\n")
        elif tag not in _HIDDEN and tag != W + "txbxContent" and not _is_vanished(element):
            pending.extend(reversed(list(element)))
    return "".join(out)


def _is_vanished(element: Any) -> bool:
    if element.tag != W + "r":
        return False
    hidden = element.find(f"{W}rPr/{W}vanish")
    return hidden is not None and hidden.get(W + "val") not in ("0", "false")


def _boxes(paragraph: Any) -> Iterator[Any]:
    """Text boxes anchored in a paragraph, each once though the file keeps a copy for older programs."""
    for box in paragraph.iter(W + "txbxContent"):
        if not any(above.tag in (_MC + "Fallback", W + "txbxContent") for above in box.iterancestors()):
            yield box


def _span(element: Any, path: str, default: int) -> int:
    found = element.find("/".join(W + part for part in path.split("/")))
    value = found.get(W + "val") if found is not None else None
    return min(int(value), 100) if value and value.isascii() and value.isdigit() else default


def _continues(cell: Any) -> bool:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(W + "val") in (None, "continue")

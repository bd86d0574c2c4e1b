"""Zipped documents: told apart by what is in them, and the Word files among them read. Runs in a child."""

import io
import zipfile
from typing import Any

from docx import Document

from luoshi.reader.extract.apart import answered
from luoshi.reader.extract.docx import extract_docx
from luoshi.reader.extract.formats import ZIPPED, archive, own, refusal
from luoshi.reader.extract.package import DAMAGED, broken
from luoshi.reader.own import BEGINNING, own_workbook
from luoshi.reader.source import Source


def answer(content: bytes, *, name: str, medium: str = "docx") -> dict[str, Any]:
    """`medium` is what the file was before it was converted."""
    return answered(lambda: _extracted(content, name, medium))


def _extracted(data: bytes, name: str, medium: str) -> Source | str:
    """Raises Unreadable for what cannot be read; gives the kind of what another part of the reader can."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            inside = package.namelist()
            if own_workbook(package):
                raise own(name, "责任分解表")
            kind = package.read("mimetype")[:BEGINNING] if "mimetype" in inside else b""
    except DAMAGED:
        raise broken(name) from None
    if "word/document.xml" in inside:
        return extract_docx(data, name, medium)
    if b"opendocument.spreadsheet" in kind or any(entry.startswith("xl/workbook") for entry in inside):
        return "workbook"
    for part, code, called, remedy in ZIPPED:
        if any(entry.startswith(part) for entry in inside):
            if not remedy:
                return code
            raise refusal(code, name, called, remedy)
    if "[Content_Types].xml" not in inside:
        raise archive(name)
    return extract_docx(data, name, medium)


def warm() -> None:
    """Reads a Word file of no words: what a library does at its first file is not done in every child."""
    made = io.BytesIO()
    document = Document()
    document.add_paragraph("第一段")
    document.add_table(1, 1)
    document.save(made)
    answer(made.getvalue(), name="")

"""The reader's answers as plain data, made in the sandbox; knows no Django."""

import base64
from typing import Any

from luoshi import reader
from luoshi.office.plans.candidates import candidates
from luoshi.reader.source import Unreadable
from luoshi.reader.write import as_json, html, xlsx
from luoshi.reader.write.ledger import rows
from luoshi.reader.write.wording import headline


def read(content: bytes, *, name: str) -> dict[str, Any]:
    """What is kept of a reading; {"unreadable": [code, sentence]} for a file that the reader refuses."""
    try:
        found = reader.read(content, name=name)
    except Unreadable as refusal:
        return {"unreadable": [refusal.code, str(refusal)]}
    return {
        "title": headline(found),
        "tasks": len(rows(found)),
        "figures": len(found.figures),
        "deadlines": len(found.deadlines) + len(found.recurrences),  # as the reading's own tab counts them
        "found": as_json.to_json(found),
        "page": html.to_fragment(found, level=1),
        "year": found.meeting.year,
        "candidates": candidates(found),
    }


def ledger(content: bytes, *, name: str) -> str:
    """责任分解表 as a workbook, in base64."""
    return base64.b64encode(xlsx.to_workbook(reader.read(content, name=name))).decode()


def warm() -> None:
    """Loads the lexicons, which takes longer than reading; called once where children are forked."""
    reader.read_text("青禾县要办好学前教育，新建幼儿园2所。过去一年，新增学位3200个。", name="")

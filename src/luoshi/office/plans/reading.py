"""The reader's answers as plain data, made in the sandbox; knows no Django."""

import base64
from bisect import bisect_right
from typing import Any

from luoshi import reader
from luoshi.office.plans.candidates import candidates
from luoshi.reader.compare import compare as compared
from luoshi.reader.proofread import proofread as proofreading
from luoshi.reader.proofread.wording import said, shown, sureness
from luoshi.reader.reading import Reading
from luoshi.reader.source import Unreadable
from luoshi.reader.text import Span
from luoshi.reader.write import as_json, html, xlsx
from luoshi.reader.write.ledger import rows
from luoshi.reader.write.wording import headline, one_line


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


def proofread(
    content: bytes, *, name: str, units: dict[str, list[str]], leaders: list[list[str]], last_year: str, last_name: str
) -> list[dict[str, Any]]:
    """What is to be looked at in a draft, each with its places. `last_year` is last year's report in base64, or ""."""
    found = reader.read(content, name=name)
    before = reader.read(base64.b64decode(last_year), name=last_name) if last_year else None
    register = [(leader, office) for leader, office in leaders]
    return [
        {"said": said(found, one), "sureness": sureness(one), "sure": one.sure, "places": _places(found, one.places)}
        for one in proofreading(found, units=units, leaders=register, last_year=before)
    ]


def _places(found: Reading, places: tuple[Span, ...]) -> list[dict[str, str]]:
    return [{"mark": _mark(found, place), "words": shown(found, place)} for place in places]


def _mark(found: Reading, place: Span) -> str:
    """The id of the place's sentence on the reading's page."""
    return f"s{max(0, bisect_right(found.sentences, place.start, key=lambda sentence: sentence.start) - 1)}"


def compare(content: bytes, *, name: str, theirs: str, their_name: str) -> dict[str, list[dict[str, Any]]]:
    """What another paper (in base64) asks, what of ours is nearest to it, and rates that ours sets lower."""
    ours, other = reader.read(content, name=name), reader.read(base64.b64decode(theirs), name=their_name)
    result = compared(ours, other)
    return {
        "demands": [
            {
                "standing": one.standing,
                "asked": one_line(other.quote(one.place)),
                "nearest": one_line(ours.quote(one.nearest)) if one.nearest else "",
                "mark": _mark(ours, one.nearest) if one.nearest else "",
                "done": one.done,
            }
            for one in result.demands
        ],
        "shortfalls": [
            {
                "what": one_line(one.what),
                "asked": shown(other, one.asked),
                "given": shown(ours, one.given),
                "mark": _mark(ours, one.given),
                "sure": one.sure,
            }
            for one in result.shortfalls
        ],
    }


def warm() -> None:
    """Loads the lexicons, which takes longer than reading; called once where children are forked."""
    reader.read_text("青禾县要办好学前教育，新建幼儿园2所。过去一年，新增学位3200个。", name="")

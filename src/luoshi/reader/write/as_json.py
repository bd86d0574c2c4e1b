"""A reading as JSON: every finding with its words, its place in the cleaned text and its place in the source.

The keys and their meaning are described by docs/reading.schema.json (see schema.py), which is made from the
same dataclasses. The same reading always gives the same bytes.
"""

import json
from dataclasses import fields
from typing import Any

from luoshi.reader.reading import FINDINGS, LINKS, Duty, Finding, Link, Meeting, Reading
from luoshi.reader.text import Remark, Span
from luoshi.reader.write.places import Places

FORMAT = "luoshi-reading/1"


def to_json(reading: Reading, *, indent: int | None = 1) -> str:
    """One JSON document, ended by a line break; `indent` None puts it on one line."""
    separators = (",", ":") if indent is None else (",", ": ")
    return json.dumps(as_object(reading), ensure_ascii=False, indent=indent, separators=separators) + "\n"


def as_object(reading: Reading) -> dict[str, Any]:
    """What to_json writes, as plain lists and dictionaries."""
    places = Places.of(reading)
    source = reading.source
    return {
        "format": FORMAT,
        "source": {
            "name": source.name,
            "medium": source.medium,
            "encoding": source.encoding,
            "damaged": source.damaged,
            "unread": list(source.unread),
            "text": source.text,
        },
        "text": reading.text,
        "origins": places.origin_runs(),
        "meeting": _meeting(reading.meeting, places),
        **{name: [_finding(item, places) for item in getattr(reading, name)] for name in FINDINGS},
        "duties": [_duty(duty, places) for duty in reading.duties],
        "links": [_link(link) for link in reading.links],
        "noise": [_stretch(n.kind, n.start, n.end, places) for n in reading.noise],
        "drops": [_stretch(d.kind, d.start, d.end, places) for d in reading.cleaned.drops],
        "remarks": [_remark(remark, places) for remark in reading.remarks],
    }


def _finding(finding: Finding, places: Places) -> dict[str, Any]:
    given = {f.name: _plain(getattr(finding, f.name)) for f in fields(finding)}
    return {**_spanned(finding.span, places), **given}


def _plain(value: Any) -> Any:
    return {"start": value.start, "end": value.end} if isinstance(value, Span) else value


def _spanned(span: Span, places: Places) -> dict[str, Any]:
    """A stretch of the cleaned text with its words and where these stood."""
    source = places.source_span(span)
    return {
        "start": span.start,
        "end": span.end,
        "text": places.reading.quote(span),
        "source_start": source.start if source else None,
        "source_end": source.end if source else None,
        "place": places.name(source.start) if source else None,
    }


def _meeting(meeting: Meeting, places: Places) -> dict[str, Any]:
    given = {f.name: getattr(meeting, f.name) for f in fields(meeting)}
    return {
        **given,
        "agenda": [_finding(act, places) for act in meeting.agenda],
        "reasons": dict(meeting.reasons),
    }


def _duty(duty: Duty, places: Places) -> dict[str, Any]:
    cells = {f.name: getattr(duty, f.name) for f in fields(duty)}
    return {name: _spanned(cell, places) if cell else None for name, cell in cells.items()}


def _link(link: Link) -> dict[str, Any]:
    """Both ends with the list that each is an index of."""
    ends = zip(("source", "target"), LINKS[link.kind], (link.source, link.target), strict=True)
    return {
        "kind": link.kind,
        **{end: {"list": name, "index": index} for end, name, index in ends},
        "confidence": link.confidence,
        "reason": link.reason,
    }


def _stretch(kind: str, start: int, end: int, places: Places) -> dict[str, Any]:
    """Something of the source that is not in the cleaned text."""
    raw = places.reading.source.text[start:end]
    return {"kind": kind, "raw": raw, "source_start": start, "source_end": end, "place": places.name(start)}


def _remark(remark: Remark, places: Places) -> dict[str, Any]:
    given = _spanned(Span(remark.start, remark.end), places)
    return {"code": remark.code, **given, "facts": dict(remark.facts)}

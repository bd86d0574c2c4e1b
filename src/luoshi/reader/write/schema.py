"""The JSON Schema of a reading, made from the dataclasses, so that the two cannot differ.

`python -m luoshi.reader.write.schema > docs/reading.schema.json` writes it anew.
"""

import json
import sys
from dataclasses import fields
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from luoshi.reader import reading as found
from luoshi.reader.text import Span
from luoshi.reader.write.as_json import FORMAT

DIALECT = "https://json-schema.org/draft/2020-12/schema"

SIMPLE: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    Span: {"$ref": "#/$defs/Span"},
}

# What the type alone does not say.
NARROWER: dict[tuple[str, str], dict[str, Any]] = {
    ("Finding", "confidence"): {"type": "number", "minimum": 0, "maximum": 1},
    ("Sentence", "kind"): {"enum": list(found.KINDS)},
    ("Figure", "comparator"): {"enum": ["=", ">=", "<=", ">", "<", "~"]},
    ("Figure", "status"): {"enum": ["achieved", "target", "fact"]},
    ("Figure", "change"): {"enum": ["up", "down", None]},
    ("Body", "role"): {"enum": ["lead", "assist", "owner"]},
    ("Speaker", "standing"): {"enum": list(found.STANDINGS)},
    ("Action", "standing"): {"enum": [*found.STANDINGS, None]},
    ("Meeting", "genre"): {"enum": [*found.GENRES, None]},
    ("Meeting", "level"): {"enum": ["province", "city", "county", "town", "school", None]},
}


def reading_schema() -> dict[str, Any]:
    """The schema of what as_json.as_object gives."""
    return {
        "$schema": DIALECT,
        "title": "Reading",
        "description": "What luoshi read in one report. start and end count the characters of `text`, end not "
        "included; source_start and source_end those of `source.text`, null where nothing of the source stands "
        "behind a finding (automatic numbers of a Word file).",
        **_object(
            {
                "format": {"const": FORMAT},
                "source": _object(
                    {
                        "name": SIMPLE[str],
                        "medium": SIMPLE[str],
                        "encoding": _nullable(SIMPLE[str]),
                        "damaged": {
                            "type": "integer",
                            "minimum": 0,
                            "description": "characters that could not be decoded",
                        },
                        "unread": _list({"type": "string", "description": "a place that the file hides"}),
                        "text": SIMPLE[str],
                    }
                ),
                "text": {"type": "string", "description": "the cleaned text"},
                "origins": {
                    "description": "runs [start in text, start in source.text, length]; the rest was inserted",
                    "type": "array",
                    "items": {"type": "array", "items": _count(), "minItems": 3, "maxItems": 3},
                },
                "meeting": {"$ref": "#/$defs/Meeting"},
                **{name: _list(_ref(kind)) for name, kind in found.FINDINGS.items()},
                "duties": _list({"$ref": "#/$defs/Duty"}),
                "links": _list({"$ref": "#/$defs/Link"}),
                "noise": _list({"$ref": "#/$defs/Stretch"}),
                "drops": _list({"$ref": "#/$defs/Stretch"}),
                "remarks": _list({"$ref": "#/$defs/Remark"}),
            }
        ),
        "$defs": _definitions(),
    }


def _definitions() -> dict[str, Any]:
    defs = {kind.__name__: _finding(kind) for kind in (*found.FINDINGS.values(), found.Act)}
    defs["Meeting"] = _described(found.Meeting, {**_members(found.Meeting), "reasons": _strings()})
    defs["Duty"] = _described(found.Duty, {f.name: _nullable({"$ref": "#/$defs/Cell"}) for f in fields(found.Duty)})
    defs["Link"] = _described(
        found.Link, {**_link_ends(), "confidence": NARROWER["Finding", "confidence"], "reason": SIMPLE[str]}
    )
    defs["Cell"] = _object(_spanned())
    defs["Span"] = _object({"start": _count(), "end": _count()})
    defs["Stretch"] = _object(
        {
            "kind": SIMPLE[str],
            "raw": SIMPLE[str],
            "source_start": _count(),
            "source_end": _count(),
            "place": _nullable(SIMPLE[str]),
        }
    )
    defs["Remark"] = _object({"code": SIMPLE[str], **_spanned(), "facts": _strings()})
    return defs


def _link_ends() -> dict[str, Any]:
    """A link's kind, and the list and index of either end."""
    lists = [sorted({ends[at] for ends in found.LINKS.values()}) for at in (0, 1)]
    ends = [_object({"list": {"enum": names}, "index": _count()}) for names in lists]
    return {"kind": {"enum": list(found.LINKS)}, "source": ends[0], "target": ends[1]}


def _finding(kind: type) -> dict[str, Any]:
    return _described(kind, {**_spanned(), **_members(kind)})


def _members(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {f.name: _narrowed(kind, f.name) or _of(hints[f.name]) for f in fields(kind)}


def _narrowed(kind: type, name: str) -> dict[str, Any] | None:
    found_in = (NARROWER.get((base.__name__, name)) for base in kind.__mro__)
    return next((rule for rule in found_in if rule), _count() if name in {"start", "end"} else None)


def _of(hint: Any) -> dict[str, Any]:
    """The schema of one annotation."""
    if hint in SIMPLE:
        return SIMPLE[hint]
    if get_origin(hint) in {Union, UnionType}:
        return _either(get_args(hint))
    if get_origin(hint) is tuple:
        return _list(_ref(get_args(hint)[0])) if get_args(hint)[0] is found.Act else _strings()
    raise TypeError(f"no schema for {hint!r}")


def _either(hints: tuple[Any, ...]) -> dict[str, Any]:
    kinds = [SIMPLE[hint]["type"] for hint in hints]
    if {"number", "integer"} <= set(kinds):
        kinds.remove("integer")
    return {"type": kinds}


def _spanned() -> dict[str, Any]:
    return {
        "start": _count(),
        "end": _count(),
        "text": SIMPLE[str],
        "source_start": _nullable(_count()),
        "source_end": _nullable(_count()),
        "place": _nullable(SIMPLE[str]),
    }


def _object(members: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": members, "required": list(members), "additionalProperties": False}


def _described(kind: type, members: dict[str, Any]) -> dict[str, Any]:
    return {"description": " ".join((kind.__doc__ or "").split()), **_object(members)}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _ref(kind: type) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _strings() -> dict[str, Any]:
    return {"type": "object", "additionalProperties": {"type": "string"}}


def _count() -> dict[str, Any]:
    return {"type": "integer", "minimum": 0}


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def written() -> str:
    """The schema file's content."""
    return json.dumps(reading_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(written())

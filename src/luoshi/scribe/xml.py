"""Markup of WordprocessingML as strings; a text can get into it only through `words` and attributes, which escape it."""

import re
from typing import NewType
from xml.sax.saxutils import escape

from luoshi.scribe.characters import plain

Xml = NewType("Xml", str)
NOTHING = Xml("")

_BREAKS = {"\n": "<w:br/>", "\t": "<w:tab/>"}
_PIECES = re.compile(r"[\n\t]|[^\n\t]+")


def tag(name: str, /, *inside: Xml, **attributes: str | float) -> Xml:
    """`tag("sz", val=32)` is `<w:sz w:val="32"/>`."""
    words = "".join(f' w:{key}="{_quoted(value)}"' for key, value in attributes.items())
    return Xml(f"<w:{name}{words}>{''.join(inside)}</w:{name}>" if inside else f"<w:{name}{words}/>")


def _quoted(value: str | float) -> str:
    return escape(plain(str(value)), {'"': "&quot;", "\n": " ", "\t": " "})


def when(condition: object, made: Xml) -> Xml:
    """The markup where the condition holds, else none."""
    return made if condition else NOTHING


def words(text: str) -> Xml:
    """A text inside a run; line feeds and tabs are elements there."""
    return Xml("".join(_BREAKS.get(piece) or _stretch(piece) for piece in _PIECES.findall(plain(text))))


def _stretch(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'

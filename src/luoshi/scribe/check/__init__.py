"""Is a .docx laid out by GB/T 9704—2012? Reads files of anybody; says every place where it is not so."""

import io
import zlib
from collections.abc import Iterator
from zipfile import BadZipFile

import docx
from docx.document import Document

from luoshi.scribe.check import rules
from luoshi.scribe.check.looks import Styles
from luoshi.scribe.check.roles import Part, parts
from luoshi.scribe.check.rules import Deviation, Place

__all__ = ["Deviation", "NotDocxError", "Place", "check"]

_EXCERPT = 20  # characters
# What python-docx raises on a file that is broken here or there; SyntaxError is that of its XML.
_UNOPENED = (
    BadZipFile,
    zlib.error,
    OSError,
    SyntaxError,
    LookupError,
    ValueError,
    RuntimeError,
    AttributeError,
    TypeError,
)


class NotDocxError(ValueError):
    """The bytes are no Word file that could be opened."""


def check(source: bytes) -> tuple[Deviation, ...]:
    """Deviations in the order of the file: first each section's page, then each paragraph.

    Judged are paper, margins, the grid of 22 lines of 28 characters, faces and sizes, indents, forms of number and day,
    page numbers. Not judged is what only a typeset page shows (where a seal falls, on which page the imprint stands),
    and what stands in tables. A file from outside belongs into the sandbox, as any that is opened.
    """
    try:
        return tuple(_deviations(docx.Document(io.BytesIO(source))))
    except _UNOPENED as error:
        raise NotDocxError(f"not a Word file that can be read: {error!r}") from error


def _deviations(document: Document) -> Iterator[Deviation]:
    styles = Styles(document)
    found = list(parts(document.element.body, styles))
    pages = [rules.page_of(section._sectPr) for section in document.sections] or [rules.NOT_SAID]
    for number, page in enumerate(pages, 1):
        yield from rules.sides(page, Place(number))
    for number, section in enumerate(document.sections, 1):
        # 7.5: a page of nothing but the imprint bears no number.
        if any(part.section == number for part in found):
            yield from rules.page_numbers(document, section, Place(number), styles)
    yield from _once(one for part in found for one in _of(part, pages[min(part.section, len(pages)) - 1], styles))


def _once(deviations: Iterator[Deviation]) -> Iterator[Deviation]:
    """The grid is one thing of a section: what is wrong with it is said of the first paragraph that shows it."""
    seen: set[tuple[str, int, str]] = set()
    for one in deviations:
        key = (one.code, one.place.section, one.found)
        if one.code not in {"lines", "characters"} or key not in seen:
            seen.add(key)
            yield one


def _of(part: Part, page: rules.Page, styles: Styles) -> Iterator[Deviation]:
    place = Place(part.section, part.place, part.words[:_EXCERPT])
    if part.role in {"title", "attachment"}:
        yield from rules.heading(part, styles, place)
    elif part.role in {"text", "level", "addressees", "listed"}:
        yield from rules.text(part, page, styles, place)
    yield from rules.words(part, place)

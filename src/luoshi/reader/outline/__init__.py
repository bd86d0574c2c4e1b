"""Headings and their levels, from numbers in every scheme and from lines that only name a part."""

from collections.abc import Iterable, Iterator

from luoshi.reader import cut
from luoshi.reader.draft import Draft
from luoshi.reader.glossary import glossary_from
from luoshi.reader.outline.bare import bare
from luoshi.reader.outline.levels import levelled
from luoshi.reader.outline.numbers import numbered
from luoshi.reader.outline.shape import Found
from luoshi.reader.scripts import agenda_end


def outline(draft: Draft) -> Draft:
    """Find headings; levels follow nesting, restarts and speakers."""
    text = draft.text
    pieces = cut.sentences(text)
    if (end := glossary_from(text)) < len(text):
        pieces = tuple(piece for piece in pieces if piece.start < end)
    found = sorted([*numbered(text, pieces), *bare(text, pieces)], key=lambda heading: heading[0])
    agenda = agenda_end(text, pieces)
    return draft.having(headings=tuple(levelled(text, _apart(one for one in found if one[0] >= agenda))))


def _apart(found: Iterable[Found]) -> Iterator[Found]:
    """Of two candidates that overlap the first is kept (a number beats a bare line at one place)."""
    end = -1
    for heading in sorted(found, key=lambda h: (h[0], h[2] in ("line", "lead", "couplet", "call"))):
        if heading[0] >= end:
            yield heading
            end = heading[1]

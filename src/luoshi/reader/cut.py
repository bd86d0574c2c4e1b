"""Where a cleaned text is cut: lines into sentences, sentences into clauses."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from luoshi.reader import run_together

# A closing quote or bracket stays with its sentence; the end of a line or of a table's cell always ends one.
_SENTENCE = re.compile(r"[^。！？；\n\t]*[。！？；]+[”’」』）)》】]*|[^。！？；\n\t]+")


class Piece(NamedTuple):
    """A sentence's stretch of the text, and whether it begins and ends its line."""

    start: int
    end: int
    first: bool
    last: bool


@lru_cache(maxsize=1)  # several steps cut the same text
def sentences(text: str) -> tuple[Piece, ...]:
    """Cut at 。！？； and at the ends of lines and cells, so that all but those ends belongs to one sentence.

    Lines that a page ran together end where they did before.
    """
    found = []
    first = True
    size = len(text)
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        last = end == size or text[end] == "\n"
        found.append(Piece(start, end, first, last))
        first = last
    lost = run_together.starts(text)
    return tuple(_cut_again(found, lost) if lost else found)


def _cut_again(pieces: list[Piece], starts: tuple[int, ...]) -> Iterator[Piece]:
    """The pieces, those cut in two in which a line begins."""
    at = 0
    for start, end, first, last in pieces:
        while at < len(starts) and starts[at] < end:
            if start < starts[at]:
                yield Piece(start, starts[at], first, True)
            start, first = starts[at], True
            at += 1
        yield Piece(start, end, first, last or (at < len(starts) and starts[at] == end))


_IN_CLAUSE = "[^，,：:；;。！？!?\n]"
_CLAUSE = re.compile(rf"{_IN_CLAUSE}+(?:(?<=[0-9])[：:](?=[0-9]){_IN_CLAUSE}+)*")  # 生师比由16:1降到14:1 is one
_OPENS = re.compile(r"[“（《(「【〔]")
_CLOSES = dict(zip("“（《(「【〔", "”）》)」】〕", strict=True))


def shielded(text: str, start: int, end: int) -> str:
    """text[start:end] with what stands in quotes, brackets or book marks blanked out, so that their
    commas and verbs do not count; the length stays."""
    words = text[start:end]
    if not _OPENS.search(words):
        return words
    parts, at = [], 0
    for opens, closes in _quoted(words):
        parts += [words[at : opens + 1], "\0" * (closes - opens - 1)]
        at = closes
    return "".join([*parts, words[at:]])


def _quoted(words: str) -> Iterator[tuple[int, int]]:
    """Where each outermost pair of marks opens and closes, on one line."""
    behind = line_end = -1
    unclosed: set[str] = set()  # marks that nothing closes on the rest of the line: looked for once
    for match in _OPENS.finditer(words):
        opens, mark = match.start(), match[0]
        if opens < behind:
            continue
        if opens > line_end:
            line_end = words.find("\n", opens)
            line_end = len(words) if line_end < 0 else line_end
            unclosed.clear()
        if mark in unclosed:
            continue
        closes = words.find(_CLOSES[mark], opens, line_end)
        if closes < 0:
            unclosed.add(mark)
        else:
            yield opens, closes
            behind = closes


def clauses(shield: str, offset: int = 0) -> Iterator[tuple[int, int]]:
    """The stretches between commas and colons of a shielded sentence, punctuation left out."""
    for match in _CLAUSE.finditer(shield):
        yield offset + match.start(), offset + match.end()

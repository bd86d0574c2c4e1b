"""The cleaned text as HTML with every finding marked where it stands; noise is folded in at its place.

Findings overlap in any way, HTML elements may not. So each line is cut at every border of a finding, and the
snippets are put together again in four layers: sentence, heading, action, mark. A finding that crosses an element
of a layer above becomes several elements with one `data-f`.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from typing import NamedTuple, TypeVar

from luoshi.reader.lexicon import any_of
from luoshi.reader.reading import Finding, Reading
from luoshi.reader.text import INSERTED, Noise, Span
from luoshi.reader.write.grids import Box, Grid, grids_of
from luoshi.reader.write.wording import figure_line, harmless, remark_line, topic_name, word

F = TypeVar("F", bound=Finding)

SENTENCE, HEADING, ACTION, MARK = range(4)
GAP = '<span class="gap">\t</span>'  # between columns that somebody pasted as text


class Mark(NamedTuple):
    """An element to be: its stretch, its layer, the finding's id on the page, CSS classes, and what it says."""

    start: int
    end: int
    layer: int
    id: str
    style: str
    title: str


class Snippet(NamedTuple):
    """A stretch that no border crosses (or folded noise, `html`), and the marks over it by layer."""

    html: str
    over: tuple[tuple[Mark, ...], ...]


def marked_text(reading: Reading) -> Iterator[str]:
    """The report's lines as paragraphs, empty lines left out; those of a table's cells stand in a table."""
    grids = grids_of(reading)
    lines = _lines(reading.text, grids)
    marks, noise = _by_line(lines, _marks(reading)), _noise_by_line(reading, lines)
    shown: list[tuple[int, str]] = []
    for number, line in enumerate(lines):
        if reading.text[line.start : line.end].strip() or noise[number]:
            snippets = list(_snippets(reading.text, line, marks[number], noise[number]))
            shown.append((line.start, f'<p class="line">{_nested(snippets, SENTENCE)}</p>\n'))
    at = 0
    for grid in grids:
        yield from _from(shown, Span(at, grid.span.start))
        yield _table(shown, grid)
        at = grid.span.end
    yield from _from(shown, Span(at, len(reading.text) + 1))


def _from(shown: Sequence[tuple[int, str]], span: Span) -> list[str]:
    first, last = (bisect_left(shown, (place,)) for place in (span.start, span.end))
    return [paragraph for _, paragraph in shown[first:last]]


def _table(shown: Sequence[tuple[int, str]], grid: Grid) -> str:
    rows = "".join(f"<tr>{''.join(_cell(shown, box) for box in row)}</tr>\n" for row in grid.rows)
    scrolled = '<div class="ruled" role="region" aria-label="原文表格" tabindex="0">'  # by keyboard too
    return f'{scrolled}<table class="cells">\n{rows}</table></div>\n'


def _cell(shown: Sequence[tuple[int, str]], box: Box) -> str:
    sizes = (("rowspan", box.down), ("colspan", box.across))
    merged = "".join(f' {name}="{size}"' for name, size in sizes if size > 1)
    return f"<td{merged}>{''.join(_from(shown, box.span))}</td>"


def text_of(words: str) -> str:
    """Words as they may stand in HTML, in its text or in a quoted attribute."""
    return escape(harmless(words), quote=True)


def _lines(text: str, grids: Sequence[Grid]) -> list[Span]:
    """The lines of the text, and instead of those of a table the lines of its cells."""
    lines, at = [], 0
    for grid in grids:
        lines += _divided(text, at, text.rfind("\n", 0, grid.span.start))
        for row in grid.rows:
            for box in row:
                lines += _divided(text, *box.span) if box.span.end else []
        end = text.find("\n", grid.span.end)
        at = len(text) + 1 if end < 0 else end + 1
    return [*lines, *_divided(text, at, len(text))]


def _divided(text: str, start: int, end: int) -> list[Span]:
    lines: list[Span] = []
    while start <= end:
        found = text.find("\n", start, end)
        lines.append(Span(start, end if found < 0 else found))
        start = lines[-1].end + 1
    return lines


def _marks(reading: Reading) -> list[Mark]:
    return [
        *_made("s", SENTENCE, reading.sentences, lambda s: (f"sentence {s.kind}", word("kinds", s.kind))),
        *_made("h", HEADING, reading.headings, lambda h: (f"heading level-{h.level}", "")),
        *_made("a", ACTION, reading.actions, lambda a: ("action", topic_name(a.topic))),
        *_duties(reading),
        *_made("f", MARK, reading.figures, lambda f: (f"spot figure {f.status}", figure_line(f))),
        *_made("d", MARK, reading.deadlines, lambda d: ("spot deadline", d.due or "")),
        *_made("r", MARK, reading.recurrences, lambda r: ("spot recurrence", word("rhythms", r.rule))),
        *_made("b", MARK, reading.bodies, lambda b: (f"spot body {b.role}", f"{word('roles', b.role)}：{b.name}")),
        *_made("p", MARK, reading.speakers, lambda p: ("spot speaker", word("standings", p.standing))),
        *_remarks(reading),
    ]


def _made(prefix: str, layer: int, found: Iterable[F], said: Callable[[F], tuple[str, str]]) -> Iterator[Mark]:
    for number, item in enumerate(found):
        if item.start < item.end:
            yield Mark(item.start, item.end, layer, f"{prefix}{number}", *said(item))


def _duties(reading: Reading) -> Iterator[Mark]:
    for number, duty in enumerate(reading.duties):
        if span := duty.measure or duty.task:
            yield Mark(span.start, span.end, ACTION, f"t{number}", "action", "")


def _remarks(reading: Reading) -> Iterator[Mark]:
    """What is said of the whole text stands at the words that it is said for: nothing else could be picked beneath it."""
    for number, remark in enumerate(reading.remarks):
        places = [(remark.start, remark.end)]
        if places == [(0, len(reading.text))]:
            said = any_of(words for words, *_more in remark.facts) if remark.facts else "(?!)"
            places = [match.span() for match in re.finditer(said, reading.text)]
        for start, end in places:
            if start < end:
                yield Mark(start, end, MARK, f"m{number}", "remark", remark_line(reading, remark))


def _by_line(lines: Sequence[Span], marks: Iterable[Mark]) -> dict[int, list[Mark]]:
    """Marks cut at line ends, by the number of their line, in order of their starts."""
    starts = [line.start for line in lines]
    by_line: dict[int, list[Mark]] = defaultdict(list)
    for mark in sorted(marks):
        number = max(0, bisect_right(starts, mark.start) - 1)
        while number < len(lines) and lines[number].start < mark.end:
            line = lines[number]
            cut = mark._replace(start=max(mark.start, line.start), end=min(mark.end, line.end))
            if cut.start < cut.end:
                by_line[number].append(cut)
            number += 1
    return by_line


def _noise_by_line(reading: Reading, lines: Sequence[Span]) -> dict[int, list[tuple[int, str]]]:
    """Folded noise by line: in front of the first character of the text that stood behind it in the source."""
    known = [(place, at) for at, place in enumerate(reading.cleaned.origins) if place != INSERTED]
    places = [place for place, _ in known]
    starts = [line.start for line in lines]
    by_line: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for number, noise in enumerate(reading.noise):
        behind = bisect_left(places, noise.start)
        at = known[behind][1] if behind < len(known) else len(reading.text)
        line = max(0, bisect_right(starts, at) - 1)
        by_line[line].append((min(at, lines[line].end), _folded(number, noise)))
    return by_line


def _folded(number: int, noise: Noise) -> str:
    label = f"{word('noise', noise.kind)} {len(noise.raw.strip())} 字"
    return (
        f'<span class="noise" data-f="n{number}"><button type="button" class="fold" aria-expanded="false" '
        f'title="展开去除的内容">⋯{text_of(label)}</button><span class="raw">{text_of(noise.raw.strip())}</span></span>'
    )


def _snippets(text: str, line: Span, marks: Sequence[Mark], noise: Sequence[tuple[int, str]]) -> Iterator[Snippet]:
    """The line from border to border."""
    borders = {line.start, line.end, *(at for at, _ in noise)}
    borders.update(border for mark in marks for border in (mark.start, mark.end))
    ordered = sorted(borders)
    waiting = list(reversed(marks))
    open_marks: list[Mark] = []
    for at, until in zip(ordered, [*ordered[1:], line.end], strict=True):
        open_marks = [mark for mark in open_marks if mark.end > at]
        for place, folded in noise:
            if place == at:
                yield Snippet(folded, _over(open_marks))
        while waiting and waiting[-1].start <= at:
            open_marks.append(waiting.pop())
        if until > at:
            yield Snippet(text_of(text[at:until]).replace("\t", GAP), _over(open_marks))


def _over(marks: Sequence[Mark]) -> tuple[tuple[Mark, ...], ...]:
    """By layer; sentences, headings and actions do not stand in one another, so the latest one counts."""
    layers = [tuple(mark for mark in marks if mark.layer == layer) for layer in range(MARK + 1)]
    return (*(layer[-1:] for layer in layers[:MARK]), layers[MARK])


def _nested(snippets: Sequence[Snippet], layer: int) -> str:
    if layer > MARK:
        return "".join(snippet.html for snippet in snippets)
    parts = []
    for marks, group in groupby(snippets, key=lambda snippet: snippet.over[layer]):
        inner = _nested(list(group), layer + 1)
        parts.append(_element(marks, inner) if marks else inner)
    return "".join(parts)


def _element(marks: tuple[Mark, ...], inner: str) -> str:
    """One element for all marks of a layer over the same snippet; the shortest one gives the title."""
    ids = " ".join(mark.id for mark in marks)
    styles = " ".join(dict.fromkeys(name for mark in marks for name in mark.style.split()))
    said = next((mark.title for mark in sorted(marks, key=lambda m: m.end - m.start) if mark.title), "")
    title = f' title="{text_of(said)}"' if said else ""
    return f'<span class="{text_of(styles)}" data-f="{ids}"{title}>{inner}</span>'

"""Headings without a number: lines that only name a part, and sentences that sum up what follows."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from luoshi.reader import beside, clause, cut, lexicon
from luoshi.reader.numerals import ORDINALS
from luoshi.reader.outline.numbers import MARKER
from luoshi.reader.outline.shape import LONGEST_LEAD, LONGEST_LINE, Found, pattern


def bare(text: str, pieces: Sequence[cut.Piece]) -> Iterator[Found]:
    lines = _lines(pieces)
    yield from _lone_lines(text, lines)
    yield from _lone_sentences(text, lines)
    yield from _leads(text, lines)
    yield from _topics(text, lines)
    yield from _couplets(text, pieces)
    yield from _calls(text, lines)


def _lines(pieces: Sequence[cut.Piece]) -> list[list[cut.Piece]]:
    lines: list[list[cut.Piece]] = []
    for piece in pieces:
        if piece.first or not lines:
            lines.append([])
        lines[-1].append(piece)
    return lines


def _speech_end(body: str) -> bool:
    return body.rstrip("—").endswith(tuple(lexicon.load("outline")["speech_verbs"]))


# A paper that numbers its parts has its title, not headings, above the first of them.
_OUTER = re.compile(rf"[{ORDINALS}]{{1,3}}、|第[{ORDINALS}]{{1,3}}(?:部分|章)|[（(]一[)）]")


def _lone_lines(text: str, lines: list[list[cut.Piece]]) -> Iterator[Found]:
    """Short lines without a full stop, or two of which the first ends in a comma, above a text."""
    never = pattern("no_heading_patterns")
    begin = next((i for i, line in enumerate(lines) if _OUTER.match(text, line[0].start)), 1)
    for i in range(max(1, begin), len(lines) - 1):
        start, end = lines[i][0].start, lines[i][-1].end
        above, below = text[start:end], text[lines[i + 1][0].start : lines[i + 1][-1].end]
        if len(lines[i]) > 1 or MARKER.match(above) or never.search(above) or not 4 <= len(above) <= LONGEST_LINE:
            continue
        if above.endswith("，") and len(below) <= LONGEST_LINE and len(lines[i + 1]) == 1 and i + 2 < len(lines):
            yield start, lines[i + 1][-1].end, "line", 0, "", 0.85, "two-lines"
        elif (
            above[-1] not in "，。；：:！？、,)）"
            and "：" not in above
            and not _speech_end(above)
            and _is_text(below)
            and not _is_cell(text, lines[i - 1], lines[i])
        ):
            yield start, end, "line", 0, "", 0.8, "lone-line"


def _is_cell(text: str, before: list[cut.Piece], line: list[cut.Piece]) -> bool:
    """A body behind a task or behind another body: a table's cell that lost its row."""
    start, end = before[0].start, before[-1].end
    behind = text[end - 1] in "。；" or beside.only_bodies(text, start, end)
    return behind and beside.only_bodies(text, line[0].start, line[-1].end)


def _lone_sentences(text: str, lines: list[list[cut.Piece]]) -> Iterator[Found]:
    """Lines of one very short sentence, each above a paragraph, two or more in a text of paragraphs."""
    full = [line for line in lines if text[line[-1].end - 1] == "。"]
    if sum(len(line) > 1 for line in full) * 3 < len(full):
        return
    found = []
    for line, below in pairwise(lines):
        first, after = line[0], below[-1].end - below[0].start
        if len(line) == 1 and _TOPIC.fullmatch(text, first.start, first.end) and after > 3 * _length(line, 0):
            found.append((first.start, first.end))
    if len(found) >= 2:
        yield from ((start, end, "line", 0, "", 0.75, "lone-sentence") for start, end in found)


def _is_text(below: str) -> bool:
    return bool(MARKER.match(below)) or (len(below) > 30 and "。" in below)


def _leads(text: str, lines: list[list[cut.Piece]]) -> Iterator[Found]:
    """Paragraphs in a row that each open with one short sentence: the sentences name the paragraphs."""
    row: list[tuple[int, int]] = []
    for line in [*lines, []]:
        lead = _lead(text, line)
        if lead:
            row.append(lead)
            continue
        if len(row) >= 2:
            yield from ((start, end, "lead", 0, "", 0.8, "paragraph-lead") for start, end in row)
        row = []


def _lead(text: str, line: list[cut.Piece]) -> tuple[int, int] | None:
    if len(line) < 2 or MARKER.match(text, line[0].start):
        return None
    first = text[line[0].start : line[0].end]
    rest = line[-1].end - line[0].end
    short = len(first) <= LONGEST_LEAD and first.endswith("。") and "，" not in first
    plain = not re.match(r"[要将会我同这但为在]", first) and not re.search(r"[是有为]|\d", first[:-1][2:8])
    return (line[0].start, line[0].end) if short and plain and rest >= 2 * len(first) else None


_TOPIC = re.compile(r"[^，。；：\d“、]{4,14}。")


def _topics(text: str, lines: list[list[cut.Piece]]) -> Iterator[Found]:
    """Very short sentences inside a paragraph, each followed by what spells it out, three or more."""
    for line in lines:
        short = [i for i, piece in enumerate(line[:-1]) if _TOPIC.fullmatch(text, piece.start, piece.end)]
        apart = [i for i in short if i + 1 not in short and _length(line, i + 1) >= 2 * _length(line, i)]
        if len(apart) >= 3 and len(apart) * 2 <= len(line):
            for i in apart:
                yield line[i].start, line[i].end, "lead", 0, "", 0.65, "paragraph-topic"


def _length(line: list[cut.Piece], i: int) -> int:
    return line[i].end - line[i].start


_COUPLET = re.compile(r"([^，。；\n]{5,12})，([^，。；\n]{5,12})。")


def _couplets(text: str, pieces: Sequence[cut.Piece]) -> Iterator[Found]:
    """Two clauses of one length that sum up what follows; counted only where three or more stand."""
    found = []
    for piece in pieces:
        match = _COUPLET.fullmatch(text, piece.start, piece.end)
        if match and len(match[1]) == len(match[2]) and not piece.last and (_tells(match[1]) or _tells(match[2])):
            found.append((piece.start, piece.end))
    if len(found) >= 3:
        yield from ((start, end, "couplet", 0, "", 0.7, "couplet") for start, end in found)


def _tells(half: str) -> bool:
    """A subject and what became of it; what begins with a verb asks for something instead."""
    return not MARKER.match(half) and clause.opening(half).word in ("", *clause.WEAK_OPENERS)


_CALL = re.compile(
    rf"(?:[^，。；\n]{{0,12}}{lexicon.any_of(lexicon.load('speech')['opens'])}[，：])?(要[^，。；\n]{{5,24}}(?:，[^，。；\n]{{4,20}})?。)"
)


def _calls(text: str, lines: list[list[cut.Piece]]) -> Iterator[Found]:
    """要 with one short clause or two, spelled out by what follows: at a speech's start, or beside its like."""
    for line in lines:
        if MARKER.match(text, line[0].start):
            continue
        found, opens = [], False
        for i, piece in enumerate(line[:-1]):
            match = _CALL.fullmatch(text, piece.start, piece.end)
            if match and _length(line, i + 1) > len(match[1]):
                freely = text[line[i + 1].start] != "要"
                opens = opens or (freely and (i == 0 or len(match[0]) > len(match[1])))
                found.append((match.start(1), match.end(1), freely))
        kept = found if opens else []
        if not opens and sum(freely for _, _, freely in found) >= 2:
            kept = [call for call in found if call[2]]
        for start, end, _ in kept or _parallel(text, found):
            yield start, end, "call", 0, "", 0.6, "call"


def _parallel(text: str, found: list[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    """The calls that are built alike: the same word behind 要, or at the head of their second clause."""
    shapes = []
    for start, end, _ in found:
        first, _, second = text[start:end].partition("，")
        shapes.append({("first", first[1:3]), ("second", second[:2])} if second else set())
    alike = [any(shape & other for j, other in enumerate(shapes) if j != i) for i, shape in enumerate(shapes)]
    return [call for call, fits in zip(found, alike, strict=True) if fits]

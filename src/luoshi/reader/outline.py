"""Headings and their levels, from numbers in every scheme and from lines that only name a part."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from luoshi.reader import cut, lexicon
from luoshi.reader.draft import Draft
from luoshi.reader.reading import Heading

_HAN = "一二三四五六七八九十"
_LEAD_IN = re.compile(r"[ \t　—\-]*")
MARKER = re.compile(
    rf"(?P<part>第[{_HAN}]{{1,3}}(?:部分|章|篇)[、，：:\s]?)"
    rf"|(?P<han>[{_HAN}]{{1,3}}[、.．])"
    rf"|(?P<paren>[（(][{_HAN}]{{1,3}}[)）]、?)"
    r"|(?P<dot>\d{1,2}(?:[.．](?!\d)|、))"
    r"|(?P<num>[（(]\d{1,2}[)）]|\d{1,2}[)）])"
    r"|(?P<ring>[①-⑳])"
    rf"|(?P<item>[{_HAN}]{{1,2}}(?:是(?:要)?|要))"
    rf"|(?P<nth>第[{_HAN}]{{1,2}}(?:[，,、：:]|(?:是|要)(?=[^{_HAN}]))|首先，|其次，|再次，)"
)
_INLINE = re.compile(rf"(?<=[，,：:])(?:[{_HAN}]{{1,2}}(?:是要|是|要)|第[{_HAN}]{{1,2}}(?:[，,]|是|要))")

# Outer schemes have lower ranks. Bare lines ("line") have none: they stand where they first appear.
RANK = {"part": 0, "han": 1, "paren": 2, "dot": 3, "num": 4, "ring": 5, "item": 6, "nth": 6, "lead": 7, "couplet": 7}
LONGEST = 60  # characters of a numbered sentence that can still be a name for what follows
LONGEST_LINE = 36
LONGEST_LEAD = 24


@dataclass(frozen=True, slots=True)
class _Mark:
    """A place where a heading may begin: its scheme, number (0 unknown) and variant (是, 要)."""

    start: int
    after: int
    end: int
    scheme: str
    number: int
    variant: str
    first: bool
    last: bool


def outline(draft: Draft) -> Draft:
    """Find headings; levels follow nesting, restarts and speakers."""
    text = draft.text
    pieces = list(cut.sentences(text))
    found = sorted([*_numbered(text, pieces), *_bare(text, pieces)], key=lambda heading: heading[0])
    return draft.having(headings=tuple(_levelled(text, _apart(found))))


_Found = tuple[int, int, str, int, str, float, str]  # start end scheme number variant confidence reason


def _apart(found: list[_Found]) -> Iterator[_Found]:
    """Of two candidates that overlap the first is kept (a number beats a bare line at one place)."""
    end = -1
    for heading in sorted(found, key=lambda h: (h[0], h[2] in ("line", "lead", "couplet"))):
        if heading[0] >= end:
            yield heading
            end = heading[1]


def _value(numeral: str) -> int:
    """1 to 99 from a Chinese numeral or digits; 0 where there is none."""
    digits = re.sub(r"\D", "", numeral)
    if digits:
        return int(digits)
    han = "".join(char for char in numeral if char in _HAN)
    if not han:
        return {"首": 1, "其": 2, "再": 3}.get(numeral[:1], 0)
    tens, ten, ones = han.rpartition("十")
    if not ten:
        return _HAN.index(han[-1]) + 1
    return (_HAN.index(tens[-1]) + 1 if tens else 1) * 10 + (_HAN.index(ones) + 1 if ones else 0)


def marks(text: str, pieces: list[cut.Piece]) -> Iterator[_Mark]:
    """Every number that opens a sentence, or an item after a comma or colon inside one."""
    for piece in pieces:
        lead = _LEAD_IN.match(text, piece.start, piece.end)
        start = lead.end() if lead else piece.start
        match = MARKER.match(text, start, piece.end)
        if match:
            yield _mark(match, start, piece, first=piece.first)
        for inner in _INLINE.finditer(text, start + 1, piece.end):
            found = MARKER.match(text, inner.start(), piece.end)
            if found:
                yield _mark(found, inner.start(), piece, first=False)


def _mark(match: re.Match[str], start: int, piece: cut.Piece, *, first: bool) -> _Mark:
    scheme = str(match.lastgroup)
    variant = match[0][-1] if scheme in ("item", "nth") else ""
    return _Mark(start, match.end(), piece.end, scheme, _value(match[0]), variant, first, piece.last)


def _numbered(text: str, pieces: list[cut.Piece]) -> Iterator[_Found]:
    found = list(marks(text, pieces))
    shortcoming = _pattern("shortcoming_patterns")
    for i, mark in enumerate(found):
        beyond = found[i + 1].start if i + 1 < len(found) else len(text)
        end = min(mark.end, beyond) if beyond > mark.start else mark.end
        end, fused = _fused_end(text, mark, end)
        body = text[mark.after : end].rstrip("。；：:，, \n")
        if len(body) < 2 or shortcoming.search(body) or not _in_order(found, i):
            continue
        beneath = text[end:beyond].strip(" \n。；，")
        if len(body) <= LONGEST and (beneath or _names_one_thing(body)):
            confidence = 0.97 if beneath and not fused else 0.75
            yield mark.start, end, mark.scheme, mark.number, mark.variant, confidence, _reason(fused, beneath)


def _reason(fused: bool, beneath: str) -> str:
    return "fused-number" if fused else "number" if beneath else "number-alone"


def _names_one_thing(body: str) -> bool:
    """An item with nothing beneath it names a part only if it is one clause, or two short ones."""
    return body.count("，") <= 1 and len(body) <= 30


def _in_order(found: list[_Mark], i: int) -> bool:
    """Inside a sentence a number counts only as part of a run; at its start it may stand alone."""
    mark = found[i]
    if mark.first or mark.scheme not in ("item", "nth"):
        return True
    before = any(other.number == mark.number - 1 for other in found[max(0, i - 3) : i])
    after = any(other.number == mark.number + 1 for other in found[i + 1 : i + 4])
    return before or (mark.number == 1 and after)


def _fused_end(text: str, mark: _Mark, end: int) -> tuple[int, bool]:
    """Where a heading that lost its line break ends: before the words that open the text."""
    if mark.scheme in ("item", "nth") or end - mark.after <= 12:
        return end, False
    opener = _pattern("text_openers_patterns").search(text, mark.after + 6, end)
    if opener and text[opener.start() - 1] not in "，、：的和与及在对把为" and not text[mark.after : end].startswith("关于"):
        return opener.start(), True
    return end, False


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(lexicon.load("outline")[name]), re.MULTILINE)


def _bare(text: str, pieces: list[cut.Piece]) -> Iterator[_Found]:
    lines = _lines(text, pieces)
    yield from _lone_lines(text, lines)
    yield from _leads(text, lines)
    yield from _couplets(text, pieces)


def _lines(text: str, pieces: list[cut.Piece]) -> list[list[cut.Piece]]:
    lines: list[list[cut.Piece]] = []
    for piece in pieces:
        if piece.first or not lines:
            lines.append([])
        lines[-1].append(piece)
    return lines


def _speech_end(body: str) -> bool:
    return body.endswith(tuple(lexicon.load("outline")["speech_verbs"]))


def _lone_lines(text: str, lines: list[list[cut.Piece]]) -> Iterator[_Found]:
    """Short lines without a full stop, or two of which the first ends in a comma, above a text."""
    never = _pattern("no_heading_patterns")
    for i in range(1, len(lines) - 1):
        start, end = lines[i][0].start, lines[i][-1].end
        above, below = text[start:end], text[lines[i + 1][0].start : lines[i + 1][-1].end]
        if len(lines[i]) > 1 or MARKER.match(above) or never.search(above) or not 4 <= len(above) <= LONGEST_LINE:
            continue
        if above.endswith("，") and len(below) <= LONGEST_LINE and len(lines[i + 1]) == 1 and i + 2 < len(lines):
            yield start, lines[i + 1][-1].end, "line", 0, "", 0.85, "two-lines"
        elif above[-1] not in "，。；：:！？、,)）" and not _speech_end(above) and _is_text(below):
            yield start, end, "line", 0, "", 0.8, "lone-line"


def _is_text(below: str) -> bool:
    return bool(MARKER.match(below)) or (len(below) > 30 and "。" in below)


def _leads(text: str, lines: list[list[cut.Piece]]) -> Iterator[_Found]:
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
    plain = not re.match(r"[要将会我同这但为在]", first) and not re.search(r"[是有为]", first[:-1][2:8])
    return (line[0].start, line[0].end) if short and plain and rest >= 2 * len(first) else None


_COUPLET = re.compile(r"([^，。；\n]{5,12})，([^，。；\n]{5,12})。")


def _couplets(text: str, pieces: list[cut.Piece]) -> Iterator[_Found]:
    """Two clauses of one length that sum up what follows; counted only where three or more stand."""
    found = []
    for piece in pieces:
        match = _COUPLET.fullmatch(text, piece.start, piece.end)
        if match and len(match[1]) == len(match[2]) and not piece.last and not MARKER.match(match[0]):
            found.append((piece.start, piece.end))
    if len(found) >= 3:
        yield from ((start, end, "couplet", 0, "", 0.7, "couplet") for start, end in found)


@dataclass(frozen=True, slots=True)
class _Open:
    """A list that is open at this point of the text: its scheme, last number, variant, and its heading."""

    scheme: str
    number: int
    variant: str
    heading: int


def _levelled(text: str, found: Iterator[_Found]) -> Iterator[Heading]:
    stack: list[_Open] = []
    end_before = 0
    for index, (start, end, scheme, number, variant, confidence, reason) in enumerate(found):
        if scheme in ("line", "item", "nth", "lead", "couplet") and _new_speech(text, end_before, start):
            stack = [entry for entry in stack if entry.scheme in ("part", "han", "paren")]
        stack = _kept(stack, scheme, number, variant)
        parent = stack[-1].heading if stack else None
        stack.append(_Open(scheme, number, variant, index))
        yield Heading(start, end, confidence, reason, len(stack), scheme, parent)
        end_before = end


_SPEECH = re.compile(r"(?:^|\n)[^，。；\n]{0,30}(?:会议|报告|\S)(?:最后)?(?:指出|强调|要求|号召|认为)(?=[，：\n]|$)")


def _new_speech(text: str, start: int, end: int) -> bool:
    return bool(_SPEECH.search(text, start, end + 1))


def _kept(stack: list[_Open], scheme: str, number: int, variant: str) -> list[_Open]:
    """The lists that stay open above a new heading of `scheme`."""
    same = [i for i, entry in enumerate(stack) if entry.scheme == scheme]
    for i in reversed(same):
        if number and stack[i].number + 1 == number:
            return stack[:i]
    if same and number == 1 and stack[same[-1]].number and stack[same[-1]].variant != variant:
        return stack[: same[-1] + 1]
    if same:
        return stack[: same[0]]
    rank = RANK.get(scheme, 6)
    return [entry for entry in stack if RANK.get(entry.scheme, -1) < rank]

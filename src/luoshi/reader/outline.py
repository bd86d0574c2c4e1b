"""Headings and their levels, from numbers in every scheme and from lines that only name a part."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from luoshi.reader import clause, cut, lexicon
from luoshi.reader.draft import Draft
from luoshi.reader.reading import Heading

_HAN = "一二三四五六七八九十"
_LEAD_IN = re.compile(r"[ \t　]*")
MARKER = re.compile(
    rf"(?P<part>第[{_HAN}]{{1,3}}(?:部分|章|篇)[、，：:\s]?)"
    rf"|(?P<han>[{_HAN}]{{1,3}}[、.．])"
    rf"|(?P<paren>[（(][{_HAN}]{{1,3}}[)）]、?)"
    r"|(?P<dot>\d{1,2}(?:[.．](?!\d)|、))"
    r"|(?P<num>[（(]\d{1,2}[)）]|\d{1,2}[)）])"
    r"|(?P<ring>[①-⑳])"
    rf"|(?P<item>[{_HAN}]{{1,2}}(?:是(?:要)?|要))"
    r"|(?P<dash>——)"
    rf"|(?P<nth>第[{_HAN}]{{1,2}}(?:[，,、：:]|(?:是|要)(?=[^{_HAN}]))|首先，|其次，|再次，)"
)
# Numbers inside a sentence: items behind a comma or colon, and paragraphs that lost their line breaks.
_INLINE = re.compile(
    rf"(?<=[，,：:])(?:[{_HAN}]{{1,2}}(?:是要|是|要)|第[{_HAN}]{{1,2}}(?:[，,]|是|要))"
    rf"|(?<=[一-鿿：:”）])(?<![第附件])(?:[（(][{_HAN}]{{1,3}}[)）]|[{_HAN}]{{1,2}}、(?=[一-鿿]{{3}}))"
    r"|(?<=[一-鿿：:”）])\d{1,2}[.．](?=[一-鿿]{3})"
)

# Outer schemes have lower ranks. Bare lines ("line") have none: they stand where they first appear.
RANK = {
    "part": 0,
    "han": 1,
    "paren": 2,
    "dot": 3,
    "num": 4,
    "ring": 5,
    "item": 6,
    "nth": 6,
    "dash": 6,
    "lead": 7,
    "couplet": 7,
    "call": 7,
}
LONGEST = 60  # characters of a numbered sentence that can still be a name for what follows
LONGEST_ITEM = 36  # the same for 一是, 第一 and （1）; of a longer one only the first clause is a name
LONGEST_SPELT = 60  # the same where further sentences spell it out
LONGEST_LINE = 36
LONGEST_LEAD = 24
LONGEST_TOPIC = 14


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
    safe: bool


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
    for heading in sorted(found, key=lambda h: (h[0], h[2] in ("line", "lead", "couplet", "call"))):
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
            yield _mark(text, match, piece, inside=False)
        for inner in _INLINE.finditer(text, start + 1, piece.end):
            found = MARKER.match(text, inner.start(), piece.end)
            if found:
                yield _mark(text, found, piece, inside=True)


def _mark(text: str, match: re.Match[str], piece: cut.Piece, *, inside: bool) -> _Mark:
    scheme, number = str(match.lastgroup), _value(match[0])
    variant = match[0][-1] if scheme in ("item", "nth") else ""
    first = piece.first and not inside
    announced = inside and number == 1 and text[match.start() - 1] in "：:"
    safe = first or scheme == "dash" or (scheme not in ("item", "nth") and (announced or not inside))
    return _Mark(match.start(), match.end(), piece.end, scheme, number, variant, first, safe)


def _numbered(text: str, pieces: list[cut.Piece]) -> Iterator[_Found]:
    found = _in_order(list(marks(text, pieces)))
    shortcoming = _pattern("shortcoming_patterns")
    for i, mark in enumerate(found):
        following = found[i + 1] if i + 1 < len(found) else None
        beyond = following.start if following else len(text)
        nested = following is not None and RANK[following.scheme] > RANK[mark.scheme]
        end, reason = _heading_end(text, mark, min(mark.end, beyond), beyond, nested=nested)
        body = text[mark.after : end].rstrip("。；：:，, \n")
        if len(body) >= 2 and reason and not shortcoming.search(body):
            yield mark.start, end, mark.scheme, mark.number, mark.variant, _SURE.get(reason, 0.75), reason


_SURE = {"number": 0.97, "number-alone": 0.75, "fused-number": 0.75, "item-lead": 0.7}
_LOW = ("item", "nth", "num")


# The first clause of an item; a short pair (思所成、查所失) takes the clause after it along.
_ITEM_LEAD = re.compile(r"[^，。；：]{1,4}、[^，。；：]{1,4}，[^，。；：]{4,8}(?=，)|[^，。；：]{4,24}(?=[，：])")


def _heading_end(text: str, mark: _Mark, end: int, beyond: int, *, nested: bool) -> tuple[int, str]:
    """Where the heading that begins at `mark` ends, and by which rule; the rule is "" if it is none.

    `beyond` is where the next number stands; `nested` says that it belongs to a scheme further in.
    """
    end, fused = _fused_end(text, mark, end)
    if fused:
        return end, "fused-number"
    body = text[mark.after : end].rstrip("。；：:，, \n")
    beneath = nested or bool(text[end:beyond].strip(" \n。；，"))
    if mark.scheme in _LOW and _says_more(body, beneath=text[end - 1] == "。" and beneath):
        lead = _ITEM_LEAD.match(text, mark.after, end)
        return (lead.end(), "item-lead") if lead else (end, "")
    if mark.scheme == "dash" and not (beneath and mark.first and len(body) <= LONGEST_ITEM and "会议上" not in body):
        return end, ""
    if len(body) > LONGEST or not (beneath or _names_one_thing(body)):
        return end, ""
    return end, "number" if beneath else "number-alone"


def _says_more(body: str, *, beneath: bool) -> bool:
    """Whether an item's own sentence goes on to spell it out, so that only its first clause is a name."""
    if re.search(r"，.*\d|，(?:各|不仅|既|要|同时|并|相关|全)", body):
        return True
    return len(body) > (LONGEST_SPELT if beneath else LONGEST_ITEM)


def _names_one_thing(body: str) -> bool:
    """An item with nothing beneath it names a part only if it is one clause, or two short ones."""
    return body.count("，") <= 2 and len(body) <= LONGEST_ITEM


def _in_order(found: list[_Mark]) -> list[_Mark]:
    """Inside a line or sentence a number counts only as part of a run of its scheme."""
    runs: dict[str, list[tuple[_Mark, bool]]] = {}
    for i, mark in enumerate(found):
        opens = i > 0 and _opens_list(found[i - 1], mark)
        opened = i + 1 < len(found) and found[i + 1].number == 1 and _opens_list(mark, found[i + 1])
        runs.setdefault(mark.scheme, []).append((mark, opens or opened))
    kept = []
    for run in runs.values():
        for i, (mark, opens) in enumerate(run):
            before = i > 0 and run[i - 1][0].number == mark.number - 1
            after = i + 1 < len(run) and run[i + 1][0].number == mark.number + 1
            if mark.safe or before or (mark.number == 1 and (after or opens)):
                kept.append(mark)
    return sorted(kept, key=lambda mark: mark.start)


def _opens_list(before: _Mark, mark: _Mark) -> bool:
    """A first number close behind the first number of an outer scheme (如下：一、工作回顾（一）…)."""
    outer = RANK[before.scheme] < RANK[mark.scheme] <= RANK["dot"]
    return outer and before.number == 1 and mark.start - before.start <= LONGEST_LINE


# The first clause of an item; a short pair (思所成、查所失) takes the clause after it along.
_ITEM_LEAD = re.compile(r"[^，。；：]{1,4}、[^，。；：]{1,4}，[^，。；：]{4,8}(?=，)|[^，。；：]{4,24}(?=[，：])")


def _heading_end(text: str, mark: _Mark, end: int, beyond: int, *, nested: bool) -> tuple[int, str]:
    """Where the heading that begins at `mark` ends, and by which rule; the rule is "" if it is none.

    `beyond` is where the next number stands; `nested` says that it belongs to a scheme further in.
    """
    end, fused = _fused_end(text, mark, end)
    if fused:
        return end, "fused-number"
    body = text[mark.after : end].rstrip("。；：:，, \n")
    beneath = nested or bool(text[end:beyond].strip(" \n。；，"))
    if mark.scheme in _LOW and (len(body) > LONGEST_ITEM or body.count("，") > 1 or re.search(r"，.*\d", body)):
        lead = _ITEM_LEAD.match(text, mark.after, end)
        return (lead.end(), "item-lead") if lead else (end, "")
    if mark.scheme == "dash" and not (beneath and mark.first and len(body) <= LONGEST_ITEM and "会议上" not in body):
        return end, ""
    if len(body) > LONGEST or not (beneath or _names_one_thing(body)):
        return end, ""
    return end, "number" if beneath else "number-alone"


def _names_one_thing(body: str) -> bool:
    """An item with nothing beneath it names a part only if it is one clause, or two short ones."""
    return body.count("，") <= 2 and len(body) <= LONGEST_ITEM


def _in_order(found: list[_Mark]) -> list[_Mark]:
    """Inside a line or sentence a number counts only as part of a run of its scheme."""
    runs: dict[str, list[_Mark]] = {}
    for mark in found:
        runs.setdefault(mark.scheme, []).append(mark)
    kept = []
    for run in runs.values():
        for i, mark in enumerate(run):
            before = i > 0 and run[i - 1].number == mark.number - 1
            after = i + 1 < len(run) and run[i + 1].number == mark.number + 1
            if mark.safe or before or (mark.number == 1 and (after or _opens_list(found, mark))):
                kept.append(mark)
    return sorted(kept, key=lambda mark: mark.start)


def _opens_list(found: list[_Mark], mark: _Mark) -> bool:
    """A first number close behind the first number of an outer scheme (如下：一、工作回顾（一）…)."""
    return mark.scheme in ("han", "paren", "dot") and any(
        0 <= mark.start - other.start <= LONGEST_LINE
        and (other.number == 1 or other.safe)
        and other.scheme != mark.scheme
        for other in found[-8:] + found[:8]
    )


def _fused_end(text: str, mark: _Mark, end: int) -> tuple[int, bool]:
    """Where a heading that lost its line break ends: before the words that open the text."""
    if mark.scheme in ("item", "nth") or end - mark.after <= 12:
        return end, False
    opener = _pattern("text_openers_patterns").search(text, mark.after + 6, end)
    if (
        opener
        and text[opener.start() - 1] not in "，、：的和与及在对把为"
        and not text[mark.after : end].startswith("关于")
    ):
        return opener.start(), True
    return end, False


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(lexicon.load("outline")[name]), re.MULTILINE)


def _bare(text: str, pieces: list[cut.Piece]) -> Iterator[_Found]:
    lines = _lines(pieces)
    yield from _lone_lines(text, lines)
    yield from _leads(text, lines)
    yield from _topics(text, lines)
    yield from _couplets(text, pieces)
    yield from _calls(text, lines)


def _lines(pieces: list[cut.Piece]) -> list[list[cut.Piece]]:
    lines: list[list[cut.Piece]] = []
    for piece in pieces:
        if piece.first or not lines:
            lines.append([])
        lines[-1].append(piece)
    return lines


def _speech_end(body: str) -> bool:
    return body.endswith(tuple(lexicon.load("outline")["speech_verbs"]))


# A paper that numbers its parts has its title, not headings, above the first of them.
_OUTER = re.compile(rf"[{_HAN}]{{1,3}}、|第[{_HAN}]{{1,3}}(?:部分|章)|[（(]一[)）]")


def _lone_lines(text: str, lines: list[list[cut.Piece]]) -> Iterator[_Found]:
    """Short lines without a full stop, or two of which the first ends in a comma, above a text."""
    never = _pattern("no_heading_patterns")
    begin = next((i for i, line in enumerate(lines) if _OUTER.match(text, line[0].start)), 1)
    for i in range(max(1, begin), len(lines) - 1):
        start, end = lines[i][0].start, lines[i][-1].end
        above, below = text[start:end], text[lines[i + 1][0].start : lines[i + 1][-1].end]
        if len(lines[i]) > 1 or MARKER.match(above) or never.search(above) or not 4 <= len(above) <= LONGEST_LINE:
            continue
        if above.endswith("，") and len(below) <= LONGEST_LINE and len(lines[i + 1]) == 1 and i + 2 < len(lines):
            yield start, lines[i + 1][-1].end, "line", 0, "", 0.85, "two-lines"
        elif (
            above[-1] not in "，。；：:！？、,)）" and "：" not in above and not _speech_end(above) and _is_text(below)
        ):
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
    plain = not re.match(r"[要将会我同这但为在]", first) and not re.search(r"[是有为]|\d", first[:-1][2:8])
    return (line[0].start, line[0].end) if short and plain and rest >= 2 * len(first) else None


_TOPIC = re.compile(r"[^，。；：\d“、]{4,13}。")


def _topics(text: str, lines: list[list[cut.Piece]]) -> Iterator[_Found]:
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


def _couplets(text: str, pieces: list[cut.Piece]) -> Iterator[_Found]:
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
    r"(?:[^，。；\n]{0,12}(?:强调|要求|指出|号召|希望)[，：])?(要[^，。；\n]{5,24}(?:，[^，。；\n]{4,20})?。)"
)


def _calls(text: str, lines: list[list[cut.Piece]]) -> Iterator[_Found]:
    """要 with one short clause or two, at a speech's start or beside its like, spelled out by what follows."""
    for line in lines:
        if MARKER.match(text, line[0].start):
            continue
        found, opens = [], False
        for i, piece in enumerate(line[:-1]):
            match = _CALL.fullmatch(text, piece.start, piece.end)
            if match and _length(line, i + 1) > len(match[1]) and text[line[i + 1].start] != "要":
                opens = opens or i == 0 or len(match[0]) > len(match[1])
                found.append((match.start(1), match.end(1)))
        if opens or len(found) >= 2:
            yield from ((start, end, "call", 0, "", 0.6, "call") for start, end in found)


@dataclass(frozen=True, slots=True)
class _Open:
    """A list that is open at this point of the text: its scheme, last number, variant, and its heading."""

    scheme: str
    number: int
    variant: str
    heading: int


def _levelled(text: str, found: Iterator[_Found]) -> list[Heading]:
    stack: list[_Open] = []
    headings: list[Heading] = []
    shortcomings = re.compile(lexicon.any_of(lexicon.load("kinds")["sections"]["problem"]))
    for start, end, scheme, number, variant, confidence, reason in found:
        above = headings[-1].end if headings else 0
        if scheme in _INNER and _new_speech(text, above, start):
            stack = [entry for entry in stack if entry.scheme in ("part", "han", "paren")]
        kept = _kept(stack, scheme, number, variant)
        parent = kept[-1].heading if kept else None
        if parent is not None and shortcomings.search(text, headings[parent].start, headings[parent].end):
            continue  # numbered shortcomings are no parts of the plan
        stack = [*kept, _Open(scheme, number, variant, len(headings))]
        headings.append(Heading(start, end, confidence, reason, len(stack), scheme, parent))
    return headings


_INNER = frozenset({"line", "item", "nth", "lead", "couplet", "call", "dash"})
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

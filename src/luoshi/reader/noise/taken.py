"""Taking noise out of a text without losing the account of the source."""

from bisect import bisect_left
from collections.abc import Iterable

from luoshi.reader.text import Drop, Noise, Remark, Text, locator


def take(text: Text, spans: Iterable[tuple[int, int, str]], *, whole_lines: bool = True) -> tuple[Text, list[Noise]]:
    """Cut the spans (start, end, kind of noise; in order) out of the text and list them with their raw words.
    Of two that overlap the later one gives way.

    A raw stretch is whole: what was dropped inside it before (glosses, blanks) is part of it again, and
    of nothing else. A line of noise takes its line break along, as a drop.
    """
    noise: list[Noise] = []
    cuts: list[tuple[int, int]] = []
    reached = 0
    for begin, end, kind in spans:
        start = max(begin, reached)
        if start >= end:
            continue
        reached = end
        places = text.places(start, end)
        if places:
            noise.append(Noise(kind, text.source[places[0] : places[1]], *places))
        cuts.append((start, end))
    if not cuts:
        return text, noise
    left = text.cut(_with_breaks(text.chars, cuts) if whole_lines else cuts, "blank")
    return Text(left.source, left.chars, left.origins, tuple(_outside(left.drops, noise))), noise


def _with_breaks(chars: str, cuts: list[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    """The cuts, neighbours made one, with the line break of each line of which nothing is left."""
    for start, end in _joined(chars, cuts):
        opens = start == 0 or chars[start - 1] == "\n"
        if opens and chars[end : end + 1] == "\n":
            yield start, end + 1
        elif opens and end == len(chars) and start:
            yield start - 1, end
        else:
            yield start, end


def _joined(chars: str, cuts: list[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    start, end = cuts[0]
    for begin, stop in cuts[1:]:
        if chars[end:begin] not in ("", "\n"):
            yield start, end
            start = begin
        end = stop
    yield start, end


def _outside(drops: tuple[Drop, ...], noise: list[Noise]) -> Iterable[Drop]:
    """The drops without what lies in a stretch of noise."""
    starts = [n.start for n in noise]
    for drop in drops:
        at, end = drop.start, drop.end
        index = max(0, bisect_left(starts, at) - 1)
        while at < end and index < len(noise):
            part = noise[index]
            if part.start >= end:
                break
            if part.end > at:
                if part.start > at:
                    yield Drop(at, part.start, drop.kind)
                at = part.end
            index += 1
        if at < end:
            yield Drop(at, end, drop.kind)


def nearest(span: tuple[int, int], length: int) -> tuple[int, int]:
    """The span, or if it is empty the one character behind it, in a text of `length` characters."""
    start, end = span
    if start < end:
        return span
    start = min(start, max(0, length - 1))
    return start, min(start + 1, length)


def carried(remarks: Iterable[Remark], before: Text, after: Text) -> tuple[Remark, ...]:
    """Remarks on one cleaned text, moved to where the same source stands in a later one."""
    if not (remarks := tuple(remarks)):
        return ()
    find = locator(after)
    out = []
    for remark in remarks:
        places = before.places(remark.start, remark.end) or (0, 0)
        out.append(Remark(remark.code, *nearest(find(*places), len(after.chars)), facts=remark.facts))
    return tuple(out)

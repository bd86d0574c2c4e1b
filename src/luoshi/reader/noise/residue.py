"""Broken tags and lost bytes at a report's end, which no repair can give back."""

import re

from luoshi.reader.noise.page import CREDITS, MOJIBAKE
from luoshi.reader.source import FURNITURE

# A tag whose opening < was swallowed by the byte before it: 惣纹?/font>
_TAG = r"[?？]/?(?:p|font|span|div|br|strong|b|a|td|tr|li|h[1-6]) ?/?>"
TAG = re.compile(_TAG)
BROKEN_TAG = re.compile(
    rf"(?P<mark>[?？])?(?P<stop>[。，])?(?P<tag>[^\x00-\x7f。，；！？]{{0,3}}{_TAG})"
    r"(?P<name> ?[㐀-鿿 ]{1,12}[）)])?"
)
# Dots at a line's end that stand for what a preview leaves out.
DOTS = re.compile(r"[.…。][.…。]*$", re.MULTILINE)
BAR = re.compile(r"^[^|\n]*[^|\s](?P<bar> ?\|+)$", re.MULTILINE)
# Full-width blanks at a line's head of which each lost half became a mark.
LOST_BLANKS = re.compile(r"^[?？]{2,} ?(?=[㐀-鿿“（《\d]|$)", re.MULTILINE)
_MANY = 3  # dots that are no punctuation whatever stands before them
_ENDED = "。！？”…. "


def residue(chars: str) -> list[tuple[int, int, str]]:
    """What is no word of the report though it stands in its lines."""
    spans = left_out(chars) + dangling_bars(chars)
    spans += [(*match.span(), MOJIBAKE) for match in LOST_BLANKS.finditer(chars)]
    for match in BROKEN_TAG.finditer(chars) if TAG.search(chars) else ():
        if match["mark"] and match["stop"]:
            spans.append((*match.span("mark"), MOJIBAKE))
        start = match.start("tag") if match["stop"] or not match["mark"] else match.start()
        spans.append((start, match.end("tag"), MOJIBAKE))
        if match["name"]:
            spans.append((*match.span("name"), CREDITS))
    return sorted(spans)


def dangling_bars(chars: str) -> list[tuple[int, int, str]]:
    """A bar that closes a line without another one in it: the edge of a page's layout table."""
    return [(*match.span("bar"), FURNITURE) for match in BAR.finditer(chars)] if "|" in chars else []


def left_out(chars: str) -> list[tuple[int, int, str]]:
    """Rows of dots, and a few dots behind no stop, with the bracket that opens before them."""
    spans = []
    for match in DOTS.finditer(chars):
        start, end = match.span()
        if match[0] in ("。", "。。", "."):
            continue
        before = chars[start - 1 : start]
        if before and before in "〔（【":
            spans.append((start - 1, end, FURNITURE))
        elif end - start >= _MANY or (before and before not in _ENDED):
            spans.append((start, end, FURNITURE))
    return spans

"""Broken tags and lost bytes at a report's end, which no repair can give back."""

import re

from luoshi.reader.noise.page import CREDITS, FURNITURE, MOJIBAKE

# A tag whose opening < was swallowed by the byte before it: 惣纹?/font>
BROKEN_TAG = re.compile(
    r"(?P<mark>[?？])?(?P<stop>[。，])?"
    r"(?P<tag>[^\x00-\x7f。，；！？]{0,3}[?？]/?(?:p|font|span|div|br|strong|b|a|td|tr|li|h[1-6]) ?/?>)"
    r"(?P<name> ?[\u3400-\u9fff ]{1,12}[）)])?"
)
# Dots that stand for what a preview leaves out: a row of them, or a few at a line's end behind no stop.
LEFT_OUT = re.compile(
    r"(?:(?<![.…。])(?:…{3,}|\.{3,}|。{3,})|(?<=[^。！？”…. ])(?:\.{2}|…{1,2})|[〔（【]\.{2,})$", re.MULTILINE
)


def residue(chars: str) -> list[tuple[int, int, str]]:
    """What is no word of the report though it stands in its lines."""
    spans = [(*match.span(), FURNITURE) for match in LEFT_OUT.finditer(chars)]
    for match in BROKEN_TAG.finditer(chars):
        if match["mark"] and match["stop"]:
            spans.append((*match.span("mark"), MOJIBAKE))
        start = match.start("tag") if match["stop"] or not match["mark"] else match.start()
        spans.append((start, match.end("tag"), MOJIBAKE))
        if match["name"]:
            spans.append((*match.span("name"), CREDITS))
    return sorted(spans)

"""Broken tags and lost bytes at a report's end, which no repair can give back."""

import re

from luoshi.reader.noise.page import CREDITS, MOJIBAKE

# A tag whose opening < was swallowed by the byte before it: 惣纹?/font>
BROKEN_TAG = re.compile(
    r"(?P<mark>[?？])?(?P<stop>[。，])?(?P<tag>[^\x00-\x7f。，；！？]{0,3}[?？]/?(?:p|font|span|div|br|strong|b|a|td|tr|li|h[1-6]) ?/?>)"
    r"(?P<name> ?[\u3400-\u9fff ]{1,12}[）)])?"
)


def residue(chars: str) -> list[tuple[int, int, str]]:
    spans = []
    for match in BROKEN_TAG.finditer(chars):
        if match["mark"] and match["stop"]:
            spans.append((*match.span("mark"), MOJIBAKE))
        start = match.start("tag") if match["stop"] or not match["mark"] else match.start()
        spans.append((start, match.end("tag"), MOJIBAKE))
        if match["name"]:
            spans.append((*match.span("name"), CREDITS))
    return spans

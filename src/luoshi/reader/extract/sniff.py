"""Whether a text is a web page, and which encoding a page names."""

import re

SNIFF = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*+-->\s*)*+"
    r"<(?:!doctype\s+html|html|head|body|meta|title|frameset|div|article|table|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)


def label_of(data: bytes) -> str | None:
    """The encoding that a page names in its first bytes; None if it names none."""
    found = CHARSET.search(data[:4096])
    return found[1].decode("ascii", "replace") if found else None


def is_html(text: str, name: str) -> bool:
    """Whether it is a page, not a text with some tags left in it."""
    start = SNIFF.match(text[:5000])
    return bool(start) and (name.lower().endswith((".html", ".htm", ".xhtml", ".shtml")) or text.count("</") >= 3)

"""Web pages saved as one file (mht): a letter whose parts are the page and its pictures. Runs in a child."""

import email
import email.policy
from collections.abc import Iterator
from email.message import Message
from typing import Any

from luoshi.reader.decode import decode
from luoshi.reader.extract.apart import answered
from luoshi.reader.extract.formats import refusal
from luoshi.reader.extract.html import extract_html
from luoshi.reader.extract.sniff import label_of
from luoshi.reader.source import Source, Unreadable

_MOST_PARTS = 2000
_SAVE = "请用浏览器打开，把正文复制到 Word 文档里，存为 docx 再交。"


def answer(content: bytes, *, name: str) -> dict[str, Any]:
    return answered(lambda: extract_mht(content, name)[1])


def page(content: bytes, *, name: str) -> dict[str, Any]:
    """{"page": the text of the page as it is}, or {"unreadable": …}."""
    try:
        return {"page": extract_mht(content, name)[0]}
    except Unreadable as refused:
        return {"unreadable": [refused.code, str(refused)]}


def extract_mht(data: bytes, name: str) -> tuple[str, Source]:
    """The page among the parts that holds most words, and these: in a set of frames the others are menus.

    Raises Unreadable.
    """
    try:
        pages = list(_pages(email.message_from_bytes(data.lstrip(), policy=email.policy.compat32)))
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:
        raise refusal("broken", name, "不完整的单个文件网页（mht）", _SAVE) from error
    found: tuple[str, Source] | None = None
    for text, encoding, damaged in pages:
        try:
            source = extract_html(text, name, encoding=encoding, damaged=damaged, medium="mht")
        except Unreadable:
            continue
        if found is None or len(source.text) > len(found[1].text):
            found = text, source
    if found is None:
        raise refusal("broken", name, "没有正文的单个文件网页（mht）", _SAVE)
    return found


def _pages(letter: "Message[str, str]") -> Iterator[tuple[str, str, int]]:
    """Text, encoding and lost characters of each part that is a page."""
    for number, part in enumerate(letter.walk()):
        if number == _MOST_PARTS:
            return
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                decoded = decode(content, label=part.get_content_charset() or label_of(content))
                yield decoded.text, decoded.encoding, decoded.damaged


def warm() -> None:
    """Reads a small letter."""
    extract_mht(b"MIME-Version: 1.0\nContent-Type: text/html\n\n<p>a</p>", "")

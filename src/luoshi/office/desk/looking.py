"""What a file is and what speaks against taking it in, as one answer. Runs in the sandbox; knows no Django."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from luoshi.office.desk import kinds, packages, secrecy, texts

MOST_MARKS = 5  # that a refusal names
PDF_LOCKED = re.compile(rb"/Encrypt\b")
PDF_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFile|RichMedia)\b")


def look(content: bytes, *, name: str) -> dict[str, Any]:
    """{"kind": …, "reasons": [[code, facts], …], "looked": whether its text was looked at for marks}."""
    if mark := secrecy.mark_in_name(name):
        return {"kind": "", "reasons": [("secret", {"mark": mark, "place": "文件名"})], "looked": False}
    kind, reasons, parts = _opened(content, name)
    reasons = reasons or named(kind, name)
    if kind not in kinds.KINDS or any(code in {"broken", "bomb", "locked"} for code, _ in reasons):
        return {"kind": kind, "reasons": reasons or [("unknown", {})], "looked": False}
    try:
        found, looked = _marks(kind, content, parts)
    except etree.XMLSyntaxError:
        return {"kind": kind, "reasons": [("broken", {})], "looked": False}
    shown = [("secret", {"mark": mark, "place": place}) for place, mark in found]
    return {"kind": kind, "reasons": [*shown, *reasons], "looked": looked}


def _opened(content: bytes, name: str) -> tuple[str, packages.Reasons, dict[str, bytes]]:
    """Kind, reasons and the parts of a package."""
    kind = kinds.sniff(content, name)
    if kind == "zip":
        return packages.inspect(content)
    if kind == "ole":
        return kind, [(_old(content), {})], {}
    if kind == "pdf":
        reasons: packages.Reasons = [("locked", {})] if PDF_LOCKED.search(content) else []
        return kind, reasons + ([("active", {})] if PDF_ACTIVE.search(content) else []), {}
    return kind, [] if kind in kinds.KINDS else [(kind, {})], {}


def _old(content: bytes) -> str:
    """Old office files and locked new ones share one container and name their streams in UTF-16."""
    return "locked" if "EncryptedPackage".encode("utf-16-le") in content else "old_office"


def named(kind: str, name: str) -> packages.Reasons:
    """What the name says that the content does not keep. Pasted text has no suffix."""
    suffix = kinds.suffix_of(name)
    if suffix in kinds.PROGRAMS:
        return [("program", {})] if kind != "program" else []
    if suffix in kinds.MACRO_SUFFIXES:
        return [("macro_suffix", {"suffix": suffix})]
    if kind not in kinds.KINDS or (suffix == "" and kind == "txt"):
        return []
    if kind == "txt" and suffix not in _all_suffixes():
        return []
    right = kinds.KINDS[kind].suffixes
    if suffix in right or (kind in {"txt", "html"} and suffix in {*kinds.KINDS["txt"].suffixes}):
        return []
    return [("mismatch", {"kind": kind, "suffix": suffix, "right": right[0]})]


def _all_suffixes() -> set[str]:
    """Suffixes that promise something a text is not."""
    old = {".doc", ".wps", ".xls", ".et", ".ppt", ".dps"}
    return old.union(*(one.suffixes for one in kinds.KINDS.values()))


def _marks(kind: str, content: bytes, parts: dict[str, bytes]) -> tuple[list[tuple[str, str]], bool]:
    """Marks with their places, each once; and whether there was any text to look at."""
    found: dict[str, str] = {}
    seen = False

    def through() -> Iterator[texts.Line]:
        nonlocal seen
        for place, line in texts.lines_of(kind, content, parts):
            seen = seen or bool(line.strip())
            yield place, line

    for place, mark in secrecy.marks(through()):
        found.setdefault(mark, place)
    return [(place, mark) for mark, place in found.items()][:MOST_MARKS], seen

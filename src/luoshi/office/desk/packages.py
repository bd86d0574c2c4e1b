"""What stands in a zipped document: its kind, and everything for which it is not taken in. Runs in the sandbox."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from luoshi.office.desk.kinds import MAGIC

LARGEST = 200_000_000  # bytes unpacked: above any report with its pictures
RATIO = 200  # unpacked to packed, for parts of more than a megabyte; sheets of figures pack to a fiftieth
PARTS = 10_000
CHUNK = 1 << 20

Reasons = list[tuple[str, dict[str, Any]]]

UNOPENED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError, KeyError)

# What [Content_Types].xml calls the main part.
MAIN = (
    (b"wordprocessingml.document.main+xml", "docx"),
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
    (b"presentationml.presentation.main+xml", "pptx"),
)
MACROS = re.compile(r"vbaproject|(^|/)macrosheets/|(^|/)vbadata|(^|/)activex/", re.IGNORECASE)
MACRO_TYPES = re.compile(rb"macroEnabled|vbaProject|intlMacrosheet|ms-excel\.macrosheet", re.IGNORECASE)
LINKED = re.compile(r"(^|/)(externallinks/externallink|connections\.xml$|querytables/)", re.IGNORECASE)
OUTWARD = re.compile(rb"<[^<>]*TargetMode\s*=\s*[\"']External[\"'][^<>]*>", re.IGNORECASE)
FETCHED = re.compile(
    rb"Type\s*=\s*[\"'][^\"']*/(oleObject|frame|subDocument|externalLinkPath|package)[\"']", re.IGNORECASE
)
TEMPLATE = re.compile(rb"Type\s*=\s*[\"'][^\"']*/attachedTemplate[\"']", re.IGNORECASE)
ELSEWHERE = re.compile(rb"Target\s*=\s*[\"'](https?:|ftp:|\\\\|file://[^/])", re.IGNORECASE)
EMBEDDED = re.compile(r"(^|/)embeddings/[^/]+\.(xlsx|docx|pptx)$", re.IGNORECASE)
READ = re.compile(r"\.(xml|rels|vml)$|^mimetype$", re.IGNORECASE)  # parts that are looked into
ENTITY = (b"<!ENTITY", "<!ENTITY".encode("utf-16-le"), "<!ENTITY".encode("utf-16-be"))


def inspect(content: bytes, *, inner: bool = False) -> tuple[str, Reasons, dict[str, bytes]]:
    """Kind, reasons against it, and its XML parts unpacked; `inner`: a document embedded in another."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = [one for one in package.infolist() if not one.is_dir()]
            if reason := declared(entries):
                return "", [reason], {}
            parts, reasons = _unpacked(package, entries)
    except UNOPENED:
        return "", [("broken", {})], {}
    kind = kind_of(parts, [one.filename for one in entries])
    reasons += judge(kind, parts, [one.filename for one in entries])
    reads = {name: data for name, data in parts.items() if not data.startswith(b"PK\x03\x04")}
    if not inner:
        for name, data in parts.items():
            if name not in reads:  # a chart's workbook; looked into once, not deeper
                _, against, within = inspect(data, inner=True)
                reasons += against
                reads |= {f"{name}/{one}": data for one, data in within.items()}
    return kind, reasons, reads


def declared(entries: list[zipfile.ZipInfo]) -> tuple[str, dict[str, Any]] | None:
    """What the table of contents alone forbids: a password, a bomb, parts that lie over one another."""
    if any(one.flag_bits & 1 for one in entries):
        return "locked", {}
    swollen = any(one.file_size > 1_000_000 and one.file_size > RATIO * max(1, one.compress_size) for one in entries)
    if swollen or sum(one.file_size for one in entries) > LARGEST or len(entries) > PARTS:
        return "bomb", {}
    placed = sorted(entries, key=lambda one: one.header_offset)
    if any(a.header_offset + a.compress_size > b.header_offset for a, b in pairwise(placed)):
        return "bomb", {}
    return None


def _unpacked(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> tuple[dict[str, bytes], Reasons]:
    """The parts that are looked into, and what their bytes forbid. No more is unpacked than was declared."""
    parts: dict[str, bytes] = {}
    reasons: Reasons = []
    for one in entries:
        data = b"".join(_chunks(package, one))
        found = next((kind for at, magic, kind in MAGIC if data.startswith(magic, at)), "")
        if found == "program" and not data.startswith(b"#!"):
            reasons.append(("program_inside", {"part": one.filename}))
        elif found == "archive" or (found == "zip" and not EMBEDDED.search(one.filename)):
            reasons.append(("nested", {"part": one.filename}))
        if READ.search(one.filename) or (found == "zip" and EMBEDDED.search(one.filename)):
            if any(mark in data for mark in ENTITY):
                reasons.append(("broken", {}))
            parts[one.filename] = data
    return parts, reasons


def _chunks(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with package.open(entry) as part:
        while data := part.read(CHUNK):
            yield data


def kind_of(parts: dict[str, bytes], names: list[str]) -> str:
    """The kind of the package; "" if it is none that is known."""
    types = parts.get("[Content_Types].xml", b"").replace(b"\0", b"")
    for main, kind in MAIN:
        if main in types:
            return kind
    if "OFD.xml" in names:
        return "ofd"
    return ""


def judge(kind: str, parts: dict[str, bytes], names: list[str]) -> Reasons:
    """Macros and links that load something from elsewhere."""
    types = parts.get("[Content_Types].xml", b"").replace(b"\0", b"")
    if any(MACROS.search(name) for name in names) or MACRO_TYPES.search(types):
        return [("macro", {})]
    if not kind:
        return [(_other(parts, names, types), {})]
    linked = any(LINKED.search(name) for name in names) or any(
        fetches(data) for name, data in parts.items() if name.lower().endswith(".rels")
    )
    return [("linked", {})] if linked else []


def _other(parts: dict[str, bytes], names: list[str], types: bytes) -> str:
    if parts.get("mimetype", b"").startswith(b"application/vnd.oasis") or b"template.main+xml" in types:
        return "save_as"
    return "save_as" if types and any(name.startswith(("word/", "xl/", "ppt/")) for name in names) else "archive"


def fetches(relations: bytes) -> bool:
    """Whether opening the document would load something: a linked object, or a template on another machine."""
    outward = OUTWARD.findall(relations.replace(b"\0", b""))
    return any(FETCHED.search(one) or (TEMPLATE.search(one) and ELSEWHERE.search(one)) for one in outward)

"""What a file is, told from its first bytes; the name must agree. Knows the standard library only."""

import unicodedata
from dataclasses import dataclass
from pathlib import PurePath

LONGEST_NAME = 200  # characters of a name that are kept: its end, where the suffix stands


@dataclass(frozen=True)
class FileKind:
    """A kind of file that is taken in."""

    label: str
    suffixes: tuple[str, ...]
    media: str = "application/octet-stream"  # what it is served as; a page is never served as one


OOXML = "application/vnd.openxmlformats-officedocument."

KINDS = {
    "txt": FileKind("文本文件", (".txt", ".csv"), "text/plain"),
    "html": FileKind("网页", (".html", ".htm")),
    "docx": FileKind("Word 文档（docx）", (".docx",), f"{OOXML}wordprocessingml.document"),
    "xlsx": FileKind("电子表格（xlsx）", (".xlsx",), f"{OOXML}spreadsheetml.sheet"),
    "pptx": FileKind("演示文稿（pptx）", (".pptx",), f"{OOXML}presentationml.presentation"),
    "ofd": FileKind("OFD 版式文件", (".ofd",)),
    "pdf": FileKind("PDF 文件", (".pdf",), "application/pdf"),
    "png": FileKind("图片（png）", (".png",), "image/png"),
    "jpeg": FileKind("图片（jpg）", (".jpg", ".jpeg"), "image/jpeg"),
}

# Where the signature stands, the signature, and the kind or the code of the refusal.
MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"PK\x03\x04", "zip"),
    (0, b"PK\x05\x06", "archive"),  # an empty one
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (0, b"MZ", "program"),
    (0, b"\x7fELF", "program"),
    (0, b"\xfe\xed\xfa", "program"),
    (0, b"\xcf\xfa\xed\xfe", "program"),
    (0, b"\xce\xfa\xed\xfe", "program"),
    (0, b"\xca\xfe\xba\xbe", "program"),
    (0, b"\x4c\x00\x00\x00\x01\x14\x02\x00", "program"),  # a Windows shortcut
    (0, b"#!", "program"),
    (0, b"Rar!", "archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "archive"),
    (0, b"\x1f\x8b", "archive"),
    (0, b"BZh", "archive"),
    (0, b"\xfd7zXZ", "archive"),
    (0, b"MSCF", "archive"),
    (257, b"ustar", "archive"),
    (0, b"GIF8", "picture"),
    (0, b"BM", "picture"),
    (0, b"II*\x00", "picture"),
    (0, b"MM\x00*", "picture"),
    (0, b"RIFF", "picture"),
    (4, b"ftyp", "picture"),  # HEIC photographs, and films
    (0, b"{\\rtf", "rtf"),
    (0, b"SQLite format 3", "unknown"),
)

# A name that ends so is a program's, whatever is in it.
PROGRAMS = frozenset({
    ".exe", ".com", ".scr", ".pif", ".bat", ".cmd", ".js", ".jse", ".vbs", ".vbe", ".wsf", ".wsh", ".hta", ".ps1",
    ".msi", ".lnk", ".jar", ".apk", ".dll", ".sh", ".py", ".reg", ".url", ".iqy", ".chm", ".svg", ".xml",
})  # fmt: skip
MACRO_SUFFIXES = frozenset((".docm", ".dotm", ".xlsm", ".xltm", ".xlsb", ".xlam", ".pptm", ".ppsm", ".potm"))

_ALLOWED = {"\t", "\n", "\r", "\f", "\v", "\x1a"}
_MOSTLY = 0.02  # share of characters that a text may have lost or that are controls


def tidy(name: str) -> str:
    """A file's name without folders, on one line, without characters that turn or hide what follows."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(" " if unicodedata.category(one) in {"Cc", "Zl", "Zp"} else one for one in last)
    kept = "".join(one for one in seen if unicodedata.category(one) not in {"Cf", "Cs", "Co"})
    return " ".join(kept.split())[-LONGEST_NAME:]


def suffix_of(name: str) -> str:
    """With its dot and in small letters; "" where the name has none."""
    return PurePath(name).suffix.lower()


def sniff(content: bytes, name: str) -> str:
    """A kind, "zip" and "ole" whose insides decide, or the code of a refusal."""
    for at, signature, found in MAGIC:
        if content.startswith(signature, at) and not (found == "picture" and is_text(content)):
            return found
    if content[:512].lstrip().lower().startswith((b"mime-version:", b"from: <")):
        return "mht"
    if not is_text(content):
        return "unknown"
    return "html" if suffix_of(name) in KINDS["html"].suffixes else "txt"


def is_text(content: bytes) -> bool:
    """Whether some encoding in use in Chinese offices makes a text of it."""
    return any(_plain(text) for text in decodings(content[:200_000]))


def decodings(content: bytes) -> list[str]:
    """The text under every encoding that it may be meant in; marks are looked for in each."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return [content.decode("utf-16", "replace")]
    try:
        found = [content.decode("utf-8-sig")]  # no text in another encoding is sound UTF-8 too
    except UnicodeDecodeError:
        found = [content.decode(one, "replace") for one in ("utf-8-sig", "gb18030", "big5hkscs")]
    if b"\0" in content:
        found += [content.decode(one, "replace") for one in ("utf-16-le", "utf-16-be")]
    return found


def _plain(text: str) -> bool:
    odd = sum(one == "\ufffd" or (one < " " and one not in _ALLOWED) for one in text)
    return odd <= 1 + _MOSTLY * len(text)

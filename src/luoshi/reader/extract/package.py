"""Zipped office files that would fill the memory when they are unpacked."""

import io
import zipfile
import zlib

from luoshi.reader.source import Unreadable, called

# What a damaged or locked package makes the standard library raise.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    OSError,
    EOFError,
    RuntimeError,  # a part with a password, or packed in a way that Python does not know
    IndexError,
)
_LARGEST = 200_000_000  # bytes unpacked: above any report with its pictures
_RATIO = 300  # unpacked to packed, for parts of more than a megabyte: text packs to a tenth
_PARTS = 20_000


def refuse_bombs(data: bytes, name: str) -> None:
    """Raise Unreadable for a package that is broken or unpacks to more than a report can be."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except DAMAGED:
        raise broken(name) from None
    unpacked = sum(part.file_size for part in parts)
    swollen = any(p.file_size > 1_000_000 and p.file_size > _RATIO * max(1, p.compress_size) for p in parts)
    if unpacked > _LARGEST or len(parts) > _PARTS or swollen:
        raise Unreadable(
            "bomb", f"{called(name)}展开后大得不像一份报告，为安全起见没有打开。请把正文复制到新文档，存为 docx 再交。"
        )


def broken(name: str) -> Unreadable:
    return Unreadable(
        "broken", f"{called(name)}打不开：文件不完整或已损坏。能用 WPS 或 Word 打开的话，请另存为新的 docx 再交。"
    )

"""Files that are no text, and what a person can do about each."""

import io
import zipfile

from luoshi.reader.extract.package import DAMAGED
from luoshi.reader.own import BEGINNING, own_output, own_workbook
from luoshi.reader.source import Unreadable, called

# What to do.
_SAVE = "请用 WPS 或 Word 打开，另存为 docx 再交。"
_WORD_FILE = "请交原来的 Word 文件（docx）。"
_NO_PICTURE = "图片里的字读不出来，请交原来的 Word 文件。"
_UNPACK = "请先解压，把里面的报告单独交上来。"
_REPORT = "请交报告本身（docx 或 txt）。"
_SAVE_TABLE = "请用 WPS 或 Excel 打开，另存为 xlsx 再交。"
_PASTE_WORDS = "请把要读的文字贴进 Word 文档，存为 docx 再交。"

# First bytes of a file: its code, what it is called, what to do.
_SIGNATURES: tuple[tuple[bytes, str, str, str], ...] = (
    (b"%PDF", "pdf", "PDF 文件", "请用 WPS 或 Word 打开，另存为 docx；是扫描件的，请交原来的 Word 文件。"),
    (b"{\\rtf", "rtf", "RTF 文件", _SAVE),
    (b"\x89PNG", "image", "图片", _NO_PICTURE),
    (b"\xff\xd8\xff", "image", "图片", _NO_PICTURE),
    (b"GIF8", "image", "图片", _NO_PICTURE),
    (b"RIFF", "image", "图片或影音文件", "里面的字读不出来，请交原来的 Word 文件。"),
    (b"II*\0", "image", "扫描图片", _NO_PICTURE),
    (b"MM\0*", "image", "扫描图片", _NO_PICTURE),
    (b"7z\xbc\xaf", "archive", "压缩包", _UNPACK),
    (b"Rar!", "archive", "压缩包", _UNPACK),
    (b"\x1f\x8b", "archive", "压缩包", _UNPACK),
    (b"\x7fELF", "program", "程序", _REPORT),
    (b"MZ\x90\0", "program", "程序", _REPORT),
    (b"SQLite format 3", "database", "数据库文件", _REPORT),
)
_XML_TABLE = b"urn:schemas-microsoft-com:office:spreadsheet"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIPPED = (
    ("ppt/presentation", "ppt", "演示文稿", _PASTE_WORDS),
    ("OFD.xml", "ofd", "OFD 版式文件", _WORD_FILE),
    ("content.xml", "odt", "ODF 文档", _SAVE),
    ("META-INF/container.xml", "epub", "电子书", _WORD_FILE),
)


def refuse_other_formats(data: bytes, name: str) -> None:
    """Raise Unreadable, naming the remedy, for a file known to be neither text nor docx, or to be our own output."""
    if kind := own_output(data):
        raise _own(name, kind)
    for signature, code, kind, remedy in _SIGNATURES:
        if data.startswith(signature):
            raise _refusal(code, name, kind, remedy)
    if data.startswith(_OLE) and not is_workbook(data):
        raise _old_office(data, name)
    if data[:BEGINNING].lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<?xml") and _XML_TABLE in data[:BEGINNING]:
        raise _refusal("xls", name, "XML 格式的电子表格", _SAVE_TABLE)
    if data[:512].lstrip().lower().startswith((b"mime-version:", b"from: <saved by", b"from: <")):
        raise _refusal("mht", name, "单个文件网页（mht）", _SAVE)
    if data.startswith(b"PK\x03\x04"):
        _refuse_zipped(data, name)


def is_workbook(data: bytes) -> bool:
    """Whether the spreadsheet reader is to be asked: an .xlsx, .xls or .ods, whatever it is called (.et is one of them)."""
    if data.startswith(_OLE):
        held = "Workbook".encode("utf-16-le") in data or "Book\0".encode("utf-16-le") in data
        return held and "WordDocument".encode("utf-16-le") not in data
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _holds_sheets(package, package.namelist())
    except DAMAGED:
        return False


def _holds_sheets(package: zipfile.ZipFile, inside: list[str]) -> bool:
    if "mimetype" in inside:
        return b"opendocument.spreadsheet" in _beginning(package, "mimetype")
    return any(entry.startswith("xl/workbook") for entry in inside)


def refuse_remains(data: bytes, name: str) -> None:
    """The same for what only its weak signs tell, asked when no encoding gave a text."""
    if data.startswith(b"BM"):
        raise _refusal("image", name, "图片", _NO_PICTURE)


def _old_office(data: bytes, name: str) -> Unreadable:
    """Old Word, Excel and PowerPoint files share one container and name their streams in UTF-16."""
    if "PowerPoint".encode("utf-16-le") in data:
        return _refusal("ppt", name, "演示文稿", _PASTE_WORDS)
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _refusal("locked", name, "加了密码的文件", "请用原来的软件打开，去掉打开密码后存为 docx 再交。")
    return _refusal("doc", name, "旧格式的 Word 或 WPS 文档（doc、wps）", _SAVE)


def _refuse_zipped(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            inside = package.namelist()
            if own_workbook(package):
                raise _own(name, "责任分解表")
    except DAMAGED:
        raise Unreadable(
            "broken", f"{called(name)}打不开：文件不完整。请重新复制或下载一次，能打开的话另存为 docx。"
        ) from None
    if "word/document.xml" in inside or is_workbook(data):
        return
    for part, code, kind, remedy in _ZIPPED:
        if any(entry.startswith(part) for entry in inside):
            raise _refusal(code, name, kind, remedy)
    if "[Content_Types].xml" not in inside:
        raise _refusal("archive", name, "压缩包", _UNPACK)


def _beginning(package: zipfile.ZipFile, part: str) -> bytes:
    with package.open(part) as opened:
        return opened.read(BEGINNING)


def _own(name: str, kind: str) -> Unreadable:
    return Unreadable("own", f"{called(name)}是落实自己写出的{kind}，不是报告。请交原来的报告。")


def _refusal(code: str, name: str, kind: str, remedy: str) -> Unreadable:
    return Unreadable(code, f"{called(name)}是{' ' if kind[0].isascii() else ''}{kind}，这里读不了。{remedy}")

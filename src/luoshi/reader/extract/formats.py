"""What kind of file it is, by its bytes and never by its name, and what a person can do about those that are not read."""

import re

from luoshi.reader.own import BEGINNING, own_output
from luoshi.reader.source import Unreadable, called

# What to do.
_TYPED = "上面的字认不出来。请交电子原件（Word、WPS 或能选中文字的 PDF）；没有的，请把文字打成 docx 再交。"
_UNPACK = "请先解压，把里面的报告单独交上来。"
_REPORT = "请交报告本身（docx、pdf 或 txt）。"
_SAVE_TABLE = "请用 WPS 或 Excel 打开，另存为 xlsx 再交。"
_PASTE_WORDS = "请把要读的文字贴进 Word 文档，存为 docx 再交。"
_WORD_FILE = "请交原来的 Word 文件（docx）。"

# Where the signature stands, the signature, its code, what it is called, what to do.
_SIGNATURES: tuple[tuple[int, bytes, str, str, str], ...] = (
    (0, b"\x89PNG", "image", "图片", _TYPED),
    (0, b"\xff\xd8\xff", "image", "图片", _TYPED),
    (0, b"GIF8", "image", "图片", _TYPED),
    (8, b"WEBP", "image", "图片", _TYPED),
    (0, b"II*\0", "image", "扫描图片", _TYPED),
    (0, b"MM\0*", "image", "扫描图片", _TYPED),
    (4, b"ftyphei", "image", "手机照片（heic）", _TYPED),
    (4, b"ftypmif", "image", "手机照片（heic）", _TYPED),
    (4, b"ftypavif", "image", "图片", _TYPED),
    (0, b"8BPS", "image", "图片", _TYPED),
    (4, b"ftyp", "film", "影音文件", _REPORT),
    (0, b"RIFF", "film", "影音文件", _REPORT),
    (0, b"ID3", "film", "影音文件", _REPORT),
    (0, b"7z\xbc\xaf", "archive", "压缩包", _UNPACK),
    (0, b"Rar!", "archive", "压缩包", _UNPACK),
    (0, b"PK\x05\x06", "archive", "压缩包", _UNPACK),
    (0, b"\x1f\x8b", "archive", "压缩包", _UNPACK),
    (0, b"\x7fELF", "program", "程序", _REPORT),
    (0, b"MZ\x90\0", "program", "程序", _REPORT),
    (0, b"SQLite format 3", "database", "数据库文件", _REPORT),
)
_XML_TABLE = b"urn:schemas-microsoft-com:office:spreadsheet"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# A part of a zipped document, and the same; nothing to do about what is read in another way.
ZIPPED = (
    ("ppt/presentation", "ppt", "演示文稿", _PASTE_WORDS),
    ("OFD.xml", "ofd", "OFD 版式文件", ""),
    ("META-INF/container.xml", "epub", "电子书", _WORD_FILE),
    ("content.xml", "odt", "ODF 文档", ""),
)

PDF = re.compile(rb"\s*%PDF-|.{1,1000}?\n%PDF-\d\.\d", re.DOTALL)  # a few have a mail's or a server's lines before
RTF = re.compile(rb"\s*\{\\rtf")
FLAT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<\?xml.{0,1500}?(?:<\?mso-application\s+progid=.Word\.Document|<w:wordDocument|<pkg:package|<office:document)",
    re.DOTALL,
)
MAIL = re.compile(
    rb"(?:mime-version:|from: <|[\w-]{2,40}:[^\n]{0,400}\n(?:[^\n]{1,400}\n){0,20}?mime-version:)", re.IGNORECASE
)

_HEAD = 2000  # bytes at the beginning in which a file says what it is
_PICTURE_HEADS = (12, 40, 52, 56, 64, 108, 124)  # lengths that the header of a bitmap may have


def kind_of(data: bytes, name: str) -> str:
    """pdf, zipped, workbook, mht, doc, rtf or flat; "" for what is text if it is anything.

    Raises Unreadable, naming the remedy, for a file known to be none of them, or to be our own output.
    """
    if kind := own_output(data):
        raise own(name, kind)
    head = data[:_HEAD]
    if PDF.match(head):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "zipped"
    if data.startswith(_OLE):
        return _old_office(data, name)
    for at, signature, code, kind, remedy in _SIGNATURES:
        if data.startswith(signature, at):
            raise refusal(code, name, kind, remedy)
    if _is_bitmap(data):
        raise refusal("image", name, "图片", _TYPED)
    if RTF.match(head):
        return "rtf"
    if head.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<?xml") and _XML_TABLE in data[:BEGINNING]:
        raise refusal("xls", name, "XML 格式的电子表格", _SAVE_TABLE)
    if FLAT.match(head):
        return "flat"
    return "mht" if MAIL.match(head.lstrip()) else ""


def refuse_remains(data: bytes, name: str) -> None:
    """Raise Unreadable for what only its weak signs tell, asked when no encoding gave a text."""
    if data.startswith(b"BM"):
        raise refusal("image", name, "图片", _TYPED)


def _is_bitmap(data: bytes) -> bool:
    return data.startswith(b"BM") and int.from_bytes(data[14:18], "little") in _PICTURE_HEADS and not any(data[6:10])


def _old_office(data: bytes, name: str) -> str:
    """Old Word, Excel and PowerPoint files share one container and name their streams in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise locked(name)
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    if "Workbook".encode("utf-16-le") in data or "Book\0".encode("utf-16-le") in data:
        return "workbook"
    if "PowerPoint".encode("utf-16-le") in data:
        raise refusal("ppt", name, "演示文稿", _PASTE_WORDS)
    return "doc"


def own(name: str, kind: str) -> Unreadable:
    return Unreadable("own", f"{called(name)}是落实自己写出的{kind}，不是报告。请交原来的报告。")


def archive(name: str) -> Unreadable:
    return refusal("archive", name, "压缩包", _UNPACK)


def locked(name: str) -> Unreadable:
    return refusal("locked", name, "加了密码的文件", "请用原来的软件打开，去掉打开密码，存为 docx 再交。")


def refusal(code: str, name: str, kind: str, remedy: str) -> Unreadable:
    return Unreadable(code, f"{called(name)}是{' ' if kind[0].isascii() else ''}{kind}，这里读不了。{remedy}")

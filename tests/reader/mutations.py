"""Sound files of every kind that comes in, and hostile ones made of them: what a bad line, disk or person makes of them."""

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import xlsxwriter

from tests.reader.extract.conftest import document
from tests.reader.extract.official import ofd, words
from tests.reader.extract.set_type import lines_of, pdf, ruled

SAMPLES = Path(__file__).resolve().parents[2] / "src" / "luoshi" / "samples"
ROWS = [
    ["序号", "重点任务", "牵头单位", "完成时限"],
    ["1", "排查隐患120处", "安全科", "6月底"],
    ["2", "建幼儿园5所", "规划科", "年底"],
]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD = b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"

# What is set in: beginnings of other formats, marks of markup, numbers that no file needs.
HOSTILE = (
    b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"%PDF-1.7\n", b"%%EOF", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0" * 40,
    b"<!ENTITY a \"&a;&a;\">", b"<![CDATA[", b"]]>", b"<!--", b"&#x0;", b"&#99999999999;", b"<" * 60, b"</w:p>", b"<w:p>",
    b'colspan="999999999"', b'rowspan="-1"', b'w:val="99999999999999999999"', b"99999999999999999999999999", b"1e999", b"-2147483649",
    b"/Length 99999999", b"/Kids [2 0 R]", b"/Count 99999999", b"endobj", b"stream\n", b"obj\n<<", b"(" * 200, b"[" * 200,
    "\u202e会议".encode(), "密".encode("utf-16-le"), b"\xed\xa0\x80", b"\r\n--x\r\n", b"Content-Type: text/html; charset=utf-7\r\n\r\n",
)  # fmt: skip
NAMES = (
    "报告.docx",
    "报告.pdf",
    "报告.html",
    "报告.txt",
    "报告.doc",
    "报告.mht",
    "报告.xlsx",
    "报告.csv",
    "报告",
    "",
    "报告.机密",
    ".",
)
TAGS = ("div", "table", "tr", "td", "span", "b", "ul", "li", "font", "w:p", "w:tbl", "w:tr", "w:tc", "a" * 300)


@cache
def text() -> str:
    return (SAMPLES / "county-2023.txt").read_text("utf-8")


def word() -> bytes:
    return (SAMPLES / "city-2025.docx").read_bytes()


def page() -> bytes:
    return (SAMPLES / "district-2024.html").read_bytes()


def small_word() -> bytes:
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text().split("\n")[:12])
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row) + "</w:tr>"
        for row in ROWS
    )
    return document(f"{lines}<w:tbl>{cells}</w:tbl>")


def set_type() -> bytes:
    table, lines = ruled(ROWS, xs=[60, 100, 260, 360, 480], top=600)
    placed = [*lines_of(text()[:700], width=26, top=100, step=22, size=14)[:20], *table, (280.0, 800.0, 10.0, "— 1 —")]
    return pdf((placed, lines), (lines_of(text()[700:1200], width=26), []))


def mht() -> bytes:
    head = b"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    return HEAD + head + page() + b"\r\n--x--\r\n"


def workbook() -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("分解表")
        for at, row in enumerate(ROWS * 4):
            sheet.write_row(at, 0, row)
        sheet.merge_range(20, 0, 21, 3, "备注")
    return made.getvalue()


def official() -> bytes:
    lines = text()[:600].split("\n")
    return ofd(
        "".join(words(31, 40 + 9 * at, line[:26]) for at, line in enumerate(lines) if line), words(31, 50, lines[0])
    )


def rtf() -> bytes:
    return (r"{\rtf1\ansi " + "".join(rf"\u{ord(char)}?" for char in text()[:600]) + r"\par}").encode()


# The sound ones: what they are called, and how they are made.
SOUND: tuple[tuple[str, Callable[[], bytes]], ...] = (
    ("报告.txt", lambda: text().encode()),
    ("报告.txt", lambda: text().encode("gb18030")),
    ("报告.txt", lambda: text().encode("utf-16")),
    ("报告.txt", lambda: text().encode("big5", "ignore")),
    ("报告.html", page),
    ("报告.html", lambda: page().decode("gb18030").replace("charset=gb2312", "charset=utf-8").encode()),
    ("报告.docx", word),
    ("报告.docx", small_word),
    ("报告.docx", small_word),
    ("报告.pdf", set_type),
    ("报告.pdf", set_type),
    ("报告.mht", mht),
    ("报告.ofd", official),
    ("分解表.xlsx", workbook),
    ("分解表.csv", lambda: "\n".join(",".join(row) for row in ROWS * 4).encode()),
    ("分解表.xls", lambda: (Path(__file__).parent / "extract" / "files" / "duties.xls").read_bytes()),
    ("报告.rtf", rtf),
    ("报告.doc", lambda: OLE + bytes(504) + "WordDocument".encode("utf-16-le") + bytes(900) + text().encode("utf-16-le")),
    ("照片.jpg", lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 4),
    ("扫描.pdf", lambda: pdf(([], []), picture=True)),
)  # fmt: skip


def mutated(count: int, *, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many (name, content), the same for the same seed."""
    chance = random.Random(seed)
    sound = [(name, make()) for name, make in SOUND]
    for _ in range(count):
        name, content = chance.choice(sound)
        if content.startswith(b"PK") and chance.random() < 0.7:
            content = _inside(content, chance)
        elif (kind := chance.random()) < 0.12:
            content = _nested(content, chance)
        elif kind < 0.14:
            content = _swollen(chance)
        else:
            data = bytearray(content)
            for _ in range(chance.choice((1, 1, 2, 5, 30))):
                _break(data, chance, chance.choice(sound)[1])
            content = bytes(data)
        yield (chance.choice(NAMES) if chance.random() < 0.15 else name), content


def _inside(package: bytes, chance: random.Random) -> bytes:
    """A zipped document with one part broken, blown up, or in another's place, and closed again."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    name = chance.choice(list(parts))
    match chance.randrange(6):
        case 0:
            other = chance.choice(list(parts))
            parts[name], parts[other] = parts[other], parts[name]
        case 1:
            del parts[name]
        case 2:
            parts[name] = _nested(parts[name], chance)
        case 3:
            parts[name] += chance.choice((b" ", b"<w:p/>", b"A")) * chance.choice((1000, 3_000_000))
        case _:
            data = bytearray(parts[name])
            for _ in range(chance.choice((1, 1, 3))):
                _break(data, chance, package)
            parts[name] = bytes(data)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as closed:
        for part, data in parts.items():
            closed.writestr(part, data)
    return made.getvalue()


def _nested(content: bytes, chance: random.Random) -> bytes:
    """Elements in elements, deeper than any parser's stack."""
    tag, deep = chance.choice(TAGS), chance.choice((50, 2000, 40_000))
    at = chance.randrange(len(content) + 1)
    closed = b"" if chance.random() < 0.3 else f"</{tag}>".encode() * deep
    return content[:at] + f"<{tag}>".encode() * deep + "会议".encode() + closed + content[at:]


def _swollen(chance: random.Random) -> bytes:
    """Much of one thing: a bomb, a line without end, brackets, one cell over everything."""
    size = chance.choice((20_000, 300_000))
    match chance.randrange(6):
        case 0:
            return document("<w:p><w:r><w:t>" + "要" * size * 8 + "</w:t></w:r></w:p>")
        case 1:
            return document("<w:p/>" * size)
        case 2:
            return (
                f"<html><body><table>{'<tr><td rowspan=65000 colspan=1000>甲' * (size // 100)}</table></p></p>".encode()
            )
        case 3:
            return (
                chance.choice(("(", "“", "一、", "1.", "9", "（一）", "县", "\n", "要建设5所学校，")) * (size // 4)
            ).encode()
        case 4:
            return HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" * (size // 100)
        case _:
            return (
                b"%PDF-1.4\n"
                + b"1 0 obj\n<< /Type /Catalog /Pages 1 0 R /Kids [1 0 R] >>\nendobj\n" * (size // 50)
                + b"%%EOF"
            )


def _break(data: bytearray, chance: random.Random, other: bytes) -> None:
    at = chance.randrange(len(data) + 1)
    match chance.randrange(7):
        case 0 if data:
            data[at % len(data)] ^= 1 << chance.randrange(8)
        case 1:
            data[at:at] = chance.choice(HOSTILE)
        case 2:
            del data[at : at + chance.choice((1, 4, 100, 5000))]
        case 3:
            del data[at:]
        case 4:
            data[at:at] = data[: chance.choice((10, 1000))]
        case 5:
            start = chance.randrange(len(other) + 1)
            data[at:at] = other[start : start + chance.choice((20, 2000))]
        case _:
            data[at : at + 8] = chance.randbytes(8)

"""Files made by code: sound ones of every kind, and hostile ones."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable

import xlsxwriter
from docx import Document
from docx.oxml import parse_xml

SENTENCE = "要加强保密工作，防止机密泄露。"
MARK = "机密★1年"
LINES = ("云岭县召开2024年教育工作会议", "会议要求，要加强校园安全管理，8月底前完成。", SENTENCE)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BOX = (
    f'<w:p xmlns:w="{W}" xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict><v:shape><v:textbox><w:txbxContent>'
    "<w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
)
WATERMARK = (
    f'<w:p xmlns:w="{W}" xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict><v:shape>'
    '<v:textpath string="{}"/></v:shape></w:pict></w:r></w:p>'
)


def docx(*lines: str, header: str = "", box: str = "", watermark: str = "", cell: str = "", split: str = "") -> bytes:
    """A Word file; `split` is a paragraph whose every character is a run of its own."""
    document = Document()
    for line in lines or LINES:
        document.add_paragraph(line)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if split:
        paragraph = document.add_paragraph()
        for one in split:
            paragraph.add_run(one).bold = one in "机1"
    if box:
        document.element.body.insert(0, parse_xml(BOX.format(box)))
    if watermark:
        document.sections[0].header._element.append(parse_xml(WATERMARK.format(watermark)))
    if cell:
        document.add_table(1, 2).cell(0, 1).text = cell
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def xlsx(*cells: str, sheet: str = "人员", header: str = "", formula: str = "") -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        for row, cell in enumerate(cells or ("姓名", "柏青")):
            page.write_string(row, 0, cell)
        if header:
            page.set_header(header)
        if formula:
            page.write_formula(9, 1, formula, value=3)
    return made.getvalue()


def repacked(package: bytes, *, add: dict[str, bytes], replace: Iterable[tuple[bytes, bytes]] = ()) -> bytes:
    """A package with further parts, and words replaced in those it has."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            data = old.read(one)
            for before, after in replace:
                data = data.replace(before, after)
            if one.filename not in add:
                new.writestr(one.filename, data)
        for name, data in add.items():
            new.writestr(name, data)
    return made.getvalue()


def macro_workbook() -> bytes:
    types = (b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main")
    return repacked(
        xlsx(), add={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)}, replace=[types]
    )


def linked_workbook() -> bytes:
    return repacked(xlsx(), add={"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})


def linked_template() -> bytes:
    """A Word file that fetches its template from elsewhere when it is opened."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{kind}/attachedTemplate" Target="https://example.net/a.dotm" TargetMode="External"/></Relationships>'
    )
    return repacked(docx(), add={"word/_rels/settings.xml.rels": relations.encode()})


def zipped(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return made.getvalue()


def bomb() -> bytes:
    """A Word file of some kilobytes with a part of 300 MB."""
    made = io.BytesIO(docx())
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as package, package.open("word/media/a.bmp", "w") as part:
        for _ in range(300):
            part.write(bytes(1 << 20))
    return made.getvalue()


def lying_bomb() -> bytes:
    """A bomb whose table of contents says that it is small."""
    made = bytearray(bomb())
    at = made.rfind(b"PK\x01\x02")
    made[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(made)


def overlapping() -> bytes:
    """Two entries of a table of contents that lead to the same bytes."""
    made = bytearray(zipped(**{"[Content_Types].xml": b"x" * 100, "word/document.xml": b"y" * 100}))
    second = made.rfind(b"PK\x01\x02")
    made[second + 42 : second + 46] = struct.pack("<I", 0)
    return bytes(made)


def locked() -> bytes:
    """A package whose parts are said to be encrypted."""
    made = bytearray(docx())
    at = 0
    while (at := made.find(b"PK\x01\x02", at)) >= 0:
        made[at + 8] |= 1
        at += 4
    return bytes(made)


def ole(stream: str = "WordDocument") -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(500)


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def jpeg() -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 8 + b"\xff\xd9"


def pdf(line: str = "", *, more: bytes = b"") -> bytes:
    """One page with `line` in its text layer: glyphs by number, and a table that says which characters they are."""
    shown = "".join(f"{number:04x}" for number in range(1, len(line) + 1)).encode()
    stream = b"BT /F1 12 Tf 72 720 Td <%s> Tj ET" % shown
    named = "".join(f"<{number:04x}> <{ord(one):04x}>\n" for number, one in enumerate(line, 1))
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(line)} beginbfchar\n{named}endbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>"
    glyphs = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDToGIDMap /Identity /DW 1000 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        b"/FontDescriptor << /Type /FontDescriptor /FontName /A /Flags 4 >> >>"
    )
    page = b"/MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >>"
    return _pdf_of(
        b"<< /Type /Catalog /Pages 2 0 R " + more + b">>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R " + page + b" >>",
        _stream(stream),
        font,
        glyphs,
        _stream(table),
    )


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def _pdf_of(*objects: bytes) -> bytes:
    made, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))
    return made + head + table + tail


def ofd(*lines: str) -> bytes:
    codes = "".join(f"<ofd:TextObject><ofd:TextCode>{line}</ofd:TextCode></ofd:TextObject>" for line in lines)
    page = f'<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Layer>{codes}</ofd:Layer></ofd:Page>'
    return zipped(**{"OFD.xml": b"<OFD/>", "Doc_0/Pages/Page_0/Content.xml": page.encode()})


def html(*lines: str) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in lines or LINES)
    return f"<!doctype html><html><head><title>会议</title></head><body><div>{body}</div></body></html>".encode()


def text(*lines: str) -> bytes:
    return "\n".join(lines or LINES).encode()


# A sound file of every kind that is taken in.
SOUND: dict[str, tuple[str, Callable[[], bytes]]] = {
    "txt": ("会议.txt", text),
    "html": ("会议.html", html),
    "docx": ("会议.docx", docx),
    "xlsx": ("人员.xlsx", xlsx),
    "ofd": ("通知.ofd", lambda: ofd(*LINES)),
    "pdf": ("通知.pdf", lambda: pdf("加强校园安全管理")),
    "png": ("照片.png", png),
    "jpeg": ("照片.jpg", jpeg),
}

"""Makes the sample reports that need making: a Word file with automatic numbers, and a damaged web page.

    python tools/samples.py [FOLDER]

The authorities, people and figures are invented. county-2023.txt is written by hand and ships as it is.
"""

import io
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import opencc
import pypinyin
import yaml
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from lxml import etree

SOURCES = Path(__file__).with_name("samples")
SHIPPED = Path(__file__).resolve().parents[1] / "src" / "luoshi" / "samples"

# The city's work points as a Word file

ISSUED = datetime(2025, 2, 20, 9, tzinfo=UTC)
LEVELS = {"h1": 0, "h2": 1, "h3": 2}

NUMBERING = f"""
<w:abstractNum {nsdecls("w")} w:abstractNumId="90">
  <w:multiLevelType w:val="multilevel"/>
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="（%2）"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum>"""
NUMBER = f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'


def word_file(paper: dict[str, Any]) -> bytes:
    document = docx.Document()
    _house_font(document)
    _numbering(document)
    _line(document, paper["title"], size=22, centred=True)
    _line(document, paper["number"], centred=True)
    document.add_paragraph(paper["to"])
    document.add_paragraph(paper["opening"])
    for style, text in paper["body"]:
        _body(document, style, text)
    document.add_paragraph(paper["closing"])
    for text in (paper["signed"], paper["day"]):
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _line(document, paper["table"]["title"], size=16, centred=True)
    _table(document, paper["table"])
    return _undated(document)


def _house_font(document: Document) -> None:
    font = document.styles["Normal"].font
    font.name, font.size = "FangSong", Pt(12)
    font.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")


def _numbering(document: Document) -> None:
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(NUMBERING))
    numbering.append(parse_xml(NUMBER))


def _line(document: Document, text: str, *, size: int = 12, centred: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(text).font.size = Pt(size)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _body(document: Document, style: str, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(text).bold = style in {"h1", "h2"}
    if style in LEVELS:
        own: Any = paragraph._p.get_or_add_pPr()
        properties = own.get_or_add_numPr()
        properties.get_or_add_ilvl().val = LEVELS[style]
        properties.get_or_add_numId().val = 90


def _table(document: Document, table: dict[str, Any]) -> None:
    grid = document.add_table(rows=1, cols=len(table["head"]), style="Table Grid")
    for cell, text in zip(grid.rows[0].cells, table["head"], strict=True):
        cell.text = text
    for number, row in enumerate(table["rows"], 1):
        for cell, text in zip(grid.add_row().cells, [str(number), *row], strict=True):
            cell.text = text


def _undated(document: Document) -> bytes:
    """The file without the moment and the program that made it: the same paper gives the same bytes."""
    made = io.BytesIO()
    core = document.core_properties
    core.created = core.modified = ISSUED
    core.author = core.comments = core.last_modified_by = core.keywords = ""
    document.save(made)
    clean = io.BytesIO()
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(clean, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(parts.namelist()):
            if name != "docProps/thumbnail.jpeg":
                target.writestr(zipfile.ZipInfo(name, ISSUED.timetuple()[:6]), _part(parts, name), zipfile.ZIP_DEFLATED)
    return clean.getvalue()


def _part(parts: zipfile.ZipFile, name: str) -> bytes:
    content = parts.read(name)
    if name == "_rels/.rels":  # the template's preview picture went
        tree = parse_xml(content)
        for link in [link for link in tree if link.get("Target") == "docProps/thumbnail.jpeg"]:
            tree.remove(link)
        content = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content


# The district leader's speech as a damaged page

GLOSSED = "區會實發學進質業現統優經"
STRUCK_OUT = (
    ("建设区级劳动实践基地6个", "建设区级劳动实践基地XX个"),
    ("新建公办幼儿园3所", "新建公办幼儿园x所"),
    ("紧缺学科教师80名", "紧缺学科教师xx名"),
)
WIDTH = 34  # characters of a line in the page

HEAD = """<!DOCTYPE html>
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>{title}-汀棠{district}人民政府門戶網站</title>
<style>.sp{{display:none}} p{{text-indent:2em}}</style>
<script>var n = 12881; function zoom(s) {{ document.getElementById("zw").style.fontSize = s + "px"; }}</script>
</head>
<body>
<div class="nav"><a href="#">首頁</a> | <a href="#">政務公開</a> | <a href="#">互動交流</a></div>
<div class="path">當前位置：首頁 &gt; 政務公開 &gt; 領導講話</div>
<h1>{title}</h1>
<div class="info">發布時間：2024-02-28 09:15　來源：區政府辦公室　瀏覽次數：1580　字體：[ 大 中 小 ]</div>
<div id="zw">
"""
TAIL = """</div>
<p>責任編輯：謝聞笛</p>
<div class="tools">【打印本頁】【關閉窗口】　分享到：</div>
<div class="pages">上一篇：汀棠{district}召開安全生產工作調度會<br>下一篇：沒有了</div>
<div class="foot">版權所有：汀棠{district}人民政府辦公室　網站標識碼：0000000000<br>掃一掃在手機打開當前頁</div>
</body>
</html>
"""


def damaged_page(text: str) -> bytes:
    """Clean text as such a page shows it: figures struck out, lines cut, traditional script, some sounds noted."""
    for written, left in STRUCK_OUT:
        if written not in text:
            raise ValueError(f"the speech no longer says {written!r}")
        text = text.replace(written, left)
    title, *lines = opencc.OpenCC("s2t").convert(text).splitlines()
    paragraphs = "".join(f"<p>{_glossed(_wrapped(line))}</p>\n" for line in [title, *lines])
    frame = {"title": _glossed(title), "district": _glossed("區")}
    return (HEAD.format(**frame) + paragraphs + TAIL.format(**frame)).encode("gb18030")


def _wrapped(line: str) -> str:
    return "<br>\n".join(line[start : start + WIDTH] for start in range(0, len(line), WIDTH))


def _glossed(text: str) -> str:
    for char in GLOSSED:
        text = text.replace(char, f"{char}({pypinyin.lazy_pinyin(char, style=pypinyin.Style.TONE)[0]})")
    return text


def make() -> dict[str, bytes]:
    """Every made sample by file name."""
    paper = yaml.safe_load((SOURCES / "city-2025.yaml").read_text("utf-8"))
    speech = (SOURCES / "district-2024.txt").read_text("utf-8")
    return {"city-2025.docx": word_file(paper), "district-2024.html": damaged_page(speech)}


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if sys.argv[1:] else SHIPPED
    for name, content in make().items():
        (folder / name).write_bytes(content)
        print(folder / name, len(content), "bytes")

"""Documents opened again by python-docx, and pages typeset by LibreOffice where it is there."""

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pytest

from luoshi.scribe import (
    Attachment,
    Cell,
    Document,
    Heading,
    Imprint,
    Letterhead,
    Paragraph,
    Signature,
    Table,
    numbered,
    to_docx,
)

XHTML = "{http://www.w3.org/1999/xhtml}"
DAY = date(2026, 3, 5)


@dataclass(frozen=True)
class Row:
    """A line on a typeset page, in points from its upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Typeset:
    """A typeset page."""

    width: float
    height: float
    rows: tuple[Row, ...]


@pytest.fixture
def opened() -> Callable[..., docx.document.Document]:
    """Documents written and opened again."""
    return lambda *documents: docx.Document(io.BytesIO(to_docx(*documents)))


@pytest.fixture
def whole() -> Document:
    """A document with every part there can be."""
    table = Table((("序号", "任务"),), ((Cell("目标", across=2, strong=True),), ("1", "建成3所幼儿园")), (1, 5), 10.5)
    return Document(
        "云溪县教育局关于印发\n2026年教育工作要点的通知",
        "各学校",
        numbered((Heading("总体要求"), Paragraph("坚持立德树人。"), Heading("主要目标", 2), Heading("普惠", 3), table)),
        (Attachment("责任分解表", (table,), landscape=True), Attachment("名单", (Paragraph("名单如下。"),))),
        Signature("云溪县教育局", DAY),
        "联系人：张三",
        (Paragraph("回执"),),
        Letterhead("云溪县教育局文件", "云教〔2026〕12号", "李四"),
        Imprint("云溪县教育局办公室", DAY, "县政府办公室"),
    )


@pytest.fixture(scope="session")
def typeset(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[Typeset]]:
    """Documents as pages. Word's own layout cannot be tried here; LibreOffice's is the nearest there is."""
    missing = [program for program in ("soffice", "pdftotext") if not shutil.which(program)]
    if missing:
        pytest.skip(f"how official documents look when typeset: {'、'.join(missing)} not on this machine")

    def pages(*documents: Document) -> list[Typeset]:
        return _sheets(_converted(tmp_path_factory, *documents))

    if not _converted(tmp_path_factory, Document("试")).exists():
        pytest.skip("how official documents look when typeset: soffice is here without its Writer")
    return pages


def _converted(factory: pytest.TempPathFactory, *documents: Document) -> Path:
    folder = factory.mktemp("typeset")
    (folder / "document.docx").write_bytes(to_docx(*documents))
    profile = f"-env:UserInstallation={(folder.parent / 'office').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "document.docx"]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    return folder / "document.pdf"


def _sheets(pdf: Path) -> list[Typeset]:
    said = subprocess.run(["pdftotext", "-bbox-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    root = ET.fromstring(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", said))
    return [
        Typeset(float(page.get("width", 0)), float(page.get("height", 0)), tuple(map(_row, page.iter(f"{XHTML}line"))))
        for page in root.iter(f"{XHTML}page")
    ]


def _row(line: ET.Element) -> Row:
    text = "".join(word.text or "" for word in line.iter(f"{XHTML}word"))
    return Row(text, *(float(line.get(side, 0)) for side in ("xMin", "yMin", "xMax", "yMax")))

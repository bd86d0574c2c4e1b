"""Word files made of their XML, so that a test shows exactly what the file holds."""

import io
import zipfile
from collections.abc import Callable

import pytest

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml."
PARTS = {
    "numbering": "numbering",
    "styles": "styles",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "header": "hdr",
    "footer": "ftr",
}

WordFile = Callable[..., bytes]


def document(body: str, **parts: str) -> bytes:
    """A .docx whose body and parts (numbering, styles, footnotes, endnotes, header, footer) hold the given XML."""
    types = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{MAIN}{name}+xml"/>' for name in parts)
    links = "".join(
        f'<Relationship Id="r{number}" Type="{KIND}{name}" Target="{name}.xml"/>' for number, name in enumerate(parts)
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{MAIN}document.main+xml"/>{types}</Types>',
        )
        package.writestr(
            "_rels/.rels",
            _relationships(f'<Relationship Id="r1" Type="{KIND}officeDocument" Target="word/document.xml"/>'),
        )
        package.writestr("word/_rels/document.xml.rels", _relationships(links))
        package.writestr("word/document.xml", f"<w:document {SPACES}><w:body>{body}</w:body></w:document>")
        for name, xml in parts.items():
            package.writestr(f"word/{name}.xml", f"<w:{PARTS[name]} {SPACES}>{xml}</w:{PARTS[name]}>")
    return out.getvalue()


def _relationships(links: str) -> str:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'
    )


@pytest.fixture
def word() -> WordFile:
    return document

"""The parts of a .docx file and how they are zipped: the same document gives the same bytes on every day."""

import io
import zipfile
from datetime import date
from xml.sax.saxutils import escape

from luoshi.scribe.characters import in_one_line
from luoshi.scribe.styles import fonts, styles
from luoshi.scribe.xml import Xml

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # what a zip calls no time at all
_SETTINGS = Xml(
    "<w:evenAndOddHeaders/>"
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    "<w:compat><w:doNotExpandShiftReturn/><w:useFELayout/>"
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
)


def packed(body: Xml, footers: dict[str, Xml], *, title: str, day: date | None) -> bytes:
    """A .docx of a body and its footers, which the body names by their keys."""
    parts = {
        "word/document.xml": ("document.main", _root("document", Xml(f"<w:body>{body}</w:body>"))),
        "word/styles.xml": ("styles", _root("styles", styles())),
        "word/settings.xml": ("settings", _root("settings", _SETTINGS)),
        "word/fontTable.xml": ("fontTable", _root("fonts", fonts())),
    } | {f"word/{key}.xml": ("footer", _root("ftr", footer)) for key, footer in footers.items()}
    relations = [("styles", "styles"), ("settings", "settings"), ("fontTable", "fontTable")]
    texts = {
        "[Content_Types].xml": _types({name: kind for name, (kind, _) in parts.items()}),
        "_rels/.rels": _starting_points(),
        "docProps/core.xml": _properties(title, day),
        "word/_rels/document.xml.rels": _related([*relations, *((key, "footer") for key in footers)]),
    } | {name: text for name, (_, text) in parts.items()}
    return _zipped(texts)


def _zipped(texts: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in texts.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, (_HEAD + text).encode())
    return target.getvalue()


def _root(name: str, inside: Xml) -> str:
    return f'<w:{name} xmlns:w="{_MAIN}" xmlns:r="{_RELATIONS}">{inside}</w:{name}>'


def _types(kinds: dict[str, str]) -> str:
    named = "".join(f'<Override PartName="/{name}" ContentType="{_WORD}.{kind}+xml"/>' for name, kind in kinds.items())
    core = '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="{_PACKAGE}/content-types">{rels}{core}{named}</Types>'


def _starting_points() -> str:
    main = f'<Relationship Id="main" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>'
    core = (
        f'<Relationship Id="core" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{main}{core}</Relationships>'


def _related(relations: list[tuple[str, str]]) -> str:
    named = "".join(
        f'<Relationship Id="{key}" Type="{_RELATIONS}/{kind}" Target="{key}.xml"/>' for key, kind in relations
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{named}</Relationships>'


def _properties(title: str, day: date | None) -> str:
    """Neither author nor program: who wrote a paper stands in the journal. The day is the paper's own."""
    moment = f"{day or date(*_EARLIEST[:3]):%Y-%m-%d}T00:00:00Z"
    times = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>' for name in ("created", "modified")
    )
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(in_one_line(title))}</dc:title>{times}</cp:coreProperties>"
    )

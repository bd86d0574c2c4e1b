"""The file: what is in it, that it is the same on every day, that it says nothing of who made it."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from lxml import etree

from luoshi.scribe import Document, to_docx
from tests.scribe.conftest import DAY


@pytest.fixture
def package(whole) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(to_docx(whole)))


def test_the_same_document_gives_the_same_bytes(whole, monkeypatch) -> None:
    before = to_docx(whole)
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 1, 2, 3, 4, 5, 0, 0, 0))
    assert to_docx(whole) == before
    assert to_docx(replace(whole, note="")) != before


def test_every_part_bears_the_same_day(package) -> None:
    assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_properties_name_title_and_day_and_nobody(package, opened, whole) -> None:
    properties = opened(whole).core_properties
    assert properties.title == "云溪县教育局关于印发 2026年教育工作要点的通知"
    assert (properties.created.date(), properties.modified.date()) == (DAY, DAY)
    said = etree.fromstring(package.read("docProps/core.xml"))
    assert [etree.QName(node).localname for node in said] == ["title", "created", "modified"]


def test_an_unsigned_document_has_the_earliest_day(opened) -> None:
    assert opened(Document("通知")).core_properties.created.date() == date(1980, 1, 1)


def test_every_part_is_related_and_has_a_type(package) -> None:
    types = etree.fromstring(package.read("[Content_Types].xml"))
    typed = {node.get("PartName") for node in types if node.get("PartName")}
    parts = {f"/{name}" for name in package.namelist() if not name.endswith((".rels", "].xml"))}
    assert typed == parts
    relations = etree.fromstring(package.read("word/_rels/document.xml.rels"))
    related = {f"/word/{node.get('Target')}" for node in relations}
    assert related == {name for name in parts if name.startswith("/word/")} - {"/word/document.xml"}


def test_nothing_leads_out_of_the_file(package) -> None:
    assert all(b"TargetMode" not in package.read(name) for name in package.namelist())


# What Word refuses to open: children of an element in another order than its schema names (ECMA-376 part 1, annex A).
ORDERS = {
    "pPr": "pStyle keepNext widowControl pBdr tabs overflowPunct autoSpaceDE autoSpaceDN snapToGrid spacing ind jc outlineLvl sectPr",
    "rPr": "rFonts b color spacing sz szCs lang",
    "tblPr": "tblpPr tblW jc tblBorders tblLayout tblCellMar",
    "tblBorders": "top left bottom right insideH insideV",
    "tblCellMar": "top left bottom right",
    "tcPr": "tcW gridSpan vMerge textDirection vAlign",
    "sectPr": "footerReference type pgSz pgMar pgNumType docGrid",
    "style": "name basedOn next qFormat pPr rPr",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr p",
    "settings": "evenAndOddHeaders characterSpacingControl compat themeFontLang",
}


@pytest.mark.parametrize("name", ORDERS)
def test_elements_stand_in_the_order_of_the_schema(package, name: str) -> None:
    order = ORDERS[name].split()
    seen = 0
    for part in package.namelist():
        for element in etree.fromstring(package.read(part)).iter(f"{{*}}{name}"):
            children = [order.index(etree.QName(child).localname) for child in element]
            assert children == sorted(children)
            seen += 1
    assert seen

"""Page numbers in the file."""

import pytest
from docx.oxml.ns import qn

from luoshi.scribe import Attachment, Document, Imprint
from tests.scribe.conftest import DAY


def said(footer) -> str:
    return "".join(node.text for node in footer._element.iter(qn("w:t")))


@pytest.fixture
def sections(opened, whole):
    document = opened(
        Document("题", attachments=(Attachment("表", landscape=True),), imprint=Imprint("办公室", DAY)), whole
    )
    assert document.settings.odd_and_even_pages_header_footer
    return list(document.sections)


def test_every_page_bears_its_number_but_that_of_the_imprint_alone(sections) -> None:
    odd = [said(section.footer) for section in sections]
    even = [said(section.even_page_footer) for section in sections]
    assert odd == even == ["— 1 —", "— 1 —", "", "— 1 —", "— 1 —", "— 1 —"]
    fields = [section.footer._element.find(f".//{qn('w:fldSimple')}") for section in sections]
    assert [field is not None and field.get(qn("w:instr")).strip() for field in fields] == ["PAGE"] * 2 + [False] + [
        "PAGE"
    ] * 3


def test_numbers_stand_at_the_outer_side(sections) -> None:
    for section in sections[:2]:
        sides = [
            f._element.find(f".//{qn('w:jc')}").get(qn("w:val")) for f in (section.footer, section.even_page_footer)
        ]
        assert sides == ["right", "left"]


def test_on_a_turned_sheet_the_number_is_read_downwards(sections) -> None:
    found = [section.footer._element.find(f".//{qn('w:textDirection')}") for section in sections]
    directions = ["" if one is None else one.get(qn("w:val")) for one in found]
    assert directions == ["", "tbRl", "", "", "tbRl", ""]

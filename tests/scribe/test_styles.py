"""The styles say what the standard asks of each part's type."""

import pytest
from docx.oxml.ns import qn

from luoshi.scribe import Document


@pytest.fixture
def styles(opened):
    return {style.style_id: style.element for style in opened(Document("题")).styles}


def fonts(style) -> set[str]:
    element = style.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    return {element.get(qn(f"w:{name}")) for name in ("ascii", "hAnsi", "eastAsia", "cs")}


@pytest.mark.parametrize(
    ("style", "face", "size"),
    [
        ("Normal", "仿宋_GB2312", 32),
        ("Title", "方正小标宋简体", 44),
        ("Level1", "黑体", None),
        ("Level2", "楷体_GB2312", None),
        ("Level3", "仿宋_GB2312", None),
        ("Level4", "仿宋_GB2312", None),
        ("Imprint", "仿宋_GB2312", 28),
        ("PageNumber", "宋体", 28),
    ],
)
def test_each_part_has_its_face_and_size(styles, style: str, face: str, size: int | None) -> None:
    assert fonts(styles[style]) == {face}
    found = styles[style].find(f"{qn('w:rPr')}/{qn('w:sz')}")
    assert (None if found is None else int(found.get(qn("w:val")))) == size


def test_body_lines_are_exactly_as_high_as_twenty_two_of_a_page(styles) -> None:
    properties = styles["Normal"].find(qn("w:pPr"))
    spacing = properties.find(qn("w:spacing"))
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("579", "exact")
    off = ("widowControl", "overflowPunct", "autoSpaceDE", "autoSpaceDN")
    assert [properties.find(qn(f"w:{name}")).get(qn("w:val")) for name in off] == ["0"] * 4


def test_text_and_headings_begin_two_characters_in(styles) -> None:
    for name in ("Text", "Level1", "Level2", "Level3", "Level4"):
        assert styles[name].find(f"{qn('w:pPr')}/{qn('w:ind')}").get(qn("w:firstLineChars")) == "200"


def test_headings_stand_in_the_outline_and_with_their_text(styles) -> None:
    for level in range(1, 5):
        properties = styles[f"Level{level}"].find(qn("w:pPr"))
        assert properties.find(qn("w:outlineLvl")).get(qn("w:val")) == str(level - 1)
        assert properties.find(qn("w:keepNext")) is not None


def test_a_machine_without_a_face_is_told_what_may_stand_in(opened) -> None:
    related = opened(Document("题")).part.rels["fontTable"].target_part
    said = related.blob.decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong,' in said

"""The checker: nothing to say of our own documents, everything to say of those of others, with the place."""

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import replace

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from luoshi.scribe import Document, Heading, Paragraph, to_docx
from luoshi.scribe.check import Deviation, NotDocxError, Place, check


def saved(document) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


@pytest.fixture
def changed(opened, whole) -> Callable[..., list[tuple[str, str, str]]]:
    """What is said of a sound document after a change."""

    def after(change) -> list[tuple[str, str, str]]:
        document = opened(whole)
        change(document)
        return [(one.code, one.found, one.wanted) for one in check(saved(document))]

    return after


def of(document, words: str):
    return next(p for p in document.paragraphs if words in p.text)


def test_nothing_is_said_of_what_scribe_writes(whole) -> None:
    levels = tuple(block for n in range(1, 5) for block in (Heading("标题", n), Paragraph("正文，3所学校。")))
    for one in (whole, Document(""), Document("题", "各校", levels), replace(whole, attachments=whole.attachments[:1])):
        assert check(to_docx(one)) == ()


def set_margin(document) -> None:
    document.sections[0].left_margin = Mm(31.8)


def set_size(document) -> None:
    document.sections[1].page_height = Mm(215.9)


def set_grid_off(document) -> None:
    of(document, "坚持立德").paragraph_format.line_spacing = 1.5


def set_line(document) -> None:
    of(document, "坚持立德").paragraph_format.line_spacing = Pt(24)


def set_type(document) -> None:
    of(document, "坚持立德").runs[0].font.size = Pt(14)


def set_face(document) -> None:
    run = of(document, "坚持立德").runs[0]
    run.font.name = "Arial"  # of Latin letters, which are not judged
    run._r.rPr.rFonts.set(qn("w:eastAsia"), "微软雅黑")


def set_heading(document) -> None:
    of(document, "总体要求").style = document.styles["Body Text"]


def set_indent(document) -> None:
    of(document, "坚持立德").style = document.styles["Normal"]


def set_title(document) -> None:
    title = of(document, "关于印发")
    title.alignment = WD_ALIGN_PARAGRAPH.LEFT
    title.runs[0].font.size = Pt(18)


def set_number(document) -> None:
    of(document, "12号").runs[0].text = "云教[2026]012号"


def set_day(document) -> None:
    of(document, "3月5日").runs[0].text = "二〇二六年三月五日"


def set_one_side(document) -> None:
    document.settings.odd_and_even_pages_header_footer = False


def set_no_number(document) -> None:
    footer = document.sections[0].footer._element
    footer.remove(footer[0])
    footer.append(OxmlElement("w:p"))


def set_number_size(document) -> None:
    document.sections[2].footer.paragraphs[0].runs[0].font.size = Pt(9)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (set_margin, [("page_left", "31.8", "28"), ("characters", "27", "28")]),
        (set_size, [("page_height", "215.9", "210")]),
        (set_grid_off, [("lines", "14", "22")]),
        (set_line, [("lines", "26", "22")]),
        (set_type, [("text_size", "14", "16"), ("characters", "32", "28")]),
        (set_face, [("text_face", "微软雅黑", "仿宋_GB2312")]),
        (set_heading, [("level_face", "仿宋_GB2312", "黑体")]),
        (set_indent, [("indent", "0", "2")]),
        (set_title, [("title_size", "18", "22"), ("title_align", "left", "center")]),
        (set_number, [("number_form", "云教[2026]012号签发人：李四", "〔年份〕序号号")]),
        (set_day, [("day_form", "二〇二六年三月五日", "2026年3月5日")]),
        (set_one_side, [("page_number_sides", "one", "odd right, even left")] * 3),
        (set_no_number, [("page_number", "", "— 1 —")] * 2),
        (set_number_size, [("page_number_size", "9", "14")] * 2),
    ],
    ids=lambda given: given.__name__ if callable(given) else "",
)
def test_each_deviation_is_said_once(changed, change, expected) -> None:
    assert changed(change) == expected


def test_a_deviation_names_its_place(opened, whole) -> None:
    document = opened(whole)
    of(document, "名单如下").runs[0].font.size = Pt(14)
    found = [one for one in check(saved(document)) if one.code == "text_size"]
    place = next(n for n, p in enumerate(document.paragraphs, 1) if "名单如下" in p.text)
    assert found == [Deviation("text_size", Place(3, place, "名单如下。"), "14", "16")]


@pytest.mark.parametrize("name", ["仿宋", "FangSong", "fangsong", "方正仿宋_GBK"])
def test_the_same_face_under_another_name_is_no_deviation(changed, name: str) -> None:
    def rename(document) -> None:
        run = of(document, "坚持立德").runs[0]
        run.font.name = name
        run._r.rPr.rFonts.set(qn("w:eastAsia"), name)

    assert changed(rename) == []


def test_what_word_makes_by_itself_is_told_apart_in_every_point() -> None:
    document = docx.Document()
    document.add_heading("关于印发要点的通知", 0)
    for words in ("各学校：", "一、总体要求", "正文内容。"):
        document.add_paragraph(words)
    codes = [one.code for one in check(saved(document))]
    pages = ["page_width", "page_height", "page_top", "page_right", "page_bottom", "page_left"]
    assert codes == [
        *pages,
        *("page_number_sides", "page_number"),
        *("title_face", "title_size", "title_align"),
        *("addressees_face", "addressees_size", "characters", "lines"),
        *("level_face", "level_size", "indent"),
        *("text_face", "text_size", "indent"),
    ]


def test_a_face_of_the_theme_is_its_chinese_one() -> None:
    document = docx.Document()
    document.add_paragraph("正文内容。")
    assert [one.found for one in check(saved(document)) if one.code == "text_face"] == ["宋体"]


# Broken files


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" * 100, "公文".encode()])
def test_what_is_no_word_file_is_refused(content: bytes) -> None:
    with pytest.raises(NotDocxError, match="not a Word file"):
        check(content)


def test_a_damaged_file_is_judged_or_refused(whole) -> None:
    """Parts of the markup taken out at random; whatever is left, there is an answer."""
    chance = random.Random(9704)
    with zipfile.ZipFile(io.BytesIO(to_docx(whole))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    refused = 0
    for _ in range(150):
        name = chance.choice([name for name in parts if name.startswith("word/")])
        start = chance.randrange(len(parts[name]))
        broken = parts[name][:start] + parts[name][start + chance.randrange(200) :]
        try:
            assert all(isinstance(one, Deviation) for one in check(zipped(parts | {name: broken})))
        except NotDocxError:
            refused += 1
    assert 0 < refused < 150


def zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    "gone", ["w:sectPr", "w:pgSz", "w:pgMar", "w:docGrid", "w:pPr", "w:rPr", "w:r", "w:footerReference"]
)
def test_a_file_that_says_less_is_judged_by_what_it_says(opened, whole, gone: str) -> None:
    document = opened(whole)
    for element in list(document.element.iter(qn(gone))):
        element.getparent().remove(element)
    assert isinstance(check(saved(document)), tuple)


def test_a_style_based_on_itself_is_gone_through_once(opened, whole) -> None:
    document = opened(whole)
    based = document.styles["Body Text"].element.find(qn("w:basedOn"))
    based.set(qn("w:val"), "Text")
    assert "text_size" in {one.code for one in check(saved(document))}

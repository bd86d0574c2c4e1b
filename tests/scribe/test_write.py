"""From the document as data to the file: nothing is lost, everything in its order, every page as it should be."""

import io
import re
from collections.abc import Iterator
from datetime import date

import docx
import pytest
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st

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
    to_docx,
)
from luoshi.scribe.characters import plain
from tests.scribe.conftest import DAY


def sides(section) -> list[float]:
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    return [round(side.mm) for side in (section.page_width, section.page_height, *margins)]


def test_each_sheet_is_a4_with_the_margins_of_the_standard(opened, whole) -> None:
    main, turned, upright = opened(whole).sections
    assert sides(main) == sides(upright) == [210, 297, 37, 26, 35, 28]
    assert sides(turned) == [297, 210, 28, 37, 26, 35]
    orientations = [section.orientation for section in (main, turned, upright)]
    assert orientations == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    assert main.footer_distance == pytest.approx(Mm(35 - 7) - Pt(7), abs=Pt(0.1))


def test_every_section_has_the_grid_of_twenty_two_lines(opened, whole) -> None:
    for section in opened(whole).sections:
        grid = section._sectPr.find(qn("w:docGrid"))
        assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")


def test_attachments_begin_on_new_pages_and_documents_on_new_sheets(opened, whole) -> None:
    sections = opened(whole, whole).sections
    assert [section.start_type for section in sections] == [
        *(WD_SECTION.NEW_PAGE, WD_SECTION.NEW_PAGE, WD_SECTION.NEW_PAGE),
        *(WD_SECTION.ODD_PAGE, WD_SECTION.NEW_PAGE, WD_SECTION.NEW_PAGE),
    ]
    starts = [section._sectPr.find(qn("w:pgNumType")) is not None for section in sections]
    assert starts == [True, False, False] * 2


def test_no_document_is_no_file() -> None:
    with pytest.raises(ValueError, match="no document"):
        to_docx()


def test_an_empty_document_is_an_empty_page(opened) -> None:
    document = opened(Document(""))
    assert ([p.text for p in document.paragraphs], len(document.sections)) == ([""], 1)


def test_the_parts_stand_in_their_order(opened, whole) -> None:
    assert everything(opened(whole)) == [
        "云溪县教育局文件",
        "云教〔2026〕12号\t签发人：李四",
        "云溪县教育局关于印发\n2026年教育工作要点的通知",
        "各学校：",
        "一、总体要求",
        "坚持立德树人。",
        "（一）主要目标",
        "1.普惠",
        *(table := ["序号", "任务", "目标", "1", "建成3所幼儿园"]),
        "附件：1.\t责任分解表",
        "2.\t名单",
        "云溪县教育局",
        "2026年3月5日",
        "（联系人：张三）",
        "回执",
        "附件1",
        "责任分解表",
        *table,
        "附件2",
        "名单",
        "名单如下。",
        "抄送：县政府办公室。",
        "云溪县教育局办公室",
        "2026年3月5日印发",
    ]


@pytest.mark.parametrize("listed", [True, False])
def test_the_last_paragraph_stays_with_the_signature(opened, listed: bool) -> None:
    attachments = (Attachment("表"),) if listed else ()
    text = (Paragraph("甲。"), Paragraph("乙。"))
    document = opened(Document("", "", text, attachments, Signature("教育局", DAY)))
    kept = {p.text: p.paragraph_format.keep_with_next for p in document.paragraphs if p.text}
    expected = {"甲。": None, "乙。": True, "附件：表": True, "教育局": True, "2026年3月5日": None}
    assert {text: keep for text, keep in kept.items() if text in expected} == {
        text: keep for text, keep in expected.items() if listed or "附件" not in text
    }


def test_headings_have_the_style_of_their_level(opened) -> None:
    document = opened(Document("", blocks=tuple(Heading("标题", level) for level in range(1, 5))))
    assert [p.style.name for p in document.paragraphs] == ["Heading 1", "Heading 2", "Heading 3", "Heading 4"]


def test_paragraphs_stand_as_they_say(opened) -> None:
    blocks = (
        Paragraph("缩进"),
        Paragraph("顶格", indent=False),
        Paragraph("居中", "center"),
        Paragraph("靠右", "right"),
    )
    document = opened(Document("", blocks=blocks))
    alignments = [p.alignment for p in document.paragraphs]
    assert [p.style.name for p in document.paragraphs] == ["Body Text", "Normal", "Normal", "Normal"]
    assert [str(align).split(".")[-1].split(" ")[0] for align in alignments] == ["None", "None", "CENTER", "RIGHT"]


# Whatever is said

names = st.sampled_from(
    [
        "云溪县特殊教育学校暨云溪县青少年学生校外活动中心（未成年人心理健康辅导中心）",
        "<b>&amp;]]>",
        "",
        " 甲 ",
        "\u3000乙",
        "𠮷",
    ]
)
texts = st.one_of(names, st.text(st.characters(), max_size=40))
paragraphs = st.builds(Paragraph, texts, st.sampled_from(["left", "center", "right"]), st.booleans())
headings = st.builds(Heading, texts, st.integers(1, 4))


@st.composite
def tables(draw) -> Table:
    columns = draw(st.integers(1, 4))
    row = st.tuples(*[texts] * columns)
    band = st.builds(lambda text: (Cell(text, across=columns, strong=True),), texts)
    head = draw(st.lists(row, max_size=2))
    return Table(
        tuple(head), tuple(draw(st.lists(st.one_of(row, band), min_size=not head, max_size=4))), (1.0,) * columns
    )


blocks = st.lists(st.one_of(paragraphs, headings, tables()), max_size=5).map(tuple)
documents = st.builds(
    Document,
    texts,
    texts,
    blocks,
    st.lists(st.builds(Attachment, texts, blocks, st.booleans()), max_size=3).map(tuple),
    st.none() | st.builds(Signature, texts, st.dates(date(1949, 10, 1)), st.booleans()),
    texts,
    blocks,
    st.none() | st.builds(Letterhead, texts, texts, texts),
    st.none() | st.builds(Imprint, texts, st.dates(date(1949, 10, 1)), texts),
)


def everything(document: docx.document.Document) -> list[str]:
    """All that stands in the file, paragraph by paragraph, in tables as well."""
    found = (docx.text.paragraph.Paragraph(p, document).text for p in document.element.body.iter(qn("w:p")))
    return [text for text in found if text]


def said_by(document: Document) -> Iterator[str]:
    """Every text of a document in the order of its parts, told anew from the data."""
    head, signed, printed = document.letterhead, document.signature, document.imprint
    yield from (head.mark, head.number, head.signer) if head else ()
    yield from (document.title, document.addressees)
    yield from in_blocks(document.blocks)
    yield from (attachment.name for attachment in document.attachments)
    yield from (signed.body, str(signed.day.year)) if signed else ()
    yield document.note
    yield from in_blocks(document.below)
    for attachment in document.attachments:
        yield attachment.name
        yield from in_blocks(attachment.blocks)
    yield from (printed.copies, printed.office, str(printed.day.year)) if printed else ()


def in_blocks(blocks):
    for block in blocks:
        if isinstance(block, Table):
            yield from (
                cell.text if isinstance(cell, Cell) else cell for row in (*block.head, *block.rows) for cell in row
            )
        else:
            yield block.text


def bare(text: str) -> str:
    """Without blanks, and without what the parts put to the words themselves or take from their ends."""
    return re.sub(r"[\s：:（）。]", "", plain(text))


@settings(deadline=None, max_examples=150)
@given(st.lists(documents, min_size=1, max_size=2))
def test_whatever_is_said_stands_in_the_file_in_order(given_documents: list[Document]) -> None:
    found = bare("".join(everything(docx.Document(io.BytesIO(to_docx(*given_documents))))))
    place = 0
    for text in (text for document in given_documents for text in said_by(document)):
        at = found.find(bare(text), place)
        assert at >= 0, f"{text!r} is lost"
        place = at + len(bare(text))

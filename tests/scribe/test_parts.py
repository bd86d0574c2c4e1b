"""Head, list of attachments, signature and imprint, by the figures of the standard."""

from datetime import date

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from luoshi.scribe import Attachment, Document, Imprint, Letterhead, Signature
from luoshi.scribe.page import CHARACTER, LINE, PORTRAIT
from tests.scribe.conftest import DAY

BLANK = CHARACTER * 635  # EMU


@pytest.fixture
def paragraphs(opened):
    return lambda **parts: [p for p in opened(Document(**({"title": ""} | parts))).paragraphs if p.text]


def test_mark_is_red_and_thirty_five_millimetres_below_the_margin(paragraphs) -> None:
    mark, number, title = paragraphs(title="通知", letterhead=Letterhead("云溪县教育局文件", "云教〔2026〕12号"))
    assert mark.paragraph_format.space_before == pytest.approx(Mm(35), abs=Pt(0.1))
    assert str(mark.style.font.color.rgb) == "FF0000"
    assert mark.alignment is None
    assert mark.style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER
    blank_lines = [p.paragraph_format.space_before.pt * 20 / LINE for p in (number, title)]
    assert blank_lines == pytest.approx([2, 2])


def line_of(document):
    return next(p for p in document.paragraphs if p.style.name == "红色分隔线")


def test_red_line_stands_four_millimetres_below_the_number(opened) -> None:
    head = Letterhead("云溪县教育局文件", "云教〔2026〕12号")
    line = line_of(opened(Document("", letterhead=head)))
    border = line._p.pPr.find(f"{qn('w:pBdr')}/{qn('w:bottom')}")
    assert border.get(qn("w:color")) == "FF0000"
    assert line.paragraph_format.line_spacing == pytest.approx(Mm(4), abs=Pt(0.1))


def test_paper_already_printed_gets_no_second_mark_or_line(opened) -> None:
    document = opened(Document("", letterhead=Letterhead("", "云教〔2026〕12号")))
    assert line_of(document)._p.pPr.find(qn("w:pBdr")) is None
    assert [p.text for p in document.paragraphs if p.text] == ["云教〔2026〕12号"]
    assert document.paragraphs[0].paragraph_format.space_before == pytest.approx(Mm(35), abs=Pt(0.1))


def test_who_signs_stands_at_the_right_of_the_number(paragraphs) -> None:
    (number,) = paragraphs(letterhead=Letterhead("", "云教〔2026〕12号", "李四"))
    assert number.text == "云教〔2026〕12号\t签发人：李四"
    (stop,) = number.paragraph_format.tab_stops
    assert (number.paragraph_format.left_indent, stop.position) == (BLANK, (PORTRAIT.inner - CHARACTER) * 635)
    assert number.runs[-1]._r.rPr.rFonts.get(qn("w:eastAsia")) == "楷体_GB2312"


@pytest.mark.parametrize(
    ("mark", "size"), [("云溪县教育局文件", 50), ("中共云溪县委教育工作领导小组文件", 27), ("云溪县" * 20, 22)]
)
def test_a_long_mark_is_set_smaller(paragraphs, mark: str, size: int) -> None:
    (written,) = paragraphs(letterhead=Letterhead(mark))
    assert written.runs[0].font.size == Pt(size)


def test_addressees_end_in_one_colon(paragraphs) -> None:
    assert [paragraphs(addressees=said)[0].text for said in ("各学校", "各学校：", "各学校:")] == ["各学校："] * 3


def test_several_attachments_are_numbered_and_one_is_not(paragraphs) -> None:
    one = [Attachment("分解表")]
    listed = [[p.text for p in paragraphs(attachments=tuple(one * count)) if "题" not in p.text] for count in (1, 2)]
    assert listed == [
        ["附件：分解表", "附件", "分解表"],
        ["附件：1.\t分解表", "2.\t分解表", "附件1", "分解表", "附件2", "分解表"],
    ]


def test_listed_names_go_on_below_their_first_character(paragraphs) -> None:
    first, second, *_ = paragraphs(attachments=(Attachment("甲"), Attachment("乙")))
    assert first.paragraph_format.left_indent == second.paragraph_format.left_indent == 7 * BLANK
    hanging = [p.paragraph_format.first_line_indent for p in (first, second)]
    assert hanging == [-5 * BLANK, -2 * BLANK]
    assert first.paragraph_format.space_before.pt * 20 == LINE


def ends(written) -> list[float]:
    """How many characters from the right each paragraph ends."""
    return [round(p.paragraph_format.right_indent / BLANK, 2) for p in written]


@pytest.mark.parametrize(
    ("body", "day", "sealed", "expected"),
    [
        ("云溪县教育局", DAY, True, [4, 4]),
        ("教育局", DAY, True, [5.5, 4]),
        ("云溪县教育局", date(2026, 11, 22), True, [4.5, 4]),
        ("云溪县未成年人保护工作领导小组办公室", DAY, True, [0, 4]),
        ("云溪县教育局办公室", DAY, False, [2, 3]),
        ("云溪县教育局", DAY, False, [4, 2]),
    ],
)
def test_name_and_day_stand_by_the_rule(paragraphs, body: str, day: date, sealed: bool, expected: list[float]) -> None:
    written = paragraphs(signature=Signature(body, day, sealed))
    assert written[0].text == body
    assert ends(written) == pytest.approx(expected)
    lines = written[0].paragraph_format.space_before.pt * 20 / LINE
    assert lines == (2 if sealed else 1)


def test_note_stands_in_brackets_once(paragraphs) -> None:
    assert [paragraphs(note=said)[0].text for said in ("联系人：张三", "（联系人：张三）")] == ["（联系人：张三）"] * 2


def test_imprint_has_thick_lines_outside_and_a_thin_one_inside(opened) -> None:
    (table,) = opened(Document("通知", imprint=Imprint("办公室", DAY, "县政府办公室。"))).tables
    borders = {child.tag.split("}")[1]: child.get(qn("w:sz")) for child in table._tbl.tblPr.find(qn("w:tblBorders"))}
    assert borders == {"top": "8", "bottom": "8", "insideH": "6"}
    assert [[c.text for c in row._tr.tc_lst and row.cells] for row in table.rows] == [
        ["抄送：县政府办公室。", "抄送：县政府办公室。"],
        ["办公室", "2026年3月5日印发"],
    ]


def test_imprint_without_copies_has_one_line(opened) -> None:
    (table,) = opened(Document("通知", imprint=Imprint("办公室", DAY))).tables
    assert [cell.text for row in table.rows for cell in row.cells] == ["办公室", "2026年3月5日印发"]

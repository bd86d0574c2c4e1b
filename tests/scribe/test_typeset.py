"""The page as a picture: what is only promised in the file is there when it is typeset."""

import re
from dataclasses import replace

import pytest

from luoshi.scribe import Attachment, Document, Imprint, Paragraph, Signature, Table
from tests.scribe.conftest import DAY

pytestmark = pytest.mark.typeset

MILLIMETRE = 72 / 25.4


def body(page):
    """The lines of the text, without the page's number."""
    return [row for row in page.rows if not row.text.startswith("—")]


def test_a_page_has_twenty_two_lines_of_twenty_eight_characters(typeset) -> None:
    first, second, *_ = typeset(Document("", blocks=(Paragraph("国" * 28 * 60, indent=False),)))
    for page in (first, second):
        assert [len(row.text) for row in body(page)] == [28] * 22


def test_an_indented_line_has_twenty_six_characters(typeset) -> None:
    (page,) = typeset(Document("", blocks=(Paragraph("国" * (26 + 28 + 3)),)))
    assert [len(row.text) for row in body(page)] == [26, 28, 3]


def test_the_text_stands_between_the_margins(typeset) -> None:
    page, *_ = typeset(Document("", blocks=(Paragraph("国" * 28 * 30, indent=False),)))
    rows = body(page)
    left, right = min(row.left for row in rows), page.width - max(row.right for row in rows)
    top, bottom = min(row.top for row in rows), page.height - max(row.bottom for row in rows)
    assert (left / MILLIMETRE, right / MILLIMETRE) == pytest.approx((28, 26), abs=1)
    # A character stands within its line of 28.95 pt, of which it fills 16.
    assert top / MILLIMETRE == pytest.approx(37, abs=3)
    assert bottom / MILLIMETRE == pytest.approx(35, abs=3)


def test_digits_and_punctuation_leave_the_text_between_the_margins(typeset) -> None:
    """LibreOffice does not read that no mark hangs out of a line, so lines that end in one are left out here."""
    said = "2026年9月底前，建成3所幼儿园（新增学位900个），公办率达到98.6%；" * 40
    page, *_ = typeset(Document("", blocks=(Paragraph(said),)))
    rows = body(page)
    inside = [row for row in rows if row.text[-1] not in "，；）%"]
    assert len(rows) == 22
    assert inside
    assert max(row.right for row in inside) < page.width - 25 * MILLIMETRE


def test_page_numbers_stand_outside_and_seven_millimetres_below_the_text(typeset) -> None:
    odd, even, *_ = typeset(Document("", blocks=(Paragraph("国" * 28 * 30),)))
    numbers = [row for page in (odd, even) for row in page.rows if row.text.startswith("—")]
    assert [row.text for row in numbers] == ["—1—", "—2—"]
    for number in numbers:
        middle = (number.top + number.bottom) / 2 / MILLIMETRE
        assert middle == pytest.approx(297 - 35 + 7, abs=1)
    assert (odd.width - numbers[0].right) / MILLIMETRE == pytest.approx(26 + 4.94, abs=1)
    assert numbers[1].left / MILLIMETRE == pytest.approx(28 + 4.94, abs=1)


LONG = Table((("序号", "任务"),), tuple((str(n), f"始{n}。" + "任务" * 90 + f"。末{n}。") for n in range(40)), (1, 5))


@pytest.fixture
def turned(typeset):
    return typeset(Document("标题", attachments=(Attachment("表", (LONG,), landscape=True),)))[1:]


def test_a_long_table_repeats_its_head_and_breaks_no_row(turned) -> None:
    found: list[str] = []
    for page in turned:
        said = "".join(row.text for row in page.rows)
        assert "序号" in said
        starts, ends = (re.findall(rf"{word}(\d+)。", said) for word in "始末")
        assert sorted(starts) == sorted(ends)
        found += starts
    assert sorted(found, key=int) == [str(n) for n in range(40)]
    assert len(turned) > 2


def test_a_turned_page_bears_its_number_at_the_left(turned) -> None:
    """There it is at the foot, once the sheet is bound like all others: 7 mm from the text, odd ones at the outer side."""
    numbers = [next(row for row in page.rows if row.text.startswith("—")) for page in turned[:2]]
    assert [number.text for number in numbers] == ["—2—", "—3—"]
    assert [(n.left + n.right) / 2 / MILLIMETRE for n in numbers] == pytest.approx([35 - 7] * 2, abs=1)
    even, odd = numbers
    assert even.top / MILLIMETRE == pytest.approx(28 + 4.94, abs=1)
    assert (turned[1].height - odd.bottom) / MILLIMETRE == pytest.approx(26 + 4.94, abs=1)


def test_the_imprint_stands_at_the_foot_of_the_last_page(typeset, whole) -> None:
    last = typeset(whole)[-1]
    office = next(row for row in last.rows if "办公室" in row.text and "抄送" not in row.text)
    assert (last.height - office.bottom) / MILLIMETRE == pytest.approx(35, abs=4)


def test_after_a_turned_table_the_imprint_has_an_unnumbered_page_of_its_own(typeset) -> None:
    turned = Attachment("表", (LONG,), landscape=True)
    last = typeset(Document("标题", attachments=(turned,), imprint=Imprint("办公室", DAY)))[-1]
    assert ["办公室" in row.text or "印发" in row.text for row in last.rows] == [True] * len(last.rows)
    assert last.width < last.height


def test_the_seal_finds_name_and_day_on_a_page_with_text(typeset) -> None:
    texts = [(Paragraph("国" * 28 * lines, indent=False), Paragraph("请遵照执行。")) for lines in range(14, 22)]
    pages = typeset(*(Document("", blocks=text, signature=Signature("云溪县教育局", DAY)) for text in texts))
    signed = [page for page in pages if any("2026年" in row.text for row in page.rows)]
    assert len(signed) == len(texts)
    for page in signed:
        said = "".join(row.text for row in page.rows)
        assert ("请遵照执行" in said, "云溪县教育局" in said) == (True, True)


def test_name_and_day_stand_four_blanks_from_the_right_under_a_seal(typeset) -> None:
    """Both are six characters wide, so to be centred is to end together."""
    (page,) = typeset(Document("", blocks=(Paragraph("正文。"),), signature=Signature("云溪县教育局", DAY)))
    name, day = (next(row for row in page.rows if words in row.text) for words in ("云溪县", "2026"))
    blanks = [(page.width - row.right) / MILLIMETRE for row in (name, day)]
    assert blanks == pytest.approx([26 + 4 * 5.57] * 2, abs=1)


def test_documents_in_one_file_begin_on_pages_of_their_own(typeset, whole) -> None:
    slip = replace(whole, title="任务单", attachments=(), imprint=None, letterhead=None)
    pages = typeset(slip, slip)
    assert [sum(row.text == "任务单" for row in page.rows) for page in pages] == [1, 1]
    assert all(any(row.text == "—1—" for row in page.rows) for page in pages)

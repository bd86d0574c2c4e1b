"""Tables in the file: heads repeated, rows whole, columns as wide as meant, cells merged as they were laid."""

from dataclasses import replace

import pytest
from docx.oxml.ns import qn
from docx.shared import Pt
from hypothesis import given
from hypothesis import strategies as st

from luoshi.scribe import Attachment, Cell, Document, Table
from luoshi.scribe.page import LANDSCAPE, PORTRAIT
from luoshi.scribe.tables import shares

MERGED = Table(
    (("项目", Cell("数", across=2)), ("", "公办", "民办")),
    ((Cell("目标", across=3, strong=True),), (Cell("甲", down=2), "1", ""), ("3", "4\n5")),
    (2, 1, 1),
    10.5,
)


@pytest.fixture
def table(opened):
    return opened(Document("题", blocks=(MERGED,))).tables[0]


def test_cells_hold_what_was_said_where_it_was_said(table) -> None:
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["项目", "数", "数"],
        ["", "公办", "民办"],
        ["目标", "目标", "目标"],
        ["甲", "1", ""],
        ["甲", "3", "4\n5"],
    ]


def test_head_rows_are_repeated_and_no_row_breaks(table) -> None:
    properties = [row._tr.trPr for row in table.rows]
    assert [one.find(qn("w:tblHeader")) is not None for one in properties] == [True, True, False, False, False]
    assert all(one.find(qn("w:cantSplit")) is not None for one in properties)


def test_a_band_stays_with_the_row_below_it(table) -> None:
    kept = [
        all(p.style.name and p.paragraph_format.keep_with_next for c in r.cells for p in c.paragraphs)
        for r in table.rows
    ]
    assert kept == [True, True, True, False, False]


def test_a_table_may_stay_on_one_page(opened) -> None:
    (table,) = opened(Document("题", blocks=(replace(MERGED, together=True),))).tables
    kept = [row._tr.find(f".//{qn('w:keepNext')}") is not None for row in table.rows]
    assert kept == [True, True, True, True, False]


def test_lines_in_cells_stand_closer_than_the_grid(table) -> None:
    (paragraph,) = table.rows[3].cells[1].paragraphs
    style = paragraph.style.element.find(qn("w:pPr"))
    assert style.find(qn("w:snapToGrid")).get(qn("w:val")) == "0"
    assert paragraph.paragraph_format.line_spacing == Pt(10.5 * 1.3)


def test_head_and_bands_are_set_in_another_face(table) -> None:
    faces = [row.cells[0].paragraphs[0]._p.find(f".//{qn('w:rFonts')}") for row in table.rows]
    assert [face.get(qn("w:eastAsia")) for face in (faces[0], faces[2])] == ["黑体", "黑体"]
    assert (faces[3], faces[4]) == (None, None)


@pytest.mark.parametrize("landscape", [False, True])
def test_a_table_is_as_wide_as_the_text(opened, landscape: bool) -> None:
    document = opened(Document("题", attachments=(Attachment("表", (MERGED,), landscape),)))
    columns = [int(one.get(qn("w:w"))) for one in document.tables[0]._tbl.iter(qn("w:gridCol"))]
    assert sum(columns) == (LANDSCAPE if landscape else PORTRAIT).inner
    assert columns[0] == pytest.approx(sum(columns) / 2, abs=1)


def test_two_tables_stay_two(opened) -> None:
    one = Table((), (("甲",),), (1,))
    document = opened(Document("题", blocks=(one, one)))
    kinds = [child.tag for child in document.element.body]
    assert len(document.tables) == 2
    assert kinds[1:4] == [qn("w:tbl"), qn("w:p"), qn("w:tbl")]


@given(st.lists(st.floats(0.01, 1000), min_size=1, max_size=20), st.integers(100, 20000))
def test_shares_add_up_to_the_whole(widths: list[float], whole: int) -> None:
    assert sum(shares(tuple(widths), whole)) == whole

"""The document as data: what cannot be meant is refused, headings are counted, tables are laid."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.scribe import Cell, Heading, Paragraph, Table, numbered
from luoshi.scribe.document import in_chinese, laid


def test_headings_are_counted_anew_below_each_other() -> None:
    levels = (1, 2, 2, 3, 4, 4, 3, 2, 1, 2)
    blocks = (*(Heading("标题", level) for level in levels), Paragraph("正文"))
    expected = ["一、", "（一）", "（二）", "1.", "（1）", "（2）", "2.", "（三）", "二、", "（一）"]
    assert numbered(blocks) == (
        *(Heading(f"{number}标题", level) for number, level in zip(expected, levels, strict=True)),
        Paragraph("正文"),
    )


@given(st.integers(1, 99))
def test_chinese_numbers_are_all_different(number: int) -> None:
    assert [n for n in range(1, 100) if in_chinese(n) == in_chinese(number)] == [number]


@pytest.mark.parametrize("number", [0, 100, -1])
def test_headings_are_not_counted_past_ninety_nine(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        in_chinese(number)


@pytest.mark.parametrize("level", [0, 5])
def test_there_are_four_levels(level: int) -> None:
    with pytest.raises(ValueError, match=f"level {level}"):
        Heading("标题", level)


def texts(rows) -> list[list[tuple[str, bool]]]:
    return [[(placed.cell.text, placed.begins) for placed in row] for row in laid(rows, 3)]


def test_a_cell_reaches_down_and_across() -> None:
    rows = ((Cell("甲", down=2), Cell("乙", across=2)), ("丙", "丁"))
    assert texts(rows) == [[("甲", True), ("乙", True)], [("甲", False), ("丙", True), ("丁", True)]]


def test_two_cells_reach_down_beside_each_other() -> None:
    rows = (("一", Cell("二", down=3), Cell("三", down=2)), ("四",), ("五", "六"))
    assert texts(rows)[1:] == [
        [("四", True), ("二", False), ("三", False)],
        [("五", True), ("二", False), ("六", True)],
    ]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ((("甲", "乙"),), "row 1 ends after 2 of 3 columns"),
        ((("甲", "乙", "丙"), ("甲", "乙", "丙", "丁")), "row 2 has more than 3 columns, from '丁'"),
        ((("甲", Cell("乙", across=3)),), "row 1 has no room for '乙' at column 2"),
        ((("甲", Cell("乙", down=2), "丙"), (Cell("丁", across=2), "戊")), "row 2 has no room for '丁' at column 1"),
        (((Cell("甲", down=2), "乙", "丙"),), "a cell reaches out below the last of 1 rows"),
    ],
)
def test_a_table_that_cannot_be_laid_is_refused(rows, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Table((), rows, (1, 1, 1))


@pytest.mark.parametrize("widths", [(), (1, 0), (1, -2)])
def test_each_column_needs_a_share_of_the_width(widths) -> None:
    with pytest.raises(ValueError, match="each column needs a share"):
        Table((), (), widths)


@pytest.mark.parametrize("size", [(0, 1), (1, 0)])
def test_a_cell_covers_at_least_itself(size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="a cell over"):
        Cell("甲", down=size[0], across=size[1])

"""OFD files, made of their parts: text with its places, tables, page heads, and what is refused."""

import pytest

from luoshi.reader import read
from luoshi.reader.extract import extract
from luoshi.reader.source import FURNITURE, Unreadable
from tests.reader.extract.official import SPACE, line, ofd, words

FIRST = "会议强调，要加强校园安全管理，年底前完成消防设施改造"
SECOND = "120处，建设5所幼儿园，新增学位960个。"


def test_lines_are_read_with_their_page_and_joined_inside_a_sentence() -> None:
    reading = read(ofd(words(31, 50, FIRST[:25]) + words(31, 60, FIRST[25:] + SECOND)), name="报告.ofd")
    assert (reading.text, reading.source.medium) == (FIRST + SECOND, "ofd")
    assert [block.place for block in reading.source.blocks] == ["第 1 页第 1 行", "第 1 页第 2 行"]


def test_distances_may_be_told_once_for_several_characters_and_a_matrix_may_place_them() -> None:
    told = words(31, 50, "加强校园安全管理工作会议", steps="g 11 5.6") + words(
        62, 120, "完成消防设施改造工程", matrix="0.5 0 0 0.5 0 0"
    )
    assert extract(ofd(told), "报告.ofd").text == "加强校园安全管理工作会议\n完成消防设施改造工程"


def test_what_a_template_sets_on_every_page_is_their_head() -> None:
    pages = [words(31, 60, FIRST[:25]) + words(100, 280, f"— {number} —", size=4) for number in (1, 2)]
    source = extract(ofd(*pages, shared=words(31, 15, "栗原区教育局工作简报", size=4)), "简报.ofd")
    around = [source.text[block.start : block.end] for block in source.blocks if block.hint == FURNITURE]
    assert around == ["栗原区教育局工作简报", "— 1 —", "栗原区教育局工作简报", "— 2 —"]


def test_a_table_is_read_as_rows_of_cells() -> None:
    rows = [["序号", "重点任务", "牵头单位"], ["1", "排查隐患120处", "安全科"]]
    xs, ys = [20, 40, 100, 160], [50, 65, 80]
    drawn = "".join(line(20, y, 160, y) for y in ys) + "".join(line(x, 50, x, 80) for x in xs)
    set_in = "".join(
        words(xs[c] + 2, ys[r] + 4, text, size=4) for r, row in enumerate(rows) for c, text in enumerate(row)
    )
    source = extract(ofd(drawn + set_in), "分解表.ofd")
    [table] = source.tables
    assert [[source.text[cell.start : cell.end] for cell in row] for row in table.rows] == rows


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ofd('<ofd:ImageObject Boundary="0 0 210 297" ResourceID="1"/>'), "scan"),
        (ofd(words(31, 50, FIRST), **{"Doc_0/Encryptions.xml": "<x/>"}), "locked"),
        (ofd(words(31, 50, FIRST), **{"Doc_0/Document.xml": "<ofd:Document"}), "broken"),
        (
            ofd(words(31, 50, FIRST), **{"OFD.xml": f"<ofd:OFD {SPACE}><ofd:DocRoot>../../x</ofd:DocRoot></ofd:OFD>"}),
            "broken",
        ),
        (ofd(words(31, 50, FIRST, steps="g 99999999999 5.6 nan inf")), "read"),
        (ofd(words(31, 50, FIRST, matrix="1e999 0 0 1 0 0")), "read"),
    ],
    ids=["scan", "locked", "broken", "nowhere", "repeated", "beyond"],
)
def test_what_cannot_be_read_is_refused_and_wild_numbers_do_no_harm(data: bytes, code: str) -> None:
    try:
        found = "read" if extract(data, "报告.ofd").text else ""
    except Unreadable as refusal:
        found = refusal.code
    assert found == code


def test_a_line_set_twice_to_look_bold_is_read_once() -> None:
    title = "栗原区教育局二〇三一年工作要点"
    assert extract(ofd(words(31, 50, title) + words(31.4, 50, title)), "要点.ofd").text == title

"""PDF files: lines in reading order, heads and feet, tables, and what is refused."""

import pytest

from luoshi.reader import read
from luoshi.reader.account import account
from luoshi.reader.extract import extract
from luoshi.reader.source import FURNITURE, Source, Unreadable
from tests.reader.extract.set_type import HEIGHT, lines_of, pdf, ruled

FIRST = "会议强调，要加强校园安全管理，年底前完成消防设施改造，排查治理隐患120处，建设5所幼儿园，新增学位960个。"
SECOND = "二要完善教师培训制度，培训教师3600余人次，选派骨干教师不少于100名到乡村学校支教，任期不少于两年。"
TITLE = (220.0, 80.0, 18.0, "栗原区2031年教育工作会议报告")


def words_of(source: Source) -> list[list[list[str]]]:
    return [[[source.text[c.start : c.end] for c in row] for row in table.rows] for table in source.tables]


def text_of(data: bytes) -> list[str]:
    return extract(data, "报告.pdf").text.split("\n")


def test_lines_are_read_from_top_to_bottom_with_their_page_and_number() -> None:
    source = extract(
        pdf(([(90, 200, 16, "乙乙"), (90, 120, 16, "甲甲"), (90, 160, 10, "加强校园安全管理工作会")], [])), "报告.pdf"
    )
    assert (source.text, source.medium) == ("甲甲\n加强校园安全管理工作会\n乙乙", "pdf")
    assert [block.place for block in source.blocks] == ["第 1 页第 1 行", "第 1 页第 2 行", "第 1 页第 3 行"]


def test_no_blank_stands_between_characters_and_figures_and_one_between_what_stands_apart() -> None:
    words = [
        (90.0, 120.0, 16.0, "完成校舍改造"),
        (190.0, 120.0, 16.0, "3"),
        (202.0, 120.0, 16.0, "所中学"),
        (300.0, 120.0, 16.0, "张某某"),
    ]
    words += [(90.0, 160.0, 16.0, "Word"), (130.0, 160.0, 16.0, "file")]
    assert text_of(pdf((words, []))) == ["完成校舍改造3所中学 张某某", "Word file"]


def test_a_character_set_twice_to_look_bold_is_read_once() -> None:
    assert text_of(
        pdf(([(90, 120, 16, "教育工作会议实施方案（试行）"), (92.5, 120, 16, "教育工作会议实施方案（试行）")], []))
    ) == ["教育工作会议实施方案（试行）"]


def test_characters_that_a_font_calls_radicals_are_read_as_characters() -> None:
    assert text_of(pdf(([(90, 120, 16, "⼯作⻓期坚持，⼈⺠满意的教育事业")], []))) == [
        "工作长期坚持，人民满意的教育事业"
    ]


def test_line_breaks_inside_sentences_go_and_those_between_paragraphs_stay() -> None:
    reading = read(pdf(([TITLE, *lines_of(f"{FIRST}\n{SECOND}", width=26)], [])), name="报告.pdf")
    assert reading.text.split("\n") == [TITLE[3], FIRST, SECOND]
    assert account(reading) == ()
    assert reading.place(reading.actions[-1]).startswith("第 1 页第 ")


def test_a_break_behind_a_full_stop_stays_though_the_line_is_full() -> None:
    first = "要加强校园安全管理工作，年底前要完成消防设施的改造。"
    assert len(first) == 26
    words = [(90.0, 120.0, 16.0, first), (90.0, 149.0, 16.0, "要建设5所幼儿园，新增学位960个，培训教师300人。")]
    assert read(pdf((words, [])), name="报告.pdf").text.split("\n")[0] == first


def test_a_sentence_goes_on_behind_the_foot_of_a_page_and_its_number() -> None:
    lines = lines_of(FIRST + SECOND, width=26)
    pages = [
        ([(90, 50, 9, "栗原区教育局工作简报"), *lines[:2], (280, HEIGHT - 50, 10, "— 1 —")], []),
        ([(90, 50, 9, "栗原区教育局工作简报"), *lines[2:], (280, HEIGHT - 50, 10, "— 2 —")], []),
    ]
    reading = read(pdf(*pages), name="报告.pdf")
    assert reading.text.replace("\n", "") == FIRST + SECOND
    assert "培训教师3600余人次" in reading.text
    around = [
        (block.place, reading.source.text[block.start : block.end])
        for block in reading.source.blocks
        if block.hint == FURNITURE
    ]
    assert around == [
        ("第 1 页页眉", "栗原区教育局工作简报"),
        ("第 1 页页脚", "— 1 —"),
        ("第 2 页页眉", "栗原区教育局工作简报"),
        ("第 2 页页脚", "— 2 —"),
    ]
    assert [noise.raw for noise in reading.noise] == [words for _, words in around]


@pytest.mark.parametrize("number", ["1", "-1-", "第1页", "第 1 页 共 9 页", "1/9", "· 1 ·", "iv"])
def test_a_page_s_number_is_its_foot_however_it_is_written(number: str) -> None:
    source = extract(pdf(([*lines_of(FIRST, width=26), (280, HEIGHT - 50, 10, number)], [])), "报告.pdf")
    assert source.blocks[-1].place == "第 1 页页脚"


def test_headings_of_attachments_are_no_heads_though_they_stand_at_the_top_of_their_pages() -> None:
    pages = [([(90, 60, 16, f"附件{number}"), *lines_of(FIRST, width=26)], []) for number in (1, 2, 3)]
    source = extract(pdf(*pages), "报告.pdf")
    assert [block.hint for block in source.blocks if "附件" in source.text[block.start : block.end]] == [""] * 3


def test_of_two_columns_the_left_one_comes_first() -> None:
    left = lines_of("左栏" + FIRST * 2, width=13, left=60, size=14, step=20)
    right = lines_of("右栏" + SECOND * 2, width=13, left=310, size=14, step=20)
    title = (90.0, 60.0, 20.0, "栗原区教育局二〇三一年教育工作会议")
    both = [
        title,
        *(line for pair in zip(left, right, strict=False) for line in pair),
        *left[len(right) :],
        *right[len(left) :],
    ]
    reading = read(pdf((both, [])), name="简报.pdf")
    assert reading.text.replace("\n", "") == title[3] + "左栏" + FIRST * 2 + "右栏" + SECOND * 2


def test_names_and_posts_side_by_side_are_no_columns() -> None:
    names, posts = ["王某某"] * 8 + ["栗原区教育局发展规划科"], ["副局长"] * 8 + ["栗原区发展改革局社会科"]
    rows = [
        (x, 120.0 + 29 * at, 16.0, said)
        for x, all_of in ((90.0, names), (330.0, posts))
        for at, said in enumerate(all_of)
    ]
    assert text_of(pdf((rows, []))) == [f"{name} {post}" for name, post in zip(names, posts, strict=True)]


def test_a_table_is_read_as_rows_of_cells() -> None:
    rows = [
        ["序号", "重点任务", "牵头单位"],
        ["1", "排查治理校园安全隐患120处", "安全科"],
        ["2", "新建幼儿园5所", "规划科"],
    ]
    source = extract(pdf(ruled(rows, xs=[60, 100, 220, 400])), "分解表.pdf")
    assert words_of(source) == [rows]
    assert source.text.split("\n")[1] == "1\t排查治理校园安全隐患120处\t安全科"
    assert [block.place for block in source.blocks][3:5] == ["第 1 页表 1 第 2 行第 1 列", "第 1 页表 1 第 2 行第 2 列"]


def test_merged_cells_stand_in_every_row_and_column_they_cover() -> None:
    rows = [["安全", "排查隐患", "安全科"], ["^", "培训教师", None]]
    source = extract(pdf(ruled(rows, xs=[60, 140, 260, 400])), "分解表.pdf")
    assert words_of(source) == [[["安全", "排查隐患", "安全科"], ["安全", "培训教师", "培训教师"]]]
    assert source.text == "安全\t排查隐患\t安全科\n培训教师"


def test_a_table_goes_on_on_the_next_page_its_head_once_and_a_cut_row_whole() -> None:
    head, xs = ["序号", "重点任务", "牵头单位"], [60.0, 100.0, 220.0, 400.0]
    first = ruled([head, ["1", "排查治理校园", "安全科"]], xs=xs, top=700)
    second = ruled([["", "安全隐患", ""], ["2", "新建幼儿园5所", "规划科"]], xs=xs, top=80)
    third = ruled([head, ["3", "培训教师300人", "人事科"]], xs=xs, top=80)
    foot = [[(280.0, HEIGHT - 40, 10.0, f"— {number} —")] for number in (1, 2, 3)]
    pages = [([*words, *foot[at]], lines) for at, (words, lines) in enumerate((first, second, third))]
    source = extract(pdf(*pages), "分解表.pdf")
    assert words_of(source) == [
        [
            head,
            ["1", "排查治理校园安全隐患", "安全科"],
            ["2", "新建幼儿园5所", "规划科"],
            ["3", "培训教师300人", "人事科"],
        ]
    ]
    assert [block.place for block in source.blocks if block.hint][:2] == ["第 1 页页脚", "第 2 页页脚"]
    assert "第 3 页表头" in [block.place for block in source.blocks if block.hint == FURNITURE]


def test_a_frame_around_a_text_is_no_table() -> None:
    box = [
        (60.0, 90.0, 540.0, 90.0),
        (60.0, 300.0, 540.0, 300.0),
        (60.0, 90.0, 60.0, 300.0),
        (540.0, 90.0, 540.0, 300.0),
    ]
    source = extract(pdf((lines_of(FIRST, width=26), box)), "报告.pdf")
    assert source.tables == ()
    assert source.text.replace("\n", "") == FIRST


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_page_that_is_shown_turned_is_read_as_it_is_shown(rotate: int) -> None:
    words = [(90.0, 120.0, 16.0, "加强校园安全管理"), (90.0, 160.0, 16.0, "完成消防设施改造")]
    source = extract(pdf((words, []), rotate=rotate), "报告.pdf")
    assert source.text == "加强校园安全管理\n完成消防设施改造"
    assert not any(block.hint == FURNITURE for block in source.blocks)


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (pdf(([], []), ([], []), picture=True), "scan", "“旧.pdf”是扫描件（2 页只有 0 个字），页面是图片"),
        (pdf(([(90, 60, 9, "扫描全能王")], []), picture=True), "scan", "请把文字打成 docx 再交。"),
        (pdf(([(90, 120, 16, FIRST)], []), named=False), "glyphs", "选中复制出来也是乱码"),
        (b"%PDF-1.4\n%%EOF", "broken", "另存为新的 docx 再交。"),
        (pdf(([(90, 120, 16, FIRST)], []))[:300], "broken", "文件不完整或已损坏"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(data: bytes, code: str, said: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        extract(data, "旧.pdf")
    assert refusal.value.code == code
    assert said in str(refusal.value)


def test_pages_that_are_pictures_among_pages_of_text_are_told() -> None:
    data = pdf((lines_of(FIRST, width=26), []), ([], []), (lines_of(SECOND, width=26), []), picture=True)
    reading = read(data, name="报告.pdf")
    assert reading.source.unread == ("第 2 页（图片）",)
    assert [remark.code for remark in reading.remarks] == ["hidden"]


def test_a_file_with_a_password_is_refused_as_such() -> None:
    key = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >> /ID [<00><00>] " % (b"11" * 32, b"22" * 32)
    with pytest.raises(Unreadable) as refusal:
        extract(pdf(([(90, 120, 16, FIRST)], []), more=key), "密.pdf")
    assert (refusal.value.code, str(refusal.value)) == (
        "locked",
        "“密.pdf”是加了密码的文件，这里读不了。请用原来的软件打开，去掉打开密码，存为 docx 再交。",
    )


def test_a_file_is_known_by_its_bytes_and_not_by_its_name() -> None:
    assert extract(pdf((lines_of(FIRST, width=26), [])), "报告.docx").medium == "pdf"

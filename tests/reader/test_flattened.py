"""Tables of which a page or a copy left one cell a line; every office and person is invented."""

import pytest

from luoshi.reader import read_text
from luoshi.reader.duties import column_of
from luoshi.reader.flattened import stacked

HEAD = "青禾县2031年教育重点工作责任分解表\n序号\n工作任务\n责任领导\n牵头单位\n配合单位\n完成时限\n"
ROWS = (
    "1\n新建公办幼儿园2所，扩建小学1所。\n罗青\n基建股\n学前股、县财政局\n8月底前\n"
    "2\n开展控辍保学劝返行动。\n石开\n基教股\n长期坚持\n"
    "3\n招聘乡村教师60名。\n人事股\n县人社局\n7月底前\n"
)


def duties(text):
    found = read_text(text)
    names = ("task", "measure", "leader", "lead", "assist", "due")
    return [[found.quote(cell) if (cell := getattr(duty, name)) else None for name in names] for duty in found.duties]


def test_a_table_with_one_cell_a_line_is_read_and_its_empty_cells_are_empty():
    assert duties(HEAD + ROWS) == [
        ["新建公办幼儿园2所，扩建小学1所。", None, "罗青", "基建股", "学前股、县财政局", "8月底前"],
        ["开展控辍保学劝返行动。", None, "石开", "基教股", None, "长期坚持"],
        ["招聘乡村教师60名。", None, None, "人事股", "县人社局", "7月底前"],
    ]


def test_what_its_cells_hold_is_asked_once():
    found = read_text(HEAD + ROWS)
    assert [found.quote(one) for one in found.actions] == [
        "新建公办幼儿园2所",
        "扩建小学1所",
        "开展控辍保学劝返行动",
        "招聘乡村教师60名",
    ]
    assert [(body.name, body.role) for body in found.bodies][:2] == [("基建股", "lead"), ("学前股", "assist")]


def test_a_table_without_numbers_is_read_too():
    text = "青禾县2031年民生项目清单\n项目名称\n建设内容\n责任单位\n城北小学扩建\n新建教学楼1栋\n县教育局\n"
    text += "食堂改造\n改造农村学校食堂12个\n县教育局、县市场监管局\n"
    assert duties(text) == [
        ["城北小学扩建", "新建教学楼1栋", None, "县教育局", None, None],
        ["食堂改造", "改造农村学校食堂12个", None, "县教育局、县市场监管局", None, None],
    ]


def test_a_task_may_take_several_lines():
    text = HEAD + ROWS.replace("2所，扩建", "2所，\n扩建")
    assert duties(text)[0][0] == "新建公办幼儿园2所，\n扩建小学1所。"


@pytest.mark.parametrize(
    "text",
    [
        "一、任务\n工作任务\n牵头单位\n各校要抓好安全。\n会议强调，要压实责任。\n",  # too few heads
        "序号\n工作任务\n牵头单位\n要抓好安全，压实责任。\n会议强调，要办好教育。\n",  # nobody in the column of bodies
        "序号\n工作任务\n牵头单位\n1\n抓好安全\n安全股\n以上任务请抓好落实。\n",  # one row is no table
    ],
)
def test_lines_that_fit_no_columns_are_no_table(text):
    assert list(stacked(text, column_of)) == []


def test_many_lines_take_linear_time(growth):
    assert growth(lambda size: list(stacked(HEAD + "抓好安全\n安全股\n" * size, column_of)), 2000) < 3.2

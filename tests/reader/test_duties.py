"""责任分解表 as tables of a file; every office and person is invented."""

import re
from itertools import pairwise

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.reader.draft import Draft
from luoshi.reader.duties import duties
from luoshi.reader.duty_catalogue import usual_office
from luoshi.reader.lexicon import load
from luoshi.reader.pipeline import run
from luoshi.reader.source import Cell, Source, Table
from luoshi.reader.text import Text

COLUMNS = ("section", "number", "task", "measure", "leader", "lead", "person", "assist", "due", "target")


def table_of(rows, title="表题"):
    """A source whose text holds a title and the rows; None repeats the cell above (merged), "<" the one before it."""
    text, made = title + "\n", []
    for row in rows:
        cells = []
        for column, words in enumerate(row):
            if words is None:
                cells.append(made[-1][column])
            elif words == "<":
                cells.append(cells[-1])
            else:
                cells.append(Cell(len(text), len(text) + len(words)))
                text += words + "\t"
        text += "\n"
        made.append(tuple(cells))
    return Source("a.docx", "docx", text, tables=(Table(tuple(made)),))


def read(source):
    draft = duties(Draft(source, Text.of(source.text)))
    rows = [
        {name: draft.text[slice(*span)] for name in COLUMNS if (span := getattr(duty, name)) is not None}
        for duty in draft.duties
    ]
    return rows, [(body.name, body.role) for body in draft.bodies]


HEAD = ["序号", "目标任务", "具体举措", "责任领导", "牵头单位", "责任人", "配合单位", "完成时限"]


def test_a_row_gives_each_column_its_span():
    rows, found = read(
        table_of([HEAD, ["1", "加强党建", "开展轮训。", "罗青", "机关党委", "石开", "人事科、办公室", "6月底"]])
    )
    assert rows == [
        {
            "number": "1",
            "task": "加强党建",
            "measure": "开展轮训。",
            "leader": "罗青",
            "lead": "机关党委",
            "person": "石开",
            "assist": "人事科、办公室",
            "due": "6月底",
        }
    ]
    assert found == [("机关党委", "lead"), ("人事科", "assist"), ("办公室", "assist")]


def test_columns_stand_in_any_order_under_any_usual_name():
    rows, found = read(
        table_of([["完成时间", "牵头责任单位", "重点任务", "分管领导"], ["年底前", "县教育局", "建成学校", "罗青"]])
    )
    assert rows == [{"due": "年底前", "lead": "县教育局", "task": "建成学校", "leader": "罗青"}]
    assert found == [("县教育局", "lead")]


def test_the_bodies_in_charge_assist_where_others_lead_and_own_where_nobody_does():
    _, found = read(table_of([["任务", "牵头单位", "责任单位"], ["建成学校", "县教育局", "财政局"]]))
    assert found == [("县教育局", "lead"), ("财政局", "owner")]
    rows, found = read(table_of([["任务", "责任科室"], ["建成学校", "计财科"]]))
    assert rows == [{"task": "建成学校", "lead": "计财科"}]
    assert found == [("计财科", "owner")]


def test_merged_and_empty_cells_carry_the_task_down():
    rows, _ = read(
        table_of(
            [
                ["序号", "目标任务", "具体举措", "牵头单位"],
                ["1", "加强党建", "开展轮训", "机关党委"],
                [None, None, "建好支部", "人事科"],
                ["", "", "办好党课", "办公室"],
                ["", "", "管好党员", "办公室"],
            ]
        )
    )
    assert [(row["number"], row["task"], row["measure"]) for row in rows] == [
        ("1", "加强党建", "开展轮训"),
        ("1", "加强党建", "建好支部"),
        ("1", "加强党建", "办好党课"),
        ("1", "加强党建", "管好党员"),
    ]


def test_a_head_on_two_rows_and_a_title_above_it_are_read_through():
    rows, _ = read(
        table_of(
            [
                ["2031年重点工作责任分解表", "<", "<", "<"],
                ["序号", "工作任务", "责任分工", "<"],
                [None, None, "责任领导", "牵头单位"],
                ["一、党建", "<", "<", "<"],
                ["1", "开展轮训", "罗青", "机关党委"],
            ]
        )
    )
    assert rows == [{"section": "一、党建", "number": "1", "task": "开展轮训", "leader": "罗青", "lead": "机关党委"}]


@pytest.mark.parametrize("line", [["合计", "", "3", ""], ["小  计", "<", "3", ""], ["", "总计", "3", ""]])
def test_a_row_that_counts_the_others_is_no_task(line):
    rows, _ = read(table_of([["序号", "任务", "措施", "牵头单位"], ["1", "建学校", "建三所", "基建股"], line]))
    assert [row["task"] for row in rows] == ["建学校"]


@pytest.mark.parametrize("note", ["注：本表每季度报送一次。", "备注1：请按时报送。", "（填表说明：各校填报。）"])
def test_a_note_below_a_table_is_neither_section_nor_task(note):
    source = table_of([["任务", "牵头单位"], ["新建学校三所", "基建股"], [note, "<"], ["改造食堂两个", "基建股"]])
    found = run(source)
    assert [found.quote(action) for action in found.actions] == ["新建学校三所", "改造食堂两个"]
    assert [duty.section for duty in found.duties] == [None, None]


def test_a_target_beside_its_value_is_one_and_its_figure_is_named_by_it():
    head = ["工作任务", "指标", "目标值", "牵头单位"]
    source = table_of(
        [["2031年任务分解表", "<", "<", "<"], head, ["提高普惠水平", "普惠率", "90%", "学前股"]], title=""
    )
    found = run(source)
    assert [found.quote(duty.target) for duty in found.duties] == ["普惠率\t90%"]
    assert [(figure.subject, figure.value) for figure in found.figures] == [("普惠率", 90)]


def test_a_lower_head_row_that_is_blank_under_the_other_columns_keeps_them():
    rows, _ = read(table_of([["任务", "责任分工", ""], ["", "责任领导", "牵头单位"], ["开展轮训", "罗青", "机关党委"]]))
    assert rows == [{"task": "开展轮训", "leader": "罗青", "lead": "机关党委"}]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (["序号", "任务", "目标", "承办股室", "协办单位"], ["1", "项目", "建成学校", "项目办", "财政局"]),
        (["序号", "工作任务", "工作目标", "承办股室", "备注"], ["一", "建成学校", "2所", "项目办", "民生实事"]),
        (["序号", "项目名称", "建设内容", "责任单位", "备注"], ["1", "一小迁建", "1万平方米", "项目办", "民生实事"]),
        (["类别", "序号", "任务", "承办股室", "备注"], ["项目", "1", "建成学校", "项目办", "重点项目"]),
    ],
)
def test_a_row_with_a_number_is_no_head_though_its_cells_are_called_like_one(head, row):
    rows, _ = read(table_of([head, row]))
    assert [(duty["number"], duty["lead"]) for duty in rows] == [(row[head.index("序号")], "项目办")]


def test_a_row_under_a_whole_head_is_no_second_one():
    rows, _ = read(table_of([["任务", "责任单位", "备注"], ["重点项目", "项目办", "民生实事"]]))
    assert rows == [{"task": "重点项目", "lead": "项目办"}]


def test_numbers_that_the_file_shows_without_holding_them_shift_nothing():
    source = table_of([["任务", "责任单位"], ["建成学校", "县教育局"], ["扩大学位", "计财科"]])
    draft = duties(Draft(source, Text.of(source.text, [(source.text.index("扩大"), "二、")])))
    assert [draft.text[slice(*duty.lead)] for duty in draft.duties] == ["县教育局", "计财科"]
    assert [draft.text[slice(*duty.task)] for duty in draft.duties][1] == "二、扩大学位"


def test_the_head_repeated_on_a_new_page_is_no_row():
    rows, _ = read(table_of([["任务", "责任人"], ["开展轮训", "石开"], ["任务", "责任人"], ["建好支部", "石开"]]))
    assert [row["task"] for row in rows] == ["开展轮训", "建好支部"]


def test_a_second_word_for_the_task_is_the_measure():
    rows, _ = read(table_of([["目标任务", "工作内容", "责任单位"], ["加强党建", "开展轮训", "机关党委"]]))
    assert rows == [{"task": "加强党建", "measure": "开展轮训", "lead": "机关党委"}]


def test_a_table_of_something_else_gives_nothing():
    rows, found = read(table_of([["学校", "学生数", "教师数"], ["一小", "300", "20"]]))
    assert (rows, found) == ([], [])


def test_only_a_rows_own_words_ask_for_something_and_figures_stay_in_their_cell():
    source = table_of(
        [HEAD, ["1", "建设校园", "建成学校3所，培训教师40名", "罗青", "规划科", "石开", "财务科", "2031年6月底"]]
    )
    reading = run(source)
    assert [reading.quote(action) for action in reading.actions] == ["建成学校3所", "培训教师40名"]
    assert [(figure.value, figure.subject) for figure in reading.figures] == [(3, "学校"), (40, "教师")]
    assert [reading.quote(s) for s in reading.sentences][1:] == ["建成学校3所，培训教师40名"]
    assert {action.sentence for action in reading.actions} == {1}
    assert [limit.due for limit in reading.deadlines] == ["2031-06-30"]


def test_the_line_that_names_a_table_asks_for_nothing():
    reading = run(table_of([["任务", "牵头单位"], ["建成学校", "县教育局"]], title="分解工作任务表"))
    assert [reading.quote(action) for action in reading.actions] == ["建成学校"]
    assert [reading.quote(s) for s in reading.sentences] == ["建成学校"]


def test_spans_follow_the_cleaning():
    source = table_of([["任务", "责任单位"], ["建成 学校", "县教育局"]])
    cleaned = Text.of(source.text).replace(re.compile(" |表题"), "", "space")
    draft = duties(Draft(source, cleaned))
    (duty,) = draft.duties
    assert cleaned.chars[slice(*duty.task)] == "建成学校"
    assert cleaned.chars[slice(*duty.lead)] == "县教育局"


def test_a_table_drawn_with_strokes_is_read_where_the_file_has_none():
    text = "| 序号 | 任务 | 牵头单位 |\n|---|---|---|\n| 1 | 建成学校 | 县教育局 |\n后文。\n"
    rows, found = read(Source("a.txt", "txt", text))
    assert rows == [{"number": "1", "task": "建成学校", "lead": "县教育局"}]
    assert found == [("县教育局", "lead")]


words = st.sampled_from(
    ["任务", "序号", "牵头单位", "责任单位", "完成时限", "举措", "县教育局、财政局", "建成学校", "", "罗青", "1"]
)


@given(st.lists(st.lists(words, min_size=3, max_size=5), max_size=8))
@settings(max_examples=150, deadline=None)
def test_whatever_the_table_its_spans_lie_in_the_text(rows):
    width = max(map(len, rows), default=0)
    source = table_of([row + [""] * (width - len(row)) for row in rows])
    draft = duties(Draft(source, Text.of(source.text)))
    for duty in draft.duties:
        assert duty.task or duty.measure
        spans = [span for name in COLUMNS if (span := getattr(duty, name))]
        assert all(0 <= span.start < span.end <= len(draft.text) for span in spans)
    for before, after in pairwise(draft.bodies):
        assert before.end <= after.start


drawn = st.lists(words, min_size=3, max_size=5).map(lambda cells: f"|{'|'.join(cells)}|")


@given(st.lists(drawn, max_size=8))
@settings(max_examples=150, deadline=None)
def test_whatever_the_text_drawn_tables_never_fail(lines):
    text = "\n".join(["|序号|任务|责任单位|", *lines])
    source = Source("a.txt", "txt", text)
    for duty in duties(Draft(source, Text.of(text))).duties:
        assert duty.task or duty.measure


def test_the_catalogue_proposes_an_office_for_every_topic():
    topics = set(load("topics")) - {"neutral"}
    assert set(load("duty_catalogue")) == topics
    assert usual_office("safety") == "安全科"
    assert usual_office("nothing") is None


@pytest.mark.parametrize(
    "name", ["duty_heads", "duty_catalogue", "bodies", "offices", "levels", "papers", "speech", "surnames"]
)
def test_no_word_is_listed_twice_for_one_thing(name):
    def lists(node):
        if isinstance(node, dict):
            for value in node.values():
                yield from lists(value)
        elif isinstance(node, list):
            yield node

    for listed in lists(load(name)):
        assert len(listed) == len(set(map(yaml.dump, listed))), [w for w in listed if listed.count(w) > 1]


ROW = ["1", "数字校园", "更新设备120套", "招标采购。", "罗青", "电教馆", "省级专项"]


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (["工作任务", "工作目标"], {"task": "数字校园", "measure": "更新设备120套"}),
        (["工作任务", "任务目标"], {"task": "数字校园", "measure": "更新设备120套"}),
        (["主要任务", "目标要求"], {"task": "数字校园", "measure": "更新设备120套"}),
        (["任务分类", "重点任务"], {"task": "数字校园", "measure": "更新设备120套"}),
        (["工作目标", "重点任务"], {"task": "数字校园", "measure": "更新设备120套"}),
        (["重点工作", "主要内容"], {"task": "数字校园", "measure": "更新设备120套"}),
        (["重点任务", "验收标准", "工作措施"],
         {"task": "数字校园", "target": "更新设备120套", "measure": "招标采购。"}),
    ],
)  # fmt: skip
def test_the_columns_of_the_work_are_told_by_their_words_and_their_neighbours(heads, expected):
    rows, _ = read(table_of([["序号", *heads, "承办股室"], [*ROW[: 1 + len(heads)], "电教馆"]]))
    assert rows == [{"number": "1", "lead": "电教馆", **expected}]


def test_a_target_that_asks_for_nothing_itself_stays_with_its_task():
    heads = ["序号", "工作任务", "目标", "责任单位"]
    rows, _ = read(table_of([heads, ["1", "新建幼儿园", "2所", "项目办"], ["2", None, "招聘教师9名", "人事股"]]))
    assert rows == [
        {"number": "1", "task": "新建幼儿园", "target": "2所", "lead": "项目办"},
        {"number": "2", "task": "新建幼儿园", "measure": "招聘教师9名", "lead": "人事股"},
    ]


def test_a_column_that_nothing_holds_is_remarked_on_unless_it_is_empty():
    heads = ["序号", "工作任务", "工作目标", "工作措施", "责任人", "承办单位", "备注"]
    source = table_of([heads, ROW])
    draft = duties(Draft(source, Text.of(source.text)))
    assert [(r.code, dict(r.facts), draft.text[r.start : r.end]) for r in draft.remarks] == [
        ("column", {"column": "备注"}, "备注")
    ]
    empty = table_of([heads, [*ROW[:-1], ""]])
    assert not duties(Draft(empty, Text.of(empty.text))).remarks


def test_a_second_column_of_one_meaning_is_remarked_on_but_not_a_head_over_two_columns():
    source = table_of([["任务", "措施", "推进措施", "牵头单位", "<"], ["建校", "选址。", "招标。", "计财股", "<"]])
    assert [dict(r.facts) for r in duties(Draft(source, Text.of(source.text))).remarks] == [{"column": "推进措施"}]

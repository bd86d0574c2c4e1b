from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from luoshi.reader import read_text
from luoshi.reader.duty_catalogue import usual_office
from luoshi.reader.reading import Action, Meeting, Reading, Sentence
from luoshi.reader.source import Source
from luoshi.reader.text import Text
from luoshi.reader.write.xlsx import FIGURES, LEDGER, LIGHTER, digest, to_workbook
from tests.reader.write.changed import changed

HEADS = [
    "序号",
    "目标任务",
    "具体举措",
    "指标",
    "责任领导",
    "牵头单位（建议）",
    "责任人",
    "配合单位",
    "完成时限",
    "依据原文",
    "要求来源",
    "行号",
]


FIGURES_AT = {name: column for column, name in enumerate(FIGURES)}


def opened(reading):
    return openpyxl.load_workbook(BytesIO(to_workbook(reading)))


def values(sheet, row):
    return [cell.value for cell in sheet[row]]


def test_the_first_sheet_is_the_table_an_office_sends_round(reading):
    sheet = opened(reading)["责任分解表"]
    assert sheet["A1"].value == "青禾县2031年教育工作会议任务责任分解表"
    assert sheet["A2"].value.endswith("会议：青禾县2031年教育工作会议（2031年3月2日）　　计划年度：2031　　共 3 项")
    assert values(sheet, 3) == HEADS
    assert values(sheet, 4) == [
        1,
        "一、办好学前教育\n（一）扩大普惠资源。",
        "新建公办园2所，确保普惠率达到90%以上",
        "新建公办园 2所\n普惠率 ≥90%",
        None,
        "县教育局",
        None,
        "县自然资源局、县财政局",
        "2031年底前（2031-12-31）",
        "（一）扩大普惠资源。2031年底前新建公办园2所，确保普惠率达到90%以上，每学期开展一次“A&B<课程>”观摩。",
        None,
        f"{digest(reading)}-action-0",
    ]
    assert sheet["D6"].value == "办学经费增长 ××%"


@pytest.mark.parametrize("end", ["任务分解方案", "任务责任分解", "重点工作任务分解表"])
def test_a_title_that_already_says_so_gets_no_second_one(reading, end):
    divided = replace(reading, meeting=Meeting(title=f"青禾县2031年{end}"))
    assert opened(divided)["责任分解表"]["A1"].value == f"青禾县2031年{end}"


@pytest.mark.parametrize(
    ("piece", "times"),
    [("建立教育制度机制5个，", 100), ("加强管理\t教研室\t6月底前\n", 600)],
    ids=["sentence", "table"],
)
def test_a_file_of_twice_the_rows_takes_twice_the_time(piece, times, growth):
    readings = {size: read_text(piece * size) for size in (times, 2 * times)}
    assert growth(lambda size: to_workbook(readings[size]), times) < 3.2


def test_a_paper_stands_behind_the_word_for_papers(reading):
    paper = replace(reading, meeting=Meeting(title="青禾县2031年重点工作实施方案", organiser="青禾县教育局"))
    workbook = opened(paper)
    assert "　　文件：青禾县2031年重点工作实施方案　　" in workbook["责任分解表"]["A2"].value
    account = [(row[0].value, row[1].value) for row in workbook["说明"].iter_rows(min_row=2)]
    assert {("文件", "青禾县2031年重点工作实施方案"), ("发文单位", "青禾县教育局")} <= set(account)


def test_no_cell_spans_rows_so_that_every_page_says_what_a_row_belongs_to(reading):
    sheet = opened(reading)["责任分解表"]
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:K1", "A2:K2"}
    assert sheet["B5"].value == sheet["B4"].value == "一、办好学前教育\n（一）扩大普惠资源。"
    assert sheet["J5"].value == sheet["J4"].value
    assert sheet.auto_filter.ref == "A3:K6"


def test_what_the_row_above_says_already_is_lighter(reading):
    sheet = opened(reading)["责任分解表"]
    colours = {
        place: sheet[place].font.color and sheet[place].font.color.rgb for place in ("B4", "J4", "B5", "J5", "B6")
    }
    assert colours["B5"] == colours["J5"] == f"FF{LIGHTER[1:]}"
    assert colours["B4"] == colours["J4"] == colours["B6"] != colours["B5"]


def test_a_long_list_of_assisting_bodies_is_said_once_and_a_short_one_repeated(reading):
    names = "县财政局、县人力资源和社会保障局、县自然资源局、县住房和城乡建设局、县文化广电和旅游局"
    crowded = replace(reading, bodies=(*reading.bodies[:1], replace(reading.bodies[2], name=names * 2)))
    sheet = opened(crowded)["责任分解表"]
    assert [sheet[place].value for place in ("H4", "H5")] == [names * 2, "同第 1 项"]
    assert [opened(reading)["责任分解表"][place].value for place in ("H4", "H5")] == ["县自然资源局、县财政局"] * 2


def test_it_prints_across_a4_one_page_wide_with_heads_on_every_page(reading):
    workbook = opened(reading)
    for sheet, head in zip(workbook, ("$3:$3", "$1:$1", "$1:$1"), strict=True):
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == head
        assert "&P" in sheet.oddFooter.center.text
    assert workbook["责任分解表"].print_area.endswith("$A$1:$K$6")
    assert workbook["责任分解表"].freeze_panes == "C4"


def test_row_ids_are_there_but_not_shown(reading):
    sheet = opened(reading)["责任分解表"]
    assert sheet.column_dimensions["L"].hidden
    assert [sheet.cell(row, 12).value for row in (4, 5, 6)] == [f"{digest(reading)}-action-{n}" for n in range(3)]


def test_rows_are_tall_enough_for_their_longest_cell(reading):
    text = "持续" + "深化课堂教学改革" * 30
    long = Reading(
        source=Source("a.txt", "txt", text),
        cleaned=Text.of(text),
        sentences=(Sentence(0, len(text), 0.9, "test", kind="task", heading=None),),
        actions=(Action(0, len(text), 0.9, "test", topic="quality", heading=None, sentence=0),),
    )
    row = opened(long)["责任分解表"].row_dimensions[4]
    lines_needed = len(text) / (LEDGER["basis"] / 2)
    assert 12 * lines_needed < row.height <= 409


def test_many_short_measures_do_not_each_repeat_their_long_sentence(reading):
    text = "抓好" + "、".join(f"第{n}项工作" for n in range(40)) + "。"
    crowded = Reading(
        source=Source("a.txt", "txt", text),
        cleaned=Text.of(text),
        sentences=(Sentence(0, len(text), 0.9, "test", kind="task", heading=None),),
        actions=tuple(Action(n, n + 2, 0.9, "test", topic="quality", heading=None, sentence=0) for n in range(4)),
    )
    sheet = opened(crowded)["责任分解表"]
    assert [sheet[f"J{row}"].value for row in range(4, 8)] == [text, *["同第 1 项"] * 3]
    assert sheet.row_dimensions[4].height > len(text) / (LEDGER["basis"] / 2) * 12
    assert max(sheet.row_dimensions[row].height for row in range(5, 8)) < 60


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_what_looks_like_a_formula_stays_text(start):
    text = f"{start}HYPERLINK(1)落实经费。"
    hostile = Reading(
        source=Source(f"{text}.txt", "txt", text),
        cleaned=Text.of(text),
        meeting=Meeting(title=text),
        sentences=(Sentence(0, len(text), 0.9, "test", kind="task", heading=None),),
        actions=(Action(0, len(text), 0.9, "test", topic="finance", heading=None, sentence=0),),
    )
    for sheet in opened(hostile):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                if isinstance(cell.value, str) and cell.value.startswith(start):
                    assert cell.data_type == "s"
                    assert cell.quotePrefix


def test_control_characters_do_not_break_the_file():
    text = "落实\x00\x0b\x1b经费\ufffe。"
    hostile = Reading(
        source=Source("a\x01.txt", "txt", text),
        cleaned=Text.of(text),
        sentences=(Sentence(0, len(text), 0.9, "test", kind="task", heading=None),),
        actions=(Action(0, len(text), 0.9, "test", topic="finance", heading=None, sentence=0),),
    )
    assert opened(hostile)["责任分解表"]["C4"].value.split() == ["落实", "经费", "。"]


def test_all_figures_are_on_the_second_sheet_as_numbers(reading):
    sheet = opened(reading)["指标与数据"]
    assert values(sheet, 1) == list(FIGURES)
    assert values(sheet, 6)[:9] == [5, "目标", None, "普惠率", "≥", 90, None, "%", 2031]
    assert values(sheet, 3)[:9] == [2, "已完成", None, "新增学位", "＝", 3200, None, "个", 2030]
    assert values(sheet, 7)[5] == "未填"
    assert (values(sheet, 3)[9], values(sheet, 3)[10]) == ("过去一年，新增学位3200个，小学入学率达100%。", "第 4 行")


def test_a_year_lent_by_the_plan_stands_in_italics(reading):
    without = replace(reading, figures=tuple(replace(figure, year=None) for figure in reading.figures))
    years = [row[FIGURES_AT["年份"]] for row in opened(without)["指标与数据"].iter_rows(min_row=2)]
    assert [(cell.value, cell.font.italic) for cell in years] == [
        (2031, True) if figure.status == "target" else (None, False) for figure in without.figures
    ]


def test_the_third_sheet_says_how_it_was_read_and_what_was_left_out(reading):
    account = [(row[0].value, row[1].value) for row in opened(reading)["说明"].iter_rows(min_row=2)]
    assert ("来源", "qinghe.html（网页，utf-8，清理后 228 字）") in account
    assert ("去除·页面装饰", "首页 > 教育要闻") in account
    assert ("数据", "已完成 2，目标 3，事实 1") in account
    assert ("时限与周期", "共 2 处：时限 1，周期 1") in account
    assert {"提醒", "识别方式", "牵头单位", "回收"} <= {label for label, _ in account}


def test_a_table_of_duties_comes_out_as_it_went_in(table_reading):
    sheet = opened(table_reading)["责任分解表"]
    assert values(sheet, 4)[1:9] == [
        "建强队伍",
        "招聘教师30名。",
        "招聘教师 30名",
        None,
        "县教育局",
        None,
        None,
        "2031年8月底前（2031-08-31）",
    ]
    assert values(sheet, 5)[2:9] == ["组织全员培训", None, None, "县教师进修学校", None, None, "长期坚持"]


def test_a_reading_without_anything_still_makes_a_file():
    assert opened(Reading(Source("a.txt", "txt", "青禾"), Text.of("青禾")))["责任分解表"]["A3"].value == "序号"


def test_the_same_reading_gives_the_same_file(reading):
    assert to_workbook(reading) == to_workbook(replace(reading))


def test_an_office_that_nobody_named_is_marked_as_proposed(reading):
    sheet = opened(reading)["责任分解表"]
    assert sheet["F6"].value == f"{usual_office('safety')}（建议）"


def test_a_repeated_cell_that_looks_like_a_formula_stays_text_too():
    text = "=HYPERLINK(1)落实经费。"
    twice = Reading(
        source=Source("a.txt", "txt", text),
        cleaned=Text.of(text),
        sentences=(Sentence(0, len(text), 0.9, "test", kind="task", heading=None),),
        actions=tuple(Action(n, n + 2, 0.9, "test", topic="finance", heading=None, sentence=0) for n in (13, 15)),
    )
    sheet = opened(twice)["责任分解表"]
    for place in ("J4", "J5"):
        assert (sheet[place].value, sheet[place].data_type, sheet[place].quotePrefix) == (text, "s", True)


def test_ranges_and_decimals_are_numbers_shown_in_full(reading):
    ranged = replace(reading.figures[3], value=1200, high=1200.5)
    sheet = opened(changed(reading, figures=(ranged,)))["指标与数据"]
    assert [(sheet[place].value, sheet[place].number_format) for place in ("F2", "G2", "I2")] == [
        (1200, "#,##0"),
        (1200.5, "#,##0.0#########"),
        (2031, "0"),
    ]


def test_a_change_is_no_level_wherever_it_is_shown(reading):
    up, down = (
        replace(figure, value=5, unit="个百分点", comparator="=", change=change)
        for figure, change in zip(reading.figures[3:5], ("up", "down"), strict=True)
    )
    workbook = opened(changed(reading, figures=(up, down)))
    assert workbook["责任分解表"]["D4"].value == "新建公办园 提高5个百分点\n普惠率 降低5个百分点"
    figures = workbook["指标与数据"]
    assert [(figures[f"E{row}"].value, figures[f"H{row}"].value) for row in (2, 3)] == [
        ("提高", "个百分点"),
        ("降低", "个百分点"),
    ]


def test_who_asks_for_a_task_stands_in_a_column_of_its_own(reading):
    sheet = opened(replace(reading, actions=tuple(replace(one, standing="superior") for one in reading.actions)))
    assert [sheet["责任分解表"][f"K{row}"].value for row in (3, 4, 5)] == ["要求来源", "上级要求", "上级要求"]

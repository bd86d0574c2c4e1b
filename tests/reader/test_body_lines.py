"""Bodies that stand in lines or sentences of their own behind a task, without a label; all are invented."""

from luoshi.reader import read_text
from luoshi.reader.write.ledger import rows

TITLE = "石桥县教育局2026年重点工作任务分解表\n"


def owners(text):
    return [(row.measure, row.lead, row.assist) for row in rows(read_text(TITLE + text))]


def test_the_first_line_of_names_behind_a_task_leads_and_the_second_assists():
    text = (
        "一、重点任务\n1\n改造学校旱厕12座。\n计财股\n安全股、各中心校\n"
        "2\n持续推进学前教育普及普惠。\n县教育局\n县政府有关部门，各乡镇人民政府。"
    )
    assert owners(text) == [
        ("改造学校旱厕12座", "计财股", "安全股、各中心校"),
        ("持续推进学前教育普及普惠", "县教育局", "县政府有关部门、各乡镇人民政府"),
    ]


def test_the_heads_that_lost_their_row_say_who_leads():
    text = "序号\n重点工作任务\n协同配合单位\n主要责任单位\n一、重点任务\n1\n改造学校旱厕12座。\n安全股\n计财股\n"
    assert owners(text) == [("改造学校旱厕12座", "计财股", "安全股")]


def test_one_lone_name_without_heads_is_no_row():
    text = "一、重点任务\n改造学校旱厕12座。\n石桥县教育局\n更新报警装置85套。\n完善值班制度。"
    assert [lead for _, lead, _ in owners(text)] == ["", "", ""]


def test_a_sentence_that_only_says_whose_the_task_is_gives_its_bodies():
    text = "一、重点任务\n3.开展食堂大检查。由安全股牵头，后勤中心、县市场监管局配合。\n4.完善值班制度。办公室负责。"
    assert owners(text) == [
        ("开展食堂大检查", "安全股", "后勤中心、县市场监管局"),
        ("完善值班制度", "办公室", ""),
    ]

"""Who leads in each row of the ledger, from a sentence to the row."""

import time

import pytest

from luoshi.reader import read
from luoshi.reader.bodies import bodies
from luoshi.reader.turns import turns
from luoshi.reader.write.ledger import Row, rows


@pytest.fixture
def ledger(tmp_path):
    def make(sentence: str) -> tuple[Row, ...]:
        path = tmp_path / "points.txt"
        path.write_text(f"石桥县教育局2026年工作要点\n一、重点工作\n{sentence}", "utf-8")
        return rows(read(path))

    return make


@pytest.mark.parametrize(
    ("bracket", "lead", "assist"),
    [
        ("牵头科室：监管科；配合单位：市场监管局、公安局", "监管科", "市场监管局、公安局"),
        ("牵头单位：省教育厅；配合单位：省财政厅、市场监管局", "省教育厅", "省财政厅、省市场监管局"),
        ("牵头单位：乡村振兴局、教育局", "乡村振兴局、教育局", ""),
        ("牵头科室：人事科、纪检组", "人事科、纪检组", ""),
    ],
)
def test_a_name_inherits_a_level_only_from_one_that_has_it(ledger, bracket, lead, assist):
    (row,) = ledger(f"开展师德专项整治。（{bracket}）")
    assert (row.lead, row.assist) == (lead, assist)


@pytest.mark.parametrize(
    ("line", "leader", "person"),
    [
        ("（责任领导：林一帆；责任单位：学前股；责任人：苏小棠；完成时限：8月底前）", "林一帆", "苏小棠"),
        ("\n分管领导：林一帆 责任人：苏小棠、顾远舟", "林一帆", "苏小棠、顾远舟"),
        ("（责任单位：学前股）", "", ""),
    ],
)
def test_a_duty_line_names_the_leader_and_the_person(ledger, line, leader, person):
    (row,) = ledger(f"新建幼儿园3所。{line}")
    assert (row.leader, row.person) == (leader, person)


@pytest.mark.parametrize(
    ("sentence", "lead"),
    [
        ("县财政局3月底前拨付资金2000万元。", "县财政局"),
        ("人事科8月20日前完成教师招聘96名。", "人事科"),
        ("城关镇6月底前完成校舍改造。", "城关镇"),
        ("城关镇、柳河镇6月底前完成校舍改造。", "城关镇、柳河镇"),
        ("各学校6月底前完成校舍改造。", "各学校"),
        ("县第一中学10月底前完成宿舍改造。", "县第一中学"),
        ("各学校放假前、开学前各开展一次安全教育。", "各学校"),
        ("资助中心：10月10日前完成资助资金发放。", "资助中心"),
        ("后勤中心：校服采购须经家长委员会同意。", "后勤中心"),
        ("教育局牵头负责教师招聘。", "教育局"),
        ("县教育局与县人社局共同制定教师招聘方案。", "县教育局、县人社局"),
        ("新建小学6月底前完成主体工程。", ""),
        ("城北小学8月底前竣工。", ""),
        ("实验小学：新建教学楼1栋。", ""),
    ],
)
def test_a_body_before_a_limit_a_colon_or_its_part_leads(ledger, sentence, lead):
    (row,) = ledger(sentence)
    assert row.lead == lead


def test_what_a_colon_opens_reaches_to_the_end_of_the_line(ledger):
    found = ledger("资助中心：10月10日前完成资金发放；11月底前开展资金核查。\n开展校园安全排查。")
    assert [row.lead for row in found] == ["资助中心", "资助中心", ""]


@pytest.mark.parametrize(
    ("sentence", "leads"),
    [
        ("由基教科牵头，制定招生方案，由人事科牵头，招聘教师120名。", ["基教科", "人事科"]),
        ("县发改局牵头编制规划，县财政局配合保障资金。", ["县发改局", "县财政局"]),
        ("教育局牵头负责教师招聘，人社局负责审核编制，财政局负责落实经费。", ["教育局", "人社局", "财政局"]),
    ],
)
def test_each_body_of_a_sentence_leads_in_its_own_part(ledger, sentence, leads):
    assert [row.lead for row in ledger(sentence)] == leads


def test_who_is_helped_leads(ledger):
    (row,) = ledger("县委宣传部、团县委配合县教育局开展主题教育活动。")
    assert (row.lead, row.assist) == ("县教育局", "县委宣传部、团县委")


def said(found):
    return [(row.measure, row.lead, [due.day for due in row.dues]) for row in found]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "县公安局要在上下学时段安排警力护学，县交通局6月底前完成45辆校车检修。",
            [("在上下学时段安排警力护学", "县公安局", []), ("完成45辆校车检修", "县交通局", ["2026-06-30"])],
        ),
        (
            "县交通局6月底前完成校车检修，县住建局负责工程建设。",
            [("完成校车检修", "县交通局", ["2026-06-30"]), ("负责工程建设", "县住建局", [])],
        ),
        (
            "6月底前，县公安局要安排警力护学，县交通局要完成校车检修。",
            [("安排警力护学", "县公安局", ["2026-06-30"]), ("完成校车检修", "县交通局", ["2026-06-30"])],
        ),
        (
            "基教科牵头制定招生方案，人事科牵头招聘教师120名。",
            [("牵头制定招生方案", "基教科", []), ("牵头招聘教师120名", "人事科", [])],
        ),
        ("资助中心：10月10日前完成资金发放。", [("完成资金发放", "资助中心", ["2026-10-10"])]),
        ("县委宣传部、团县委配合县教育局开展主题教育。", [("开展主题教育", "县教育局", [])]),
        ("各学校要高度重视校园安全。", [("高度重视校园安全", "各学校", [])]),
    ],
)
def test_each_body_has_its_own_task_and_limit(ledger, sentence, expected):
    assert said(ledger(sentence)) == expected


def test_the_second_body_of_a_sentence_takes_no_limit_of_the_first(ledger):
    first, second = ledger("县自然资源局要在4月底前完成城北小学用地报批，县住建局负责工程建设。")
    assert (first.lead, [due.day for due in first.dues]) == ("县自然资源局", ["2026-04-30"])
    assert (second.measure, second.lead, second.dues) == ("负责工程建设", "县住建局", ())


@pytest.mark.parametrize("piece", ["，县交通局6月底前完成校车检修", "，基教科牵头制定方案", "，各学校要做好工作"])
def test_a_sentence_of_many_turns_takes_linear_time(drafted, piece):
    draft = bodies(drafted("县教育局2026年工作要点\n" + piece.lstrip("，") + piece * (20_000 // len(piece)) + "。"))
    began = time.process_time()
    turns(draft)
    assert time.process_time() - began < 1.5

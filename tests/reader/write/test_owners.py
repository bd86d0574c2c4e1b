"""Who answers for which row and until when, from the sentence to the ledger; places and offices are invented."""

import pytest

from luoshi.reader import read_text
from luoshi.reader.write.ledger import rows


def ledger(sentence):
    return rows(read_text(f"石桥县教育局2026年工作要点\n一、重点工作\n{sentence}"))


def owners(sentence):
    return [(row.measure, row.lead, row.assist) for row in ledger(sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "县发改局、县自然资源局要做好校舍选址，县财政局要统筹建设资金，县住建局要加快项目审批。",
            [
                ("做好校舍选址", "县发改局、县自然资源局", ""),
                ("统筹建设资金", "县财政局", ""),
                ("加快项目审批", "县住建局", ""),
            ],
        ),
        (
            "县教育局要加强督导检查，县财政局要保障经费，县人社局要落实编制。",
            [("加强督导检查", "县教育局", ""), ("保障经费", "县财政局", ""), ("落实编制", "县人社局", "")],
        ),
        (
            "各学校要提高认识，落实责任，县财政局要保障经费。",
            [("提高认识，落实责任", "各学校", ""), ("保障经费", "县财政局", "")],
        ),
        (
            "结合实际，各学校要制定方案，县财政局要保障经费。",
            [("结合实际，各学校要制定方案", "各学校", ""), ("保障经费", "县财政局", "")],
        ),
        (
            "由县教育局负责制定方案，由县财政局负责落实资金。",
            [("由县教育局负责制定方案", "县教育局", ""), ("由县财政局负责落实资金", "县财政局", "")],
        ),
        (
            "城关镇、柳河镇要完成学校搬迁，其他乡镇要做好控辍保学。",
            [("完成学校搬迁", "城关镇、柳河镇", ""), ("做好控辍保学", "其他乡镇", "")],
        ),
        ("县政府督查室要跟踪督办落实情况。", [("跟踪督办落实情况", "县政府督查室", "")]),
        ("规范收费行为，各学校要设立公示栏。", [("规范收费行为", "", ""), ("设立公示栏", "各学校", "")]),
    ],
)
def test_each_body_of_a_sentence_answers_for_its_own_clauses(sentence, expected):
    assert owners(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "由人事科牵头，基教科、督导室配合，制定教师交流方案。",
            [("制定教师交流方案", "人事科", "基教科、督导室")],
        ),
        (
            "制定教师交流方案，由县教育局牵头，县财政局、县人社局等部门密切配合。",
            [("制定教师交流方案", "县教育局", "县财政局、县人社局")],
        ),
        (
            "人事科牵头，基教科配合，制定教师交流方案，完善考核制度。",
            [("制定教师交流方案", "人事科", "基教科"), ("完善考核制度", "人事科", "基教科")],
        ),
        (
            "县教育局要牵头制定方案，县财政局要积极配合，县住建局要加快项目审批。",
            [("牵头制定方案", "县教育局", "县财政局"), ("加快项目审批", "县住建局", "")],
        ),
        (
            "安全科要会同县公安局、县市场监管局，开展校园周边环境整治。",
            [("会同县公安局、县市场监管局，开展校园周边环境整治", "安全科", "县公安局、县市场监管局")],
        ),
        (
            "会同县公安局、县市场监管局常态化整治校园周边环境。",
            [("会同县公安局、县市场监管局常态化整治校园周边环境", "", "县公安局、县市场监管局")],
        ),
        (
            "县人社局要会同县教育体育局用好编制周转池。",
            [("会同县教育体育局用好编制周转池", "县人社局", "县教育体育局")],
        ),
        ("由县教育局牵头，加强部门配合。", [("加强部门配合", "县教育局", "")]),
    ],
)
def test_who_leads_and_who_helps_is_no_task_of_its_own(sentence, expected):
    assert owners(sentence) == expected


@pytest.mark.parametrize(
    ("line", "assist"),
    [
        ("（牵头科室：安稳科；各县（区）教育局负责落实）", "各县（区）教育局"),
        ("（牵头科室：安稳科；教研室、基教科配合；完成时限：6月底前）", "教研室、基教科"),
    ],
)
def test_a_duty_line_may_go_on_with_a_verb_for_a_label(line, assist):
    assert owners(f"常态化开展防溺水教育。{line}") == [("常态化开展防溺水教育", "安稳科", assist)]


def test_the_subject_of_a_sentence_helps_nobody():
    text = "规范收费行为，每所中小学要设立公示栏。（牵头科室：计财科；配合科室：监察室；责任单位：各中心校）"
    assert owners(text) == [
        ("规范收费行为", "计财科", "监察室、各中心校"),
        ("设立公示栏", "计财科", "监察室、各中心校"),
    ]


def limits(sentence):
    return [(row.measure, [due.said for due in row.dues]) for row in ledger(sentence)]


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("加快补充教师，培训全体校长。（牵头单位：人事科；完成时限：2026年11月底前）", "2026年11月底前（2026-11-30）"),
        ("加快补充教师，培训全体校长。\n牵头单位：人事股 完成时限：2026年8月25日", "2026年8月25日（2026-08-25）"),
        ("加快补充教师，培训全体校长。\n完成时限：2026年8月25日", "2026年8月25日（2026-08-25）"),
        ("加快补充教师，培训全体校长（责任单位：人事科；时限要求：6月底前）。", "6月底前（2026-06-30）"),
        ("加快补充教师，培训全体校长。（县教育局牵头，县财政局配合，6月底前完成）", "6月底前（2026-06-30）"),
        ("加快补充教师，培训全体校长。（6月底前完成，责任单位：人事科）", "6月底前（2026-06-30）"),
        ("加快补充教师，培训全体校长。（6月底前完成）", "6月底前（2026-06-30）"),
        ("加快补充教师，培训全体校长。\n责任单位：人事科；完成时限：长期坚持", "长期坚持"),
    ],
)
def test_a_limit_behind_an_item_holds_for_all_its_tasks_and_no_others(item, said):
    text = f"（一）配齐教师。{item}\n（二）加大投入。足额落实办学经费。"
    assert limits(text) == [
        ("加快补充教师", [said]),
        ("培训全体校长", [said]),
        ("足额落实办学经费", []),
    ]


def test_a_limit_of_a_task_itself_comes_before_that_of_its_duty_line():
    text = "加快补充教师，8月底前完成校舍维修。每学期培训全体校长。（责任单位：计财科，完成时限：2026年9月）"
    assert limits(text) == [
        ("加快补充教师", ["2026年9月（2026-09-30）"]),
        ("完成校舍维修", ["8月底前（2026-08-31）"]),
        ("培训全体校长", ["2026年9月（2026-09-30）", "每学期"]),
    ]


def test_a_short_item_between_two_duty_lines_belongs_to_the_second_only():
    text = "加快补充紧缺学科教师。\n牵头单位：人事科\n足额落实经费。\n牵头单位：计财科"
    assert owners(text) == [("加快补充紧缺学科教师", "人事科", ""), ("足额落实经费", "计财科", "")]


def test_an_item_with_nothing_but_its_duty_beneath_it_is_a_task():
    text = "1.加快补充教师。（11月底前完成）\n2.足额落实经费。（计财科负责）\n3.推进课堂改革。\n完成时限：6月底"
    assert [(row.measure, row.lead, [due.day for due in row.dues]) for row in ledger(text)] == [
        ("加快补充教师", "", ["2026-11-30"]),
        ("足额落实经费", "计财科", []),
        ("推进课堂改革", "", ["2026-06-30"]),
    ]


def test_a_date_and_a_rhythm_stay_whole_and_outside_the_task():
    assert limits("放假前、开学前各开展一次隐患大排查。") == [("开展一次隐患大排查", ["放假前、开学前"])]
    assert limits("每月25日前将进展情况报县教育局。") == [("将进展情况报县教育局", ["每月25日前"])]
    assert limits("要加快新校区建设，2027年8月底前建成投用。") == [
        ("加快新校区建设，2027年8月底前建成投用", ["2027年8月底前（2027-08-31）"])
    ]

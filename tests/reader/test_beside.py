"""Duties, limits and papers beside a task: they make no heading of it and are no task themselves."""

import pytest

from luoshi.reader import beside, read_text


def tasks(lines):
    reading = read_text(f"石桥县教育局2026年工作要点\n一、重点工作\n{lines}")
    return [reading.quote(action) for action in reading.actions]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("3.更新校园一键报警装置85套。\n牵头单位：安全股\n完成时限：8月底前", ["更新校园一键报警装置85套"]),
        ("1.完成消防验收学校5所。（安全股牵头，基建股配合，6月底前完成）", ["完成消防验收学校5所"]),
        ("1.完成消防验收学校5所（安全股牵头，基建股配合，6月底前完成）。", ["完成消防验收学校5所"]),
        ("（一）培育县级样板校6所。（责任股室：基教股；完成时限：12月底前）", ["培育县级样板校6所"]),
        ("（二）举办全县教师基本功大赛。责任股室：基教股；配合股室：教研室", ["举办全县教师基本功大赛"]),
        ("招聘教师50名。（责任股室：人事股；完成时限：2026年8月25日）", ["招聘教师50名"]),
        ("3.开展食堂大检查。由安全股牵头，后勤中心、县市场监管局配合，3月底前完成。", ["开展食堂大检查"]),
        ("3.更新报警装置85套。\n（1）牵头单位：安全股\n（2）完成时限：8月底前", ["更新报警装置85套"]),
        ("3.更新报警装置85套。\n责任单位及责任人：安全股 罗青\n4.改造旱厕12座。", ["更新报警装置85套", "改造旱厕12座"]),
        ("3.更新报警装置85套。\n安全股\n4.改造旱厕12座。\n计财股", ["更新报警装置85套", "改造旱厕12座"]),
        ("改造旱厕12座。\n附件：石桥县重点工作责任分解表", ["改造旱厕12座"]),
        ("改造旱厕12座。\n附件：1.石桥县责任分解表\n2.石桥县进度统计表", ["改造旱厕12座"]),
    ],
)
def test_a_task_with_nothing_but_its_duties_beneath_is_the_only_task(lines, expected):
    assert tasks(lines) == expected


def test_an_item_with_its_duty_is_a_task_beside_items_with_theirs_and_else_their_part():
    part, items = "（一）守牢校园安全底线。责任单位：县教育局\n", "1.更新报警装置85套。{}\n2.改造旱厕12座。"
    assert tasks(part + items.format("")) == ["更新报警装置85套", "改造旱厕12座"]
    assert tasks(part + items.format("责任单位：安全股")) == ["守牢校园安全底线", "更新报警装置85套", "改造旱厕12座"]


def test_only_a_labelled_duty_makes_a_whole_part_a_task():
    def actions(beneath):
        reading = read_text(
            f"石桥县教育局2026年工作要点\n一、提升教育质量\n{beneath}\n二、守牢安全底线\n更新报警装置85套。"
        )
        return [reading.quote(action) for action in reading.actions]

    assert actions("牵头单位：县教育局") == ["提升教育质量", "更新报警装置85套"]
    assert actions("由县教育局负责。") == ["更新报警装置85套"]


@pytest.mark.parametrize(
    "words",
    [
        "区教育局",
        "区政府有关部门，各乡镇人民政府、街道办事处。",
        "责任股（室）：基教股",
        "牵头（责任）单位：县教育局 配合单位：县财政局",
        "承办股室：督导室；办结时限：长期坚持。",
        "（6月底前）",
        "安全管理股、招生考试中心、改革办、办公室",
        "县委组织部",
        "由组织人事科牵头，各中小学校配合。",
        "附件2：石桥县工作台账",
    ],
)
def test_bodies_limits_and_papers_ask_for_nothing(words):
    assert beside.only_beside(words, 0, len(words))


@pytest.mark.parametrize(
    "words",
    [
        "年底前完成新建学校3所。",
        "责任单位：县教育局。加强培训。",
        "成立工作专班",
        "成立办公室",
        "建设实训中心",
        "组织相关部门",
        "目标任务：新建学校3所",
        "校长负责",
        "完善家校配合",
    ],
)
def test_what_asks_is_more_than_a_duty(words):
    assert not beside.only_beside(words, 0, len(words))


def test_a_tables_head_on_a_line_of_its_own_is_no_body():
    assert not beside.only_bodies("主要责任单位", 0, 6)
    assert beside.only_beside("主要责任单位\n68\n", 0, 10)


def test_a_body_behind_a_task_is_no_heading():
    reading = read_text(
        "石桥县2026年任务分解表\n一、重点工作\n改造旱厕12座。\n县教育局\n"
        "县财政局、县住房和城乡建设局、县自然资源局、县卫生健康局，各乡镇人民政府。\n更新报警装置85套。"
    )
    assert [reading.quote(heading) for heading in reading.headings] == ["一、重点工作"]

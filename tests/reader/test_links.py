"""What belongs together: targets and actions, problems and tasks, from and to, parts and wholes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.reader import read_text
from luoshi.reader.lexicon import load
from luoshi.reader.reading import LINKS
from luoshi.reader.write.ledger import rows
from luoshi.reader.write.wording import remark_line

PLAN = """县教育局2033年工作报告
过去一年，全县教育工作取得新成绩，新建幼儿园4所。
存在的主要问题是：{problem}。
2033年要重点做好以下工作：
（一）补齐短板。新建公办幼儿园3所，新增学位1200个。
（二）建强队伍。招聘紧缺学科教师80名，其中乡村学校不低于30名。
（三）守牢底线。开展食堂食品安全专项整治，学校食堂明厨亮灶覆盖率达到100%。
（四）办好高中。提高高中办学水平。
"""


def linked(reading, kind):
    """The words of both ends of each link of a kind."""
    first, second = LINKS[kind]
    return [
        (reading.quote(getattr(reading, first)[link.source]), reading.quote(getattr(reading, second)[link.target]))
        for link in reading.links_of(kind)
    ]


def answers(problem):
    return [task for task, _ in linked(read_text(PLAN.format(problem=problem)), "answers")]


def test_a_target_measures_the_action_that_it_stands_in():
    found = linked(read_text(PLAN.format(problem="学位不足")), "measures")
    assert ("3所", "新建公办幼儿园3所") in found
    assert ("100%", "开展食堂食品安全专项整治，学校食堂明厨亮灶覆盖率达到100%") in found
    assert all(figure != "4所" for figure, _ in found)  # what was reached measures nothing


@pytest.mark.parametrize(
    ("problem", "tasks"),
    [
        ("学校食堂管理不严，食品安全隐患没有消除", ["开展食堂食品安全专项整治，学校食堂明厨亮灶覆盖率达到100%"]),
        ("城区学位供给不足", ["新建公办幼儿园3所", "新增学位1200个"]),
        ("乡村教师缺编较为突出", ["招聘紧缺学科教师80名，其中乡村学校不低于30名"]),
        ("普通高中教育仍有差距", ["提高高中办学水平"]),
        ("群众对教育的期盼越来越高", []),
        ("工作中还存在一些不足", []),
    ],
)
def test_a_problem_is_answered_by_the_tasks_that_name_or_mend_it(problem, tasks):
    assert answers(problem) == tasks


def report(problem, *tasks):
    listed = "".join(f"（{number}）{task}。\n" for number, task in zip("一二三四五六", tasks, strict=False))
    return read_text(
        f"县教育局2033年工作报告\n过去一年，工作取得新成绩。\n存在的主要问题是：{problem}。\n2033年要重点做好以下工作：\n{listed}"
    )


def test_of_many_tasks_that_mend_one_thing_three_are_named():
    built = ("新建公办幼儿园3所", "新建小学2所", "新建初中1所", "改扩建高中1所", "扩建职业学校1所")
    assert [task for task, _ in linked(report("城区学位不足", *built), "answers")] == list(built[:3])


def test_one_word_of_a_long_problem_is_no_answer_to_it():
    problem = "教师发展中心实验室设备陈旧，学生心理辅导场地与食堂面积狭小"
    assert linked(report(problem, "建立学生心理档案", "开展防溺水教育"), "answers") == []


def test_what_stands_behind_a_task_does_not_make_it_an_answer():
    found = report("城区学位不足", "开展防溺水教育", "修订值班手册。会上，宣读了新建学校项目名单")
    assert linked(found, "answers") == []


def test_only_targets_measure():
    found = report("城区学位不足", "在去年新建4所的基础上，再新建公办幼儿园3所", "开展防溺水教育")
    assert [figure for figure, _ in linked(found, "measures")] == ["3所"]


def test_a_word_about_teachers_mends_no_lack_of_something_else():
    assert answers("实验设备短缺") == []


def test_a_part_and_its_total_are_linked_and_so_are_both_ends_of_a_change():
    found = read_text("过去一年，专任教师由1100人增加到1302人，其中公办教师900人。全县有学校281所（含97个教学点）。")
    assert linked(found, "comes-from") == [("1302人", "1100人")]
    assert linked(found, "part-of") == [("900人", "1302人"), ("97个", "281所")]


def test_a_total_that_its_parts_contradict_is_remarked_on_with_all_of_them():
    wrong = read_text("过去一年，全县公开招聘教师142名（小学80名、初中65名），新建学校7所。")
    (remark,) = wrong.remarks
    assert (remark.code, wrong.quote(remark)) == ("sum-differs", "142名")
    assert remark_line(wrong, remark).startswith("各项（80名、65名）相加是145名，写的总数是142名")
    assert read_text("过去一年，全县公开招聘教师145名（小学80名、初中65名），新建学校7所。").remarks == ()
    assert read_text("过去一年，全县新建学校7所，其中小学5所、初中4所，成绩显著。").remarks == ()  # parts may overlap


def test_a_part_is_said_to_be_one_beside_its_total():
    plan = read_text("县教育局2033年工作要点\n1. 招聘教师120名，其中乡村学校不低于40名。\n")
    (row,) = rows(plan)
    assert row.indicators == ("教师 120名", "其中 乡村学校 ≥40名")


def test_a_report_without_problems_or_figures_has_no_links():
    assert read_text("县教育局2033年工作要点\n1. 开展防溺水教育。\n2. 治理校园欺凌。\n").links == ()


def test_every_link_goes_to_findings_that_are_there_and_says_why():
    reading = read_text(PLAN.format(problem="学位不足，教师短缺，食堂管理不严"))
    sure = load("links")["confidence"]
    assert reading.links
    assert list(reading.links) == sorted(reading.links, key=lambda link: (link.kind, link.source, link.target))
    for link in reading.links:
        first, second = (len(getattr(reading, name)) for name in LINKS[link.kind])
        assert link.source < first
        assert link.target < second
        assert link.confidence == sure[f"{link.kind}/{link.reason}"]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from(["学位不足", "师资短缺", "经费紧张", "高中薄弱", "近视率偏高", "作风不实", "，", "；"]))
)
def test_only_problems_are_answered_and_never_by_more_than_three_tasks_a_clause(parts):
    reading = read_text(PLAN.format(problem="".join(parts) or "无"))
    targets = [link.target for link in reading.links_of("answers")]
    assert {reading.sentences[target].kind for target in targets} <= {"problem"}
    for target in set(targets):
        assert targets.count(target) <= 3 * (1 + reading.quote(reading.sentences[target]).count("，"))

from dataclasses import replace

import pytest

from luoshi.reader import read_text
from luoshi.reader.duty_catalogue import usual_office
from luoshi.reader.pipeline import run
from luoshi.reader.reading import Deadline
from luoshi.reader.source import Source
from luoshi.reader.text import Span
from luoshi.reader.write.ledger import Due, counts, goal_path, inside, rows
from tests.reader.write.changed import changed


def test_each_action_is_a_row_under_the_path_of_its_headings(reading):
    assert [(row.number, row.goal, row.measure) for row in rows(reading)] == [
        (1, ("一、办好学前教育", "（一）扩大普惠资源。"), "新建公办园2所，确保普惠率达到90%以上"),
        (2, ("一、办好学前教育", "（一）扩大普惠资源。"), "开展一次“A&B<课程>”观摩"),
        (3, ("二、守住安全底线",), "持续开展防溺水巡查"),
    ]


def test_targets_inside_an_action_and_results_behind_it_belong_to_it(reading):
    assert [[figure.subject for figure in row.targets] for row in rows(reading)] == [
        ["新建公办园", "普惠率"],
        [],
        ["办学经费增长"],
    ]


def test_a_target_of_a_row_is_said_with_what_it_starts_from(reading):
    end = reading.figures.index(next(figure for figure in reading.figures if figure.subject == "普惠率"))
    start = replace(reading.figures[end - 1], status="fact", value=80, unit="%", year=None)
    pair = (start, replace(reading.figures[end], pair=end - 1))
    first, *_ = rows(changed(reading, figures=(*reading.figures[: end - 1], *pair, *reading.figures[end + 1 :])))
    assert first.indicators == ("普惠率 由80%增至≥90%",)


def test_named_leads_keep_owners_as_assisting(reading):
    first, second, third = rows(reading)
    assert (first.lead, first.assist) == ("县教育局", "县自然资源局、县财政局")
    assert (second.lead, second.assist) == ("县教育局", "县自然资源局、县财政局")
    assert (third.lead, third.assist) == ("", "")


def test_owners_lead_where_nobody_else_is_said_to(reading):
    owners = tuple(replace(body, role="owner") for body in reading.bodies[:2])
    first, *_ = rows(replace(reading, bodies=owners))
    assert (first.lead, first.assist, first.proposed) == ("县教育局、县财政局", "", "")


def test_a_limit_in_front_holds_for_all_behind_it_and_a_rhythm_for_the_next_only(reading):
    year_end, term = Due("2031年底前", "2031-12-31"), Due("每学期", None, "TERM")
    assert [row.dues for row in rows(reading)] == [(year_end,), (year_end, term), ()]


def test_a_second_limit_ends_the_reach_of_the_first(reading, at):
    again = Deadline(*at("每学期"), 0.9, "test", due="2031-06-30")
    first, second, _ = rows(replace(reading, deadlines=(*reading.deadlines, again), recurrences=()))
    assert [due.day for due in first.dues] == ["2031-12-31"]
    assert [due.day for due in second.dues] == ["2031-06-30"]


def test_a_limit_in_a_heading_holds_for_what_stands_beneath(reading, at):
    limit = Deadline(*at("守住"), 0.9, "test", due="2031-06-30")
    assert rows(replace(reading, deadlines=(limit,)))[2].dues == (Due("守住", "2031-06-30"),)


def test_a_limit_in_a_duty_line_holds_for_what_its_bodies_cover(reading, at):
    limit = Deadline(*at("责任单位"), 0.9, "test", due="2031-06-30")
    first, second, third = rows(replace(reading, deadlines=(limit,), recurrences=()))
    assert first.dues == second.dues == (Due("责任单位", "2031-06-30"),)
    assert third.dues == ()


def test_the_basis_is_the_whole_sentence_with_its_place_in_the_file(reading):
    row = rows(reading)[2]
    assert (row.basis, row.place) == ("持续开展防溺水巡查，办学经费增长XX%。", "第 10 行")


def test_duty_rows_are_taken_as_they_are_and_replace_the_actions_inside_them(table_reading):
    first, second = rows(table_reading)
    assert (first.finding, first.goal, first.measure) == (("duty", 0), ("建强队伍",), "招聘教师30名。")
    assert (first.lead, first.dues, first.topic) == ("县教育局", (Due("2031年8月底前", "2031-08-31"),), "teachers")
    assert [figure.value for figure in first.targets] == [30]
    assert (second.goal, second.measure, second.lead) == (("建强队伍",), "组织全员培训", "县教师进修学校")
    assert (second.dues, second.proposed, second.confidence) == ((Due("长期坚持", None),), "", None)


def test_a_target_beside_the_measure_joins_it_and_its_figures(table_reading):
    first, second = table_reading.duties
    aimed = replace(table_reading, duties=(replace(first, measure=second.measure, target=first.measure), second))
    row = next(row for row in rows(aimed) if row.finding == ("duty", 0))
    assert (row.goal, row.measure) == (("建强队伍",), "组织全员培训（招聘教师30名）")
    assert [figure.value for figure in row.targets] == [30]


def test_a_heading_that_is_its_own_parent_does_not_hang_the_path(reading):
    looped = replace(reading, headings=(replace(reading.headings[0], parent=0),))
    assert set(goal_path(looped, 0)) == {"一、办好学前教育"}


def test_counts_tell_kinds_statuses_and_lists(reading):
    found = counts(reading)
    assert (found["task"], found["achievement"], found["target"], found["actions"]) == (5, 1, 3, 3)


def test_a_rhythm_in_front_of_two_actions_holds_for_the_next_one_only(reading, at):
    rhythm = replace(reading.recurrences[0], start=at("扩大").start, end=at("扩大").end)
    first, second, _ = rows(replace(reading, recurrences=(rhythm,), deadlines=()))
    assert (first.dues, second.dues) == ((Due("扩大", None, "TERM"),), ())


def test_a_result_between_two_actions_belongs_to_the_one_before_it(reading, at):
    between = replace(reading.figures[3], start=at("每学期").start, end=at("每学期").end)
    first, second, _ = rows(changed(reading, figures=(between,)))
    assert (len(first.targets), len(second.targets)) == (1, 0)


def test_achievements_are_no_targets(reading, at):
    done = replace(reading.figures[3], status="achieved")
    assert rows(changed(reading, figures=(done,)))[0].targets == ()


def test_a_proposed_office_never_stands_beside_one_that_the_table_names(table_reading):
    assert rows(table_reading)[0].proposed == ""
    unnamed = replace(table_reading, duties=tuple(replace(duty, lead=None) for duty in table_reading.duties))
    assert rows(unnamed)[0].proposed == usual_office("teachers")


def test_what_a_duty_row_reports_as_done_is_no_target(table_reading):
    done = replace(table_reading.figures[0], status="achieved")
    assert rows(replace(table_reading, figures=(done,)))[0].targets == ()


def test_of_several_limits_in_a_cell_the_last_is_the_day(table_reading):
    (limit,) = table_reading.deadlines
    early = replace(limit, end=limit.start + 2, due="2031-06-30")
    late = replace(limit, start=limit.start + 2)
    assert [due.day for due in rows(replace(table_reading, deadlines=(early, late)))[0].dues] == ["2031-08-31"]


def test_what_runs_over_the_end_of_a_stretch_is_not_inside_it():
    running_over, within = Deadline(3, 9, 0.9, "test", due="2031-06-30"), Deadline(4, 5, 0.9, "test", due="2031-06-30")
    assert inside([running_over, within], Span(0, 5)) == [within]


def test_a_limit_in_a_heading_holds_for_what_stands_under_its_parts_too(reading, at):
    far = Deadline(*at("办好学前教育"), 0.9, "test", due="2031-06-30")
    first, second, third = rows(replace(reading, deadlines=(far,), recurrences=()))
    assert (first.dues, second.dues, third.dues) == ((Due("办好学前教育", "2031-06-30"),),) * 2 + ((),)


def test_of_limits_in_headings_the_nearest_one_holds(reading, at):
    far, near = (Deadline(*at(words), 0.9, "test", due="2031-06-30") for words in ("办好学前", "守住安全"))
    under = (*reading.headings[:2], replace(reading.headings[2], parent=0))
    assert rows(replace(reading, headings=under, deadlines=(far, near)))[2].dues == (Due("守住安全", "2031-06-30"),)


def test_rows_of_one_long_sentence_take_linear_time(growth):
    readings = {times: read_text("建立教育制度机制5个，" * times) for times in (400, 800)}
    assert growth(lambda times: rows(readings[times]), 400) < 3.2


@pytest.mark.parametrize("marks", ["（）", "【】", "〔〕", "[]"])
@pytest.mark.parametrize("stop", ["", "。"])
def test_a_duty_in_any_bracket_is_no_part_of_the_measure(marks, stop):
    start, end = marks
    text = (
        f"云岫县教育局2031年工作要点\n一、重点任务\n1.新建幼儿园3所{start}责任单位：项目办{end}{stop}\n2.改建小学2所。"
    )
    first, _ = rows(run(Source("", "txt", text)))
    assert (first.measure, first.indicators, first.lead) == ("新建幼儿园3所", ("新建幼儿园 3所",), "项目办")


@pytest.mark.parametrize("marks", ["（）", "【】", "〔〕"])
def test_a_limit_ends_before_the_bracket_that_it_stands_in(marks):
    start, end = marks
    text = f"云岫县教育局2031年工作要点\n一、重点任务\n1.新建幼儿园3所。{start}责任单位：项目办；完成时限：8月底前{end}"
    (row,) = rows(run(Source("", "txt", text)))
    assert (row.lead, [due.words for due in row.dues]) == ("项目办", ["8月底前"])


def test_what_a_later_speaker_asks_stands_under_no_item_of_the_speaker_before():
    text = (
        "云岫县召开2031年全县教育工作会议\n县教育局局长樊立诚作工作报告。樊立诚强调，一要补齐短板。新建幼儿园3所。"
        "二要规范办学。开展校外培训专项治理。\n县委常委、宣传部部长陆知远要求，各学校要迅速传达学习会议精神。"
    )
    found = {row.measure: row.goal for row in rows(run(Source("", "txt", text)))}
    assert found["开展校外培训专项治理"] == ("二要规范办学。",)
    assert found["迅速传达学习会议精神"] == ()


@pytest.mark.parametrize(
    ("due", "rule"),
    [("长期坚持，每月一次", "FREQ=MONTHLY"), ("长期坚持，每学期开展2次", "TERM"), ("长期坚持", ""), ("6月底前", "")],
)
def test_a_limit_that_is_kept_up_keeps_how_often(due, rule):
    text = f"2031年任务分解表\n序号\t任务\t牵头单位\t完成时限\n1\t开展校园安全排查\t安全股\t{due}\n"
    assert [(one.words, one.rule) for row in rows(read_text(text)) for one in row.dues] == [(due, rule)]

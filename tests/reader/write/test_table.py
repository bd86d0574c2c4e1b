import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from luoshi.reader.reading import Reading
from luoshi.reader.source import Source
from luoshi.reader.text import Noise, Remark, Text
from luoshi.reader.write.table import to_table, wrapped
from luoshi.reader.write.wording import width

CHARS = st.text(st.sampled_from("教育（）“”，。2031%≥ab ×é\u0301"), max_size=80)


def test_no_line_is_wider_than_a_hundred_columns(reading):
    assert max(width(line) for line in to_table(reading).splitlines()) == 100


def test_the_head_names_the_meeting_and_counts_what_was_found(reading):
    lines = to_table(reading).splitlines()
    assert lines[1] == "青禾县2031年教育工作会议"
    assert lines[3:8] == [
        "来源  qinghe.html（网页，utf-8，228字）",
        "会议  日期 2031-03-02，地点 青禾县，层级 县区级，计划年度 2031，主持 顾远舟，参会人数 120",
        "句子  会议句 2，成绩句 1，问题句 1，任务句 5",
        "数据  共 6，已完成 2，目标 3，事实 1",
        "任务  共 3 项，有指标 2，有时限或周期 2，写明牵头单位 2",
    ]


def test_actions_stand_under_their_headings_with_topic_lead_and_day(reading):
    table = to_table(reading)
    assert table.index("■  一、办好学前教育") < table.index("□  （一）扩大普惠资源。") < table.index("1     新建公办园")
    first = next(line for line in table.splitlines() if line.startswith("1 "))
    assert re.split(" {2,}", first)[-4:] == ["学前教育", "新建公办园 2所；", "县教育局", "2031-12-31"]


def test_a_heading_is_said_once_for_all_that_stands_under_it(reading):
    assert to_table(reading).count("一、办好学前教育") == 1


def test_a_struck_out_value_is_shown_as_struck_out(reading):
    assert "××%" in to_table(reading)


def test_what_was_taken_out_is_said_in_one_line(reading):
    assert "去除  署名与来源 1 处 5 字，页面装饰 1 处 7 字\n" in to_table(reading)


def test_many_remarks_are_cut_short_and_counted(reading):
    many = replace(reading, remarks=tuple(Remark("blank", n, n + 1) for n in range(20)))
    assert "另有 12 条" in to_table(many)


def test_a_reading_without_a_task_says_so():
    empty = Reading(source=Source("a.txt", "txt", "青禾"), cleaned=Text.of("青禾"))
    assert "没有识别出可以交办的任务。" in to_table(empty)


def test_control_characters_never_reach_the_terminal(reading):
    hostile = replace(
        reading,
        source=replace(reading.source, name="a\x1b[2J\u202eb.txt"),
        meeting=replace(reading.meeting, title="会\x1b]0;x\x07议", host="顾\x9b31m"),
        noise=(Noise("furniture\x1b", "x", 0, 1),),
    )
    assert not set(to_table(hostile)) & set("\x1b\x07\x9b\u202e")


@given(CHARS, st.integers(4, 30))
def test_wrapping_loses_nothing_but_spaces_and_keeps_to_the_width(text, columns):
    lines = list(wrapped(text, columns))
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line) <= columns for line in lines)


def test_a_line_neither_begins_with_a_closing_mark_nor_ends_with_an_opening_one():
    assert list(wrapped("加强教育，（含幼儿园）", 10)) == ["加强教育，", "（含幼儿", "园）"]


def test_numbers_with_their_sign_are_not_torn():
    assert list(wrapped("普惠率≥90.5%", 10)) == ["普惠率", "≥90.5%"]


def test_the_head_says_how_many_characters_were_lost(reading):
    damaged = replace(reading, source=replace(reading.source, damaged=3))
    assert to_table(damaged).splitlines()[3] == "来源  qinghe.html（网页，utf-8，228字，3处无法解码）"


def test_who_asks_is_said_once_above_the_tasks_where_several_do(reading):
    two = replace(reading, actions=(replace(reading.actions[0], standing="leader"), *reading.actions[1:]))
    table = to_table(two)
    assert table.index("◆ 领导要求") < table.index("1     新建公办园") < table.index("◆ 未写明谁的要求")
    assert "要求来源" not in to_table(reading)
    all_by_two = [replace(one, standing=("leader", "superior")[at % 2]) for at, one in enumerate(reading.actions)]
    assert "要求来源  领导要求 2，上级要求 1\n" in to_table(replace(reading, actions=tuple(all_by_two)))

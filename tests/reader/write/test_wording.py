from dataclasses import replace
from pathlib import Path

import pytest

from luoshi.reader import lexicon
from luoshi.reader.reading import KINDS, Figure, Meeting
from luoshi.reader.text import Remark
from luoshi.reader.write.wording import (
    PLANNED,
    amount,
    figure_line,
    figure_value,
    harmless,
    headline,
    occasion,
    one_line,
    remark_line,
    topic_name,
    width,
    word,
    words,
)


def test_every_kind_of_sentence_and_every_field_of_a_meeting_has_a_word():
    assert set(words("kinds")) == set(KINDS)
    assert set(words("meeting")) == set(Meeting.__dataclass_fields__) - {"agenda", "reasons"}


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("2031年教育工作会议", "会议"),
        ("教师节表彰大会", "会议"),
        ("2031年重点工作实施方案", "文件"),
        ("2031年工作要点", "文件"),
        (None, "会议"),
    ],
)
def test_a_paper_is_not_called_a_meeting(reading, title, head):
    titled = replace(reading, meeting=replace(reading.meeting, title=title))
    assert occasion(titled)["title"] == head
    assert list(occasion(titled)) == list(words("meeting"))


def test_topics_are_named_as_their_lexicon_names_them():
    assert {code: topic_name(code) for code in lexicon.load("topics")} == {
        code: topic["name"] for code, topic in lexicon.load("topics").items()
    }
    assert (topic_name("new_topic"), topic_name(None)) == ("new_topic", "")


def test_a_code_without_a_word_is_shown_as_it_is_and_none_as_nothing():
    assert (word("kinds", "new_kind"), word("hardness", None)) == ("new_kind", "")


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (983_000_000, "元", "9.83亿元"),
        (78_410_000, "元", "7841万元"),
        (9_500, "元", "9500元"),
        (18888, "人次", "18888人次"),
        (236_000, "人", "23.6万人"),
        (3200, "个", "3200个"),
        (99.2, "%", "99.2%"),
        (100.0, "%", "100%"),
        (None, "所", "××所"),
        (14.93, ":1", "14.93:1"),
        (14.9, "1:", "1:14.9"),
    ],
)
def test_amounts_are_written_as_an_office_writes_them(value, unit, said):
    assert amount(value, unit) == said


def figure(**given: object) -> Figure:
    common = {
        "value": 1,
        "high": None,
        "unit": "所",
        "comparator": "=",
        "status": "target",
        "subject": None,
        "year": None,
    }
    return Figure(0, 1, 0.9, "test", **(common | given))


def test_a_figure_keeps_its_bound_its_range_and_its_direction():
    assert figure_value(figure(comparator=">=", value=85, unit="%")) == "≥85%"
    assert figure_value(figure(value=1, high=2)) == "1～2所"
    assert figure_value(figure(comparator="~", value=470, unit="人")) == "约470人"
    assert figure_value(figure(value=5, unit="个百分点", change="up")) == "提高5个百分点"
    assert figure_value(figure(value=5, unit="%", change="down", comparator=">=")) == "下降≥5%"
    assert figure_value(figure(value=5, change="up")) == "增加5所"
    assert figure_value(figure(value=75, unit=None)) == "75"


def test_a_figure_says_how_binding_it_is_and_what_is_counted():
    assert figure_line(figure(subject="普惠率", hardness="firm", value=90, unit="%")) == "普惠率 90%（确保）"


def test_a_target_says_what_it_starts_from():
    end = figure(subject="普惠率", value=90, unit="%", comparator=">=")
    start = figure(subject="普惠率", value=85, unit="%", year=2030)
    assert figure_line(end, start) == "普惠率 由2030年的85%增至≥90%"
    assert figure_line(replace(end, value=80), replace(start, year=None)) == "普惠率 由85%降至≥80%"
    assert figure_line(end, replace(start, value=None)) == "普惠率 ≥90%"


def test_widths_are_those_of_a_terminal():
    assert [width(text) for text in ("ab", "教育", "（1）", "e\u0301", "“”", "≥")] == [2, 4, 5, 1, 2, 1]


def test_what_could_move_a_cursor_or_turn_a_line_round_is_taken_out():
    assert harmless("a\x1b[2J\x07b\u202ec\u2028") == "a [2J bc "
    assert one_line(" 教 \n\t 育 ") == "教 育"


def test_remarks_say_what_they_are_about(reading):
    start = reading.text.index("XX%")
    assert (
        remark_line(reading, Remark("damaged", start, start + 3))
        == "原文此处损坏，未能还原：…水巡查，办学经费增长【XX%】。…"
    )
    whole = Remark("spun", 0, len(reading.text), (("根底", "基础"), ("功效", "作用")))
    assert remark_line(reading, whole).endswith("（“根底”似为“基础”，“功效”似为“作用”）")
    cut = Remark("cut", 0, len(reading.text), (("why", "dots"),))
    assert remark_line(reading, cut) == "文稿不完整（结尾是省略号）"
    column = Remark("column", start, start + 3, (("column", "备注"),))
    assert remark_line(reading, column) == "表中“备注”一列未识别"


def test_a_headline_names_the_place_once(reading):
    assert headline(reading) == "青禾县2031年教育工作会议"
    short = replace(reading, meeting=replace(reading.meeting, title="2031年教育工作会议"))
    assert headline(short) == "青禾县2031年教育工作会议"
    assert headline(replace(reading, meeting=Meeting())) == "qinghe.html"


@pytest.mark.parametrize("char", "\x00\x08\x0b\x1f\x7f\x9f\u2028\u2029\ufdd0\ufdef\ufffe\uffff")
def test_each_control_character_becomes_a_blank(char):
    assert harmless(f"教{char}育") == "教 育"


@pytest.mark.parametrize("char", "\u202a\u202e\u2066\u2069")
def test_each_override_of_direction_goes(char):
    assert harmless(f"教{char}育") == "教育"


@pytest.mark.parametrize("char", "\t\n\xa0\u2027\u2065\u206a\ufffd")
def test_other_invisible_characters_stay(char):
    assert harmless(f"教{char}育") == f"教{char}育"


def test_the_manual_explains_every_remark_and_the_plan_year():
    manual = (Path(__file__).parents[3] / "docs/manual/findings.md").read_text("utf-8")
    remarks = [
        said.replace("{column}", "…").replace("{what}", "…").split("，")[0] for said in words("remarks").values()
    ]
    assert [said for said in [*remarks, PLANNED] if said not in manual] == []

"""Sentences end at stops and at the ends of lines and cells; what stands in quotes is no clause."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.reader import cut


def cut_up(text):
    return [text[piece.start : piece.end] for piece in cut.sentences(text)]


def test_a_closing_quote_stays_with_its_sentence():
    assert cut_up("要问“谁来办？”再定。抓好落实；见效！") == ["要问“谁来办？”", "再定。", "抓好落实；", "见效！"]


def test_a_line_end_closes_a_sentence():
    assert cut_up("一、总体要求\n全面推进。") == ["一、总体要求", "全面推进。"]


def test_a_tables_cell_closes_a_sentence():
    assert cut_up("1\t建成学校3所\t规划科\n") == ["1", "建成学校3所", "规划科"]


def test_a_piece_knows_whether_it_opens_and_closes_its_line():
    assert [(p.first, p.last) for p in cut.sentences("甲。乙。\n丙")] == [(True, False), (False, True), (True, True)]


def test_commas_inside_quotes_and_brackets_do_not_part_clauses():
    text = "开展“一校一品，一班一特”活动，完善（含教学点，下同）制度"
    shield = cut.shielded(text, 0, len(text))
    assert [text[a:b] for a, b in cut.clauses(shield)] == ["开展“一校一品，一班一特”活动", "完善（含教学点，下同）制度"]


@pytest.mark.parametrize("colon", [":", "："])
def test_a_colon_between_digits_parts_no_clauses(colon):
    text = f"目标{colon}生师比由16{colon}1降到14{colon}1，8{colon}30到校"
    assert [text[a:b] for a, b in cut.clauses(text)] == ["目标", f"生师比由16{colon}1降到14{colon}1", f"8{colon}30到校"]


QUOTED = re.compile(r"“[^”\n]*”|（[^）\n]*）|《[^》\n]*》|\([^)\n]*\)|「[^」\n]*」|【[^】\n]*】|〔[^〕\n]*〕")


@given(st.text("甲，“”（）《》()「」【】〔〕\n", max_size=40))
def test_what_a_mark_closes_on_its_line_is_blanked(text):
    blanked = QUOTED.sub(lambda match: match[0][0] + "\0" * (len(match[0]) - 2) + match[0][-1], text)
    assert cut.shielded(text, 0, len(text)) == blanked


@pytest.mark.parametrize("piece", ["（", "“（", "（）", "（《甲》", "（\n"])
def test_marks_that_nothing_closes_take_linear_time(piece, growth):
    assert growth(lambda times: cut.shielded(piece * times, 0, len(piece) * times), 10_000) < 3.2


@given(st.text("甲，。；！“”\n", max_size=60))
def test_sentences_follow_one_another_and_cover_all_but_line_ends(text):
    pieces = list(cut.sentences(text))
    covered = {i for piece in pieces for i in range(piece.start, piece.end)}
    assert all(text[i] == "\n" for i in range(len(text)) if i not in covered)
    assert all(a.end <= b.start for a, b in pairwise(pieces))

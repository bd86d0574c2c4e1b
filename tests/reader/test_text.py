"""Every character of a cleaned text knows its place; nothing taken out is forgotten."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.reader.text import INSERTED, Drop, Text, locator

letters = st.text("甲乙丙 ，。()\n", min_size=1, max_size=40)


def test_an_untouched_text_stands_where_it_stood():
    text = Text.of("甲乙丙")
    assert (text.chars, list(text.origins), text.drops) == ("甲乙丙", [0, 1, 2], ())


def test_replacing_keeps_the_places_of_what_stays_and_records_the_rest():
    text = Text.of("区(qū)长").replace(re.compile(r"\([a-zū]+\)"), "", "pinyin")
    assert (text.chars, list(text.origins)) == ("区长", [0, 5])
    assert text.drops == (Drop(1, 5, "pinyin"),)


def test_a_shorter_replacement_takes_the_first_places():
    text = Text.of("甲......乙").replace(re.compile(r"\.{6}"), "……", "dots")
    assert (text.chars, list(text.origins)) == ("甲……乙", [0, 1, 2, 7])
    assert text.drops == (Drop(3, 7, "dots"),)


def test_a_longer_replacement_is_refused_because_its_origin_is_unknown():
    with pytest.raises(ValueError, match="longer than what it replaces"):
        Text.of("甲").replace(re.compile("甲"), "甲乙", "x")


def test_overlapping_edits_are_refused():
    with pytest.raises(ValueError, match="overlaps"):
        Text.of("甲乙丙").cut([(0, 2), (1, 3)], "x")


def test_swapping_must_keep_the_length():
    assert Text.of("學校").swap("学校").chars == "学校"
    with pytest.raises(ValueError, match="cannot stand for"):
        Text.of("學校").swap("学")


def test_inserted_characters_have_no_place_and_are_not_recorded_when_cut():
    text = Text.of("加强管理", [(0, "一、")])
    assert text.chars == "一、加强管理"
    assert list(text.origins[:3]) == [INSERTED, INSERTED, 0]
    assert text.places(0, 2) is None
    assert text.places(0, 4) == (0, 2)
    assert text.cut([(0, 2)], "number").drops == ()


@given(letters, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 6)), max_size=6))
def test_whatever_is_cut_each_source_character_is_kept_or_dropped_once(source, wanted):
    spans, end = [], 0
    for start, length in sorted(wanted):
        if end <= start < len(source) and length:
            end = min(len(source), start + length)
            spans.append((start, end))
    text = Text.of(source).cut(spans, "x")
    dropped = [place for drop in text.drops for place in range(drop.start, drop.end)]
    assert sorted([*text.origins, *dropped]) == list(range(len(source)))
    assert all(source[place] == char for char, place in zip(text.chars, text.origins, strict=True))


@given(
    st.text(alphabet="甲乙丙丁", min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["1.", "（二）"])), max_size=6),
    st.integers(0, 40),
    st.integers(0, 40),
)
@settings(max_examples=200, deadline=None)
def test_stretches_are_found_again_as_looking_at_every_character_finds_them(text, inserted, one, other):
    cleaned = Text.of(text, [(min(offset, len(text)), new) for offset, new in inserted])
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    found = locator(cleaned)(start, end)
    by_hand = [index for index, origin in enumerate(cleaned.origins) if start <= origin < end]
    if not by_hand:
        assert found[0] == found[1]
        return
    first = by_hand[0]
    while first and cleaned.origins[first - 1] == INSERTED:
        first -= 1  # a number that the file shows goes with what follows it
    assert found == (first, by_hand[-1] + 1)

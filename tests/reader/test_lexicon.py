"""Word lists become patterns that match the longest word at a place."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.reader import lexicon


def test_any_of_matches_the_longest_word_at_a_place():
    pattern = re.compile(lexicon.any_of(["市", "市教育", "市教育局", "局"]))
    assert pattern.findall("市教育局和市教育及市、局") == ["市教育局", "市教育", "市", "局"]


def test_any_of_takes_words_as_they_stand_not_as_patterns():
    assert re.compile(lexicon.any_of(["5+2", "(一)"])).findall("“5+2”与(一)、552") == ["5+2", "(一)"]


@given(st.lists(st.text("甲乙丙", min_size=1, max_size=4), min_size=1, max_size=8), st.text("甲乙丙丁", max_size=20))
def test_any_of_finds_what_trying_the_words_one_by_one_finds(words, text):
    longest_first = sorted(set(words), key=len, reverse=True)
    by_hand = re.compile("|".join(map(re.escape, longest_first))).findall(text)
    assert re.compile(lexicon.any_of(words)).findall(text) == by_hand


@given(st.lists(st.text(min_size=1, max_size=3), min_size=1, max_size=60), st.text())
def test_any_here_matches_at_a_place_what_any_of_matches(words, text):
    here, anywhere = re.compile(lexicon.any_here(words)), re.compile(lexicon.any_of(words))
    for place in range(len(text)):
        there, known = here.match(text, place), anywhere.match(text, place)
        assert (there and there[0]) == (known and known[0])


def test_a_lexicon_is_loaded_once():
    assert lexicon.load("kinds") is lexicon.load("kinds")


@given(st.lists(st.text("甲乙丙", min_size=2, max_size=4), min_size=1, max_size=8), st.text("甲乙丙丁", max_size=20))
def test_a_finder_finds_what_the_pattern_of_the_same_words_finds(words, text):
    by_pattern = [(match.start(), match[0]) for match in re.finditer(lexicon.any_of(words), text)]
    assert lexicon.Finder(words)(text) == by_pattern


def test_a_finder_takes_no_word_that_is_shorter_than_its_heads():
    with pytest.raises(ValueError, match="shorter than 2"):
        lexicon.Finder(["节"])

"""Word lists become patterns that match the longest word at a place, and hold every word once."""

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
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


@settings(deadline=None)  # it compiles two large patterns for each
@given(st.sets(st.text("甲乙丙[]^-", max_size=2)), st.text("甲乙丙[]^-丁", max_size=20))
def test_any_of_many_beginnings_finds_what_trying_them_one_by_one_finds(rests, text):
    words = [char + rest for char in "甲乙丙[]^-" for rest in rests | {"丁"}]
    words += [chr(0x4E00 + code) + "丁" * (code < 40) for code in range(80)]
    by_hand = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True)))).findall(text)
    assert re.compile(lexicon.any_of(words)).findall(text) == by_hand


def test_a_lexicon_is_loaded_once():
    assert lexicon.load("kinds") is lexicon.load("kinds")


NAMES = sorted(file.name.removesuffix(".yaml") for file in files("luoshi.reader").joinpath("data").iterdir())


def lists_in(content: Any) -> Iterator[list[Any]]:
    if isinstance(content, list):
        yield content
    parts = content.values() if isinstance(content, dict) else content
    for part in parts if isinstance(content, dict | list) else ():
        yield from lists_in(part)


@pytest.mark.parametrize("name", NAMES)
def test_no_list_of_a_lexicon_holds_an_entry_twice(name):
    lists = lists_in(lexicon.load(name))
    assert [entry for entries in lists for at, entry in enumerate(entries) if entry in entries[:at]] == []

"""What a text may hold on paper, and how wide it is."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.scribe import characters, document, tables
from luoshi.scribe.characters import in_one_line, plain, shortened, width


@pytest.mark.parametrize("module", [characters, document, tables], ids=lambda module: module.__name__)
def test_examples_in_the_code_hold(module) -> None:
    assert doctest.testmod(module) == (0, doctest.testmod(module).attempted)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲\r\n乙\r丙\x0b丁\u2028戊", "甲\n乙\n丙\n丁\n戊"),
        ("甲\x00乙\x1f丙\x7f丁", "甲乙丙丁"),
        ("甲\ud800乙\uffff", "甲�乙�"),
        ("<任务> & \"引号\" '撇'", "<任务> & \"引号\" '撇'"),
        ("𠮷野\t家", "𠮷野\t家"),
    ],
)
def test_what_paper_cannot_show_is_made_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


@given(st.text(st.characters()))
def test_plain_text_is_what_xml_may_hold_and_stays_as_it_is(text: str) -> None:
    done = plain(text)
    assert plain(done) == done
    assert all(c in "\t\n" or "\x20" <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c >= "\U00010000" for c in done)


def test_a_name_is_one_line() -> None:
    assert in_one_line(" 第一中学 \n\t 东校区 ") == "第一中学 东校区"


def test_latin_letters_and_digits_are_half_as_wide() -> None:
    assert width("2026年3月5日") == 6.0
    assert width("（“教育局”）——") == 9.0


@pytest.mark.parametrize(
    ("most", "expected"), [(6, "建成三所公…"), (9, "建成三所公办幼儿园"), (10, "建成三所公办幼儿园")]
)
def test_a_long_text_shows_that_it_was_cut(most: int, expected: str) -> None:
    assert shortened("建成三所公办幼儿园", most) == expected

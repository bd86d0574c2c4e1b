"""Numerals: what they are worth, however they are written, and what is none."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.reader.numerals import adjacent, share, value

DIGITS = "零一二三四五六七八九"


def spoken(number: int) -> str:
    """The everyday Chinese numeral of a number under 10^12, written independently of the reader."""
    groups = [("亿", 10**8), ("万", 10**4), ("", 1)]
    out = ""
    for name, size in groups:
        part, number = divmod(number, size)
        if part:
            out += ("零" if out and part < 1000 else "") + thousands(part) + name
    return out or "零"


def thousands(part: int) -> str:
    out, gap = "", False
    for name, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, part = divmod(part, size)
        if digit:
            out += ("零" if gap and out else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return out


@given(st.integers(0, 10**12 - 1))
def test_a_spoken_number_is_worth_what_was_spoken(number):
    assert value(spoken(number)) == number


@given(st.integers(0, 10**9))
def test_thousands_separators_and_full_width_digits_change_nothing(number):
    assert value(f"{number:,}") == number
    assert value("".join(chr(ord(digit) + 0xFEE0) for digit in str(number))) == number


@given(st.decimals(min_value="0.01", max_value="9999", places=2), st.sampled_from([("万", 10**4), ("亿", 10**8)]))
def test_a_scale_behind_a_decimal_multiplies_it_exactly(number, scale):
    assert value(f"{number}{scale[0]}") == pytest.approx(float(number) * scale[1], rel=1e-15)


@pytest.mark.parametrize(
    ("written", "worth"),
    [
        ("8.55万", 85500),
        ("9000余万", 90_000_000),
        ("两百余", 200),
        ("十几", 10),
        ("一万三", 13000),
        ("一万零三", 10003),
        ("一万零十二", 10012),
        ("两千四百五", 2450),
        ("二〇二五", 2025),
        ("三千万亿", 3 * 10**15),
        ("四万万", 4 * 10**8),
        ("三点五亿", 350_000_000),
        ("百", 100),
        ("负四十", -40),
        ("三分之二", 2 / 3),
        ("五又二分之一", 5.5),
        ("1 3/4", 1.75),
        ("壹拾贰", 12),
        ("2.5", 2.5),
    ],
)
def test_each_way_of_writing_is_valued(written, worth):
    assert value(written) == worth


@pytest.mark.parametrize(
    "written", ["", "数十", "几百", "×", "xx", "学校", "一校", "3所", "1/0", "九" * 60, "9" * 5000, "1_000"]
)
def test_what_is_no_number_or_of_unknown_size_has_no_value(written):
    assert value(written) is None


def test_whole_numbers_are_ints():
    assert isinstance(value("1.5万"), int)
    assert isinstance(value("1.5"), float)


@pytest.mark.parametrize(
    ("written", "both"),
    [
        ("两三", (2, 3)),
        ("三五百", (300, 500)),
        ("十七八万", (170_000, 180_000)),
        ("四十五六", (45, 46)),
        ("七百三四十", (730, 740)),
        ("二三四", None),
        ("二〇", None),
        ("五三", None),
        ("二十", None),
    ],
)
def test_two_digits_in_a_row_are_a_range(written, both):
    assert adjacent(written) == both


@pytest.mark.parametrize(
    ("written", "percent"),
    [
        ("百分之九十五", 95),
        ("百分之0.5", 0.5),
        ("百分之百", 100),
        ("百分百", 100),
        ("九成", 90),
        ("三成半", 35),
        ("七成六", 76),
        ("半成", 5),
        ("三分之二", 66.67),
        ("四分之一", 25),
        ("2/3", 66.67),
        ("98.5%", 98.5),
        ("五", None),
        ("", None),
        ("成", None),
    ],
)
def test_shares_are_per_cent(written, percent):
    assert share(written) == percent


@given(st.text(alphabet="零〇一二两三五九十百千万亿点余几数负又分之/%成.，, 0129", max_size=60))
def test_nothing_that_looks_like_a_number_breaks_the_reading(written):
    value(written)
    adjacent(written)
    share(written)


@pytest.mark.parametrize("piece", ["9", "一", "一万", "千", "1,", "点一", "分之一"])
def test_endless_numerals_are_refused_at_once(piece):
    start = time.process_time()
    assert value(piece * 100_000) is None
    assert share("百分之" + piece * 100_000) is None
    assert time.process_time() - start < 1

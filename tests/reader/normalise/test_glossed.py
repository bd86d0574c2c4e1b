"""Glosses that a page template set between the two bytes of a character."""

import pytest

from luoshi.reader.account import account
from luoshi.reader.normalise import normalise
from luoshi.reader.normalise.glossed import mend_split
from luoshi.reader.pipeline import run
from luoshi.reader.source import Source
from luoshi.reader.text import Text


def split(true: str, gloss: str, at: int) -> str:
    """`true` in GBK bytes with (gloss) behind byte `at`, as a browser shows it."""
    code = true.encode("gbk")
    shown = code[:at] + f"({gloss})".encode("gb18030") + code[at:]
    # The lead byte takes the bracket along as its second byte, and both are lost.
    lead = shown[: at - 1].decode("gbk")
    return f"{lead}?{gloss}){shown[at + len(f'({gloss})'.encode('gb18030')) :].decode('gbk')}"


@pytest.mark.parametrize(
    ("damaged", "true"),
    [("為獲獎?wù)哳C獎", "為獲獎者頒獎"), ("王擁軍、張?zhí)O出席", "王擁軍、張蘋出席")],
)
def test_a_gloss_between_two_bytes_goes_and_the_bytes_are_read_anew(damaged: str, true: str) -> None:
    text, places = mend_split(Text.of(damaged))
    assert text.chars == true
    assert len(places) == 1


def test_a_split_gloss_is_made_as_it_is_mended() -> None:
    assert split("獎者頒", "wù", 3) == "獎?wù)哳C"


@pytest.mark.parametrize("text", ["校?(园)长", "是不是?ok)好", "真的?wù)", "张?zhí)三出席会议"])
def test_what_no_lost_byte_explains_stays(text: str) -> None:
    assert mend_split(Text.of(text)) == (Text.of(text), [])


def test_rings_read_as_letters_are_stops_and_small_marks_are_wide() -> None:
    reading = run(
        Source("", "txt", "巩固率99.9%o其中﹕小学30所，均已开门o（二）抓好IoT和o2o课程，5%off，100%O"), (normalise,)
    )
    assert reading.text == "巩固率99.9%。其中：小学30所，均已开门。（二）抓好IoT和o2o课程，5%off，100%。"
    assert account(reading) == ()

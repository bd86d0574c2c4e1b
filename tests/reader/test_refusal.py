"""Where the line is drawn between a report and what is none."""

import pytest

from luoshi.reader.reading import Reading, Sentence
from luoshi.reader.refusal import refuse_unusable
from luoshi.reader.source import Source, Unreadable
from luoshi.reader.text import Text


def refused(text: str, *, kind: str = "task") -> str:
    """The code of the refusal; "" for a text that is taken. All of it is one sentence of a kind."""
    sentence = Sentence(0, len(text), 0.9, "test", kind=kind, heading=None)
    try:
        refuse_unusable(Reading(Source("甲.txt", "txt", text), Text.of(text), sentences=(sentence,)))
    except Unreadable as refusal:
        return refusal.code
    return ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("校园安全要抓好再抓好", ""),
        ("校园安全要抓好再抓", "not_chinese"),
        ("校园安全要抓好再抓好" + " go" * 10, ""),
        ("校园安全要抓好再抓好" + " go" * 11, "not_chinese"),
        ("校园安全要抓好再抓好" + " A" * 11, ""),
        ("校园安全" + "要" * 15 + "の", ""),
        ("校园安全" + "要" * 14 + "の", "not_chinese"),
        ("校园安全" + "要" * 14 + "ノ", "not_chinese"),
    ],
)
def test_most_of_it_must_be_chinese(text: str, code: str) -> None:
    assert refused(text) == code


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("task", ""),
        ("achievement", ""),
        ("problem", "nothing_found"),
        ("goal", "nothing_found"),
        ("meeting", "nothing_found"),
        ("framing", "nothing_found"),
    ],
)
def test_something_must_be_to_be_done_or_have_been_done(kind: str, code: str) -> None:
    assert refused("校园安全要抓好再抓好", kind=kind) == code


@pytest.mark.parametrize(("others", "code"), [(146, ""), (147, "no_report")])
def test_one_word_of_education_suffices_for_so_many_characters(others: int, code: str) -> None:
    assert refused("校园安全" + "嗯" * others) == code


def test_the_beginning_must_speak_of_education_however_long_the_rest() -> None:
    assert refused("校园安全" * 34 + "嗯" * 9000) == ""
    assert refused("嗯" * 5000 + "校园安全" * 200) == "no_report"


def test_a_refusal_counts_what_it_found() -> None:
    with pytest.raises(Unreadable, match=r"^“甲\.txt”不是中文报告（汉字 2 个，外文词 2 个）。请交中文原文。$"):
        refuse_unusable(Reading(Source("甲.txt", "txt", ""), Text.of("教育 is a right")))

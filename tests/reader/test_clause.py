"""A clause opens with subject, modal word, adverbs and verb."""

import pytest

from luoshi.reader import clause


@pytest.mark.parametrize(
    ("words", "asked", "verb", "modal"),
    [
        ("切实加强校园安全管理", "切实加强校园安全管理", "加强", False),
        ("各学校要建立安全台账", "建立安全台账", "建立", True),
        ("到2030年建成学校三所", "建成学校三所", "建成", False),
        ("学校每学期组织一次演练", "组织一次演练", "组织", True),
        ("教师不得从事有偿补课", "不得从事有偿补课", "不得", True),
        ("各县区落实经费", "落实经费", "落实", False),
        ("县教育局加强科学教育", "加强科学教育", "加强", False),
        ("县政府督查室要跟踪督办", "跟踪督办", "跟踪", True),
        ("主要任务完成情况", "主要任务完成情况", "", False),
    ],
)
def test_the_asking_words_begin_behind_subject_modal_and_time(words, asked, verb, modal):
    begun = clause.opening(words)
    assert (words[begun.start :], begun.word, begun.modal) == (asked, verb, modal)


@pytest.mark.parametrize(
    "when",
    [
        "2027年8月底前", "到2027年8月中旬", "2027年6月30日前", "2027年春季学期开学前", "2027年第三季度", "今年9月1日之前",
        "8月中旬前", "6月30日以前", "每月25日前", "每季度末月20日前", "每周五前", "每月底前", "每学期开学前", "每年9月30日前",
        "放假前、开学前各",
    ],
)  # fmt: skip
def test_no_asking_words_begin_in_the_middle_of_a_date(when):
    words = f"{when}完成主体工程"
    assert words[clause.opening(words).start :] == "完成主体工程"


@pytest.mark.parametrize("words", ["主要领导", "重要意义", "工作要求", "纲要", "概要"])
def test_yao_inside_another_word_is_no_modal(words):
    assert not clause.opening(words + "如下").modal

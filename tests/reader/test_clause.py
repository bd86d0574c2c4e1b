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


@pytest.mark.parametrize("words", ["主要领导", "重要意义", "工作要求", "纲要", "概要"])
def test_yao_inside_another_word_is_no_modal(words):
    assert not clause.opening(words + "如下").modal

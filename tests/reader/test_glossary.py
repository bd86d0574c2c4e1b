"""A glossary behind a report explains words; it asks for nothing and tells of nothing done."""

import pytest

from luoshi.reader.glossary import glossary_from

SPEECH = "清河省政府工作报告\n一、2031年工作安排\n完善学校布局，新建普通高中12所。\n各位代表！让我们团结奋斗。\n"
GLOSSARY = "1.“两网”：指校园网和实训网。\n2.“三进”计划：统筹推进名师、名课、名社团进乡村学校。"


@pytest.mark.parametrize("title", ["名词解释", "附件：名词解释", "《政府工作报告》有关用语说明", "相关名词注释："])
def test_its_entries_are_neither_tasks_nor_headings(drafted, title):
    text = f"{SPEECH}{title}\n{GLOSSARY}"
    draft = drafted(text)
    begin = text.index(title)
    assert {s.kind for s in draft.sentences if s.start >= begin} == {"framing"}
    assert not [found for found in (*draft.actions, *draft.headings) if found.start >= begin]


def test_what_stands_in_front_is_read_as_ever(drafted):
    draft = drafted(f"{SPEECH}名词解释\n{GLOSSARY}")
    assert len(draft.actions) == len(drafted(SPEECH).actions) == 2


@pytest.mark.parametrize(
    "text",
    [
        f"{SPEECH}组织教师开展数学名词解释\n活动，提高质量。",
        f"{SPEECH}名词解释\n完善学校布局。",
        "名词解释\n1.“两网”：指校园网。\n" + SPEECH * 2,
    ],
)
def test_words_alone_make_no_glossary(text):
    assert glossary_from(text) == len(text)

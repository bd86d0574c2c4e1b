"""Headings in every scheme, their levels, and what only looks like one."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.reader.draft import Draft
from luoshi.reader.outline import outline
from luoshi.reader.source import Source
from luoshi.reader.text import Text


def headings(text):
    draft = outline(Draft(Source("invented", "txt", text), Text.of(text)))
    return [(text[h.start : h.end], h.level) for h in draft.headings]


def test_numbers_nest_by_the_order_in_which_their_schemes_open():
    text = (
        "清河县教育工作要点\n一、抓好队伍\n（一）补充教师。今年招聘教师。\n1.严格招聘。公开考试，择优录取。\n"
        "2.加强培训。组织全员培训。\n（二）严管师德。开展专项整治。\n二、守住安全\n（一）排查隐患。每月排查一次。"
    )
    assert headings(text) == [
        ("一、抓好队伍", 1),
        ("（一）补充教师。", 2),
        ("1.严格招聘。", 3),
        ("2.加强培训。", 3),
        ("（二）严管师德。", 2),
        ("二、守住安全", 1),
        ("（一）排查隐患。", 2),
    ]


def test_items_of_one_sentence_end_before_the_comma_that_parts_them():
    text = "清河县教育工作会议\n会议要求，一要抓实教研，二要守住安全，三要严明纪律。"
    assert [head for head, _ in headings(text)] == ["一要抓实教研", "二要守住安全", "三要严明纪律。"]


def test_one_list_may_mix_two_forms_of_its_number():
    text = "一是要抓党建。建强支部。\n二是要抓质量。改进课堂。\n三要抓安全。排查隐患。\n四要抓作风。严明纪律。"
    assert [level for _, level in headings(text)] == [1, 1, 1, 1]


def test_a_list_that_starts_again_under_a_new_speaker_stays_on_its_level():
    text = "会议指出，\n一要抓质量。改进课堂教学。\n二要抓安全。排查校园隐患。\n会议强调\n一要抓落实。盯住时间节点。"
    assert [level for _, level in headings(text)] == [1, 1, 1]


def test_items_inside_one_sentence_count_only_as_a_run():
    text = "会议要求，一要提高认识，切实增强做好工作的责任感和紧迫感，主动把各项工作摆上日程；二要压实责任，层层传导压力，各单位要盯住节点，确保任务落到实处。"
    assert headings(text) == [("一要提高认识", 1), ("二要压实责任", 1)]
    assert headings("全县统一要求，坚持标准，统一是前提。") == []


def test_a_merged_paragraph_gives_its_headings_back():
    text = "现将工作总结如下：一、主要成绩（一）以均衡为重点，推进一体化发展。全年新建学校。（二）以质量为核心，深化课程改革。成绩提高。"
    assert [found for found, _ in headings(text)] == [
        "一、主要成绩",
        "（一）以均衡为重点，推进一体化发展。",
        "（二）以质量为核心，深化课程改革。",
    ]


def test_a_heading_that_lost_its_line_end_stops_before_the_text_opens():
    text = "一、提高认识，切实增强办好教育的责任感近年来，全县上下齐心协力，教育面貌明显改变，群众满意度逐年提高。"
    assert headings(text) == [("一、提高认识，切实增强办好教育的责任感", 1)]


def test_a_heading_on_two_lines_is_one():
    text = "会议部署了工作。\n以党建为统领，\n建强教育系统基层组织。\n一是抓班子。配强学校班子。\n二是抓队伍。培训党务干部。"
    assert headings(text)[0] == ("以党建为统领，\n建强教育系统基层组织。", 1)
    assert [level for _, level in headings(text)] == [1, 2, 2]


def test_short_first_sentences_of_paragraphs_in_a_row_name_them():
    text = (
        "一、工作成效\n办学条件持续改善。新建学校三所，改造校舍两万平方米，添置一批设备。\n"
        "教师素质稳步提高。招聘教师，组织培训，评出一批骨干教师和学科带头人。"
    )
    assert headings(text)[1:] == [("办学条件持续改善。", 2), ("教师素质稳步提高。", 2)]


def test_couplets_of_one_length_sum_up_what_follows():
    text = (
        "会议指出，成绩值得肯定。教育投入逐年增加，办学条件明显改善。投入资金若干。教师队伍不断壮大，"
        "教学质量持续提升。招聘了教师。校园环境更加优美，师生生活更加舒心。绿化了校园。"
    )
    assert [found for found, _ in headings(text)] == [
        "教育投入逐年增加，办学条件明显改善。",
        "教师队伍不断壮大，教学质量持续提升。",
        "校园环境更加优美，师生生活更加舒心。",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "会议强调\n要抓好校园安全，排查各类隐患，切实守住安全底线。",  # who speaks
        "牵头部门：县教育局　配合部门：县财政局\n各校要认真落实好上述各项任务，按时上报进展情况。",  # a duty line
    ],
)
def test_what_only_looks_like_a_heading_is_none(text):
    assert headings(text) == []


def test_shortcomings_under_their_heading_are_none():
    text = "二、存在的问题\n1.教师数量不足。音体美教师缺口较大。\n2.经费投入不够。"
    assert headings(text) == [("二、存在的问题", 1)]


def test_two_plans_at_the_head_of_a_line_are_no_stumbling_block():
    assert headings("一、工作回顾\n十三五、十四五期间，各校加强管理。") == [("一、工作回顾", 1)]


MARKS = [f"{mark}{n}{end}" for n in "一二三" for mark, end in (("", "、"), ("（", "）"), ("", "是"), ("第", "，"))]
PIECES = [*MARKS, "1.", "2.", "（1）", "\n", "。\n", "加强学校管理", "补充教师。", "，", "；", "：", "三", "十"]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_gives_headings_in_order_inside_it(text):
    found = outline(Draft(Source("any", "txt", text), Text.of(text))).headings
    assert all(0 <= h.start < h.end <= len(text) and h.level >= 1 for h in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(h.parent is None or h.parent < i for i, h in enumerate(found))


@pytest.mark.parametrize("marks", ["（）", "【】", "〔〕", "[]"])
def test_a_heading_ends_before_the_bracket_with_its_duties(marks):
    start, end = marks
    text = f"清河县教育工作要点\n1.新建幼儿园3所{start}责任单位：学前股；配合单位：项目办{end}\n要做好选址，抓紧开工。\n2.改建小学2所。"
    assert headings(text) == [("1.新建幼儿园3所", 1), ("2.改建小学2所。", 1)]


def test_a_year_behind_a_preposition_opens_no_text():
    text = "清河县教育工作要点\n一、抓体质\n1.开齐体育课，全县优良率从2025年的51.3%提高到55%，举办运动会。"
    assert headings(text) == [("一、抓体质", 1)]


def test_an_attachment_behind_the_last_item_makes_it_no_heading():
    item = "（二）局办公室每月25日前汇总进展，每季度通报一次，对连续两次排名末位的进行约谈。"
    text = f"清河县分解方案\n二、工作要求\n（一）各股室要在3月底前制定细化方案。\n{item}\n附件：清河县重点工作责任分解表\n附件\n分解表"
    assert item not in [heading for heading, _ in headings(text)]


@pytest.mark.parametrize(
    "duty",
    [
        "（牵头单位：基建股）",
        "（基教股负责）",
        "（牵头：基教股；配合：县财政局）",
        "牵头单位：基教股。完成时限：8月底前。",
    ],
)
def test_an_item_of_one_clause_that_is_given_to_somebody_is_no_heading(duty):
    text = f"一、学前教育\n1.新建公办幼儿园。{duty}\n2.认定普惠性民办园。{duty}\n二、保障\n"
    assert [found for found, _ in headings(text)][:1] == ["一、学前教育"]
    assert not [found for found, _ in headings(text) if "幼儿园" in found or "民办园" in found]


def test_an_items_number_before_a_month_is_no_decimal():
    text = "一、安全\n1.8月底前排查隐患。\n2.10月底前开展演练。\n3.2031年底前配齐保安。"
    assert [found for found, _ in headings(text)][1:] == [
        "1.8月底前排查隐患。",
        "2.10月底前开展演练。",
        "3.2031年底前配齐保安。",
    ]
    assert headings("一、规模\n1.8万人参加培训，比上年多。") == [("一、规模", 1)]


def test_an_item_that_counts_what_is_to_be_built_names_no_part(drafted):
    text = (
        "清河省政府工作报告\n一、2031年重点工作\n办好民生实事。一是改造乡村食堂40个，配齐从业人员600名。"
        "二是支持1万名毕业生到乡村任教，落实周转住房800套。三是强化资助工作，落实各项补助政策，做到应助尽助不漏一人一户。"
    )
    draft = drafted(text)
    assert [text[h.start : h.start + 2] for h in draft.headings if h.scheme == "item"] == ["三是"]
    assert "改造乡村食堂40个" in [text[a.start : a.end] for a in draft.actions]

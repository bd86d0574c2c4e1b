"""Task sentences fall into the pieces that one office each can be given."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.reader import lexicon, read_text

WORDS = "要将对以在的同时并和、，。；完善制度加强管理确保3所“”（）\n一是"


def actions(drafted, sentence):
    text = f"清河县2031年教育工作要点\n一、重点工作\n（一）有关任务\n{sentence}\n（二）其他任务\n按时上报材料。"
    draft = drafted(text)
    begin = text.index(sentence)
    return [text[a.start : a.end] for a in draft.actions if begin <= a.start < begin + len(sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("推进课堂改革，加快学校标准化建设。", ["推进课堂改革", "加快学校标准化建设"]),
        ("以示范校为抓手，完善评价制度，促进质量提升。", ["以示范校为抓手，完善评价制度，促进质量提升"]),
        ("各学校要建立台账，确保按时清零。", ["建立台账，确保按时清零"]),
        ("在改善办学条件的同时，规范收费行为。", ["改善办学条件", "规范收费行为"]),
        ("新建幼儿园4所、改扩建小学6所。", ["新建幼儿园4所", "改扩建小学6所"]),
        ("抽查各校自评情况并公布检查结果。", ["抽查各校自评情况", "公布检查结果"]),
        ("教师不得有偿补课，严禁体罚学生。", ["不得有偿补课", "严禁体罚学生"]),
        ("会议要求，一要完善制度，二要规范收费，三要加强值班。", ["完善制度", "规范收费", "加强值班"]),
        ("建立台账，一是摸清底数，二是逐校销号。", ["建立台账", "摸清底数", "逐校销号"]),
        ("办学条件要达到省定标准。", ["办学条件要达到省定标准"]),
        ("到2032年，建成学位三千个。", ["建成学位三千个"]),
        ("开展“一校一品，一班一特”活动。", ["开展“一校一品，一班一特”活动"]),
        ("统筹推进学前教育普惠发展、高中教育特色发展、职业教育转型发展。",
         ["统筹推进学前教育普惠发展", "高中教育特色发展", "职业教育转型发展"]),
        ("强化对学生交通、消防、食品等安全教育。", ["强化对学生交通、消防、食品等安全教育"]),
    ],
)  # fmt: skip
def test_a_sentence_is_cut_where_a_new_thing_to_do_begins(drafted, sentence, expected):
    assert actions(drafted, sentence) == expected


def test_a_heading_with_tasks_beneath_is_none_itself_and_one_without_is(drafted):
    draft = drafted("清河县召开会议\n会议要求\n一是强化责任。落实到人，限时办结。\n二是推进招生改革。")
    assert [draft.text[a.start : a.end] for a in draft.actions] == ["落实到人，限时办结", "推进招生改革"]


def test_each_item_of_a_list_inside_a_line_is_an_action_the_last_one_too(drafted):
    draft = drafted("清河县召开会议\n会议要求\n一要新建校舍；二要补充教师；三要排查隐患，完善预案。\n完善督导制度。")
    assert [draft.text[a.start : a.end] for a in draft.actions] == [
        "新建校舍", "补充教师", "排查隐患，完善预案", "完善督导制度",
    ]  # fmt: skip


def test_a_subject_that_only_looks_like_an_office_stays(drafted):
    assert actions(drafted, "民办教育规范发展。") == ["民办教育规范发展"]
    assert actions(drafted, "普惠性幼儿园覆盖率达到93%。") == ["普惠性幼儿园覆盖率达到93%"]


def test_duty_lines_and_announcements_hold_no_action(drafted):
    assert actions(drafted, "改造食堂设施。（责任单位：计财科、安全科）") == ["改造食堂设施"]
    assert actions(drafted, "要重点抓好五个方面工作：") == []
    assert actions(drafted, "年底前完成新建学校3所。") == ["完成新建学校3所"]
    assert actions(drafted, "开展送教下乡12次。") == ["开展送教下乡12次"]


def test_an_action_knows_its_sentence_heading_and_topic(drafted):
    draft = drafted("清河县召开会议\n会议要求\n一要守牢安全。排查校车隐患，补充音乐教师。")
    found = [(draft.text[a.start : a.end], a.topic, a.heading) for a in draft.actions]
    assert found == [("排查校车隐患", "safety", 0), ("补充音乐教师", "teachers", 0)]
    assert all(draft.sentences[a.sentence].start <= a.start < draft.sentences[a.sentence].end for a in draft.actions)


def test_what_a_title_names_still_tells_more_than_words_used_of_everything(drafted):
    draft = drafted("清河县控辍保学工作方案\n一、重点工作\n压实政府、部门、学校控辍保学责任。")
    assert [a.topic for a in draft.actions] == ["retention"]


def test_a_task_that_names_no_topic_takes_the_one_that_its_text_is_about(drafted):
    safety = "要排查校车隐患。要检查消防设施。要严防溺水事故。要加强食品安全管理。"
    assert drafted(f"{safety}要压实学校主体责任。").actions[-1].topic == "safety"
    mixed = "要排查校车隐患。要补充骨干教师。要办好普通高中。要扩大学位供给。"
    assert drafted(f"{mixed}要压实学校主体责任。").actions[-1].topic == "implementation"


@pytest.mark.parametrize(
    ("task", "topic"),
    [
        ("充实学科教研队伍。", "teachers"),
        ("组建课改指导专家库。", "quality"),
        ("落实各项惠生政策。", "aid"),
        ("推广订单式培养。", "vocational"),
        ("永葆教育情怀。", "ethics"),
    ],
)
def test_a_word_that_names_a_matter_tells_the_topic(drafted, task, topic):
    assert [a.topic for a in drafted(f"清河县召开会议\n会议要求，要{task}").actions] == [topic]


def test_topics_are_the_words_of_the_lexicon():
    named = {topic: entry["name"] for topic, entry in lexicon.load("topics").items() if topic != "neutral"}
    assert len(named) == 27 == len(set(named.values()))
    assert all(named.values())


def test_the_theme_of_a_paper_gives_way_to_the_matter_of_its_parts(drafted):
    text = (
        "关于加强学校体育工作的实施意见\n一、主要任务\n（一）配齐体育教师。补充体育教师二十名。\n"
        "（二）改善体育场地。新建体育场馆一座。\n（三）保障体育经费。设立体育专项经费。"
    )
    assert [a.topic for a in drafted(text).actions] == ["teachers", "places", "finance"]


def test_rows_of_a_table_take_their_topic_from_the_row_not_from_the_heading_above(drafted):
    draft = drafted("清河县工作要点\n一、保障校园安全\n排查校车隐患。\n1\t教师补充\t公开招聘骨干教师\t人事科")
    assert draft.actions[-1].topic == "teachers"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(WORDS, max_size=100))
def test_actions_of_any_text_lie_inside_their_sentences_and_never_overlap(drafted, text):
    draft = drafted(text)
    for action in draft.actions:
        sentence = draft.sentences[action.sentence]
        assert sentence.start <= action.start < action.end <= sentence.end
    assert all(a.end <= b.start for a, b in zip(draft.actions, draft.actions[1:], strict=False))


@pytest.mark.parametrize(
    ("sentence", "actions"),
    [
        ("要积极会同相关部门，开展校园周边治理。", ["积极会同相关部门，开展校园周边治理"]),
        (
            "要把安全工作纳入整体布局，与教学工作同研究、同部署、同检查。",
            ["把安全工作纳入整体布局，与教学工作同研究、同部署、同检查"],
        ),
        (
            "在开设音乐课程的基础上，要创造条件开设舞蹈课程。",
            ["在开设音乐课程的基础上，要创造条件开设舞蹈课程"],
        ),
        (
            "统筹城区学校建设，推动义务教育均衡发展。",
            ["统筹城区学校建设，推动义务教育均衡发展"],
        ),
        ("要变革课堂教学模式，畅通就学渠道。", ["变革课堂教学模式", "畅通就学渠道"]),
        ("开展规范办学行为、校园安全和疫情防控专项督导。", ["开展规范办学行为、校园安全和疫情防控专项督导"]),
        ("促进学前教育优质普惠、义务教育优质均衡发展。", ["促进学前教育优质普惠", "义务教育优质均衡发展"]),
        ("财政局要保障经费，人社局要落实编制。", ["保障经费", "落实编制"]),
        ("各学校要在6月底前报送工作总结。", ["报送工作总结"]),
        ("办公室要于每月5日前将上月进展汇总上报。", ["将上月进展汇总上报"]),
        ("县财政局3月底前拨付资金2000万元。", ["拨付资金2000万元"]),
        ("各学校每年开学前、放假前要开展隐患排查。", ["开展隐患排查"]),
        ("各学校要在每年3月、9月报送台账。", ["报送台账"]),
        ("各学校开学前全面排查校舍安全隐患。", ["全面排查校舍安全隐患"]),
        ("6月底前将招生方案报县政府审定。", ["将招生方案报县政府审定"]),
        ("各学校要以提高质量为重点。", ["以提高质量为重点"]),
        ("未移交的5所幼儿园，12月31日前必须移交到位。", ["未移交的5所幼儿园，12月31日前必须移交到位"]),
        ("实施新校区建设，总投资3.2亿元。", ["实施新校区建设，总投资3.2亿元"]),
        ("县一中新校区今年9月建成投用。", ["县一中新校区今年9月建成投用"]),
        ("困难学生资助做到应助尽助，全年发放资助金。", ["全年发放资助金"]),
        ("国家助学金由每生每年2000元提高到2300元。", ["国家助学金由每生每年2000元提高到2300元"]),
        (
            "新建第三幼儿园，年底前投用，改造食堂12个，6月底前完成。",
            ["新建第三幼儿园，年底前投用", "改造食堂12个，6月底前完成"],
        ),
        ("有需要的学生参与率达到95%以上。", ["有需要的学生参与率达到95%以上"]),
        ("校服采购须经家长委员会同意。", ["校服采购须经家长委员会同意"]),
        ("午餐供应2000份。", ["午餐供应2000份"]),
        ("各学校要经常开展安全演练。", ["经常开展安全演练"]),
        ("5月、9月两个重点时段，开展防溺水专项行动。", ["5月、9月两个重点时段，开展防溺水专项行动"]),
        ("第42个教师节期间，各校要开展慰问活动。", ["开展慰问活动"]),
        ("托管试点学校由4所扩大到12所。", ["托管试点学校由4所扩大到12所"]),
        ("推进职教中心建设，2032年8月底前建成投用。", ["推进职教中心建设，2032年8月底前建成投用"]),
        ("安全事故实行零报告制度。", ["安全事故实行零报告制度"]),
    ],
)
def test_grounds_companions_and_aims_stay_with_what_they_serve(drafted, sentence, actions):
    draft = drafted(f"清河县教育局2031年工作要点\n一、重点工作\n{sentence}")
    assert [draft.text[a.start : a.end] for a in draft.actions] == actions


def test_a_number_that_only_names_what_its_items_are_about_is_no_action(drafted):
    draft = drafted(
        "会议要求，全县要在打基础、抓重点上着力。首先，要打基础。一是改善办学条件。二是补充骨干教师。"
        "其次，要抓重点。一是发展职业教育。二是办好特殊教育。"
    )
    said = [draft.text[a.start : a.end] for a in draft.actions]
    assert said[-4:] == ["改善办学条件", "补充骨干教师", "发展职业教育", "办好特殊教育"]
    assert [heading.level for heading in draft.headings] == [1, 2, 2, 1, 2, 2]


@pytest.mark.parametrize(
    ("sentence", "actions"),
    [
        ("县委书记江一川主持召开专题会，他强调，要加强食堂管理。", ["加强食堂管理"]),
        ("要加强校园巡查，信息报送要及时，事件处置要冷静。", ["加强校园巡查", "信息报送要及时", "事件处置要冷静"]),
        ("全面巩固义务教育，九年巩固率保持99%。", ["全面巩固义务教育，九年巩固率保持99%"]),
        ("加快普及高中教育，毛入学率达95%。", ["加快普及高中教育，毛入学率达95%"]),
    ],
)
def test_speakers_levels_and_what_is_to_be_so(drafted, sentence, actions):
    draft = drafted(f"清河县教育局2031年工作要点\n一、重点工作\n扩大学位供给。{sentence}")
    assert [draft.text[a.start : a.end] for a in draft.actions][1:] == actions


@pytest.mark.parametrize(
    "sentence",
    [
        "健全膳食监管制度，6月底前实现食堂明厨亮灶全覆盖。",
        "改造薄弱学校65所，大班额比例控制在5%以内。",
        "开展师德学习教育，师德考核覆盖率保持100%。",
        "改造食堂15个、旱厕22座。",
        "城镇新增就业82人以上。",
        "对照任务细化措施，3月10日前将方案报县教育局。",
    ],
)
def test_where_numbers_were_struck_out_the_actions_are_the_same(drafted, sentence):
    whole = actions(drafted, sentence)
    assert whole
    for blank in "xX×":
        struck = re.sub(r"\d", blank, sentence)
        assert actions(drafted, struck) == [re.sub(r"\d", blank, action) for action in whole]


def test_a_struck_out_name_is_no_number(drafted):
    assert actions(drafted, "经XX学校党总支研究同意。") == actions(drafted, "经东门学校党总支研究同意。")


def test_a_day_before_an_item_of_one_clause_is_left_out():
    found = read_text("青禾县教育局2031年工作要点\n一、安全\n1.8月底前排查校舍隐患。\n2.10月底前开展应急演练。")
    assert [found.quote(one) for one in found.actions] == ["排查校舍隐患", "开展应急演练"]


def test_a_report_that_puts_something_forward_is_no_part_of_it():
    found = read_text("青禾县召开2031年教育工作会议\n报告提出，2031年推进集团化办学，招聘教师120名。")
    assert [found.quote(one) for one in found.actions] == ["推进集团化办学", "招聘教师120名"]

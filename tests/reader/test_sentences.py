"""Kinds of sentences follow headings, speakers and their own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.reader import read_text
from luoshi.reader.draft import Draft
from luoshi.reader.outline import outline
from luoshi.reader.reading import KINDS, Meeting
from luoshi.reader.sentences import sentences
from luoshi.reader.sentences.papers import genre_of
from luoshi.reader.source import Source
from luoshi.reader.text import Text

NEWS = """清河县召开2031年教育工作会议
3月5日，清河县召开2031年教育工作会议。副县长江一川出席会议并讲话，县教育局局长林又青主持会议。
会议指出，过去一年，全县教育系统完成了薄弱学校改造任务，新增学位1200个，教学质量明显提升。
但也要清醒地看到，教师结构性缺编、寄宿条件不足等问题仍然存在。
会议强调，2031年是实施规划的关键之年。
一要加快补齐学位。启动县城第五小学建设，改造乡镇寄宿学校3所。
二要守住安全底线。排查校园隐患，开展应急演练。
各乡镇分管负责人、各校校长参加会议。"""

PLAN = """清河县教育局2031年工作要点
各中小学校、幼儿园：
一、总体要求
以办好每一所学校为目标，全面提高教育质量。
二、重点工作
（一）加强队伍建设。补充紧缺学科教师。教师是办学的第一资源。
清河县教育局
2031年2月1日"""


def kinds(text):
    draft = sentences(outline(Draft(Source("invented", "txt", text), Text.of(text))))
    return [(text[s.start : s.end], s.kind) for s in draft.sentences]


def test_a_conference_report_moves_from_meeting_to_results_problems_and_tasks():
    assert [kind for _, kind in kinds(NEWS)] == [
        "meeting", "meeting", "meeting", "achievement", "problem", "framing",
        "task", "task", "task", "task", "meeting",
    ]  # fmt: skip


def test_a_plan_has_a_head_an_aim_tasks_and_a_signature():
    assert [kind for _, kind in kinds(PLAN)] == [
        "meeting", "meeting", "goal", "goal", "task", "task", "task", "framing", "meeting", "meeting",
    ]  # fmt: skip


@pytest.fixture
def drafted_with_year():
    def make(text, year):
        draft = Draft(Source("invented", "txt", text), Text.of(text), meeting=Meeting(year=year))
        return [(text[s.start : s.end], s.kind) for s in sentences(outline(draft)).sentences]

    return make


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("会议要求，要压实责任，确保各项工作落实到位。", "task"),
        ("会议要求", "meeting"),
        ("会后，大家纷纷表示，要把会议精神带回去。", "meeting"),
        ("全县教育工作的总体要求是：坚持立德树人，办好人民满意的教育。", "goal"),
        ("下面，我讲三点意见。", "framing"),
    ],
)
def test_a_sentence_alone_shows_its_kind(sentence, kind):
    text = f"清河县召开教育工作会议\n3月5日，清河县召开教育工作会议。\n{sentence}"
    assert kinds(text)[-1] == (sentence, kind)


def test_results_beneath_a_heading_of_results_stay_results_and_plans_become_tasks():
    text = "一、工作总结\n完善制度，改善条件，成绩稳步提升。\n二、下步打算\n完善制度，改善条件，继续提升成绩。"
    assert [kind for _, kind in kinds(text)] == ["achievement", "achievement", "task", "task"]


def test_the_work_of_the_plan_year_is_still_to_be_done(drafted_with_year):
    text = (
        "清河县教育局2030年工作总结和2031年工作计划\n一、2030年工作总结\n全年新建学校3所。\n存在的问题：一是教师数量仍有缺口。\n"
        "二、2031年主要工作\n今年要做好以下工作：一要新建幼儿园2所；二要补充教师百名；三要排查校园隐患。\n完善督导制度。"
    )
    assert [kind for _, kind in drafted_with_year(text, 2031)] == [
        "meeting", "achievement", "achievement", "problem", "task", "task", "task", "task", "task",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("清河县教育局2030年工作总结和2031年工作计划", "summary"),
        ("清河县教育局2030年工作总结暨2031年工作计划（草案）", "summary"),
        ("清河县教育局2030年工作总结及2031年工作打算", "summary"),
        ("清河县教育局2031年工作计划", "plan"),
        ("清河县教育局工作总结会议计划", "plan"),
        ("关于报送2030年工作总结和2031年工作计划的通知", "plan"),
    ],
)
def test_a_review_with_a_plan_behind_it_is_a_review(title, genre):
    assert genre_of(f"{title}\n一、工作情况\n新建学校3所。") == genre


def test_after_a_call_to_the_audience_near_the_end_only_words_remain():
    text = (
        "一、抓好安全\n"
        + "排查隐患，落实责任，完善台账。" * 12
        + "\n同志们，教育是民族振兴的基石。让我们携手努力，再创佳绩！"
    )
    assert [kind for _, kind in kinds(text)][-2:] == ["framing", "framing"]


@given(st.text("会议强调指出要是年2031，。；：！\n一二、（）抓好学校安全问题了", max_size=120))
def test_every_sentence_of_any_text_gets_one_kind_and_a_reason(text):
    draft = sentences(outline(Draft(Source("any", "txt", text), Text.of(text))))
    assert all(s.kind in KINDS and s.reason and 0 < s.confidence <= 1 for s in draft.sentences)
    covered = {i for s in draft.sentences for i in range(s.start, s.end)}
    assert all(text[i] == "\n" for i in range(len(text)) if i not in covered)


def test_who_took_part_is_of_the_meeting():
    assert kinds(NEWS + "\n局机关各科室负责人参会。")[-1] == ("局机关各科室负责人参会。", "meeting")


def test_a_text_that_asks_for_nothing_and_tells_of_results_is_a_review():
    text = "清河财政保障教育发展\n全面落实经费保障机制。累计投入3亿元，建设学校9所。累计发放资助金2亿元。累计改造校舍5万平方米。"
    assert [kind for _, kind in kinds(text)][1:] == ["achievement"] * 4
    assert {kind for _, kind in kinds(f"{text}下一步要扩大学位供给。")} >= {"task"}


def test_what_follows_an_affirmation_is_a_result():
    text = "3月5日，清河县召开教育工作会议。江一川对全县教育工作取得的成绩给予充分肯定。他说，全县上下谋篇布局，师资配置更加均衡。"
    assert kinds(text)[-1][1] == "achievement"


def test_the_first_demand_that_closes_with_two_slogans_is_the_years_aim():
    aim = "会议要求，全县上下要优化资源配置，奋力谱写教育高质量发展新篇章，努力开创教育工作新局面。"
    opening = "3月5日，清河县召开教育工作会议。"
    assert kinds(opening + aim)[-1][1] == "goal"
    assert kinds(f"{opening}会议强调，要扩大学位供给。{aim}")[-1][1] == "task"


def test_how_things_stand_by_a_day_does_not_turn_the_text_to_results():
    text = "清河县教育局2031年工作要点\n一、重点工作\n截至2月底，已竣工学校3所。加快建设第五小学。"
    assert [kind for _, kind in kinds(text)][-2:] == ["achievement", "task"]


def test_a_demand_behind_a_semicolon_does_not_go_on_with_problems():
    text = "会议要求，要清醒地看到存在的问题和不足；要认真研究改革方案；"
    assert [kind for _, kind in kinds(text)] == ["problem", "task"]


def test_what_must_also_be_seen_is_a_problem_and_no_demand():
    text = "会议要求，要扩大学位供给。同时也要看到，城区学位仍然偏紧，学校布局需要优化。要加快建设学校。"
    assert [kind for _, kind in kinds(text)] == ["task", "problem", "task"]


def test_a_paper_handed_on_is_only_an_introduction():
    assert kinds("《清河县美育工作方案》已经县政府同意，现印发给你们，请认真贯彻落实。")[0][1] == "framing"


def test_what_a_plan_says_before_its_first_part_is_its_aim():
    text = "清河县教育局2031年工作要点\n全县教育系统要狠抓关键，着力提升教育水平。\n一、重点工作\n扩大学位供给。"
    assert [kind for _, kind in kinds(text)][-3:] == ["goal", "task", "task"]


def test_the_first_demand_that_follows_a_guiding_idea_to_a_slogan_is_the_aim():
    aim = "会议强调，要全面贯彻全市教育大会精神，推动教育事业开好局。"
    assert kinds(aim)[0][1] == "goal"
    assert kinds(f"会议强调，要扩大学位供给。{aim}")[-1][1] == "task"


def test_a_duty_that_only_qualifies_a_noun_asks_for_nothing():
    assert kinds("会议指出，开学工作是群众关切的大事，更是一项必须完成好的任务。")[0][1] == "framing"


def test_what_data_show_is_a_result():
    text = "会议强调，要扩大学位供给。数据显示，全县有学校90所。普惠率达95%。"
    assert [kind for _, kind in kinds(text)] == ["task", "achievement", "achievement"]


def test_parts_of_a_section_of_aims_and_tasks_are_tasks():
    text = "一、指导思想\n办好每一所学校。\n二、目标任务\n建成现代化教育体系。\n（一）发展学前教育。加大学位供给力度。\n（二）发展职业教育。建设实训基地。"
    assert [kind for _, kind in kinds(text)][-4:] == ["task"] * 4


def test_half_a_year_looked_back_on_is_a_review():
    text = "2031年上半年，县教育局落实主体责任，推进项目建设，确保进度。投入建设资金900万元。"
    assert [kind for _, kind in kinds(text)] == ["achievement", "achievement"]


def test_what_is_made_public_as_done_is_done():
    text = "清河县教育局2031年民生实事项目完成情况公示\n现将有关情况公示如下：\n建成足球场7个。\n改造小学30所。"
    assert [kind for _, kind in kinds(text)][-2:] == ["achievement", "achievement"]


def test_how_many_sit_an_examination_is_neither_result_nor_task():
    text = "会议强调，要确保考试安全。全市共设4个考点。报名人数为3000人。"
    assert [kind for _, kind in kinds(text)] == ["task", "framing", "framing"]


def test_a_demand_that_ends_in_requirements_is_no_act_of_the_meeting():
    text = "会议强调，各学校要认真落实规定，守住底线，并对存在的问题提出了整改要求。"
    assert kinds(text)[0][1] == "task"


def test_who_led_a_visit_is_told_of_the_occasion():
    assert kinds("近日，副县长江一川率队检查幼儿园，加快推进项目建设。")[0][1] == "meeting"


def test_a_review_may_close_with_what_is_next():
    text = "全县幼儿园建设全部完成。超额完成改造任务。资助标准由1000元提高到1400元。教育质量稳居前列。下一步，全县将扩大学位供给。"
    assert [kind for _, kind in kinds(text)] == ["achievement"] * 4 + ["task"]


def test_a_slogan_said_twice_is_one():
    text = "会议强调，要落实教育强国规划和教育强县意见，建设教育体系。"
    assert kinds(text)[0][1] == "task"


@pytest.mark.parametrize(
    "line",
    [
        "江一川副主任就中学教研工作做汇报。",
        "县纪检组长林又青就从严治党提出具体意见。",
        "局长林又青全面总结了2030年工作，并对2031年主要工作进行安排。",
    ],
)
def test_who_reported_and_arranged_is_told_of_the_meeting(line):
    assert kinds(f"会议强调，要扩大学位供给，补充教师。\n{line}")[-1][1] == "meeting"


def test_what_is_only_called_great_asks_for_nothing():
    assert kinds("江一川强调，推进教育发展，任务艰巨、责任重大。")[0][1] == "framing"


def test_who_is_to_take_part_is_asked_to():
    text = "会议强调，要扩大学位供给。请登录平台完成学习，各学校要组织全体家长参加。"
    assert kinds(text)[-1][1] == "task"


SUMMARY = """青禾县教育局2030年工作总结
一、主要工作完成情况
（一）学前教育普惠发展。新建公办幼儿园3所，新增学位810个。
（二）教师队伍优化。招聘教师126名，加强师德师风建设，查处违规补课3起。
二、存在的问题
一是城区学位仍然紧张，大班额尚未消除。二是乡村教师结构性缺员。
三、下一步工作打算
（一）加快学位建设。新建城东小学，8月底前投入使用。
"""
SELF_ASSESSMENT = """青禾县人民政府履行教育职责自评报告
一、履职情况
（一）落实投入责任。严格落实“两个只增不减”要求，教育支出9.8亿元，比上年增长4.1%。
（二）规范办学行为。严格控制作业总量，开展课后服务，参与率达98%。
二、主要问题与不足
（一）学前资源不均衡。城区公办园学位不足。
（二）教师缺编。音体美教师缺口87人。
三、整改措施
（一）优化布局。2031年底前新建公办幼儿园2所。
"""
ANALYSIS = """县域普通高中发展的问题与对策
县域高中是县域教育的龙头，近年来面临生源流失的压力。
一、县域高中存在的主要问题
（一）骨干教师流失。近三年每所县中流失骨干教师7人。
二、振兴县域高中的对策建议
（一）规范招生秩序。应严格落实属地招生政策，严禁跨区域掐尖招生。
（二）加强教师队伍建设。要建立教师补充机制，提高教师待遇。
"""


@pytest.mark.parametrize(
    ("text", "tasks"),
    [(SUMMARY, ["新建城东小学，8月底前投入使用"]), (SELF_ASSESSMENT, ["新建公办幼儿园2所"])],
)
def test_a_bureaus_account_of_itself_tells_results_and_problems_and_few_tasks(text, tasks):
    found = read_text(text)
    assert found.meeting.genre == "summary"
    assert [found.quote(action) for action in found.actions] == tasks
    kind_of = {found.quote(sentence).strip("一二三（）是、"): sentence.kind for sentence in found.sentences}
    assert {kind for words, kind in kind_of.items() if "不足" in words or "缺" in words} == {"problem"}
    assert [kind for words, kind in kind_of.items() if "支出" in words or "招聘教师" in words] == ["achievement"]


def test_what_an_article_advises_is_nobodys_task_and_is_said_to_be_none():
    found = read_text(ANALYSIS)
    assert (found.meeting.genre, found.actions) == ("analysis", ())
    assert [remark.code for remark in found.remarks] == ["advice"]
    assert {sentence.kind for sentence in found.sentences} >= {"problem", "framing"}
    assert "task" not in {sentence.kind for sentence in found.sentences}


def test_a_part_that_names_shortcomings_is_a_heading_and_its_items_are_none():
    names = [found.quote(heading) for found in [read_text(SELF_ASSESSMENT)] for heading in found.headings]
    assert "二、主要问题与不足" in names
    assert "（二）教师缺编。" not in names


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("在青禾县2031年教育工作会议上的讲话\n同志们：", "speech"),
        ("青禾县召开教育工作会议\n县长石开出席会议并讲话。会议要求抓好安全。", "news"),
        ("青禾县教育局2031年工作要点", "plan"),
        ("教育工作会议主持词", "script"),
        ("县域教育优质均衡的问题与对策", "analysis"),
        ("浅谈农村学校劳动教育", "analysis"),
        ("青禾县召开教育高质量发展对策研讨会", "news"),
    ],
)
def test_the_kind_of_document_is_told_from_its_first_lines(title, genre):
    assert genre_of(f"{title}\n要新建学校3所。") == genre


@pytest.mark.parametrize("verb", ["指出", "提出", "强调", "明确"])
def test_the_year_with_which_a_speaker_begins_tells_results_from_plans(verb):
    text = f"青禾县召开2031年教育工作会议\n3月6日，青禾县召开2031年教育工作会议。报告指出，2030年新增学位810个。报告{verb}，2031年全县新建公办幼儿园2所。"
    found = read_text(text)
    assert [sentence.kind for sentence in found.sentences[-2:]] == ["achievement", "task"]
    assert [(one.value, one.status) for one in found.figures] == [(810, "achieved"), (2, "target")]


def test_a_year_under_somebody_s_lead_is_looked_back_on(drafted):
    text = "清河县召开校园安全会议\n会议指出，2031年，在县委的领导下，全县学校完善护学机制，有力维护了稳定。"
    assert [s.kind for s in drafted(text).sentences][-1] == "achievement"


def test_who_gave_the_report_is_of_the_meeting_and_what_is_nearly_built_a_result(drafted):
    text = (
        "2031年清河省政府工作报告\n一、2030年工作回顾\n江一川作政府工作报告。\n"
        "省实验中学新校区建设进展顺利，职教中心建成投用，少年宫即将建成。"
    )
    assert [s.kind for s in drafted(text).sentences][2:] == ["meeting", "achievement"]


def test_who_tells_of_the_year_s_results_asks_for_nothing():
    text = (
        "统计数据显示，2031年，全省义务教育巩固率提高到98.7%，比上年提高0.2个百分点。优质资源得到进一步扩大。\n"
        "省教育厅副厅长江一川表示，2031年省财政投入4亿元，继续实施薄弱学校改造项目，设施配备达标率显著提高。\n"
        "据初步统计，全省新增学位1.9万个，比上年增加一成。"
    )
    draft = Draft(Source("invented", "txt", text), Text.of(text), meeting=Meeting(year=2031))
    assert {s.kind for s in sentences(outline(draft)).sentences} == {"achievement"}

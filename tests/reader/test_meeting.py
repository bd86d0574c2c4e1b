"""What a report says of its meeting: every text here is invented."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.reader.draft import Draft
from luoshi.reader.meeting import meeting, read_meeting
from luoshi.reader.meeting.dates import alone, days, published, settle
from luoshi.reader.meeting.places import leading_place, level_of, place_in_text
from luoshi.reader.people import people, split_title
from luoshi.reader.source import Source
from luoshi.reader.text import Noise, Text

NEWS = (
    "清溪县召开2031年全县教育工作会议\n"
    "3月6日上午，清溪县召开2031年全县教育工作会议。县委常委、宣传部长林知远，副县长欧阳澄、孟达出席会议并讲话。"
    "县教育局党组书记、局长罗青作工作报告，会议由县政府办公室副主任石开主持。各校校长共320余人参加会议。\n"
    "会上，孟达宣读了表彰决定；先进集体上台领奖。\n"
    "林知远强调，要把教育摆在优先位置。\n"
)


def test_news_of_a_conference_gives_its_name_day_place_and_people():
    said = read_meeting(NEWS)
    assert (said.title, said.date, said.place, said.level) == (
        "2031年全县教育工作会议",
        "2031-03-06",
        "清溪县",
        "county",
    )
    assert (said.year, said.organiser, said.host, said.attendance) == (2031, None, "石开", 320)


def test_the_agenda_keeps_reading_order_and_each_person_with_the_office():
    assert [(act.act, act.who, act.office) for act in read_meeting(NEWS).agenda] == [
        ("attend", "林知远", "县委常委、宣传部长"),
        ("attend", "欧阳澄", "副县长"),
        ("attend", "孟达", "副县长"),
        ("speak", "林知远", "县委常委、宣传部长"),
        ("speak", "欧阳澄", "副县长"),
        ("speak", "孟达", "副县长"),
        ("report", "罗青", "县教育局党组书记、局长"),
        ("host", "石开", "县政府办公室副主任"),
        ("attend", None, None),
        ("read_out", "孟达", None),
        ("commend", None, None),
    ]


def test_a_person_of_whom_something_is_read_out_does_not_read():
    said = read_meeting("会上，副局长石开宣读了副县长孟达对工作的批示，党组成员罗青宣读了决定。")
    assert [(act.act, act.who) for act in said.agenda] == [("read_out", "石开"), ("read_out", "罗青")]


def test_every_field_that_is_known_has_a_reason():
    reasons = dict(read_meeting(NEWS).reasons)
    assert reasons["title"] == "title-meeting-held"
    assert reasons["date"] == "date-year-from-name"
    assert reasons["host"] == "host-with-office"


def test_the_body_that_held_the_meeting_is_its_organiser_and_a_place_is_not():
    said = read_meeting("5月8日，白石区教育和体育局召开2030年教育工作会议。")
    assert (said.organiser, said.place, said.level) == ("白石区教育和体育局", "白石区", "county")
    assert read_meeting("5月8日，白石区召开2030年教育工作会议。").organiser is None


def test_the_name_in_front_of_the_verb_loses_whose_meeting_it_is():
    assert read_meeting("9月9日，我县2030年教育工作大会隆重召开。").title == "2030年教育工作大会"
    assert read_meeting("2月9日，2030年清溪县教育工作会议在县礼堂召开。").title == "2030年清溪县教育工作会议"
    assert read_meeting("2月9日，2030年清溪县教育工作会议在县礼堂召开。").place == "清溪县"


def test_a_headline_with_the_year_names_the_meeting_better_than_the_lead():
    said = read_meeting("白石区召开2030年秋季开学工作会议\n8月28日，白石区召开秋季开学工作会议，安排新学期工作。")
    assert (said.title, said.date) == ("2030年秋季开学工作会议", "2030-08-28")


def test_the_leads_name_is_the_formal_one_and_a_headlines_place_is_dropped():
    said = read_meeting("龙山镇中心校召开2030年春季开学工作会\n2月10日，龙山镇中心校召开2030年春季学期开学工作会议。")
    assert (said.title, said.level) == ("2030年春季学期开学工作会议", "town")
    said = read_meeting(
        "新县庆祝教师节暨全县教育工作会议隆重召开\n9月7日，庆祝教师节暨全县教育工作会议在县会议中心召开。"
    )
    assert (said.title, said.place) == ("庆祝教师节暨全县教育工作会议", "新县")


def test_a_school_and_a_development_zone_have_their_levels():
    assert read_meeting("3月1日，清溪县第二中学召开2030年教学工作会议。").level == "school"
    assert read_meeting("3月1日，东湖高新区召开2030年教育工作会议。").level == "county"


def test_a_paper_behind_a_covering_letter_without_a_title_is_found():
    said = read_meeting(
        "南府办发〔2030〕45号\n各县人民政府：\n《南屏州义务教育改革发展实施方案》已经同意，现印发给你们，请认真实施。\n"
        "南屏州人民政府办公室\n2030年9月29日\n南屏州义务教育\n改革发展实施方案\n为落实要求，制定本方案。"
    )
    assert (said.title, said.place, said.level) == ("南屏州义务教育改革发展实施方案", "南屏州", "city")
    assert (said.organiser, said.date) == ("南屏州人民政府办公室", "2030-09-29")


def test_what_is_summed_up_and_planned_dates_a_meeting_whose_name_has_no_year():
    february = "2月18日，全县教育工作会议召开，总结2029年工作，部署2030年工作。"
    december = "12月29日，我市召开2031年全市教育工作会议，总结2030年工作，部署2031年任务。"
    assert (read_meeting(february).date, read_meeting(february).year) == ("2030-02-18", 2030)
    assert (read_meeting(december).date, read_meeting(december).year) == ("2030-12-29", 2031)


def test_a_leaders_speech_goes_by_the_meeting_it_was_given_at():
    said = read_meeting("在全县教育工作会议上的讲话\n（2030年2月20日）\n同志们：\n今天我们召开会议，部署2030年工作。")
    assert (said.title, said.date, said.level, said.year) == ("全县教育工作会议", "2030-02-20", "county", 2030)
    assert said.place is None


def test_a_speech_run_together_with_its_text_is_still_found():
    said = read_meeting("在2030年全市教育大会上的讲话同志们今日我们召开大会，主要任务是总结成绩。\n一、看清形势")
    assert (said.title, said.level, said.year) == ("2030年全市教育大会", "city", 2030)


def test_a_chairs_script_gives_its_items_as_acts_and_its_author_as_host():
    said = read_meeting(
        "2030年全县教育工作会议主持词\n石开\n同志们：\n现在开会。\n"
        "会议进行第一项，请副县长孟达同志宣读表彰决定。\n会议进行第二项，请县教育局局长罗青同志作工作报告。\n"
    )
    assert (said.title, said.host) == ("2030年全县教育工作会议", "石开")
    assert [(act.act, act.who) for act in said.agenda] == [("read_out", "孟达"), ("report", "罗青")]


@pytest.mark.parametrize("between", ["，", "、", "；"])
def test_each_speakers_act_ends_where_the_next_one_begins(between):
    text = f"2月20日，我县召开2030年全县教育工作会议。副县长孟达作工作部署{between}县教育局局长罗青作工作报告。"
    said = [(act.act, act.who, text[act.start : act.end]) for act in read_meeting(text).agenda if act.who]
    assert said == [("deploy", "孟达", "副县长孟达作工作部署"), ("report", "罗青", "县教育局局长罗青作工作报告")]


def test_a_paper_goes_by_its_title_issuer_and_the_day_over_which_it_is_signed():
    said = read_meeting(
        "南屏市人民政府办公室关于加强劳动教育的实施意见\n（南政办发〔2030〕12号）\n各县、区人民政府：\n"
        "为落实要求，现提出如下意见。\n一、总体要求\n要加强领导。\n南屏市人民政府办公室\n2030年4月2日"
    )
    assert said.title == "南屏市人民政府办公室关于加强劳动教育的实施意见"
    assert (said.date, said.place, said.level, said.year) == ("2030-04-02", "南屏市", "city", 2030)
    assert said.organiser == "南屏市人民政府办公室"


def test_a_covering_notice_goes_by_the_paper_it_prints():
    said = read_meeting(
        "关于印发《南屏市教育局2030年工作要点》的通知\n各县区教育局：\n现将要点印发给你们。\n2030325\n一、加强党建"
    )
    assert (said.title, said.organiser) == ("南屏市教育局2030年工作要点", "南屏市教育局")
    assert said.date == "2030-03-25"


def test_a_government_work_report_takes_the_fuller_name_from_the_page():
    text = "政府工作报告\n——2030年1月20日在云岭省第九届人民代表大会第三次会议上\n省长 林知远\n各位代表：\n现在报告。"
    said = read_meeting(text, ("2030年云岭省政府工作报告",))
    assert (said.title, said.date, said.place, said.level) == (
        "2030年云岭省政府工作报告",
        "2030-01-20",
        "云岭省",
        "province",
    )
    assert read_meeting(text).title == "政府工作报告"


def test_a_summary_with_a_plan_is_for_the_coming_year():
    said = read_meeting(
        "县教体局2029年工作总结和2030年工作计划\n一、2029年工作\n成绩显著。\n二、2030年打算\n要继续努力。"
    )
    assert (said.title, said.year, said.organiser, said.level) == (
        "县教体局2029年工作总结和2030年工作计划",
        2030,
        "县教体局",
        "county",
    )


def test_a_title_run_together_with_its_text_ends_where_the_text_begins():
    said = read_meeting(
        "区教育局2030年上半年教育工作总结及下半年工作计划2030年上半年，在区委领导下，" + "各项工作稳步推进，" * 9
    )
    assert said.title == "区教育局2030年上半年教育工作总结及下半年工作计划"


def test_struck_out_names_stay_unknown():
    said = read_meeting("今天我们召开2030年全县教育工作会议。XXX同志宣读了决定。XXX局长作了工作报告。")
    assert [(act.act, act.who, act.office) for act in said.agenda] == [
        ("read_out", None, None),
        ("report", None, "局长"),
    ]
    assert read_meeting("20XX年X月X日，XX县召开全县教育工作会议。").date is None


def test_nothing_said_gives_nothing():
    said = read_meeting("要加强领导。")
    assert (said.title, said.date, said.place, said.level, said.year, said.host, said.attendance) == (None,) * 7
    assert read_meeting(" \n\n").title is None


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("云岭回族自治区教育厅", "云岭回族自治区"),
        ("南屏市清溪县教育局", "清溪县"),
        ("全县教育工作会议", None),
        ("我区教育工作会议", None),
        ("社区教育工作会议", None),
        ("XX县教育局", None),
        ("红旗镇中心校", "红旗镇"),
        ("高区召开会议", "高区"),
        ("教育局", None),
        ("主管教育副县长在会上的讲话", None),
        ("分管副区长石开", None),
        ("常务副县长石开", None),
        ("主管文体县长石开", None),
        ("县政府在白石区召开会议", None),
        ("南屏市委常委、县委书记石开主持", None),
        ("南屏市委常委、清溪县委书记石开主持", "清溪县"),
        ("清溪县委常委、宣传部长石开主持", "清溪县"),
    ],
)
def test_places_are_told_by_their_endings(words, place):
    assert leading_place(words) == place


def test_a_city_that_speaks_of_townships_only_is_of_county_rank():
    assert level_of("南屏市", "各县区要加强领导。") == ("city", "level-of-place")
    assert level_of("南屏市", "各乡镇、各中心校要加强领导。") == ("county", "level-by-units-below")
    assert level_of("南屏市", "东陵市属以上驻南有关单位参加。") == ("county", "level-by-units-below")
    assert level_of("南屏市", "贯彻市委、市政府的部署。") == ("city", "level-doubtful")
    assert level_of("上海市", "") == ("province", "level-of-place")


@pytest.mark.parametrize(
    ("text", "around", "place"),
    [
        ("3月2日，清溪县2031年春季开学工作会召开。\n", "", "清溪县"),
        ("公告\n清城市部署2031年教育工作\n3月2日，2031年全市教育工作大会召开。\n", "", "清城市"),
        ("3月2日，2031年全市教育大会召开。宣读南屏市教育局的通报。会议强调，要着眼南屏未来。\n", "", "南屏市"),
        ("3月2日，区教育局召开工作例会。要推动南屏教育高质量发展，谱写“尚学南屏”新篇章，全区各校参加。", "", "南屏区"),
        ("3月2日，县教育局召开工作例会。要推动南屏教育高质量发展。", "您的位置：南屏教育网", "南屏县"),
        ("全面提升南屏教育的整体水平\n——在2031年全市教育工作会议上的报告\n同志们：\n各县区要落实。", "", "南屏市"),
        ("3月2日，县教育局召开工作例会。要推动优质教育发展，办好“优质”学校，优质未来。", "", None),
        ("3月2日，县教育局召开工作例会。要推动南屏教育发展。", "", None),
        ("2日，我县召开教育工作会议。", "云台新闻热线\n【清溪县融媒体中心】\n今日清溪县网", "清溪县"),
        ("2日，我县召开教育工作会议。", "白石县政府网 清溪县政府网", None),
        ("2日，我县召开教育工作会议。", "目前县教育局要求各校落实。", None),
        ("2日，我县召开教育工作会议。\n（清溪县教育局 石开）", "", "清溪县"),
        ("2日，我市召开教育工作会议。抓好南屏中学新校区。", "首页 > 南屏要闻>>", "南屏市"),
        ("2日，全市教育工作会议召开。推动南屏教育高质量发展。南屏教育进步快，南屏教育再出发。", "", "南屏市"),
        ("2日，全市教育工作会议召开。推动家校教育高质量发展。家校教育进步快，家校教育好。", "", None),
        ("2日，我县召开教育工作会议。建立符合南屏实际的机制。", "", "南屏县"),
        ("2日，我县召开教育工作会议。建立符合自身实际的机制。", "", None),
        ("一、党建\n依据《南屏区教育办法》，规范管理；按照《南屏区考核办法》考核。", "", "南屏区"),
        ("政府工作报告\n——2031年1月7日在南屏市第三届人民代表大会第一次会议上\n各位代表：\n", "", "南屏市"),
    ],
)
def test_a_place_is_also_found_behind_the_opening(text, around, place):
    assert read_meeting(text, (around,)).place == place


def test_a_meeting_goes_by_its_name_without_when_and_where_it_was_held():
    said = read_meeting("南屏市9月9日举行的庆祝2031年教师节暨表彰大会在礼堂隆重举行。各中小学校长参加。\n")
    assert (said.title, said.place, said.level) == ("庆祝2031年教师节暨表彰大会", "南屏市", "county")


def test_of_two_names_of_a_meeting_the_one_in_the_lead_is_formal_and_a_second_term_is_in_the_next_year():
    said = read_meeting("区教育局召开2031年春季开学工作会\n3月7日，区教育局召开2030学年第二学期开学工作会。\n")
    assert (said.title, said.date, said.year) == ("2030学年第二学期开学工作会", "2031-03-07", 2031)


def test_a_paper_that_lost_its_title_is_dated_and_placed_by_its_imprint():
    said = read_meeting(
        "四、工作保障\n（一）县教育局要落实。\n抄送：县委各部门 清溪县人民政府办公室 2031年6月2日印发\n"
    )
    assert (said.title, said.date, said.organiser, said.place) == (
        None,
        "2031-06-02",
        "清溪县人民政府办公室",
        "清溪县",
    )


def test_the_signature_gives_the_formal_name_of_an_office_that_the_title_shortens():
    said = read_meeting("清溪县政府办公室关于学校体育的意见\n一、抓好体育\n清溪县人民政府办公室\n2031年3月2日\n")
    assert said.organiser == "清溪县人民政府办公室"


def test_a_collection_of_samples_goes_by_its_title_without_their_number():
    assert read_meeting("教育局工作总结（精选十篇）\n一、党建\n").title == "教育局工作总结"
    said = read_meeting("2031年教育局总结结尾 教育局工作总结（十篇）\n一、党建\n加强党建。\n")
    assert (said.title, said.year) == (None, None)


def test_the_year_whose_work_was_deployed_is_the_plan_year():
    text = "今天召开全县教育工作会议。刚才，对2030年的工作作了总结，对2031年的工作作了详细部署。\n"
    assert read_meeting(text).year == 2031


@pytest.mark.parametrize(
    ("text", "around", "year"),
    [
        ("我县召开教育工作会议。既是2030年的总结会，更是2031年工作的动员会。", "", 2031),
        ("我县召开教育工作会议。部署2031—2032学年工作。自2027年以来成绩显著。", "", 2031),
        ("我县召开教育工作会议，回顾总结了2030年的工作。到2035年建成强县。", "", 2031),
        ("我县召开教育工作会议，总结2030年上半年的工作，自2027年以来成绩显著。", "", None),
        ("我县召开教育工作会议。到2035年建成强县。", "", None),
        ("我县召开教育工作会议。投资约2000万元。", "", None),
        ("我县召开教育工作会议。2031年要抓好安全。", "", 2031),
        ("我县召开教育工作会议。要抓好安全。", "2031-05-22 11:08:00", 2031),
        ("我县召开教育工作会议。要抓好安全。", "2031-12-22 11:08:00", None),
        ("我县召开教育工作会议。要抓好安全。", "2031-05-22\n2033-01-02", None),
        ("要抓好安全。", "2031-05-22", None),
    ],
)
def test_the_plan_year_is_no_target_nor_sum_and_the_pages_only_where_nothing_else_says_it(text, around, year):
    assert read_meeting(text, tuple(around.split("\n"))).year == year


def test_a_lead_without_a_month_takes_it_from_the_day_of_publication():
    text = "我县召开教育工作总结大会\n{}日，教育工作总结大会在县实验小学召开，会议表彰了先进。"
    assert read_meeting(text.format(11), ("发布时间：2031年10月13日",)).date == "2031-10-11"
    assert read_meeting(text.format(28), ("发布时间：2031年10月3日",)).date == "2031-09-28"
    assert read_meeting(text.format(14), ("发布时间：2031年10月13日",)).date is None
    assert read_meeting(text.format(11)).date is None
    assert read_meeting(text.format(11), ("2031年10月13日", "2031年11月13日")).date is None


def test_the_head_of_a_county_who_also_sits_in_the_citys_committee_chairs_the_countys_meeting():
    said = read_meeting(
        "3月8日，南屏市委常委、县委书记杭青主持召开2031年县委教育工作领导小组第一次会议。\n"
        "会议听取了清溪县的汇报，通过了《清溪县方案》。要谱写清溪新篇。"
    )
    assert (said.place, said.level, said.host) == ("清溪县", "county", "杭青")


def test_a_place_not_named_at_the_opening_is_the_one_the_text_names_most():
    text = "举办南屏市第三届运动会。制定南屏市标准。南屏教育再上台阶。与东陵市交流。"
    assert place_in_text(text, "city") == "南屏市"
    assert place_in_text("与东陵市交流。", "city") is None


def test_the_page_settles_the_year_of_a_december_meeting_before_its_name_does():
    day = days("12月28日，召开2031年教育工作会议")[0]
    assert settle(day, 2031, published(["发布时间：2030-12-30 09:00"])) == (
        date(2030, 12, 28),
        "date-year-from-publication",
    )
    assert settle(day, 2031, []) == (date(2031, 12, 28), "date-year-from-name")
    assert settle(day, None, []) == (None, "date-without-year")


def test_the_dateline_of_an_agency_is_no_day_of_the_meeting():
    assert days("本报2月10日讯") == []
    assert [(d.month, d.day) for d in days("二〇三〇年十二月三十一日")] == [(12, 31)]
    assert [(d.month, d.day) for d in days("二〇三〇年一二月二一日")] == [(12, 21)]


def test_a_day_whose_words_were_lost_is_read_only_where_one_reading_is_left():
    assert alone("2030327", []) == date(2030, 3, 27)
    assert alone("2030111", []) is None
    assert alone("2030111", [date(2030, 1, 12)]) == date(2030, 1, 11)
    assert alone("（2030年3月7日）", []) == date(2030, 3, 7)
    assert alone("2030年2月30日", []) is None
    assert alone("20301月26", []) == date(2030, 1, 26)


def test_offices_joined_by_an_enumeration_comma_belong_to_one_person():
    found = people("区委常委、组织部长兰江，副区长金华、刘喜，法院院长孟成出席。校长负责制。主任和公民办校长参加。")
    assert [(person.name, person.title) for person in found] == [
        ("兰江", "区委常委、组织部长"),
        ("金华", "副区长"),
        ("刘喜", "副区长"),
        ("孟成", "法院院长"),
    ]


def test_an_office_is_parted_from_whose_it_is():
    assert split_title("白石区教育局党组书记、局长") == ("白石区教育局", "党组书记、局长")
    assert split_title("区委书记") == ("区委", "书记")
    assert split_title("副区长") == (None, "副区长")


def test_the_step_reads_the_day_of_publication_from_the_noise():
    source = Source("a.txt", "txt", "12月28日，清溪县召开2031年教育工作会议。")
    draft = Draft(source, Text.of(source.text), noise=(Noise("furniture", "发布时间：2030-12-29", 0, 0),))
    assert meeting(draft).meeting.date == "2030-12-28"


PIECES = """召开 举行 会议 主持 局长 县委书记 张三丰 罗青 ， 。 、 （ “ 2030年 3月6日 XX 清溪县 全县 共400余人
参加 在 上的讲话 关于印发《 》的通知 意见 宣读 政府工作报告 —— 第一项 2030327 12 一、 由"""
pieces = st.sampled_from([*PIECES.split(), "\n"])


@given(st.lists(pieces, max_size=60).map("".join) | st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_whatever_the_text_the_acts_lie_inside_it(text):
    said = read_meeting(text, (text,))
    assert said.level in (None, "province", "city", "county", "town", "school")
    for act in said.agenda:
        assert 0 <= act.start < act.end <= len(text)
        assert act.who is None or act.who in text
    for person in people(text):
        assert person.opens <= person.start < person.end <= len(text)


@pytest.mark.parametrize(
    "piece", ["1", "张", "（", "一、", "局长", "局长、", "XXX", "召开会议，", "主持人", "共400人，", "县"]
)
def test_hostile_text_takes_linear_time(piece, growth):
    assert growth(lambda size: read_meeting(piece * (size // len(piece))), 12_000) < 3.2


def test_the_labelled_reports_are_read_as_labelled(shared):
    right = total = 0
    for path in sorted((shared / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        said = read_meeting(gold["clean"], tuple(noise["raw"] for noise in gold["noise"]))
        right += sum(getattr(said, field) == value for field, value in gold["meeting"].items())
        total += len(gold["meeting"])
    assert right / total >= 0.98


def test_the_plan_year_follows_from_the_place_of_a_year_in_its_plan_period():
    lead = "清河县召开教育工作会议。会议强调，今年是“{}”{}之年，要抓好系统谋划。"
    assert read_meeting(lead.format("十四五", "开局")).year == 2021
    assert read_meeting(lead.format("十五五", "收官")).year == 2030


def test_a_number_of_another_paper_gives_no_plan_year():
    assert read_meeting("全面落实《关于深化改革的意见》（清发〔2019〕11号）文件精神，健全投入机制。").year is None


def test_a_paper_without_a_date_takes_the_day_of_issue_that_the_site_gives():
    text = "清河县教育局重点工作任务分解表\n一、扩大学位供给。"
    assert read_meeting(text, ("索引号：1 发文日期：2031-06-13",)).date == "2031-06-13"


def test_districts_whose_names_end_like_common_words_are_places():
    for place in ("谯城区", "象山区"):
        assert read_meeting(f"{place}教育局召开2031年教育工作会议。").place == place
    assert read_meeting("主城区教育局召开2031年教育工作会议。").place is None


def test_what_stands_before_a_title_on_its_line_is_no_part_of_it():
    assert read_meeting("附件2031年重点工作任务分解表\n一、抓好教育。").title == "2031年重点工作任务分解表"
    assert read_meeting("第一篇：2031年教育工作意见\n一、抓好教育。").title == "2031年教育工作意见"
    assert read_meeting("清河融媒|【要闻】全县校园安全工作会议召开\n").title == "全县校园安全工作会议"


def test_a_line_that_tells_what_somebody_did_is_no_title():
    text = "3月25日，2031年全县教育工作会议召开。\n县政府党组成员江一川作报告\n会议指出，要抓好安全。"
    assert read_meeting(text).title == "2031年全县教育工作会议"


def test_a_meeting_may_be_said_to_have_been_held_lately():
    assert read_meeting("全县教育工作会议近日召开，部署重点工作。").title == "全县教育工作会议"


def test_a_verb_before_a_unit_is_no_place():
    assert read_meeting("3月31日下午，我县召开迎接县域均衡发展创建情况督导部署会。").place is None


def test_counties_named_for_what_they_reached_are_no_places():
    assert read_meeting("全县召开创建会议。普惠县创建要抓好。普惠县验收要做好。推进普惠县建设。").place is None


def test_a_meeting_may_be_where_something_was_learnt():
    found = read_meeting("记者从26日召开的2031年全省教育工作会议上获悉，全省教育成效明显。")
    assert (found.title, found.year, found.level) == ("2031年全省教育工作会议", 2031, "province")

"""What part a clause plays beside its neighbours: ground, act or result."""

import pytest


def actions(drafted, sentence):
    text = f"清河县2031年教育工作要点\n一、重点工作\n（一）有关任务\n{sentence}\n（二）其他任务\n按时上报材料。"
    draft = drafted(text)
    begin = text.index(sentence)
    return [text[a.start : a.end] for a in draft.actions if begin <= a.start < begin + len(sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("开展食堂食材抽检，并向家长公布抽检结果。", ["开展食堂食材抽检", "向家长公布抽检结果"]),
        ("整理校车台账，并通过家长会通报隐患清单。", ["整理校车台账", "通过家长会通报隐患清单"]),
        ("增加图书经费，并逐年提高。", ["增加图书经费，并逐年提高"]),
        ("完善营养餐制度，并结合农时，办好劳动实践基地。", ["完善营养餐制度", "并结合农时，办好劳动实践基地"]),
    ],
)
def test_what_is_asked_besides_begins_anew(drafted, sentence, expected):
    assert actions(drafted, sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "加强艺体教研，培养热爱家乡的时代新人。",
        "完善普惠托育服务，加快建设儿童友好型社会。",
        "设立走教专项补助，用于山区教师交通和食宿。",
        "统筹县级培训经费，以及各校自筹的研修经费。",
    ],
)
def test_whom_it_forms_and_what_it_serves_stay_with_an_action(drafted, sentence):
    assert actions(drafted, sentence) == [sentence.rstrip("。")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("建立校医巡诊制度，为寄宿学生建立健康档案。", ["建立校医巡诊制度", "为寄宿学生建立健康档案"]),
        ("改造食堂8个，为600名走读学生提供午餐服务。", ["改造食堂8个", "为600名走读学生提供午餐服务"]),
        ("加强教师培训，培养一批乡村骨干人才。", ["加强教师培训", "培养一批乡村骨干人才"]),
    ],
)
def test_what_is_done_for_somebody_and_counted_is_an_action(drafted, sentence, expected):
    assert actions(drafted, sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("教研室要定期对课堂常规进行专项视导，加大对乡村学校的帮扶力度。",
         ["定期对课堂常规进行专项视导", "加大对乡村学校的帮扶力度"]),
        ("支持教师用好智慧课堂设备，将优质课例输送到山区学校。", ["支持教师用好智慧课堂设备", "将优质课例输送到山区学校"]),
        ("根据生源变化及时调整片区划分，公布招生计划。", ["根据生源变化及时调整片区划分", "公布招生计划"]),
        ("要在课程建设上加力度，在校本教研上下真功。", ["在课程建设上加力度", "在校本教研上下真功"]),
        ("开展食堂自评，自评工作实行校长负责制。", ["开展食堂自评", "自评工作实行校长负责制"]),
        ("顺应学龄人口变动趋势，优化校点布局。", ["顺应学龄人口变动趋势，优化校点布局"]),
    ],
)  # fmt: skip
def test_a_phrase_with_a_verb_of_its_own_is_no_mere_ground(drafted, sentence, expected):
    assert actions(drafted, sentence) == expected


def test_a_matter_in_hand_still_waits_for_what_is_done_about_it(drafted):
    sentence = "对检查中发现的安全问题，各校要建立台账，逐项整改。"
    assert actions(drafted, sentence) == [sentence.rstrip("。")]

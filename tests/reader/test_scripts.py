"""Chairs' scripts; every place and person is invented."""

import pytest

from luoshi.reader import cut, read_text
from luoshi.reader.scripts import agenda_end, is_script

SCRIPT = """在青禾县2031年教育工作会议上的主持词
同志们：
现在开会。今天我们召开全县教育工作会议，主要任务是安排部署2031年重点工作。请大家将手机调至静音，不得随意走动。
今天的会议共有三项议程：一是宣读表彰决定；二是作交流发言；三是县教育局作工作报告。
下面，进行会议第一项：请副县长石开同志宣读表彰决定。
进行第二项：作交流发言。首先请第一中学校长柳叶发言，请县幼儿园做好准备。
第三项：由我作工作报告。
同志们，今天的会议圆满完成了各项议程。会后，就贯彻落实本次会议精神，我再提两点要求：
一是迅速传达学习。各学校要在一周内把会议精神传达到每一名教职工。
二是抓好开学工作。各学校要认真排查校舍、食堂安全隐患，确保3月10日前全部整改到位。
散会。
"""


def test_a_scripts_agenda_is_no_task_and_what_the_chair_adds_is():
    found = read_text(SCRIPT)
    assert found.meeting.genre == "script"
    assert [found.quote(action) for action in found.actions] == [
        "在一周内把会议精神传达到每一名教职工",
        "认真排查校舍、食堂安全隐患",
        "确保3月10日前全部整改到位",
    ]
    assert [found.quote(heading) for heading in found.headings] == ["一是迅速传达学习。", "二是抓好开学工作。"]
    agenda = [sentence for sentence in found.sentences if sentence.start < found.text.index("会后，")]
    assert {sentence.kind for sentence in agenda} == {"meeting"}


def test_a_script_that_only_announces_holds_no_task():
    found = read_text(SCRIPT[: SCRIPT.index("同志们，今天")] + "会议到此结束，散会。\n")
    assert found.actions == ()
    assert [remark.code for remark in found.remarks] == ["agenda"]


def test_a_script_without_its_title_is_known_by_its_numbered_parts():
    assert is_script(SCRIPT.split("\n", 1)[1])


@pytest.mark.parametrize(
    "text",
    [
        "青禾县2031年教育工作要点\n第一项任务：新建学校。\n第二项任务：招聘教师。\n第三项任务：配齐设备。",
        "会议共有两项议程，第一项：作报告。会议强调，要抓好落实。",
        "石开主持会议并作了主持讲话。\n会议要求，各学校要抓好安全。",
    ],
)
def test_a_plan_and_news_of_a_meeting_are_no_scripts(text):
    assert not is_script(text)
    assert agenda_end(text, cut.sentences(text)) == 0


def test_what_the_chair_asks_of_schools_ends_no_agenda():
    text = SCRIPT.replace("散会。", "最后，请各学校做好准备，按时报送。\n散会。")
    assert "认真排查校舍、食堂安全隐患" in [read_text(text).quote(action) for action in read_text(text).actions]

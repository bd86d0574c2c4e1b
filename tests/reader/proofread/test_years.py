import pytest


@pytest.mark.parametrize(
    ("before", "after", "code", "sure", "quotes"),
    [
        ("2031年底前完成", "2030年底前完成", "deadline-past", True, ["2030年底前"]),
        ("规范教育收费", "2030年9月底前规范教育收费", "deadline-past", True, ["2030年9月底前"]),
        ("二、2031年重点工作", "二、2030年重点工作", "heading-past", True, ["2030年"]),
        ("一、2030年工作回顾", "一、2029年工作回顾", "heading-past", False, ["2029年"]),
        ("2031年，全县教育工作要", "2030年，全县教育工作要", "year-left", True, ["2030年"]),
        ("召开2031年全县教育工作会议", "召开2030年全县教育工作会议", "title-year", True, ["2031年", "2030年"]),
        ("（2031年2月18日）", "（2030年2月18日）", "date-year", False, ["2031年", "2030年2月18日"]),
        ("开展校外培训", "2030年要新增普通高中学位300个，开展校外培训", "target-past", True, ["2030年", "300个"]),
    ],
)
def test_a_year_left_over_is_told(judged, before, after, code, sure, quotes):
    assert judged((before, after)) == [(code, sure, quotes)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("规范教育收费", "巩固2030年专项整治成果"),
        ("规范教育收费", "落实《2030年行动计划》，规范教育收费"),
        ("规范教育收费", "在2030年基础上规范教育收费"),
        ("规范教育收费", "到2035年建成教育强县"),
        ("规范教育收费", "续建2030年底前开工的项目"),
        ("规范教育收费", "用好2030年9月前已建成的实训楼"),
        ("（2031年2月18日）", "（2030年12月18日）"),
        ("召开2031年全县教育工作会议。", "召开2031年全县教育工作会议。自2030年全县教育工作会议以来，各校落实有力。"),
        ("三、加强组织领导", "三、做好2030年工作总结"),
    ],
)
def test_years_that_belong_there_are_left_alone(judged, before, after):
    assert judged((before, after)) == []


def test_what_was_reached_last_year_is_no_time_limit(judged):
    assert judged(("九年义务教育巩固率达到98.7%", "到2030年底，九年义务教育巩固率达到98.7%")) == []

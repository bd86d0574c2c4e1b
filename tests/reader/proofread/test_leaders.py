import pytest

REGISTER = (
    ("程望", "县委常委、宣传部部长"),
    ("骆青", "副县长"),
    ("苗岭", "县政府办公室副主任"),
    ("邵宁", "县教育局党组书记、局长"),
)


def test_names_and_offices_as_in_the_register_are_right(judged):
    assert judged(leaders=REGISTER) == []


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("副县长骆青", "副县长骆菁", ("leader-near", True, ["骆菁"])),
        ("局长 邵宁", "局长 邵守宁", ("leader-near", True, ["邵守宁"])),
        ("副县长骆青", "副县长何川", ("leader-unknown", False, ["何川"])),
        ("副县长骆青", "县长骆青", ("leader-office", True, ["骆青"])),
        ("党组书记、局长 邵宁", "党委书记、局长 邵宁", ("leader-office", True, ["邵宁"])),
        (
            "县委常委、宣传部部长程望，副县长骆青",
            "副县长骆青，县委常委、宣传部部长程望",
            ("leader-order", True, ["骆青", "程望", "苗岭"]),
        ),
    ],
)
def test_what_differs_from_the_register_is_told(judged, before, after, expected):
    assert judged((before, after), leaders=REGISTER) == [expected]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("宣传部部长程望", "宣传部长程望"),
        ("县教育局党组书记、局长 邵宁", "县教育局局长 邵宁"),
        ("副县长骆青", "邻县副县长骆青"),
        ("出席会议。", "出席会议，省教育科学研究院院长田野作辅导报告。"),
        ("出席会议。", "出席会议，第一中学校长田野作交流发言。"),
        ("副县长骆青，县政府", "副县长骆青出席会议，邵宁主持会议。会前，县政府"),
    ],
)
def test_other_people_and_shorter_offices_are_left_alone(judged, before, after):
    assert judged((before, after), leaders=REGISTER) == []


def test_without_a_register_nobody_is_judged(judged):
    assert judged(("副县长骆青", "县长骆菁")) == []


def test_each_slip_of_a_name_is_told_once(judged):
    found = judged(
        ("副县长骆青", "副县长骆菁"), ("出席会议。", "出席会议。会前，副县长骆菁看望了教师。"), leaders=REGISTER
    )
    assert found == [("leader-near", True, ["骆菁"])]

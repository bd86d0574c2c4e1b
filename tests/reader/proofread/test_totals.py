import pytest


def test_a_bracket_that_does_not_add_up_is_told_with_all_parts(judged):
    assert judged(("初中2所", "初中3所")) == [("sum-differs", True, ["6所", "3所", "3所", "1所"])]


def test_a_total_behind_its_parts_that_does_not_add_up_is_told(judged):
    assert judged(("共11个", "共12个")) == [("sum-differs", True, ["12个", "7个", "4个"])]


def test_a_part_larger_than_its_whole_is_told(judged):
    assert judged(("特岗教师65名", "特岗教师265名")) == [("part-over-whole", True, ["142名", "265名"])]


def test_parts_that_may_overlap_are_only_asked_about(judged):
    found = judged(("其中特岗教师65名", "其中特岗教师65名、音体美教师90名"))
    assert found == [("parts-over-whole", False, ["142名", "65名", "90名"])]


@pytest.mark.parametrize(
    "after",
    [
        "公开招聘教师142名，其中特岗教师65名、音体美教师30名",
        "公开招聘教师142名（其中特岗教师65名、硕士20名）",
        "公开招聘教师142名（特岗教师65名、硕士20名等）",
        "筹集周转宿舍142套（间），累计达到610套",
        "每千名学生配备教师62名，其中累计培训教师3000名",
        "公开招聘教师142名，其中特岗教师65名，培训教师3000名",
        "建立学科基地7个、实践基地5个、教育共同体8个",
        "公开招聘教师约142名（特岗教师65名、其他教师70名）",
    ],
)
def test_what_need_not_add_up_is_left_alone(judged, after):
    assert judged(("公开招聘教师142名，其中特岗教师65名", after)) == []

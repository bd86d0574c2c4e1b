import pytest


@pytest.mark.parametrize(
    ("before", "after", "code", "sure", "quote"),
    [
        ("优良率达到60%以上", "优良率达到600%以上", "share-over", True, "600%以上"),
        ("优良率达到60%以上", "优良率达到60个百分点", "point-as-level", True, "60个百分点"),
        ("优良率达到60%以上", "优良率提高5%", "percent-or-point", False, "5%"),
        ("改造薄弱学校5所，", "改造薄弱学校5人，", "unit-of-thing", True, "5人"),
        ("招聘教师120名，", "招聘教师120所，", "unit-of-thing", True, "120所"),
        ("全年投入教育资金1.86亿元，", "全年投入教育资金1.86亿人，", "unit-of-thing", True, "1.86亿人"),
    ],
)
def test_a_figure_that_does_not_go_with_its_unit_is_told(judged, before, after, code, sure, quote):
    assert judged((before, after)) == [(code, sure, [quote])]


@pytest.mark.parametrize(
    "after",
    [
        "高中阶段毛入学率达到103%",
        "年度投资完成率达到112%",
        "优良率提高5个百分点",
        "优良率高于全市2个百分点",
        "生均公用经费增长8%",
        "新建学校5所教师120名全部到位",
        "改造学校120间教室",
        "选派骨干教师30所学校受益",
    ],
)
def test_figures_that_go_with_their_unit_are_left_alone(judged, after):
    assert judged(("优良率达到60%以上", after)) == []

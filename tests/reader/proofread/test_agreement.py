import pytest


def test_two_values_of_one_result_in_one_year_are_told(judged):
    found = judged(("取得明显成效。", "取得明显成效。2030年，全县投入教育资金1.68亿元。"))
    assert found == [("figures-differ", True, ["1.68亿元", "1.86亿元"])]


def test_values_a_power_of_ten_apart_are_told_as_a_slip_of_the_unit(judged):
    found = judged(("取得明显成效。", "取得明显成效。2030年，全县投入教育资金1.86万元。"))
    assert found == [("figures-scale", True, ["1.86万元", "1.86亿元"])]


def test_two_targets_of_one_year_are_told_and_without_a_year_asked_about(judged):
    other = ("规范教育收费", "规范教育收费，年内新增公办学位860个")
    assert judged(other) == [("figures-differ", True, ["720个", "860个"])]
    timeless = (("2031年，全县教育", "全县教育"), ("2031年重点工作", "下一步工作"))
    assert judged(other, *timeless) == [("figures-differ", False, ["720个", "860个"])]


@pytest.mark.parametrize(
    "other",
    [
        "新增公办学位720个",
        "新增普通高中学位860个",
        "9月底前新增公办学位400个",
        "第一批新增公办学位400个",
        "培训教师3000人次",
        "隐患整改率达到100%",
        "力争学生体质健康优良率达到58%以上",
        "选派教研员20名，同时选派教研员30名",
        "松岭镇要新增公办学位300个",
    ],
)
def test_figures_of_other_things_times_and_places_are_not_compared(judged, other):
    assert judged(("规范教育收费", f"规范教育收费。{other}")) == []


def test_a_result_and_a_target_are_two_things(judged):
    assert judged(("93%", "94%")) == []


def test_a_bound_and_a_value_that_keeps_it_agree(judged):
    assert judged(("规范教育收费", "规范教育收费。九年义务教育巩固率达到99%")) == []
    found = judged(("规范教育收费", "规范教育收费。九年义务教育巩固率达到98%"))
    assert found == [("figures-differ", True, ["98.5%以上", "98%"])]


def test_about_a_number_may_be_that_number(judged):
    assert judged(("取得明显成效。", "取得明显成效。2030年，全县投入教育资金近1.9亿元。")) == []
    found = judged(("取得明显成效。", "取得明显成效。2030年，全县投入教育资金近2.8亿元。"))
    assert found == [("figures-differ", False, ["近2.8亿元", "1.86亿元"])]


def test_a_change_that_is_not_the_difference_of_its_ends_is_told(judged):
    found = judged(("提高5.5个百分点", "提高6.5个百分点"))
    assert found == [("change-differs", True, ["86.2%", "91.7%", "6.5个百分点"])]


def test_a_change_that_was_rounded_is_right(judged):
    assert judged(("提高5.5个百分点", "提高了6个百分点")) == []


def test_a_change_of_something_else_is_not_compared(judged):
    assert judged(("提高5.5个百分点", "高于全市平均水平2.1个百分点")) == []


def test_growth_in_per_cent_is_worked_out(judged):
    clean = ("全年投入教育资金1.86亿元", "交流教师由200人增加到250人，增长25%")
    assert judged(clean) == []
    found = judged((clean[0], clean[1].replace("25%", "20%")))
    assert found == [("change-differs", True, ["200人", "250人", "20%"])]


def test_a_verb_that_points_the_other_way_is_told(judged):
    found = judged(("由86.2%提高到91.7%", "由91.7%提高到86.2%"))
    assert found == [("change-direction", True, ["91.7%", "86.2%"])]
    assert judged(("全年投入教育资金1.86亿元", "大班额比例由3.8%下降到0.6%")) == []


def test_a_rank_that_rises_has_a_lower_number(judged):
    assert judged(("全年投入教育资金1.86亿元", "督导评估全省排名由69位上升到35位")) == []


def test_a_target_without_a_year_is_one_of_the_plans_year(judged):
    found = judged(
        ("2031年，全县教育", "全县教育"),
        ("2031年重点工作", "下一步工作"),
        ("规范教育收费", "规范教育收费。2031年，新增公办学位860个"),
    )
    assert found == [("figures-differ", False, ["720个", "860个"])]


def test_about_a_share_is_nearer_than_about_a_number(judged):
    found = judged(("规范教育收费", "规范教育收费。普惠性幼儿园覆盖率达到90%左右"))
    assert found == [("figures-differ", False, ["93%", "90%左右"])]


def test_a_part_of_a_total_is_no_second_value(judged):
    assert judged(("取得明显成效。", "取得明显成效。2030年，特岗教师190名。")) == []

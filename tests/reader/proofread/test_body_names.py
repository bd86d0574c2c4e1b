import pytest

UNITS = {"县教育局": ("县教育体育局",), "青松镇中心小学": (), "第三实验小学": ()}


def test_a_former_name_is_told(judged):
    found = judged(("县财政局要", "县教育体育局要会同县财政局"), units=UNITS)
    assert found == [("body-renamed", True, ["县教育体育局"])]


def test_a_name_with_one_wrong_character_is_asked_about(judged):
    found = judged(("乡村学校任教", "青林镇中心小学任教"), units=UNITS)
    assert found == [("body-near", False, ["青林镇中心小学"])]


@pytest.mark.parametrize("words", ["原县教育体育局", "县教育体育局（现县教育局）", "县教育体育局更名为县教育局，"])
def test_a_former_name_that_is_meant_as_one_is_left_alone(judged, words):
    assert judged(("县财政局要", f"{words}会同县财政局"), units=UNITS) == []


@pytest.mark.parametrize("name", ["青松镇中心小学", "第二实验小学", "青松镇中心中学", "松岭镇中心小学"])
def test_right_names_and_names_of_others_are_left_alone(judged, name):
    assert judged(("乡村学校任教", f"{name}任教"), units=UNITS) == []


def test_without_a_register_no_name_is_judged(judged):
    assert judged(("县财政局要", "县教育体育局要会同县财政局")) == []

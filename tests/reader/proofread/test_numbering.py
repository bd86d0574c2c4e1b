import pytest


def test_a_number_left_out_is_told_with_the_numbers_around_it(judged):
    assert judged(("（三）建强", "（四）建强")) == [("number-gap", True, ["（二）", "（四）"])]


def test_a_number_given_twice_is_told_with_both_places(judged):
    assert judged(("三、加强", "二、加强")) == [("number-repeated", True, ["二、", "二、"])]


def test_a_wrong_number_is_told_once_when_the_next_are_right(judged):
    assert judged(("（二）扩大", "（三）扩大")) == [("number-gap", True, ["（一）", "（三）"])]


def test_a_number_left_out_on_purpose_is_only_asked_about(judged):
    found = judged(("（三）建强", "……\n（五）建强"), ("（四）守牢", "（六）守牢"))
    assert found == [("number-gap", False, ["（二）", "（五）"])]


def test_a_list_shorter_than_announced_is_told(judged):
    numbers = ["（一）", "（二）", "（三）", "（四）"]
    assert judged(("以下四个", "以下五个")) == [("list-length", True, ["五个方面的工作：", *numbers])]


def test_a_list_whose_number_only_counts_slogans_is_none(judged):
    assert judged(("以下四个方面的工作：", "“四个回归”。")) == []


@pytest.mark.parametrize(
    "lines",
    [
        "一、甲部分工作\n（一）抓阅读。\n（二）抓体育。\n二、乙部分工作\n（三）抓美育。\n（四）抓劳动。",
        "一、甲部分工作\n（一）抓阅读。\n（二）抓体育。\n二、乙部分工作\n（一）抓美育。\n（二）抓劳动。",
        "一是抓阅读。一要建书屋；二要办活动；三要评先进。二是抓体育。三是抓美育。",
        "首先抓阅读，要建书屋。二是抓体育，要修操场。三是抓美育，要办展演。",
        "一、抓实创建工作\n今年引进二、三级企业参与建设。\n二、抓实教研工作\n各校要开展教研。",
    ],
    ids=[
        "numbers that run on",
        "numbers that begin anew",
        "one list inside another",
        "a list begun in words",
        "grades",
    ],
)
def test_lists_that_are_as_they_should_be(judged, lines):
    assert judged(("三、加强组织领导\n", f"三、加强组织领导\n各学校：\n{lines}\n")) == []


def test_an_excerpt_is_one_remark(judged):
    changes = (
        ("（一）落实", "（五）落实"),
        ("（二）扩大", "（六）扩大"),
        ("（三）建强", "（七）建强"),
        ("（四）守牢", "（八）守牢"),
    )
    found = judged(("一、2030", "三、2030"), ("二、2031", "四、2031"), ("三、加强", "五、加强"), *changes)
    assert found == [("excerpt", False, ["三、", "（五）"])]


def test_a_list_that_begins_late_is_only_asked_about(judged):
    found = judged(("一、2030", "二、2030"), ("二、2031", "三、2031"), ("三、加强", "四、加强"))
    assert found == [("number-start", False, ["二、"])]


def test_a_first_number_given_twice_is_asked_about(judged):
    assert judged(("二、2031", "一、2031")) == [("number-repeated", False, ["一、", "一、"])]


def test_a_wrong_number_is_found_though_an_earlier_list_would_go_on_with_it(judged):
    review = "（一）布局更加合理。新建学校6所。\n（二）队伍更加优化。招聘教师142名。\n"
    found = judged(("过去一年，", review + "过去一年，"), ("（二）扩大", "（三）扩大"))
    assert found == [("number-gap", True, ["（一）", "（三）"])]


def test_a_missing_number_does_not_count_as_there_for_its_character_alone(judged):
    assert judged(("二、2031", "三、2031"), ("三、加强", "四、加强"), ("明显成效", "明显成效，位居全市第二名")) == [
        ("number-gap", True, ["一、", "三、"])
    ]


def test_a_list_of_another_part_that_begins_late_is_only_asked_about(judged):
    found = judged(("三、加强组织领导\n", "三、加强组织领导\n（六）强化投入保障。各乡镇要优先安排教育用地。\n"))
    assert found == [("number-start", False, ["（六）"])]


def test_an_item_written_in_other_words_is_there(judged):
    items = "一是抓阅读。各校要建好书屋。\n二则抓体育。各校要修好操场。\n三是抓美育。各校要办好展演。"
    assert judged(("三、加强组织领导\n", f"三、加强组织领导\n{items}\n")) == []

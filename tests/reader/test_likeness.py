from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.reader.likeness import FIELD, LIGHT, TERM, Likeness, in_one_word, said, says_what, weight

WORDS = st.lists(
    st.sampled_from(["县管校聘", "防溺水", "食堂改造", "加强", "教师轮岗", "新建幼儿园", "2所"]), max_size=6
)


def test_what_offices_call_by_several_names_is_one():
    assert in_one_word("普惠性幼儿园覆盖率") == in_one_word("普惠园覆盖率")
    assert "=交流轮岗" in said("推进校长教师交流")
    assert said("学生资助")["=资助"] == TERM


def test_a_field_weighs_less_than_a_matter_and_a_manner_least():
    assert weight("资助") == TERM
    assert weight("高中") == FIELD
    assert weight("加强") == LIGHT


def test_only_how_says_nothing():
    assert not says_what("进一步加强工作")
    assert says_what("改造旱厕")
    assert says_what("修缮围墙栏杆")


def test_a_rare_word_tells_more_than_one_that_stands_everywhere():
    one = Likeness(["学校围墙修缮", "学校操场修缮", "学校大门修缮"])
    shares = one.shares("修缮围墙")
    assert max(shares, key=shares.__getitem__) == 0
    assert shares[1] == shares[2] < shares[0] <= 1


def test_a_shared_term_is_told_apart_from_shared_characters():
    one = Likeness(["开展防溺水教育", "开展夏令营"])
    assert one.shares_term("落实防溺水措施", 0)
    assert not one.shares_term("落实防溺水措施", 1)


@settings(max_examples=50)
@given(st.lists(WORDS.map("".join), min_size=1, max_size=5), WORDS.map("".join))
def test_a_share_lies_between_nothing_and_all(stretches, asked):
    one = Likeness(stretches)
    assert all(0 <= share <= 1 + 1e-9 for share in one.shares(asked).values())
    assert set(one.shares(asked)) <= set(range(len(stretches)))

"""Lists inside one action whose members are different pieces of work."""

import pytest

from luoshi.reader import lists


def parts(sentence):
    return [sentence[a:b] for a, b in lists.parts(sentence, (0, 0, len(sentence)), lambda *_: None)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "推进学前教育普及普惠、高中教育特色发展、职业教育提质培优",
            ["推进学前教育普及普惠", "高中教育特色发展", "职业教育提质培优"],
        ),
        ("在3个乡镇和城东新区增补学位900个", ["在3个乡镇和城东新区增补学位900个"]),
        ("在城区新建小学2所和在乡镇新建幼儿园3所", ["在城区新建小学2所", "在乡镇新建幼儿园3所"]),
        ("新建幼儿园4所及寄宿制学校2所", ["新建幼儿园4所", "寄宿制学校2所"]),
        ("新建校舍2栋、及时交付食堂3个", ["新建校舍2栋", "及时交付食堂3个"]),
    ],
)
def test_a_joint_is_no_part_of_a_word_or_a_place(sentence, expected):
    assert parts(sentence) == expected

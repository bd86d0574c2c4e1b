"""Amounts as offices write them less often: ranges in words, Chinese numbers before new units, letters for units."""

import pytest

from luoshi.reader.figures.amounts import amounts


def said(text: str) -> list[tuple]:
    return [(text[a.start : a.end], a.low, a.high, a.unit, a.comparator) for a in amounts(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("升学率提高六个百分点。", ("六个百分点", 6, None, "个百分点", "=")),
        ("差距缩小一百五十 个百分点。", ("一百五十 个百分点", 150, None, "个百分点", "=")),
        ("每生补助一点二五元。", ("一点二五元", 1.25, None, "元", "=")),
        ("约三成半教师参加。", ("约三成半", 35, None, "%", "~")),
        ("近七成六的学校达标。", ("近七成六", 76, None, "%", "~")),
        ("占三成左右。", ("三成左右", 30, None, "%", "~")),
        ("班额在20人和30人之间。", ("20人和30人之间", 20, 30, "人", "=")),
        ("补助为1万（含）-5万元。", ("1万（含）-5万元", 10000, 50000, "元", "=")),
        ("每人补助两到三千元。", ("两到三千元", 2000, 3000, "元", "=")),
        ("培训三百到五百万人次。", ("三百到五百万人次", 3000000, 5000000, "人次", "=")),
        ("装机一百千瓦。", ("一百千瓦", 100, None, "千瓦", "=")),
        ("装机3000千瓦。", ("3000千瓦", 3000, None, "千瓦", "=")),
        ("奖金300万日元。", ("300万日元", 3000000, None, "日元", "=")),
        ("身高168cm。", ("168cm", 168, None, "厘米", "=")),
        ("跑道250m。", ("250m", 250, None, "米", "=")),
        ("采购大米500kg。", ("500kg", 500, None, "公斤", "=")),
    ],
)
def test_a_number_is_read_with_its_unit_and_both_ends(text: str, found: tuple) -> None:
    assert said(text) == [found]


@pytest.mark.parametrize(
    "text",
    ["第3日元旦放假。", "完成八百米跑。", "带宽100mb。", "不小于三十岁。", "开展一次五成员会商。", "三成员单位。"],
)
def test_what_only_looks_like_a_unit_is_none(text: str) -> None:
    assert [amount for amount in said(text) if amount[3] in ("日元", "米", "岁", "%")] == []


def test_two_amounts_between_which_nothing_joins_stay_two() -> None:
    assert [amount[1:3] for amount in said("小学20人，中学30人之间。")] == [(20, None), (30, None)]
    assert [amount[1:3] for amount in said("30人和20人之间。")] == [(30, None), (20, None)]

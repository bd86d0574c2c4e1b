"""Figures that nobody is to reach: they say which things are meant, or what a change is measured from."""

import re

from luoshi.reader.figures.amounts import Amount
from luoshi.reader.figures.counting import made_at

_SHARES = ("%", "个百分点")
_OF = re.compile("的(?!标准|水平|目标|要求|比例|范围|规模|幅度|速度|底线|任务)")
_MEASURED_FROM = re.compile(
    "[比较](?:(?:19|20)[0-9]{2}年[底末]?|上一?年|去年|目前|现在|同期|全[国省市县区](?:平均)?)[^，。；：0-9]{0,6}$"
)


def qualifies(text: str, amount: Amount) -> bool:
    """不足30人的教学点, 班额超过55人的班级, 比上年的48%提高."""
    return _sets_apart(text, amount) or bool(_MEASURED_FROM.search(text, max(0, amount.start - 16), amount.start))


def _sets_apart(text: str, amount: Amount) -> bool:
    """A bound in front and 的 with a noun behind; 组建超过30人的队伍 makes what it counts."""
    if amount.unit in _SHARES or amount.comparator not in "<>" or amount.start == amount.digits:
        return False
    return bool(_OF.match(text, amount.end)) and (amount.comparator == "<" or not made_at(text, amount.start))

"""What a reading proposes, as plain rows."""

from luoshi import reader
from luoshi.office.plans.candidates import candidates

REPORT = """云岭县教育局2026年工作报告
二、2026年工作目标
全县学前三年毛入园率达到95%以上，义务教育巩固率达到99%以上。
三、2026年重点任务
1.新建幼儿园2所，8月底前投入使用。
"""


def test_a_heading_is_no_goal_beside_what_stands_under_it() -> None:
    """It becomes one anyway, as the goal over them."""
    found = [
        (one["words"][:6], one["headings"]) for one in candidates(reader.read_text(REPORT)) if one["kind"] == "goal"
    ]
    assert found == [("全县学前三年", ["二、2026年工作目标"])]

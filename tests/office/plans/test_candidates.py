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


SAID_BY = """云岭县召开2026年教育工作会议
3月6日，云岭县召开2026年教育工作会议，县委常委、宣传部长林知远出席并讲话，县教育局局长罗青作报告。
省教育厅要求，各地要规范校外培训。
林知远要求，要守牢安全底线，开展安全大排查。
罗青强调，要加强教师队伍建设。
"""


def test_the_grade_proposed_follows_who_asks_for_a_task() -> None:
    """A leader's general word is kept, one that can be finished is a task; what a superior asks is followed closely."""
    found = [one for one in candidates(reader.read_text(SAID_BY)) if one["kind"] == "task"]
    assert [(one["words"], one["said"]["standing"], one["said"]["grade"], one["said"]["why"]) for one in found] == [
        ("规范校外培训", "superior", "supervised", "上级要求"),
        ("守牢安全底线", "leader", "guiding", "领导或主持人的一般要求"),
        ("开展安全大排查", "leader", "routine", "一般任务"),
        ("加强教师队伍建设", "bureau", "routine", "一般任务"),
    ]

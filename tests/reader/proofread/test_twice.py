import pytest

from luoshi.reader import read_text
from luoshi.reader.proofread.twice import ALIKE, SAME, likeness
from tests.reader.proofread.conftest import told

# Pairs of tasks labelled by hand: the same task said again, or two tasks that sound alike.
SAME_TASK = [
    ("实施县域普通高中振兴计划", "积极实施好县域普通高中的振兴计划"),
    ("严肃查处有偿补课等行为", "严肃查处有偿补课等行为"),
    ("开展防溺水、防欺凌和交通安全教育", "持续开展交通安全、防欺凌、防溺水教育"),
    ("建立学生心理健康台账", "全面建立学生的心理健康台账"),
    ("深入推进“县管校聘”管理改革", "推进县管校聘管理改革"),
    ("健全控辍保学工作机制", "进一步健全控辍保学工作的机制"),
    ("完成全县中小学校章程修订工作", "确保完成全县中小学校章程修订"),
    ("落实党组织领导的校长负责制", "全面落实党组织领导的校长负责制"),
]
OTHER_TASK = [
    ("推进学前教育普及普惠发展", "推进义务教育优质均衡发展"),
    ("建立学生心理健康台账", "建立学生体质健康档案"),
    ("完成第一中学实验楼建设", "完成第二中学教学楼建设"),
    ("开展校外培训机构专项治理", "开展校园欺凌专项治理"),
    ("加强农村学校教师队伍建设", "加强农村学校信息化建设"),
    ("实施普通高中振兴计划", "实施特殊教育提升计划"),
    ("招聘紧缺学科教师", "培训紧缺学科教师"),
    ("落实义务教育教师待遇", "落实学生资助政策"),
    ("完善中小学校党建工作机制", "完善中小学校安全工作机制"),
]


@pytest.mark.parametrize(("one", "other"), SAME_TASK)
def test_one_task_said_twice_is_alike(one, other):
    assert likeness(one, other) >= ALIKE


@pytest.mark.parametrize(("one", "other"), OTHER_TASK)
def test_two_tasks_that_sound_alike_are_not(one, other):
    assert likeness(one, other) < ALIKE


def test_a_task_twice_word_for_word_is_told(judged):
    found = judged(("规范教育收费", "严肃查处有偿补课等行为"))
    assert found == [("task-twice", True, ["严肃查处有偿补课等行为", "严肃查处有偿补课等行为"])]


def test_a_task_twice_in_other_words_is_asked_about(judged):
    found = judged(("规范教育收费", "着力实施好县域普通高中的振兴计划"))
    assert [(code, sure) for code, sure, _ in found] == [("task-twice", False)]
    assert likeness("实施县域普通高中振兴计划", "着力实施好县域普通高中的振兴计划") < SAME


def test_tasks_with_other_numbers_are_two_tasks(judged):
    assert judged(("规范教育收费", "选派骨干教师20名到乡镇学校任教")) == []


def test_what_two_speakers_ask_for_is_not_twice():
    news = """砚北县召开2031年教育工作会议
3月2日，砚北县召开2031年教育工作会议。县委常委周望出席会议并讲话，县教育局局长许安作工作报告。
许安指出，2031年要开展校外培训机构专项治理，落实学生资助各项政策。
周望要求，要开展校外培训机构专项治理，优先保障教育投入。
"""
    assert told(read_text(news)) == []


def test_a_table_that_repeats_the_text_is_not_twice(judged):
    table = "序号\t工作任务\t牵头科室\t完成时限\n1\t严肃查处有偿补课等行为\t人事科\t12月底\n2\t开展校外培训机构专项治理\t监管科\t12月底\n"
    assert judged(("确保各项任务落到实处。", f"确保各项任务落到实处。\n{table}")) == []


def test_last_years_achievements_are_asked_about(draft):
    now = read_text(draft)
    before = read_text(
        draft.replace("2031", "2029").replace("2030", "2028").replace("142", "133").replace("3240", "3100")
    )
    told_now = told(now, last_year=before)
    assert [code for code, _, _ in told_now] == ["same-as-last-year"] * 3
    assert told_now[-1] == ("same-as-last-year", False, ["九年义务教育巩固率达到98.7%。"])
    assert told(now) == []

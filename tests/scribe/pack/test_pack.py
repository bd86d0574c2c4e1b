"""The papers of a plan: the table with every task, the notice, the slips, the list for a group chat."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.scribe import Cell, Document, Letterhead, Signature, Table
from luoshi.scribe.pack import IssuedGoal, IssuedPlan, IssuedTask, Letter, Party, chat, notice, slip_document, slips
from luoshi.scribe.pack.ledger import ledger

DAY = date(2026, 3, 5)
PRESCHOOL, STAFF, FINANCE = Party("学前教育股"), Party("人事股"), Party("计划财务股")
EAST, WEST = Party("东镇中心小学校", "0101", True), Party("西镇中心小学校", "0102", True)

BUILD = IssuedTask(
    "1",
    "建成投用3所公办幼儿园。",
    "2026年6月底前",
    ("公办园占比≥58%", "新增学位900个"),
    ("王局长",),
    (PRESCHOOL, FINANCE),
    ("李四",),
    (STAFF,),
    (EAST, WEST),
    "东镇、西镇中心小学",
)
STAFFING = IssuedTask("2", "招聘教师60名。", "2026年8月底前", leads=(STAFF,), assists=(FINANCE,))
TRAINING = IssuedTask("3", "开展教师培训。", leads=(STAFF,), owners=(WEST,))

PLAN = IssuedPlan(
    "2026年教育工作要点",
    "云溪县教育局",
    DAY,
    (IssuedGoal("学前教育普及普惠", (BUILD,)), IssuedGoal("", (STAFFING, TRAINING))),
    "云教〔2026〕12号",
)
LETTER = Letter("各学校", "云溪县教育局文件", "局党组2026年第3次会议", copies="县政府办公室", printed_by="办公室")


def words(row) -> list[str]:
    return [cell.text if isinstance(cell, Cell) else cell for cell in row]


# 责任分解表


def test_table_holds_every_task_below_its_goal() -> None:
    table = ledger(PLAN)
    assert words(table.head[0]) == [
        "序号",
        "任务举措",
        "工作目标",
        "责任领导",
        "牵头单位",
        "责任人",
        "配合单位",
        "完成时限",
    ]
    assert [words(row) for row in table.rows] == [
        ["学前教育普及普惠"],
        [
            "1",
            "建成投用3所公办幼儿园。",
            "公办园占比≥58%\n新增学位900个",
            "王局长",
            "学前教育股、计划财务股",
            "李四",
            "人事股、东镇、西镇中心小学",
            "2026年6月底前",
        ],
        ["2", "招聘教师60名。", "", "", "人事股", "", "计划财务股", "2026年8月底前"],
        ["3", "开展教师培训。", "", "", "人事股", "", "西镇中心小学校", ""],
    ]


def test_a_goal_without_tasks_is_no_band() -> None:
    assert ledger(replace(PLAN, goals=(IssuedGoal("空", ()),))).rows == ()


# 印发通知


def test_notice_says_what_was_decided_and_carries_the_table() -> None:
    written = notice(PLAN, LETTER)
    assert written.title == "云溪县教育局\n关于印发《2026年教育工作要点》的通知"
    assert [block.text for block in written.blocks] == [
        "《2026年教育工作要点》已经局党组2026年第3次会议审定，现印发给你们，请认真贯彻落实。",
        "责任分解表列目标1项、任务3项。请牵头单位抓好组织实施，配合单位主动协同，按时限完成。",
    ]
    (attached,) = written.attachments
    assert (attached.name, attached.landscape) == ("2026年教育工作要点责任分解表", True)
    assert attached.blocks == (ledger(PLAN),)
    assert written.signature == Signature("云溪县教育局", DAY)
    assert written.letterhead == Letterhead("云溪县教育局文件", "云教〔2026〕12号")
    assert (written.imprint.office, written.imprint.copies) == ("办公室", "县政府办公室")


def test_notice_goes_without_what_was_not_given() -> None:
    written = notice(replace(PLAN, goals=(IssuedGoal("", (STAFFING,)),)), Letter("各学校", text=("自拟正文。",)))
    assert (written.letterhead, written.imprint) == (None, None)
    assert [block.text for block in written.blocks] == ["自拟正文。"]
    said = notice(replace(PLAN, goals=(IssuedGoal("", (STAFFING,)),)), Letter("各学校")).blocks
    assert said[0].text == "《2026年教育工作要点》现印发给你们，请认真贯彻落实。"
    assert said[1].text.startswith("责任分解表列任务1项。")


def test_notice_on_printed_paper_bears_its_number_and_no_mark() -> None:
    assert notice(PLAN, Letter("各学校", mark="")).letterhead == Letterhead("", "云教〔2026〕12号")


# 任务单


def test_each_office_and_each_school_gets_its_part() -> None:
    made = [(slip.party, [(word, [t.number for t in tasks]) for word, tasks in slip.parts]) for slip in slips(PLAN)]
    assert made == [
        (PRESCHOOL, [("牵头", ["1"])]),
        (FINANCE, [("牵头", ["1"]), ("配合", ["2"])]),
        (STAFF, [("牵头", ["2", "3"]), ("配合", ["1"])]),
        (EAST, [("承办", ["1"])]),
        (WEST, [("承办", ["1", "3"])]),
    ]


def test_who_leads_and_assists_finds_the_task_once() -> None:
    task = IssuedTask("1", "办好。", leads=(STAFF, STAFF), assists=(STAFF,), owners=(STAFF,))
    (slip,) = slips(replace(PLAN, goals=(IssuedGoal("", (task,)),)))
    assert slip.parts == (("牵头", (task,)),)


def test_two_schools_of_one_name_get_two_slips() -> None:
    twin = replace(EAST, code="0202")
    task = IssuedTask("1", "办好。", owners=(EAST, twin))
    assert [slip.party for slip in slips(replace(PLAN, goals=(IssuedGoal("", (task,)),)))] == [EAST, twin]


def tables(document: Document) -> list[Table]:
    return [block for block in (*document.blocks, *document.below) if isinstance(block, Table)]


def test_slip_says_what_who_else_and_until_when() -> None:
    written = slip_document(PLAN, next(slip for slip in slips(PLAN) if slip.party == STAFF))
    assert (written.title, written.addressees) == ("2026年教育工作要点任务单", "人事股")
    assert written.blocks[0].text == (
        "《2026年教育工作要点》（云教〔2026〕12号）中，你单位牵头任务2项、配合任务1项，列于下表。请按时限落实，并将回执送回。"
    )
    tasks, receipt = tables(written)
    assert [words(row) for row in tasks.rows] == [
        ["牵头（2项）"],
        ["2", "招聘教师60名。", "", "配合：计划财务股", "2026年8月底前"],
        ["3", "开展教师培训。", "", "承办：西镇中心小学校", ""],
        ["配合（1项）"],
        [
            "1",
            "建成投用3所公办幼儿园。",
            "公办园占比≥58%\n新增学位900个",
            "牵头：学前教育股、计划财务股\n责任领导：王局长\n责任人：李四",
            "2026年6月底前",
        ],
    ]
    said = [text for row in receipt.rows for text in words(row)]
    assert said[:2] == ["回　执", "任务单已收到，共3项任务。"]
    assert {"人事股", "签收人", "签收日期"} <= set(said)
    assert receipt.together
    assert written.signature == Signature("云溪县教育局", DAY, sealed=False)


def test_a_school_is_spoken_to_as_a_school() -> None:
    school = next(slip for slip in slips(PLAN) if slip.party == WEST)
    assert "你校承办任务2项，" in slip_document(PLAN, school).blocks[0].text


def test_slips_go_into_one_file_or_each_into_its_own(opened) -> None:
    written = [slip_document(PLAN, slip) for slip in slips(PLAN)]
    together = opened(*written)
    assert len(together.sections) == len(written) == 5
    alone = [opened(one) for one in written]
    assert sum(len(one.tables) for one in alone) == len(together.tables) == 10


# 群消息


def test_chat_says_who_what_and_until_when() -> None:
    (message,) = chat(PLAN)
    assert message == (
        "【2026年教育工作要点】\n"
        "◆学前教育股、计划财务股\n"
        "1.建成投用3所公办幼儿园（东镇、西镇中心小学承办；2026年6月底前）\n"
        "◆人事股\n"
        "2.招聘教师60名（2026年8月底前）\n"
        "3.开展教师培训（西镇中心小学校承办）"
    )


def test_chat_is_split_between_tasks_and_says_the_office_again() -> None:
    tasks = tuple(replace(STAFFING, number=str(n), text="招聘教师，" * 9) for n in range(1, 8))
    messages = chat(replace(PLAN, goals=(IssuedGoal("", tasks),)), most=240)
    assert [message.splitlines()[:2] for message in messages] == [
        ["【2026年教育工作要点】（1/3）", "◆人事股"],
        ["【2026年教育工作要点】（2/3）", "◆人事股（续）"],
        ["【2026年教育工作要点】（3/3）", "◆人事股（续）"],
    ]


def test_chat_names_what_nobody_leads() -> None:
    assert "◆未写明牵头单位\n1.办好" in chat(replace(PLAN, goals=(IssuedGoal("", (IssuedTask("1", "办好"),)),)))[0]


def test_a_plan_without_tasks_makes_no_message() -> None:
    assert chat(replace(PLAN, goals=())) == ()


@pytest.mark.parametrize("most", [0, 239])
def test_messages_that_hold_no_task_are_refused(most: int) -> None:
    with pytest.raises(ValueError, match="at least 240"):
        chat(PLAN, most=most)


long = st.text("建成所公办幼儿园，。\n", min_size=0, max_size=200)
issued = st.builds(
    IssuedTask,
    st.integers(1, 999).map(str),
    long,
    long,
    leads=st.lists(st.builds(Party, long), max_size=3).map(tuple),
    owners_said=long,
)


@settings(deadline=None)
@given(st.lists(issued, min_size=1, max_size=30), st.integers(240, 600), long)
def test_no_message_is_too_long_and_no_task_left_out(tasks: list[IssuedTask], most: int, name: str) -> None:
    messages = chat(IssuedPlan(name, "局", DAY, (IssuedGoal("", tuple(tasks)),)), most=most)
    assert all(len(message) <= most for message in messages)
    lines = [line for message in messages for line in message.splitlines()[1:]]
    assert sorted(line.split(".")[0] for line in lines if not line.startswith("◆")) == sorted(t.number for t in tasks)
    assert all(message.splitlines()[1].startswith("◆") for message in messages)

"""A ledger that went out, was changed, and comes back: exactly what was changed, and what is amiss by its cell."""

import io
import json
import random
import shutil
import subprocess
import warnings
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from luoshi.office.journal.models import Entry
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.imports.parse import address
from luoshi.office.plans import drafting, ledger_load, tasks
from luoshi.office.plans.ledger_apply import apply
from luoshi.office.plans.ledger_check import check
from luoshi.office.plans.ledger_load import LedgerFile
from luoshi.office.plans.ledger_sheet import workbook
from luoshi.office.plans.models import Plan, Task
from luoshi.office.plans.tasks import Named, Wanted
from luoshi.office.refused import Refused

SHEET = "责任分解表"
WORDS, GRADE, LEAD, DUE, RULE, MARK = "C", "E", "G", "K", "M", "Q"
FIRST = 4  # the row of the first task


def changed(content: bytes, change: Callable[[Worksheet], Any]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book[SHEET])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def out(plan: Plan) -> bytes:
    return workbook(plan, plan.tasks.all())


@pytest.fixture
def filled(plan: Plan, office: Actor, world) -> Plan:
    """A draft of six tasks, four of them under two goals."""
    goals = [tasks.add_goal(plan, words, by=office) for words in ("一、学前教育", "二、教师队伍")]
    basic, aid = (Named("lead", "", world.organisation(one)) for one in ("basic", "aid"))
    for number, goal in enumerate((*goals, *goals, None, None)):
        named = (basic, Named("owner", "各中小学、幼儿园")) if number % 2 else (aid,)
        due = date(2026, 6, 30) + timedelta(days=31 * number) if number % 3 else None
        tasks.add(plan, Wanted(f"第{number}件事要办好", goal, due=due, named=named), by=office)
    return plan


def test_unchanged_sheet_brings_nothing(filled: Plan) -> None:
    found = check(filled, ledger_load.parse(out(filled)))
    assert (found.faults, found.brings_nothing, found.planned) == ([], True, [])


def test_sorted_sheet_brings_nothing(filled: Plan) -> None:
    def turn(sheet: Worksheet) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST)]
        for number, row in enumerate(reversed(rows), FIRST):
            for place, value in enumerate(row, 1):
                sheet.cell(number, place, value)

    assert check(filled, ledger_load.parse(changed(out(filled), turn))).brings_nothing


def test_changes_are_told_cell_by_cell_and_stored(filled: Plan, office: Actor) -> None:
    def change(sheet: Worksheet) -> None:
        sheet[f"{WORDS}4"] = "换了说法"
        sheet[f"{LEAD}5"] = "学生资助中心，税务局"
        sheet[f"{DUE}6"] = "2026.12.1"
        sheet[f"{RULE}6"] = "每年9月30日前"
        sheet["B7"] = "三、新的目标\n（一）下面一级"
        sheet.append([None, "一、学前教育", "新任务", None, "督办"])
        sheet.delete_rows(9)

    file = ledger_load.parse(changed(out(filled), change))
    found = check(filled, file)
    assert [(one.place, one.before, one.after) for one in found.changed] == [
        (f"{SHEET}!C4", "第0件事要办好", "换了说法"),
        (f"{SHEET}!G5", "基础教育科", "学生资助中心，税务局"),
        (f"{SHEET}!K6", "2026-08-31", "2026.12.1"),
        (f"{SHEET}!M6", "", "每年9月30日前"),
        (f"{SHEET}!B7", "二、教师队伍", "三、新的目标\n（一）下面一级"),
    ]
    assert [(one.place, one.subject, one.after) for one in found.new] == [
        (f"{SHEET}!C9", "新任务", "所属目标：一、学前教育；督办等级：督办")
    ]
    assert [task.words for task in found.missing] == ["第5件事要办好"]
    assert [(one.place, one.stops) for one in found.faults] == [(f"{SHEET}!G5", False)]
    assert apply(filled, file, digest=found.digest, by=office) == {"new": 1, "changed": 4, "removed": 0, "goals": 2}
    now = {task.number: task for task in filled.tasks.all()}
    assert now[1].words == "换了说法"
    assert [(one.part, str(one), one.organisation_id is None) for one in now[2].responsibilities.all()] == [
        ("lead", "学生资助中心", False),
        ("lead", "税务局", True),
        ("owner", "各中小学、幼儿园", True),
    ]
    assert (now[3].due, now[3].rule) == (date(2026, 12, 1), "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=30")
    assert (str(now[4].goal), str(now[4].goal.parent)) == ("（一）下面一级", "三、新的目标")
    assert (str(now[7].goal), now[7].grade) == ("一、学前教育", "supervised")
    assert Entry.objects.filter(verb="task.edit").count() == 4
    assert check(filled, ledger_load.parse(out(filled))).brings_nothing


def test_missing_tasks_go_only_where_somebody_says_so(filled: Plan, office: Actor) -> None:
    file = ledger_load.parse(changed(out(filled), lambda sheet: sheet.delete_rows(FIRST, 2)))
    found = check(filled, file)
    assert [task.number for task in found.missing] == [1, 2]
    apply(filled, file, digest=found.digest, by=office)
    assert filled.tasks.count() == 6
    apply(filled, file, digest=found.digest, removing=True, by=office)
    assert sorted(filled.tasks.values_list("number", flat=True)) == [3, 4, 5, 6]


def test_what_was_changed_on_both_sides_is_shown_with_both(filled: Plan, office: Actor) -> None:
    content = out(filled)
    task = filled.tasks.get(number=1)
    wanted = replace(tasks.wanted_of(task), words="系统里改的", grade="guiding")
    tasks.edit(task, wanted, version=1, by=office)

    def change(sheet: Worksheet) -> None:
        sheet[f"{WORDS}4"] = "表里改的"
        sheet[f"{DUE}4"] = "2026-10-01"

    file = ledger_load.parse(changed(content, change))
    found = check(filled, file)
    assert [(one.column, one.sent, one.now, one.given) for one in found.conflicts] == [
        ("words", "第0件事要办好", "系统里改的", "表里改的")
    ]
    assert [one.column for one in found.changed] == ["due"]
    apply(filled, file, digest=found.digest, by=office)
    task.refresh_from_db()
    assert (task.words, task.grade, task.due) == ("系统里改的", "guiding", date(2026, 10, 1))
    found = check(filled, file)
    apply(filled, file, digest=found.digest, taken=[found.conflicts[0].key], by=office)
    task.refresh_from_db()
    assert (task.words, task.grade) == ("表里改的", "guiding")


def test_nothing_is_stored_of_a_plan_that_changed_since_it_was_looked_at(filled: Plan, office: Actor) -> None:
    file = ledger_load.parse(changed(out(filled), lambda sheet: sheet.delete_rows(FIRST)))
    digest = check(filled, file).digest
    tasks.remove(filled.tasks.get(number=1), by=office)
    with pytest.raises(Refused, match="又有变动"):
        apply(filled, file, digest=digest, removing=True, by=office)


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        (f"{WORDS}4", "", "没有写任务内容"),
        (f"{WORDS}4", "长" * 2001, "最多 2000 字"),
        (f"{DUE}4", "年底前", "读不成日期"),
        (f"{DUE}4", "2026-02-30", "读不成日期"),
        (f"{DUE}4", "3026-02-03", "读不成日期"),
        ("L4", "说" * 61, "最多 60 字"),
        (f"{GRADE}4", "督辦", "没有“督辦”这一项"),
        (f"{GRADE}4", "", "没有“”这一项"),
        (f"{RULE}4", "隔三差五", "读不懂"),
        ("B4", "目标" * 151, "每级 300 字"),
        (f"{MARK}4", "999999-1-1", "另一份计划的任务"),
        (f"{LEAD}4", "、".join(f"单位{number}" for number in range(61)), "最多 60 个"),
    ],
)
def test_cell_that_cannot_be_meant_keeps_everything_out(
    filled: Plan, office: Actor, cell: str, value: str, said: str
) -> None:
    def change(sheet: Worksheet) -> None:
        sheet[cell] = value
        sheet[f"{WORDS}5"] = "另一行的改动"

    file = ledger_load.parse(changed(out(filled), change))
    found = check(filled, file)
    assert [(one.place, said in one.words) for one in found.stops] == [(f"{SHEET}!{cell}", True)]
    with pytest.raises(Refused, match="还有 1 处要改"):
        apply(filled, file, digest=found.digest, by=office)
    assert not filled.tasks.filter(words="另一行的改动").exists()


def test_sheet_of_another_plan_is_not_taken(filled: Plan, office: Actor) -> None:
    other = drafting.begin("另一份", 2026, by=office)
    found = check(other, ledger_load.parse(out(filled)))
    assert ["从另一份计划导出" in one.words for one in found.stops] == [True]
    assert found.brings_nothing


def test_lost_hidden_sheet_lists_everything_that_differs(filled: Plan, office: Actor) -> None:
    content = out(filled)
    task = filled.tasks.get(number=1)
    tasks.edit(task, replace(tasks.wanted_of(task), words="后来改的"), version=1, by=office)

    def lose(sheet: Worksheet) -> None:
        del sheet.parent["_luoshi"]
        sheet[f"{WORDS}5"] = "表里改的"

    found = check(filled, ledger_load.parse(changed(content, lose)))
    assert [one.subject for one in found.conflicts] == ["后来改的"]
    assert [one.after for one in found.changed] == ["表里改的"]
    assert [one.stops for one in found.faults] == [False]


# By property

LINE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"]), min_size=1, max_size=12)  # fmt: skip
SAID = LINE.map(str.strip).filter(bool) | st.sampled_from(["=1+1", "'=1", "-3", "@x", "+86", "2026年", "00012", "a\nb"])
LEADS = st.lists(
    st.sampled_from(["基础教育科", "学生资助中心", "税务局", "办公室"]), min_size=1, max_size=3, unique=True
)
EDIT = st.one_of(
    st.tuples(st.just("words"), st.integers(0, 5), SAID),
    st.tuples(st.just("due"), st.integers(0, 5), st.dates(date(2026, 1, 1), date(2027, 12, 31)).map(str) | st.just("")),
    st.tuples(st.just("grade"), st.integers(0, 5), st.sampled_from(["督办", "常规", "原则性要求"])),
    st.tuples(st.just("lead"), st.integers(0, 5), LEADS.map("、".join)),
)
COLUMN = {"words": WORDS, "due": DUE, "grade": GRADE, "lead": LEAD}


def state(plan: Plan) -> dict[int, dict[str, str]]:
    return {task.number: tasks.told(task) for task in plan.tasks.all()}


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(EDIT, max_size=6),
    st.lists(SAID, max_size=3),
    st.sets(st.integers(0, 5), max_size=3),
    st.randoms(use_true_random=False),
)
def test_back_come_exactly_the_changes(
    filled: Plan, office: Actor, edits: list[Any], new: list[str], gone: set[int], chance: random.Random
) -> None:
    expected = state(filled)
    for column, index, value in edits:
        grades = {"督办": "supervised", "常规": "routine", "原则性要求": "guiding"}
        expected[index + 1][column] = grades.get(value, value) if column == "grade" else value
    expected = {number: said for number, said in expected.items() if number - 1 not in gone}

    def change(sheet: Worksheet) -> None:
        for column, index, value in edits:
            cell = sheet[f"{COLUMN[column]}{FIRST + index}"]
            cell.value = value
            cell.data_type = "s"
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST)]
        kept = [row for index, row in enumerate(rows) if index not in gone]
        kept += [[None, None, words] for words in new]
        chance.shuffle(kept)
        sheet.delete_rows(FIRST, len(rows))
        for number, row in enumerate(kept, FIRST):
            for place, value in enumerate(row, 1):
                if value is not None:
                    sheet.cell(number, place, value).data_type = "s"

    with transaction.atomic():
        file = ledger_load.parse(changed(out(filled), change))
        assert LedgerFile.of_json(json.loads(json.dumps(file.as_json()))) == file
        found = check(filled, file)
        assert (found.stops, found.conflicts) == ([], [])
        done = apply(filled, file, digest=found.digest, removing=True, by=office)
        after = state(filled)
        added = sorted(after.pop(number)["words"] for number in sorted(after) if number > 6)
        assert added == sorted(neutralised(words) for words in new)
        assert after == {number: {**said, "words": neutralised(said["words"])} for number, said in expected.items()}
        assert (done["new"], done["removed"]) == (len(new), len(gone))
        transaction.set_rollback(True)  # the next example begins with the same plan


def neutralised(words: str) -> str:
    """A stroke before a sign of a formula is what our own sheets put there."""
    return words[1:] if words[:1] == "'" and words[1:2] in tuple("=+-@") else words


SOFFICE = shutil.which("soffice")


def test_libreoffice_gives_back_what_it_was_given(filled: Plan, office: Actor, tmp_path: Path) -> None:
    """Saved anew by another program; where that is not installed, nothing else stands in for it."""
    if SOFFICE is None:
        warnings.warn("NOT TESTED: a ledger saved anew by LibreOffice, which is not on this machine", stacklevel=1)
        return
    tasks.add(filled, Wanted("=1+1 两行\n第二行", basis="“引号”　全角", due=date(2026, 3, 1)), by=office)

    def change(sheet: Worksheet) -> None:
        sheet[f"{WORDS}4"] = "在别处改的"
        sheet[f"{DUE}5"] = date(2026, 11, 30)

    (tmp_path / "in.xlsx").write_bytes(changed(out(filled), change))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        SOFFICE,
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        tmp_path / "out",
    ]
    subprocess.run([*command, tmp_path / "in.xlsx"], check=True, capture_output=True, timeout=120)
    file = ledger_load.parse((tmp_path / "out" / "in.xlsx").read_bytes())
    found = check(filled, file)
    assert found.faults == []
    assert [(one.place, one.after) for one in found.differences] == [
        (f"{SHEET}!{WORDS}4", "在别处改的"),
        (f"{SHEET}!{DUE}5", "2026-11-30"),
    ]
    apply(filled, file, digest=found.digest, by=office)
    assert Task.objects.get(plan=filled, number=2).due == date(2026, 11, 30)


def test_addresses_are_those_of_the_columns() -> None:
    assert [address(4, place) for place in (2, 4, 6, 10, 12, 16)] == [
        f"{one}4" for one in (WORDS, GRADE, LEAD, DUE, RULE, MARK)
    ]

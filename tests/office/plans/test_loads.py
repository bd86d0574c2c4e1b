"""A sheet that comes in for a plan, from the file to the plan."""

import io

import openpyxl
import pytest
from django.test import Client

from luoshi.office.desk.models import File
from luoshi.office.journal.models import Entry
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans import drafting, loads, tasks
from luoshi.office.plans.ledger_sheet import workbook
from luoshi.office.plans.models import LedgerLoad, Plan
from luoshi.office.refused import Refused


def own(*rows: list[str]) -> bytes:
    book, made = openpyxl.Workbook(), io.BytesIO()
    for row in (["工作任务", "牵头单位", "完成时限"], *rows):
        book.active.append(row)
    book.save(made)
    return made.getvalue()


@pytest.fixture
def load(plan: Plan, office: Actor) -> LedgerLoad:
    content = own(["新建幼儿园2所", "基础教育科", "8月底前"], ["资助困难学生", "税务局", "每学期"])
    return loads.receive(plan, content, name="分解表.xlsx", by=office)


def test_own_sheet_becomes_tasks_once(plan: Plan, load: LedgerLoad, office: Actor) -> None:
    found = loads.look(load)
    assert [one.subject for one in found.new] == ["新建幼儿园2所", "资助困难学生"]
    assert plan.tasks.count() == 0
    done = loads.confirm(load, digest=found.digest, by=office)
    assert done.summary == {"new": 2, "changed": 0, "removed": 0, "goals": 0}
    first, second = plan.tasks.all()
    assert (str(first.due), first.responsibilities.get().organisation.name) == ("2026-08-31", "基础教育科")
    assert (second.rule, second.due_words) == ("TERM", "每学期")
    with pytest.raises(Refused, match="已经收进计划"):
        loads.confirm(load, digest=found.digest, by=office)
    again = loads.look(loads.receive(plan, own(["新建幼儿园2所", "安全科", ""]), name="再来.xlsx", by=office))
    assert (again.brings_nothing, ["已经有同样的任务" in one.words for one in again.remarks]) == (True, [True])


def test_every_step_stands_in_the_journal(plan: Plan, load: LedgerLoad, office: Actor) -> None:
    loads.confirm(load, digest=loads.look(load).digest, by=office)
    loads.discard(load, by=office)
    verbs = Entry.objects.filter(verb__startswith="ledger.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["ledger.receive", "ledger.apply", "ledger.discard"]
    assert not LedgerLoad.objects.exists()
    assert not File.objects.exists()
    assert plan.tasks.count() == 2


def test_plan_that_is_thrown_away_takes_its_sheets_along(plan: Plan, load: LedgerLoad, office: Actor) -> None:
    drafting.discard(plan, by=office)
    assert not LedgerLoad.objects.exists()
    assert not File.objects.exists()


@pytest.mark.parametrize("state", ["approved", "issued"])
def test_nothing_is_taken_in_once_the_plan_is_approved(
    plan: Plan, load: LedgerLoad, office: Actor, world, state: str
) -> None:
    digest = loads.look(load).digest
    issued = {"issued_on": "2026-03-01", "issued_by": world.membership("an")} if state == "issued" else {}
    Plan.objects.filter(pk=plan.pk).update(state=state, **issued)
    plan.refresh_from_db()
    with pytest.raises(Refused, match=r"请先在“审定”页退回修改|内容要改请走“调整”"):
        loads.confirm(load, digest=digest, by=office)
    with pytest.raises(Refused, match=r"请先在“审定”页退回修改|内容要改请走“调整”"):
        loads.receive(plan, own(), name="表.xlsx", by=office)
    loads.discard(load, by=office)
    assert not File.objects.exists()


def test_nobody_else_takes_a_sheet_away_or_confirms_it(load: LedgerLoad, world) -> None:
    digest = loads.look(load).digest
    for member in ("section", "leader", "foreign-office"):
        with pytest.raises(Refused, match="由本局办公室删去"):
            loads.discard(load, by=world.actor(member))
        with pytest.raises(Refused):
            loads.confirm(load, digest=digest, by=world.actor(member))
    assert LedgerLoad.objects.get().done_at is None


def test_hostile_files_are_refused_at_the_door(plan: Plan, office: Actor) -> None:
    for content, name in ((b"MZ" * 50, "表.xlsx"), (own(), "表.xlsm"), (b"a,b", "表.csv")):
        with pytest.raises(Refused):
            loads.receive(plan, content, name=name, by=office)
    assert not LedgerLoad.objects.exists()


def test_page_stores_what_was_shown_and_decided(plan: Plan, office: Actor, client: Client) -> None:
    task = tasks.add(plan, tasks.Wanted("原来的说法"), by=office)
    book = openpyxl.load_workbook(io.BytesIO(workbook(plan, plan.tasks.all())))
    book["责任分解表"]["C4"] = "表里的说法"
    made = io.BytesIO()
    book.save(made)
    made.seek(0)
    made.name = "收回.xlsx"
    tasks.edit(task, tasks.Wanted("系统里的说法"), version=1, by=office)
    page = client.post(f"/plans/{plan.pk}/load", {"file": made}, follow=True)
    assert "两边都改过的格子" in page.content.decode()
    load = LedgerLoad.objects.get()
    form = {"digest": page.context["check"].digest, "conflict": f"{task.pk}-words", f"holds-{task.pk}-words": "given"}
    assert client.post(f"/plans/loads/{load.pk}/confirm", form).status_code == 302
    task.refresh_from_db()
    assert task.words == "表里的说法"


def test_page_says_why_a_file_was_not_taken(plan: Plan, client: Client) -> None:
    broken = io.BytesIO(b"PK\x03\x04 broken")
    broken.name = "表.xlsx"
    answer = client.post(f"/plans/{plan.pk}/load", {"file": broken})
    assert answer.status_code == 422
    assert not LedgerLoad.objects.exists()

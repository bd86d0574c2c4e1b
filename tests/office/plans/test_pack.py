"""What goes out of a plan: the notice, a slip for each office and school, a text for group chats."""

import io
from datetime import date

import docx
import pytest
from django.test import Client
from django.utils import timezone

from luoshi.office.organisations.actor import Actor
from luoshi.office.plans import approval, pack
from luoshi.office.plans.models import Plan
from luoshi.office.plans.owners import as_json
from luoshi.office.plans.owners_read import understood
from luoshi.office.plans.tasks import Named, Wanted, add, add_goal
from tests.office.titles import plain, title_links

TODAY = timezone.localdate()


@pytest.fixture
def ready(world, plan: Plan, office: Actor) -> Plan:
    """An approved plan of three tasks under two goals."""
    above = add_goal(plan, "办好学前教育", by=office)
    below = add_goal(plan, "增加公办学位", parent=above, by=office)
    owners = as_json(understood("各小学", world.organisation("county")))
    leader = Named("leader", "李望舒", membership=world.membership("leader"))
    lead = Named("lead", "基教科", world.organisation("basic"))
    outside = Named("assist", "县财政局")
    add(plan, Wanted("新建幼儿园2所", goal=below, due=date(2026, 8, 31), named=(leader, lead, outside)), by=office)
    add(plan, Wanted("开展校车检查", rule="TERM", named=(lead, Named("owner", "各小学", owners=owners))), by=office)
    add(plan, Wanted("抓好教学", due_words="全年"), by=office)
    return approval.approve(plan, meeting="局党组第3次会议", on=TODAY, by=office)


def words(content: bytes) -> str:
    """All that a Word file says, tables too."""
    paper = docx.Document(io.BytesIO(content))
    cells = (cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


def test_the_plan_is_told_in_the_papers_own_words(world, ready: Plan) -> None:
    paper = pack.paper_of(ready)
    assert [(goal.text, [task.number for task in goal.tasks]) for goal in paper.goals] == [
        ("办好学前教育 / 增加公办学位", ["1"]),
        ("", ["2", "3"]),
    ]
    first, second, third = paper.tasks
    assert (first.due, first.leaders, [one.name for one in first.leads], [one.name for one in first.assists]) == (
        "2026年8月31日前", ("李望舒",), ["基础教育科"], ["县财政局"],
    )  # fmt: skip
    assert (second.due, second.owners_said) == ("每学期", "各小学")
    assert third.due == "全年"


def test_owners_are_those_who_were_given_the_task_once_it_is_issued(world, plan: Plan, office: Actor) -> None:
    owners = as_json(understood("各小学", world.organisation("county")))
    add(plan, Wanted("开展校车检查", named=(Named("owner", "各小学", owners=owners),)), by=office)
    approval.approve(plan, meeting="会", on=TODAY, by=office)
    plan.refresh_from_db()
    before = {one.name for one in pack.paper_of(plan).tasks[0].owners}
    approval.issue(plan, number="3号", on=TODAY, by=office)
    plan.refresh_from_db()
    plan.tasks.get().assignments.filter(organisation=world.organisation("first")).update(state="cancelled")
    assert before == {"石桥镇小学", "云岭县第一小学"}
    assert {one.name for one in pack.paper_of(plan).tasks[0].owners} == {"石桥镇小学"}


def test_a_cancelled_task_is_on_no_paper(world, ready: Plan) -> None:
    ready.tasks.filter(number=2).update(cancelled_on=TODAY)
    assert [task.number for task in pack.paper_of(ready).tasks] == ["1", "3"]


def test_the_notice_holds_the_table(world, ready: Plan) -> None:
    said = words(pack.notice(ready, pack.Wishes("各学校", printed_by="云岭县教育局办公室")))
    for part in ("关于印发《2026年教育工作要点》的通知", "局党组第3次会议审定", "新建幼儿园2所", "县财政局", "各学校"):
        assert part in said


def test_addressees_are_the_kinds_that_the_county_has(world, ready: Plan) -> None:
    assert pack.addressees(ready) == "各中心校，各学校、幼儿园，局属各单位、机关各科室"


def test_the_office_takes_the_papers_from_one_page(world, client: Client, ready: Plan) -> None:
    address = f"/plans/{ready.pk}/pack/"
    page = client.get(address).content.decode()
    assert "3 项任务，2 份任务单" in plain(page)
    assert title_links(page) == {"3 项任务": f"/plans/{ready.pk}/table", "2 份任务单": "#slips-title"}
    assert "◆基础教育科" in page
    answered = client.get(f"{address}notice.docx", {"addressees": "各中心校", "head": "red"})
    assert "各中心校" in words(answered.content)
    assert "基础教育科" in words(client.get(f"{address}slips.docx").content)
    one = words(client.get(f"{address}slips.docx?of=1").content)
    assert ("县财政局" in one, "任务单" in one) == (True, True)
    assert client.get(f"{address}slips.docx?of=9").status_code == 404


def test_a_draft_has_no_papers_and_says_why(world, client: Client, plan: Plan) -> None:
    page = client.get(f"/plans/{plan.pk}/pack/").content.decode()
    assert "编制中，审定以后才有印发件" in page
    assert client.get(f"/plans/{plan.pk}/pack/notice.docx").status_code == 404
    assert world.client("centre").get(f"/plans/{plan.pk}/pack/").status_code == 403


def test_the_notice_is_offered_with_its_number(client: Client, ready: Plan) -> None:
    """Without a head the paper has no number, which nobody looks for until it is printed."""
    form = client.get(f"/plans/{ready.pk}/pack/").context["form"]
    assert form["head"].initial == "red"


@pytest.mark.parametrize(
    ("head", "mark", "number"), [("red", True, True), ("paper", False, True), ("none", False, False)]
)
def test_paper_with_its_head_printed_keeps_the_number(
    client: Client, ready: Plan, head: str, mark: bool, number: bool
) -> None:
    Plan.objects.update(number="云教〔2026〕3号")
    asked = {"addressees": "各中心校", "head": head}
    said = words(client.get(f"/plans/{ready.pk}/pack/notice.docx", asked).content)
    assert ("云岭县教育局文件" in said, "云教〔2026〕3号" in said) == (mark, number)

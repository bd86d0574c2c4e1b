"""The leader finds what is late and takes the briefing; the office reads the report against what was done; a school on a phone."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from luoshi.office.desk.jobs import run_waiting
from luoshi.office.organisations.models import Organisation
from luoshi.office.organisations.tree import insert
from luoshi.office.plans import approval, drafting, reports, review
from luoshi.office.plans.assignment import acts
from luoshi.office.plans.assignment.said import Said, Shown
from luoshi.office.plans.models import Assignment, Plan, Report, Target, Task
from luoshi.office.plans.owners import Owners, Range, as_json
from luoshi.office.plans.tasks import Named, Wanted, add
from tests.browser.windows import PHONE, sign_in
from tests.office.conftest import World

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()
SCHOOLS = as_json(Owners(ranges=(Range(kinds=("school",)),)))
REPORT = f"""云岭县{TODAY.year}年教育工作报告
一、加快学校建设
要加快城东小学建设，8月底前投入使用。全县新增学位1200个。
二、加强师德师风建设
要加强师德师风建设，每学期开展一次专题培训。要修订学校年度考核评价方案。
三、坚持正确方向
要坚持社会主义办学方向。过去一年，义务教育巩固率达到98.5%。
"""


@pytest.fixture
def issued(world: World) -> Plan:
    """A plan from a report and three tasks more; some of it is late, some done, some waits for a signature."""
    by = world.actor("an")
    plan = drafting.begin(f"{TODAY.year}年教育工作要点", TODAY.year, by=by)
    report = reports.receive(REPORT.encode(), name="工作报告.txt", kind=Report.Kind.OWN, plan=plan, by=by)
    run_waiting()
    report.refresh_from_db()
    assert report.reading
    review.accept_under(report.reading, [], by=by)
    for task in plan.tasks.exclude(grade=Task.Grade.GUIDING):
        task.responsibilities.create(part="lead", organisation=world.organisation("aid"))
    lead = Named("lead", "基础教育科", world.organisation("basic"))
    leader = Named("leader", "李望舒", membership=world.membership("leader"))
    aid = Named("lead", "学生资助中心", world.organisation("aid"))
    owner = Named("owner", "各校", owners=SCHOOLS)
    supervised = Task.Grade.SUPERVISED
    for words, due, named, grade in (
        ("开展校车安全隐患排查，建立问题台账并逐项整改", 3, (leader, lead, owner), supervised),
        ("发放家庭经济困难学生生活补助", 20, (leader, aid, owner), Task.Grade.ROUTINE),
        ("修订学校安全工作责任清单", 60, (lead,), Task.Grade.ROUTINE),
    ):
        add(plan, Wanted(words, due=TODAY + timedelta(days=due), named=named, grade=grade), by=by)
    plan = approval.approve(plan, meeting="局党组第3次会议", on=TODAY, by=by)
    approval.issue(plan, number=f"云教〔{TODAY.year}〕3号", on=TODAY, by=by)
    carried(world, plan)
    others(world, plan)
    plan.refresh_from_db()
    return plan


def carried(world: World, plan: Plan) -> None:
    """As if some weeks had passed: the first task's day is over, one school has done it, a section waits for its leader."""
    bus, aid = (plan.tasks.get(words__startswith=words) for words in ("开展校车", "发放家庭"))
    second = Assignment.objects.get(task=bus, organisation=world.organisation("second"))
    proof = (Shown(words="排查记录", link="https://example.cn/record"),)
    second = acts.act(second, "report", by=world.actor("chen"), said=Said("已全部排查整改。", proof))
    acts.act(second, "verify", by=world.actor("section"))
    lead = Assignment.objects.get(task=bus, organisation=world.organisation("basic"))
    acts.act(lead, "report", by=world.actor("section"), said=Said("各校已排查一遍。", proof))
    first = Assignment.objects.get(task=aid, organisation=world.organisation("first"))
    first = acts.act(first, "report", by=world.actor("bo"), said=Said("已全部发放。"))
    acts.act(first, "send_back", by=world.actor("an"), said=Said("缺发放表。"))
    over = TODAY - timedelta(days=23)
    Assignment.objects.filter(task=bus).exclude(pk=lead.pk).update(due=over)
    done = Assignment.objects.filter(task__plan=plan, task__candidates__isnull=False).first()
    assert done
    Assignment.objects.filter(pk=done.pk).update(state="done", reported_on=TODAY, ended_on=TODAY)
    first.organisation.asks.filter(what__startswith="开展校车").update(due=over)


def others(world: World, plan: Plan) -> None:
    """Nine more sections with a late task each, so that the leader's page is as full as it gets."""
    for number in range(9):
        body = insert(
            Organisation(parent=world.organisation("county"), kind="section", name=f"职业教育与继续教育第{number}科")
        )
        task = Task.objects.create(
            plan=plan, number=50 + number, order=50 + number, words=f"推进第{number}个方面的改革试点"
        )
        task.responsibilities.create(part="lead", organisation=body)
        due = TODAY - timedelta(days=number + 1)
        for state in ("working", "reported", "adjusting"):
            task.assignments.create(organisation=body, part="lead", occurrence=state, state=state, due=due)


def test_the_leader_finds_what_is_late_and_whose(
    page: Page, world: World, live_server, issued: Plan, picture, tmp_path: Path
) -> None:
    sign_in(page, world.client("leader"), live_server.url)
    page.goto("/ledger/overview/")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"10 项任务滞后，最久 23 天；10 件等签批$"))
    picture("overview-leader-desk")
    picture("overview-leader-phone")
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height <= 768, height
    line = page.get_by_role("row", name=re.compile("基础教育科"))
    line.get_by_role("link").last.click()
    expect(page.get_by_text("开展校车安全隐患排查，建立问题台账并逐项整改")).to_be_visible()
    picture("ledger-desk")
    page.get_by_role("row", name=re.compile("开展校车")).get_by_role("link", name="2", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("符合条件的承办 2 件")
    picture("assignments-desk")
    page.goto("/ledger/overview/")
    with page.expect_download() as taken:
        page.get_by_role("link", name="一页简报（Word）").click()
    taken.value.save_as(tmp_path / "briefing.docx")
    assert (tmp_path / "briefing.docx").stat().st_size > 3000


def test_the_office_reads_the_report_against_what_was_done(
    page: Page, world: World, live_server, issued: Plan, picture
) -> None:
    sign_in(page, world.client("an"), live_server.url)
    page.goto("/ledger/year/")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^报告里 \d+ 句话提出 \d+ 项要求：1 项办结"))
    expect(page.get_by_text("修订学校年度考核评价方案").first).to_be_visible()
    picture("year-desk")
    page.get_by_label("句子").select_option("told")
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_text("巩固率").first).to_be_visible()
    page.get_by_role("link", name="考核依据").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"个单位的办理情况"))
    picture("results-desk")


def test_the_office_says_what_a_figure_of_the_year_came_to(
    page: Page, world: World, live_server, issued: Plan, picture
) -> None:
    words = "全县学前三年毛入园率达到95%"
    target = Target.objects.create(
        plan=issued, subject="全县学前三年毛入园率", words=words, comparator=">=", value=95, unit="%"
    )
    sign_in(page, world.client("an"), live_server.url)
    page.goto(f"/targets/{target.pk}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("全县学前三年毛入园率：还没有数据")
    for value, basis in (("94.6", "上半年各园报数"), ("95.3", f"{TODAY.year}年教育事业统计")):
        page.get_by_label("数值").fill(value)
        page.get_by_label("数据来源").fill(basis)
        page.get_by_role("button", name="登记").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("全县学前三年毛入园率：95.3%（已达到）")
    picture("target-desk")


def test_a_school_sees_on_a_phone_what_is_asked_this_week_and_why(
    page: Page, world: World, live_server, issued: Plan, picture
) -> None:
    sign_in(page, world.client("bo"), live_server.url)
    page.set_viewport_size(PHONE)
    page.goto("/school/")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("其中 1 件已过期"))
    expect(page.get_by_text("退回补充")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    picture("school-phone")
    page.get_by_role("link", name=re.compile("开展校车")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("开展校车安全隐患排查")


def test_a_section_and_an_inspector_see_where_to_look(
    page: Page, world: World, live_server, issued: Plan, picture
) -> None:
    sign_in(page, world.client("section"), live_server.url)
    page.goto("/section/")
    expect(page.get_by_text("云岭县第一小学").first).to_be_visible()
    picture("section-desk")
    sign_in(page, world.client("inspector"), live_server.url)
    page.goto("/schools/")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 所学校，1 所有过期没回的")
    picture("schools-phone")
    page.get_by_role("link", name="云岭县第一小学").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("云岭县第一小学：要办 2 件，其中 1 件已过期"))

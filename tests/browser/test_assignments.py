"""From what is asked to what is verified: on a phone, by the section, on behalf, in the journal, through a handover."""

import random
import struct
import zlib
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from luoshi.office.desk.models import File
from luoshi.office.organisations.models import Membership, Person
from luoshi.office.plans import approval, drafting
from luoshi.office.plans.assignment.acts import act, name_verifier
from luoshi.office.plans.assignment.said import Said, Shown
from luoshi.office.plans.models import Assignment, Plan, Task
from luoshi.office.plans.owners import Owners, Range, as_json
from luoshi.office.plans.tasks import Named, Wanted, add
from tests.browser.windows import PHONE, sign_in
from tests.office.conftest import World
from tests.office.desk import made

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()
DUE = TODAY + timedelta(days=40)
BASIS = "要开展校车安全隐患排查，建立问题台账，逐车逐线整改到位，年底前全部完成。"


@pytest.fixture
def plan(world: World) -> Plan:
    """An issued plan: a supervised task of every school, a routine one, and one of the aid centre alone."""
    by = world.actor("an")
    plan = drafting.begin(f"{TODAY.year}年教育工作要点", TODAY.year, by=by)
    lead = Named("lead", "基础教育科", world.organisation("basic"))
    leader = Named("leader", "李望舒", membership=world.membership("leader"))
    owners = Named("owner", "各中小学", owners=as_json(Owners(ranges=(Range(kinds=("school",)),))))
    aid = Named("lead", "学生资助中心", world.organisation("aid"))
    supervised = Task.Grade.SUPERVISED
    words = "开展校车安全隐患排查，建立问题台账并逐项整改"
    add(plan, Wanted(words, basis=BASIS, due=DUE, grade=supervised, named=(leader, lead, owners)), by=by)
    add(plan, Wanted("开展师德师风专题培训", due=DUE, named=(lead, owners)), by=by)
    add(plan, Wanted("落实家庭经济困难学生资助政策", due=DUE, named=(aid,)), by=by)
    plan = approval.approve(plan, meeting="局党组第3次会议", on=TODAY, by=by)
    approval.issue(plan, number=f"云教〔{TODAY.year}〕3号", on=TODAY, by=by)
    plan.refresh_from_db()
    return plan


def given(world: World, plan: Plan, organisation: str, number: int = 1) -> Assignment:
    return Assignment.objects.get(task__plan=plan, task__number=number, organisation=world.organisation(organisation))


def fits(page: Page) -> None:
    """No page is wider than its window."""
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def on_a_phone(page: Page) -> None:
    page.set_viewport_size(PHONE)


def photo(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(made.png())
    return path


def noise(width: int, height: int) -> bytes:
    """A photograph as large as a phone's: a picture that nothing makes smaller but to draw it smaller."""

    def part(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    rows = b"".join(b"\0" + random.Random(row).randbytes(width * 3) for row in range(height))
    head = part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + part(b"IDAT", zlib.compress(rows, 0)) + part(b"IEND", b"")


def test_a_school_receives_and_reports_with_photographs_on_a_phone(
    page: Page, world: World, plan: Plan, live_server, picture, tmp_path: Path
) -> None:
    """From the home page to the report, all with a thumb."""
    one = given(world, plan, "first")
    sign_in(page, world.client("clerk"), live_server.url)
    on_a_phone(page)
    page.goto("/")
    page.get_by_role("link", name=one.what).click()
    expect(page.locator(".source")).to_contain_text(BASIS)
    picture("assignment-phone")
    on_a_phone(page)
    fits(page)
    page.get_by_role("button", name="签收").click()
    expect(page.get_by_role("status")).to_have_text("已办理：签收。")
    page.get_by_role("link", name="报告完成").click()
    page.get_by_role("button", name="报告完成").click()
    expect(page.locator("#id_words")).to_be_focused()
    page.get_by_label("办成了什么").fill("四辆校车全部查过，发现两处问题，都已整改。")
    page.get_by_role("button", name="报告完成").click()
    expect(page.get_by_role("alert")).to_contain_text("要附佐证")
    expect(page.get_by_label("办成了什么")).to_have_value("四辆校车全部查过，发现两处问题，都已整改。")
    large = tmp_path / "校车二.png"
    large.write_bytes(noise(2400, 1200))
    page.get_by_label("照片、文件").set_input_files([photo(tmp_path, "校车一.png"), large])
    expect(page.locator("form[data-photos-ready]")).to_have_count(1)
    picture("assignment-report-phone")
    on_a_phone(page)
    fits(page)
    page.get_by_role("button", name="报告完成").click()
    expect(page.get_by_role("status")).to_have_text("已报告完成，等签批。")
    expect(page.get_by_role("link", name="校车一.png")).to_be_visible()
    kept = dict(File.objects.filter(evidence__movement__assignment=one).values_list("name", "size"))
    assert kept.keys() == {"校车一.png", "校车二.jpg"}
    assert kept["校车二.jpg"] < large.stat().st_size / 2
    sign_in(page, world.client("bo"), live_server.url)
    page.goto("/")
    page.get_by_role("link", name="等您签批的完成报告").click()
    page.get_by_role("link", name=one.what).click()
    page.get_by_role("button", name="签批").click()
    one.refresh_from_db()
    assert one.state == "signed"


def test_the_section_sends_back_and_then_verifies(page: Page, world: World, plan: Plan, live_server, picture) -> None:
    """One goes back with what is missing, comes again, and is verified together with the others."""
    proof = (Shown("校车数", value=4, unit="辆"), Shown("整改公示", link="https://example.cn/1"))
    for name, who in (("first", "bo"), ("second", "chen"), ("village", "village-head")):
        act(given(world, plan, name), "report", by=world.actor(who), said=Said("校车全部查过，问题已整改。", proof))
    one = given(world, plan, "first")
    sign_in(page, world.client("section"), live_server.url)
    page.goto("/")
    page.get_by_role("link", name="等您核验的完成报告").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("3 件报告等您核验")
    picture("to-verify-desk")
    page.goto(f"/assignments/{one.pk}/")
    picture("assignment-desk")
    fits(page)
    page.get_by_text("还可以办").click()
    page.get_by_role("link", name="退回补充").click()
    page.get_by_label("还缺什么").fill("缺驾驶员体检表，请补上。")
    page.get_by_role("button", name="退回补充").click()
    sign_in(page, world.client("bo"), live_server.url)
    page.goto(f"/assignments/{one.pk}/")
    expect(page.locator(".said").filter(has_text="退回补充")).to_contain_text("缺驾驶员体检表")
    picture("assignment-returned-phone")
    page.get_by_role("link", name="报告完成").click()
    page.get_by_label("办成了什么").fill("体检表已补。")
    page.get_by_role("button", name="报告完成").click()
    expect(page.get_by_role("status")).to_have_text("已报告完成，等核验。")
    sign_in(page, world.client("section"), live_server.url)
    page.goto("/assignments/to-verify")
    page.get_by_label("本页全选").check()
    page.get_by_label("核验意见").fill("已逐校抽查。")
    page.get_by_role("button", name="勾选的都核验办结").click()
    expect(page.get_by_role("status")).to_have_text("核验办结：3 件。")
    expect(page.get_by_role("heading", level=1)).to_have_text("没有等您核验的完成报告")
    on_a_phone(page)
    for address in (f"/assignments/{one.pk}/", f"/plans/tasks/{one.task_id}/", f"/tasks/{one.task_id}/assignments"):
        page.goto(address)
        fits(page)


def test_the_office_enters_what_a_section_signed_on_paper(
    page: Page, world: World, plan: Plan, live_server, picture, tmp_path: Path
) -> None:
    """The aid centre never signs in; An enters its report, somebody else verifies it."""
    one = given(world, plan, "aid", 3)
    sign_in(page, world.client("an"), live_server.url)
    page.goto("/on-behalf/begin")
    page.get_by_label("代哪个机构录入").select_option(label="学生资助中心")
    page.get_by_label("签字人").fill("助学英")
    page.get_by_label("签字日期").fill(TODAY.isoformat())
    page.get_by_label("签字纸件的扫描件或照片").set_input_files(photo(tmp_path, "签字件.png"))
    page.get_by_role("button", name="开始代录").click()
    page.goto(f"/assignments/{one.pk}/")
    page.get_by_role("button", name="签收").click()
    page.get_by_role("link", name="报告完成").click()
    page.get_by_label("办成了什么").fill("秋季学期资助 312 人，资金已全部发放。")
    page.get_by_role("button", name="报告完成").click()
    expect(page.locator(".movements")).to_contain_text("代学生资助中心录入（助学英")
    picture("assignment-behalf-desk")
    page.get_by_role("button", name="结束代录").click()
    page.goto(f"/assignments/{one.pk}/")
    expect(page.locator(".next")).to_contain_text("现在不用您办")
    page.get_by_text("为什么有的现在不能办").click()
    expect(page.locator(".next")).to_contain_text("核验要换一个人")


def test_an_auditor_follows_one_task_through_the_journal(
    page: Page, world: World, plan: Plan, live_server, picture
) -> None:
    """Who did what about it, in which order, with what was decided."""
    one = act(given(world, plan, "first", 2), "receive", by=world.actor("clerk"))
    act(one, "report", by=world.actor("clerk"), said=Said("培训一次，四十人参加。"))
    act(one, "send_back", by=world.actor("section"), said=Said("缺签到表。"))
    act(one, "report", by=world.actor("bo"), said=Said("签到表已补。"))
    act(one, "verify", by=world.actor("section"))
    sign_in(page, world.client("auditor"), live_server.url)
    page.goto("/journal/")
    page.get_by_role("searchbox", name="查找").fill("第一小学: 开展师德")
    page.get_by_role("button", name="查看").click()
    told = page.locator("tbody tr")
    expect(told).to_have_count(5)
    for row, words in zip(
        told.all(), ("核验办结", "报告任务完成", "退回补充", "报告任务完成", "签收任务"), strict=True
    ):
        expect(row).to_contain_text(words)
    picture("assignment-journal-desk")
    told.nth(2).get_by_role("link").click()
    expect(page.locator("main")).to_contain_text("缺签到表")
    assert page.request.get(f"/assignments/{one.pk}/").status == 403


def test_a_handover_in_mid_year_takes_what_is_to_be_verified_along(
    page: Page, world: World, plan: Plan, live_server, picture
) -> None:
    """Sun leaves the section; Fang finds on her first day what was his to verify."""
    fang = Person.objects.create(name="方一诺", login="fang", staff_number="YX-9")
    world.memberships["fang"] = Membership.objects.create(
        person=fang, organisation=world.organisation("basic"), role="section", since=date(2025, 9, 1), confirmed=True
    )
    one = given(world, plan, "first", 2)
    name_verifier(one, world.membership("section"), by=world.actor("leader"))
    act(one, "report", by=world.actor("bo"), said=Said("培训一次。"))
    sign_in(page, world.client("an"), live_server.url)
    page.goto(f"/memberships/{world.membership('section').pk}/handover")
    page.get_by_label("接收人", exact=False).first.fill("YX-9")
    page.get_by_label("接收人任职第一天").fill(TODAY.isoformat())
    page.locator("form").filter(has_text="接收人").get_by_role("button").click()
    expect(page.locator("main")).to_contain_text("云岭县第一小学：开展师德师风专题培训")
    sign_in(page, world.client("fang"), live_server.url)
    page.goto("/")
    page.get_by_role("link", name="等您核验的完成报告").click()
    page.get_by_role("link", name="开展师德师风专题培训").click()
    page.get_by_role("button", name="核验办结").click()
    one.refresh_from_db()
    assert one.state == "done"


def test_a_lead_splits_its_part_and_a_leader_decides_on_a_change(
    page: Page, world: World, plan: Plan, live_server, picture
) -> None:
    """Sun gives a part to the schools; one asks for a week more; the leader says yes where the request stands."""
    act(given(world, plan, "basic"), "receive", by=world.actor("section"))
    one = given(world, plan, "basic")
    sign_in(page, world.client("section"), live_server.url)
    page.goto(f"/assignments/{one.pk}/")
    page.get_by_text("还可以办").click()
    page.get_by_role("link", name="分办").click()
    page.get_by_label("要它们做什么").fill("报送校车台账")
    page.get_by_label("学校", exact=True).check()
    expect(page.locator("#owners-count strong")).to_have_text("3 个单位")
    picture("split-desk")
    page.get_by_role("button", name="分给这些单位").click()
    expect(page.get_by_role("heading", name="分办给了 3 个单位")).to_be_visible()
    page.get_by_role("link", name="已下达 3").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    sign_in(page, world.client("bo"), live_server.url)
    school = given(world, plan, "first", 2)
    page.goto(f"/plans/tasks/{school.task_id}/")
    expect(page.locator("main")).not_to_contain_text("第二中学")
    picture("task-school-phone")
    page.goto(f"/assignments/{school.pk}/ask_change")
    page.get_by_label("延期").check()
    page.get_by_label("为什么").fill("主讲人出差，推迟一周。")
    page.get_by_label("延到哪天").fill((DUE + timedelta(days=7)).isoformat())
    picture("ask-change-phone")
    page.get_by_role("button", name="申请调整").click()
    sign_in(page, world.client("leader"), live_server.url)
    page.goto("/")
    page.get_by_role("link", name="等决定的调整申请").click()
    page.get_by_role("link", name="开展师德师风专题培训").click()
    expect(page.locator(".next")).to_contain_text("主讲人出差")
    picture("decide-desk")
    page.get_by_role("button", name="同意调整", exact=True).click()
    school.refresh_from_db()
    assert school.due == DUE + timedelta(days=7)

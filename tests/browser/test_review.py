"""The office goes through what was found in a damaged report, by mouse and by keys; two people come to the same row."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from luoshi.office.organisations.models import Membership, Person, Role
from luoshi.office.plans.models import Candidate, Plan, Target, Task
from tests.browser.windows import PHONE, carry_out_jobs, sign_in
from tests.office.conftest import DAY, World

SAMPLE = Path(__file__).resolve().parents[2] / "src" / "luoshi" / "samples" / "district-2024.html"

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_office_reviews_a_damaged_report(page: Page, world: World, live_server, picture) -> None:
    """An hands it in, makes a plan of it, accepts a part at once, goes on by keys, edits and splits one, merges two;
    every count follows."""
    sign_in(page, world.client("an"), live_server.url)
    page.goto("/reports/")
    picture("hand-in-desk")
    page.set_input_files("input[type=file]", SAMPLE)
    page.get_by_role("button", name="识别").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("正在识别")
    carry_out_jobs(page)
    page.get_by_role("button", name="新建计划并核对").wait_for()
    picture("report-begin-desk")
    page.get_by_role("button", name="新建计划并核对").click()
    expect(page.locator(".review[data-ready]")).to_be_visible()
    picture("review-desk")
    picture("review-phone")
    expect(counted(page)).to_have_text("待核 64 / 64")
    accept_a_part(page)
    go_on_by_keys(page, picture)
    edit_split_and_merge(page, picture)

    # From the text to the row, and the open ones alone.
    page.locator(".report .action").last.click()
    expect(page.locator(".entry[aria-current]")).to_be_in_viewport()
    page.get_by_role("link", name="待核的").click()
    expect(page.locator(".review[data-ready]")).to_be_visible()
    assert page.locator(".entry.accepted").count() == 0
    picture("review-open-desk")
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert Plan.objects.get().state == "draft"


def counted(page: Page) -> Locator:
    return page.locator("h1 .counted")


def accept_a_part(page: Page) -> None:
    row = page.locator(".entry", has=page.locator(":scope > .line .words", has_text="配齐专职体育教师"))
    part = page.locator(".part", has_text="坚持五育并举")
    part.get_by_role("button").click()
    expect(part.locator(".counted")).to_have_text("8 条都核完了")
    expect(counted(page)).to_have_text("待核 56 / 64")
    expect(row).to_contain_text("已采用（安知远）")
    assert Task.objects.filter(goal__words__contains="坚持五育并举").count() == 6
    assert Target.objects.count() == 2


def go_on_by_keys(page: Page, picture) -> None:
    """The next open one is accepted, one is given back with a reason and taken back; each is seen in the text too."""
    page.keyboard.press("?")
    expect(page.locator("#review-help")).to_be_visible()
    picture("review-help-desk")
    page.keyboard.press("?")
    words = page.locator(".entry[aria-current] > .line .words").inner_text()
    page.keyboard.press("a")
    expect(counted(page)).to_have_text("待核 55 / 64")
    assert Candidate.objects.get(words=words).state == "accepted"
    page.keyboard.press("x")
    reason = page.get_by_label("不采用，因为")
    expect(reason).to_be_focused()
    reason.fill("去年的工作")
    picture("review-return-desk")
    page.keyboard.press("Enter")
    expect(page.locator(".entry.returned")).to_contain_text("不采用：去年的工作（安知远）")
    expect(counted(page)).to_have_text("待核 54 / 64")
    page.keyboard.press("K")
    page.keyboard.press("u")
    expect(page.locator(".entry.returned")).to_have_count(0)
    expect(counted(page)).to_have_text("待核 55 / 64")
    assert page.locator(".report .is-accepted").count() > 5


def edit_split_and_merge(page: Page, picture) -> None:
    """Two lines are two tasks; two that are picked become one."""
    target = page.locator(".entry.task.open").first
    words = target.locator(":scope > .line .words").inner_text()
    target.get_by_role("link", name="修改").click()
    lines = page.get_by_label("任务（换行就拆成几项）")
    expect(lines).to_be_focused()
    lines.fill("编制建设方案\n报区政府审定")
    page.get_by_label("牵头单位").fill("基础教育科")
    page.get_by_label("完成日期").fill("2024-06-30")
    picture("review-edit-desk")
    page.locator(".editing").get_by_role("button", name="采用").click()
    expect(page.locator(".entry.accepted", has_text="报区政府审定")).to_contain_text("牵头：基础教育科")
    assert Candidate.objects.get(words=words).tasks.count() == 2
    picks = page.locator(".pick")
    picks.nth(0).check()
    picks.nth(1).check()
    page.get_by_role("button", name="合并选中的任务").click()
    expect(page.locator(".entry.accepted", has_text="；")).to_have_count(2)


def test_two_who_come_to_the_same_row_see_what_the_other_decided(
    browser: Browser, page: Page, world: World, live_server, picture
) -> None:
    """An has the page open while a colleague accepts; An's key then shows who was first, and changes nothing."""
    sign_in(page, world.client("an"), live_server.url)
    reviewed(page)
    row = page.locator(".entry.task.open").first
    words = row.locator(":scope > .line .words").inner_text()
    colleague(world)
    context = browser.new_context(base_url=live_server.url, locale="zh-CN")
    other = context.new_page()
    sign_in(other, world.client("second"), live_server.url)
    other.goto(page.url)
    other.locator(".entry.task.open").first.get_by_role("button", name="采用").click()
    expect(other.locator(".entry.task.accepted").first).to_contain_text("已采用（时维敏）")
    context.close()

    row.locator(":scope > .line .item").click()
    page.keyboard.press("1")
    conflict = page.locator(".entry", has_text="您要做的没有做").first
    expect(conflict).to_contain_text(re.compile(r"时维敏在 \d\d:\d\d 采用了这一条"))
    expect(conflict).to_contain_text("已采用（时维敏）")
    picture("review-conflict-desk")
    assert Task.objects.get().words == words
    assert Task.objects.get().grade != "supervised"
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator(".entry.task.accepted")).to_have_count(2)


def reviewed(page: Page) -> None:
    """The sample, read, in a plan, open for review."""
    page.goto("/reports/")
    page.set_input_files("input[type=file]", SAMPLE)
    page.get_by_role("button", name="识别").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("正在识别")
    carry_out_jobs(page)
    page.get_by_role("button", name="新建计划并核对").click()
    expect(page.locator(".review[data-ready]")).to_be_visible()


def colleague(world: World) -> None:
    """Offices are two people."""
    person = Person.objects.create(login="second", name="时维敏")
    world.memberships["second"] = Membership.objects.create(
        person=person, organisation=world.organisation("office"), role=Role.OFFICE, since=DAY, confirmed=True
    )


def test_single_acts_work_without_script(browser: Browser, world: World, live_server) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    sign_in(page, world.client("an"), live_server.url)
    page.goto("/reports/")
    page.set_input_files("input[type=file]", SAMPLE)
    page.get_by_role("button", name="识别").click()
    carry_out_jobs(page, script=False)
    page.get_by_role("button", name="新建计划并核对").click()
    page.locator(".entry.task").first.get_by_role("button", name="采用").first.click()
    expect(page.locator(".entry.task.accepted")).to_have_count(1)
    page.locator(".entry.task.open").first.get_by_role("link", name="不采用").click()
    page.get_by_role("button", name="重复").click()
    expect(page.locator(".entry.task.returned")).to_have_count(1)
    page.locator(".entry.task.open").first.get_by_role("link", name="修改").click()
    page.get_by_label("任务（换行就拆成几项）").fill("办好这件事")
    page.get_by_role("button", name="采用").click()
    expect(page.locator(".entry.task.accepted", has_text="办好这件事")).to_have_count(1)
    page.locator(".entry.task.accepted").first.get_by_role("button", name="撤回").click()
    expect(page.locator(".entry.task.accepted")).to_have_count(1)
    page.locator(".part").last.get_by_role("button").click()
    assert Task.objects.count() > 2
    context.close()

"""The calendar as the office keeps it: what comes with the program, a notice pasted, terms set."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.windows import PHONE, sign_in
from tests.office.conftest import World

pytestmark = pytest.mark.django_db(transaction=True)

WRONG = "国务院办公厅关于2027年部分节假日安排的通知\n一、元旦：1月1日（周四）至3日（周日）放假，共3天。"


def test_the_office_fills_the_calendar_and_a_school_looks_at_it(page: Page, world: World, live_server, picture) -> None:
    """The office puts in what comes with the program, pastes a wrong notice, mends it, saves; a school sees the year."""
    sign_in(page, world.client("an"), live_server.url)
    page.goto("/calendar/2026/")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("2026年的放假安排还没有载入")
    page.get_by_role("button", name="放入程序自带的安排").click()
    page.goto("/calendar/2026/")
    expect(heading).to_have_text("2026年：放假 33 天，调休上班 6 天，共 248 个工作日")
    picture("calendar-year-desk")
    page.goto("/calendar/2027/")
    page.get_by_role("link", name="载入放假通知").click()
    page.get_by_label("通知正文").fill(WRONG)
    page.get_by_role("button", name="读一读").click()
    expect(page.get_by_role("alert")).to_contain_text("2027 年的这一天是周五")
    page.get_by_label("通知正文").fill(WRONG.replace("周四", "周五"))
    page.get_by_role("button", name="重新读").click()
    expect(heading).to_have_text("2027年的通知读到 3 天，请核对后保存")
    picture("calendar-notice-desk")
    page.get_by_role("button", name="核对无误，保存").click()
    expect(heading).to_contain_text("2027年：放假 3 天")
    page.goto("/calendar/school-years/")
    expect(heading).to_have_text("有 6 个学期的起止日期还是假定的，请按校历改定")
    picture("calendar-terms-desk")
    page.goto("/calendar/2026/days/")
    picture("calendar-days-desk")
    page.goto("/calendar/plan-periods/")
    picture("calendar-periods-desk")
    sign_in(page, world.client("bo"), live_server.url)
    page.goto("/calendar/2026/")
    expect(page.get_by_role("link", name="载入放假通知")).to_have_count(0)
    picture("calendar-year-phone")
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

"""A draft is proofread before it goes out, and held against the city's paper."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.windows import PHONE, carry_out_jobs, sign_in
from tests.office.conftest import World
from tests.office.plans.test_proofing import DRAFT, THEIRS

pytestmark = pytest.mark.django_db(transaction=True)


def paste(page: Page, text: str, kind: str = "本局工作报告") -> None:
    page.goto("/reports/")
    page.get_by_label("这是").select_option(label=kind)
    page.get_by_label("或者粘贴正文").fill(text)
    page.get_by_role("button", name="识别").click()
    page.wait_for_url(re.compile(r"/reports/\d+/$"))
    carry_out_jobs(page)
    expect(page.locator(".reading")).to_be_visible()


def test_remarks_lead_to_their_places_and_what_is_missing_is_said(
    page: Page, world: World, live_server, picture
) -> None:
    """An sees that two figures disagree, presses one and finds it in the text; then sees what the city asks besides."""
    sign_in(page, world.client("an"), live_server.url)
    paste(page, THEIRS, "上级工作要点")
    paste(page, DRAFT)
    page.get_by_role("link", name="校对").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("处请看一看"))
    expect(page.locator(".reading[data-ready]")).to_be_visible()
    page.get_by_role("button", name=re.compile("【860个】")).click()
    lit = page.locator(".report .on")
    expect(lit.first).to_be_in_viewport()
    expect(lit.first).to_contain_text("860")
    picture("proofread-desk")
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("link", name="与上级文件比对").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("没有提到"))
    expect(page.get_by_text("指标低于上级要求的 1 处")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    picture("compare-desk")

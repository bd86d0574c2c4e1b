"""A form that was refused leads to what has to be put right; what is rarely wanted is folded away."""

import re

from playwright.sync_api import Page, expect

from tests.browser.windows import PHONE, sign_in
from tests.office.conftest import World


def test_a_refused_form_leads_to_its_faults(page: Page, world: World, live_server) -> None:
    sign_in(page, world.client("an"), live_server.url)
    page.goto("/grants/new/")
    page.get_by_label("人员").fill("纪小满")
    page.get_by_label("机构").fill("第一小")
    page.get_by_label("岗位").select_option("clerk")
    page.get_by_role("button", name="提出").click()
    summary = page.locator("#refused")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("机构：辖区内没有“第一小”。")
    summary.get_by_role("link", name="机构").click()
    expect(page.get_by_label("机构")).to_be_focused()


def test_what_is_rarely_wanted_is_folded_away_until_it_is_used(page: Page, world: World, live_server) -> None:
    sign_in(page, world.client("an"), live_server.url)
    page.goto("/grants/new/")
    expect(page.get_by_label("做谁的 B 岗")).to_be_hidden()
    page.locator("details.rare > summary").click()
    page.get_by_label("做谁的 B 岗").fill("无名")
    page.get_by_label("人员").fill("纪小满")
    page.get_by_label("机构").fill("云岭县第一小学")
    page.get_by_label("岗位").select_option("clerk")
    page.get_by_role("button", name="提出").click()
    expect(page.get_by_label("做谁的 B 岗")).to_be_visible()


def test_on_a_phone_the_list_comes_before_its_filters(page: Page, world: World, live_server) -> None:
    sign_in(page, world.client("an"), live_server.url)
    page.goto("/people/")
    expect(page.locator(".list-filters select").first).to_be_visible()
    expect(page.get_by_text("筛选")).to_be_hidden()
    page.set_viewport_size(PHONE)
    page.goto("/people/")
    expect(page.locator(".list-filters select").first).to_be_hidden()
    page.get_by_text("筛选").click()
    page.locator("select[name=role]").select_option("head")
    page.get_by_role("button", name="查看").click()
    expect(page.locator("select[name=role]")).to_be_visible()
    expect(page.locator("select[name=role]")).to_have_value("head")


def test_tabler_alone_asks_for_nothing_that_the_policy_refuses(page: Page, world: World, live_server) -> None:
    """A window that is measured while our own style sheet is still on its way has Tabler's choices and ticks."""
    sign_in(page, world.client("an"), live_server.url)
    page.route(re.compile("luoshi.*css"), lambda route: route.fulfill(body="", content_type="text/css"))
    page.goto("/grants/new/")
    expect(page.get_by_label("岗位")).to_be_visible()
    page.goto("/asks/new/")
    assert page.locator("main").evaluate("main => getComputedStyle(main).maxWidth") == "none"

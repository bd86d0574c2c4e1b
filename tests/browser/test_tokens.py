"""A token, from the password typed again to what a program reads with it and the administrator who takes it away."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.windows import PHONE, sign_in
from tests.office import rows
from tests.office.conftest import World

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "Yun-Ling-2025"


def test_a_head_makes_a_token_tries_it_and_loses_it(page: Page, world: World, live_server, picture) -> None:
    """柏青 is asked for his password, makes a token, reads what is asked of his school with it on the page that tries
    operations out; the security administrator finds and revokes it; the next try is told so."""
    rows.assignment(world, "first")
    bo = world.membership("bo").person
    bo.set_password(PASSWORD)
    bo.save()
    sign_in(page, world.client("bo"), live_server.url)
    page.goto("/me/tokens/")
    expect(page.get_by_role("heading", level=1)).to_have_text("您没有令牌在用")
    page.get_by_role("link", name="生成令牌").click()
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="继续").click()
    page.get_by_label("用途").fill("值班室大屏读取进度")
    picture("token-make-desk")
    page.get_by_role("button", name="生成", exact=True).click()
    said = page.locator("#new-token").inner_text()
    assert said.startswith("luoshi_")
    page.get_by_role("link", name="复制好了").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("您有 1 个令牌在用")
    expect(page.locator("main")).not_to_contain_text(said)
    page.get_by_role("link", name="接口说明").click()
    picture("api-desk")
    page.get_by_role("link", name="逐个试一试").click()
    try_out(page, said)
    expect(page.locator("#operations-承办-api-assignments .live-responses-table")).to_contain_text("开展校车安全检查")
    sign_in(page, world.client("security"), live_server.url)
    page.goto("/tokens/")
    expect(page.get_by_role("heading", level=1)).to_have_text("辖区内有 1 个令牌在用")
    page.get_by_role("link", name="值班室大屏读取进度").click()
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("值班室大屏读取进度：已撤销")
    told = page.request.get("/api/v1/me", headers={"authorization": f"Bearer {said}"})
    assert (told.status, told.json()) == (401, {"reasons": ["这个令牌已经撤销，请重新生成一个。"]})
    for address in ("/me/tokens/", "/tokens/", "/api/"):
        page.set_viewport_size(PHONE)
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address


def try_out(page: Page, said: str) -> None:
    """With Swagger UI: bring the token, ask for the assignments."""
    page.get_by_role("button", name="Authorize").first.click()
    page.get_by_label("auth-bearer-value").fill(said)
    page.get_by_label("Apply credentials").click()
    page.get_by_role("button", name="Close", exact=True).click()
    page.locator("#operations-承办-api-assignments .opblock-summary-control").click()
    page.locator("#operations-承办-api-assignments button.execute").click()

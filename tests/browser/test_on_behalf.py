"""代录, from the form to the banner to the list in which the school finds it."""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.windows import PHONE, sign_in
from tests.office.conftest import World
from tests.office.desk import made

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_office_enters_what_a_school_signed_and_the_school_finds_it(
    page: Page, world: World, live_server, picture, tmp_path: Path
) -> None:
    """The office opens the form, names school, signer and scan; every page says so; it ends; the school sees it."""
    scan = tmp_path / "签字件.png"
    scan.write_bytes(made.png())
    sign_in(page, world.client("an"), live_server.url)
    page.goto("/on-behalf/begin")
    page.get_by_label("代哪个机构录入").select_option(label="云岭县第一小学")
    page.get_by_label("签字人").fill("柏青")
    page.get_by_label("签字日期").fill(timezone.localdate().isoformat())
    page.get_by_label("签字纸件的扫描件或照片").set_input_files(scan)
    page.get_by_label("说明").fill("学校没有网络，校长到局里签的字")
    picture("on-behalf-begin-desk")
    page.get_by_role("button", name="开始代录").click()
    banner = page.locator(".shell-behalf")
    expect(banner).to_contain_text("正在代录：代云岭县第一小学录入（柏青")
    picture("on-behalf-lasting-desk")
    picture("on-behalf-lasting-phone")
    page.get_by_role("button", name="结束代录").click()
    expect(banner).to_have_count(0)
    sign_in(page, world.client("bo"), live_server.url)
    page.goto("/on-behalf/")
    expect(page.get_by_role("heading", level=1)).to_have_text("共代录过 1 次")
    expect(page.get_by_role("link", name="签字件.png")).to_be_visible()
    picture("on-behalf-list-desk")
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_refusal_stands_on_the_form(page: Page, world: World, live_server, tmp_path: Path) -> None:
    scan = tmp_path / "（机密）签字件.png"
    scan.write_bytes(made.png())
    sign_in(page, world.client("an"), live_server.url)
    page.goto("/on-behalf/begin")
    page.get_by_label("代哪个机构录入").select_option(label="云岭县第一小学")
    page.get_by_label("签字人").fill("柏青")
    page.get_by_label("签字纸件的扫描件或照片").set_input_files(scan)
    page.get_by_role("button", name="开始代录").click()
    expect(page.get_by_role("alert")).to_contain_text("的文件名有密级或内部标志“机密”")

"""The auditor finds what happened, sees what it was before, and checks that nobody changed the journal."""

import pytest
from playwright.sync_api import Page, expect

from luoshi.office.journal import record, seal
from tests.browser.windows import sign_in
from tests.office.conftest import World, build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(settings, tmp_path) -> World:
    """The county in which An renamed a school, and somebody did not get in."""
    settings.KEYS = tmp_path / "keys"
    made = build()
    an, first = made.actor("an").who, made.organisation("first")
    for number in range(3):
        record.write("report.receive", by=an, where=made.organisation("county").path, detail={"number": number})
    renamed = {
        "before": {"name": "云岭县第一小学"},
        "after": {"name": "云岭县第一实验小学"},
        "document": "云教〔2026〕3号",
    }
    record.write("organisation.rename", by=an, about=first, where=first.path, detail=renamed)
    record.write("sign_in.refuse", by=made.actor("bo").who, where=first.path, done=False)
    seal.seal_all()
    return made


@pytest.fixture
def as_auditor(world: World, page: Page, live_server) -> Page:
    """The auditor's browser on the journal."""
    sign_in(page, world.client("auditor"), live_server.url)
    page.goto("/journal/")
    return page


def test_the_auditor_finds_an_entry_and_checks_the_journal(as_auditor: Page, picture) -> None:
    """Searches for what An did, opens the renaming, and checks the whole journal."""
    page = as_auditor
    expect(page.get_by_role("heading", level=1)).to_have_text("日志 5 条，其中 1 条未办成")
    picture("journal-desk")
    page.get_by_placeholder("查找").fill("安知远")
    page.get_by_label("事项").select_option(label="机构更名")
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_text("第 1—1 行，共 1 行")).to_be_visible()
    page.locator("tbody a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("安知远 · 机构更名 · 云岭县第一小学")
    expect(page.get_by_role("cell", name="云岭县第一实验小学")).to_be_visible()
    picture("entry-desk")
    picture("entry-phone")
    page.get_by_role("link", name="全部日志", exact=True).click()
    page.get_by_role("link", name="核对与封存").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("日志还没有核对过")
    page.get_by_role("button", name="现在核对").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("日志完好：5 条都与写入时一致")
    picture("journal-verify-desk")


def test_the_journal_can_be_read_on_a_phone(as_auditor: Page, picture) -> None:
    as_auditor.set_viewport_size({"width": 390, "height": 844})
    wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert as_auditor.evaluate(wide)
    as_auditor.goto("/journal/verify/")
    picture("journal-phone")
    as_auditor.set_viewport_size({"width": 390, "height": 844})
    assert as_auditor.evaluate(wide)

"""The shell and a school's own lists as a phone shows them: low, whole, and without a script or a mouse."""

import pytest
from playwright.sync_api import Browser, Page, expect

from luoshi.office.organisations.models import Membership
from luoshi.office.plans import approval, drafting
from luoshi.office.plans.models import Assignment, Plan
from luoshi.office.plans.owners import Owners, Range, as_json
from luoshi.office.plans.tasks import Named, Wanted, add
from tests.browser.windows import PHONE, sign_in
from tests.office.conftest import DAY, World

pytestmark = pytest.mark.django_db(transaction=True)

LINE = 48  # pixels of one line of the head, which a finger meets
SCHOOLS = as_json(Owners(ranges=(Range(kinds=("school",)),)))


@pytest.fixture
def monthly(world: World) -> Plan:
    """A task that comes back every month, twelve times for each school."""
    by = world.actor("an")
    plan = drafting.begin("2026年教育工作要点", 2026, by=by)
    lead = Named("lead", "基础教育科", world.organisation("basic"))
    named = (lead, Named("owner", "各校", owners=SCHOOLS))
    add(plan, Wanted("开展一次校园安全隐患排查，建立问题台账并逐项整改", named=named), by=by)
    plan = approval.approve(plan, meeting="局党组第3次会议", on=DAY, by=by)
    approval.issue(plan, number="云教〔2026〕3号", on=DAY, by=by)
    one = Assignment.objects.get(task__plan=plan, organisation=world.organisation("first"))
    for month in range(1, 13):
        Assignment.objects.create(
            task=one.task,
            organisation=one.organisation,
            part="owner",
            occurrence=f"2026年{month}月",
            due=f"2026-{month:02}-28",
        )
    return plan


def whole(page: Page) -> bool:
    """Nothing stands beside the screen, and no table has to be pushed to and fro."""
    return bool(
        page.evaluate(
            """() => document.documentElement.scrollWidth <= innerWidth
              && [...document.querySelectorAll('.table-scroll')].every((one) => one.scrollWidth <= one.clientWidth)"""
        )
    )


def test_the_head_is_one_line_and_its_menu_opens_by_keyboard(page: Page, world: World, live_server) -> None:
    sign_in(page, world.client("bo"), live_server.url)
    page.set_viewport_size(PHONE)
    page.goto("/school/")
    head, menu = page.locator(".shell-head"), page.locator(".shell-menu")
    fold = page.locator(".shell-fold summary")
    assert head.bounding_box()["height"] <= LINE + 1
    expect(menu).to_be_hidden()
    fold.focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="我校")).to_be_visible()
    page.keyboard.press("Tab")
    expect(menu.get_by_role("link", name="首页")).to_be_focused()
    menu.get_by_text("管理").click()
    expect(menu.get_by_role("link", name="离任交接")).to_be_visible()
    assert whole(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(fold).to_be_focused()
    fold.click()
    page.locator("h1").click()
    expect(menu).to_be_hidden()


def test_with_several_posts_the_head_says_which_in_two_lines(page: Page, world: World, live_server) -> None:
    person = world.membership("bo").person
    Membership.objects.create(
        person=person, organisation=world.organisation("second"), role="clerk", since=DAY, confirmed=True
    )
    sign_in(page, world.client("bo"), live_server.url)
    page.set_viewport_size(PHONE)
    page.goto("/")
    assert page.locator(".shell-head").bounding_box()["height"] <= 2 * LINE
    expect(page.locator(".shell-who summary")).to_contain_text("云岭县第一小学")


def test_the_menu_opens_without_a_script(browser: Browser, world: World, live_server) -> None:
    context = browser.new_context(viewport=PHONE, base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, world.client("bo"), live_server.url)
    page.goto("/")
    expect(page.locator(".shell-menu")).to_be_hidden()
    page.locator(".shell-fold summary").click()
    page.locator(".shell-menu").get_by_role("link", name="我校").click()
    expect(page).to_have_url(f"{live_server.url}/school/")
    context.close()


def test_on_a_desk_the_menu_is_always_there(page: Page, world: World, live_server) -> None:
    sign_in(page, world.client("bo"), live_server.url)
    page.goto("/")
    expect(page.locator(".shell-fold")).to_be_hidden()
    expect(page.locator(".shell-menu").get_by_role("link", name="我校")).to_be_visible()


@pytest.mark.parametrize("address", ["/", "/school/", "/assignments/", "/assignments/to-do", "/asks/"])
def test_a_schools_own_pages_are_whole(page: Page, world: World, monthly: Plan, live_server, address: str) -> None:
    sign_in(page, world.client("bo"), live_server.url)
    page.set_viewport_size(PHONE)
    page.goto(address)
    assert whole(page)
    if address in ("/assignments/", "/asks/"):
        expect(page.locator("table.cards thead")).to_be_hidden()
    if address == "/assignments/":
        row = page.locator("tr", has_text="2026年12月")
        for words in ("2026年12月", "2026-12-28", "已下达"):
            box = row.get_by_text(words, exact=True).bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= PHONE["width"]

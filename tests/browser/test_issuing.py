"""From a draft to an issued plan: asked about on screen and in Excel, approved, issued, amended."""

import io
import re
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from luoshi.office.plans import drafting
from luoshi.office.plans.models import Plan, Task
from luoshi.office.plans.tasks import Named, Wanted, add
from tests.browser.windows import PHONE, sign_in
from tests.office.conftest import World

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()
DUE = TODAY + timedelta(days=40)

TASKS = (
    ("开展校车安全隐患排查，建立问题台账并逐项整改", "基础教育科", "basic", "各中小学", DUE),
    ("修订学校年度考核评价方案", "基础教育科", "basic", "", DUE + timedelta(days=30)),
    ("建成石桥镇小学食堂并投入使用", "学生资助中心", "aid", "石桥镇中心校所属小学", None),
    ("坚持正确办学方向", "", "", "", None),
)


@pytest.fixture
def plan(world: World) -> Plan:
    """A draft of four tasks."""
    by = world.actor("an")
    made = drafting.begin(f"{TODAY.year}年教育工作要点", TODAY.year, by=by)
    for words, name, lead, owners, due in TASKS:
        named = [Named("lead", name, world.organisation(lead))] if lead else []
        named += [Named("owner", owners)] if owners else []
        grade = Task.Grade.ROUTINE if lead else Task.Grade.GUIDING
        add(made, Wanted(words, due=due, grade=grade, named=tuple(named)), by=by)
    return made


def choose_owners(page: Page, plan: Plan, picture) -> None:
    """The office ticks who carries tasks out and sees how many that are."""
    first, third = plan.tasks.get(number=1), plan.tasks.get(number=3)
    page.goto(f"/tasks/{first.pk}/owners")
    expect(page.get_by_role("heading", level=1)).to_have_text("第 1 项由谁落实")
    expect(page.locator("#owners-count strong")).to_have_text("3 个单位")
    page.get_by_label("幼儿园", exact=True).first.check()
    expect(page.locator("#owners-count strong")).to_have_text("4 个单位")
    picture("owners-desk")
    picture("owners-phone")
    page.get_by_label("幼儿园", exact=True).first.uncheck()
    expect(page.locator("#owners-count strong")).to_have_text("3 个单位")
    page.get_by_role("button", name="就定这些单位").click()
    expect(page.get_by_text("已定：各中小学")).to_be_visible()
    page.goto(f"/tasks/{third.pk}/owners")
    page.get_by_role("button", name="就定这些单位").click()


def send(page: Page, plan: Plan, picture) -> None:
    """The office asks a section and a centre."""
    page.goto(f"/plans/{plan.pk}/consultation/")
    picture("consult-send-desk")
    expect(page.get_by_label("基础教育科")).to_be_checked()
    page.get_by_label("学生资助中心").uncheck()
    page.get_by_label("石桥镇中心校").check()
    page.get_by_role("button", name="发出征求意见").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 个单位中已有 0 个反馈")
    expect(page.get_by_label("发到工作群的话")).to_have_value(re.compile("请以下 2 个单位"))


def comment(page: Page, plan: Plan, picture) -> None:
    """The centre finds it on its home page and writes on one task."""
    third = plan.tasks.get(number=3)
    page.goto("/")
    page.get_by_role("link", name=f"对《{plan}》提意见").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.locator(f"#task-{third.pk}").get_by_role("link", name="写意见").click()
    page.get_by_label("意见", exact=True).fill("主体工程六月才完工，食堂设备采购要两个月")
    page.get_by_label("时限建议改为").fill((DUE + timedelta(days=60)).isoformat())
    page.locator("h1").scroll_into_view_if_needed()
    picture("consult-write-desk")
    picture("consult-write-phone")
    page.get_by_role("button", name="记下").click()
    page.get_by_role("button", name="反馈这 1 条意见").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("石桥镇中心校已于")


def follow(page: Page, plan: Plan, picture) -> None:
    """The office takes the centre's day over."""
    third = plan.tasks.get(number=3)
    page.goto(f"/plans/{plan.pk}/consultation/")
    picture("consult-beside-desk")
    page.get_by_role("button", name="采纳并改").click()
    third.refresh_from_db()
    assert third.due == DUE + timedelta(days=60)


def approve_and_issue(page: Page, plan: Plan, picture) -> None:
    """From the page of the comments, by the steps over it, to the papers."""
    page.get_by_role("link", name="审定").click()
    page.get_by_label("审定的会议").fill("局党组2026年第3次会议")
    picture("approve-desk")
    page.get_by_role("button", name="登记审定").click()
    page.get_by_label("文号").fill("云教〔2026〕3号")
    picture("issue-desk")
    page.get_by_role("button", name="印发并下达").click()
    expect(page.get_by_text("已印发：4 项任务")).to_be_visible()
    picture("issued-desk")
    picture("issued-phone")
    page.get_by_role("link", name="印发件").click()
    picture("pack-desk")
    picture("pack-phone")
    with page.expect_download() as coming:
        page.get_by_role("button", name="下载通知").click()
    assert coming.value.suggested_filename == f"关于印发《{plan}》的通知.docx"


def amend(page: Page, plan: Plan, picture) -> None:
    """A decision of the leaders gives a task to more schools; every page is as wide as a phone."""
    page.goto(f"/plans/{plan.pk}/amendments")
    page.locator("tr", has_text="修订学校年度考核").get_by_role("link", name="修改").click()
    page.get_by_label("落实单位").fill("各中小学")
    page.get_by_label("谁决定的").fill("局长办公会第6次会议")
    page.evaluate("scrollTo(0, 0)")
    picture("amend-desk")
    page.get_by_role("button", name="保存调整").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("印发以后调整过 1 次")
    picture("amendments-desk")
    for address in ("assignments", "amendments", "proposed", "pack/"):
        page.goto(f"/plans/{plan.pk}/{address}")
        page.set_viewport_size(PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        page.set_viewport_size({"width": 1366, "height": 768})


def test_the_office_asks_approves_issues_and_amends(page: Page, world: World, plan: Plan, live_server, picture) -> None:
    """The office says who the owners are, asks a section and a centre, follows a comment, approves, issues; a school finds
    its task; a leader's decision changes one."""
    office = world.client("an")
    sign_in(page, office, live_server.url)
    choose_owners(page, plan, picture)
    send(page, plan, picture)
    sign_in(page, world.client("centre"), live_server.url)
    comment(page, plan, picture)
    sign_in(page, office, live_server.url)
    follow(page, plan, picture)
    approve_and_issue(page, plan, picture)
    sign_in(page, world.client("bo"), live_server.url)
    page.goto("/messages/")
    expect(page.get_by_text(f"《{plan}》的任务已经下达")).to_be_visible()
    page.goto(f"/plans/{plan.pk}/assignments")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 项任务要办，共 1 件")
    sign_in(page, office, live_server.url)
    amend(page, plan, picture)


def test_a_section_comments_by_excel(
    page: Page, world: World, plan: Plan, live_server, picture, tmp_path: Path
) -> None:
    """The section downloads the draft, writes in it, hands it back; the office sees the comments beside each task."""
    from luoshi.office.plans import consultation

    consultation.send(plan, [world.organisation("basic")], due=DUE, by=world.actor("an"))
    sign_in(page, world.client("section"), live_server.url)
    page.goto("/")
    page.get_by_role("link", name=f"对《{plan}》提意见").click()
    with page.expect_download() as coming:
        page.get_by_role("link", name="下载 Excel 表").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(coming.value.path()).read_bytes()))
    sheet = book["责任分解表"]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == "意见":
                comments = cell.column
            if cell.value == "修订学校年度考核评价方案":
                at = cell.row
    sheet.cell(at, comments).value = "请与教师发展中心共同牵头"
    book.save(tmp_path / "意见.xlsx")
    page.get_by_label("填好的文件").set_input_files(tmp_path / "意见.xlsx")
    page.get_by_role("button", name="交回").click()
    expect(page.get_by_text("已收下“意见.xlsx”，共 1 条意见。")).to_be_visible()
    picture("consult-excel-desk")
    sign_in(page, world.client("an"), live_server.url)
    page.goto(f"/plans/{plan.pk}/consultation/")
    expect(page.locator("article")).to_contain_text("请与教师发展中心共同牵头")


def test_a_centre_may_not_see_the_draft(page: Page, world: World, plan: Plan, live_server) -> None:
    """Asked or not, a centre comes to no page of the draft; of its own consultation it sees only what concerns it."""
    from luoshi.office.plans import consultation

    (sent,) = consultation.send(plan, [world.organisation("centre")], due=DUE, by=world.actor("an"))
    for who in ("centre", "village-head", "clerk"):
        sign_in(page, world.client(who), live_server.url)
        for address in ("consultation/", "approval", "issue", "assignments", "amendments"):
            assert page.request.get(f"/plans/{plan.pk}/{address}").status in {403, 404}
    sign_in(page, world.client("centre"), live_server.url)
    page.goto(f"/consultations/{sent.pk}/?all=1")
    expect(page.locator("main")).not_to_contain_text("修订学校年度考核评价方案")

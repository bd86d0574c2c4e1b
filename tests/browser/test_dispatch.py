"""A dispatch round from its opening to the 通报: on screen, in Excel, by somebody who never signs in, and by two at once."""

import io
import re
from datetime import timedelta
from pathlib import Path

import docx
import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from luoshi.office.organisations.actor import Behalf, actor_of
from luoshi.office.plans import approval, drafting
from luoshi.office.plans.dispatch import filling, notice, resolving, rounds
from luoshi.office.plans.dispatch.filling import Filled, Given, Mark
from luoshi.office.plans.models import Assignment, Dispatch, Plan, Task
from luoshi.office.plans.tasks import Named, Wanted, add
from tests.browser.windows import PHONE, sign_in
from tests.office.conftest import World

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()
DUE = TODAY + timedelta(days=40)

TASKS = (
    ("开展校车安全隐患排查，建立问题台账并逐项整改", "basic", TODAY - timedelta(days=12), Task.Grade.SUPERVISED),
    ("修订学校年度考核评价方案", "basic", DUE, Task.Grade.ROUTINE),
    ("落实义务教育学校课后服务，覆盖全部有需要的学生", "basic", DUE, Task.Grade.ROUTINE),
    ("发放家庭经济困难学生资助金，做到应助尽助", "aid", DUE, Task.Grade.SUPERVISED),
    ("办好政务公开专栏，每月更新", "office", DUE, Task.Grade.ROUTINE),
)


@pytest.fixture
def plan(world: World) -> Plan:
    """An issued plan of five tasks with a round behind it."""
    by = world.actor("an")
    made = drafting.begin(f"{TODAY.year}年教育工作要点", TODAY.year, by=by)
    leader = Named("leader", "李望舒", membership=world.membership("leader"))
    for words, lead, due, grade in TASKS:
        organisation = world.organisation(lead)
        named = (leader, Named("lead", organisation.name, organisation))
        add(made, Wanted(words, due=due, grade=grade, named=named), by=by)
    made = approval.approve(made, meeting="局党组2026年第3次会议", on=TODAY, by=by)
    approval.issue(made, number="云教〔2026〕3号", on=TODAY, by=by)
    made.refresh_from_db()
    Assignment.objects.filter(task__plan=made, task__number=1).update(due=TODAY - timedelta(days=12))
    before = rounds.open_round(made, kind="monthly", title="第1次月调度", due=TODAY, by=by)
    said = ("已印发排查方案，第一轮查了11所学校。", "评价方案初稿已成。", "全县开展课后服务的学校62所。")
    basic = world.organisation("basic")
    rows = [Given(Mark.of(line), Filled(words)) for line, words in zip(filling.table(before, basic), said, strict=True)]
    filling.fill(before, basic, rows, by=world.actor("section"))
    rounds.close(before, by=by)
    return made


def narrow(page: Page) -> None:
    """No page is wider than a phone."""
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size({"width": 1366, "height": 768})


def open_round(page: Page, picture) -> None:
    page.goto("/dispatches/")
    page.get_by_role("link", name="发起调度").click()
    page.get_by_label("填报截止日").fill((TODAY + timedelta(days=3)).isoformat())
    picture("dispatch-open-desk")
    page.get_by_role("button", name="发起").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("第2次月调度：3 家中 0 家已填，3 家未填")


def fill_on_screen(page: Page, picture) -> None:
    """The section finds it on its home page: one task has news, one has none, one is left for Excel."""
    page.goto("/")
    page.get_by_role("link", name="第2次月调度：3 项待填").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("3 项中 3 项待填")
    first = page.locator("article", has_text="开展校车安全隐患排查")
    expect(first).to_contain_text("第一轮查了11所学校")
    first.get_by_label("进展").fill("已排查18所学校，发现问题23个，整改19个。")
    first.get_by_label("问题").fill("两所学校没有随车照管员。")
    first.get_by_label("下步打算").fill("月底前配齐照管员，逐校回头看。")
    first.get_by_label("需协调事项").fill("请财政局核增照管员经费12万元。")
    second = page.locator("article", has_text="修订学校年度考核")
    second.get_by_label("没有变化").check()
    picture("dispatch-fill-desk")
    picture("dispatch-fill-phone")
    narrow(page)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存 2 项。")).to_be_visible()


def fill_by_excel(page: Page, picture, folder: Path) -> None:
    with page.expect_download() as coming:
        page.get_by_role("link", name="下载 Excel 表").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(coming.value.path()).read_bytes()))
    sheet = book["调度表"]
    heads = {cell.value: cell.column for cell in sheet[3]}
    row = next(n for n in range(4, 8) if "课后服务" in str(sheet.cell(n, heads["任务"]).value))
    sheet.cell(row, heads["进展"]).value = "开展课后服务的学校增加到71所。"
    book.save(folder / "调度表.xlsx")
    page.get_by_text("用 Excel 或 Word 填").click()
    page.get_by_label("填好的文件").set_input_files(folder / "调度表.xlsx")
    page.get_by_role("button", name="交回").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("改了 1 项，还没有保存")
    picture("dispatch-back-desk")
    page.get_by_role("button", name="确认保存").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("基础教育科 第2次月调度：3 项都已填")


def enter_for_aid(world: World) -> None:
    """学生资助中心 never signs in: the office enters what it signed."""
    made, aid = Dispatch.objects.get(title="第2次月调度"), world.organisation("aid")
    by = actor_of(world.membership("an"), day=TODAY, behalf=Behalf(1, aid, "方济", TODAY))
    (line,) = filling.table(made, aid)
    filling.fill(made, aid, [Given(Mark.of(line), Filled("秋季资助金已发放1264人。"))], by=by)


def close(page: Page, picture) -> None:
    page.goto(f"/dispatches/{Dispatch.objects.get(title='第2次月调度').pk}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("第2次月调度：3 家中 2 家已填，1 家未填")
    expect(page.get_by_label("发到工作群的话")).to_have_value(re.compile(r"请以下 1 个单位.*办公室（1项）"))
    picture("dispatch-round-desk")
    picture("dispatch-round-phone")
    narrow(page)
    page.get_by_role("link", name="填报内容").click()
    picture("dispatch-lines-desk")
    narrow(page)
    page.get_by_role("link", name="谁填了").click()
    page.get_by_role("button", name="截止填报").click()
    expect(page.get_by_text("已截止，各项任务的进度按今天的情况定下来了。")).to_be_visible()
    with page.expect_download() as coming:
        page.get_by_role("link", name="下载会议材料").click()
    found = docx.Document(coming.value.path())
    assert found.tables[0].rows[1].cells[1].text == "基础教育科"


def hold(page: Page, picture) -> None:
    """The meeting moves a day and gives out a task."""
    page.get_by_role("link", name="会议", exact=True).click()
    page.get_by_label("哪次会议").fill("局长办公会第8次会议")
    page.get_by_role("button", name="登记会议").click()
    page.get_by_label("议定了什么").fill("校车排查延到下月底，经费由财务科与财政局对接。")
    page.get_by_label("延期", exact=True).check()
    page.get_by_label("哪一项").select_option(index=1)
    page.get_by_label("延到哪天").fill((TODAY + timedelta(days=39)).isoformat())
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("局长办公会第8次会议议定了 1 项")
    page.get_by_label("议定了什么").fill("开展学校食堂大宗食材采购专项检查。")
    page.get_by_label("新任务").check()
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("会议议定：增加一项任务")
    page.get_by_label("牵头单位").fill("基础教育科")
    page.get_by_role("button", name="增加并下达").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("局长办公会第8次会议议定了 2 项")
    page.evaluate("scrollTo(0, 0)")
    picture("dispatch-meeting-desk")
    narrow(page)


def draft(page: Page, picture) -> None:
    page.get_by_role("link", name="通报", exact=True).click()
    page.get_by_label("下一步要求").fill("滞后的任务要倒排工期，每周报告。\n没有报送的单位三日内补报。")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 家 1 项滞后，还没有同意点名")
    picture("dispatch-notice-desk")
    narrow(page)
    assert "基础教育科" not in paper(page)


def paper(page: Page) -> str:
    with page.expect_download() as coming:
        page.get_by_role("link", name="不带红头").click()
    found = docx.Document(coming.value.path())
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in found.paragraphs), *cells])


def agree(page: Page, picture) -> None:
    """The leader finds it on the home page."""
    page.goto("/")
    page.get_by_role("link", name="第2次月调度的通报：是否点名，等您定").click()
    picture("dispatch-agree-desk")
    picture("dispatch-agree-phone")
    page.get_by_role("button", name="同意点名").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("李望舒同意点名，通报列出滞后的单位")
    assert "基础教育科" in paper(page)


def test_a_round_from_its_opening_to_the_notice(
    page: Page, world: World, plan: Plan, live_server, picture, tmp_path: Path
) -> None:
    """The office opens and closes it, a section fills in on screen and by Excel, another is entered for, a meeting
    resolves, a leader agrees that the late ones are named."""
    office = world.client("an")
    sign_in(page, office, live_server.url)
    open_round(page, picture)
    sign_in(page, world.client("section"), live_server.url)
    fill_on_screen(page, picture)
    fill_by_excel(page, picture, tmp_path)
    enter_for_aid(world)
    sign_in(page, office, live_server.url)
    close(page, picture)
    hold(page, picture)
    draft(page, picture)
    sign_in(page, world.client("leader"), live_server.url)
    agree(page, picture)
    sign_in(page, office, live_server.url)
    page.goto("/dispatches/")
    expect(page.get_by_role("heading", level=1)).to_have_text("没有正在填报的调度")
    picture("dispatches-desk")
    narrow(page)


def test_two_of_one_section_see_what_the_other_wrote(
    page: Page, world: World, plan: Plan, live_server, picture
) -> None:
    """A colleague saves while the page is open; what both wrote stands on it, and the joint text is stored."""
    made = rounds.open_round(plan, kind="monthly", title="第2次月调度", due=DUE, by=world.actor("an"))
    basic = world.organisation("basic")
    sign_in(page, world.client("section"), live_server.url)
    page.goto(f"/dispatches/{made.pk}/tables/{basic.pk}/")
    first = page.locator("article", has_text="开展校车安全隐患排查")
    first.get_by_label("进展").fill("整改完成19个，其余月底前完成。")
    line = filling.table(made, basic)[0]
    filling.fill(made, basic, [Given(Mark.of(line), Filled("查了18所学校。"))], by=world.actor("section"))
    page.get_by_role("button", name="保存").click()
    expect(first).to_contain_text("孙启明刚刚填的：")
    expect(first).to_contain_text("查了18所学校。")
    expect(first.get_by_label("进展")).to_have_value("整改完成19个，其余月底前完成。")
    first.scroll_into_view_if_needed()
    picture("dispatch-clash-desk")
    first.get_by_label("进展").fill("查了18所学校，整改完成19个，其余月底前完成。")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存 1 项。")).to_be_visible()
    assert filling.table(made, basic)[0].progress == "查了18所学校，整改完成19个，其余月底前完成。"


def test_a_round_opened_by_mistake_is_taken_back_and_another_gets_more_days(
    page: Page, world: World, plan: Plan, live_server, picture
) -> None:
    """Nobody has answered the first; of the second the section hears until when it has time, and why the first is gone."""
    wrong = rounds.open_round(plan, kind="monthly", title="第2次月调度", due=DUE, by=world.actor("an"))
    office, section = world.client("an"), world.client("section")
    sign_in(page, office, live_server.url)
    page.goto(f"/dispatches/{wrong.pk}/")
    page.get_by_text("撤回这次调度", exact=True).click()
    page.get_by_label("为什么撤回").fill("截止日和名称都写错了，重新发起。")
    picture("dispatch-withdraw-desk")
    picture("dispatch-withdraw-phone")
    narrow(page)
    page.get_by_role("button", name="撤回", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("第2次月调度已撤回")
    picture("dispatch-withdrawn-desk")
    narrow(page)
    right = rounds.open_round(plan, kind="monthly", title="第2次月调度", due=TODAY, by=world.actor("an"))
    page.goto(f"/dispatches/{right.pk}/")
    page.get_by_text("改截止日（现在是").click()
    page.get_by_label("改到哪天").fill((TODAY + timedelta(days=5)).isoformat())
    picture("dispatch-due-desk")
    narrow(page)
    page.get_by_role("button", name="改截止日").click()
    expect(page.get_by_text("已告知还没填完的 2 人")).to_be_visible()
    sign_in(page, section, live_server.url)
    page.goto(f"/dispatches/{wrong.pk}/")
    expect(page.get_by_text("原因：截止日和名称都写错了，重新发起。")).to_be_visible()


def test_a_round_that_is_reopened_wants_its_notice_looked_at_again(
    page: Page, world: World, plan: Plan, live_server, picture
) -> None:
    """What the office wrote is there, to be saved anew; what a meeting did not resolve is taken away."""
    by = world.actor("an")
    made = rounds.open_round(plan, kind="monthly", title="第2次月调度", due=DUE, by=by)
    made = rounds.close(made, by=by)
    made = notice.draft(made, to="机关各科室", words="倒排工期，每周报告。", version=made.version, by=by)
    notice.approve(made, version=made.version, by=world.actor("leader"))
    sign_in(page, world.client("an"), live_server.url)
    page.goto(f"/dispatches/{made.pk}/")
    expect(page.get_by_text("李望舒同意的点名作废")).to_be_visible()
    picture("dispatch-reopen-desk")
    page.get_by_role("button", name="重新开放填报").click()
    page.get_by_role("button", name="截止填报").click()
    page.goto(f"/dispatches/{made.pk}/notice/")
    expect(page.get_by_text("下面是重新开放填报以前拟的")).to_be_visible()
    expect(page.get_by_label("下一步要求")).to_have_value("倒排工期，每周报告。")
    picture("dispatch-again-desk")
    picture("dispatch-again-phone")
    narrow(page)
    made.refresh_from_db()
    rounds.hold(made, meeting="局长办公会第8次会议", on=TODAY, by=by)
    resolving.note(made, "这是别的会议定的。", by=by)
    page.goto(f"/dispatches/{made.pk}/meeting")
    picture("dispatch-remove-desk")
    picture("dispatch-remove-phone")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="删去").click()
    expect(page.get_by_text("已删去一条议定事项")).to_be_visible()

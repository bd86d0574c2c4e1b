"""A plan from its first line to a ledger that comes back changed."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from luoshi.office.plans import drafting, tasks
from luoshi.office.plans.models import Plan, Task
from luoshi.office.plans.tasks import Named, Wanted
from tests.browser.windows import PHONE, sign_in
from tests.office.conftest import World

pytestmark = pytest.mark.django_db(transaction=True)

PASTED = (
    "落实县长在11月5日专题会上的批示，摸清全县校车底数，12月10日前报送。"
    "由安全科牵头，基础教育科配合，建立校车台账20份。"
)
GOALS = ("一、扩大学前教育和义务教育优质资源，办好老百姓家门口的学校", "二、建设高素质专业化教师队伍")


def fill(plan: Plan, world: World) -> None:
    """Two goals with tasks as a real plan has them, long ones and short ones."""
    an = world.actor("an")
    goals = [tasks.add_goal(plan, words, by=an) for words in GOALS]
    below = tasks.add_goal(plan, "（一）学前教育普及普惠", parent=goals[0], by=an)
    basic, aid = (Named("lead", "", world.organisation(one)) for one in ("basic", "aid"))
    leader = Named("leader", "", membership=world.membership("leader"))
    owners = Named("owner", "各中小学、幼儿园")
    wanted = (
        Wanted("新建、改扩建公办幼儿园2所，新增学位540个", below, grade="supervised", due=date(2026, 8, 31),
               due_words="秋季开学前", named=(leader, basic)),
        Wanted("加强城乡结对帮扶，推动优质幼儿园与乡镇中心幼儿园、村级教学点结成办园共同体，每学期开展一次跟岗研修和送教下乡，"
               "年底前实现乡镇全覆盖", below, due=date(2026, 12, 31), rule="TERM", named=(basic, owners)),
        Wanted("精准认定家庭经济困难学生，资助政策应知尽知", goals[0], rule="TERM", named=(aid, owners)),
        Wanted("开展师德师风专题教育", goals[1], rule="TERM", named=(owners,)),
        Wanted("坚持党对教育工作的全面领导", grade="guiding"),
    )  # fmt: skip
    for one in wanted:
        tasks.add(plan, one, by=an)


def press(page: Page, target: Locator) -> None:
    """Click and let the next page load: looking at it before all its styles are there would ask for Tabler's pictures."""
    target.click()
    page.wait_for_load_state()


def fits(page: Page) -> bool:
    """Whether nothing of the page stands beside a phone's screen."""
    page.set_viewport_size(PHONE)
    wide: bool = page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size({"width": 1366, "height": 768})
    return wide


def test_task_by_hand_is_read_looked_at_and_saved(page: Page, world: World, live_server, picture) -> None:
    """The office begins a plan and adds a task: paste, one click, look, one click."""
    sign_in(page, world.client("an"), live_server.url)
    heading = page.get_by_role("heading", level=1)
    page.goto("/plans/")
    expect(heading).to_have_text("还没有计划")
    picture("plans-empty-desk")
    page.get_by_label("计划名称").fill("云岭县教育局2026年工作要点")
    page.get_by_label("年份").fill("2026")
    press(page, page.get_by_role("button", name="起草"))
    expect(heading).to_have_text("还没有任务")
    picture("plan-empty-desk")
    press(page, page.get_by_role("link", name="加任务"))
    expect(page.get_by_label("要办的事")).to_be_focused()
    page.keyboard.insert_text(PASTED)
    picture("task-paste-desk")
    press(page, page.get_by_role("button", name="填好，看一看"))
    expect(heading).to_have_text("已经填好，看清了就保存")
    expect(page.get_by_label("牵头单位")).to_have_value("安全科")
    expect(page.get_by_label("配合单位")).to_have_value("基础教育科")
    expect(page.get_by_label("完成时限")).to_have_value("2026-12-10")
    expect(page.get_by_label("校车台账 20份")).to_be_checked()
    picture("task-filled-desk")
    picture("task-filled-phone")
    assert fits(page)
    press(page, page.get_by_role("button", name="保存", exact=True))
    expect(page.get_by_text("第 1 项任务已保存。")).to_be_visible()
    picture("task-desk")
    picture("task-phone")
    assert fits(page)
    assert [str(one) for one in Task.objects.get().targets.all()] == ["校车台账 20份"]


def test_ledger_goes_out_and_comes_back_changed(page: Page, world: World, live_server, picture, tmp_path: Path) -> None:
    """The office looks at its plan both ways, sends the sheet out, and takes back what a section changed in it."""
    plan = drafting.begin("云岭县教育局2026年工作要点", 2026, by=world.actor("an"))
    fill(plan, world)
    sign_in(page, world.client("an"), live_server.url)
    heading = page.get_by_role("heading", level=1)
    page.goto("/plans/")
    picture("plans-desk")
    press(page, page.get_by_role("link", name="云岭县教育局2026年工作要点"))
    expect(heading).to_have_text("5 项任务，1 项没有牵头单位")
    picture("plan-tree-desk")
    picture("plan-tree-phone")
    assert fits(page)
    press(page, page.get_by_role("link", name="按表格看"))
    picture("plan-table-desk")
    assert fits(page)
    press(page, page.get_by_role("link", name="1 项没有牵头单位"))
    expect(page.get_by_role("link", name="开展师德师风专题教育")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="导出责任分解表").click()
    path = tmp_path / "责任分解表（基教科）.xlsx"
    download.value.save_as(path)
    book = openpyxl.load_workbook(path)
    sheet = book["责任分解表"]
    sheet["K4"], sheet["G7"], sheet["P5"] = "2026-09-30", "基础教育科、进修学校", "每学期一次太密，建议每年一次"
    sheet["C9"] = "评选最美乡村教师"
    sheet["E9"] = "常归"
    sheet.delete_rows(6)
    book.save(path)
    press(page, page.get_by_role("link", name="按目标看"))
    press(page, page.get_by_role("link", name="收进 Excel 表"))
    picture("plan-load-desk")
    page.get_by_label("责任分解表（.xlsx）").set_input_files(path)
    press(page, page.get_by_role("button", name="上传，看差异"))
    expect(heading).to_have_text("有 1 处要改，还没有收")
    picture("ledger-faults-desk")
    book["责任分解表"]["E8"] = "常规"
    book.save(path)
    tasks.edit(
        Task.objects.get(number=1), Wanted("新建公办幼儿园2所", due=date(2026, 10, 1)), version=1, by=world.actor("an")
    )
    press(page, page.get_by_role("link", name="收进 Excel 表"))
    page.get_by_label("责任分解表（.xlsx）").set_input_files(path)
    press(page, page.get_by_role("button", name="上传，看差异"))
    expect(heading).to_contain_text("新增 1 项，改了 1 格，少了 1 项，1 格两边都改过")
    picture("ledger-differences-desk")
    picture("ledger-differences-phone")
    assert fits(page)
    page.get_by_label("2026-09-30").check()
    press(page, page.get_by_role("button", name="确认收进计划"))
    expect(heading).to_have_text("已收进计划：新增 1 项，修改 2 项，删除 0 项")
    assert Task.objects.get(number=1).due == date(2026, 9, 30)
    assert Task.objects.get(number=1).words == "新建公办幼儿园2所"


def test_tasks_of_last_year_are_taken_over(page: Page, world: World, live_server, picture) -> None:
    """What comes again each year is ticked already; its day moves by a year."""
    an = world.actor("an")
    last = drafting.begin("云岭县教育局2025年工作要点", 2025, by=an)
    fill(last, world)
    plan = drafting.begin("云岭县教育局2026年工作要点", 2026, by=an)
    sign_in(page, world.client("an"), live_server.url)
    page.goto(f"/plans/{plan.pk}/")
    press(page, page.get_by_role("link", name="从往年带过来"))
    picture("plan-copy-desk")
    assert fits(page)
    press(page, page.get_by_role("button", name="带过来"))
    expect(page.get_by_role("heading", level=1)).to_have_text("3 项任务，1 项没有牵头单位")
    assert list(plan.tasks.values_list("due", flat=True)) == [date(2027, 12, 31), None, None]
    press(page, page.get_by_role("link", name=GOALS[0], exact=True))
    picture("goal-desk")

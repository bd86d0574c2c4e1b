"""A leader finds what is late and decides 督办; the slip is printed, the section answers; the office reminds the schools."""

import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from luoshi.office.plans import approval, drafting
from luoshi.office.plans.chasing import acts
from luoshi.office.plans.chasing.acts import Wish
from luoshi.office.plans.models import Assignment, Chased, Chaser, Plan, Task
from luoshi.office.plans.owners import Owners, Range, as_json
from luoshi.office.plans.tasks import Named, Wanted, add
from tests.browser.windows import PHONE, sign_in
from tests.office.conftest import World

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()
SCHOOLS = as_json(Owners(ranges=(Range(kinds=("school",)),)))
BASIS = "要加强校园安全管理，每学期开展一次校车安全检查。"


@pytest.fixture
def plan(world: World) -> Plan:
    """An issued plan: two tasks led by the section, one by the aid centre, late or soon due."""
    by = world.actor("an")
    made = drafting.begin(f"{TODAY.year}年教育工作要点", TODAY.year, by=by)
    basic = Named("lead", "基础教育科", world.organisation("basic"))
    owner = Named("owner", "各校", owners=SCHOOLS)
    aid = Named("lead", "学生资助中心", world.organisation("aid"))
    due = TODAY + timedelta(days=6)
    wanted = Wanted("开展校车安全隐患排查，建立问题台账并逐项整改", due=due, named=(basic, owner), basis=BASIS)
    first = add(made, wanted, by=by)
    Task.objects.filter(pk=first.pk).update(grade=Task.Grade.SUPERVISED)
    add(made, Wanted("修订学校年度考核评价方案", due=due, named=(basic,)), by=by)
    add(made, Wanted("建成石桥镇小学食堂并投入使用", due=due, named=(aid,)), by=by)
    made = approval.approve(made, meeting="局党组第3次会议", on=TODAY, by=by)
    approval.issue(made, number=f"云教〔{TODAY.year}〕3号", on=TODAY, by=by)
    late = Assignment.objects.filter(task__plan=made, task__number__lt=3)
    late.update(due=TODAY - timedelta(days=23))
    made.refresh_from_db()
    return made


def urged_long_ago(world: World, rows: list[Assignment]) -> None:
    """The office urged these two weeks ago."""
    made = acts.send(rows, Wish("urge"), by=world.actor("an")).chasers
    Chaser.objects.filter(pk__in=[one.pk for one in made]).update(sent_on=TODAY - timedelta(days=14))
    assert Chased.objects.count() == len(rows)


def decide(page: Page, world: World, picture) -> None:
    """The leader narrows the list to what the section leads, ticks the late ones and decides."""
    page.goto("/")
    page.get_by_role("link", name="督办", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("其中 5 件滞后，最久 23 天")
    picture("chasing-today-desk")
    picture("chasing-today-phone")
    for number in (1, 2):
        page.get_by_label(f"选基础教育科第{number}项").check()
    page.get_by_text("催勾选的或列出的全部").click()
    page.get_by_label("怎么催").select_option(label="督办")
    page.get_by_label("要求", exact=True).fill("请查明原因，本周五前拿出整改措施和完成日期。")
    picture("chasing-decide-desk")
    page.get_by_role("button", name="发出").click()
    expect(page.get_by_text("已发出督办：1 个单位，2 件。")).to_be_visible()


def print_slip(page: Page, tmp_path: Path, picture) -> None:
    """The slip as a Word file."""
    page.get_by_role("link", name="催督单").click()
    page.get_by_role("link", name="督办第1号").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("督办第1号：基础教育科，请在")
    picture("chaser-desk")
    with page.expect_download() as coming:
        page.get_by_role("link", name="下载打印件（Word）").click()
    assert coming.value.suggested_filename == "督办单第1号（基础教育科）.docx"
    content = Path(coming.value.path()).read_bytes()
    assert "经李望舒" in zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()


def answer(page: Page, picture) -> None:
    """The section finds it on its home page and answers once, for both assignments."""
    page.goto("/")
    page.get_by_role("link", name="反馈督办").click()
    page.get_by_label("原因、措施和完成日期").fill("三所学校校车年检排期靠后，已协调周三集中检测，周五前全部完成。")
    page.get_by_role("heading", level=1).scroll_into_view_if_needed()
    picture("chaser-answer-desk")
    picture("chaser-answer-phone")
    page.get_by_role("button", name="反馈").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("，已反馈")


def test_a_leader_decides_and_the_section_answers(
    page: Page, world: World, plan: Plan, live_server, tmp_path: Path, picture
) -> None:
    rows = list(Assignment.objects.filter(organisation=world.organisation("basic")))
    urged_long_ago(world, rows)
    sign_in(page, world.client("leader"), live_server.url)
    decide(page, world, picture)
    print_slip(page, tmp_path, picture)
    sign_in(page, world.client("section"), live_server.url)
    answer(page, picture)
    for one in rows:
        newest = one.movements.first()
        assert newest
        assert (newest.verb, newest.words[:5]) == ("note", "三所学校校")


def test_the_office_urges_all_schools_and_proposes(page: Page, world: World, plan: Plan, live_server, picture) -> None:
    """The office urges every school at once, copies the names for the group chat, proposes 督办, and the leader agrees."""
    sign_in(page, world.client("an"), live_server.url)
    page.goto("/chasing/silent")
    expect(page.get_by_label("发到工作群的话")).to_have_value(re.compile("云岭县第一小学"))
    picture("chasing-silent-desk")
    page.goto("/chasing/?q=校车")
    page.get_by_text("催勾选的或列出的全部").click()
    page.get_by_label("怎么催").select_option(label="催办")
    page.get_by_label("催哪些").select_option(label="列出的全部，不止本页")
    page.get_by_role("button", name="发出或提请").click()
    expect(page.get_by_text("已发出催办：4 个单位，4 件。")).to_be_visible()
    Chaser.objects.update(sent_on=TODAY - timedelta(days=10))
    page.goto("/chasing/")
    page.get_by_label("选云岭县第一小学第1项").check()
    page.get_by_text("催勾选的或列出的全部").click()
    page.get_by_label("怎么催").select_option(label="督办")
    picture("chasing-propose-desk")
    page.get_by_role("button", name="发出或提请").click()
    expect(page.get_by_text("等领导决定。")).to_be_visible()
    sign_in(page, world.client("leader"), live_server.url)
    page.goto("/")
    page.get_by_role("link", name="提请督办、通报、约谈，等您决定").click()
    picture("chasing-proposed-desk")
    page.get_by_label("督办：云岭县第一小学").check()
    page.get_by_role("button", name="同意勾选的，照此发出").click()
    expect(page.get_by_text("已发出督办：1 个单位，1 件。")).to_be_visible()
    page.goto(f"/plans/{plan.pk}/chasing")
    page.get_by_label("逾期几天自动催办").fill("5")
    page.get_by_label("逾期几天自动督办").fill("20")
    picture("plan-chasing-desk")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("逾期 20 天自动督办")


def test_no_page_is_wider_than_a_phone(page: Page, world: World, plan: Plan, live_server) -> None:
    (one,) = acts.send(
        list(Assignment.objects.filter(organisation=world.organisation("first"))),
        Wish("supervise", reason="县里督查"), by=world.actor("leader"),
    ).chasers  # fmt: skip
    page.set_viewport_size(PHONE)
    for who, addresses in {
        "leader": ("/chasing/", "/chasing/all", "/chasing/proposed", "/chasing/silent", f"/plans/{plan.pk}/chasing"),
        "bo": ("/chasing/", f"/chasing/{one.pk}/"),
    }.items():
        sign_in(page, world.client(who), live_server.url)
        for address in addresses:
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address

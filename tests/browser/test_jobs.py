"""Somebody follows a job on its page, leaves it, cancels it, and is told why one failed: as a person sees it."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from luoshi.office.background import JobKind
from luoshi.office.desk.jobs import ask_for, claim, run_waiting
from luoshi.office.desk.models import Job
from luoshi.office.organisations.actor import Actor, actor_of
from luoshi.office.organisations.models import Kind, Membership, Organisation, Person, Role
from luoshi.office.organisations.tree import insert
from luoshi.office.refused import Refused
from tests.browser.windows import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def import_schools(_arguments, *, progress, **_) -> dict[str, str]:
    return {"words": "新增 318 所学校，更新 24 所", "address": "/jobs/"}


def refuse(_arguments, **_) -> None:
    raise Refused(
        "第 37 行（单元格 C37）没有学校标识码。请补上 10 位数字。", "第 52 行的上级“石桥镇中心校”不存在。请先新建。"
    )


@pytest.fixture
def an(page: Page, live_server, monkeypatch) -> Actor:
    """The office of a county, signed in in the browser."""
    kinds = {"import": JobKind("导入机构名册", import_schools), "refuse": JobKind("导入人员名册", refuse)}
    monkeypatch.setattr("luoshi.office.web.panels.JOB_HANDLERS", kinds)
    county = insert(Organisation(kind=Kind.COUNTY, name="云岭县教育局"))
    person = Person.objects.create(login="an", name="安知远")
    membership = Membership.objects.create(
        person=person, organisation=county, role=Role.OFFICE, since=date(2025, 9, 1), confirmed=True
    )
    client = Client()
    client.force_login(person)
    sign_in(page, client, live_server.url)
    return actor_of(membership, day=timezone.localdate())


def test_a_job_is_followed_to_its_end_without_a_hand(page: Page, an: Actor, picture) -> None:
    job = ask_for("import", by=an)
    page.goto(f"/jobs/{job.pk}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("导入机构名册：等待中")
    claim()
    Job.objects.update(done=214, total=342, words="正在写入：云岭县石桥镇中心学校附属实验幼儿园城东分园")
    expect(page.get_by_text("62 % 正在写入")).to_be_visible(timeout=8000)
    picture("job-desk")
    picture("job-phone")
    Job.objects.update(state="waiting")
    run_waiting()
    expect(page.get_by_role("heading", level=1)).to_have_text("导入机构名册：已完成", timeout=8000)
    expect(page.get_by_role("link", name="看结果")).to_be_visible()
    expect(page.locator("[hx-trigger]")).to_have_count(0)


def test_a_job_is_cancelled_by_its_button(page: Page, an: Actor) -> None:
    job = ask_for("import", by=an)
    page.goto(f"/jobs/{job.pk}/")
    page.get_by_role("button", name="取消任务").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("导入机构名册：已取消")
    expect(page.get_by_text("已取消。")).to_be_visible()


def test_what_failed_waits_on_the_home_page_until_it_was_read(page: Page, an: Actor, picture) -> None:
    for kind in ("import", "refuse"):
        ask_for(kind, by=an)
    run_waiting()
    page.goto("/")
    page.get_by_role("link", name="后台任务“导入人员名册”没有做成").click()
    expect(page.get_by_text("第 37 行（单元格 C37）没有学校标识码。")).to_be_visible()
    picture("job-failed-desk")
    page.get_by_role("link", name="全部后台任务").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("没有后台任务在做，7 天内 1 项没有做成")
    picture("jobs-desk")
    picture("jobs-phone")
    page.goto("/")
    expect(page.get_by_text("没有等您办理的事")).to_be_visible()

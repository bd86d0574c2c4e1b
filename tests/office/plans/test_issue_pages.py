"""The pages of approving, issuing and what was given out."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from luoshi.office.desk import jobs
from luoshi.office.desk.models import File, Job
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Kind, Organisation
from luoshi.office.organisations.tree import insert
from luoshi.office.plans import (
    approval,
    assigning,
    assignments_list,
    consultation,
    consultation_sheet,
    drafting,
    issue_views,
)
from luoshi.office.plans.models import Assignment, Plan
from luoshi.office.plans.owners import as_json
from luoshi.office.plans.owners_read import understood
from luoshi.office.plans.tasks import Named, Wanted, add
from tests.office.desk import made
from tests.office.plans.test_consultation import stamp
from tests.office.titles import plain, title_links

TODAY = timezone.localdate()


@pytest.fixture
def tasks(world, plan: Plan, office: Actor) -> None:
    named = (
        Named("lead", "基教科", world.organisation("basic")),
        Named("owner", "各小学", owners=as_json(understood("各小学", world.organisation("county")))),
    )
    add(plan, Wanted("开展校车检查", due=TODAY + timedelta(days=30), named=named), by=office)
    add(plan, Wanted("抓好教学"), by=office)


def approve(world, client: Client, plan: Plan, **more) -> int:
    given = {"meeting": "局党组第3次会议", "on": TODAY.isoformat(), **more, **stamp(world, "an")}
    return client.post(f"/plans/{plan.pk}/approval", given).status_code


def test_the_office_approves_with_a_scan_looks_at_the_gaps_and_issues(world, client, plan, tasks) -> None:
    assert approve(world, client, plan, meeting="") == 422
    assert approve(world, client, plan, scan=SimpleUploadedFile("纪要.png", made.png())) == 302
    plan.refresh_from_db()
    assert (plan.scan.name, plan.state) == ("纪要.png", "approved")
    page = client.get(f"/plans/{plan.pk}/issue").content.decode()
    for words in ("印发 2 项任务，下达承办 3 件", "没有牵头单位", "没有完成时限"):
        assert words in plain(page)
    assert title_links(page) == {"2 项任务": f"/plans/{plan.pk}/table"}
    given = {"number": "云教〔2026〕3号", "on": TODAY.isoformat(), "version": 2, **stamp(world, "an")}
    assert client.post(f"/plans/{plan.pk}/issue", {**given, "number": ""}).status_code == 422
    assert client.post(f"/plans/{plan.pk}/issue", given).headers["Location"] == f"/plans/{plan.pk}/assignments"
    page = client.get(f"/plans/{plan.pk}/assignments").content.decode()
    assert "1 项任务，3 个单位承办 3 件" in page
    assert "已印发：2 项任务，下达承办 3 件，涉及 3 个单位，已告知 4 人。" in page
    assert client.get(f"/plans/{plan.pk}/assignments?export=xlsx").status_code == 200
    assert "1 项任务要办，共 1 件" in world.client("bo").get(f"/plans/{plan.pk}/assignments").content.decode()
    assert "已于" in client.get(f"/plans/{plan.pk}/issue").content.decode()


def test_a_scan_of_what_cannot_be_approved_is_not_kept(world, client, plan, tasks) -> None:
    approve(world, client, plan)
    assert approve(world, client, plan, scan=SimpleUploadedFile("纪要.png", made.png())) == 422
    assert not File.objects.exists()


def test_a_scan_of_an_approval_that_is_refused_is_not_kept(world, client, plan, tasks) -> None:
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    assert approve(world, client, plan, on=tomorrow, scan=SimpleUploadedFile("纪要.png", made.png())) == 422
    assert not File.objects.exists()


def test_a_plan_that_is_thrown_away_takes_its_scan_and_letters_along(world, client, office, plan, tasks) -> None:
    (asked,) = consultation.send(plan, [world.organisation("basic")], due=TODAY, by=office)
    consultation_sheet.receive(asked, made.png(), name="意见.png", by=world.actor("section"))
    assert approve(world, client, plan, scan=SimpleUploadedFile("纪要.png", made.png())) == 302
    approval.reopen(plan, why="重编", by=office)
    assert File.objects.count() == 2
    drafting.discard(plan, by=office)
    assert not File.objects.exists()


def test_an_approved_plan_goes_back_with_a_reason(world, client, plan, tasks) -> None:
    approve(world, client, plan)
    client.post(f"/plans/{plan.pk}/reopen", {"why": "", **stamp(world, "an")})
    plan.refresh_from_db()
    assert plan.state == "approved"
    client.post(f"/plans/{plan.pk}/reopen", {"why": "补时限", **stamp(world, "an")})
    plan.refresh_from_db()
    assert plan.state == "draft"


def test_a_large_plan_is_issued_behind_the_page(world, client, plan, tasks, monkeypatch) -> None:
    monkeypatch.setattr(issue_views, "AT_ONCE", 2)
    approve(world, client, plan)
    given = {"number": "云教〔2026〕3号", "on": TODAY.isoformat(), "version": 2, **stamp(world, "an")}
    assert client.post(f"/plans/{plan.pk}/issue", {**given, "on": "2020-01-01"}).status_code == 422
    assert not Job.objects.exists()
    answered = client.post(f"/plans/{plan.pk}/issue", given)
    job = Job.objects.get()
    assert answered.headers["Location"] == f"/jobs/{job.pk}/"
    assert "正在印发" in client.get(f"/plans/{plan.pk}/issue").content.decode()
    assert client.post(f"/plans/{plan.pk}/issue", given).headers["Location"] == f"/jobs/{job.pk}/"
    assert jobs.run_waiting() == 1
    job.refresh_from_db()
    plan.refresh_from_db()
    assert (job.state, plan.state, Assignment.objects.count()) == ("done", "issued", 3)


@pytest.mark.parametrize("at_once", [0, 500])
def test_what_is_issued_is_what_was_looked_at(world, client, plan, tasks, office, monkeypatch, at_once: int) -> None:
    monkeypatch.setattr(issue_views, "AT_ONCE", at_once)
    approve(world, client, plan)
    address, given = f"/plans/{plan.pk}/issue", {"number": "3号", "on": TODAY.isoformat()}
    assert '<input type="hidden" name="version" value="2"' in client.get(address).content.decode()
    if not at_once:
        client.post(address, {**given, "version": 2})
    approval.reopen(plan, why="补一项", by=office)
    add(plan, Wanted("没有人看过"), by=office)
    approval.approve(plan, meeting="局党组第4次会议", on=TODAY, by=office)
    if at_once:
        answered = client.post(address, {**given, "version": 2})
        page = answered.content.decode()
        assert (answered.status_code, 'name="version" value="3"' in page) == (422, True)
        reasons = page
    else:
        jobs.run_waiting()
        (reasons,) = Job.objects.get().reasons
    assert "在您打开印发页以后退回修改过" in reasons
    assert "局党组第4次会议" in reasons
    plan.refresh_from_db()
    assert (plan.state, Assignment.objects.count()) == ("approved", 0)


def test_new_schools_wait_for_the_office(world, client, plan, tasks, office) -> None:
    approve(world, client, plan)
    client.post(
        f"/plans/{plan.pk}/issue", {"number": "3号", "on": TODAY.isoformat(), "version": 2, **stamp(world, "an")}
    )
    new = insert(
        Organisation(parent=world.organisation("county"), kind=Kind.SCHOOL, name="云岭县新建小学", stages="primary")
    )
    assert "没有要增补的单位" in client.get(f"/plans/{plan.pk}/proposed").content.decode()
    assigning.keep_up(plan, day=TODAY)
    assert [(one.what, one.count) for one in assignments_list.pending(office)] == [
        ("《2026年教育工作要点》有新单位待增补", 1)
    ]
    assert list(assignments_list.pending(world.actor("section"))) == []
    assert "1 个单位符合落实范围，还没有下达" in client.get(f"/plans/{plan.pk}/proposed").content.decode()
    given = {"organisation": [new.pk], "accept": "1", **stamp(world, "an")}
    client.post(f"/plans/{plan.pk}/proposed", given)
    assert Assignment.objects.get(organisation=new).state == "issued"
    client.post(f"/plans/{plan.pk}/proposed", given)
    assert "没有选单位，或者别人刚定过了" in client.get(f"/plans/{plan.pk}/proposed").content.decode()


def test_pages_ask_the_database_little_however_many_tasks_there_are(world, client, plan, office, own_questions) -> None:
    named = (Named("owner", "各小学", owners=as_json(understood("各小学", world.organisation("county")))),)
    for number in range(3):
        add(plan, Wanted(f"任务{number}", due=TODAY, named=named), by=office)
    approve(world, client, plan)
    few = own_questions(client, f"/plans/{plan.pk}/issue")
    Plan.objects.filter(pk=plan.pk).update(state="draft")
    for number in range(3, 20):
        add(plan, Wanted(f"任务{number}", due=TODAY, named=named), by=office)
    Plan.objects.filter(pk=plan.pk).update(state="approved")
    assert own_questions(client, f"/plans/{plan.pk}/issue") == few
    assert few <= 25


def test_the_gaps_are_seen_while_they_can_still_be_filled(world, client, plan, tasks) -> None:
    page = client.get(f"/plans/{plan.pk}/issue").content.decode()
    for words in ("没有牵头单位", "补的，审定以前就补上", f'href="/plans/{plan.pk}/approval">去审定'):
        assert words in page
    address = reverse("task", args=[plan.tasks.get(number=2).pk])
    assert f'<a href="{address}">抓好教学</a>' in page
    assert "印发并下达" not in page
    assert f'href="/plans/{plan.pk}/approval">去审定' in client.get(f"/plans/{plan.pk}/pack/").content.decode()
    assert "去审定" not in world.client("leader").get(f"/plans/{plan.pk}/pack/").content.decode()


def test_from_the_owners_there_is_a_way_back(client, plan, tasks) -> None:
    task = plan.tasks.get(number=1)
    address = reverse("task", args=[task.pk])
    page = client.get(f"/tasks/{task.pk}/owners").content.decode()
    assert f'href="/plans/{plan.pk}/">{plan}</a>' in page
    assert f'href="{address}">第 1 项</a>' in page


def test_who_leads_is_ticked_to_be_asked(world, client, plan, tasks) -> None:
    form = client.get(f"/plans/{plan.pk}/consultation/").context["form"]
    assert list(form.fields["to"].initial) == [world.organisation("basic")]
    assert "已经勾上牵头、配合任务的单位" in form.fields["to"].help_text
    consultation.send(plan, [world.organisation("centre")], due=TODAY, by=world.actor("an"))
    again = client.get(f"/plans/{plan.pk}/consultation/").context["form"].fields["to"]
    assert (again.initial, again.help_text) == (None, "")  # who was left out the first time is not asked by mistake

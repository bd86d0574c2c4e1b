"""Long lists go out as CSV while they are read, or as a workbook that a job makes; who took what is written down."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from luoshi.office.desk import exports, store
from luoshi.office.desk.jobs import run_waiting
from luoshi.office.desk.models import File, Job
from luoshi.office.journal.models import Entry
from luoshi.office.organisations.models import Organisation
from luoshi.office.organisations.tree import insert
from luoshi.office.plans.models import Assignment, Plan, Task

pytestmark = pytest.mark.django_db

COUNT = 30


@pytest.fixture
def long_list(world, monkeypatch) -> Plan:
    """An issued plan of which a list is long already at ten rows, and one school's name begins like a formula."""
    monkeypatch.setattr(exports, "AT_ONCE", 10)
    monkeypatch.setattr("luoshi.office.listing.AT_ONCE", 10)
    monkeypatch.setattr("luoshi.office.listing.BATCH", 7)
    by, county = world.membership("an"), world.organisation("county")
    today = timezone.localdate()
    plan = Plan.objects.create(
        authority=county, year=today.year, title="工作要点", made_by=by, state="issued", issued_on=today, issued_by=by
    )
    task = Task.objects.create(plan=plan, number=1, words="开展校车安全检查")
    odd = insert(Organisation(parent=county, kind="school", name="=SUM(A1)小学", stages="primary"))
    for number in range(COUNT):
        body = odd if number == COUNT - 1 else world.organisation("first")
        Assignment.objects.create(task=task, organisation=body, part="owner", occurrence=f"第{number:02}次")
    return plan


def lines(response) -> list[list[str]]:
    content = b"".join(response).decode("utf-8")
    assert content.startswith("\ufeff")
    return list(csv.reader(io.StringIO(content[1:])))


def test_a_long_list_is_streamed_with_its_row_count_and_no_formula(sign_in, long_list) -> None:
    response = sign_in("an").get("/assignments/?export=csv&sort=occurrence")
    assert response.streaming
    head, *rows, blank, last = lines(response)
    assert head[:4] == ["任务", "哪一次", "承担", "单位"]
    assert len(rows) == COUNT
    assert [row[1] for row in rows] == [f"第{number:02}次" for number in range(COUNT)]
    assert "'=SUM(A1)小学" in rows[-1]
    assert (blank, last) == ([], [f"共 {COUNT} 行"])


def test_it_is_streamed_as_it_is_seen(sign_in, long_list) -> None:
    assert lines(sign_in("an").get("/assignments/?export=csv&q=SUM"))[-1] == ["共 1 行"]
    assert lines(sign_in("bo").get("/assignments/?export=csv"))[-1] == [f"共 {COUNT - 1} 行"]


def test_a_workbook_of_a_long_list_is_left_to_a_job(sign_in, long_list) -> None:
    client = sign_in("an")
    answer = client.get("/assignments/?export=xlsx&q=第一小学")
    assert (answer.status_code, answer["Location"]) == (302, "/assignments/?q=%E7%AC%AC%E4%B8%80%E5%B0%8F%E5%AD%A6")
    assert "在后台做 Excel" in client.get("/assignments/").content.decode()
    assert client.get("/assignments/?export=xlsx&q=SUM")["Content-Type"].endswith("spreadsheetml.sheet")


def test_the_job_makes_the_list_as_it_was_seen(sign_in, long_list) -> None:
    client = sign_in("an")
    answer = client.post("/exports/", {"list": "assignments", "given": "q=%E7%AC%AC%E4%B8%80&sort=-occurrence"})
    job = Job.objects.get()
    assert answer["Location"] == f"/jobs/{job.pk}/"
    run_waiting()
    job.refresh_from_db()
    assert (job.state, job.result["words"]) == ("done", f"共 {COUNT - 1} 行，可以下载 30 天")
    content = b"".join(client.get(job.result["address"]))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[1][1] == f"第{COUNT - 2:02}次"
    assert rows[-1][0] == f"共 {COUNT - 1} 行"
    assert len(rows) == COUNT + 2
    entry = Entry.objects.get(verb="list.export")
    assert (entry.name, entry.about_kind) == ("安知远", "desk.file")


def test_the_same_asked_twice_is_one_job(sign_in, long_list) -> None:
    client = sign_in("an")
    for _twice in "12":
        client.post("/exports/", {"list": "assignments", "given": ""})
    assert Job.objects.count() == 1


def test_nobody_has_a_list_made_that_is_not_theirs(sign_in, long_list) -> None:
    for who, kind in (("bo", "ledger"), ("guardian", "assignments"), ("an", "nonsense")):
        assert sign_in(who).post("/exports/", {"list": kind, "given": ""})["Location"] == "/"
    assert not Job.objects.exists()


def test_what_somebody_took_out_is_theirs_alone(sign_in, world, long_list) -> None:
    sign_in("section").post("/exports/", {"list": "assignments", "given": ""})
    run_waiting()
    file = File.objects.get(purpose="export")
    assert File.objects.visible_to(world.actor("section")).filter(pk=file.pk).exists()
    assert not File.objects.visible_to(world.actor("an")).filter(pk=file.pk).exists()


def test_what_was_streamed_is_written_down(sign_in, long_list) -> None:
    sign_in("an").get("/assignments/?export=csv")
    assert Entry.objects.filter(verb="list.export", name="安知远").count() == 1


def test_workbooks_made_long_ago_are_taken_away(sign_in, long_list, django_capture_on_commit_callbacks) -> None:
    sign_in("an").post("/exports/", {"list": "assignments", "given": ""})
    run_waiting()
    file = File.objects.get(purpose="export")
    with django_capture_on_commit_callbacks(execute=True):
        exports.clear_old({})
        assert File.objects.filter(pk=file.pk).exists()
        File.objects.update(received_at=timezone.now() - timedelta(days=31))
        assert exports.clear_old({})["words"] == "清理了 1 个导出文件"
    assert not store.place_of(file.digest).exists()

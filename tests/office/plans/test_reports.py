"""A report comes in, is read, looked at, taken away: what the page does, and what it says when it does not."""

import io
import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from luoshi.office.desk.jobs import run_waiting
from luoshi.office.plans.models import Plan, Reading, Report
from tests.office.titles import plain, title_links

pytestmark = pytest.mark.django_db


def hand_in(client: Client, name: str, content: bytes):
    return client.post("/reports/", {"file": SimpleUploadedFile(name, content), "text": ""})


def take_in(client: Client, name: str, content: bytes) -> Report:
    """Handed in and read."""
    assert hand_in(client, name, content).status_code == 302
    run_waiting()
    return Report.objects.order_by("-pk").first()


def said(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("name", ["county-2023.txt", "city-2025.docx", "district-2024.html"])
def test_a_sample_is_read_and_its_page_shows_what_was_found(client: Client, samples: Path, name: str) -> None:
    response = hand_in(client, name, (samples / name).read_bytes())
    report = Report.objects.get()
    assert response.headers["Location"] == f"/reports/{report.pk}/"
    assert "<h1>正在识别</h1>" in said(client.get(f"/reports/{report.pk}/"))
    run_waiting()
    assert report.reading.tasks > 10
    page = said(client.get(f"/reports/{report.pk}/"))
    assert report.reading.title in page
    counted = {
        "任务": report.reading.tasks,
        "指标与数据": report.reading.figures,
        "时限与周期": report.reading.deadlines,
    }
    assert [name for name, count in counted.items() if f">{name} <b>{count}</b>" not in page] == []


def test_a_page_that_waits_is_told_to_come_back_when_the_reading_has_ended(client: Client, report_text: str) -> None:
    hand_in(client, "报告.txt", report_text.encode())
    address = f"/reports/{Report.objects.get().pk}/"
    asks = {"HX-Request": "true"}
    assert "HX-Refresh" not in client.get(address, headers=asks).headers
    run_waiting()
    assert client.get(address, headers=asks).headers["HX-Refresh"] == "true"


def test_pasted_text_is_read_too(client: Client, report_text: str) -> None:
    assert client.post("/reports/", {"text": report_text}).status_code == 302
    run_waiting()
    report = Report.objects.get()
    assert (report.name, report.reading.title) == ("粘贴的文字", "云岭县2024年教育工作会议")
    assert report.file.content in (report_text.replace("\n", "\r\n").encode(), report_text.encode())


def test_the_same_bytes_are_the_same_report(client: Client, report_text: str) -> None:
    take_in(client, "一稿.txt", report_text.encode())
    take_in(client, "二稿.txt", report_text.encode())
    assert [report.name for report in Report.objects.all()] == ["二稿.txt"]
    assert Reading.objects.count() == 2  # read again, and what was found first stays


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "还没有报告。请选择一个文件"),
        ({"text": " \n　"}, "还没有报告。请选择一个文件"),
        ({"file": SimpleUploadedFile("空.txt", b"")}, "这个文件是空的"),
        ({"file": SimpleUploadedFile("报告.txt", b"x"), "text": "正文"}, "不知道该读哪一个"),
    ],
    ids=["nothing", "blank", "empty file", "both"],
)
def test_a_form_that_says_too_little_or_too_much_says_what_to_do(client: Client, given: dict, reason: str) -> None:
    response = client.post("/reports/", given)
    assert response.status_code == 422
    assert reason in said(response)
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("照片.jpg", b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20),
        ("letter.txt", b"The committee met on Monday and went home again. " * 40),
    ],
)
def test_a_file_that_is_no_report_shows_the_reader_s_reason_and_may_be_read_again_or_go(
    client: Client, name: str, content: bytes
) -> None:
    report = take_in(client, name, content)
    page = said(client.get(f"/reports/{report.pk}/"))
    assert "<h1>这份报告没有识别成</h1>" in page
    assert unescape(page).count(report.job.reasons[0]) == 1
    assert "重新识别" in page
    assert client.post(f"/reports/{report.pk}/discard").headers["Location"] == "/reports/"
    assert not Report.objects.exists()


def test_a_page_of_ours_that_a_browser_saved_is_no_report(client: Client, report_text: str) -> None:
    report = take_in(client, "报告.txt", report_text.encode())
    saved = client.get(f"/reports/{report.pk}/").content
    page = said(client.get(f"/reports/{take_in(client, '云岭县.html', saved).pk}/"))
    assert "“云岭县.html”是落实自己写出的网页，不是报告。请交原来的报告。" in page


def test_an_empty_form_is_not_called_a_report_that_was_refused(client: Client) -> None:
    assert "<strong hidden>这份报告没有收下</strong>" in said(client.post("/reports/", {}))


def test_text_that_was_refused_is_still_in_the_form(client: Client) -> None:
    page = said(client.post("/reports/", {"text": "机密★1年\n办好<b>学校。"}))
    assert "办好&lt;b&gt;" in page
    assert "<strong>这份报告没有收下</strong>" in page


def test_what_a_report_says_is_shown_and_never_run(client: Client, report_text: str, plan) -> None:
    hostile = report_text.replace("城东小学", "<script>alert(1)</script><img src=x onerror=alert(1)>城东小学")
    report = take_in(client, "报告.txt", hostile.encode())
    Report.objects.update(plan=plan)
    for address in ("", "review/", "about/"):
        page = said(client.get(f"/reports/{report.pk}/{address}"))
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize("odd", ["\x00", "\x07", "\ufffe", "\U0001f600", "\u202e"])
def test_odd_characters_of_a_report_can_be_kept(client: Client, report_text: str, odd: str) -> None:
    report = take_in(client, "一稿.txt", report_text.replace("城东小学", f"城东{odd}小学").encode())
    assert "小学" in said(client.get(f"/reports/{report.pk}/"))
    assert report.reading.candidates.filter(words__contains="小学").exists()


def test_the_list_asks_the_database_no_oftener_however_long_it_is(
    client: Client, report_text: str, own_questions
) -> None:
    take_in(client, "报告.txt", report_text.encode())
    one = own_questions(client, "/reports/")
    for year in (2021, 2022, 2023):
        take_in(client, "报告.txt", report_text.replace("2024", str(year)).encode())
    page = said(client.get("/reports/"))
    assert "收到 4 份报告，还有 24 条待核" in plain(page)
    assert title_links(page) == {"4 份报告": "#received", "24 条待核": "?sort=-waiting#received"}
    assert own_questions(client, "/reports/") == one


def test_the_list_counts_each_report_s_findings_and_says_what_it_is(client: Client, report_text: str, plan) -> None:
    take_in(client, "报告.txt", report_text.encode())
    Report.objects.update(plan=plan)
    page = said(client.get("/reports/"))
    assert "云岭县2024年教育工作会议（报告.txt）" in page
    assert plan.title in page
    numbers = re.findall(r'<td class="number"><a href="([^"]+)">(\d+)</a></td>', page)
    review = f"/reports/{Report.objects.get().pk}/review/"
    assert numbers == [(f"{review}?kind=task", "3"), (f"{review}?show=open", "6")]
    shown = [re.findall(r'<li class="entry (\w+)', said(client.get(address))) for address, _number in numbers]
    assert (shown[0].count("task"), len(shown[1])) == (3, 6)


def test_the_ledger_can_be_taken_away_as_a_workbook(client: Client, report_text: str) -> None:
    take_in(client, "工作会议.txt", report_text.encode())
    response = client.get(f"/reports/{Report.objects.get().pk}/ledger.xlsx")
    assert unquote(response.headers["Content-Disposition"]) == "attachment; filename*=UTF-8''工作会议.xlsx"
    workbook = openpyxl.load_workbook(io.BytesIO(response.content))
    assert "依据原文" in [cell for row in workbook.active.values for cell in row]
    assert workbook["说明"]["B2"].value.startswith("工作会议.txt（")


def test_everything_that_was_found_can_be_taken_away(client: Client, report_text: str) -> None:
    take_in(client, "工作会议.txt", report_text.encode())
    response = client.get(f"/reports/{Report.objects.get().pk}/reading.json")
    assert unquote(response.headers["Content-Disposition"]) == "attachment; filename*=UTF-8''工作会议.json"
    assert json.loads(response.content)["text"].startswith("云岭县召开2024年教育工作会议")


def test_a_report_can_be_discarded_and_only_by_a_form(client: Client, report_text: str) -> None:
    address = f"/reports/{take_in(client, '报告.txt', report_text.encode()).pk}/discard"
    assert client.get(address).headers["Location"] == address.removesuffix("discard")
    assert client.post(address).headers["Location"] == "/reports/"
    assert (Report.objects.count(), Reading.objects.count()) == (0, 0)
    assert "还没有识别过报告" in said(client.get("/reports/"))


@pytest.mark.parametrize("part", ["", "reading.json", "ledger.xlsx"])
def test_a_report_that_is_gone_is_not_found(client: Client, part: str) -> None:
    assert client.get(f"/reports/7/{part}").status_code == 404


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("2024.3.1会议.txt", "2024.3.1%E4%BC%9A%E8%AE%AE.json"),
        ("notes", "notes.json"),
        ("a;b'c.txt", "a%3Bb%27c.json"),
    ],
)
def test_what_is_taken_away_is_called_as_the_report_was(
    client: Client, report_text: str, name: str, taken: str
) -> None:
    take_in(client, name, report_text.encode())
    response = client.get(f"/reports/{Report.objects.get().pk}/reading.json")
    assert response.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{taken}"


@pytest.mark.parametrize("part", ["", "reading.json", "ledger.xlsx"])
def test_a_report_is_only_looked_at_by_its_addresses(client: Client, report_text: str, part: str) -> None:
    report = take_in(client, "报告.txt", report_text.encode())
    assert client.post(f"/reports/{report.pk}/{part}").status_code == 405


# Into a plan, another draft


def test_a_plan_is_proposed_from_what_was_read_and_leads_on_to_the_review(client: Client, report_text: str) -> None:
    report = take_in(client, "报告.txt", report_text.encode())
    page = said(client.get(f"/reports/{report.pk}/"))
    assert 'value="2024"' in page
    assert 'value="云岭县教育局2024年教育工作要点"' in page
    answer = client.post(f"/reports/{report.pk}/begin", {"year": "2024", "title": "要点"})
    assert answer.headers["Location"] == f"/reports/{report.pk}/review/"
    assert (Plan.objects.get().year, Report.objects.get().plan) == (2024, Plan.objects.get())


def test_a_plan_that_cannot_be_begun_is_refused_with_every_reason_and_nothing_is_kept(
    client: Client, report_text: str
) -> None:
    report = take_in(client, "报告.txt", report_text.encode())
    page = said(client.post(f"/reports/{report.pk}/begin", {"year": "", "title": ""}, follow=True))
    assert "没有写计划的年份。" in page
    assert "没有写计划的名称。" in page
    assert not Plan.objects.exists()


def test_several_files_go_into_one_plan(client: Client, report_text: str, plan) -> None:
    given = {"text": report_text, "kind": "superior", "plan": plan.pk}
    assert client.post("/reports/", given).status_code == 302
    other = take_in(client, "报告.txt", report_text.replace("2024", "2025").encode())
    answer = client.post(f"/reports/{other.pk}/place", {"kind": "own", "plan": plan.pk, "then": "review"})
    assert answer.headers["Location"] == f"/reports/{other.pk}/review/"
    assert {(one.kind, one.plan) for one in Report.objects.all()} == {("superior", plan), ("own", plan)}


def test_drafts_stand_side_by_side_and_the_old_one_leads_to_the_new(client: Client, report_text: str) -> None:
    old = take_in(client, "一稿.txt", report_text.encode())
    given = {"file": SimpleUploadedFile("二稿.txt", f"更正\n{report_text}".encode()), "text": ""}
    assert client.post(f"/reports/{old.pk}/replace", given).status_code == 302
    run_waiting()
    page = said(client.get(f"/reports/{old.pk}/about/"))
    assert "这是旧稿，已经换成“二稿.txt”。" in page
    assert "共 2 稿" in page
    newest = Report.objects.get(replaces=old)
    refused = client.post(f"/reports/{newest.pk}/replace", {"text": ""})
    assert (refused.status_code, "还没有报告。请选择一个文件" in said(refused)) == (422, True)


def test_what_came_over_is_said_after_reading_again(client: Client, report_text: str, plan) -> None:
    report = take_in(client, "报告.txt", report_text.encode())
    Report.objects.update(plan=plan)
    one = report.reading.candidates.get(mark="a0")
    client.post(f"/reports/findings/{one.pk}/accept", {"version": 1})
    client.post(f"/reports/{report.pk}/again")
    run_waiting()
    assert "带过来 1 条，新出现 0 条，不再出现 0 条" in said(client.get(f"/reports/{report.pk}/about/"))
    assert "带过来已核的 1 条，新出现 0 条" in said(client.get(f"/reports/{report.pk}/review/"))


def test_a_report_that_something_rests_on_says_why_it_stays(client: Client, report_text: str, plan) -> None:
    report = take_in(client, "报告.txt", report_text.encode())
    Report.objects.update(plan=plan)
    client.post(f"/reports/findings/{report.reading.candidates.get(mark='a0').pk}/accept", {"version": 1})
    page = said(client.post(f"/reports/{report.pk}/discard", follow=True))
    assert "这份报告有 1 条已经采用" in page
    assert Report.objects.exists()

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
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from luoshi.office.plans.models import Reading, Report

pytestmark = pytest.mark.django_db


def hand_in(client: Client, name: str, content: bytes):
    return client.post("/reports/", {"file": SimpleUploadedFile(name, content), "text": ""})


def said(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("name", ["county-2023.txt", "city-2025.docx", "district-2024.html"])
def test_a_sample_is_read_and_its_page_shows_what_was_found(client: Client, samples: Path, name: str) -> None:
    response = hand_in(client, name, (samples / name).read_bytes())
    report = Report.objects.get()
    assert response.headers["Location"] == f"/reports/{report.pk}/"
    assert report.reading.tasks > 10
    page = said(client.get(f"/reports/{report.pk}/"))
    assert report.reading.title in page
    counted = {
        "任务": report.reading.tasks,
        "指标与数据": report.reading.figures,
        "时限与周期": report.reading.deadlines,
    }
    assert [name for name, count in counted.items() if f">{name} <b>{count}</b>" not in page] == []


def test_pasted_text_is_read_too(client: Client, report_text: str) -> None:
    assert client.post("/reports/", {"text": report_text}).status_code == 302
    report = Report.objects.get()
    assert (report.name, report.reading.title) == ("粘贴的文字", "云岭县2024年教育工作会议")
    assert report.file.content in (report_text.replace("\n", "\r\n").encode(), report_text.encode())


def test_the_same_bytes_are_the_same_report(client: Client, report_text: str) -> None:
    hand_in(client, "一稿.txt", report_text.encode())
    hand_in(client, "二稿.txt", report_text.encode())
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
def test_a_refused_file_shows_the_reader_s_reason_and_keeps_nothing(client: Client, name: str, content: bytes) -> None:
    response = hand_in(client, name, content)
    assert response.status_code == 422
    assert 'id="refused" tabindex="-1">' in said(response)
    assert not Report.objects.exists()


def test_a_page_of_ours_that_a_browser_saved_is_no_report(client: Client, report_text: str) -> None:
    client.post("/reports/", {"text": report_text})
    saved = client.get(f"/reports/{Report.objects.get().pk}/").content
    response = hand_in(client, "云岭县.html", saved)
    assert response.status_code == 422
    assert "“云岭县.html”是落实自己写出的网页，不是报告。请交原来的报告。" in said(response)


def test_an_empty_form_is_not_called_a_report_that_was_refused(client: Client) -> None:
    assert "<strong hidden>这份报告未能识别</strong>" in said(client.post("/reports/", {}))
    assert "<strong>这份报告未能识别</strong>" in said(client.post("/reports/", {"text": "go home"}))


def test_pasted_text_is_called_what_it_is(client: Client) -> None:
    assert "“粘贴的文字”不是中文报告" in unescape(
        said(client.post("/reports/", {"text": "They went home again. " * 9}))
    )


def test_text_that_was_refused_is_still_in_the_form(client: Client) -> None:
    assert "go home&lt;b&gt;" in said(client.post("/reports/", {"text": "go home<b>"}))


def test_what_a_report_says_is_shown_and_never_run(client: Client, report_text: str) -> None:
    hostile = report_text.replace("城东小学", "<script>alert(1)</script><img src=x onerror=alert(1)>城东小学")
    client.post("/reports/", {"text": hostile})
    page = said(client.get(f"/reports/{Report.objects.get().pk}/"))
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("odd", ["\x00", "\x07", "\ufffe", "\U0001f600", "\u202e"])
def test_odd_characters_of_a_report_can_be_kept(client: Client, report_text: str, odd: str) -> None:
    response = hand_in(client, "一稿.txt", report_text.replace("城东小学", f"城东{odd}小学").encode())
    assert response.status_code == 302
    assert "小学" in said(client.get(response.headers["Location"]))


def test_the_list_asks_the_database_seven_times_however_long_it_is(client: Client, report_text: str) -> None:
    for year in (2021, 2022, 2023):
        client.post("/reports/", {"text": report_text.replace("2024", str(year))})
    with CaptureQueriesContext(connection) as asked:
        page = said(client.get("/reports/"))
    assert "已识别 3 份报告" in page
    assert len(asked) == 7  # session, person, memberships, authority, unread messages, reports, and their readings


def test_the_list_counts_each_report_s_findings_and_adds_up_the_tasks(client: Client, report_text: str) -> None:
    for text in (report_text, report_text.replace("新增学位1200个，", "")):
        client.post("/reports/", {"text": text})
    page, latest_first = said(client.get("/reports/")), Reading.objects.order_by("-report__pk")
    assert re.findall(r'<td class="number">(\d+)</td>', page) == [
        str(count) for reading in latest_first for count in (reading.tasks, reading.figures, reading.deadlines)
    ]
    assert f"已识别 2 份报告，共列出 {sum(reading.tasks for reading in latest_first)} 项任务" in page


def test_the_ledger_can_be_taken_away_as_a_workbook(client: Client, report_text: str) -> None:
    hand_in(client, "工作会议.txt", report_text.encode())
    response = client.get(f"/reports/{Report.objects.get().pk}/ledger.xlsx")
    assert unquote(response.headers["Content-Disposition"]) == "attachment; filename*=UTF-8''工作会议.xlsx"
    workbook = openpyxl.load_workbook(io.BytesIO(response.content))
    assert "依据原文" in [cell for row in workbook.active.values for cell in row]
    assert workbook["说明"]["B2"].value.startswith("工作会议.txt（")


def test_everything_that_was_found_can_be_taken_away(client: Client, report_text: str) -> None:
    hand_in(client, "工作会议.txt", report_text.encode())
    response = client.get(f"/reports/{Report.objects.get().pk}/reading.json")
    assert unquote(response.headers["Content-Disposition"]) == "attachment; filename*=UTF-8''工作会议.json"
    assert json.loads(response.content)["text"].startswith("云岭县召开2024年教育工作会议")


def test_a_report_can_be_discarded_and_only_by_a_form(client: Client, report_text: str) -> None:
    client.post("/reports/", {"text": report_text})
    address = f"/reports/{Report.objects.get().pk}/discard"
    assert client.get(address).headers["Location"] == f"/reports/{Report.objects.get().pk}/"
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
    hand_in(client, name, report_text.encode())
    response = client.get(f"/reports/{Report.objects.get().pk}/reading.json")
    assert response.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{taken}"


@pytest.mark.parametrize("part", ["", "reading.json", "ledger.xlsx"])
def test_a_report_is_only_looked_at_by_its_addresses(client: Client, report_text: str, part: str) -> None:
    client.post("/reports/", {"text": report_text})
    assert client.post(f"/reports/{Report.objects.get().pk}/{part}").status_code == 405

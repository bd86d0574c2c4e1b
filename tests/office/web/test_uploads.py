"""How much may be sent at once, and which characters."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from luoshi.office.plans.models import Report

pytestmark = pytest.mark.django_db


def test_what_is_too_large_is_refused_with_what_to_do(client: Client, settings) -> None:
    settings.LARGEST_UPLOAD = 1024**2
    response = client.post("/", {"file": SimpleUploadedFile("报告.txt", b"x" * (1024**2 + 1))})
    assert response.status_code == 413
    assert "一次最多收 1 MB" in response.content.decode()
    assert "粘贴到页面上" in response.content.decode()
    assert not Report.objects.exists()


def test_a_length_that_is_no_number_counts_as_nothing_sent(world) -> None:
    assert world.client("an").post("/reports/", {}, CONTENT_LENGTH="many").status_code == 409


def test_what_is_too_large_is_refused_before_its_token_is_looked_for(settings) -> None:
    settings.LARGEST_UPLOAD = 10
    assert Client(enforce_csrf_checks=True).post("/", {"text": "要抓好校园安全。"}).status_code == 413


def test_three_megabytes_may_be_pasted(world) -> None:
    response = world.client("an").post("/reports/", {"text": " " * 3 * 1024**2})
    assert response.status_code == 422
    assert "还没有报告" in response.content.decode()


@pytest.mark.parametrize("address", ["/people/?q=%00", "/people/?role=a%00", "/people/?%00=1", "/grants/batch/%00/"])
def test_an_address_with_nul_is_answered_as_unreadable(world, address: str) -> None:
    """PostgreSQL would refuse the question and the page be an error of ours."""
    response = world.client("security").get(address)
    assert (response.status_code, "这个请求读不懂" in response.content.decode()) == (400, True)


def test_a_form_with_nul_is_answered_as_unreadable(world) -> None:
    assert world.client("system").post("/settings/", {"group": "site", "site_address": "a\0"}).status_code == 400

"""The office goes through what was found in a damaged report, by mouse and by keys; two people come to the same row."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from luoshi.office.desk.jobs import run_waiting
from luoshi.office.plans.models import Candidate, Plan, Target, Task
from tests.browser.windows import PHONE, sign_in
from tests.office.conftest import World

SAMPLE = Path(__file__).resolve().parents[2] / "src" / "luoshi" / "samples" / "district-2024.html"

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_office_reviews_a_damaged_report(page: Page, world: World, live_server, picture) -> None:
    """An hands it in, makes a plan of it, accepts a part at once, one by key, one edited, one split, gives one back,
    takes it back; every count follows."""
    sign_in(page, world.client("an"), live_server.url)
    page.goto("/reports/")
    picture("hand-in-desk")
    page.set_input_files("input[type=file]", SAMPLE)
    page.get_by_role("button", name="识别").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("正在识别")
    run_waiting()
    page.get_by_role("button", name="新建计划并核对").wait_for()
    picture("report-begin-desk")
    page.get_by_role("button", name="新建计划并核对").click()
    expect(page.locator(".review[data-ready]")).to_be_visible()
    picture("review-desk")
    picture("review-phone")

"""Somebody who has only the manual takes a damaged report to an issued plan. What their hands do is counted: the manual
says the number (docs/manual/first-plan.md)."""

import re
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Download, Locator, Page, expect

from luoshi.office.plans.models import Assignment, Candidate, Plan
from tests.browser.windows import carry_out_jobs, sign_in
from tests.office.conftest import World

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "src" / "luoshi" / "samples" / "county-2023.txt"
MOST_CLICKS, MOST_KEYS, MOST_CHARACTERS = 31, 2, 18

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Hands:
    """What a person does at a page, counted. A file is two clicks: on the button, and on the file."""

    page: Page
    clicks: int = 0
    keys: int = 0
    characters: int = 0

    def click(self, place: Locator) -> None:
        place.click()
        self.clicks += 1

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def write(self, place: Locator, words: str) -> None:
        self.click(place)
        self.page.keyboard.insert_text(words)
        self.characters += len(words)

    def hand_in(self, place: Locator, path: Path) -> None:
        place.set_input_files(path)
        self.clicks += 2

    def button(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name, exact=True))

    def link(self, name: str | re.Pattern[str]) -> None:
        self.click(self.page.get_by_role("link", name=name))

    def take(self, name: str) -> Download:
        with self.page.expect_download() as coming:
            self.button(name)
        return coming.value


def test_a_newcomer_takes_a_damaged_report_to_an_issued_plan(page: Page, world: World, live_server) -> None:
    """Handed in, read, every part looked at and accepted, one finding raised and one given back by keys; a section asked,
    which has nothing to say; approved, issued, and the notice in hand."""
    sign_in(page, world.client("an"), live_server.url)
    page.goto("/")
    hands = Hands(page)
    hand_in(hands)
    review(hands)
    ask_a_section(hands, world, live_server.url)
    approve_and_issue(hands)
    read_the_notice(hands.take("下载通知"))
    assert hands.clicks <= MOST_CLICKS
    assert hands.keys <= MOST_KEYS
    assert hands.characters <= MOST_CHARACTERS
    told = f"点 {hands.clicks} 次，按 {hands.keys} 次键，写 {hands.characters} 个字"
    assert told in (ROOT / "docs" / "manual" / "first-plan.md").read_text(encoding="utf-8")


def hand_in(hands: Hands) -> None:
    page = hands.page
    hands.link("报告")
    hands.hand_in(page.locator("input[type=file]"), SAMPLE)
    hands.button("识别")
    expect(page.get_by_role("heading", level=1)).to_have_text("正在识别")
    carry_out_jobs(page)
    hands.button("新建计划并核对")
    expect(page.locator(".review[data-ready]")).to_be_visible()


def review(hands: Hands) -> None:
    """One is raised to 督办, the next is given back, and the rest is accepted part by part, what has no heading too."""
    page = hands.page
    hands.click(page.locator(".entry.task.open > .line .item").first)
    hands.press("1")
    expect(page.locator(".entry.task.accepted")).to_have_count(1)
    hands.press("x")
    hands.button("重复")
    expect(page.locator(".entry.returned")).to_have_count(1)
    parts = page.locator(".part .all:visible")
    for left in range(parts.count(), 0, -1):
        hands.click(parts.first)
        expect(parts).to_have_count(left - 1)
    expect(page.locator("h1 .counted")).to_have_text("77 条都核完了")
    assert not Candidate.objects.filter(state="open").exists()
    hands.link(re.compile("去计划"))


def ask_a_section(hands: Hands, world: World, address: str) -> None:
    """Those who lead are ticked already."""
    page = hands.page
    hands.link("征求意见")
    expect(page.get_by_label("基础教育科")).to_be_checked()
    hands.button("发出征求意见")
    sign_in(page, world.client("section"), address)
    page.goto("/")
    hands.link(re.compile("提意见"))
    hands.button("没有意见")
    sign_in(page, world.client("an"), address)
    page.goto(f"/plans/{Plan.objects.get().pk}/consultation/")


def approve_and_issue(hands: Hands) -> None:
    page = hands.page
    hands.link("审定")
    hands.write(page.get_by_label("审定的会议"), "局党组第3次会议")
    hands.button("登记审定")
    hands.write(page.get_by_label("文号"), "云教〔2023〕3号")
    hands.button("印发并下达")
    expect(page.get_by_text("已印发：")).to_be_visible()
    assert Assignment.objects.exists()
    hands.link("印发件")


def read_the_notice(notice: Download) -> None:
    paper = docx.Document(str(notice.path()))
    said = [one.text for one in paper.paragraphs]
    assert "云教〔2023〕3号" in said
    assert any("关于印发《云岭县教育局2023年教育工作要点》的通知" in one for one in said)
    assert len(paper.tables[-1].rows) > 40

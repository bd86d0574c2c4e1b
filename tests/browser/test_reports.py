"""An takes a report to the page, looks at what was found, and is told what went wrong: as a person sees it."""

import itertools
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from luoshi.reader import read
from luoshi.reader.write.html import to_page
from tests.browser.windows import carry_out_jobs, sign_in
from tests.office.conftest import World

SAMPLES = Path(__file__).resolve().parents[2] / "src" / "luoshi" / "samples"

LIT = re.compile(r"\bon\b")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(page: Page, world: World, live_server) -> Page:
    """The office's window on the list of reports."""
    sign_in(page, world.client("an"), live_server.url)
    page.goto("/reports/")
    return page


def send(page: Page, path: Path) -> None:
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="识别").click()


def hand_in(page: Page, path: Path) -> None:
    """Sent, and read while the page waits."""
    send(page, path)
    page.wait_for_url(re.compile(r"/reports/\d+/$"))
    carry_out_jobs(page)
    page.locator(".job-progress").wait_for(state="detached")


def test_a_report_is_handed_in_and_every_finding_leads_to_its_words(page: Page, picture) -> None:
    """An picks the county's report, reads the tasks, presses one and sees where it stands; and back again."""
    hand_in(page, SAMPLES / "county-2023.txt")
    reading = page.locator(".reading[data-ready]")
    expect(reading).to_be_visible()
    expect(page).to_have_title("砚溪县2023年全县教育工作会议 · 落实")
    entries = reading.locator("#reading-panel-tasks .entry")
    assert entries.count() > 20

    entry = entries.filter(has_text="城南实验学校").first
    entry.locator(".item").click()
    found = entry.get_attribute("data-f")
    marked = reading.locator(f'.report [data-f~="{found}"]').first
    expect(marked).to_have_class(LIT)
    expect(marked).to_be_in_viewport()
    expect(marked).to_contain_text("城南实验学校")
    picture("reading-desk")
    picture("reading-phone")

    other = entries.filter(has_text="岗位竞聘").first.get_attribute("data-f")
    reading.locator(f'.report [data-f~="{other}"]').first.click()
    expect(reading.locator(f'.entry[data-f="{other}"]')).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("width", [1366, 390])
def test_the_legend_is_the_same_on_the_served_page_and_in_the_file_of_its_own(
    page: Page, legend_boxes, tmp_path: Path, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    hand_in(page, SAMPLES / "county-2023.txt")
    expect(page.locator(".reading[data-ready]")).to_be_visible()
    served = legend_boxes(page)
    file = tmp_path / "核对.html"
    file.write_text(to_page(read(SAMPLES / "county-2023.txt")), "utf-8")
    page.goto(file.as_uri())
    assert legend_boxes(page) == served
    tops = sorted({top for _, top, _ in served})
    assert all(height >= 24 for _, _, height in served)
    assert all(below - above > 24 for above, below in itertools.pairwise(tops)), "rows touch"
    assert (len(tops) > 1) == (width == 390)


SMALL = """[...document.querySelectorAll('a, button, input')].filter((element) =>
  element.offsetParent && !element.matches('.skip') && element.getBoundingClientRect().height < 24
).map((element) => element.outerHTML)"""


def test_a_thumb_can_hit_whatever_may_be_pressed(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    hand_in(page, SAMPLES / "county-2023.txt")
    expect(page.locator(".reading[data-ready]")).to_be_visible()
    assert page.evaluate(SMALL) == []
    page.goto("/reports/")
    assert page.evaluate(SMALL) == []


def test_what_is_printed_has_no_buttons_and_no_end_at_the_window(page: Page) -> None:
    hand_in(page, SAMPLES / "district-2024.html")
    expect(page.locator(".reading[data-ready]")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".shell-head")).to_be_hidden()
    for panel in page.locator(".panel").all():
        expect(panel).to_be_visible()
    assert page.evaluate("document.body.clientHeight") > 2500
    after = "(element) => getComputedStyle(element).breakAfter"
    assert page.locator("#reading-panel-tasks .part").first.evaluate(after) == "avoid"
    headings = page.locator(".report .line", has=page.locator(".heading"))
    alone = [line for line in headings.all() if line.inner_text() == line.locator(".heading").first.inner_text()]
    assert alone
    assert {line.evaluate(after) for line in alone} == {"avoid"}
    page.goto("/")
    for nothing in (".shell-head", ".receive", ".reports form"):
        expect(page.locator(nothing).first).to_be_hidden()


@pytest.mark.parametrize("name", ["city-2025.docx", "district-2024.html"])
def test_every_sample_is_read_in_the_browser_without_a_complaint(page: Page, name: str) -> None:
    hand_in(page, SAMPLES / name)
    expect(page.locator(".reading[data-ready]")).to_be_visible()
    assert page.locator("#reading-panel-tasks .entry").count() > 20


def test_a_file_that_is_no_report_stays_with_the_reason_until_it_goes(page: Page, picture, tmp_path: Path) -> None:
    photo = tmp_path / "合影.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40)
    hand_in(page, photo)
    expect(page.get_by_role("heading", level=1)).to_have_text("这份报告没有识别成")
    expect(page.locator(".refused p")).not_to_be_empty()
    picture("refused-desk")
    page.get_by_role("button", name="删除这份报告").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("还没有识别过报告")


def test_a_table_of_the_report_stands_as_a_table_and_its_cells_lead_to_the_findings(page: Page) -> None:
    hand_in(page, SAMPLES / "city-2025.docx")
    expect(page.locator(".reading[data-ready]")).to_be_visible()
    cells = page.locator(".report table.cells")
    assert cells.locator("tr").count() == 10
    assert cells.locator("tr").first.locator("td").all_inner_texts()[:3] == ["序号", "重点任务", "具体举措"]
    figure = cells.locator(".figure").first
    figure.click()
    found = figure.get_attribute("data-f")
    expect(page.locator(f'.entry[data-f="{found}"]')).to_have_attribute("aria-current", "true")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert cells.locator("tr").first.locator("td").nth(1).bounding_box()["width"] >= 6 * 14
    box = page.get_by_role("region", name="原文表格").first
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert box.evaluate("box => box.scrollLeft") > 0


def test_nothing_is_asked_for_without_speaking_of_a_report(page: Page, tmp_path: Path) -> None:
    page.get_by_role("button", name="识别").click()
    refused = page.locator("#refused")
    expect(refused).to_have_text(re.compile("还没有报告。请选择一个文件"))
    expect(refused.locator("strong")).to_be_hidden()
    large = tmp_path / "扫描件.docx"
    with large.open("wb") as file:
        file.truncate(21 * 1024**2)
    send(page, large)
    expect(refused.locator("strong")).to_be_visible()


def test_a_file_that_is_too_large_is_not_even_sent(page: Page, tmp_path: Path) -> None:
    large = tmp_path / "扫描件.docx"
    with large.open("wb") as file:
        file.truncate(21 * 1024**2)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    send(page, large)
    expect(page.locator("#refused")).to_contain_text("这个文件超过 20 MB")
    expect(page.locator("#refused")).to_be_focused()
    assert "POST" not in sent


def test_a_report_is_discarded_after_a_question(page: Page, picture) -> None:
    hand_in(page, SAMPLES / "county-2023.txt")
    page.get_by_role("link", name="全部报告").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("收到 1 份报告，还有 77 条待核")
    picture("list-desk")
    page.get_by_role("link", name="砚溪县2023年全县教育工作会议").click()
    page.get_by_role("link", name="报告和稿次").click()
    picture("report-about-desk")
    asked: list[str] = []

    def answer(dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    page.on("dialog", answer)
    page.get_by_role("button", name="删除这份报告").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("还没有识别过报告")
    assert asked == ["删除“county-2023.txt”和它的识别结果？您手里的原文件不受影响。"]


def test_the_pages_work_without_script(browser, world: World, live_server) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    sign_in(page, world.client("an"), live_server.url)
    page.goto("/reports/")
    send(page, SAMPLES / "county-2023.txt")
    carry_out_jobs(page, script=False)
    expect(page.locator(".reading")).to_contain_text("城南实验学校")
    page.get_by_role("link", name="报告和稿次").click()
    page.get_by_role("button", name="删除这份报告").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("还没有识别过报告")
    context.close()

"""The self-contained page that `luoshi read --to html` writes, opened from disk and used with the keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from luoshi.reader import read
from luoshi.reader.write.html import to_page

SAMPLE = Path(__file__).resolve().parents[2] / "src" / "luoshi" / "samples" / "county-2023.txt"


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The page in a window of a small office screen; any complaint of the browser fails the test."""
    file = tmp_path / "核对.html"
    file.write_text(to_page(read(SAMPLE)), "utf-8")
    context = browser.new_context(viewport={"width": 1366, "height": 768}, offline=True)
    window = context.new_page()
    complaints: list[str] = []
    window.on("pageerror", lambda error: complaints.append(str(error)))
    window.on("console", lambda message: complaints.append(message.text))
    window.on("request", lambda request: None if request.url.startswith("file:") else complaints.append(request.url))
    window.goto(file.as_uri())
    expect(window.locator(".reading[data-ready]")).to_be_visible()
    yield window
    context.close()
    assert complaints == []


def current(window: Page) -> str | None:
    return window.locator(".entry[aria-current]").get_attribute("data-f")


def test_the_keyboard_walks_the_findings_and_shows_each_in_the_text(opened: Page) -> None:
    opened.keyboard.press("j")
    first = current(opened)
    for _ in range(12):
        opened.keyboard.press("j")
    later = current(opened)
    assert later != first
    marked = opened.locator(f'.report [data-f~="{later}"]').first
    expect(marked).to_be_in_viewport()
    expect(opened.locator(f'.entry[data-f="{later}"]')).to_be_in_viewport()
    opened.keyboard.press("Enter")
    expect(opened.locator(".report")).to_be_focused()
    opened.keyboard.press("k")
    assert current(opened) not in {later, None}


def test_numbers_and_arrows_change_the_tab(opened: Page) -> None:
    opened.keyboard.press("3")
    expect(opened.locator("#reading-panel-figures")).to_be_visible()
    expect(opened.locator("#reading-panel-tasks")).to_be_hidden()
    opened.keyboard.press("ArrowRight")
    expect(opened.locator("#reading-tab-limits")).to_have_attribute("aria-selected", "true")


def test_a_problem_leads_to_its_task_and_the_task_back(opened: Page) -> None:
    opened.keyboard.press("2")
    problem = opened.locator("#reading-panel-problems .entry", has=opened.locator(".go")).first
    problem.locator(".item").click()
    task = problem.locator(".go").first
    leads_to = task.get_attribute("data-go")
    task.click()
    assert current(opened) == leads_to
    expect(opened.locator("#reading-panel-tasks")).to_be_visible()
    entry = opened.locator(f'.entry[data-f="{leads_to}"]')
    expect(entry.locator(".item")).to_be_focused()
    expect(entry).to_be_in_viewport()
    entry.locator(".go").first.click()
    assert current(opened) == problem.get_attribute("data-f")


def test_a_figure_in_the_text_opens_the_tab_that_lists_it(opened: Page) -> None:
    figure = opened.locator(".report .spot.figure").first
    figure.click()
    assert current(opened) == figure.get_attribute("data-f")
    expect(opened.locator("#reading-panel-figures")).to_be_visible()


def test_folded_noise_opens_and_closes(opened: Page) -> None:
    fold = opened.locator(".fold").first
    raw = opened.locator(".noise .raw").first
    expect(raw).to_be_hidden()
    fold.click()
    expect(raw).to_be_visible()
    expect(fold).to_have_attribute("aria-expanded", "true")
    fold.click()
    expect(raw).to_be_hidden()


def test_the_legend_goes_from_sentence_to_sentence_of_a_kind(opened: Page) -> None:
    opened.locator(".legend [data-kind=problem]").click()
    expect(opened.locator(".report .sentence.problem.on").first).to_be_in_viewport()


def test_on_a_phone_the_panes_stand_under_each_other_and_a_press_still_leads_across(opened: Page) -> None:
    opened.set_viewport_size({"width": 390, "height": 844})
    assert opened.evaluate("document.documentElement.scrollWidth") <= 390
    opened.locator(".jump a").last.click()
    entry = opened.locator("#reading-panel-tasks .entry").nth(3)
    expect(opened.locator("#reading-panel-tasks .entry").first).to_be_in_viewport()
    entry.locator(".item").click()
    found = entry.get_attribute("data-f")
    expect(opened.locator(f'.report [data-f~="{found}"]').first).to_be_in_viewport()


def test_in_print_all_lists_are_there(opened: Page) -> None:
    opened.emulate_media(media="print")
    panels = opened.locator(".panel").all()
    assert len(panels) == opened.locator("[role=tab]").count() > 3
    for panel in panels:
        expect(panel).to_be_visible()
    expect(opened.locator(".tabs")).to_be_hidden()

"""A real browser on a real server. Whatever it complains about (policy, missing file, error) fails the test."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

from tests.office.conftest import World, build, quick_passwords, without_codes

__all__ = ["quick_passwords", "without_codes"]

# Playwright keeps an event loop in this thread, which Django would take for asynchronous code of ours.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The browser's own words (on the button that picks a file), where Debian's chromium-l10n is installed.
CHINESE = {**os.environ, "LANGUAGE": "zh_CN"}
# A refusal answers 422, which a browser writes down as an error too; a page that is left early ends what it still loads.
EXPECTED = ("status of 422", "net::ERR_ABORTED")
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", metavar="FOLDER", help="put the manual's pictures there")


@pytest.fixture(scope="session", autouse=True)
def files_of_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What tests hand in is stored beside them and not in anybody's data folder."""
    settings.FILES = tmp_path_factory.mktemp("files")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        pytest.skip("the pages in a browser: there is no chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET, env=CHINESE)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, live_server) -> Iterator[Page]:
    """A fresh desk-sized window on the server's first page."""
    context = browser.new_context(viewport=DESK, base_url=live_server.url, locale="zh-CN")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("requestfailed", lambda request: complaints.append(f"{request.url}: {request.failure}"))
    page.goto("/")
    yield page
    context.close()
    assert [words for words in complaints if not any(one in words for one in EXPECTED)] == []


@pytest.fixture
def world(live_server) -> World:
    """The small county of the office's tests, in the server's database."""
    return build()


LEGEND = """[...document.querySelectorAll('.legend button')].map((button) => {
  const box = button.getBoundingClientRect();
  return [Math.round(box.left), Math.round(box.top), box.height];
})"""


@pytest.fixture
def legend_boxes() -> Callable[[Page], list[list[float]]]:
    """Left, top and height of each button of the legend, its first button's place taken off."""

    def measure(page: Page) -> list[list[float]]:
        boxes = page.evaluate(LEGEND)
        left, top, _ = boxes[0]
        return [[box[0] - left, box[1] - top, box[2]] for box in boxes]

    return measure


@pytest.fixture
def picture(request: pytest.FixtureRequest, page: Page):
    """Takes the manual's pictures where they are asked for, as on a desk or on a phone."""
    folder = request.config.getoption("--screenshots", default=None)

    def take(name: str) -> None:
        if folder:
            page.set_viewport_size(PHONE if name.endswith("-phone") else DESK)
            page.screenshot(path=Path(folder) / f"{name}.png")
            page.set_viewport_size(DESK)

    return take

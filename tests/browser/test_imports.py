"""A workbook that is handed in with faults, mended, and stored."""

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from luoshi.office.desk.jobs import run_waiting
from tests.browser.windows import PHONE, sign_in
from tests.office.conftest import World

pytestmark = pytest.mark.django_db(transaction=True)

HEADS = ["机构名称", "类型", "学段", "办学性质", "城乡分类", "标识码"]


def workbook(path: Path, rows: list[list[str]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "机构"
    for row in [HEADS, *rows]:
        sheet.append(row)
    book.save(path)
    return path


SOUND = [
    ["云岭县第三小学", "学校", "小学", "公办", "城区", "2153001234"],
    ["云岭县第一小学", "学校", "小学", "公办", "城区", "2153004321"],
]
FAULTY = [["云岭县第三小学", "学效", "小学", "公办", "城区", "２１５３００１２３４"], [*SOUND[1][:5], "215300432"]]


def hand_in(page: Page, path: Path) -> None:
    page.goto("/imports/")
    page.get_by_label("填好的表格").set_input_files(path)
    page.get_by_role("button", name="上传并核对").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("正在核对")
    run_waiting()


def test_faults_first_then_differences_then_all_at_once(
    page: Page, world: World, live_server, picture, tmp_path: Path
) -> None:
    """The office hands in a faulty workbook and sees every fault; then a sound one, its differences; and stores it."""
    sign_in(page, world.client("an"), live_server.url)
    heading = page.get_by_role("heading", level=1)
    hand_in(page, workbook(tmp_path / "机构名册.xlsx", FAULTY))
    expect(heading).to_have_text("有 3 处要改，还没有导入")
    picture("import-faults-desk")
    picture("import-faults-phone")
    hand_in(page, workbook(tmp_path / "机构名册（改好）.xlsx", SOUND))
    expect(heading).to_have_text("核对无误，请看清差异后导入")
    picture("import-differences-desk")
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="确认导入").click()
    expect(heading).to_have_text("正在导入")
    run_waiting()
    expect(heading).to_have_text("已经导入")
    page.goto("/imports/")
    picture("imports-desk")

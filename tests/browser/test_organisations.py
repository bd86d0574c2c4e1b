"""An, of the bureau's office, opens a school, appoints somebody there, fills a district and hands an inspector's work over."""

import pytest
from playwright.sync_api import Page, expect

from luoshi.office.organisations import grants
from luoshi.office.organisations.models import Grant, Grouping, Organisation
from tests.browser.windows import sign_in
from tests.office.conftest import World


@pytest.fixture
def desk(page: Page, world: World, live_server) -> Page:
    """An's browser, signed in."""
    sign_in(page, world.client("an"), live_server.url)
    page.goto("/organisations/")
    return page


def test_an_opens_a_school_and_registers_its_head(desk: Page, world: World, picture) -> None:
    expect(desk.locator("h1")).to_have_text("辖区内在办的机构有 11 个")
    desk.get_by_role("group").filter(has_text="石桥镇中心校").last.locator("summary").click(position={"x": 5, "y": 8})
    expect(desk.get_by_role("link", name="石桥镇小学", exact=True)).to_be_visible()
    picture("organisations-desk")
    picture("organisations-phone")

    desk.get_by_role("link", name="云岭县教育局").click()
    desk.get_by_role("link", name="增设下级机构").click()
    desk.get_by_role("link", name="学校", exact=True).click()
    desk.get_by_label("名称").first.fill("云岭县第一小学")
    desk.get_by_label("小学", exact=True).check()
    desk.get_by_label("办学性质").select_option("public")
    desk.get_by_label("城乡分类").select_option("town")
    desk.get_by_role("button", name="保存").click()
    expect(desk.get_by_role("alert")).to_contain_text("已有一个“云岭县第一小学”")
    desk.get_by_label("名称").first.fill("云岭县第三小学")
    desk.get_by_role("button", name="保存").click()
    expect(desk.locator("h1")).to_have_text("云岭县第三小学")

    desk.get_by_role("link", name="登记新人员并授予岗位").click()
    desk.get_by_label("姓名").fill("方一诺")
    desk.get_by_label("手机").fill("13812341234")
    desk.get_by_label("岗位").select_option("head")
    desk.get_by_role("button", name="保存").click()
    expect(desk.locator("h1")).to_have_text("方一诺")
    expect(desk.locator("main")).to_contain_text("待确认")
    desk.get_by_role("link", name="云岭县第三小学").click()
    picture("organisation-desk")
    desk.goto("/people/?q=方一诺")
    expect(desk.locator("table")).to_contain_text("138****1234")
    desk.goto("/people/")
    picture("people-desk")


def test_an_fills_a_district_and_hands_it_over(desk: Page, world: World, picture) -> None:
    desk.goto(f"/groupings/{Grouping.objects.get().pk}/")
    school = Organisation.objects.get(name="云岭县第二中学")
    desk.locator("select[name=organisations]").select_option([str(school.pk)])
    desk.get_by_role("button", name="列入").click()
    expect(desk.locator("h1")).to_have_text("第一责任区：2 个机构")
    picture("grouping-desk")

    desk.get_by_role("link", name="督明").click()
    desk.get_by_role("link", name="离任交接").click()
    desk.locator("[name=to]").fill("无名")
    desk.get_by_role("button", name="办理交接").click()
    expect(desk.locator(".errorlist")).to_contain_text("辖区内没有找到“无名”")
    desk.locator("[name=to]").fill("孙启明")
    desk.get_by_role("button", name="办理交接").click()
    desk.get_by_label("仍由他（她）接收").check()
    desk.get_by_role("button", name="办理交接").click()
    expect(desk.locator("main")).to_contain_text("已提出由孙启明接任，正等第二人确认")
    grants.decide(Grant.objects.get(agreed=None), agreed=True, by=world.actor("security"))
    desk.get_by_role("link", name="离任交接").click()
    desk.locator("[name=to]").fill("孙启明")
    desk.get_by_role("button", name="办理交接").click()
    expect(desk.locator("h1")).to_have_text("离任交接清单")
    expect(desk.locator("table")).to_contain_text("第一责任区")
    picture("handover-desk")
    desk.emulate_media(media="print")
    expect(desk.locator(".shell-menu")).to_be_hidden()
    expect(desk.get_by_text("监交人（签字）")).to_be_visible()

"""What a school has to do carries the same number on every page that says it, and each number the rows behind its link."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from luoshi.office.desk.asks import Wanted, put
from luoshi.office.desk.delivery import Haste, deliver
from luoshi.office.plans.assignment.acts import act
from luoshi.office.plans.assignment.adjusting import Asked, ask_change
from luoshi.office.plans.assignment.said import Said, Shown
from tests.office.plans.assignment.conftest import DUE, TODAY

pytestmark = pytest.mark.django_db
STAFF = ("bo", "clerk")


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def title(client: Client, address: str) -> str:
    return re.sub("<[^>]+>", "", re.search(r"<h1>(.*?)</h1>", page(client, address), re.DOTALL)[1])


def rows_behind(client: Client, address: str, words: str) -> int:
    """How many rows the list has to which the link with these words leads."""
    link = re.search(rf'<a href="([^"]+)">{words}', page(client, address))[1]
    link = address + unescape(link) if link.startswith("?") else unescape(link)
    return client.get(link).context["list"].page.paginator.count


@pytest.fixture
def asked(world, issued) -> None:
    """The school has two tasks and something else to do."""
    wanted = Wanted(what="报校车台账", kind="filing", minutes=30, due=TODAY)
    put([world.organisation("first")], wanted, by=world.actor("an"))


@pytest.mark.parametrize("who", STAFF)
def test_what_a_school_has_to_do_is_one_number(world, sign_in, asked, given, who: str) -> None:
    school = sign_in(who)
    for changed in (
        lambda: None,
        lambda: ask_change(given("first"), Asked("extend", "停课", DUE + timedelta(days=9)), by=world.actor("bo")),
    ):
        changed()
        assert title(school, "/") == "学校要办 3 件"
        assert title(school, "/school/") == "要办 3 件，其中本周 1 件，约 30 分钟"
        assert title(school, "/asks/").startswith("学校要办 3 件，")
        assert rows_behind(school, "/asks/", "3 件") == 3
        assert "学校要办的共 3 件" in page(school, "/assignments/to-do")
        assert "另有" not in page(school, "/school/")
    assert title(school, "/assignments/to-do") == "1 件任务要办"


def test_what_waits_for_the_head_is_counted_beside_it(world, sign_in, asked, given) -> None:
    act(given("first"), "report", by=world.actor("clerk"), said=Said("查了。", (Shown("校车", value=4),)))
    assert title(sign_in("bo"), "/") == "学校要办 2 件，另有 1 件等您办理"
    assert title(sign_in("clerk"), "/") == "学校要办 2 件"
    for who in STAFF:
        assert title(sign_in(who), "/school/").startswith("要办 2 件，")
    assert rows_behind(sign_in("clerk"), "/school/", "另有 1 件已经报出") == 1
    assert "等别人签批" not in page(sign_in("bo"), "/school/")  # it waits for nobody but them


def test_what_was_sent_back_says_so_at_home(world, sign_in, asked, given) -> None:
    one = act(given("first", 2), "report", by=world.actor("clerk"), said=Said("培训了。"))
    act(one, "send_back", by=world.actor("section"), said=Said("缺签到表。"))
    said = re.findall(
        r"<li><a[^>]*>([^<]*)</a> <span class=\"state-over\">退回补充</span>", page(sign_in("clerk"), "/")
    )
    assert said == ["开展师德培训"]


def test_what_is_new_is_received_together(sign_in, asked) -> None:
    assert rows_behind(sign_in("clerk"), "/school/", "刚下达的 2 件可以一起签收") == 2


def test_messages_stand_last_and_are_not_counted(world, sign_in, asked) -> None:
    to = world.membership("bo")
    already = to.messages.unread().count()
    deliver(to, subject="看一看", text="", by=world.actor("an").who)
    home = page(sign_in("bo"), "/")
    assert title(sign_in("bo"), "/") == "学校要办 3 件"
    said = f"另有 {already + 1} 条消息没看"
    assert home.index("报校车台账") < home.index(said)
    assert rows_behind(sign_in("bo"), "/", said) == already + 1


def test_an_urgent_message_stands_first_and_is_not_counted(world, sign_in, asked) -> None:
    haste = Haste("防汛Ⅲ级响应", "局长")
    deliver(world.membership("bo"), subject="停课避险", text="", by=world.actor("an").who, haste=haste)
    home = page(sign_in("bo"), "/")
    assert home.index("停课避险") < home.index("报校车台账")
    assert title(sign_in("bo"), "/") == "学校要办 3 件"


def test_what_is_done_comes_after_what_is_not(world, sign_in, asked, given) -> None:
    act(given("first"), "report", by=world.actor("bo"), said=Said("查了。", (Shown("校车", value=4),)))
    states = re.findall(r'<td class="tight"[^>]*>(已办结|今天到期|6月30日前)</td>', page(sign_in("bo"), "/asks/"))
    assert states == ["今天到期", "6月30日前", "已办结"]


def test_a_schools_menu_has_no_page_that_is_empty_for_it(world, sign_in, issued, given) -> None:
    from luoshi.office.plans.chasing import acts
    from luoshi.office.plans.chasing.acts import Wish

    menu = re.search(r'<nav class="shell-menu".*?</nav>', page(sign_in("bo"), "/"), re.DOTALL)[0]
    assert (reverse("chasing") in menu, reverse("dispatches") in menu) == (False, False)
    assert "催督" not in page(sign_in("bo"), "/school/")
    acts.send([given("first")], Wish("remind"), by=world.actor("an"))
    assert rows_behind(sign_in("bo"), "/school/", "收到过的催督 1 份") == 1
    assert reverse("chasing") in page(sign_in("centre"), "/")

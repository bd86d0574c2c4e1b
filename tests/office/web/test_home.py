"""The home page: the few numbers of a role, each with its page, one's memberships, and the state of one's account."""

import re

import pytest
from django.utils import timezone

from luoshi.office.desk.asks import Wanted, put
from luoshi.office.desk.models import Sending
from luoshi.office.organisations.models import Membership

pytestmark = pytest.mark.django_db

GLANCE = re.compile(r'<li><a href="([^"]*)"><span class="glance-number[^"]*">(\d+)</span> ([^<]*)</a>')
MOST_QUESTIONS = 19  # of the role that sees most; with what the shell asks on every page 25, which no page may exceed


def glances(client) -> dict[str, tuple[int, str]]:
    """Number and address of each, by its words."""
    found = GLANCE.findall(client.get("/").content.decode())
    return {what: (int(number), address.replace("&amp;", "&")) for address, number, what in found}


def test_each_number_leads_to_its_rows(world, sign_in) -> None:
    today = timezone.localdate()
    wanted = Wanted(what="上报校车台账", kind="filing", minutes=5000, due=today)
    put([world.organisation("first"), world.organisation("second")], wanted, by=world.actor("an"))
    shown = glances(sign_in("leader"))
    month = f"{today:%Y-%m}"
    assert shown["本月截止的要求（件）"] == (1, f"/asks/?month={month}&state=kept")
    assert shown["任务时间超过上限的学校"] == (2, f"/asks/load/?month={month}&over=yes")
    for number, address in shown.values():
        page = sign_in("leader").get(address).content.decode()
        assert (f"共 {number} 行" in page) == bool(number), address


def test_an_administrator_is_told_of_accounts_and_of_what_did_not_go_out(world, sign_in) -> None:
    Sending.objects.create(
        authority=world.organisation("county"),
        channel=Sending.Channel.MAIL,
        subject="有消息待看",
        state=Sending.State.FAILED,
        next_at="2026-01-01T00:00Z",
    )
    shown = glances(sign_in("system"))
    assert shown["没能发出的邮件和群消息"] == (1, "/messages/sent/?state=failed")
    assert shown["没有换掉初始密码的"] == (0, "/accounts/")


@pytest.mark.parametrize("who", ["bo", "clerk", "guardian", "observer"])
def test_who_answers_for_one_school_or_none_is_shown_no_numbers(sign_in, who: str) -> None:
    assert glances(sign_in(who)) == {}


def test_somebody_with_two_memberships_changes_on_the_page(world, sign_in) -> None:
    other = Membership.objects.create(
        person=world.membership("bo").person,
        organisation=world.organisation("second"),
        role="clerk",
        since="2025-09-01",
        confirmed=True,
    )
    client = sign_in("bo")
    assert f'name="to" value="{other.pk}">换到这个岗位' in client.get("/").content.decode()


def test_the_page_asks_little_of_the_database(sign_in, own_questions) -> None:
    assert max(own_questions(sign_in(who), "/") for who in ("an", "leader", "system", "security")) <= MOST_QUESTIONS

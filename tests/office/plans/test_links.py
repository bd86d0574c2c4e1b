"""No page leads anybody to a refusal: in a county at work, every link of every page that a role sees answers it."""

import re
from collections import Counter, deque
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from luoshi.office.desk.asks import Wanted, put
from luoshi.office.desk.delivery import deliver
from luoshi.office.organisations.access import Door, rule_of
from luoshi.office.organisations.models import Role
from luoshi.office.plans.assignment.acts import act
from luoshi.office.plans.assignment.adjusting import Asked, ask_change
from luoshi.office.plans.assignment.said import Said, Shown
from luoshi.office.plans.assignment.splitting import Piece, split
from luoshi.office.plans.chasing import acts as chasing
from luoshi.office.plans.chasing.acts import Wish
from luoshi.office.plans.dispatch import rounds
from tests.office.conftest import PEOPLE
from tests.office.plans.assignment.conftest import DUE, TODAY, _today, given, issued

__all__ = ["_today", "given", "issued"]

OF_A_NAME = 2  # pages of one name that somebody opens; wherever another leads, its rule is asked
NOT_TWO = {
    "assignment": 12,  # differ most: by what was done, chased, asked of others
    "api": 0, "api-document": 0,  # long, the same for everybody, and tested where they are made
}  # fmt: skip
LINKED = re.compile(r'<a [^>]*?href="(/[^"#]*)"')  # what is asked of a page ("?…") makes it no other page
PROOF = (Shown("校车", value=4, unit="辆"),)
MEMBERS = {role: short for short, _organisation, role, _name in reversed(PEOPLE)}  # the first of each role


@pytest.fixture
def at_work(world, given, issued) -> None:
    """What was issued is in every state, chased, broken down and asked about; something else is asked too, and told."""
    for task, who in ((1, "clerk"), (2, "bo")):
        act(given("first", task), "report", by=world.actor(who), said=Said("查了。", PROOF))
    act(given("first", 2), "verify", by=world.actor("section"))
    act(given("second"), "report", by=world.actor("chen"), said=Said("查了。", PROOF))
    act(given("second"), "send_back", by=world.actor("section"), said=Said("缺照片。"))
    ask_change(given("village"), Asked("extend", "停课", DUE + timedelta(days=9)), by=world.actor("village-head"))
    act(given("basic"), "receive", by=world.actor("section"))
    split(
        given("basic"),
        Piece("报台账", None, [world.organisation(one) for one in ("aid", "first", "centre")]),
        by=world.actor("section"),
    )
    chased = [given("second"), given("second", 2), given("village", 2), given("basic", 2)]
    chasing.send(chased, Wish("urge", "尽快。", TODAY + timedelta(days=5), "上级要查。"), by=world.actor("an"))
    chasing.send(
        [given("basic", 2)], Wish("supervise", "尽快。", TODAY + timedelta(days=5), "反复催过。"), by=world.actor("an")
    )
    rounds.open_round(issued, kind="monthly", title="第1次月调度", due=TODAY + timedelta(days=5), by=world.actor("an"))
    wanted = Wanted(what="报校车台账", kind="filing", minutes=30, due=TODAY)
    put([world.organisation(one) for one in ("first", "village")], wanted, by=world.actor("an"))
    for to in world.memberships.values():
        deliver(to, subject="看一看", text="", link=reverse("home"), by=world.actor("an").who)


def refusals(client: Client, role: Role) -> tuple[int, list[str]]:
    """How many pages were opened, and each link that led to something else than a page open to the role."""
    opened, of_a_name, seen, amiss = 0, Counter[str](), set[str](), list[str]()
    ahead = deque([("", reverse("home"))])
    while ahead:
        base, address = ahead.popleft()
        path = address.partition("?")[0]
        if path in seen:
            continue
        seen.add(path)
        name, rule = named(path)
        if rule is None or (rule.door is Door.ROLE and role not in rule.look):
            amiss.append(f"{role}: {base} → {address}: not open")
        elif of_a_name[name] < NOT_TWO.get(name, OF_A_NAME):
            of_a_name[name] += 1
            opened += 1
            response = client.get(address)
            if response.status_code not in {200, 302}:
                amiss.append(f"{role}: {base} → {address}: {response.status_code}")
            elif response.headers.get("Content-Type", "").startswith("text/html"):
                ahead.extend((address, unescape(one)) for one in LINKED.findall(response.content.decode()))
    return opened, amiss


def named(path: str):
    """The name of the page there, and its rule; none where nothing answers."""
    try:
        found = resolve(path)
    except Resolver404:
        return "", None
    return found.view_name, rule_of(found.func)


def test_no_link_of_any_page_leads_to_a_refusal(sign_in, at_work) -> None:
    found = {role: refusals(sign_in(member), role) for role, member in MEMBERS.items()}
    amiss = [one for _opened, refused in found.values() for one in refused]
    assert not amiss, "\n".join(amiss)
    assert min(opened for opened, _amiss in found.values()) > 10

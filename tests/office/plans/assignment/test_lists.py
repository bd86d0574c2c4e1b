"""What waits for somebody, and the same act for many at once."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from luoshi.office.organisations.models import Membership, Person, Role
from luoshi.office.plans.assignment import queries
from luoshi.office.plans.assignment.acts import act, name_verifier
from luoshi.office.plans.assignment.adjusting import Asked, ask_change
from luoshi.office.plans.assignment.lists import pending
from luoshi.office.plans.assignment.said import Said, Shown
from luoshi.office.plans.models import Assignment
from luoshi.office.web.panels import PENDING
from tests.office.plans.assignment.conftest import DUE, TODAY

HEADS = {"first": "bo", "second": "chen", "village": "village-head"}


@pytest.fixture
def reported(world, given) -> list[Assignment]:
    """Three schools have trained their teachers and said so, one with proof."""
    proof = (Shown("参训", value=40, unit="人"), Shown("公示", link="https://a.cn"))
    return [
        act(given(name, 2), "report", by=world.actor(who), said=Said(f"{name}培训了", proof if name == "first" else ()))
        for name, who in HEADS.items()
    ]


def numbers(rows: list[Assignment]) -> list[int]:
    return [one.pk for one in rows]


def states(rows: list[Assignment]) -> set[str]:
    return set(Assignment.objects.filter(pk__in=numbers(rows)).values_list("state", flat=True))


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_row_shows_what_was_reported_and_how_much_proof_there_is(world, reported, sign_in) -> None:
    page = text_of(sign_in("section"), "/assignments/to-verify")
    assert "3 件报告等您核验" in page
    assert page.count('form="bulk"') == 3
    assert "first培训了" in page
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    (first,) = (row for row in rows if "云岭县第一小学" in row)
    assert '<td class="number">2</td>' in first
    bare = text_of(sign_in("section"), "/assignments/to-verify?proof=none")
    assert bare.count('form="bulk"') == 2


def test_many_are_verified_at_once(world, reported, sign_in) -> None:
    given = {"one": numbers(reported), "words": "抽查过", "move": "verify"}
    answer = sign_in("section").post("/assignments/to-verify", given)
    assert (answer.status_code, states(reported)) == (302, {"done"})
    assert {one.movements.first().words for one in reported} == {"抽查过"}
    assert "没有等您核验的完成报告" in text_of(sign_in("section"), "/assignments/to-verify")


def test_one_that_cannot_be_done_keeps_all_back_and_is_named(world, reported, sign_in) -> None:
    act(reported[1], "take_back", by=world.actor("chen"))
    given = {"one": numbers(reported), "words": "抽查过", "move": "verify"}
    answer = sign_in("section").post("/assignments/to-verify", given)
    page = answer.content.decode()
    assert (answer.status_code, states(reported)) == (422, {"signed", "working"})
    assert "云岭县第二中学“开展师德培训”：现在不能“核验办结”" in page
    assert "抽查过</textarea>" in page
    assert page.count(" checked") == 2


def test_what_is_sent_back_says_why(world, reported, sign_in) -> None:
    section, given = sign_in("section"), {"one": numbers(reported[:2]), "words": " ", "move": "send_back"}
    answer = section.post("/assignments/to-verify", given)
    assert answer.status_code == 422
    assert "要写几句话" in answer.content.decode()
    assert section.post("/assignments/to-verify", {**given, "words": "缺签到表"}).status_code == 302
    assert states(reported[:2]) == {"returned"}
    assert "还没有选中" in section.post("/assignments/to-verify", {"move": "verify"}).content.decode()


def test_a_row_that_one_does_not_see_is_not_touched(world, reported, sign_in) -> None:
    given = {"one": numbers(reported), "move": "verify"}
    assert sign_in("centre").post("/assignments/to-verify", given).status_code == 422
    assert sign_in("inspector").post("/assignments/to-verify", given).status_code == 422
    assert sign_in("bo").post("/assignments/to-verify", given).status_code == 403
    assert states(reported) == {"signed"}


def test_a_head_signs_what_the_clerk_reported(world, given, sign_in) -> None:
    proof = Said("查了", (Shown("校车", value=4),))
    one = act(given("first"), "report", by=world.actor("clerk"), said=proof)
    assert "1 件报告等您签批" in text_of(sign_in("bo"), "/assignments/to-sign")
    assert sign_in("bo").post("/assignments/to-sign", {"one": one.pk, "move": "sign"}).status_code == 302
    assert states([one]) == {"signed"}


def test_requests_are_decided_together_or_none(world, given, sign_in) -> None:
    both = [given("first"), given("second")]
    later = DUE + timedelta(days=5)
    for one, who in zip(both, ("bo", "chen"), strict=True):
        ask_change(one, Asked("extend", "停课", later), by=world.actor(who))
    page = text_of(sign_in("leader"), "/assignments/to-decide")
    assert f"延期 {DUE} → {later}" in page
    assert "停课" in page
    wanted = {"one": numbers(both), "move": "grant_change"}
    refused = sign_in("an").post("/assignments/to-decide", wanted)
    assert refused.status_code == 422
    assert states(both) == {"adjusting"}
    assert sign_in("leader").post("/assignments/to-decide", wanted).status_code == 302
    assert {one.due for one in Assignment.objects.filter(pk__in=numbers(both))} == {later}


def test_a_request_that_cannot_be_granted_keeps_all_back(world, given, sign_in) -> None:
    both = [given("first"), given("second")]
    ask_change(both[0], Asked("reassign", "二中的", to=world.organisation("second")), by=world.actor("bo"))
    ask_change(both[1], Asked("drop", "没有校车"), by=world.actor("chen"))
    answer = sign_in("leader").post("/assignments/to-decide", {"one": numbers(both), "move": "grant_change"})
    assert "云岭县第一小学“开展校车安全检查”：“云岭县第二中学”已经承办这一件" in answer.content.decode()
    assert states(both) == {"adjusting"}


def test_a_section_receives_all_that_is_new_at_once(world, issued, sign_in) -> None:
    section = sign_in("section")
    page = text_of(section, "/assignments/to-do")
    assert "2 件任务要办" in page
    rows = list(queries.to_do(world.actor("section")))
    assert section.post("/assignments/to-do", {"one": numbers(rows), "move": "receive"}).status_code == 302
    assert states(rows) == {"received"}
    page = text_of(section, "/assignments/to-do")
    assert "2 件任务要办" in page
    assert "勾选的" not in page


def test_the_list_is_exported_without_its_boxes(world, reported, sign_in) -> None:
    answer = sign_in("section").get("/assignments/to-verify?export=xlsx")
    assert answer.headers["Content-Type"].endswith("sheet")


def waits(world, who: str) -> dict[str, tuple[str, int, str]]:
    return {one.what: (one.address, one.count, one.due) for one in pending(world.actor(who))}


def test_the_home_page_says_what_waits(world, given, reported) -> None:
    assert pending in PENDING
    proof = Said("查了", (Shown("校车", value=4),))
    act(given("first"), "report", by=world.actor("clerk"), said=proof)
    ask_change(given("second"), Asked("drop", "没有校车"), by=world.actor("chen"))
    assert waits(world, "bo") == {"等您签批的完成报告": ("/assignments/to-sign", 1, "6月30日前")}
    assert waits(world, "section") == {
        "要办的任务": ("/assignments/to-do", 2, "6月30日前"),
        "等您核验的完成报告": ("/assignments/to-verify", 3, "6月30日前"),
    }
    assert waits(world, "leader") == {"等决定的调整申请": ("/assignments/to-decide", 1, "6月30日前")}
    for nobody in ("clerk", "observer", "inspector", "guardian", "auditor", "foreign-office"):
        assert waits(world, nobody) == {}


def test_who_is_named_finds_it_and_what_no_section_leads_is_the_offices(world, given, reported) -> None:
    name_verifier(reported[0], world.membership("inspector"), by=world.actor("leader"))
    assert [one.pk for one in queries.to_verify(world.actor("inspector"))] == [reported[0].pk]
    assert reported[0] not in queries.to_verify(world.actor("section"))
    Assignment.objects.filter(task=reported[1].task, part="lead").update(state="cancelled")
    assert {one.pk for one in queries.to_verify(world.actor("an"))} == set(numbers(reported[1:]))
    assert act(reported[1], "verify", by=world.actor("an")).ended_on == TODAY


@pytest.mark.parametrize("address", ["to-verify", "to-do", "to-decide"])
def test_questions_do_not_grow_with_the_rows(world, reported, given, sign_in, own_questions, address: str) -> None:
    client = sign_in("section")
    before = own_questions(client, f"/assignments/{address}")
    Assignment.objects.filter(task__number=1).update(state="signed")
    assert own_questions(client, f"/assignments/{address}") == before <= 12


def test_what_a_leader_who_left_was_to_sign_waits_for_the_others(world, given) -> None:
    one = act(given("basic"), "report", by=world.actor("section"), said=Said("好了。", (Shown(link="https://a.cn/1"),)))
    deputy = replace(world.actor("leader"), membership=Membership.objects.create(
        person=Person.objects.create(login="next", name="林接"), organisation=world.organisation("county"),
        role=Role.LEADER, since=TODAY, confirmed=True,
    ))  # fmt: skip
    assert one not in queries.to_sign(deputy)
    Membership.objects.filter(pk=world.membership("leader").pk).update(
        since=TODAY - timedelta(days=9), until=TODAY - timedelta(days=1)
    )
    assert one in queries.to_sign(deputy)

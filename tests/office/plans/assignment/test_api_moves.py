"""Programs read assignments and make their moves, as the people would whose tokens they bring."""

import json
from datetime import date
from typing import get_args

import pytest

from luoshi.office.journal.models import Entry
from luoshi.office.plans.assignment import acts, api_moves
from luoshi.office.plans.assignment.adjusting import Asked, ask_change
from luoshi.office.plans.assignment.moves import MOVES, open_to_actor
from luoshi.office.plans.assignment.said import Said, Shown
from luoshi.office.plans.models import Adjustment, Assignment, Movement

pytestmark = pytest.mark.django_db


def at(one: Assignment, move: str) -> str:
    return f"assignments/{one.pk}/{move}"


def test_every_move_of_the_table_can_be_made_by_some_operation() -> None:
    own = {"ask_change", "split", "plan_milestones", "name_verifier"}
    somebodys = {name for name, move in MOVES.items() if move.roles}  # the rest follows by itself
    assert set(get_args(api_moves.MoveName)) | own == somebodys


def test_an_assignment_goes_its_way_from_receipt_to_verified(world, given, program) -> None:
    one = given("first")
    bo, section = program("bo"), program("section")
    link = {"words": "通报", "link": "https://example.cn/a"}
    for who, move, said, after in (
        (bo, "receive", {}, "received"),
        (bo, "note", {"words": "已检查12辆校车"}, "working"),
        (bo, "report", {"words": "检查完毕", "evidence": [link, {"value": "12", "unit": "辆"}]}, "signed"),
        (section, "send_back", {"words": "缺第3辆的记录"}, "returned"),
        (bo, "report", {"words": "补上了"}, "signed"),
        (section, "verify", {}, "done"),
    ):
        version = Assignment.objects.get(pk=one.pk).version
        status, told = who.post(at(one, move), version=version, **said)
        assert (status, told["state"], told["version"]) == (200, after, version + 1), told
    history = section.get(f"assignments/{one.pk}/movements")["items"]
    assert [each["verb"] for each in history] == ["verify", "report", "send_back", "report", "note", "receive"]
    assert [(each["kind"], each["link"], each["value"]) for each in history[3]["evidence"]] == [
        ("link", "https://example.cn/a", None),
        ("figure", "", "12.000000"),
    ]
    entry = Entry.objects.filter(verb="assignment.verify").get()
    assert (entry.name, entry.behalf.startswith("令牌程序（luoshi_")) == ("孙启明", True)


def test_what_the_page_says_may_be_done_is_what_is_told(world, given, program) -> None:
    one = given("first")
    told = {each["move"]: each["why_not"] for each in program("bo").get(f"assignments/{one.pk}")["moves"]}
    assert told == open_to_actor(one, by=world.actor("bo"))
    assert told["receive"] == ""


def test_a_refused_move_says_every_reason_and_changes_nothing(given, program) -> None:
    one = given("first")
    status, told = program("bo").post(at(one, "verify"), version=1)
    assert (status, told["reasons"]) == (422, ["核验由牵头单位基础教育科或局办公室办理。"])
    assert program("bo").post(at(one, "name_verifier"), version=1, verifier=1)[0] == 403
    status, told = program("section").post(at(one, "verify"), version=1)
    assert (status, told["reasons"]) == (422, ["现在不能“核验办结”：它还没有签收。"])
    assert not Movement.objects.exists()


def test_somebody_who_was_quicker_is_told_of(given, program) -> None:
    one, bo = given("first"), program("bo")
    assert bo.post(at(one, "receive"), version=1)[0] == 200
    status, told = bo.post(at(one, "note"), version=1, words="已检查")
    assert (status, "柏青已经办了一步" in told["reasons"][0]) == (409, True)
    assert bo.post(at(one, "note"), version=2, words="已检查")[0] == 200


def test_a_token_that_only_reads_makes_no_move(given, program) -> None:
    status, told = program("bo", scope="read").post(at(given("first"), "receive"), version=1)
    assert (status, told["reasons"]) == (403, ["这个令牌只能查看。要办理，请另生成一个可以办理的。"])
    assert not Movement.objects.exists()


def test_anothers_assignment_is_not_there(given, program) -> None:
    assert program("chen").post(at(given("first"), "receive"), version=1)[0] == 404


def test_a_change_is_asked_for_withdrawn_and_decided(world, given, program) -> None:
    one, bo, an = given("first"), program("bo"), program("an")
    asked = {"kind": "extend", "why": "校车年检推迟", "new_due": "2026-07-31"}
    assert bo.post(at(one, "ask_change"), version=1, **asked)[1]["state"] == "adjusting"
    assert bo.post(at(one, "withdraw_change"), version=2)[1]["state"] == "issued"
    assert bo.post(at(one, "ask_change"), version=3, **asked)[0] == 200
    status, told = an.post(at(one, "grant_change"), version=4)
    assert (status, "领导的决定" in told["reasons"][0]) == (422, True)
    decision = {"by": "李望舒", "on": "2026-03-10"}
    status, told = an.post(at(one, "grant_change"), version=4, decision=decision)
    assert (status, told["due"]) == (200, "2026-07-31")
    assert [(each["state"], each["old_due"]) for each in told["adjustments"]] == [
        ("granted", "2026-06-30"),
        ("withdrawn", "2026-06-30"),
    ]
    assert Adjustment.objects.count() == 2


def test_a_change_to_an_organisation_that_is_not_there_is_refused(given, program) -> None:
    asked = {"kind": "reassign", "why": "不归我校", "to": 10**9}
    status, told = program("bo").post(at(given("first"), "ask_change"), version=1, **asked)
    assert (status, told["reasons"]) == (422, ["本局没有编号为 1000000000 的机构。"])


def test_a_lead_breaks_its_part_down_and_takes_it_back(world, given, program) -> None:
    one, section = given("basic"), program("section")
    assert section.post(at(one, "receive"), version=1)[0] == 200
    bodies = [world.organisation("first").pk, world.organisation("second").pk]
    status, _told = section.post(at(one, "split"), version=2, words="报校车台账", organisations=bodies)
    assert status == 200
    pieces = section.get(f"assignments?parent={one.pk}")["items"]
    assert [(each["what"], each["state"]) for each in pieces] == [("报校车台账", "issued")] * 2
    status, told = section.post(f"assignments/{pieces[0]['id']}/recall", version=1, words="不用报了")
    assert (status, told["state"]) == (200, "cancelled")


def test_milestones_are_set_and_reached(given, program) -> None:
    one, bo = given("first"), program("bo")
    bo.post(at(one, "receive"), version=1)
    wanted = [{"words": "自查", "due": "2026-04-30"}, {"words": "整改", "due": "2026-05-31"}]
    status, told = bo.post(at(one, "plan_milestones"), version=2, milestones=wanted)
    assert (status, told["milestone_due"]) == (200, "2026-04-30")
    first = told["milestones"][0]["id"]
    status, told = bo.post(at(one, f"milestones/{first}/reach"), version=3, words="自查完了")
    assert (status, told["milestone_due"], told["milestones"][0]["reached_on"]) == (200, "2026-05-31", "2026-03-10")
    assert bo.post(at(one, f"milestones/{first}/reach"), version=4)[0] == 422
    other = bo.post(at(given("first", 2), f"milestones/{first}/reach"), version=1)
    assert other[0] == 404


def test_a_verifier_is_named(world, given, program) -> None:
    one, an = given("office", 3), program("an")
    leader = world.membership("leader").pk
    assert an.post(at(one, "name_verifier"), version=1, verifier=leader)[0] == 200
    assert Assignment.objects.get(pk=one.pk).verifier_id == leader
    status, told = an.post(at(one, "name_verifier"), version=2, verifier=world.membership("foreign-office").pk)
    assert (status, len(told["reasons"])) == (422, 1)


@pytest.mark.parametrize(
    "given_",
    [
        {},
        {"version": 0},
        {"version": 2**31},
        {"version": 1, "strange": 1},
        {"version": 1, "words": "长" * 4001},
        {"version": 1, "words": "a\0b"},
        {"version": 1, "words": "\ud800"},
        {"version": 1, "evidence": [{"link": "x" * 501}]},
        {"version": 1, "evidence": [{"value": "1e400"}]},
        {"version": 1, "evidence": [{"value": "NaN"}]},
        {"version": 1, "evidence": [{}]},
        {"version": 1, "evidence": [{"value": 1, "target": 10**12}]},
        {"version": 1, "decision": {"by": "李望舒", "on": "2999-01-01"}},
    ],
)
def test_what_cannot_be_kept_is_refused(given, program, given_: dict) -> None:
    one, bo = given("first"), program("bo")
    status, told = bo.post(at(one, "note"), **{"words": "已检查", **given_})
    assert (status, bool(told["reasons"])) == (422, True), told
    assert not Movement.objects.exists()


@pytest.mark.parametrize("sent", ["", "{", "[]", "null", '{"version": NaN}', "\ud800"])
def test_a_body_that_is_no_object_is_refused(given, program, sent: str) -> None:
    bo = program("bo").client
    response = bo.post(
        f"/api/v1/assignments/{given('first').pk}/receive",
        sent.encode("utf-8", "surrogatepass"),
        content_type="application/json",
    )
    assert response.status_code in {400, 422}
    assert response.json()["reasons"]


# Reading


def test_lists_hold_what_the_pages_hold(world, given, program) -> None:
    issued = given("first").task.plan
    bo, an = program("bo"), program("an")
    assert bo.get("assignments")["count"] == 2
    assert {each["organisation"]["name"] for each in bo.get("assignments")["items"]} == {"云岭县第一小学"}
    assert an.get(f"assignments?plan={issued.pk}&size=1")["count"] == Assignment.objects.count()
    assert an.get("assignments?standing=late")["count"] == 0
    assert an.get("assignments?due_until=2026-06-29")["count"] == 0
    assert an.get("assignments?q=校车 第一小学")["count"] == 1
    assert bo.get("assignments?waiting=to_do")["count"] == 2
    assert an.get("assignments?page=1000000")["items"] == []


def test_a_standing_is_that_of_the_day(given, program) -> None:
    Assignment.objects.filter(pk=given("first").pk).update(due=date(2026, 3, 1))
    late = program("an").get("assignments?standing=late")["items"]
    assert [(each["id"], each["standing"]) for each in late] == [(given("first").pk, "late")]


def test_what_waits_for_somebody_is_told(world, given, program) -> None:
    one = given("basic")
    proof = Said("办完", [Shown(link="https://example.cn/")])
    acts.act(one, "receive", by=world.actor("section"))
    acts.act(one, "report", by=world.actor("section"), said=proof)
    assert [each["id"] for each in program("leader").get("assignments?waiting=to_sign")["items"]] == [one.pk]
    assert program("an").get("assignments?waiting=to_verify")["count"] == 0


def test_a_task_comes_with_who_answers_for_it(world, given, program) -> None:
    task = given("first").task
    told = program("bo").get(f"tasks/{task.pk}")
    assert [(each["part"], each["person"]) for each in told["responsibilities"]] == [
        ("leader", "李望舒"),
        ("lead", ""),
        ("owner", ""),
    ]
    listed = program("bo").get(f"plans/{task.plan_id}/tasks")
    assert (listed["count"], listed["items"][0]) == (2, told)
    assert program("an").get(f"plans/{task.plan_id}/tasks?q=政务&grade=routine")["count"] == 1
    assert program("an").get(f"plans/{task.plan_id}/tasks?lead={world.organisation('office').pk}")["count"] == 1
    assert program("an").get("plans?year=2026&state=issued")["items"][0]["tasks"] == 3


def test_an_observer_sees_no_persons(world, given, program) -> None:
    one = given("first")
    acts.act(one, "receive", by=world.actor("bo"))
    observer = program("observer")
    movement = observer.get(f"assignments/{one.pk}/movements")["items"][0]
    assert (movement["by"], movement["behalf"], movement["organisation"]) == ("", "", "云岭县第一小学")
    told = json.dumps(observer.get(f"tasks/{one.task_id}"), ensure_ascii=False)
    assert "李望舒" not in told


def test_an_observer_reads_no_words_and_no_proof(world, given, program) -> None:
    """As on the page: both may name somebody."""
    one, proof = given("first"), Shown("柏青的签字", link="https://a.cn/bo")
    acts.act(one, "note", by=world.actor("bo"), said=Said("柏青已到场。", (proof,)))
    acts.name_verifier(one, world.membership("inspector"), by=world.actor("an"))
    ask_change(one, Asked("drop", "柏青出差。"), by=world.actor("bo"))
    observer = program("observer")
    told = [observer.get(f"assignments/{one.pk}{more}") for more in ("", "/movements")]
    said = json.dumps(told, ensure_ascii=False)
    assert [word for word in ("柏青", "督明", "a.cn") if word in said] == []


@pytest.mark.parametrize(
    "path",
    ["assignments", "assignments?waiting=to_verify", "assignments/{one}", "assignments/{one}/movements", "tasks/{task}",
     "plans/{plan}/tasks", "plans/{plan}/goals", "dispatches", "dispatch-lines", "chasers"],
)  # fmt: skip
def test_an_operation_asks_few_questions(world, given, program, path: str, django_assert_max_num_queries) -> None:
    one = given("basic")
    an = program("an")
    address = path.format(one=one.pk, task=one.task_id, plan=one.task.plan_id)
    an.get(address)
    with django_assert_max_num_queries(25):
        an.get(address)

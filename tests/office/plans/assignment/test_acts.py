"""Bo's school receives, reports and is verified by Sun's section; An follows what the section itself does."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from luoshi.office.desk.models import Ask, Message
from luoshi.office.journal.models import Entry
from luoshi.office.organisations.actor import Actor, Behalf
from luoshi.office.organisations.models import GroupingMember, Membership, Person
from luoshi.office.organisations.settings_table import change
from luoshi.office.plans.assignment import acts, adjusting, queries
from luoshi.office.plans.assignment.acts import act
from luoshi.office.plans.assignment.adjusting import Asked, ask_change, grant_change
from luoshi.office.plans.assignment.moves import MOVES, leads_to, why_not
from luoshi.office.plans.assignment.queries import standing
from luoshi.office.plans.assignment.said import NOTHING, Said, Shown
from luoshi.office.plans.assignment.splitting import Piece, split
from luoshi.office.plans.decision import Decision
from luoshi.office.plans.models import Assignment, Evidence
from luoshi.office.refused import Refused
from tests.office.plans.assignment.conftest import DUE, TODAY

PROOF = Said("四辆校车全部查过，发现两处问题，已整改。", (Shown("校车数", value=Decimal(4), unit="辆"),))


def refused(move: str, one: Assignment, by, said: Said = NOTHING, **more) -> str:
    with pytest.raises(Refused) as raised:
        act(one, move, by=by, said=said, **more)
    return "\n".join(raised.value.reasons)


def test_a_schools_report_is_signed_by_its_head_and_verified_by_the_lead(world, given) -> None:
    one = given("first")
    act(one, "receive", by=world.actor("clerk"))
    act(one, "note", by=world.actor("clerk"), said=Said("方案已印发。"))
    assert act(one, "report", by=world.actor("clerk"), said=PROOF).state == "reported"
    assert act(one, "sign", by=world.actor("bo")).state == "signed"
    done = act(one, "verify", by=world.actor("section"), said=Said("已到校看过。"))
    assert (done.state, done.ended_on, done.submitted_by) == ("done", TODAY, world.membership("clerk"))
    history = list(done.movements.order_by("pk").values_list("verb", "before", "after"))
    assert history == [
        ("receive", "issued", "received"), ("note", "received", "working"), ("report", "working", "reported"),
        ("sign", "reported", "signed"), ("verify", "signed", "done"),
    ]  # fmt: skip
    verbs = Entry.objects.filter(about_kind="plans.assignment").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [f"assignment.{verb}" for verb, _before, _after in history]


def test_a_head_who_reports_has_signed(world, given) -> None:
    assert act(given("first"), "report", by=world.actor("bo"), said=PROOF).state == "signed"


def test_a_routine_task_needs_no_signature_and_no_proof(world, given) -> None:
    assert act(given("first", 2), "report", by=world.actor("clerk"), said=Said("培训一次。")).state == "signed"


def test_what_is_signed_is_for_the_authority_to_say(world, given) -> None:
    change(world.organisation("county"), "sign_off", "none", by=world.actor("leader"))
    assert act(given("first"), "report", by=world.actor("clerk"), said=PROOF).state == "signed"
    change(world.organisation("county"), "sign_off", "all", by=world.actor("leader"))
    assert act(given("first", 2), "report", by=world.actor("clerk"), said=PROOF).state == "reported"


def test_a_supervised_task_is_not_done_without_proof(world, given) -> None:
    assert "佐证" in refused("report", given("first"), world.actor("clerk"), Said("查了。"))
    act(given("first"), "note", by=world.actor("clerk"), said=PROOF)
    act(given("first"), "report", by=world.actor("clerk"), said=Said("查完了。"))
    assert Evidence.objects.count() == 1


def test_a_sections_report_is_signed_by_the_named_leader_and_verified_by_the_office(world, given) -> None:
    one = given("basic")
    assert act(one, "report", by=world.actor("section"), said=PROOF).state == "reported"
    assert "责任领导李望舒" in refused("sign", one, world.actor("section"))
    act(one, "sign", by=world.actor("leader"))
    assert "局办公室" in refused("verify", one, world.actor("section"))
    assert act(one, "verify", by=world.actor("an")).state == "done"


def test_the_office_enters_a_leaders_signature_with_whose_and_when(world, given) -> None:
    one = given("basic")
    act(one, "report", by=world.actor("section"), said=PROOF)
    assert "写明是谁、哪天决定的" in refused("sign", one, world.actor("an"))
    late = Said(decision=Decision("李望舒", TODAY + timedelta(days=1)))
    assert "还没有到" in refused("sign", one, world.actor("an"), late)
    act(one, "sign", by=world.actor("an"), said=Said(decision=Decision("李望舒", TODAY, "签批单3号")))
    newest = one.movements.first()
    assert newest
    assert (newest.decided_by, newest.decided_on, newest.document) == ("李望舒", TODAY, "签批单3号")


def test_nobody_verifies_what_they_submitted(world, given) -> None:
    one = given("first")
    act(one, "report", by=world.actor("bo"), said=PROOF)
    Assignment.objects.filter(pk=one.pk).update(submitted_by=world.membership("section"))
    assert "核验要换一个人" in refused("verify", one, world.actor("section"))
    assert act(one, "verify", by=world.actor("an")).state == "done"


def test_the_offices_own_task_needs_a_named_verifier(world, given) -> None:
    one = given("office", 3)
    act(one, "report", by=world.actor("an"), said=Said("每周更新。"))
    assert "先指定核验人" in refused("verify", one, world.actor("an"))
    with pytest.raises(Refused, match="承办单位自己的人"):
        acts.name_verifier(one, world.membership("an"), by=world.actor("leader"))
    acts.name_verifier(one, world.membership("leader"), by=world.actor("an"))
    assert "指定的" in refused("verify", one, world.actor("an"))
    assert act(one, "verify", by=world.actor("leader")).state == "done"


def another_of_the_office(world) -> Actor:
    person = Person.objects.create(login="other-an", name="安小远")
    world.memberships["other-an"] = Membership.objects.create(
        person=person, organisation=world.organisation("office"), role="office", since=TODAY, confirmed=True
    )
    return world.actor("other-an")


def test_nobody_of_an_organisation_verifies_what_it_did_for_another(world, given) -> None:
    """What the office does for a section, as its piece or as who assists, is the section's to verify."""
    lead, other = act(given("basic", 2), "receive", by=world.actor("section")), another_of_the_office(world)
    body = world.organisation("office")
    (piece,) = split(lead, Piece("印发名单", None, [body]), by=world.actor("section"))
    for one in (piece, Assignment.objects.create(task=lead.task, organisation=body, part="assist")):
        act(one, "report", by=world.actor("an"), said=Said("印发了。", decision=Decision("李望舒", TODAY)))
        assert "本单位自己办的，要由别的单位核验：牵头单位基础教育科" in refused("verify", one, other)
        assert one not in queries.to_verify(other)
        assert one in queries.to_verify(world.actor("section"))
        assert act(one, "verify", by=world.actor("section")).state == "done"


def test_what_schools_do_in_a_task_that_the_office_leads_waits_for_the_office(world, given) -> None:
    lead = act(given("office", 3), "receive", by=world.actor("an"))
    (piece,) = split(lead, Piece("报公开目录", None, [world.organisation("first")]), by=world.actor("an"))
    owner = Assignment.objects.create(task=lead.task, organisation=world.organisation("second"), part="owner")
    act(piece, "report", by=world.actor("bo"), said=Said("报了。"))
    act(owner, "report", by=world.actor("chen"), said=Said("报了。"))
    assert set(queries.to_verify(world.actor("an"))) == {piece, owner}


def test_what_a_lead_asked_is_decided_by_the_office_once_nobody_works_there(world, given) -> None:
    lead = act(given("basic", 2), "receive", by=world.actor("section"))
    (piece,) = split(lead, Piece("报名单", None, [world.organisation("first")]), by=world.actor("section"))
    ask_change(piece, Asked("drop", "没有。"), by=world.actor("bo"))
    assert piece in queries.to_decide(world.actor("section"))
    assert piece not in queries.to_decide(world.actor("an"))
    Membership.objects.filter(pk=world.membership("section").pk).update(until=TODAY - timedelta(days=1))
    assert piece in queries.to_decide(world.actor("an"))


def test_an_inspector_is_named_for_the_schools_of_their_district(world, given) -> None:
    with pytest.raises(Refused, match=r"“云岭县第二中学”不在“.*督明”的责任区里"):
        acts.name_verifier(given("second"), world.membership("inspector"), by=world.actor("an"))
    one = acts.name_verifier(given("first"), world.membership("inspector"), by=world.actor("an"))
    act(one, "report", by=world.actor("bo"), said=PROOF)
    assert one in queries.to_verify(world.actor("inspector"))
    GroupingMember.objects.all().delete()
    assert "不在您的责任区里" in refused("verify", one, world.actor("inspector"))


def test_a_report_goes_back_with_what_is_missing_and_the_schools_ask_is_open_again(world, given) -> None:
    one = given("first")
    ask = Ask.objects.get(source_id=str(one.pk))
    act(one, "report", by=world.actor("bo"), said=PROOF)
    ask.refresh_from_db()
    assert ask.answered_by == world.membership("bo")
    assert "要写几句话" in refused("send_back", one, world.actor("section"))
    act(one, "send_back", by=world.actor("section"), said=Said("缺驾驶员体检表。"))
    ask.refresh_from_db()
    assert (ask.is_open, Assignment.objects.get(pk=one.pk).state) == (True, "returned")


def test_an_assignment_is_judged_behind_only_when_its_day_has_come(world, given, monkeypatch) -> None:
    one = given("first")
    assert "还没到时候" in refused("behind", one, world.actor("section"), Said("没有动静"))
    monkeypatch.setattr(timezone, "localdate", lambda *_given: DUE)
    act(one, "behind", by=world.actor("section"), said=Said("没有动静"))
    assert act(one, "report", by=world.actor("bo"), said=PROOF).state == "signed"


def test_a_concluded_assignment_is_taken_up_again(world, given) -> None:
    one = given("first")
    act(one, "report", by=world.actor("bo"), said=PROOF)
    act(one, "verify", by=world.actor("section"))
    again = act(one, "reopen", by=world.actor("section"), said=Said("回访发现没有整改。"))
    assert (again.state, again.ended_on) == ("working", None)


def test_who_looked_at_an_older_state_is_told_who_was_faster(world, given) -> None:
    one = given("first")
    act(one, "receive", by=world.actor("clerk"), version=1)
    assert "纪小满已经办了一步" in refused("note", one, world.actor("bo"), Said("在办"), version=1)


def test_others_have_no_part_in_it(world, given) -> None:
    one = given("first")
    for name in ("chen", "centre", "inspector", "observer", "leader", "an", "section", "foreign-office", "city-office"):
        assert refused("receive", one, world.actor(name))


def test_many_are_verified_at_once_or_none(world, given) -> None:
    both = [given("first", 2), given("second", 2)]
    act(both[0], "report", by=world.actor("bo"), said=Said("办了"))
    with pytest.raises(Refused, match="云岭县第二中学“开展师德培训”：现在不能“核验办结”"):
        acts.act_on_all(both, "verify", by=world.actor("section"))
    act(both[1], "report", by=world.actor("chen"), said=Said("办了"))
    assert acts.act_on_all(both, "verify", by=world.actor("section")) == 2


def test_a_piece_of_proof_is_one_thing() -> None:
    assert [fault for fault in Shown("x").faults() if fault]
    assert [fault for fault in Shown("x", link="javascript:alert(1)").faults() if fault]
    assert not [fault for fault in Shown("x", link="https://a.cn", as_of=date(2026, 1, 1)).faults() if fault]


def test_who_assists_is_through_with_the_lead_and_not_late_before(world, given, issued, monkeypatch) -> None:
    lead = given("basic", 2)
    helper = Assignment.objects.create(task=lead.task, organisation=world.organisation("aid"), part="assist", due=DUE)
    monkeypatch.setattr(timezone, "localdate", lambda *_given: DUE + timedelta(days=9))
    stands = {one.part: one.standing for one in standing(issued.authority).filter(task=lead.task)}
    assert stands == {"lead": "late", "owner": "late", "assist": "normal"}
    act(lead, "report", by=world.actor("section"), said=Said("办完了。"))
    act(lead, "verify", by=world.actor("an"))
    helper.refresh_from_db()
    assert (helper.state, helper.movements.get().verb) == ("done", "along")
    assert "随牵头单位办结" in (why_not(helper, "along", by=world.actor("an")) or "")


def helped(world, given, state: str = "working") -> tuple[Assignment, Assignment]:
    """A lead that waits for its verifier, and who assists it."""
    lead = given("basic", 2)
    helper = Assignment.objects.create(
        task=lead.task, organisation=world.organisation("aid"), part="assist", state=state, due=DUE
    )
    return act(lead, "report", by=world.actor("section"), said=Said("办完了。")), helper


def verbs_of(one: Assignment) -> list[str]:
    one.refresh_from_db()
    for each in one.movements.all():
        assert each.before in MOVES[each.verb].states
        assert each.after in leads_to(each.verb, each.before)
    said = list(one.movements.order_by("pk").values_list("verb", flat=True))
    kept = Entry.objects.filter(about_kind="plans.assignment", about_id=str(one.pk), done=True).order_by("pk")
    assert list(kept.values_list("verb", flat=True)) == [f"assignment.{verb}" for verb in said]
    return [*said, one.state]


def test_a_lead_and_who_assists_it_are_verified_together_each_once(world, given) -> None:
    lead, helper = helped(world, given, "signed")
    assert acts.act_on_all([lead, helper], "verify", by=world.actor("an"), said=Said("看过。")) == 2
    assert verbs_of(lead) == ["report", "verify", "done"]
    assert verbs_of(helper) == ["verify", "done"]
    assert Assignment.objects.get(pk=helper.pk).version == 2


@pytest.mark.parametrize("state", ["issued", "working", "behind", "signed"])
def test_who_ended_with_its_lead_goes_on_with_it_from_where_it_was(world, given, state: str) -> None:
    lead, helper = helped(world, given, state)
    act(lead, "verify", by=world.actor("an"))
    act(lead, "reopen", by=world.actor("an"), said=Said("回访发现没有整改。"))
    assert verbs_of(helper) == ["along", "along_again", state]
    assert helper.movements.first().words == "牵头单位基础教育科在办。"
    act(lead, "report", by=world.actor("section"), said=Said("又办完了。"))
    act(lead, "verify", by=world.actor("an"))
    assert verbs_of(helper) == ["along", "along_again", "along", "done"]


def test_who_asked_for_a_change_as_its_lead_ended_may_ask_again(world, given) -> None:
    lead, helper = helped(world, given)
    letter = replace(world.actor("an"), behalf=Behalf(1, helper.organisation, "艾清", TODAY))
    ask_change(helper, Asked("drop", "不归我。"), by=letter)
    act(lead, "verify", by=world.actor("an"))
    act(lead, "reopen", by=world.actor("an"), said=Said("没有整改。"))
    assert verbs_of(helper) == ["ask_change", "along", "along_again", "working"]
    assert ask_change(helper, Asked("drop", "不归我。"), by=letter).state == "open"


def test_who_was_verified_by_itself_stays_verified(world, given) -> None:
    lead, helper = helped(world, given, "signed")
    act(helper, "verify", by=world.actor("section"))
    act(lead, "verify", by=world.actor("an"))
    act(lead, "reopen", by=world.actor("an"), said=Said("没有整改。"))
    assert verbs_of(helper) == ["verify", "done"]


def test_the_last_lead_that_is_let_off_leaves_nobody_waiting(world, given) -> None:
    lead, helper = helped(world, given)
    other = Assignment.objects.create(task=lead.task, organisation=world.organisation("office"), part="lead")
    act(lead, "verify", by=world.actor("an"))
    ask_change(other, Asked("drop", "不归办公室。"), by=world.actor("an"))
    assert verbs_of(helper) == ["working"]
    adjusting.grant_change(other, by=world.actor("leader"))
    assert verbs_of(helper) == ["along", "done"]


def test_a_lead_that_goes_to_another_body_keeps_who_assists_at_work(world, given) -> None:
    lead, helper = helped(world, given)
    Assignment.objects.create(task=lead.task, organisation=world.organisation("office"), part="lead", state="done")
    act(lead, "verify", by=world.actor("an"))
    act(lead, "reopen", by=world.actor("an"), said=Said("没有整改。"))
    ask_change(lead, Asked("reassign", "中心校的", to=world.organisation("centre")), by=world.actor("section"))
    adjusting.grant_change(lead, by=world.actor("leader"))
    assert verbs_of(helper) == ["along", "along_again", "working"]


def test_who_is_found_behind_is_still_awaited(world, given, monkeypatch) -> None:
    lead, school = given("basic", 2), given("first", 2)
    helper = Assignment.objects.create(task=lead.task, organisation=world.organisation("aid"), part="assist")
    monkeypatch.setattr(timezone, "localdate", lambda *_given: DUE + timedelta(days=9))
    for one in (lead, school):
        act(one, "behind", by=world.actor("an"), said=Said("还没有办完。"))
    helper.refresh_from_db()
    assert helper.state == "issued"
    assert Ask.objects.get(source_id=str(school.pk)).is_open


def test_who_assists_waits_for_the_last_of_several_leads(world, given) -> None:
    lead = given("basic", 2)
    helper = Assignment.objects.create(task=lead.task, organisation=world.organisation("aid"), part="assist")
    Assignment.objects.create(task=lead.task, organisation=world.organisation("office"), part="lead")
    act(lead, "report", by=world.actor("section"), said=Said("办完了。"))
    act(lead, "verify", by=world.actor("an"))
    helper.refresh_from_db()
    assert helper.state == "issued"


def test_what_nobody_touched_stalls_unless_it_is_one_of_many_times(world, given, issued, monkeypatch) -> None:
    once = given("first", 2)
    again = Assignment.objects.create(
        task=once.task, organisation=once.organisation, part="owner", occurrence="2026年秋季学期"
    )
    Assignment.objects.filter(task=once.task).update(due=None, made_at=timezone.now() - timedelta(days=400))
    monkeypatch.setattr(timezone, "localdate", lambda *_given: timezone.now().date())
    stands = dict(standing(issued.authority).filter(organisation=once.organisation).values_list("pk", "standing"))
    assert (stands[once.pk], stands[again.pk]) == ("stalled", "normal")


def test_who_has_it_in_hand_hears_that_it_was_sent_back_and_why(world, given) -> None:
    one = act(given("first", 2), "report", by=world.actor("bo"), said=Said("培训了一次。"))
    Message.objects.all().delete()
    act(one, "send_back", by=world.actor("section"), said=Said("缺签到表。"))
    told = Message.objects.order_by("to")
    assert {str(each.to.person) for each in told} == {"柏青", "纪小满"}
    assert {each.link for each in told} == {f"/assignments/{one.pk}/"}
    assert told[0].text == "退回补充：\n开展师德培训\n缺签到表。"


def test_who_asked_for_a_change_hears_the_answer(world, given) -> None:
    one = given("first")
    ask_change(one, Asked("extend", "工程延后。", DUE + timedelta(days=30)), by=world.actor("bo"))
    Message.objects.all().delete()
    grant_change(one, by=world.actor("leader"))
    told = [(str(each.to.person), each.subject) for each in Message.objects.order_by("to")]
    assert told == [(who, "同意延期到 2026-07-30：开展校车安全检查") for who in ("柏青", "纪小满")]


def test_a_head_who_sends_back_to_the_clerk_hears_nothing_of_it(world, given) -> None:
    one = act(given("first"), "report", by=world.actor("clerk"), said=PROOF)
    Message.objects.all().delete()
    act(one, "send_back", by=world.actor("bo"), said=Said("缺照片。"))
    assert [str(each.to.person) for each in Message.objects.all()] == ["纪小满"]


def test_many_that_are_sent_back_at_once_are_one_message(world, given) -> None:
    rows = [act(given("first", task), "report", by=world.actor("bo"), said=PROOF) for task in (1, 2)]
    Message.objects.all().delete()
    acts.act_on_all(rows, "send_back", by=world.actor("section"), said=Said("缺照片。"))
    (to_bo,) = Message.objects.filter(to=world.membership("bo"))
    assert to_bo.subject == "退回补充：开展校车安全检查等 2 件"
    assert to_bo.text == "退回补充：\n开展校车安全检查\n开展师德培训\n缺照片。"


def test_who_takes_over_hears_of_it(world, given) -> None:
    one = given("basic")
    ask_change(one, Asked("reassign", "归办公室。", to=world.organisation("office")), by=world.actor("section"))
    Message.objects.all().delete()
    grant_change(one, by=world.actor("leader"))
    subjects = {str(each.to.organisation): each.subject for each in Message.objects.all()}
    assert subjects["基础教育科"] == "同意改由办公室承办：开展校车安全检查"
    assert subjects["办公室"] == "《2026年教育工作要点》的任务已经下达"


@pytest.mark.parametrize("move", ["recall", "reopen"])
def test_what_is_taken_back_or_taken_up_again_is_told(world, given, move: str) -> None:
    one = given("first", 2)
    if move == "recall":
        act(given("basic"), "receive", by=world.actor("section"))
        (one,) = split(given("basic"), Piece("报台账", None, [world.organisation("first")]), by=world.actor("section"))
    else:
        Assignment.objects.filter(pk=one.pk).update(state="done")
    Message.objects.all().delete()
    act(one, move, by=world.actor("section"), said=Said("口径变了。"))
    told = {(str(each.to.person), each.subject) for each in Message.objects.all()}
    assert told == {(who, f"{MOVES[move].label}：{one.what}") for who in ("柏青", "纪小满")}


def test_who_is_refused_a_change_hears_why(world, given) -> None:
    one = given("first")
    ask_change(one, Asked("drop", "没有校车。"), by=world.actor("bo"))
    Message.objects.all().delete()
    adjusting.refuse_change(one, by=world.actor("leader"), said=Said("租用的也算。"))
    assert {each.text for each in Message.objects.all()} == {"不同意调整：\n开展校车安全检查\n租用的也算。"}


def test_who_assists_stays_through_while_a_lead_on_track_reports_and_goes_on_if_that_is_sent_back(
    world, given, monkeypatch
) -> None:
    lead, helper = helped(world, given)
    monkeypatch.setattr(timezone, "localdate", lambda *_given: DUE + timedelta(days=1))
    act(lead, "on_track", by=world.actor("an"), said=Said("按时序推进。"))
    act(lead, "report", by=world.actor("section"), said=Said("全部办完。"))
    assert verbs_of(helper) == ["along", "done"]
    act(lead, "send_back", by=world.actor("an"), said=Said("缺验收单。"))
    assert verbs_of(helper) == ["along", "along_again", "working"]

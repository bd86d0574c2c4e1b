"""An reminds and urges; a leader decides the rest, or An enters what was decided."""

from datetime import date, timedelta

import pytest

from luoshi.office.desk.models import Message
from luoshi.office.journal.models import Entry
from luoshi.office.organisations.actor import Behalf, actor_of
from luoshi.office.plans.assignment.acts import act
from luoshi.office.plans.assignment.said import Said, Shown
from luoshi.office.plans.assignment.splitting import Piece, split
from luoshi.office.plans.chasing import acts, deciding, setting
from luoshi.office.plans.chasing.acts import Wish
from luoshi.office.plans.chasing.answering import answer
from luoshi.office.plans.chasing.deciding import Verdict
from luoshi.office.plans.chasing.ladder import why_not_of
from luoshi.office.plans.decision import Decision
from luoshi.office.plans.models import Assignment, Chaser, Plan
from luoshi.office.refused import Refused

LATE = date(2026, 7, 10)
WHY = "县里下月督查"


def refused(rows, wish: Wish, by) -> str:
    with pytest.raises(Refused) as raised:
        acts.send(rows, wish, by=by)
    return "\n".join(raised.value.reasons)


def test_each_organisation_gets_one_reminder_of_all_and_each_person_one_message(world, given, out) -> None:
    rows = [given("first"), given("first", 2), given("second")]
    before = Message.objects.count()
    acts.send(rows, Wish("remind"), by=world.actor("an"))
    assert out() == [("remind", "云岭县第一小学", [1, 2]), ("remind", "云岭县第二中学", [1])]
    told = Message.objects.order_by("pk")[before:]
    assert [(one.to.person.name, one.subject) for one in told] == [
        ("柏青", "提醒 2 件：2026年教育工作要点"),
        ("纪小满", "提醒 2 件：2026年教育工作要点"),
        ("陈立", "提醒 1 件：2026年教育工作要点"),
    ]
    assert list(Entry.objects.filter(verb="chaser.remind").values_list("name", flat=True)) == ["安知远"] * 2


def test_a_section_chases_what_it_leads_and_nothing_else(world, given) -> None:
    section = world.actor("section")
    assert acts.send([given("first")], Wish("remind"), by=section).chasers[0].made_by == world.membership("section")
    assert "不是您单位提出的" in refused([given("basic")], Wish("remind"), section)
    assert "不是您单位提出的" in refused([given("office", 3)], Wish("remind"), section)
    act(given("basic"), "receive", by=section)
    (own,) = split(given("basic"), Piece("报送台账", None, [world.organisation("first")]), by=section)
    Assignment.objects.filter(pk=own.pk).update(organisation=world.organisation("basic"))
    assert "不是您单位提出的" in refused([own], Wish("remind"), section)
    assert "由局领导决定" in refused([given("first", 2)], Wish("supervise", reason=WHY), section)


def test_a_lead_chases_what_it_asked_of_others_for_its_own_part(world, given) -> None:
    act(given("basic"), "receive", by=world.actor("section"))
    piece = Piece("报送校车台账", date(2026, 5, 1), [world.organisation("centre")])
    (made,) = split(given("basic"), piece, by=world.actor("section"))
    assert acts.send([made], Wish("remind"), by=world.actor("section")).chasers[0].organisation.name == "石桥镇中心校"


def test_neither_schools_nor_other_authorities_nor_who_enters_for_others_chase(world, given) -> None:
    one = given("second")
    for who in ("bo", "clerk", "inspector", "observer", "auditor"):
        assert "办理" in refused([one], Wish("remind"), world.actor(who))
    assert "云岭县教育局" in refused([one], Wish("remind"), world.actor("foreign-office"))
    assert "云岭县教育局" in refused([one], Wish("remind"), world.actor("city-office"))


def test_what_was_reported_or_is_being_decided_is_not_chased(world, given) -> None:
    one, proof = given("first"), Said("查完了。", (Shown("台账", link="https://example.org/a"),))
    act(one, "report", by=world.actor("bo"), said=proof)
    assert refused([one], Wish("remind"), world.actor("an")) == "云岭县第一小学的第1项现在不用催：待核验。"


def test_a_school_is_not_asked_twice_within_a_week(world, given, on) -> None:
    office, one = world.actor("an"), given("first")
    acts.send([one], Wish("remind"), by=office)
    on(date(2026, 3, 16))
    assert "2026-03-10刚催过（提醒），7 天内不再催" in refused([one], Wish("remind"), office)
    acts.send([given("first", 2)], Wish("remind"), by=office)  # another matter
    on(date(2026, 3, 17))
    acts.send([one], Wish("remind"), by=office)


def test_a_section_may_be_asked_again_at_once(world, given, out) -> None:
    for _again in range(2):
        acts.send([given("basic")], Wish("remind"), by=world.actor("an"))
    assert out() == [("remind", "基础教育科", [1])] * 2


def test_what_is_not_late_is_urged_with_a_reason_only(world, given) -> None:
    office = world.actor("an")
    assert "没有滞后" in refused([given("first")], Wish("urge"), office)
    assert acts.send([given("first")], Wish("urge", reason=WHY), by=office).chasers[0].reason == WHY


def test_a_step_is_left_out_with_a_reason_only(world, given, on) -> None:
    on(LATE)
    leader = world.actor("leader")
    assert "还没有催办过" in refused([given("first")], Wish("supervise"), leader)
    acts.send([given("first")], Wish("supervise", reason=WHY), by=leader)
    assert "还没有督办、通报过" in refused([given("second")], Wish("talk", "周五局里谈"), leader)
    acts.send([given("first")], Wish("talk", "周五局里谈"), by=leader)


def test_the_leader_decides_directly_in_their_own_name(world, urged) -> None:
    one = urged()
    (made,) = acts.send([one], Wish("supervise", "请书面说明"), by=world.actor("leader")).chasers
    assert (made.state, made.decided_by, made.decided_on, made.decider, made.number) == (
        "sent", "李望舒", date(2026, 7, 21), world.membership("leader"), 1,
    )  # fmt: skip
    assert made.answer_by == date(2026, 7, 28)
    verbs = Entry.objects.filter(about_kind="plans.chaser", about_id=str(made.pk)).order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["chaser.decide", "chaser.send"]


def test_the_office_proposes_and_nothing_goes_out(world, urged, out) -> None:
    one = urged()
    before, told = out(), Message.objects.count()
    (made,) = acts.send([one], Wish("supervise"), by=world.actor("an")).chasers
    assert (made.state, made.decided_by, made.number, made.sent_on) == ("proposed", "", None, None)
    assert (out(), Message.objects.count()) == (before, told)
    assert "已经提请督办" in refused([one], Wish("supervise"), world.actor("an"))
    with pytest.raises(Refused, match="由局办公室提请，局领导决定"):
        acts.propose([one], Wish("talk", "周五谈"), by=world.actor("leader"))


def test_the_office_sends_nothing_without_saying_who_decided(world, urged, out) -> None:
    one, before = urged(), out()
    with pytest.raises(Refused, match="这一步由局领导决定"):
        acts.go_out([one], Wish("supervise"), by=world.actor("an"))
    assert out() == before


def test_the_office_enters_whose_decision_it_was(world, urged) -> None:
    one, ahead = urged(), Decision("李望舒", date(2026, 7, 22))
    assert "还没有到" in refused([one], Wish("supervise", decision=ahead), world.actor("an"))
    assert "没有写谁决定的" in refused([one], Wish("supervise", decision=Decision(" ", LATE)), world.actor("an"))
    wish = Wish("supervise", decision=Decision("李望舒", date(2026, 7, 20), "签批单第8号"))
    (made,) = acts.send([one], wish, by=world.actor("an")).chasers
    assert (made.decided_by, made.decided_on, made.document) == ("李望舒", date(2026, 7, 20), "签批单第8号")
    assert (made.decider, made.state) == (world.membership("an"), "sent")


def test_slips_are_numbered_within_plan_and_step(world, given, urged) -> None:
    urged()
    leader = world.actor("leader")
    made = acts.send([given("second"), given("village")], Wish("supervise", reason=WHY), by=leader).chasers
    assert [one.number for one in made] == [1, 2]
    assert acts.send([given("first")], Wish("supervise"), by=leader).chasers[0].number == 3
    assert Chaser.objects.get(step="urge").number == 1


def test_an_urgent_one_goes_at_once_with_signer_and_basis(world, urged) -> None:
    one = urged()
    assert "急件只用于" in refused([one], Wish("supervise", urgent=True), world.actor("an"))
    acts.send([one], Wish("supervise", urgent=True), by=world.actor("leader"))
    urgent = Message.objects.filter(urgent=True)
    assert {(one.signer, one.basis) for one in urgent} == {
        ("李望舒", "《2026年教育工作要点》（云教〔2026〕3号），督办第1号")
    }
    assert {one.to.person.name for one in urgent} == {"柏青", "纪小满"}


def test_a_body_where_nobody_signs_in_is_named(world, given, urged) -> None:
    urged()
    given("second").organisation.memberships.update(until=date(2026, 7, 1))
    gone = acts.send([given("second"), given("village")], Wish("urge"), by=world.actor("an"))
    assert gone.unheard == ("云岭县第二中学",)


def test_everything_is_refused_at_once_and_nothing_goes_out(world, given, out) -> None:
    said = refused([given("first"), given("second")], Wish("urge", answer_by=date(2026, 3, 1)), world.actor("an"))
    assert said.count("没有滞后") == 2
    assert "反馈期限 2026-03-01 已经过去" in said
    assert out() == []


# What was proposed


@pytest.fixture
def proposed(world, urged) -> Chaser:
    (made,) = acts.send([urged()], Wish("supervise"), by=world.actor("an")).chasers
    return made


def undecided(one: Chaser, verdict: Verdict, by) -> str:
    with pytest.raises(Refused) as raised:
        deciding.decide(one, verdict, by=by)
    return "\n".join(raised.value.reasons)


def test_what_did_not_go_out_is_not_answered(world, proposed: Chaser) -> None:
    with pytest.raises(Refused, match="还没有发出"):
        answer(proposed, "正在补。", by=world.actor("bo"))
    assert Chaser.objects.get(pk=proposed.pk).state == "proposed"


def test_who_enters_for_another_chases_nobody(world, given, out) -> None:
    behalf = Behalf(1, world.organisation("basic"), "孙启明", LATE)
    letter = actor_of(world.membership("an"), day=LATE, behalf=behalf)
    said = refused([given("first")], Wish("remind"), letter)
    assert "现在正代“基础教育科”录入，不能催办" in said
    assert "请先结束代录" in said
    assert out() == []


def test_of_a_plan_that_is_not_issued_nothing_is_chased(world, plan: Plan) -> None:
    office = world.actor("an")
    assert "还没有印发，没有可以催的" in (why_not_of(plan, by=office) or "")
    with pytest.raises(Refused, match="还没有印发"):
        setting.choose(plan, setting.Chosen(remind_before=7), by=office)


def test_a_leader_grants_and_it_goes_out(world, proposed: Chaser, out) -> None:
    deciding.decide(proposed, Verdict(True, demand="三天内说明"), by=world.actor("leader"))
    proposed.refresh_from_db()
    assert (proposed.state, proposed.words, proposed.decided_by, proposed.number) == ("sent", "三天内说明", "李望舒", 1)
    assert out()[-1] == ("supervise", "云岭县第一小学", [1])
    assert "现在是“已发出”" in undecided(proposed, Verdict(True), world.actor("leader"))


def test_a_leader_declines_and_says_why(world, proposed: Chaser, out) -> None:
    assert "请写明为什么" in undecided(proposed, Verdict(False), world.actor("leader"))
    deciding.decide(proposed, Verdict(False, "校车刚换，再等两周"), by=world.actor("leader"))
    proposed.refresh_from_db()
    assert (proposed.state, proposed.decision, len(out())) == ("declined", "校车刚换，再等两周", 1)


def test_the_office_decides_nothing_itself(world, proposed: Chaser) -> None:
    assert "请写明是谁、哪天定的" in undecided(proposed, Verdict(True), world.actor("an"))
    assert "由局领导决定" in undecided(proposed, Verdict(True), world.actor("section"))
    assert "由它的人催办" in undecided(proposed, Verdict(True), world.actor("foreign-office"))
    deciding.decide(proposed, Verdict(True, decision=Decision("李望舒", LATE)), by=world.actor("an"))
    proposed.refresh_from_db()
    assert (proposed.decided_by, proposed.decider) == ("李望舒", world.membership("an"))


def test_what_was_done_meanwhile_is_left_out(world, given, proposed: Chaser) -> None:
    proof = Said("查完了。", (Shown("台账", link="https://example.org/a"),))
    act(given("first"), "report", by=world.actor("bo"), said=proof)
    assert "都已经报告完成或取消" in undecided(proposed, Verdict(True), world.actor("leader"))


# Answering


@pytest.fixture
def slip(world, urged) -> Chaser:
    (made,) = acts.send([urged()], Wish("supervise"), by=world.actor("leader")).chasers
    return made


def test_the_answer_is_kept_and_stands_in_the_history(world, given, slip: Chaser) -> None:
    answer(slip, "司机证件本周补齐。", by=world.actor("clerk"))
    slip.refresh_from_db()
    assert (slip.state, slip.answer, slip.answered_by) == ("answered", "司机证件本周补齐。", world.membership("clerk"))
    newest = given("first").movements.first()
    assert (newest.verb, newest.words, newest.after) == ("note", "司机证件本周补齐。", "working")
    with pytest.raises(Refused, match="已经反馈过"):
        answer(slip, "再说一次", by=world.actor("clerk"))


def test_only_the_organisation_itself_answers_in_words(world, slip: Chaser) -> None:
    for who in ("chen", "an", "section", "leader", "inspector"):
        with pytest.raises(Refused, match="由云岭县第一小学的人填写"):
            answer(slip, "好", by=world.actor(who))
    with pytest.raises(Refused, match="请写明原因"):
        answer(slip, "  ", by=world.actor("bo"))


def test_a_reminder_asks_for_no_answer(world, given) -> None:
    (made,) = acts.send([given("first")], Wish("remind"), by=world.actor("an")).chasers
    with pytest.raises(Refused, match="不用单独反馈"):
        answer(made, "好", by=world.actor("bo"))


def test_who_reported_it_done_need_not_answer_any_more(world, given, slip: Chaser) -> None:
    assert list(Chaser.objects.awaiting_answer()) == [slip]
    proof = Said("查完了。", (Shown("台账", link="https://example.org/a"),))
    act(given("first"), "report", by=world.actor("bo"), said=proof)
    assert list(Chaser.objects.awaiting_answer()) == []


def test_an_answer_is_late_from_the_day_after(world, slip: Chaser, on) -> None:
    assert slip.answer_by == date(2026, 7, 21) + timedelta(days=7)


def test_of_many_reasons_the_first_are_said(world, issued, monkeypatch) -> None:
    monkeypatch.setattr(acts, "SAID", 3)
    said = refused(issued.tasks.first().assignments.all(), Wish("urge"), world.actor("an")).split("\n")
    assert (len(said), said[-1]) == (4, "另有 1 件也是这样，可以用筛选分开来催。")

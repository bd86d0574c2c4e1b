"""The page of an assignment as everybody sees it, and each move by its form."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from luoshi.office.desk.asks import Wanted, put
from luoshi.office.desk.models import Ask, File
from luoshi.office.journal.models import Entry
from luoshi.office.plans.assignment.acts import act
from luoshi.office.plans.assignment.adjusting import Asked, ask_change
from luoshi.office.plans.assignment.milestones import plan as plan_milestones
from luoshi.office.plans.assignment.said import Said, Shown
from luoshi.office.plans.assignment.splitting import Piece, split
from luoshi.office.plans.models import Adjustment, Assignment, Evidence, Milestone, Target
from tests.office.desk import made
from tests.office.plans.assignment.conftest import DUE, TODAY

MOST_QUESTIONS = 25
PROOF = (Shown("参加人数", value=40, unit="人"),)


def photo(name: str = "校车.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, made.png())


def page_of(client: Client, one: Assignment, move: str = "") -> str:
    answer = client.get(f"/assignments/{one.pk}/{move}")
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, one: Assignment, move: str, expected: int = 302, **given) -> str:
    answer = client.post(f"/assignments/{one.pk}/{move}", given)
    assert answer.status_code == expected, answer.content.decode()
    one.refresh_from_db()
    return answer.content.decode()


def reported(world, given, organisation: str = "first", task: int = 2, by: str = "bo") -> Assignment:
    return act(given(organisation, task), "report", by=world.actor(by), said=Said("培训了一次，四十人参加。", PROOF))


# What is shown


def test_a_school_sees_what_is_asked_why_how_long_and_one_next_step(world, given, sign_in) -> None:
    one = given("first")
    page = page_of(sign_in("bo"), one)
    for words in ("开展校车安全检查", "2026-06-30 前完成", "分钟（减负台账）", "第 1 项", "云教〔2026〕3号", "已下达"):
        assert words in page
    assert page.count("btn-primary") == 1
    assert f'action="/assignments/{one.pk}/receive"' in page
    assert "填写进展" in page
    send(sign_in("bo"), one, "receive", version=1)
    assert "报告完成" in page_of(sign_in("bo"), one)


def test_what_is_closed_says_why_once_for_each_reason(world, given, sign_in) -> None:
    page = page_of(sign_in("bo"), reported(world, given))
    assert "现在不用您办" in page
    assert "它已报告完成，等" in page
    assert "btn-primary" not in page


def test_who_has_reported_is_told_who_acts_and_led_to_the_next_thing(world, given, sign_in) -> None:
    one = reported(world, given, task=1, by="clerk")
    page = page_of(sign_in("clerk"), one)
    said = "已报告完成，现在等云岭县第一小学的校（园）长柏青签批，再由牵头单位基础教育科或局办公室核验办结。"
    assert said in page
    assert f'下一件：<a href="/assignments/{given("first", 2).pk}/">开展师德培训</a>' in page
    assert '<details><summary class="quiet">想改？可以撤回报告</summary>' in page
    act(one, "sign", by=world.actor("bo"))
    assert "已报告完成，现在等牵头单位基础教育科或局办公室核验办结。" in page_of(sign_in("clerk"), one)
    reported(world, given)
    assert "下一件" not in page_of(sign_in("clerk"), one), "nothing is left"


def test_the_next_thing_is_what_others_wait_for_then_the_first_by_its_day(world, given, sign_in) -> None:
    wanted = Wanted(what="报校车台账", kind="filing", minutes=30, due=TODAY)
    put([world.organisation("first")], wanted, by=world.actor("an"))
    ask = Ask.objects.get(what="报校车台账")
    one = reported(world, given)
    assert f'下一件：<a href="/asks/{ask.pk}/">报校车台账</a> <span class="quiet">今天到期</span>' in page_of(
        sign_in("bo"), one
    )
    reported(world, given, "second", by="chen")
    act(one, "verify", by=world.actor("section"))
    other = given("second", 2)
    assert f'下一件：<a href="/assignments/{other.pk}/">开展师德培训</a>' in page_of(sign_in("section"), one)


def test_what_was_sent_back_says_why_where_it_is_reported_again(world, given, sign_in) -> None:
    one = reported(world, given)
    act(one, "send_back", by=world.actor("section"), said=Said("缺签到表。"))
    assert "缺签到表。" in page_of(sign_in("bo"), one, "report")
    assert "缺签到表。" not in page_of(sign_in("bo"), one, "ask_change")


def test_the_title_says_which_time_it_is(world, given, sign_in) -> None:
    Assignment.objects.filter(pk=given("first").pk).update(occurrence="2026年11月")
    assert "<h1>开展校车安全检查（2026年11月）</h1>" in page_of(sign_in("bo"), given("first"))
    assert "开展校车安全检查（2026年11月）" in page_of(sign_in("bo"), given("first"), "report")


def test_an_observer_learns_no_names_and_is_led_nowhere(world, given, sign_in) -> None:
    page = page_of(sign_in("observer"), reported(world, given, task=1, by="clerk"))
    assert "现在等云岭县第一小学的校（园）长签批" in page
    assert "下一件" not in page


@pytest.mark.parametrize("who", ["an", "leader", "section", "inspector", "clerk", "observer"])
def test_whoever_sees_it_has_its_page(world, given, sign_in, who: str) -> None:
    one = given("first")
    act(one, "note", by=world.actor("bo"), said=Said("方案已印发。"))
    page = page_of(sign_in(who), one)
    assert ("方案已印发" in page, "柏青" in page) == ((False, False) if who == "observer" else (True, True))


def test_questions_do_not_grow_with_the_history(world, given, sign_in, own_questions) -> None:
    one = given("basic")
    act(one, "receive", by=world.actor("section"))
    clients = [sign_in(who) for who in ("section", "an", "leader")]
    before = [own_questions(client, f"/assignments/{one.pk}/") for client in clients]
    for number in range(12):
        proof = (Shown("校车数", value=number, unit="辆"), Shown("公示", link="https://a.cn"))
        act(one, "note", by=world.actor("section"), said=Said(f"第{number}次", proof))
    plan_milestones(one, [(f"第{n}步", DUE) for n in range(8)], by=world.actor("section"))
    bodies = [world.organisation(name) for name in ("aid", "first", "second", "village")]
    split(one, Piece("报台账", None, bodies), by=world.actor("section"))
    after = [own_questions(client, f"/assignments/{one.pk}/") for client in clients]
    assert max(after) <= MOST_QUESTIONS, after
    assert max(now - then for now, then in zip(after, before, strict=True)) <= 1, (before, after)


# Moves


def test_a_report_with_photographs_a_link_and_figures_is_kept_with_its_files(world, given, sign_in) -> None:
    one = given("first")
    target = Target.objects.create(
        plan=one.task.plan, task=one.task, subject="整改率", words="整改率达到100%", unit="%"
    )
    words = {
        "words": "四辆校车全部查过。", "photos": [photo("一.png"), photo("二.png")], "links": "公示 https://a.cn/1",
        f"target{target.pk}_value": "98.5", f"target{target.pk}_unit": "%", "as_of": "2026-03-09", "version": 1,
    }  # fmt: skip
    send(sign_in("clerk"), one, "report", **words)
    assert one.state == "reported"
    proof = Evidence.objects.filter(movement__assignment=one)
    assert sorted(proof.values_list("kind", flat=True)) == ["figure", "file", "file", "link"]
    figure = proof.get(kind="figure")
    assert (figure.target, figure.amount, figure.unit, str(figure.as_of)) == (target, "98.5", "%", "2026-03-09")
    page = page_of(sign_in("bo"), one)
    for said in ("一.png", "二.png", "https://a.cn/1", "98.5%", "佐证 4 件"):
        assert said in page


def test_what_is_wrong_stands_at_its_field_all_at_once_and_nothing_is_kept(world, given, sign_in) -> None:
    one = given("first")
    given_back = {"words": "", "links": "ftp://a.cn", "figure_value": "很多", "as_of": "2026-12-31", "version": 1}
    page = send(sign_in("clerk"), one, "report", 422, photos=[photo("（机密）名单.png")], **given_back)
    for fault in ("要写几句话", "要以 http", "数值请写成数字", "还没有到", "密级或内部标志“机密”", "文件没有保存"):
        assert fault in page
    for kept in ("ftp://a.cn", "很多", "2026-12-31"):
        assert kept in page
    assert (File.objects.count(), one.state) == (0, "issued")
    assert Entry.objects.filter(verb="file.receive", done=False).count() == 1


def test_a_supervised_report_without_proof_says_so_at_the_files(world, given, sign_in) -> None:
    page = send(sign_in("clerk"), given("first"), "report", 422, words="查完了。", version=1)
    assert '<a href="#id_photos">' in page
    assert "要附佐证" in page


def test_who_was_overtaken_sees_both_and_may_send_it_again(world, given, sign_in) -> None:
    one = given("first")
    act(one, "note", by=world.actor("bo"), said=Said("校长写的进展"))
    page = send(sign_in("clerk"), one, "note", 422, words="填报员写的进展", version=1)
    for words in ("柏青已经办了一步", "您打开页面以后别人办了这些", "校长写的进展", "填报员写的进展"):
        assert words in page
    assert 'name="version" value="2"' in page
    send(sign_in("clerk"), one, "note", words="填报员写的进展", version=2)
    assert one.movements.count() == 2


def test_files_are_not_kept_when_the_move_is_refused(world, given, sign_in) -> None:
    one = given("first")
    act(one, "note", by=world.actor("bo"), said=Said("在办"))
    send(sign_in("clerk"), one, "note", 422, words="晚了一步", photos=[photo()], version=1)
    assert File.objects.count() == 0


def test_a_move_that_is_not_open_shows_its_reason_and_no_form(world, given, sign_in) -> None:
    page = page_of(sign_in("chen"), given("second"), "take_back")
    assert "现在不能“撤回报告”" in page
    assert "<textarea" not in page
    for name in ("no_such", "along"):
        assert sign_in("bo").get(f"/assignments/{given('first').pk}/{name}").status_code == 404
        assert sign_in("bo").post(f"/assignments/{given('first').pk}/{name}", {}).status_code == 404


def test_a_school_asks_for_another_day_and_the_leader_grants_it_on_the_page(world, given, sign_in) -> None:
    one = given("first")
    page = send(sign_in("bo"), one, "ask_change", 422, kind="extend", words="", new_due=DUE.isoformat(), version=1)
    assert "要写几句话" in page
    assert "晚于原来的时限" in page
    later = (DUE + timedelta(days=9)).isoformat()
    send(sign_in("bo"), one, "ask_change", kind="extend", words="工程延后", new_due=later, version=1)
    page = page_of(sign_in("leader"), one)
    for words in ("工程延后", later, "同意调整", "不同意调整"):
        assert words in page
    assert "谁决定的" not in page
    assert page.count("</button>") - page_of(sign_in("leader"), given("second")).count("</button>") == 2
    send(sign_in("leader"), one, "grant_change", words="", version=2)
    assert one.due.isoformat() == later


def test_another_owner_is_named_by_its_short_or_whole_name(world, given, sign_in) -> None:
    one = given("first")
    page = send(sign_in("bo"), one, "ask_change", 422, kind="reassign", words="不是我校", to="没有这家", version=1)
    assert "没有“没有这家”" in page
    second = world.organisation("second")
    second.closed_on, second.successor = TODAY, world.organisation("aid")
    second.save()
    page = send(sign_in("bo"), one, "ask_change", 422, kind="reassign", words="二中的", to="云岭县第二中学", version=1)
    assert "承接它的是“学生资助中心”" in page
    send(sign_in("bo"), one, "ask_change", kind="reassign", words="是资助的", to="学生资助中心", version=1)
    assert Adjustment.objects.get().to == world.organisation("aid")


def test_the_office_enters_whose_decision_it_was(world, given, sign_in) -> None:
    one = given("first")
    ask_change(one, Asked("drop", "没有校车"), by=world.actor("bo"))
    page = page_of(sign_in("an"), one)
    assert "谁决定的" in page
    page = send(sign_in("an"), one, "grant_change", 422, decided_by="", decided_on="2026-12-31", version=2)
    assert "还没有到" in page
    decided = {"decided_by": "李望舒", "decided_on": TODAY.isoformat(), "document": "签批单3号"}
    send(sign_in("an"), one, "refuse_change", words="仍要查校门口", version=2, **decided)
    page = page_of(sign_in("bo"), one)
    assert "李望舒 2026-03-10 决定" in page
    assert "签批单3号" in page


def test_a_request_is_taken_back_by_its_button(world, given, sign_in) -> None:
    one = given("first")
    ask_change(one, Asked("drop", "没有校车"), by=world.actor("bo"))
    send(sign_in("clerk"), one, "withdraw_change", version=2)
    assert one.state == "issued"


def test_a_report_is_verified_or_sent_back_on_the_page(world, given, sign_in) -> None:
    one = reported(world, given)
    send(sign_in("section"), one, "send_back", words="缺签到表", version=2)
    page = page_of(sign_in("bo"), one)
    assert "退回补充" in page
    assert "缺签到表" in page
    send(sign_in("bo"), one, "report", words="补上了", version=3)
    assert 'placeholder="意见，可以不写"' in page_of(sign_in("section"), one)
    send(sign_in("section"), one, "verify", words="", version=4)
    assert one.state == "done"
    send(sign_in("section"), one, "reopen", words="回访发现问题", version=5)
    assert one.state == "working"


def test_a_section_splits_its_part_by_range_and_takes_one_back(world, given, sign_in) -> None:
    one = given("basic")
    act(one, "receive", by=world.actor("section"))
    section = sign_in("section")
    assert "要它们做什么" in page_of(section, one, "split")
    wanted = {"words": "报校车台账", "due": "", "r0-kinds": ["school", "section"], "n-named": "", "version": 2}
    assert "4 个单位" in send(section, one, "split", 200, look=1, **wanted)
    page = send(section, one, "split", 422, **{**wanted, "due": "2026-12-31", "n-named": "没有这家", "split": 1})
    assert "晚于您自己的时限" in page
    assert "没有对上机构" in page
    send(section, one, "split", split=1, **wanted)
    assert one.pieces.count() == 4
    page = page_of(section, one)
    assert "分办给了 4 个单位" in page
    assert f"/tasks/{one.task_id}/assignments?under={one.pk}&amp;state=issued" in page
    piece = one.pieces.get(organisation=world.organisation("first"))
    page = page_of(section, piece, "recall")
    send(section, piece, "recall", words="重复", version=1)
    assert piece.state == "cancelled"


def test_milestones_are_planned_and_reached_with_a_note(world, given, sign_in) -> None:
    one = given("first")
    act(one, "receive", by=world.actor("bo"))
    page = send(
        sign_in("bo"), one, "plan_milestones", 422, words0="查完", due0="", words1="", due1="2026-04-01", version=2
    )
    assert "到哪天完成" in page
    assert "要完成什么" in page
    send(sign_in("bo"), one, "plan_milestones", words0="查完", due0="2026-04-01", version=2)
    milestone = Milestone.objects.get()
    assert "这次完成了哪个节点" in page_of(sign_in("bo"), one, "note")
    send(sign_in("bo"), one, "note", words="四辆都查了", milestone=milestone.pk, version=3)
    milestone.refresh_from_db()
    assert milestone.reached_on == TODAY
    assert "✓" in page_of(sign_in("section"), one)


def test_the_office_names_who_verifies_its_own_work(world, given, sign_in) -> None:
    one = given("office", 3)
    act(one, "report", by=world.actor("an"), said=Said("每周更新。"))
    page = page_of(sign_in("an"), one)
    assert f'class="btn btn-primary" href="/assignments/{one.pk}/name_verifier"' in page
    form = page_of(sign_in("an"), one, "name_verifier")
    assert "李望舒" in form
    assert "安知远</option>" not in form
    send(sign_in("an"), one, "name_verifier", verifier=world.membership("leader").pk, version=2)
    assert one.verifier == world.membership("leader")


def test_an_inspector_is_offered_for_the_schools_of_their_district(world, given, sign_in) -> None:
    inspector = f'<option value="{world.membership("inspector").pk}">'
    assert inspector in page_of(sign_in("an"), given("first"), "name_verifier")
    for other in (given("second"), given("office", 3)):
        assert inspector not in page_of(sign_in("an"), other, "name_verifier")


def test_nobody_moves_what_they_only_see(world, given, sign_in) -> None:
    one = given("first")
    for who in ("leader", "an", "section", "inspector"):
        send(sign_in(who), one, "receive", 422, version=1)
    assert sign_in("chen").post(f"/assignments/{one.pk}/receive", {}).status_code == 404
    assert sign_in("observer").post(f"/assignments/{one.pk}/receive", {}).status_code == 403
    assert one.movements.count() == 0


# Files


def test_proof_is_for_whoever_sees_the_assignment_and_nobody_else(world, given, sign_in) -> None:
    one = given("first")
    send(sign_in("clerk"), one, "note", words="在办", photos=[photo()], version=1)
    file = File.objects.get()
    for who in ("bo", "clerk", "section", "leader", "an", "inspector", "city-office"):
        answer = sign_in(who).get(f"/files/{file.pk}/")
        assert answer.status_code == 200, who
        assert answer.getvalue() == made.png()
    for who in ("chen", "centre", "village-head", "foreign-office", "guardian"):
        assert sign_in(who).get(f"/files/{file.pk}/").status_code in {403, 404}, who
    assert sign_in("observer").get(f"/files/{file.pk}/").status_code == 403

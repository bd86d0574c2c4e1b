"""What each role finds on the pages of chasing, and what the forms do."""

import io
import re
from datetime import date, timedelta

import docx
import openpyxl
import pytest
from django.core.cache import cache
from django.test import Client

from luoshi.office.desk.models import Message
from luoshi.office.journal.models import Entry
from luoshi.office.organisations import tokens
from luoshi.office.organisations.models import Organisation
from luoshi.office.organisations.tree import insert
from luoshi.office.plans.chasing import acts, panel, queries
from luoshi.office.plans.chasing.acts import Wish
from luoshi.office.plans.models import Assignment, Chaser

LATE = date(2026, 7, 10)


def text(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def slip(world, urged) -> Chaser:
    (made,) = acts.send([urged()], Wish("supervise", "请书面说明"), by=world.actor("leader")).chasers
    return made


def test_the_office_sees_what_to_chase_today(world, issued, on) -> None:
    client = world.client("an")
    assert "今天没有要催的" in text(client, "/chasing/")
    on(date(2026, 6, 25))
    assert "今天要催 5 个单位的 9 件</h1>" in text(client, "/chasing/")
    on(LATE)
    page = text(client, "/chasing/")
    assert "今天要催 5 个单位的 9 件，其中 9 件滞后，最久 10 天" in page
    assert page.count('name="pick"') == 9
    assert text(client, f"/chasing/?lead={world.organisation('office').pk}").count('name="pick"') == 1


def test_what_was_chased_these_days_is_not_in_the_way(world, given, on) -> None:
    on(LATE)
    client = world.client("an")
    client.post("/chasing/", {"step": "urge", "scope": "picked", "pick": [given("first").pk, given("first", 2).pk]})
    assert [one.assignments.count() for one in Chaser.objects.all()] == [2]
    assert "今天要催 4 个单位的 7 件" in text(client, "/chasing/")
    lately = text(client, "/chasing/?chased=lately")
    assert lately.count('name="pick"') == 2
    assert "催办 2026-07-10" in lately
    assert "本月已向 1 所学校发出 1 份催督" in lately


def test_all_that_is_listed_is_chased_at_once(world, issued, on, out) -> None:
    on(LATE)
    answer = world.client("an").post("/chasing/?q=校车", {"step": "urge", "scope": "all"}, follow=True)
    assert "已发出催办：4 个单位，4 件。" in answer.content.decode()
    assert {tuple(numbers) for _step, _name, numbers in out()} == {(1,)}


def test_a_form_that_is_refused_keeps_what_was_ticked(world, given, on) -> None:
    on(LATE)
    one = given("first")
    answer = world.client("leader").post("/chasing/", {"step": "supervise", "scope": "picked", "pick": [one.pk]})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "云岭县第一小学的第1项还没有催办过" in page
    assert page.count("checked>") == 1


def test_the_office_enters_a_decision_or_proposes(world, urged) -> None:
    one, client = urged(), world.client("an")
    client.post("/chasing/", {"step": "supervise", "scope": "picked", "pick": [one.pk]})
    assert Chaser.objects.get(step="supervise").state == "proposed"
    Chaser.objects.filter(step="supervise").delete()
    given = {"decided_by": "李望舒", "decided_on": "2026-07-20", "document": "签批单第8号"}
    client.post("/chasing/", {"step": "supervise", "scope": "picked", "pick": [one.pk], **given})
    made = Chaser.objects.get(step="supervise")
    assert (made.state, made.decided_by, made.document) == ("sent", "李望舒", "签批单第8号")


def test_a_section_sees_what_it_leads_and_may_urge_only(world, issued, on) -> None:
    on(LATE)
    client = world.client("section")
    page = text(client, "/chasing/")
    assert "今天要催 3 个单位的 6 件" in page
    assert "约谈</option>" not in page
    rows = Assignment.objects.filter(organisation=world.organisation("basic"))
    answer = client.post("/chasing/", {"step": "urge", "scope": "picked", "pick": [one.pk for one in rows]})
    assert "还没有选中任何一件" in answer.content.decode()


def test_the_list_is_exported_as_it_is_seen(world, issued, on) -> None:
    on(LATE)
    answer = world.client("an").get("/chasing/?export=xlsx&sort=organisation")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)
    assert rows[0][:3] == ("单位", "要办的事", "逾期（天）")
    assert rows[-1][0] == "共 9 行"


def test_the_journal_says_what_was_chased(world, slip: Chaser) -> None:
    for entry in Entry.objects.filter(verb__startswith="chaser."):
        assert entry.about.endswith("开展校车安全检查"), entry
        assert (entry.about_kind, entry.about_id != "") == ("plans.chaser", True)


def test_of_what_comes_back_each_month_it_says_which_time(world, given, urged, on) -> None:
    Assignment.objects.filter(pk=given("first").pk).update(occurrence="2026年6月")
    (made,) = acts.send([urged()], Wish("supervise"), by=world.actor("leader")).chasers
    said = "开展校车安全检查（2026年6月）"
    assert said in text(world.client("an"), f"/chasing/{made.pk}/")
    tables = docx.Document(io.BytesIO(world.client("an").get(f"/chasing/{made.pk}/paper").content)).tables
    assert said in {cell.text for row in tables[0].rows for cell in row.cells}
    on(LATE)
    Assignment.objects.filter(pk=given("first", 2).pk).update(occurrence="2026年5月")
    assert "开展师德培训（2026年5月）" in text(world.client("an"), "/chasing/")


def test_a_school_sees_its_own_slips_and_answers(world, slip: Chaser) -> None:
    client = world.client("bo")
    assert "1 份催督等反馈" in text(client, "/chasing/")
    page = text(client, f"/chasing/{slip.pk}/")
    assert "督办第1号：云岭县第一小学，请在 7月28日前反馈" in page
    assert client.post(f"/chasing/{slip.pk}/answer", {"answer": " "}).status_code == 422
    answer = client.post(f"/chasing/{slip.pk}/answer", {"answer": "本周补齐证件。"}, follow=True)
    assert "，已反馈" in answer.content.decode()
    assert world.client("chen").get(f"/chasing/{slip.pk}/").status_code == 404
    assert world.client("chen").post(f"/chasing/{slip.pk}/answer", {"answer": "好"}).status_code == 404


def test_what_waits_is_on_the_home_page(world, urged, slip: Chaser, on) -> None:
    assert [(one.what, one.due) for one in panel.pending(world.actor("bo"))] == [
        ("反馈督办：2026年教育工作要点", "7月28日前")
    ]
    assert panel.overdue(world.actor("an")).count() == 0
    on(date(2026, 7, 29))
    assert panel.overdue(world.actor("an")).count() == 1
    assert "1 份催督过期没有反馈" in text(world.client("an"), "/chasing/all?state=overdue")
    assert list(panel.pending(world.actor("leader"))) == []
    one = Assignment.objects.get(organisation=world.organisation("second"), task__number=1)
    acts.send([one], Wish("supervise", reason="县里督查"), by=world.actor("an"))
    assert [(one.what, one.count) for one in panel.pending(world.actor("leader"))] == [
        ("提请督办、通报、约谈，等您决定", 1)
    ]


def test_a_leader_agrees_to_several_or_declines_one(world, given, urged) -> None:
    urged()
    rows = [given("second"), given("village"), given("first")]
    acts.send(rows, Wish("supervise", reason="县里督查"), by=world.actor("an"))
    client = world.client("leader")
    page = text(client, "/chasing/proposed")
    assert "3 份等您决定：督办、通报或约谈" in page
    assert all(f'<a href="/assignments/{one.pk}/">' in page for one in rows)
    first, second, third = Chaser.objects.filter(step="supervise").order_by("pk")
    client.post("/chasing/proposed", {"pick": [first.pk, second.pk]})
    assert client.post(f"/chasing/{third.pk}/decide", {"decline": "1"}).status_code == 422
    client.post(f"/chasing/{third.pk}/decide", {"decline": "1", "words": "刚换校长，再等两周"})
    states = list(Chaser.objects.filter(step="supervise").order_by("pk").values_list("state", "number"))
    assert states == [("sent", 1), ("sent", 2), ("declined", None)]


def test_a_proposal_whose_day_has_passed_is_agreed_to_as_the_page_offers_it(world, urged, on) -> None:
    acts.send([urged()], Wish("supervise"), by=world.actor("an"))
    one = Chaser.objects.get(step="supervise")
    on(one.answer_by + timedelta(days=3))
    client = world.client("leader")
    assert "已到，同意时从今天另算" in text(client, "/chasing/proposed")
    offered = re.search(r'name="answer_by" value="([^"]+)"', text(client, f"/chasing/{one.pk}/"))[1]
    assert offered == str(one.answer_by + timedelta(days=10))
    client.post(f"/chasing/{one.pk}/decide", {"agree": "1", "answer_by": offered, "demand": one.words})
    one.refresh_from_db()
    assert (one.state, str(one.answer_by)) == ("sent", offered)


def test_what_is_late_longest_is_chased_first(world, issued, given, on) -> None:
    on(date(2026, 7, 21))
    Assignment.objects.filter(pk=given("second").pk).update(due=None)
    Assignment.objects.filter(pk=given("first").pk).update(due=date(2026, 5, 1))
    page = text(world.client("an"), "/chasing/")
    picked = re.findall(r'aria-label="选([^"]+第1项)"', page)
    assert picked[0] == f"{given('first').organisation}第1项"


def test_the_office_cannot_agree_in_bulk(world, given, urged) -> None:
    acts.send([urged()], Wish("supervise"), by=world.actor("an"))
    one = Chaser.objects.get(step="supervise")
    answer = world.client("an").post("/chasing/proposed", {"pick": [one.pk]}, follow=True)
    assert "请写明是谁、哪天定的" in answer.content.decode()
    assert Chaser.objects.get(pk=one.pk).state == "proposed"


def test_nobody_else_sees_what_was_only_proposed(world, urged) -> None:
    (one,) = acts.send([urged()], Wish("supervise"), by=world.actor("an")).chasers
    for who in ("bo", "section", "centre"):
        assert world.client(who).get(f"/chasing/{one.pk}/").status_code == 404


def test_the_slip_is_a_word_file(world, slip: Chaser) -> None:
    answer = world.client("bo").get(f"/chasing/{slip.pk}/paper")
    assert "filename" in answer["Content-Disposition"]
    words = "\n".join(one.text for one in docx.Document(io.BytesIO(answer.content)).paragraphs)
    assert "云岭县教育局督办单" in words
    (reminder,) = acts.send(
        [Assignment.objects.get(organisation=world.organisation("basic"), task__number=2)],
        Wish("remind"), by=world.actor("an"),
    ).chasers  # fmt: skip
    assert world.client("an").get(f"/chasing/{reminder.pk}/paper").status_code == 404


def test_the_silent_ones_are_named_for_a_group_chat(world, issued, on) -> None:
    page = text(world.client("an"), "/chasing/silent")
    assert "5 个单位还没有签收" in page
    (line,) = [one for one in page.split("\n") if one.startswith("1. 开展校车安全检查（6月30日）：")]
    names = line.split("：")[1].removesuffix("，共 4 个").split("、")
    assert sorted(names) == sorted(["基础教育科", "石桥镇小学", "云岭县第一小学", "云岭县第二中学"])
    assert "柏青" not in page
    task = issued.tasks.get(number=3)
    assert "1 个单位还没有签收" in text(world.client("an"), f"/chasing/silent?task={task.pk}")
    assert "没有已经过了时限的单位" in text(world.client("an"), "/chasing/silent?what=late")


def test_who_does_not_answer_a_slip_is_silent_too(world, slip: Chaser, on) -> None:
    assert "没有还没有反馈的单位" in text(world.client("an"), "/chasing/silent?what=answer")
    on(date(2026, 7, 29))
    assert "云岭县第一小学，共 1 个" in text(world.client("an"), "/chasing/silent?what=answer")


def test_a_plans_setting_is_kept_and_the_leaders_part_is_the_leaders(world, issued) -> None:
    office, address = world.client("an"), f"/plans/{issued.pk}/chasing"
    office.post(address, {"remind_before": "7", "urge_after": "3", "supervise_after": "9"})
    issued.refresh_from_db()
    assert (issued.remind_before, issued.urge_after, issued.supervise_after) == (7, 3, None)
    answer = world.client("leader").post(address, {"remind_before": "7", "urge_after": "3", "supervise_after": "3"})
    assert "要大于自动催办的天数" in answer.content.decode()
    world.client("leader").post(address, {"remind_before": "7", "urge_after": "3", "supervise_after": "9"})
    assert "逾期 9 天自动督办" in text(world.client("section"), address)


def test_a_message_leads_to_the_slip(world, slip: Chaser) -> None:
    newest = Message.objects.filter(to__person__name="柏青").order_by("-pk").first()
    assert newest is not None
    assert (newest.link, newest.subject) == (f"/chasing/{slip.pk}/", "督办 1 件：2026年教育工作要点")


def test_the_assignments_own_page_leads_to_what_was_sent_about_it(world, given, slip: Chaser) -> None:
    address = f"/assignments/{given('first').pk}/"
    assert f'<a href="/chasing/{slip.pk}/">督办第1号</a>' in text(world.client("bo"), address)
    for who in ("observer", "inspector"):
        assert "督办第1号" not in text(world.client(who), address)


def test_a_program_reads_the_chasers_that_its_holder_sees(world, slip: Chaser) -> None:
    cache.clear()

    def read(who: str) -> list[dict[str, object]]:
        expires = date(2026, 7, 30)
        said = tokens.make("程序", scope="read", expires_on=expires, by=world.actor(who))[1]
        answer = Client(headers={"authorization": f"Bearer {said}"}).get("/api/v1/chasers?step=supervise")
        assert answer.status_code == 200
        return [{name: one[name] for name in ("id", "sent_on", "decided_by")} for one in answer.json()["items"]]

    assert read("bo") == read("leader") == [{"id": slip.pk, "sent_on": "2026-07-21", "decided_by": "李望舒"}]
    assert read("chen") == []


# How often the database is asked


def schools(world, plan, count: int) -> None:
    """More late assignments, at schools of their own, chased and waiting for a leader."""
    task, made = plan.tasks.get(number=1), []
    for number in range(count):
        body = insert(Organisation(parent=world.organisation("county"), kind="school", name=f"第{number}所小学"))
        made.append(Assignment.objects.create(task=task, organisation=body, part="owner", due=date(2026, 6, 30)))
    acts.send(made[::3], Wish("urge"), by=world.actor("an"))
    acts.send(made[1::3], Wish("supervise", reason="督查"), by=world.actor("an"))
    acts.send(made[2::3], Wish("supervise", reason="督查"), by=world.actor("leader"))


@pytest.mark.parametrize("who", ["an", "leader", "section", "bo"])
def test_pages_ask_the_database_no_more_often_for_more_rows(world, issued, on, own_questions, who: str) -> None:
    on(LATE)
    addresses = ["/chasing/", "/chasing/?chased=lately", "/chasing/all", "/chasing/silent?what=late"]
    if who in ("an", "leader"):
        addresses.append("/chasing/proposed")
    schools(world, issued, 6)
    client = world.client(who)
    addresses = [one for one in addresses if client.get(one).status_code == 200]
    few = {address: own_questions(client, address) for address in addresses}
    for number, body in enumerate(Organisation.objects.filter(name__startswith="第")):
        Organisation.objects.filter(pk=body.pk).update(name=f"另{number}")
    schools(world, issued, 60)
    assert {address: own_questions(client, address) for address in addresses} == few
    assert max(few.values()) <= 20, few


def test_very_many_are_listed_without_naming_each(world, issued, on, monkeypatch) -> None:
    on(LATE)
    client = world.client("an")
    client.post("/chasing/?q=政务", {"step": "urge", "scope": "all"})
    few = [text(client, address).count('name="pick"') for address in ("/chasing/", "/chasing/?chased=lately")]
    monkeypatch.setattr(queries, "BY_NUMBER", 1)
    many = [text(client, address).count('name="pick"') for address in ("/chasing/", "/chasing/?chased=lately")]
    assert few == many == [8, 1]

"""What is asked of an organisation: what is late, what this week, what later; and who has not answered."""

import re
from datetime import timedelta

import pytest

from luoshi.office.desk.models import Ask
from luoshi.office.plans.assignment import acts
from luoshi.office.plans.assignment.said import Said
from luoshi.office.plans.models import Assignment
from luoshi.office.plans.overview.work import standing_out, work_of
from tests.office.plans.assignment.conftest import TODAY

pytestmark = pytest.mark.django_db


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def title(response) -> str:
    return re.search(r"<h1>(.*?)</h1>", text(response), re.DOTALL)[1]


def due(school: str, days: int, world, what: str = "开展校车安全检查") -> None:
    Ask.objects.filter(organisation=world.organisation(school), what=what).update(due=TODAY + timedelta(days=days))


def test_the_title_says_what_this_week_takes(sign_in, world, issued) -> None:
    assert title(sign_in("bo").get("/school/")) == "要办 2 件，本周没有"
    due("first", 6, world)
    assert title(sign_in("bo").get("/school/")) == "要办 2 件，其中本周 1 件，约 1 小时"
    due("first", -3, world, "开展师德培训")
    assert title(sign_in("clerk").get("/school/")) == "要办 2 件，其中 1 件已过期，本周 1 件，约 1 小时"


@pytest.mark.parametrize(("days", "group"), [(-1, "late"), (0, "week"), (6, "week"), (7, "later")])
def test_a_week_is_seven_days_with_today(world, issued, days: int, group: str) -> None:
    due("first", days, world)
    work = work_of(world.organisation("first"), by=world.actor("bo"), day=TODAY)
    assert {name: len(getattr(work, name)) for name in ("late", "week", "later")} == {
        "late": 0, "week": 0, "later": 1, group: 1 + (group == "later")
    }  # fmt: skip


def test_every_item_says_why_and_how_long(sign_in, issued, given) -> None:
    page = text(sign_in("bo").get("/school/"))
    assert "《2026年教育工作要点》（云教〔2026〕3号）第1项" in page
    assert "约 1 小时" in page
    assert f'href="/assignments/{given("first").pk}/"' in page


def test_what_was_sent_back_says_so(sign_in, world, given) -> None:
    one = acts.act(given("first", 2), "report", by=world.actor("bo"), said=Said("做完了。"))
    assert "另有 1 件已经报出，等别人签批、核验或决定" in text(sign_in("bo").get("/school/"))
    acts.act(one, "send_back", by=world.actor("section"), said=Said("没有附签到表。"))
    assert "退回补充" in text(sign_in("bo").get("/school/"))


def test_what_waits_for_the_heads_own_signature_does_not_wait_for_others(sign_in, world, given, set_to) -> None:
    """The clerk's reports: they wait for others where the clerk looks, for the head where the head does."""
    for task in (1, 2):
        set_to("first", task, state="reported")
    said = "已经报出，等别人签批、核验或决定"
    assert f"另有 2 件{said}" in text(sign_in("clerk").get("/school/"))
    assert said not in text(sign_in("bo").get("/school/"))
    set_to("first", 2, state="signed")
    for who, number in (("bo", 1), ("clerk", 2)):
        page = text(sign_in(who).get("/school/"))
        (address,) = re.findall(r'<a href="([^"]*turn=others[^"]*)"', page)
        assert f"另有 {number} 件{said}" in page
        assert f"共 {number} 行" in text(sign_in(who).get(address.replace("&amp;", "&")))


def test_a_section_has_no_ledger_of_asks_and_its_page_says_what_it_was_given(client, world, issued) -> None:
    page = text(client.get(f"/organisations/{world.organisation('basic').pk}/work"))
    assert "基础教育科：要办 2 件，本周没有" in page


def test_a_school_with_nothing_to_do_is_told_so(sign_in, world) -> None:
    assert title(sign_in("bo").get("/school/")) == "没有要办的"


def test_who_looks_after_schools_sees_who_has_not_answered(sign_in, world, issued) -> None:
    assert title(sign_in("centre").get("/schools/")) == "2 所学校，没有过期没回的"
    due("village", -3, world)
    page = sign_in("centre").get("/schools/")
    assert title(page) == "2 所学校，1 所有过期没回的"
    number = re.search(r'<td class="number"><a href="/organisations/(\d+)/work">1</a>', text(page))[1]
    assert int(number) == world.organisation("village").pk
    assert "石桥镇小学：要办 2 件，其中 1 件已过期" in text(sign_in("centre").get(f"/organisations/{number}/work"))


def test_a_list_of_schools_asks_the_same_of_the_database_however_many(sign_in, world, issued, own_questions) -> None:
    assert own_questions(sign_in("inspector"), "/schools/") == own_questions(sign_in("centre"), "/schools/") <= 12


def test_a_page_of_work_asks_the_same_however_much_there_is(sign_in, world, issued, given, own_questions) -> None:
    few = own_questions(sign_in("bo"), "/school/")
    one = given("first")
    for number in range(20):
        made = Assignment.objects.create(
            task=one.task, organisation=one.organisation, part="owner", occurrence=str(number)
        )
        ask = Ask.objects.get(source_id=str(one.pk))
        ask.pk, ask.source_id = None, str(made.pk)
        ask.save(force_insert=True)
    assert own_questions(sign_in("bo"), "/school/") == few <= 8


def test_a_section_sees_what_waits_what_is_late_and_which_school_stands_out(sign_in, world, given, set_to) -> None:
    acts.act(given("second", 2), "report", by=world.actor("chen"), said=Said("做完了。"))
    set_to("first", 1, due=-5)
    set_to("village", 1, state="returned")
    page = text(sign_in("section").get("/section/"))
    assert "<h1>3 件等您办，牵头的任务 1 项滞后</h1>" in page
    assert "1 件，最久 5 天" in page
    assert page.index("云岭县第一小学</a>") < page.index("石桥镇小学</a>")
    for address, number in re.findall(r'<a (?:class="state-over" )?href="(/assignments/[^"]*)">[^<\d]*(\d+)', page):
        assert f"共 {number} 行" in text(sign_in("section").get(address.replace("&amp;", "&"))), address


def test_a_section_with_nothing_to_do_is_told_so(sign_in, world) -> None:
    assert "没有等您办的，牵头的任务没有滞后" in text(sign_in("section").get("/section/"))


def test_who_stands_out_has_most_that_is_late_then_most_sent_back() -> None:
    assert standing_out({1: 2, 2: 5, 3: 0}, {3: 4, 1: 1, 4: 0}) == [(2, 5, 0), (1, 2, 1), (3, 0, 4)]


def test_a_queue_shows_first_what_has_to_be_done_first(sign_in, set_to) -> None:
    set_to("basic", 1, due=None)
    set_to("basic", 2, due=9)
    page = text(sign_in("section").get("/section/"))
    assert page.index("开展师德培训") < page.index("开展校车安全检查")


def test_what_is_left_out_of_a_long_page_is_counted_and_can_be_opened(sign_in, world, issued, monkeypatch) -> None:
    due("first", -3, world)
    monkeypatch.setattr("luoshi.office.plans.overview.work.AT_MOST", 1)
    page = sign_in("bo").get("/school/")
    assert title(page) == "要办 2 件，其中 1 件已过期"
    assert '<a href="/asks/">还有 1 件时限在后，没有列在这里</a>' in text(page)
    section = text(sign_in("leader").get(f"/organisations/{world.organisation('basic').pk}/work"))
    assert "要办 2 件" in section
    assert f'<a href="/assignments/?year=all&amp;organisation={world.organisation("basic").pk}">还有 1 件' in section


def test_no_day_passes_for_who_assists_and_ends_with_the_lead(sign_in, world, given) -> None:
    lead, body = given("basic", 2), world.organisation("basic")
    Assignment.objects.filter(organisation=body).exclude(pk=lead.pk).delete()
    Assignment.objects.filter(pk=lead.pk).update(part="assist", due=TODAY - timedelta(days=3), parent=None)
    work = work_of(body, by=world.actor("an"), day=TODAY)
    assert (work.title, len(work.late), [one.left for one in work.helping]) == (
        "要办 1 件，本周没有",
        0,
        ["随牵头单位办结"],
    )
    assert work.groups == [("配合别的单位", work.helping)]
    assert work.left_out == 0


def test_what_only_assists_pushes_nothing_out_that_is_due(world, given, monkeypatch) -> None:
    lead, body = given("basic", 2), world.organisation("basic")
    Assignment.objects.filter(organisation=body).exclude(pk=lead.pk).delete()
    Assignment.objects.filter(pk=lead.pk).update(due=TODAY + timedelta(days=2))
    Assignment.objects.create(
        task=given("first", 1).task, organisation=body, part="assist", due=TODAY - timedelta(days=9)
    )
    monkeypatch.setattr("luoshi.office.plans.overview.work.AT_MOST", 1)
    work = work_of(body, by=world.actor("an"), day=TODAY)
    assert (work.title, len(work.week), work.left_out) == ("要办 2 件，其中本周 1 件", 1, 1)

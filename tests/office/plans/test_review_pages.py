"""The review page and its forms: what they show, what they answer, and what they cost the database."""

import json
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from luoshi.office.organisations.models import Membership, Organisation
from luoshi.office.plans import review, tasks
from luoshi.office.plans.models import Candidate, Plan, Report, Target
from tests.office.plans.test_review import TEXT

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def report(read: Callable[..., Report], plan: Plan) -> Report:
    return read(TEXT, plan=plan)


@pytest.fixture
def found(report: Report) -> dict[str, Candidate]:
    return {one.mark: one for one in report.reading.candidates.all()}


def said(response) -> str:
    return unescape(response.content.decode())


def test_the_page_says_what_waits_in_all_and_by_heading(client: Client, report) -> None:
    page = said(client.get(f"/reports/{report.pk}/review/"))
    assert 'data-open="11" data-all="11">待核 11 / 11</span></h1>' in page
    assert '>二要守牢安全底线。</span> <span class="counted" id="n3" data-open="4" data-all="4">待核 4 / 4' in page


def test_whatever_was_found_is_shown_and_never_run(client: Client, office, report, found) -> None:
    bad = "<img src=x>"
    said_so = {"grade": "routine", "lead": bad, "assist": bad, "why": bad, "dues": [{"words": bad, "day": None}]}
    Candidate.objects.update(words=bad, headings=[bad], said=said_so)
    address = f"/reports/{report.pk}/review/"
    page = client.get(address).content.decode()
    assert page.count("&lt;img src=x&gt;") > 20
    assert bad not in page
    review.accept(found["a4"], version=1, by=office)
    review.give_back(found["a5"], bad, version=1, by=office)
    assert bad not in client.get(address).content.decode()


def test_what_is_proposed_says_how_it_was_found(world, client: Client, report) -> None:
    Organisation.objects.filter(pk=world.organisation("basic").pk).update(fields="preschool")
    Membership.objects.filter(pk=world.membership("leader").pk).update(fields="preschool")
    page = said(client.get(f"/reports/{report.pk}/review/"))
    assert 'title="报告没有写明，按业务领域建议">牵头：基础教育科（建议）' in page
    assert "责任领导：李望舒（建议）" in page
    assert 'title="报告写明">牵头：云岭县公安局' not in page  # as the paper calls it
    assert 'title="报告写明">牵头：县公安局' in page
    assert 'class="bit body unknown" title="报告这样写；系统里没有找到这个单位或人">牵头：各中小学' in page


@pytest.mark.parametrize(
    ("wish", "shown"),
    [
        ("", 11),
        ("?show=open", 10),
        ("?kind=claim", 1),
        ("?kind=target", 6),  # three figures and the tasks that they belong to
        ("?kind=none", 0),
        ("?doubtful=yes", 2),  # 学前三年毛入园率达到95% and the figure in it
    ],
)
def test_the_findings_can_be_narrowed(client: Client, office, report, found, wish: str, shown: int) -> None:
    review.accept(found["a4"], version=1, by=office)
    assert said(client.get(f"/reports/{report.pk}/review/{wish}")).count('<li class="entry') == shown


def test_the_page_asks_no_oftener_however_much_was_found_and_decided(
    client: Client, office, read, plan, own_questions, report, found
) -> None:
    review.accept(found["a4"], version=1, by=office)
    few = own_questions(client, f"/reports/{report.pk}/review/")
    long = TEXT + "".join(f"要建成第{n}小学和第{n}幼儿园，县公安局要加强第{n}小学周边巡逻。\n" for n in range(60))
    other = read(long, "长稿.txt", plan=plan)
    assert other.reading.candidates.count() > 100
    review.accept_under(other.reading, found["a0"].headings, by=office)
    assert own_questions(client, f"/reports/{other.pk}/review/") == few


@pytest.mark.parametrize(("who", "buttons"), [("an", True), ("leader", False), ("section", False)])
def test_only_who_may_decide_has_buttons(world, report, who: str, buttons: bool) -> None:
    page = said(world.client(who).get(f"/reports/{report.pk}/review/"))
    assert ("采用本部分" in page) is buttons
    assert ("“编辑目标和任务”由局办公室办理。" in page) is not buttons


def test_without_a_plan_the_page_says_what_to_do_first(client: Client, report) -> None:
    Report.objects.update(plan=None)
    page = said(client.get(f"/reports/{report.pk}/review/"))
    assert "还没有放进计划。请先选定它属于哪份计划，再核对。" in page
    assert "采用本部分" not in page


def test_a_report_that_is_not_read_yet_has_no_review(client: Client, report) -> None:
    Candidate.objects.all().delete()
    report.readings.all().delete()
    assert client.get(f"/reports/{report.pk}/review/").headers["Location"] == f"/reports/{report.pk}/"
    for part in ("heading", "merge"):
        assert client.post(f"/reports/{report.pk}/review/{part}").status_code == 404


def test_a_decision_answers_with_its_row_and_the_counts_that_it_changes(client: Client, report, found) -> None:
    answer = said(client.post(f"/reports/findings/{found['a0'].pk}/accept", {"version": 1}, headers=HTMX))
    assert answer.startswith(f'<li class="entry task accepted" id="c{found["a0"].pk}" data-f="a0" data-v="2"')
    assert '<span class="counted" id="n0" data-open="9" data-all="11" hx-swap-oob="true">待核 9 / 11</span>' in answer
    assert answer.count("hx-swap-oob") == 2
    assert "已采用（安知远）" in answer


def test_who_comes_second_gets_the_row_as_it_is_and_the_reason(client: Client, office, found) -> None:
    review.accept(found["a4"], version=1, by=office)
    answer = client.post(f"/reports/findings/{found['a4'].pk}/accept", {"version": 1}, headers=HTMX)
    assert answer.status_code == 422
    assert "采用了这一条。您要做的没有做" in said(answer)
    assert 'class="entry task accepted"' in said(answer)
    plain = client.post(f"/reports/findings/{found['a4'].pk}/accept", {"version": 1}, follow=True)
    assert "采用了这一条。您要做的没有做" in said(plain)


def test_a_form_without_a_version_is_too_old(client: Client, found) -> None:
    answer = client.post(f"/reports/findings/{found['a4'].pk}/accept", headers=HTMX)
    assert (answer.status_code, "请刷新以后再核" in said(answer)) == (422, True)


def test_a_heading_s_findings_are_drawn_anew_as_they_were_narrowed(client: Client, report, found) -> None:
    given = {"headings": json.dumps(found["a4"].headings)}
    asked = {**HTMX, "HX-Current-URL": f"http://testserver/reports/{report.pk}/review/?show=open"}
    answer = client.post(f"/reports/{report.pk}/review/heading", given, headers=asked)
    assert (answer.headers["HX-Retarget"], answer.headers["HX-Reswap"]) == ("#outline", "innerHTML")
    assert said(answer).count('<li class="entry') == 7
    assert client.post(f"/reports/{report.pk}/review/heading", given, headers=asked).status_code == 422


@pytest.mark.parametrize("headings", ["", "[]", "{}", "[1]", "x"])
def test_a_heading_that_is_none_is_refused(client: Client, report, headings: str) -> None:
    page = said(client.post(f"/reports/{report.pk}/review/heading", {"headings": headings}, follow=True))
    assert "没有说明是哪一部分" in page


def test_an_edited_finding_becomes_what_the_form_says(world, client: Client, plan, found) -> None:
    goal = tasks.add_goal(plan, "安全", by=world.actor("an"))
    form = said(client.get(f"/reports/findings/{found['a4'].pk}/edit", headers=HTMX))
    assert 'name="lead" value="县公安局"' in form
    given = {
        "version": 1, "words": "加强巡逻\n装好监控", "grade": "supervised", "goal": goal.pk, "lead": "县公安局、办公室",
        "leader": "李望舒", "person": "孙启明", "due": "2024-06-30", "due_words": "6月底前",
    }  # fmt: skip
    client.post(f"/reports/findings/{found['a4'].pk}/edit", given, headers=HTMX)
    first, second = plan.tasks.all()
    assert (first.words, second.words, first.goal, str(first.due)) == ("加强巡逻", "装好监控", goal, "2024-06-30")
    named = [(one.part, str(one.organisation or one.membership.person)) for one in first.responsibilities.all()]
    assert named == [("lead", "云岭县公安局"), ("lead", "办公室"), ("leader", "李望舒"), ("person", "孙启明")]
    assert plan.goals.count() == 1


def test_an_accepted_task_is_changed_and_two_who_do_so_see_both(world, client: Client, office, plan, found) -> None:
    review.accept(found["a4"], version=1, by=office)
    address, task = f"/reports/findings/{found['a4'].pk}/edit", plan.tasks.get()
    given = {"version": 2, "task_version": 1, "words": "加强夜间巡逻", "grade": "routine", "goal": task.goal_id}
    assert client.post(address, given, headers=HTMX).status_code == 200
    task.refresh_from_db()
    assert (task.words, task.version) == ("加强夜间巡逻", 2)
    answer = client.post(address, {**given, "words": "加强早间巡逻"}, headers=HTMX)
    assert answer.status_code == 422
    assert "别人刚改过这项任务" in said(answer)
    assert "现在的内容：加强夜间巡逻" in said(answer)
    assert "加强早间巡逻</textarea>" in said(answer)
    split = client.post(address, {**given, "task_version": 2, "words": "甲\n乙"}, headers=HTMX)
    assert "要拆成几项，请先撤回" in said(split)


def test_a_figure_is_attached_to_the_task_that_is_chosen(client: Client, office, plan, found) -> None:
    task = tasks.add(plan, tasks.Wanted("办好学前教育"), by=office)
    assert "1. 办好学前教育" in said(client.get(f"/reports/findings/{found['f2'].pk}/edit", headers=HTMX))
    given = {"version": 1, "subject": "毛入园率", "comparator": ">=", "value": "96.5", "unit": "%", "task": task.pk}
    client.post(f"/reports/findings/{found['f2'].pk}/edit", given, headers=HTMX)
    target = Target.objects.get()
    assert (target.task, target.comparator, target.value, target.year) == (task, ">=", 96.5, None)


def test_a_kind_is_corrected_from_the_form(client: Client, found) -> None:
    form = said(client.get(f"/reports/findings/{found['s1'].pk}/edit", headers=HTMX))
    assert "这是任务" in form
    answer = said(client.post(f"/reports/findings/{found['s1'].pk}/kind", {"version": 1, "kind": "task"}, headers=HTMX))
    assert 'class="entry task open"' in answer


def test_picked_tasks_become_one(client: Client, report, plan, found) -> None:
    picked = [f"{found[mark].pk}:1" for mark in ("a4", "a5")]
    answer = said(client.post(f"/reports/{report.pk}/review/merge", {"pick": picked}, headers=HTMX))
    assert plan.tasks.get().words == "加强校园周边巡逻；落实门卫制度"
    assert answer.count("已采用（安知远）") == 2
    undone = client.post(f"/reports/findings/{found['a5'].pk}/undo", {"version": 2}, headers=HTMX)
    assert undone.headers["HX-Retarget"] == "#outline"
    for odd in ([], ["x"], ["1:2:3"], [picked[0]]):
        again = client.post(f"/reports/{report.pk}/review/merge", {"pick": odd}, headers=HTMX)
        assert (again.status_code, "至少要选两条" in said(again)) == (422, True)


def test_a_usual_reason_is_one_press(client: Client, found) -> None:
    client.post(f"/reports/findings/{found['a4'].pk}/return", {"version": 1, "reason": "", "usual": "重复"})
    found["a4"].refresh_from_db()
    assert (found["a4"].state, found["a4"].reason) == ("returned", "重复")


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_reason_that_is_missing_is_asked_for_at_its_field(client: Client, found, headers) -> None:
    address = f"/reports/findings/{found['a4'].pk}/return"
    answered = client.post(address, {"version": 1, "reason": "  "}, headers=headers)
    page = said(answered)
    assert (answered.status_code, page.count("请写一句不采用的原因")) == (422, 1)
    assert f'aria-describedby="why-{found["a4"].pk}"' in page
    assert '<input type="hidden" name="version" value="1">' in page
    found["a4"].refresh_from_db()
    assert found["a4"].state == "open"


def test_forms_stand_on_a_page_of_their_own_without_script(client: Client, report, found) -> None:
    for form in ("edit", "return"):
        page = said(client.get(f"/reports/findings/{found['a4'].pk}/{form}"))
        assert f'href="/reports/{report.pk}/review/#c{found["a4"].pk}">回到核对' in page


def test_what_stands_under_no_heading_is_a_part_of_its_own(client: Client, office, read, plan) -> None:
    """It looked as if it belonged to the heading before it, and had to be accepted one by one."""
    bare = read("要开展校园安全检查。\n一、学前教育\n新建幼儿园2所。改造食堂3个。\n", "无标题.txt", plan=plan)
    paths = {tuple(one) for one in bare.reading.candidates.values_list("headings", flat=True)}
    assert len(paths) == 2
    page = said(client.get(f"/reports/{bare.pk}/review/"))
    assert (page.count("没有标题的条目</span>"), page.count("采用本部分")) == (1, 2)
    assert page.index("没有标题的条目") < page.index("待核 1 / 1") < page.rindex("学前教育</span>")
    answer = client.post(f"/reports/{bare.pk}/review/heading", {"headings": '[""]'}, headers=HTMX)
    assert "1 条都核完了" in said(answer)
    decided = bare.reading.candidates.exclude(state="open")
    assert [(one.words, one.headings) for one in decided] == [("开展校园安全检查", [])]


def test_the_way_on_is_the_plan_and_nothing_is_said_of_what_did_not_change(client: Client, plan, report) -> None:
    page = said(client.get(f"/reports/{report.pk}/review/"))
    assert page.count(f'href="/plans/{plan.pk}/"') == 2
    assert "去计划" in page
    reading = report.reading
    reading.carried = {"same": 0, "new": 0, "gone": 0}
    reading.save()
    assert "重新识别以后" not in said(client.get(f"/reports/{report.pk}/review/"))


def test_a_task_accepted_with_its_part_says_who_accepted_it(world, client: Client, office, report) -> None:
    """The journal tells that of the report; the task's own page says it too."""
    review.accept_under(report.reading, [], by=office)
    page = said(client.get(reverse("task", args=[report.plan.tasks.first().pk])))
    assert "采用一条识别结果" in page
    assert office.person.name in page[page.index("经过") :]

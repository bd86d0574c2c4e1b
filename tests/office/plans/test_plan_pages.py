"""The pages of plans, goals and tasks."""

import re
from datetime import date

import pytest
from django.test import Client

from luoshi.office.organisations.actor import Actor
from luoshi.office.plans import drafting, tasks
from luoshi.office.plans.models import Assignment, Plan, Responsibility, Target, Task
from luoshi.office.plans.plan_queries import counted
from luoshi.office.plans.tasks import Named, Wanted
from tests.office.titles import title_links


@pytest.fixture
def filled(plan: Plan, office: Actor, world) -> Plan:
    """Two goals, five tasks: two of them led, one without a day, one guiding."""
    above = tasks.add_goal(plan, "一、学前教育", by=office)
    goal = tasks.add_goal(plan, "（一）扩大资源", parent=above, by=office)
    basic = Named("lead", "", world.organisation("basic"))
    wanted = (
        Wanted("新建幼儿园2所", goal, due=date(2026, 8, 31), named=(basic,), grade="supervised"),
        Wanted("开展质量评估", above, rule="TERM", named=(Named("lead", "进修学校"),)),
        Wanted("补充教师", named=(Named("owner", "各中小学"),), source="livelihood"),
        Wanted("坚持正确方向", grade="guiding"),
    )
    for one in wanted:
        tasks.add(plan, one, by=office)
    return plan


def words(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def listed(client: Client, plan: Plan, query: str) -> list[int]:
    page = client.get(f"/plans/{plan.pk}/table?{query}").context["list"].page
    return [task.number for task in page.object_list]


def test_title_is_what_is_still_missing(filled: Plan, office: Actor, world) -> None:
    assert counted(filled).title == "4 项任务，1 项没有牵头单位"
    third = filled.tasks.get(number=3)
    tasks.edit(third, Wanted("补充教师", named=(Named("lead", "人事科"),)), version=1, by=office)
    assert counted(filled).title == "4 项任务，1 项没有时限"
    third = filled.tasks.get(number=3)
    tasks.edit(third, Wanted("补充教师", due=date(2026, 9, 1), named=(Named("lead", "人事科"),)), version=2, by=office)
    assert counted(filled).title == "4 项任务，牵头单位和时限都有了"
    Plan.objects.filter(pk=filled.pk).update(
        state="issued", issued_on=date(2026, 3, 1), issued_by=world.membership("an")
    )
    for school in ("first", "second"):
        Assignment.objects.create(task=third, organisation=world.organisation(school), part="owner")
    Assignment.objects.create(task=third, organisation=world.organisation("kinder"), part="owner", state="proposed")
    assert counted(Plan.objects.get(pk=filled.pk)).title == "4 项任务分给 2 个单位"


def test_every_number_of_a_title_opens_the_rows_that_it_counts(filled: Plan, client: Client, world) -> None:
    first = filled.tasks.get(number=1)
    Plan.objects.update(state="issued", issued_on=date(2026, 3, 1), issued_by=world.membership("an"))
    for school in ("first", "second"):
        Assignment.objects.create(task=first, organisation=world.organisation(school), part="owner")
    filled.tasks.filter(number=4).update(cancelled_on=date(2026, 4, 1))
    links = title_links(words(client.get(f"/plans/{filled.pk}/")))
    assert list(links) == ["3 项任务", "2 个单位"]
    opened = {said: client.get(address).context["list"].lines for said, address in links.items()}
    assert [len(lines) for lines in opened.values()] == [3, 2]
    row = next(line for line in opened["3 项任务"] if line[0]["value"] == 1)
    given = next(cell for cell in row if cell["value"] == 2)
    assert len(client.get(given["address"]).context["list"].lines) == 2
    assert len(listed(client, filled, "standing=no")) == 1
    (title,) = title_links(words(client.get("/plans/"))).items()
    assert title == ("4 项任务", f"/plans/{filled.pk}/table")
    assert list(title_links(words(world.client("bo").get("/plans/"))).values()) == [f"/plans/{filled.pk}/assignments"]


def test_tree_shows_goals_with_their_tasks(filled: Plan, client: Client) -> None:
    page = words(client.get(f"/plans/{filled.pk}/"))
    places = [
        page.index(one) for one in ("一、学前教育", "开展质量评估", "（一）扩大资源", "新建幼儿园2所", "补充教师")
    ]
    assert places == sorted(places)


def test_tree_takes_nothing_for_html_and_leads_to_each_task(filled: Plan, office: Actor, client: Client) -> None:
    lead = Named("lead", "<i>办公室</i>")
    made = tasks.add(filled, Wanted("<b>办好</b>", due=date(2026, 9, 1), named=(lead,)), by=office)
    assert (
        f'<a class="plan-words" href="/plans/tasks/{made.pk}/">&lt;b&gt;办好&lt;/b&gt;</a> '
        '<span class="plan-lead">&lt;i&gt;办公室&lt;/i&gt;</span> <span class="plan-due">2026-09-01</span> '
        '<span class="plan-grade quiet">常规</span>'
    ) in words(client.get(f"/plans/{filled.pk}/"))


def test_table_says_who_leads_and_how_many_have_it(filled: Plan, client: Client, world) -> None:
    """As the paper names them, before what the register calls them."""
    first, second = filled.tasks.filter(number__lte=2)
    Target.objects.bulk_create(
        Target(plan=filled, task=first, subject="幼儿园", words=f"{n}所", value=n, unit="所") for n in (1, 2)
    )
    Responsibility.objects.create(task=first, part="lead", order=5, words="县财政局")
    Responsibility.objects.create(task=first, part="leader", membership=world.membership("leader"))
    Plan.objects.filter(pk=filled.pk).update(
        state="issued", issued_on=date(2026, 3, 1), issued_by=world.membership("an")
    )
    for school, state in (("first", "issued"), ("second", "issued"), ("kinder", "proposed")):
        Assignment.objects.create(task=first, organisation=world.organisation(school), part="owner", state=state)
    Assignment.objects.create(task=second, organisation=world.organisation("first"), part="lead")
    found = client.get(f"/plans/{filled.pk}/table?sort=-given&grade=").context["list"]
    heads = [str(head["label"]) for head in found.heads]
    texts = [re.findall(r"<td.*?>(?:<a.*?>)?(.*?)(?:</a>)?</td>", line) for line in found.written]
    cells = [dict(zip(heads, row, strict=True)) for row in texts]
    shown = ("编号", "牵头单位", "责任领导", "指标", "承办单位数")
    leader = world.membership("leader").person.name
    assert [tuple(row[name] for name in shown) for row in cells] == [
        ("1", "基础教育科、县财政局", leader, "2", "2"),
        ("2", "进修学校", "", "", "1"),
        ("3", "", "", "", "0"),
        ("4", "", "", "", "0"),
    ]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [1, 2, 3, 4]),
        ("sort=-number", [4, 3, 2, 1]),
        ("q=评估", [2]),
        ("q=进修学校", [2]),
        ("q=基础教育科", [1]),
        ("grade=supervised", [1]),
        ("source=livelihood", [3]),
        ("without=lead", [3]),
        ("without=due", [3]),
        ("without=x", []),
        ("lead==进修学校", [2]),
        ("lead=x", []),
        ("goal=x", []),
    ],
)
def test_table_is_narrowed_by_what_is_asked(filled: Plan, client: Client, query: str, numbers: list[int]) -> None:
    assert listed(client, filled, query) == numbers


def test_table_is_narrowed_by_goal_with_those_below_and_by_lead(filled: Plan, client: Client, world) -> None:
    above, below = filled.goals.all()
    assert listed(client, filled, f"goal={above.pk}") == [1, 2]
    assert listed(client, filled, f"goal={below.pk}") == [1]
    assert listed(client, filled, f"lead={world.organisation('basic').pk}") == [1]


def test_table_and_ledger_are_handed_out_as_workbooks(filled: Plan, client: Client) -> None:
    for address in (f"/plans/{filled.pk}/table?export=xlsx", f"/plans/{filled.pk}/ledger.xlsx", "/plans/?export=xlsx"):
        answer = client.get(address)
        assert (answer.status_code, answer.content[:2]) == (200, b"PK")


def test_plan_is_begun_named_anew_and_thrown_away(client: Client) -> None:
    client.post("/plans/", {"title": "要点", "year": 2026})
    plan = Plan.objects.get()
    client.post(f"/plans/{plan.pk}/settings", {"title": "工作要点", "year": 2027, "version": 1})
    plan.refresh_from_db()
    assert (plan.title, plan.year) == ("工作要点", 2027)
    old = client.post(f"/plans/{plan.pk}/settings", {"title": "别的", "year": 2027, "version": 1})
    assert old.status_code == 422
    assert "别人刚改过" in old.content.decode()
    client.post(f"/plans/{plan.pk}/discard")
    assert not Plan.objects.exists()


def test_pasted_task_is_shown_and_saved_with_its_targets(plan: Plan, client: Client) -> None:
    text = "新增学位1200个，8月底前投入使用，由基础教育科牵头。"
    shown = client.post(f"/plans/{plan.pk}/tasks/new", {"text": text, "lead": "", "due": ""})
    form = shown.context["form"].initial
    assert (form["lead"], str(form["due"]), form["source"]) == ("基础教育科", "2026-08-31", "ad_hoc")
    assert not Task.objects.exists()
    given = {name: value or "" for name, value in form.items()}
    saved = client.post(f"/plans/{plan.pk}/tasks/new", {**given, "pasted": text, "target": "0", "another": "yes"})
    assert saved.headers["Location"] == f"/plans/{plan.pk}/tasks/new"
    task = Task.objects.get()
    assert [one.subject for one in task.targets.all()] == ["新增学位"]
    assert task.responsibilities.get(part="lead").organisation.name == "基础教育科"


def test_given_lead_and_day_hold_before_what_was_read(plan: Plan, client: Client) -> None:
    given = {"text": "8月底前建成，由基教科牵头。", "lead": "学生资助中心", "due": "2026-06-01"}
    form = client.post(f"/plans/{plan.pk}/tasks/new", given).context["form"].initial
    assert (form["lead"], form["due"]) == ("学生资助中心", date(2026, 6, 1))


def test_edited_task_keeps_whom_it_names(filled: Plan, client: Client, world) -> None:
    task = filled.tasks.get(number=1)
    page = client.get(f"/plans/tasks/{task.pk}/edit")
    given = {name: value or "" for name, value in page.context["form"].initial.items()}
    assert given["lead"] == "基础教育科"
    client.post(f"/plans/tasks/{task.pk}/edit", {**given, "words": "新建幼儿园3所", "assist": "学生资助中心，税务局"})
    task.refresh_from_db()
    assert task.words == "新建幼儿园3所"
    assert [(one.part, one.organisation and one.organisation.name) for one in task.responsibilities.all()] == [
        ("lead", "基础教育科"),
        ("assist", "学生资助中心"),
        ("assist", None),
    ]
    old = client.post(f"/plans/tasks/{task.pk}/edit", {**given, "words": "别人的"})
    assert old.status_code == 422
    assert "新建幼儿园3所" in old.content.decode()
    assert "别人的" in old.content.decode()


def test_rhythm_that_is_not_understood_is_said(filled: Plan, client: Client) -> None:
    task = filled.tasks.get(number=1)
    given = {"words": "办", "grade": "routine", "source": "report", "rule": "偶尔", "version": 1}
    answer = client.post(f"/plans/tasks/{task.pk}/edit", given)
    assert (answer.status_code, "读不懂这个周期" in answer.content.decode()) == (422, True)


def test_task_goes_up_down_and_under_another_goal(plan: Plan, office: Actor, client: Client) -> None:
    goal = tasks.add_goal(plan, "一", by=office)
    first, second, third = (tasks.add(plan, Wanted(one), by=office) for one in "甲乙丙")

    def order() -> list[str]:
        return list(plan.tasks.values_list("words", flat=True))

    client.post(f"/plans/tasks/{third.pk}/arrange", {"where": "up"})
    assert order() == ["甲", "丙", "乙"]
    client.post(f"/plans/tasks/{first.pk}/arrange", {"where": "down"})
    assert order() == ["丙", "甲", "乙"]
    client.post(f"/plans/tasks/{second.pk}/arrange", {"goal": goal.pk})
    second.refresh_from_db()
    assert second.goal == goal
    gone = client.post(f"/plans/tasks/{second.pk}/arrange", {"goal": "999999"}, follow=True)
    assert "已经不在这份计划里" in words(gone)
    client.post(f"/plans/tasks/{second.pk}/remove")
    assert order() == ["丙", "甲"]


def test_goals_are_added_edited_moved_and_removed(plan: Plan, client: Client) -> None:
    client.post(f"/plans/{plan.pk}/goals/new", {"words": "一"})
    client.post(f"/plans/{plan.pk}/goals/new", {"words": "二"})
    one, two = plan.goals.all()
    client.post(f"/plans/goals/{two.pk}/arrange", {"where": "up"})
    assert [goal.words for goal in plan.goals.all()] == ["二", "一"]
    client.post(f"/plans/goals/{one.pk}/edit", {"words": "一改", "parent": two.pk, "version": 1})
    one.refresh_from_db()
    assert (one.words, one.parent) == ("一改", two)
    client.post(f"/plans/goals/{two.pk}/remove")
    one.refresh_from_db()
    assert one.parent is None


def test_after_issue_every_page_says_why_nothing_is_edited(filled: Plan, client: Client, world) -> None:
    Plan.objects.filter(pk=filled.pk).update(
        state="issued", issued_on=date(2026, 3, 1), issued_by=world.membership("an")
    )
    task, goal = filled.tasks.all()[0], filled.goals.all()[0]
    for address in (
        f"/plans/{filled.pk}/",
        f"/plans/{filled.pk}/table",
        f"/plans/{filled.pk}/settings",
        f"/plans/{filled.pk}/copy",
        f"/plans/{filled.pk}/load",
        f"/plans/{filled.pk}/tasks/new",
        f"/plans/{filled.pk}/goals/new",
        f"/plans/tasks/{task.pk}/",
        f"/plans/tasks/{task.pk}/edit",
        f"/plans/goals/{goal.pk}/edit",
    ):
        assert "已经印发，内容要改请走“调整”。" in words(client.get(address)), address
    client.post(f"/plans/tasks/{task.pk}/remove")
    assert filled.tasks.count() == 4


def test_section_looks_and_finds_no_button(filled: Plan, world) -> None:
    page = words(world.client("section").get(f"/plans/{filled.pk}/"))
    assert "“编辑目标和任务”由局办公室办理" in page
    assert "加任务" not in page


@pytest.mark.parametrize("member", ["centre", "clerk", "bo", "observer", "foreign-office"])
def test_draft_is_nobody_elses(filled: Plan, world, member: str) -> None:
    client = world.client(member)
    for address in (
        f"/plans/{filled.pk}/",
        f"/plans/tasks/{filled.tasks.all()[0].pk}/",
        f"/plans/{filled.pk}/ledger.xlsx",
    ):
        assert client.get(address).status_code in {403, 404}


def test_pages_ask_the_same_however_many_tasks_there_are(
    filled: Plan, office: Actor, client: Client, world, own_questions
) -> None:
    addresses = [f"/plans/{filled.pk}/", f"/plans/{filled.pk}/table", "/plans/"]
    before = [own_questions(client, one) for one in addresses]
    leader = Named("leader", membership=world.membership("leader"))
    for number in range(12):
        named = (Named("lead", f"科室{number}"), Named("owner", "各校"), leader)
        tasks.add(filled, Wanted(f"任务{number}", named=named), by=office)
    drafting.begin("另一份", 2026, by=office)
    assert [own_questions(client, one) for one in addresses] == before
    assert max(before) <= 12


def test_copy_page_ticks_what_comes_again(filled: Plan, office: Actor, client: Client) -> None:
    plan = drafting.begin("2027年要点", 2027, by=office)
    page = words(client.get(f"/plans/{plan.pk}/copy"))
    assert page.count(" checked>") == 2
    chosen = [task.pk for task in filled.tasks.all()[:2]]
    client.post(f"/plans/{plan.pk}/copy", {"from": filled.pk, "task": chosen})
    assert [str(task.due) for task in plan.tasks.all()] == ["2027-08-31", "None"]
    assert "已带过来" in words(client.get(f"/plans/{plan.pk}/copy"))
    none = client.post(f"/plans/{plan.pk}/copy", {"from": filled.pk}, follow=True)
    assert "没有选要带过来的" in words(none)

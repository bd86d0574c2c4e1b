"""Every sentence of the report that asks for something, with what became of it; unknown is not zero."""

import io
import re
from collections.abc import Callable
from decimal import Decimal

import docx
import openpyxl
import pytest

from luoshi.office.desk.jobs import run_waiting
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans import amendments, approval, drafting, reports, review
from luoshi.office.plans.decision import Decision
from luoshi.office.plans.models import Assignment, Candidate, Evidence, Movement, Plan, Report, Target, Task
from luoshi.office.plans.overview.latest import Latest, figure_words
from luoshi.office.plans.overview.scope import scope_of
from luoshi.office.plans.overview.year import Year
from luoshi.scribe.check import check
from tests.office.plans.assignment.conftest import TODAY

pytestmark = pytest.mark.django_db

REPORT = """云岭县2026年教育工作报告
一、学校建设
要建成城东小学。要新建幼儿园3所。
二、队伍建设
要加强师德师风建设。要开展专题培训。要修订考核评价方案。
三、方向
要坚持社会主义办学方向。过去一年，义务教育巩固率达到98.5%。
"""


@pytest.fixture
def told(world, plan: Plan, office: Actor) -> Plan:
    """The report's tasks, all led by a section, but for one finding that was not taken and one that was left open."""
    report = reports.receive(REPORT.encode(), name="报告.txt", kind=Report.Kind.OWN, plan=plan, by=office)
    run_waiting()
    reading = Report.objects.get(pk=report.pk).reading
    found = list(reading.candidates.filter(kind="task").order_by("order"))
    review.give_back(found[-1], "与第一条重复", version=found[-1].version, by=office)
    review.accept_under(reading, [], by=office)
    for task in plan.tasks.exclude(grade=Task.Grade.GUIDING):
        task.responsibilities.create(part="lead", organisation=world.organisation("basic"))
    plan = approval.approve(plan, meeting="局党组会议", on=TODAY, by=office)
    approval.issue(plan, number="云教〔2026〕3号", on=TODAY, by=office)
    return Plan.objects.get(pk=plan.pk)


@pytest.fixture
def year(world, told: Plan) -> Callable[[], Year]:
    """The page's table anew."""

    def made() -> Year:
        found = Year(scope_of(world.actor("an"), {}, day=TODAY))
        found.look_up(list(found.rows))
        return found

    return made


def put(plan: Plan, number: int, **values) -> Task:
    task = plan.tasks.order_by("number").exclude(grade="guiding")[number]
    Assignment.objects.filter(task=task).update(**values)
    return task


def result(year: Year, task: Task) -> str:
    candidate = task.candidates.get()
    return str(year.result_words(candidate))


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("done", "办结"),
        ("on_track", "达到序时进度"),
        ("standing", "转常态"),
        ("behind", "滞后"),
        ("working", "正在办理"),
        ("cancelled", "没有下达"),
    ],
)
def test_a_sentence_became_what_its_task_did(told: Plan, year, state: str, said: str) -> None:
    assert result(year(), put(told, 0, state=state)) == said


def test_of_several_parts_the_one_furthest_behind_says_it(told: Plan, world, year) -> None:
    task = put(told, 0, state="done")
    other = task.assignments.create(organisation=world.organisation("first"), part="owner", state="working")
    assert result(year(), task) == "正在办理"
    assert year()._done(task.candidates.get()) == "1/2"
    assert year().told_of(task.candidates.get()) == "正在办理；1/2 件办结"
    other.delete()
    assert result(year(), task) == "办结"


def test_a_cancelled_task_says_who_decided(told: Plan, year, office: Actor) -> None:
    task = put(told, 0, state="working")
    amendments.cancel(task, decision=Decision("局党组2026年第5次会议", TODAY), by=office)
    assert result(year(), task) == "取消"
    assert year().told_of(task.candidates.get()) == f"取消；局党组2026年第5次会议 {TODAY} 决定取消"


def test_what_was_not_taken_says_why_and_what_asks_for_nothing_is_counted(told: Plan, year) -> None:
    found = year()
    back = Candidate.objects.get(state="returned")
    assert found.told_of(back) == "不采用；与第一条重复"
    assert found.told == Candidate.objects.filter(kind__in=("claim", "goal")).count() > 0


def test_the_counts_are_those_of_the_rows(client, told: Plan, year) -> None:
    put(told, 0, state="done")
    put(told, 1, state="behind")
    found = year()
    assert sum(found.counts.values()) == len(found.asking)
    page = client.get("/ledger/year/").content.decode()
    assert f"提出 {len(found.asking)} 项要求：1 项办结，1 项滞后</h1>" in page
    for one in found.summary:
        assert f"共 {one['number']} 行" in client.get(one["address"]).content.decode(), one
    assert f"共 {found.told} 行" in client.get("/ledger/year/?hold=told").content.decode()


def figure(told: Plan, task: Task, target: Target, value: str, unit: str, day: int, world) -> None:
    one = task.assignments.first()
    movement = Movement.objects.create(
        assignment=one, verb="note", before="working", after="working", by=world.membership("section")
    )
    Evidence.objects.create(
        movement=movement, kind="figure", target=target, value=Decimal(value), unit=unit, as_of=TODAY.replace(day=day)
    )


def test_a_target_stands_beside_its_newest_figure(told: Plan, year, world) -> None:
    target = Target.objects.get(plan=told, task__isnull=False)
    task = target.task
    assert year()._latest(task.candidates.get()) == "未报"
    figure(told, task, target, "3", "所", 9, world)
    figure(told, task, target, "1", "所", 2, world)
    assert year()._latest(task.candidates.get()) == "3所（已达到）"
    assert year().evidence[task.pk] == 1  # of its assignments


def test_every_number_beside_a_sentence_opens_its_rows(client, told: Plan, world) -> None:
    task = put(told, 0, state="done")
    task.assignments.create(organisation=world.organisation("first"), part="owner", state="working")
    for target, day in ((None, 2), (None, 3)):
        figure(told, task, target, "3", "所", day, world)
    page = client.get("/ledger/year/").content.decode()
    found = re.findall(r'<a href="(/assignments/[^"]+)">(?:\d+/)?(\d+)</a>', page)
    assert "2" in {number for _at, number in found}
    assert any("basis=shown" in at for at, _number in found)
    for address, number in found:
        assert f"共 {number} 行" in client.get(address.replace("&amp;", "&")).content.decode(), address


def test_a_sentence_that_asks_for_several_things_is_counted_and_shown_once(client, told: Plan, year) -> None:
    both = "要建成城东小学，要新建幼儿园3所。"
    tasks = Candidate.objects.filter(kind="task")
    for one in tasks.order_by("order")[:2]:
        one.said["basis"] = both
        one.save()
    found = year()
    assert found.sentences == len(found.asking) - 1
    assert found.title.startswith(f"报告里 {found.sentences} 句话提出 {len(found.asking)} 项要求：")
    page = client.get("/ledger/year/").content.decode()
    assert page.count(both) == 1
    for one in tasks.filter(state="accepted"):
        assert f">{one.tasks.get().number}. {one.words}</a>" in page


@pytest.mark.parametrize(("value", "said"), [(None, "还不能判断"), ("96", "达到指标"), ("94.9", "没有达到指标")])
def test_a_figure_of_the_year_without_a_task_is_judged_by_what_came_in(told: Plan, year, world, value, said) -> None:
    target = Target.objects.get(plan=told, task__isnull=False)
    candidate = target.candidate
    candidate.belongs_to = None
    candidate.save()
    Target.objects.filter(pk=target.pk).update(task=None, comparator=">=", value=Decimal(95), unit="%", start=None)
    if value:
        figure(told, put(told, 0), target, value, "%", 9, world)
    found = year()
    assert (found.result_words(candidate), found._targets(candidate)) == (said, "")
    assert found.told_of(candidate).endswith("没有分给任务")
    missed = said == "没有达到指标"
    assert ("1 项没有达到指标" in found.title) is missed
    assert ["没有达到指标"] * missed == [one["label"] for one in found.summary if one["css"]]


@pytest.mark.parametrize(
    ("comparator", "value", "unit", "met"),
    [
        (">=", "98.5", "%", True),
        (">=", "98.4", "%", False),
        ("<=", "98.5", "%", True),
        ("<", "98.5", "%", False),
        (">", "98.6", "%", True),
        ("=", "99", "%", True),
        ("~", "98.5", "%", None),
        (">=", "98.5", "所", None),
        (">=", None, "%", None),
    ],
)
def test_a_figure_is_judged_in_the_targets_own_unit_alone(comparator: str, value: str | None, unit: str, met) -> None:
    target = Target(subject="巩固率", comparator=comparator, value=Decimal("98.5"), unit="%")
    assert Latest(target, Decimal(value) if value else None, unit).is_met is met


@pytest.mark.parametrize(
    ("unit", "value", "met"),
    [
        ("万元", "2270", True),
        ("元", "22000000", True),
        ("亿元", "0.2199", False),
        ("万", "2270", None),
        ("万人", "1", None),
    ],
)
def test_a_figure_in_ten_thousands_is_judged_as_what_it_is(unit: str, value: str, met: bool | None) -> None:
    target = Target(words="资助资金 2200万元", value=Decimal(22_000_000), unit="元")
    assert target.written_unit == "万元"
    assert Latest(target, Decimal(value), unit).is_met is met


def test_a_difference_or_an_unknown_target_is_not_judged() -> None:
    assert Latest(Target(value=Decimal(2), unit="所", change="up"), Decimal(3), "所").is_met is None
    assert Latest(Target(value=None, unit="所"), Decimal(3), "所").is_met is None
    assert Latest(Target(value=Decimal(2), high=Decimal(4), unit="所"), Decimal(5), "所").is_met is False
    assert figure_words(Latest(Target(value=Decimal(2), unit="所"), Decimal("0.000000"), "所")) == "0所（未达到）"


def test_the_table_goes_out_as_word_and_excel(client, told: Plan, year) -> None:
    content = client.get("/ledger/year/fulfilment.docx").content
    table = docx.Document(io.BytesIO(content)).tables[0]
    assert len(table.rows) == len(year().asking) + 1
    assert check(content) == ()
    assert client.get("/ledger/year/?export=xlsx")["Content-Type"].endswith("spreadsheetml.sheet")


def test_an_observer_sees_the_table_and_no_way_to_a_task(sign_in, told: Plan) -> None:
    page = sign_in("observer").get("/ledger/year/").content.decode()
    assert "/plans/tasks/" not in page
    assert "/reports/" not in page


@pytest.mark.parametrize("who", ["observer", "an"])
def test_an_observer_reads_no_name_on_the_page_nor_in_its_papers(sign_in, told: Plan, office: Actor, who: str) -> None:
    """Of who decided, of whom the report named, and in what the office wrote of a finding."""
    task = put(told, 0, state="working")
    amendments.cancel(task, decision=Decision("李望舒", TODAY), by=office)
    one = task.candidates.get()
    one.said["basis"], one.words = "孙启明牵头，要建成城东小学。", "孙启明牵头建成城东小学"
    one.save()
    Candidate.objects.filter(state="returned").update(reason="赵一鸣说不做")
    there, client = who == "an", sign_in(who)
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/ledger/year/?export=xlsx").content)).active
    document = docx.Document(io.BytesIO(client.get("/ledger/year/fulfilment.docx").content))
    texts = (
        client.get("/ledger/year/").content.decode() + client.get("/ledger/year/?result=returned").content.decode(),
        "\n".join(str(cell) for row in sheet.values for cell in row),
        "\n".join(cell.text for cell in document.tables[0]._cells),
    )
    for said in texts:
        assert f"{TODAY} 决定取消" in said
        assert task.words in said
        assert {name: name in said for name in ("李望舒", "孙启明", "赵一鸣")} == dict.fromkeys(
            ("李望舒", "孙启明", "赵一鸣"), there
        )
    for name in ("孙启明", "赵一鸣"):
        found = client.get("/ledger/year/", {"q": name, "hold": "all"}).content.decode()
        assert ("共 1 行" in found) is there, name
    assert "共 1 行" in client.get("/ledger/year/", {"q": task.words}).content.decode()


def test_a_page_asks_the_same_of_the_database_however_long_the_report(client, told: Plan, own_questions) -> None:
    few = own_questions(client, "/ledger/year/")
    one = Candidate.objects.filter(kind="task", state="accepted").first()
    for number in range(60):
        task = Task.objects.create(plan=told, number=200 + number, words="再做一件")
        made = Candidate.objects.create(
            reading=one.reading, mark=f"z{number}", order=900 + number, kind="task", start=0, end=1, words="再做一件",
            state="accepted", decided_by=one.decided_by, decided_at=one.decided_at,
        )  # fmt: skip
        task.candidates.add(made)
    assert own_questions(client, "/ledger/year/") == few <= 18


def test_before_there_is_a_report_the_page_says_so(client, plan) -> None:
    assert "还没有报告可以对照" in client.get("/ledger/year/").content.decode()


def test_a_report_that_was_replaced_is_not_counted_twice(told: Plan, year, office: Actor) -> None:
    before = len(year().asking)
    other = drafting.begin("另一份", 2026, by=office)
    reports.receive(
        REPORT.replace("城东", "城西").encode(), name="二稿.txt", kind=Report.Kind.OWN, plan=other, by=office
    )
    run_waiting()
    assert len(year().asking) == before


def test_a_figure_of_the_year_is_told_on_its_own_page_to_which_its_row_leads(sign_in, told: Plan, year) -> None:
    target = Target.objects.get(plan=told, task__isnull=False)
    Candidate.objects.filter(pk=target.candidate_id).update(belongs_to=None)
    Target.objects.filter(pk=target.pk).update(task=None, comparator=">=", value=Decimal(95), unit="%", start=None)
    address = f"/targets/{target.pk}/"
    office = sign_in("an")
    assert f'href="{address}"' in office.get("/ledger/year/?hold=targets").content.decode()
    page = office.get(address).content.decode()
    assert "还没有数据" in page
    assert "要新建幼儿园3所" in page
    wrong = office.post(address, {"value": "九十", "unit": "%", "as_of": TODAY, "basis": ""})
    assert wrong.status_code == 422
    assert "数值请写成数字" in wrong.content.decode()
    given = {"value": "96", "unit": "%", "as_of": TODAY, "basis": "教育事业统计"}
    assert office.post(address, given).status_code == 302
    assert "96%（已达到）" in office.get(address).content.decode()
    assert year().result_words(target.candidate) == "达到指标"
    section = sign_in("section").get(address).content.decode()
    assert "教育事业统计" in section
    assert "<button" not in section.split("<h1>")[1].split("</main>")[0]


def test_a_figure_that_was_given_to_a_task_leads_there(sign_in, told: Plan) -> None:
    target = Target.objects.get(plan=told, task__isnull=False)
    Candidate.objects.filter(pk=target.candidate_id).update(belongs_to=None)
    page = sign_in("an").get("/ledger/year/?hold=targets").content.decode()
    assert f'href="/plans/tasks/{target.task_id}/"' in page
    assert "/targets/" not in page

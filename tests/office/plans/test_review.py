"""What the office decides of findings, what becomes of them, and what two who work at once are told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from luoshi.office.desk.jobs import run_waiting
from luoshi.office.journal.models import Entry
from luoshi.office.organisations.models import Membership, Organisation
from luoshi.office.plans import drafting, review, tasks
from luoshi.office.plans.carrying import gone
from luoshi.office.plans.ledger_apply import apply
from luoshi.office.plans.ledger_check import check
from luoshi.office.plans.ledger_load import parse
from luoshi.office.plans.ledger_sheet import workbook
from luoshi.office.plans.making import Measure, heading_words
from luoshi.office.plans.models import Candidate, Claim, Comment, Consultation, Goal, Plan, Report, Target, Task
from luoshi.office.plans.reports import discard, place, read_again
from luoshi.office.plans.review import Conflict, Instead
from luoshi.office.refused import Refused

pytestmark = pytest.mark.django_db

TEXT = """云岭县召开2024年教育工作会议
会议强调，2024年，全县教育工作要坚持以习近平新时代中国特色社会主义思想为指导，办好人民满意的教育。
过去一年，义务教育巩固率达到98.5%。
一要办好学前教育。年底前新建幼儿园2所。学前三年毛入园率达到95%。基础教育科要加强幼儿园管理。
二要守牢安全底线。每学期开展一次隐患排查。县公安局要加强校园周边巡逻。各中小学要落实门卫制度。
"""


@pytest.fixture
def report(read: Callable[..., Report], plan: Plan) -> Report:
    """Read and in the plan, nothing decided yet."""
    return read(TEXT, plan=plan)


@pytest.fixture
def found(report: Report) -> dict[str, Candidate]:
    """Its findings by their marks."""
    return {one.mark: one for one in report.reading.candidates.all()}


def now(candidate: Candidate) -> Candidate:
    return Candidate.objects.get(pk=candidate.pk)


def test_findings_of_the_report(found) -> None:
    """What the other tests speak of."""
    assert {mark: one.words[:10] for mark, one in found.items()} == {
        "s1": "会议强调，2024年",
        "f0": "义务教育巩固率 98",
        "a0": "新建幼儿园2所",
        "f1": "新建幼儿园 2所",
        "a1": "学前三年毛入园率达到",
        "f2": "学前三年毛入园率 9",
        "a2": "加强幼儿园管理",
        "a3": "开展一次隐患排查",
        "f3": "隐患排查 1次",
        "a4": "加强校园周边巡逻",
        "a5": "落实门卫制度",
    }


def test_an_accepted_task_stands_in_the_plan_under_its_heading_with_who_and_when(world, office, plan, found) -> None:
    review.accept(found["a0"], version=1, by=office)
    task = plan.tasks.get()
    assert (task.words, task.grade, task.due, task.due_words) == (
        "新建幼儿园2所",
        "supervised",
        date(2024, 12, 31),
        "年底前",
    )
    assert (task.goal.words, task.goal.parent, task.source) == ("办好学前教育", None, "report")
    assert [(one.subject, one.value, one.task) for one in plan.targets.all()] == [("新建幼儿园", 2, task)]
    assert now(found["a0"]).state == "accepted"
    assert now(found["f1"]).state == "accepted"
    assert Entry.objects.get(verb="candidate.accept").about == found["a0"].words


def test_bodies_are_found_by_the_names_that_the_paper_uses(world, office, plan, found) -> None:
    for name in ("a2", "a4", "a5"):
        review.accept(found[name], version=1, by=office)
    said = [
        (r.part, r.words, r.organisation and r.organisation.name)
        for t in plan.tasks.all()
        for r in t.responsibilities.all()
    ]
    assert said == [
        ("lead", "基础教育科", "基础教育科"),
        ("lead", "县公安局", "云岭县公安局"),
        ("owner", "各中小学", None),
    ]


def test_where_the_paper_names_nobody_lead_and_leader_are_proposed_by_topic(world, office, plan, found) -> None:
    Organisation.objects.filter(pk=world.organisation("basic").pk).update(fields="preschool,safety")
    Membership.objects.filter(pk=world.membership("leader").pk).update(fields="safety")
    review.accept(found["a0"], version=1, by=office)
    named = plan.tasks.get().responsibilities.all()
    assert [(r.part, str(r.organisation or r.membership.person)) for r in named] == [
        ("leader", "李望舒"),
        ("lead", "基础教育科"),
    ]


def test_the_goal_of_a_heading_is_made_once(office, plan, found) -> None:
    review.accept(found["a4"], version=1, by=office)
    review.accept(found["a0"], version=1, by=office)
    review.accept(found["a5"], version=1, by=office)
    assert list(plan.goals.values_list("words", flat=True)) == ["办好学前教育", "守牢安全底线"]
    assert list(plan.tasks.values_list("words", flat=True)) == ["新建幼儿园2所", "加强校园周边巡逻", "落实门卫制度"]


def test_tasks_of_a_later_report_stand_behind_those_of_an_earlier_one(office, plan, found, read) -> None:
    later = read("要办好职业教育，新建实训基地1个。", "补充.txt", plan=plan)
    last = later.reading.candidates.filter(kind="task").last()
    review.accept(last, version=1, by=office)
    review.accept(found["a5"], version=1, by=office)
    assert [one.words for one in plan.tasks.all()] == ["落实门卫制度", last.words]


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("一要突出党建引领。", "突出党建引领"),
        ("（三）推进义务教育优质均衡发展", "推进义务教育优质均衡发展"),
        ("二、2024年工作安排", "2024年工作安排"),
        ("1.办好学前教育", "办好学前教育"),
        ("办好学前教育", "办好学前教育"),
        ("一、", "一、"),
    ],
)
def test_a_goal_is_called_as_its_heading_without_the_number(heading: str, words: str) -> None:
    assert heading_words(heading).rstrip("、") == words.rstrip("、")


def test_goals_targets_and_claims_become_rows_of_their_own(office, plan, found, report) -> None:
    for name in ("s1", "f0", "f2"):
        review.accept(found[name], version=1, by=office)
    claim, target = Claim.objects.get(), Target.objects.get()
    assert (claim.subject, claim.value, claim.year, claim.report) == ("义务教育巩固率", Decimal("98.5"), 2023, report)
    assert (target.subject, target.value, target.task, target.plan) == ("学前三年毛入园率", 95, None, plan)
    assert Goal.objects.get(candidate=found["s1"]).parent is None


def test_a_figure_accepted_before_its_task_goes_to_it_later(office, plan, found) -> None:
    review.accept(found["f1"], version=1, by=office)
    review.accept(found["a0"], version=1, by=office)
    assert plan.targets.get(subject="新建幼儿园").task == plan.tasks.get()


def test_a_figure_is_attached_to_another_task_with_other_values(office, plan, found) -> None:
    task = tasks.add(plan, tasks.Wanted("办好学前教育"), by=office)
    instead = Instead(measure=Measure("毛入园率", value=Decimal(96), unit="%"), task=task)
    review.accept(found["f2"], version=1, instead=instead, by=office)
    target = task.targets.get()
    assert (target.subject, target.value, target.candidate) == ("毛入园率", 96, found["f2"])


def test_everything_open_under_a_heading_is_accepted_at_once(office, plan, report, found) -> None:
    review.give_back(found["a2"], "重复", version=1, by=office)
    assert review.accept_under(report.reading, found["a0"].headings, by=office) == 4
    assert [one.words for one in plan.tasks.all()] == ["新建幼儿园2所", "学前三年毛入园率达到95%"]
    assert [one.words for one in plan.goals.all()] == ["办好学前教育"]
    assert now(found["a2"]).state == "returned"
    assert now(found["a4"]).state == "open"
    with pytest.raises(Refused, match="没有待核的条目了"):
        review.accept_under(report.reading, found["a0"].headings, by=office)


def test_one_finding_is_split_into_several_tasks_and_taken_back_as_one(office, plan, found) -> None:
    pieces = Instead(lambda maker: [replace(maker.proposed(found["a0"]), words=words) for words in ("选址", "开工")])
    review.accept(found["a0"], version=1, instead=pieces, by=office)
    assert [one.words for one in plan.tasks.all()] == ["选址", "开工"]
    assert Entry.objects.filter(verb="candidate.split").count() == 1
    assert plan.targets.get(subject="新建幼儿园").task.words == "选址"
    review.take_back(found["a0"], version=2, by=office)
    assert (plan.tasks.count(), plan.targets.count(), now(found["f1"]).state) == (0, 0, "open")


def test_of_a_split_finding_one_task_may_go_and_the_other_stays(office, plan, found) -> None:
    pieces = Instead(lambda maker: [replace(maker.proposed(found["a0"]), words=words) for words in ("选址", "开工")])
    review.accept(found["a0"], version=1, instead=pieces, by=office)
    first, second = plan.tasks.all()
    tasks.remove(first, by=office)
    assert (now(found["a0"]).state, now(found["f1"]).state) == ("accepted", "open")
    tasks.remove(second, by=office)
    assert now(found["a0"]).state == "open"


def test_several_findings_become_one_task_and_open_together_again(office, plan, found) -> None:
    picked = [found["a4"], found["a0"]]
    first = review.merge(picked, [1, 1], by=office)
    task = plan.tasks.get()
    assert first == found["a0"]
    assert (task.words, task.grade, task.candidates.count()) == ("新建幼儿园2所；加强校园周边巡逻", "supervised", 2)
    assert {one.words for one in task.responsibilities.all()} == {"县公安局"}
    review.take_back(found["a4"], version=2, by=office)
    assert {now(one).state for one in picked} == {"open"}
    assert not plan.tasks.exists()


def test_what_cannot_be_merged_is_said_at_once(office, plan, found) -> None:
    with pytest.raises(Refused, match="至少要选两条"):
        review.merge([found["a4"]], [1], by=office)
    with pytest.raises(Refused, match="只有任务可以合并"):
        review.merge([found["a4"], found["s1"]], [1, 1], by=office)
    review.accept(found["a4"], version=1, by=office)
    with pytest.raises(Conflict):
        review.merge([found["a4"], found["a0"]], [1, 1], by=office)
    assert plan.tasks.count() == 1


def test_what_is_given_back_says_why_and_takes_its_figures_along(office, found) -> None:
    with pytest.raises(Refused, match="请写一句不采用的原因"):
        review.give_back(found["a0"], " ", version=1, by=office)
    review.give_back(found["a0"], "去年的工作", version=1, by=office)
    assert [now(found[name]).reason for name in ("a0", "f1")] == ["去年的工作"] * 2
    review.take_back(found["a0"], version=2, by=office)
    assert [now(found[name]).state for name in ("a0", "f1")] == ["open"] * 2


def test_a_kind_is_corrected_while_the_finding_is_open(office, plan, found) -> None:
    review.change_kind(found["s1"], "task", version=1, by=office)
    review.accept(found["s1"], version=2, by=office)
    assert plan.tasks.get().words.startswith("会议强调")
    with pytest.raises(Refused, match="只能改成完成情况"):
        review.change_kind(found["f2"], "task", version=1, by=office)


def test_a_grade_accepts_what_is_open_and_changes_what_is_accepted(office, plan, found) -> None:
    review.set_grade(found["a4"], "guiding", version=1, by=office)
    assert plan.tasks.get().grade == "guiding"
    review.set_grade(found["a4"], "supervised", version=2, by=office)
    task = plan.tasks.get()
    assert (task.grade, task.version) == ("supervised", 2)
    with pytest.raises(Refused, match="没有“worst”这种要求"):
        review.set_grade(found["a4"], "worst", version=2, by=office)


def test_who_comes_second_is_told_who_was_first_and_what_they_decided(world, office, plan, found) -> None:
    other = Membership.objects.create(
        person=world.membership("bo").person, organisation=world.organisation("office"), role="office",
        since=date(2025, 9, 1), confirmed=True,
    )  # fmt: skip
    world.memberships["second"] = other
    review.accept(found["a4"], version=1, by=world.actor("second"))
    with pytest.raises(Conflict, match=r"柏青在 .*采用了这一条。您要做的没有做"):
        review.give_back(found["a4"], "重复", version=1, by=office)
    review.take_back(found["a4"], version=2, by=office)
    with pytest.raises(Conflict, match="别人刚动过这一条，它现在待核"):
        review.accept(found["a4"], version=1, by=office)
    assert not plan.tasks.exists()


def test_what_others_have_commented_on_is_not_taken_back(world, office, plan, found) -> None:
    review.accept(found["a4"], version=1, by=office)
    asked = Consultation.objects.create(
        plan=plan, organisation=world.organisation("basic"), due=timezone.localdate(), sent_by=office.membership
    )
    Comment.objects.create(consultation=asked, task=plan.tasks.get(), words="建议加快")
    with pytest.raises(Refused, match="已经有 1 条征求来的意见"):
        review.take_back(found["a4"], version=2, by=office)
    assert plan.tasks.exists()


@pytest.mark.parametrize("who", ["leader", "section", "foreign-office", "clerk"])
def test_only_the_office_decides(world, found, report, who: str) -> None:
    one, by = found["a4"], world.actor(who)
    for verb in (
        lambda: review.accept(one, version=1, by=by),
        lambda: review.give_back(one, "重复", version=1, by=by),
        lambda: review.change_kind(one, "goal", version=1, by=by),
        lambda: review.set_grade(one, "guiding", version=1, by=by),
        lambda: review.take_back(one, version=1, by=by),
        lambda: review.merge([one, found["a0"]], [1, 1], by=by),
        lambda: review.accept_under(report.reading, one.headings, by=by),
        lambda: review.settle_undecided(report.plan, by=by),
    ):
        with pytest.raises(Refused, match=r"由局办公室办理|由它的局办公室办理"):
            verb()
    assert not Candidate.objects.exclude(state="open").exists()


def test_nothing_is_decided_without_a_plan_or_once_it_is_approved(office, found, report, plan) -> None:
    Plan.objects.update(state="approved")
    with pytest.raises(Refused, match="请先在“审定”页退回修改"):
        review.accept(found["a4"], version=1, by=office)
    Report.objects.update(plan=None)
    one = Candidate.objects.get(pk=found["a4"].pk)
    with pytest.raises(Refused, match="还没有放进计划"):
        review.accept(one, version=1, by=office)


# Reading again


def test_reading_again_carries_over_what_was_decided_and_says_how_much(office, plan, found, report) -> None:
    review.accept(found["a0"], version=1, by=office)
    review.give_back(found["a5"], "重复", version=1, by=office)
    review.change_kind(found["f2"], "claim", version=1, by=office)
    review.accept(found["f2"], version=2, by=office)
    read_again(report, by=office)
    run_waiting()
    reading = report.readings.first()
    assert reading.carried == {"same": 4, "new": 0, "gone": 0}
    states = {one.mark: (one.kind, one.state) for one in reading.candidates.exclude(state="open")}
    assert states == {
        "a0": ("task", "accepted"),
        "f1": ("target", "accepted"),
        "f2": ("claim", "accepted"),
        "a5": ("task", "returned"),
    }
    assert {one.reading_id for one in plan.tasks.get().candidates.all()} == {reading.pk}
    assert (Claim.objects.get().candidate.reading, plan.targets.get().candidate.reading) == (reading, reading)
    assert now(found["a0"]).state == "accepted"


def test_an_older_reading_is_decided_on_no_more(office, found, report) -> None:
    read_again(report, by=office)
    run_waiting()
    with pytest.raises(Refused, match="刚刚重新识别过"):
        review.accept(found["a4"], version=1, by=office)


def test_what_a_new_draft_says_no_more_keeps_its_task_and_is_named(office, plan, found, report, read) -> None:
    review.accept(found["a4"], version=1, by=office)
    review.accept(found["a0"], version=1, by=office)
    new = read(TEXT.replace("县公安局要加强校园周边巡逻。", "要建好2所小学。"), "新稿.txt", replaces=report)
    assert new.reading.carried == {"same": 2, "new": 2, "gone": 1}
    assert [one.words for one in gone(new.reading)] == ["加强校园周边巡逻"]
    assert plan.tasks.count() == 2


def test_a_claim_of_an_older_draft_is_the_newer_ones(office, found, report, read) -> None:
    review.accept(found["f0"], version=1, by=office)
    new = read(TEXT.replace("巡逻", "巡查"), "新稿.txt", replaces=report)
    discard(Report.objects.get(pk=report.pk), by=office)
    claim = Claim.objects.get()
    assert (claim.report, claim.candidate.reading.report) == (new, new)


def test_a_number_too_large_to_keep_is_unknown(office, plan, read) -> None:
    text = "云岭县召开2024年教育工作会议\n一要办好学前教育。投入资金99999999999999999999亿元。\n"
    report = read(text, "大数.txt", plan=plan)
    review.accept_under(report.reading, report.reading.candidates.first().headings, by=office)
    target = plan.targets.get()
    assert (target.value, target.words) == (None, target.candidate.words)


# A report that changes its plan


def test_who_decides_while_the_report_is_moved_is_told(office, plan, found, report) -> None:
    assert found["a4"].reading.report.plan == plan
    place(Report.objects.get(pk=report.pk), kind="own", plan=drafting.begin("别的", 2026, by=office), by=office)
    with pytest.raises(Refused, match="刚刚换了计划"):
        review.accept(found["a4"], version=1, by=office)
    assert not Task.objects.exists()


def test_a_report_that_goes_meanwhile_is_decided_on_no_more(office, found, report) -> None:
    assert found["a4"].reading.report.plan
    discard(Report.objects.get(pk=report.pk), by=office)
    with pytest.raises(Refused, match="刚刚换了计划或已经删除"):
        review.accept(found["a4"], version=1, by=office)


def test_what_stands_of_an_older_draft_holds_all_drafts_in_their_plan(office, plan, found, report, read) -> None:
    review.accept(found["a4"], version=1, by=office)
    new = read(TEXT.replace("县公安局要加强校园周边巡逻。", ""), "新稿.txt", replaces=report)
    other = drafting.begin("别的", 2026, by=office)
    with pytest.raises(Refused, match="有 1 条已经采用"):
        place(new, kind="own", plan=other, by=office)
    assert set(Report.objects.values_list("plan", flat=True)) == {plan.pk}


# Taken out by other ways


def by_sheet(task: Task, office) -> None:
    """Its row was deleted from the sheet that went out."""
    file = parse(workbook(task.plan, task.plan.tasks.all()))
    file.rows = [row for row in file.rows if row.mark and row.mark.task != task.pk]
    apply(task.plan, file, digest=check(task.plan, file).digest, removing=True, by=office)


def by_hand(task: Task, office) -> None:
    tasks.remove(task, by=office)


@pytest.mark.parametrize("taken_out", [by_sheet, by_hand])
def test_what_a_task_was_made_of_waits_again_only_when_all_of_it_is_gone(office, plan, found, taken_out) -> None:
    pieces = Instead(lambda maker: [replace(maker.proposed(found["a0"]), words=words) for words in ("选址", "开工")])
    review.accept(found["a0"], version=1, instead=pieces, by=office)
    first, second = plan.tasks.all()
    taken_out(first, office)
    assert (now(found["a0"]).state, now(found["f1"]).state, Target.objects.count()) == ("accepted", "open", 0)
    taken_out(second, office)
    assert now(found["a0"]).state == "open"


@pytest.mark.parametrize("taken_out", [by_sheet, by_hand])
def test_what_others_have_said_of_a_task_does_not_go_with_it(world, office, plan, taken_out) -> None:
    task, kept = (tasks.add(plan, tasks.Wanted(words), by=office) for words in ("加强巡逻", "落实门卫"))
    asked = Consultation.objects.create(
        plan=plan, organisation=world.organisation("basic"), due=timezone.localdate(), sent_by=office.membership
    )
    comment = Comment.objects.create(consultation=asked, task=task, words="建议删去")
    with pytest.raises(Refused, match="已经有 1 条征求来的意见"):
        taken_out(task, office)
    Comment.objects.update(state="accepted", decided_by=office.membership, decided_at=timezone.now())
    taken_out(task, office)
    comment.refresh_from_db()
    assert (comment.task, comment.words) == (None, "（原第1项“加强巡逻”）建议删去")
    assert list(plan.tasks.all()) == [kept]


# Issuing


def test_undecided_tasks_of_the_last_draft_become_guiding(office, plan, found, report, read) -> None:
    review.accept(found["a0"], version=1, by=office)
    read("要办好职业教育，新建实训基地1个。", "上级.txt", plan=plan, kind="superior")
    waiting = review.undecided(plan)
    assert [one.words for one in waiting] == [
        "学前三年毛入园率达到95%",
        "加强幼儿园管理",
        "开展一次隐患排查",
        "加强校园周边巡逻",
        "落实门卫制度",
    ]
    with pytest.raises(Refused, match="还没有审定。请先登记审定"):
        review.settle_undecided(plan, by=office)
    Plan.objects.update(state="approved")
    plan.refresh_from_db()
    assert review.settle_undecided(plan, by=office) == 5
    assert not review.undecided(plan).exists()
    assert list(plan.tasks.values_list("grade", flat=True)) == ["supervised", *["guiding"] * 5]
    assert Entry.objects.filter(verb="candidate.settle").count() == 1
    assert Task.objects.filter(plan=plan, goal__isnull=True).count() == 0


def test_a_finding_too_long_for_a_task_keeps_no_plan_from_being_issued(office, plan, found) -> None:
    long = "办好学前教育" * 500
    Candidate.objects.filter(pk=found["a2"].pk).update(words=long)
    Plan.objects.update(state="approved")
    plan.refresh_from_db()
    review.settle_undecided(plan, by=office)
    task = Task.objects.get(candidates=found["a2"])
    assert (len(task.words), task.words[-1], task.basis) == (tasks.LONGEST, "…", long)

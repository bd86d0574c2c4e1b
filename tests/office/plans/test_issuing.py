"""An approves and issues a plan: Bo's school gets its assignments, once; nothing is left of an issue that broke off."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.office.desk.models import Ask, Message
from luoshi.office.journal.models import Entry
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Kind, Organisation, SchoolYear, Term
from luoshi.office.organisations.tree import insert
from luoshi.office.plans import approval, assigning, moves, review, telling
from luoshi.office.plans.models import Assignment, Candidate, Movement, Plan, Task
from luoshi.office.plans.owners import Owners, Range, as_json
from luoshi.office.plans.tasks import Named, Wanted, add, wanted_of
from luoshi.office.refused import Refused

TODAY = date(2026, 3, 10)
SCHOOLS = as_json(Owners(ranges=(Range(kinds=("school",)),)))


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *given: TODAY if not given else given[0].date())


@pytest.fixture
def calendar(world) -> None:
    """Two school years of the county."""
    for first in (2025, 2026):
        year = SchoolYear.objects.create(
            authority=world.organisation("county"), name=f"{first}—{first + 1}学年", since=date(first, 9, 1),
            until=date(first + 1, 8, 31),
        )  # fmt: skip
        Term.objects.create(year=year, name="秋季学期", since=date(first, 9, 1), until=date(first + 1, 1, 25))
        Term.objects.create(year=year, name="春季学期", since=date(first + 1, 2, 25), until=date(first + 1, 7, 10))


def wanted(world, words: str = "开展校车安全检查", **more) -> Wanted:
    lead = Named("lead", "基础教育科", world.organisation("basic"))
    return Wanted(
        **{"words": words, "due": date(2026, 6, 30), "named": (lead, Named("owner", "各校", owners=SCHOOLS)), **more}
    )


@pytest.fixture
def approved(world, plan: Plan, office: Actor, calendar) -> Plan:
    """A once, a recurring and a guiding task."""
    add(plan, wanted(world), by=office)
    add(plan, wanted(world, "每学期开展师德培训", due=None, rule="TERM"), by=office)
    add(plan, wanted(world, "坚持正确办学方向", grade=Task.Grade.GUIDING), by=office)
    return approval.approve(plan, meeting="局党组第3次会议", on=TODAY, by=office)


def issue(plan: Plan, office: Actor, **more) -> dict[str, int]:
    return approval.issue(plan, **{"number": "云教〔2026〕3号", "on": TODAY, "by": office, **more})


def told(plan: Plan) -> list[tuple[int, str, str, str, str]]:
    rows = Assignment.objects.filter(task__plan=plan).order_by("task__number", "part", "organisation", "due")
    return [
        (one.task.number, one.part, one.organisation.name, one.occurrence, one.state)
        for one in rows.select_related("task", "organisation")
    ]


# 审定


def test_a_plan_is_approved_with_its_meeting_and_may_go_back(world, approved: Plan, office: Actor) -> None:
    assert (approved.state, approved.meeting, approved.approved_on) == ("approved", "局党组第3次会议", TODAY)
    again = approval.reopen(approved, why="补时限", by=office)
    assert (again.state, again.meeting, again.approved_on) == ("draft", "", None)
    assert list(Entry.objects.filter(verb__startswith="plan.").order_by("pk").values_list("verb", flat=True)) == [
        "plan.begin", "plan.approve", "plan.reopen",
    ]  # fmt: skip


def test_all_that_speaks_against_approving_is_said(world, plan: Plan, office: Actor) -> None:
    with pytest.raises(Refused) as refused:
        approval.approve(plan, meeting=" ", on=TODAY + timedelta(days=1), by=office)
    assert refused.value.reasons == (
        "没有写哪次会议审定的，如：局党组2026年第3次会议。",
        "审定日期 2026-03-11 还没有到。",
        "计划里还没有任务，没有可以审定的内容。",
    )
    with pytest.raises(Refused, match="“登记审定”由局办公室办理"):
        approval.approve(plan, meeting="会", on=TODAY, by=world.actor("section"))


# 印发


def test_issuing_gives_each_organisation_its_part_each_time(world, approved: Plan, office: Actor) -> None:
    counts = issue(approved, office)
    schools = ["石桥镇小学", "云岭县第一小学", "云岭县第二中学"]
    assert told(approved) == [
        (1, "lead", "基础教育科", "", "issued"),
        *((1, "owner", school, "", "issued") for school in schools),
        *((2, "lead", "基础教育科", term, "issued") for term in ("2026年春季学期", "2026年秋季学期")),
        *((2, "owner", school, term, "issued") for school in schools for term in ("2026年春季学期", "2026年秋季学期")),
    ]
    assert counts == {"tasks": 3, "guiding": 0, "assignments": 12, "organisations": 4, "people": 5}


def test_what_comes_back_is_given_out_to_the_end_of_the_next_term(world, approved: Plan) -> None:
    task = approved.tasks.get(number=2)

    def names(day: date) -> list[str]:
        return [one.name for one in assigning.book_of(approved, day).times(task)]

    assert names(date(2026, 1, 10)) == ["2026年春季学期"]
    assert names(TODAY) == ["2026年春季学期", "2026年秋季学期"]
    assert names(date(2026, 8, 1)) == ["2026年秋季学期"]


def test_each_school_finds_its_own_and_each_person_one_message(world, approved: Plan, office: Actor) -> None:
    issue(approved, office)
    seen = {
        name: Assignment.objects.visible_to(world.actor(name)).count()
        for name in ("bo", "chen", "centre", "foreign-office")
    }
    assert seen == {"bo": 3, "chen": 3, "centre": 3, "foreign-office": 0}
    assert set(Task.objects.visible_to(world.actor("bo")).values_list("number", flat=True)) == {1, 2}
    people = Message.objects.values_list("to__person__name", flat=True)
    assert sorted(people) == sorted(["孙启明", "柏青", "纪小满", "陈立", "魏田"])
    assert "落实单位 2 项" in Message.objects.get(to=world.membership("bo")).text


def test_what_schools_are_asked_stands_in_the_ledger_of_asks(world, approved: Plan, office: Actor) -> None:
    issue(approved, office)
    asks = Ask.objects.filter(organisation=world.organisation("first")).order_by("due")
    assert [(one.what, one.due.isoformat(), one.minutes, one.asker, one.basis) for one in asks] == [
        ("开展校车安全检查", "2026-06-30", 60, "云岭县教育局", "《2026年教育工作要点》（云教〔2026〕3号）第1项"),
        (
            "每学期开展师德培训（2026年春季学期）",
            "2026-07-10",
            60,
            "云岭县教育局",
            "《2026年教育工作要点》（云教〔2026〕3号）第2项",
        ),
        (
            "每学期开展师德培训（2026年秋季学期）",
            "2027-01-25",
            60,
            "云岭县教育局",
            "《2026年教育工作要点》（云教〔2026〕3号）第2项",
        ),
    ]
    assert not Ask.objects.filter(organisation=world.organisation("basic")).exists()
    assert len(set(asks.values_list("batch", flat=True))) == 3


def test_what_was_not_decided_becomes_guiding(world, plan: Plan, candidate: Candidate, office: Actor) -> None:
    candidate.reading.candidates.exclude(pk=candidate.pk).delete()
    report = candidate.reading.report
    report.plan = plan
    report.save()
    add(plan, wanted(world), by=office)
    Candidate.objects.create(
        reading=candidate.reading, mark="x2", order=2, kind="claim", start=0, end=5, words="已建成"
    )
    assert [one.pk for one in review.undecided(plan)] == [candidate.pk]
    approval.approve(plan, meeting="会", on=TODAY, by=office)
    assert issue(plan, office)["guiding"] == 1
    candidate.refresh_from_db()
    made = candidate.tasks.get()
    assert (made.grade, made.words, candidate.state) == ("guiding", "建成城东小学", "accepted")
    assert not Assignment.objects.filter(task=made).exists()


def test_all_that_speaks_against_issuing_is_said(world, approved: Plan, office: Actor) -> None:
    with pytest.raises(Refused) as refused:
        issue(approved, office, number=" ", on=TODAY - timedelta(days=1))
    assert refused.value.reasons == (
        "没有写文号。未编文号的，写明以什么名义印发，如：局办公会议纪要第3期。",
        "印发日期 2026-03-09 早于审定日期 2026-03-10。",
    )


def test_issuing_twice_is_refused_and_makes_nothing_twice(world, approved: Plan, office: Actor) -> None:
    issue(approved, office)
    before = told(approved)
    with pytest.raises(Refused, match="《2026年教育工作要点》已经印发过了"):
        issue(approved, office)
    approved.refresh_from_db()
    assert assigning.give_out(approved, day=TODAY) == []
    assert told(approved) == before


def test_nothing_is_left_of_an_issue_that_broke_off(world, approved: Plan, office: Actor, monkeypatch) -> None:
    def breaks(*_given, **_more) -> int:
        assert Assignment.objects.exists()
        assert Ask.objects.exists()
        raise RuntimeError("power failure")

    monkeypatch.setattr(telling, "tell_of_work", breaks)
    entries = Entry.objects.count()
    with pytest.raises(RuntimeError):
        issue(approved, office)
    approved.refresh_from_db()
    assert (approved.state, approved.issued_on, approved.number) == ("approved", None, "")
    assert not Assignment.objects.exists()
    assert not Ask.objects.exists()
    assert Entry.objects.count() == entries


def test_gaps_name_the_tasks_that_lack_something(world, plan: Plan, office: Actor) -> None:
    bare = add(plan, Wanted("抓好教学"), by=office)
    none = as_json(Owners(ranges=(Range(kinds=("county",)),)))
    lead = Named("lead", "基础教育科", world.organisation("basic"))
    add(plan, Wanted("上学期办结", due=date(2026, 1, 1), named=(lead, Named("owner", "各县", owners=none))), by=office)
    add(plan, Wanted("每学期检查", rule="TERM", named=(lead, Named("assist", "妇联"))), by=office)
    found = {one.what: [task.words for task in one.tasks] for one in approval.gaps(plan, day=TODAY)}
    assert found == {
        "没有牵头单位": [bare.words],
        "落实单位的范围里现在一个单位也没有": ["上学期办结"],
        "写了单位或人的名称，但没有对上机构或人员": ["每学期检查"],
        "要反复做，但校历里没有相应的学期、学年或假期，印发后暂不下达": ["每学期检查"],
        "没有完成时限": [bare.words],
        "完成时限已经过去": ["上学期办结"],
    }


# Day by day


def school(world, name: str = "云岭县新建小学", **more) -> Organisation:
    return insert(
        Organisation(parent=world.organisation("county"), kind=Kind.SCHOOL, name=name, stages="primary", **more)
    )


def test_a_new_school_is_proposed_and_the_office_decides_once(world, approved: Plan, office: Actor) -> None:
    issue(approved, office)
    new, other = school(world), school(world, "云岭县另一小学")
    followed = assigning.keep_up(approved, day=TODAY)
    assert (len(followed.opened), len(followed.proposed)) == (0, 6)
    assert not Ask.objects.filter(organisation=new).exists()
    was, row = Plan.objects.get(pk=approved.pk).version, Assignment.objects.filter(organisation=new)[0]
    assert approval.decide(approved, [new.pk], accept=True, by=office) == 3
    assert approval.decide(approved, [other.pk], accept=False, by=office) == 3
    assert Plan.objects.get(pk=approved.pk).version == was + 2
    row.refresh_from_db()
    assert row.version == 2
    kept = Entry.objects.filter(about_kind="plans.assignment", about_id=str(row.pk))
    assert [(one.verb, one.before, one.after) for one in row.movements.all()] == [("accept", "proposed", "issued")]
    assert list(kept.values_list("verb", flat=True)) == ["assignment.accept"]
    assert set(Movement.objects.filter(assignment__organisation=other).values_list("verb", flat=True)) == {"decline"}
    assert Ask.objects.filter(organisation=new).count() == 3
    assert not Ask.objects.filter(organisation=other).exists()
    assert not assigning.keep_up(approved, day=TODAY)
    with pytest.raises(Refused, match="没有选单位，或者别人刚定过了"):
        approval.decide(approved, [new.pk], accept=True, by=office)
    with pytest.raises(Refused, match="由局办公室办理"):
        approval.decide(approved, [new.pk], accept=True, by=world.actor("section"))


def test_the_next_term_comes_by_itself_and_not_for_who_was_left_out(world, approved: Plan, office: Actor) -> None:
    Term.objects.filter(since=date(2026, 9, 1)).delete()
    issue(approved, office)
    left_out = school(world)
    assigning.keep_up(approved, day=TODAY)
    approval.decide(approved, [left_out.pk], accept=False, by=office)
    waiting = school(world, "云岭县待定小学")
    assigning.keep_up(approved, day=TODAY)
    year = SchoolYear.objects.get(name="2026—2027学年")
    Term.objects.create(year=year, name="秋季学期", since=date(2026, 9, 1), until=date(2027, 1, 25))
    followed = assigning.keep_up(approved, day=TODAY)
    assert {one.occurrence for one in followed.opened} == {"2026年秋季学期"}
    assert len(followed.opened) == 4
    assert {one.organisation.name for one in followed.proposed} == {waiting.name}


def test_a_new_school_is_not_asked_for_what_is_over(world, approved: Plan, office: Actor) -> None:
    issue(approved, office)
    school(world)
    followed = assigning.keep_up(approved, day=date(2026, 9, 5))
    assert [(one.task.number, one.occurrence) for one in followed.proposed] == [(2, "2026年秋季学期")]


def test_the_next_term_of_a_school_named_in_a_range_goes_to_its_successor(world, plan, office, calendar) -> None:
    old, kinder = school(world, "云岭县并走小学"), world.organisation("kinder")
    named = as_json(Owners(named=(old.pk,)))
    add(plan, wanted(world, due=None, rule="TERM", named=(Named("owner", "并走小学", owners=named),)), by=office)
    approval.approve(plan, meeting="会", on=TODAY, by=office)
    Organisation.objects.filter(pk=old.pk).update(closed_on=TODAY, successor=kinder)
    issue(plan, office)
    assert [one[2:4] for one in told(plan)] == [
        ("云岭县机关幼儿园", "2026年春季学期"), ("云岭县机关幼儿园", "2026年秋季学期"),
    ]  # fmt: skip


def test_a_merged_schools_work_goes_to_its_successor(world, approved: Plan, office: Actor) -> None:
    old = school(world, "云岭县并走小学")
    issue(approved, office)
    kinder = world.organisation("kinder")
    Organisation.objects.filter(pk=old.pk).update(closed_on=TODAY, successor=kinder)
    followed = assigning.keep_up(approved, day=TODAY)
    assert {(one.organisation.name, one.state) for one in followed.opened} == {("云岭县机关幼儿园", "issued")}
    assert {one.organisation.name for one in followed.cancelled} == {"云岭县并走小学"}
    asks = Ask.objects.filter(organisation=old)
    assert (asks.count(), asks.open().count(), Ask.objects.filter(organisation=kinder).count()) == (3, 0, 3)
    assert not assigning.keep_up(approved, day=TODAY)


def test_a_merged_schools_work_is_cancelled_where_its_successor_has_the_same(world, approved, office) -> None:
    old = school(world, "云岭县并走小学")
    issue(approved, office)
    Organisation.objects.filter(pk=old.pk).update(closed_on=TODAY, successor=world.organisation("first"))
    followed = assigning.keep_up(approved, day=TODAY)
    assert (followed.opened, len(followed.cancelled)) == ((), 3)


def test_the_nightly_job_tells_of_new_work_and_writes_it_down(world, approved: Plan, office: Actor) -> None:
    Term.objects.filter(since=date(2026, 9, 1)).delete()
    issue(approved, office)
    Message.objects.all().delete()
    Term.objects.create(
        year=SchoolYear.objects.get(name="2026—2027学年"),
        name="秋季学期",
        since=date(2026, 9, 1),
        until=date(2027, 1, 25),
    )
    said = approval.keep_up_all({}, progress=lambda *_: None)
    assert said["words"] == "新下达承办 4 件，待增补 0 件"
    assert Message.objects.count() == 5
    assert Entry.objects.filter(verb="plan.keep_up").count() == 1
    approval.keep_up_all({}, progress=lambda *_: None)
    assert (Message.objects.count(), Entry.objects.filter(verb="plan.keep_up").count()) == (5, 1)


# Laws


DAYS = st.integers(0, 500).map(lambda days: TODAY + timedelta(days=days))
RANGES = st.builds(
    lambda kinds, stages: as_json(Owners(ranges=(Range(kinds=tuple(kinds), stages=tuple(stages)),))),
    st.sets(st.sampled_from(["school", "kindergarten", "point", "centre"]), min_size=1),
    st.sets(st.sampled_from(["primary", "junior"])),
)
TASKS = st.lists(
    st.tuples(RANGES, st.sampled_from(["", "TERM", "FREQ=MONTHLY;INTERVAL=3", "FREQ=YEARLY", "HOLIDAY"])),
    min_size=1,
    max_size=3,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tasks=TASKS, days=st.lists(DAYS, max_size=3))
def test_keeping_up_any_number_of_times_makes_nothing_twice(world, office, calendar, tasks, days) -> None:
    plan = Plan.objects.create(
        authority=world.organisation("county"),
        year=2026,
        title=f"要点{Plan.objects.count()}",
        made_by=office.membership,
    )
    for owners, rule in tasks:
        add(plan, wanted(world, due=None, rule=rule, named=(Named("owner", "", owners=owners),)), by=office)
    approval.approve(plan, meeting="会", on=TODAY, by=office)
    expected = assigning.count(plan, TODAY)
    assert issue(plan, office)["assignments"] == expected
    for day in sorted(days):
        assigning.keep_up(plan, day=day)
        before = told(plan)
        assert not assigning.keep_up(plan, day=day)
        assert told(plan) == before
        assert len({row[:4] for row in before}) == len(before)
    opened = Assignment.objects.filter(
        task__plan=plan, state="issued", organisation__kind__in=("school", "kindergarten", "point")
    )
    asked = Ask.objects.open().filter(source_kind=assigning.SOURCE, source_id__in=[str(one.pk) for one in opened])
    assert asked.count() == opened.count()


MOVES = st.lists(st.sampled_from(["approve", "reopen", "issue", "edit"]), max_size=6)
WHO = st.sampled_from(["an", "leader", "section", "bo", "foreign-office", "city-office"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tried=st.lists(st.tuples(MOVES, WHO), max_size=4))
def test_whatever_is_tried_a_plan_stays_in_a_state_that_the_table_allows(world, office, tried) -> None:
    plan = Plan.objects.create(
        authority=world.organisation("county"),
        year=2026,
        title=f"要点{Plan.objects.count()}",
        made_by=office.membership,
    )
    task = add(plan, wanted(world), by=office)
    for names, who in tried:
        for name in names:
            plan.refresh_from_db()
            before, by = plan.state, world.actor(who)
            open_now = moves.why_not(plan, name, by=by) is None
            try:
                attempt(plan, task, name, by)
                done = True
            except Refused:
                done = False
            plan.refresh_from_db()
            assert done is open_now
            assert plan.state == ((moves.MOVES[name].to or before) if done else before)


def attempt(plan: Plan, task: Task, name: str, by: Actor) -> None:
    if name == "approve":
        approval.approve(plan, meeting="会", on=TODAY, by=by)
    elif name == "reopen":
        approval.reopen(plan, why="再改", by=by)
    elif name == "issue":
        issue(plan, by)
    else:
        from luoshi.office.plans.tasks import edit

        task.refresh_from_db()
        edit(task, replace(wanted_of(task), words=f"任务{task.version}"), version=task.version, by=by)

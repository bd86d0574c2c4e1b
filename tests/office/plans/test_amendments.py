"""After a plan is issued An changes it by somebody's decision; Bo's school gets and loses work with it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.office.desk.models import Ask, Message
from luoshi.office.journal.models import Entry
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans import amendments, approval, assigning, handing_over
from luoshi.office.plans.assignment.acts import act
from luoshi.office.plans.assignment.said import Said
from luoshi.office.plans.decision import Decision
from luoshi.office.plans.models import Amendment, Assignment, Plan, Responsibility, Task
from luoshi.office.plans.owners import as_json
from luoshi.office.plans.owners_read import understood
from luoshi.office.plans.tasks import Named, Wanted, add, wanted_of
from luoshi.office.refused import Refused
from tests.office.plans.test_consultation import stamp

TODAY = timezone.localdate()
DUE = TODAY + timedelta(days=60)
SAID = Decision("局党组第5次会议", TODAY, "云教纪〔2026〕5号")


def owners(world, words: str) -> Named:
    return Named("owner", words, owners=as_json(understood(words, world.organisation("county"))))


@pytest.fixture
def task(world, plan: Plan, office: Actor) -> Task:
    """Of an issued plan: the section leads, primary schools do it."""
    lead = Named("lead", "基教科", world.organisation("basic"))
    leader = Named("leader", "李望舒", membership=world.membership("leader"))
    made = add(plan, Wanted("开展校车检查", due=DUE, named=(leader, lead, owners(world, "各小学"))), by=office)
    approval.approve(plan, meeting="会", on=TODAY, by=office)
    approval.issue(plan, number="云教〔2026〕3号", on=TODAY, by=office)
    made.refresh_from_db()
    return made


def open_now(task: Task) -> set[str]:
    rows = Assignment.objects.filter(task=task, state="issued").select_related("organisation")
    return {f"{one.part} {one.organisation.name}" for one in rows}


def test_an_added_task_is_given_out_at_once(world, plan: Plan, task: Task, office: Actor) -> None:
    Message.objects.all().delete()
    made = amendments.add(plan, Wanted("迎接督导", due=DUE, named=(owners(world, "各初中"),)), decision=SAID, by=office)
    assert open_now(made) == {"owner 云岭县第二中学"}
    (amendment,) = Amendment.objects.all()
    assert (amendment.what, amendment.task, amendment.decided_by, amendment.document) == (
        "added", made, "局党组第5次会议", "云教纪〔2026〕5号",
    )  # fmt: skip
    assert Message.objects.get().to == world.membership("chen")
    assert Ask.objects.filter(organisation=world.organisation("second")).count() == 1


def test_other_owners_get_it_and_those_who_are_none_any_more_are_let_go(world, task: Task, office: Actor) -> None:
    assert open_now(task) == {"lead 基础教育科", "owner 石桥镇小学", "owner 云岭县第一小学"}
    leader, lead, _owner = wanted_of(task).named
    wanted = replace(
        wanted_of(task),
        due=DUE + timedelta(days=9),
        named=(leader, lead, owners(world, "各初中"), owners(world, "石桥镇小学")),
    )
    amendments.change(task, wanted, version=task.version, decision=SAID, by=office)
    assert open_now(task) == {"lead 基础教育科", "owner 石桥镇小学", "owner 云岭县第二中学"}
    assert set(Assignment.objects.filter(task=task, state="issued").values_list("due", flat=True)) == {
        DUE + timedelta(days=9)
    }
    assert not Assignment.objects.filter(task=task, state="issued", responsibility=None).exists()
    asks = {
        one.organisation.name: (one.withdrawn_at is None, one.due) for one in Ask.objects.select_related("organisation")
    }
    assert asks == {
        "石桥镇小学": (True, DUE + timedelta(days=9)),
        "云岭县第一小学": (False, DUE),
        "云岭县第二中学": (True, DUE + timedelta(days=9)),
    }
    (amendment,) = Amendment.objects.all()
    assert [label for label, _b, _a in amendments.differences(amendment)] == ["时限", "落实单位"]
    entry = Entry.objects.get(verb="task.amend")
    assert entry.about == "开展校车检查"


def test_who_was_let_go_can_be_asked_again(world, task: Task, office: Actor) -> None:
    before = wanted_of(task)
    amendments.change(task, replace(before, named=()), version=task.version, decision=SAID, by=office)
    assert open_now(task) == set()
    task.refresh_from_db()
    amendments.change(task, before, version=task.version, decision=SAID, by=office)
    assert open_now(task) == {"lead 基础教育科", "owner 石桥镇小学", "owner 云岭县第一小学"}
    assert Ask.objects.open().count() == 2
    assert Assignment.objects.count() == 3


def test_a_cancelled_task_asks_nobody_any_more_and_stays_in_the_plan(world, plan: Plan, task: Task, office) -> None:
    amendments.cancel(task, decision=SAID, by=office)
    task.refresh_from_db()
    assert (task.cancelled_on, open_now(task), Ask.objects.open().count()) == (TODAY, set(), 0)
    assert not assigning.keep_up(plan, day=TODAY)
    with pytest.raises(Refused, match="第 1 项任务已于"):
        amendments.cancel(task, decision=SAID, by=office)


def test_a_task_that_becomes_guiding_asks_nobody_any_more(world, plan: Plan, task: Task, office) -> None:
    amendments.change(
        task, replace(wanted_of(task), grade=Task.Grade.GUIDING), version=task.version, decision=SAID, by=office
    )
    assert (open_now(task), Ask.objects.open().count()) == (set(), 0)
    assert not assigning.keep_up(plan, day=TODAY)


def test_all_that_speaks_against_an_amendment_is_said(world, plan: Plan, task: Task, office: Actor) -> None:
    with pytest.raises(Refused) as refused:
        amendments.cancel(task, decision=Decision(" ", TODAY + timedelta(days=1)), by=office)
    assert len(refused.value.reasons) == 2
    with pytest.raises(Refused, match="别人刚调整过"):
        amendments.change(task, wanted_of(task), version=0, decision=SAID, by=office)
    with pytest.raises(Refused, match="内容没有变化"):
        amendments.change(task, wanted_of(task), version=task.version, decision=SAID, by=office)
    assert not Assignment.objects.filter(responsibility=None).exists()
    with pytest.raises(Refused, match="“调整任务”由局办公室办理"):
        amendments.add(plan, Wanted("x"), decision=SAID, by=world.actor("section"))
    assert not Amendment.objects.exists()


def test_words_that_mean_others_are_a_change_and_are_shown_in_full(world, task: Task, office: Actor) -> None:
    leader, lead, owner = wanted_of(task).named
    narrower = replace(owner, owners=owners(world, "石桥镇中心校所属小学").owners)
    wanted = replace(wanted_of(task), named=(leader, lead, narrower))
    changed = amendments.change(task, wanted, version=task.version, decision=SAID, by=office)
    assert open_now(task) == {"lead 基础教育科", "owner 石桥镇小学"}
    assert amendments.differences(Amendment.objects.get()) == [("落实单位", "各小学", "各小学（石桥镇中心校所属小学）")]
    unread = replace(lead, organisation=None)
    amendments.change(
        changed, replace(wanted, named=(leader, unread, narrower)), version=changed.version, decision=SAID, by=office
    )
    assert amendments.differences(Amendment.objects.first()) == [
        ("牵头单位", "基教科（基础教育科）", "基教科（没有对上机构或人员）")
    ]


def test_a_draft_is_edited_and_not_amended(world, plan: Plan, office: Actor) -> None:
    with pytest.raises(Refused, match="》还没有审定，可以直接修改。"):
        amendments.add(plan, Wanted("x"), decision=SAID, by=office)


WORDS = st.sampled_from(["各小学", "各初中", "各学校（园）", "石桥镇中心校所属学校", "各中心校", "云岭县第一小学", ""])


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, min_size=1, max_size=5))
def test_after_any_amendments_exactly_those_meant_last_have_it(world, task: Task, office: Actor, said) -> None:
    county = world.organisation("county")
    for words in said:
        task.refresh_from_db()
        named = (owners(world, words),) if words else ()
        try:
            amendments.change(
                task, replace(wanted_of(task), named=named), version=task.version, decision=SAID, by=office
            )
        except Refused:
            assert words == "、".join(str(one) for one in task.responsibilities.filter(part="owner"))
    task.refresh_from_db()
    meant = {f"{part} {name}" for part, name in who(task, county)}
    assert open_now(task) == meant
    open_asks = Ask.objects.open().values_list("source_id", flat=True)
    schools = Assignment.objects.filter(task=task, state="issued").exclude(organisation__kind="centre")
    assert {int(number) for number in open_asks} == set(schools.values_list("pk", flat=True))


def who(task: Task, county) -> set[tuple[str, str]]:
    from luoshi.office.plans.owners import of_json, organisations

    return {
        ("owner", one.name)
        for row in task.responsibilities.filter(part="owner")
        for one in organisations(of_json(row.owners), county, TODAY)
    }


def test_what_somebody_answers_for_goes_to_their_successor(world, plan: Plan, task: Task, office: Actor) -> None:
    given, taken = world.membership("leader"), world.membership("observer")
    items = list(handing_over.move(given, taken, TODAY, office))
    assert [(one.kind, one.about) for one in items] == [("责任领导", "开展校车检查")]
    assert Responsibility.objects.get(part="leader").membership == taken
    items = list(handing_over.move(world.membership("an"), taken, TODAY, office))
    plan.refresh_from_db()
    assert ([one.kind for one in items], plan.issued_by) == (["已印发的计划"], taken)


# Pages


def test_the_office_changes_a_task_on_the_page(world, client: Client, plan: Plan, task: Task) -> None:
    page = client.get(f"/tasks/{task.pk}/amend").content.decode()
    assert 'value="各小学"' in page
    said = {
        "words": "开展校车安全检查", "grade": "routine", "due": DUE.isoformat(), "lead": "基教科", "owner": "各初中",
        "decided_by": "局党组第5次会议", "decided_on": TODAY.isoformat(), "version": task.version, **stamp(world, "an"),
    }  # fmt: skip
    assert "没有对上机构" in client.post(f"/tasks/{task.pk}/amend", {**said, "owner": "各单位"}).content.decode()
    assert client.post(f"/tasks/{task.pk}/amend", said).status_code == 302
    assert open_now(task) == {"lead 基础教育科", "owner 云岭县第二中学"}
    page = client.get(f"/plans/{plan.pk}/amendments").content.decode()
    assert "印发以后调整过 1 次" in page
    assert "落实单位：各小学 → 各初中" in page
    assert world.client("section").get(f"/plans/{plan.pk}/amendments").status_code == 200
    assert "以前的调整" in client.get(f"/tasks/{task.pk}/amend").content.decode()
    assert client.post(f"/tasks/{task.pk}/amend", said).status_code == 422
    added = {**said, "words": "迎接督导", "lead": "基础教育科"}
    assert client.post(f"/plans/{plan.pk}/amend", added).status_code == 302
    assert client.post(f"/tasks/{task.pk}/cancel", said).status_code == 302
    assert Amendment.objects.count() == 3
    assert client.get(f"/plans/{plan.pk}/amendments?export=xlsx").status_code == 200


def test_a_long_plan_is_searched_for_the_task_to_change(world, client: Client, plan: Plan, task: Task) -> None:
    Task.objects.bulk_create(Task(plan=plan, number=n, order=n, words=f"任务{n}") for n in range(2, 56))
    page = client.get(f"/plans/{plan.pk}/amendments").content.decode()
    assert ("还有 5 项没有列出" in page, "任务55" in page) == (True, False)
    found = client.get(f"/plans/{plan.pk}/amendments?task=55").content.decode()
    assert ("任务55" in found, "任务54" in found) == (True, False)


def test_owners_are_chosen_on_the_page_and_counted(world, client: Client, plan: Plan, office: Actor) -> None:
    made = add(plan, Wanted("检查", named=(Named("owner", "各中小学"),)), by=office)
    address = f"/tasks/{made.pk}/owners"
    page = client.get(address).content.decode()
    assert "<strong>3 个单位</strong>" in page
    assert "文稿里写的是：各中小学" in page
    given = {
        "ranges": "2", "r0-kinds": ["school", "kindergarten"], "r0-stages": ["primary"], "version": made.version,
        "named": "云岭县第二中学", **stamp(world, "an"),
    }  # fmt: skip
    assert "<strong>4 个单位</strong>" in client.post(address, given).content.decode()
    assert made.responsibilities.get().owners is None
    assert "没有对上机构" in client.post(address, {**given, "named": "东关小学"}).content.decode()
    assert client.post(address, {**given, "save": "1"}).status_code == 302
    kept = made.responsibilities.get()
    assert (kept.words, len(kept.owners["ranges"])) == ("各小学、幼儿园、云岭县第二中学", 1)
    assert "别人刚改过" in client.post(address, {**given, "save": "1"}).content.decode()
    assert world.client("section").get(address).status_code == 200


def test_who_is_meant_no_more_is_let_go_too_when_the_task_is_cancelled(world, task: Task, office: Actor) -> None:
    first = world.organisation("first")
    type(first).objects.filter(pk=first.pk).update(stages="junior")
    amendments.cancel(task, decision=SAID, by=office)
    assert open_now(task) == set()
    assert not Ask.objects.open().exists()


def test_nobody_is_asked_for_the_months_that_are_over(world, plan: Plan, task: Task, office: Actor) -> None:
    Plan.objects.filter(pk=plan.pk).update(issued_on=date(TODAY.year, 1, 1), year=TODAY.year)
    monthly = Wanted("每月检查", rule="FREQ=MONTHLY", named=(owners(world, "各初中"),))
    made = amendments.add(Plan.objects.get(pk=plan.pk), monthly, decision=SAID, by=office)
    assert min(Assignment.objects.filter(task=made).values_list("due", flat=True)) >= TODAY


def assisted(world, task: Task, office: Actor) -> Assignment:
    """One organisation helps the section with it, and the section is through with it."""
    wanted = wanted_of(task)
    helps = Named("assist", "帮扶中心", world.organisation("aid"))
    amendments.change(
        task, replace(wanted, named=(*wanted.named, helps)), version=task.version, decision=SAID, by=office
    )
    task.refresh_from_db()
    lead = Assignment.objects.get(task=task, part="lead")
    act(lead, "report", by=world.actor("section"), said=Said("办完了。"))
    act(lead, "verify", by=office)
    return Assignment.objects.get(task=task, part="assist")


def last_of(one: Assignment) -> tuple[str, str]:
    one.refresh_from_db()
    newest = one.movements.first()
    return (newest.verb if newest else "", one.state)


def test_who_assists_goes_on_with_a_lead_that_is_added_and_is_through_once_it_is_let_go(world, task, office) -> None:
    helper = assisted(world, task, office)
    assert last_of(helper) == ("along", "done")
    before = wanted_of(task)
    other = Named("lead", "办公室", world.organisation("office"))
    amendments.change(
        task, replace(before, named=(*before.named, other)), version=task.version, decision=SAID, by=office
    )
    assert last_of(helper) == ("along_again", "issued")
    assert helper.movements.first().words == "牵头单位办公室在办。"
    task.refresh_from_db()
    amendments.change(task, before, version=task.version, decision=SAID, by=office)
    assert last_of(helper) == ("along", "done")

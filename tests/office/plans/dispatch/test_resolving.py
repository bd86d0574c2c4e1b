"""What the meeting resolved: kept, a new task, a task changed, a day moved."""

from datetime import date, timedelta

import pytest

from luoshi.office.desk.models import Ask
from luoshi.office.journal.models import Entry
from luoshi.office.plans.assignment.adjusting import Asked, ask_change
from luoshi.office.plans.dispatch import notice, resolving, rounds
from luoshi.office.plans.models import Adjustment, Assignment, Dispatch, Movement, Resolution, Task
from luoshi.office.plans.tasks import Named, Wanted, wanted_of
from luoshi.office.refused import Refused
from tests.office.plans.assignment.conftest import DUE, TODAY

LATER = date(2026, 9, 30)


@pytest.fixture
def held(dispatch, office) -> Dispatch:
    rounds.close(dispatch, by=office)
    return rounds.hold(dispatch, meeting="局长办公会第8次会议", on=TODAY, by=office)


def refused(verb, *given, **more) -> str:
    with pytest.raises(Refused) as raised:
        verb(*given, **more)
    return "\n".join(raised.value.reasons)


def test_it_may_be_kept_as_said(held, issued, office) -> None:
    task = issued.tasks.get(number=1)
    made = resolving.note(held, "  请基教科每周报告。 ", task=task, by=office)
    assert (made.words, made.what, made.task) == ("请基教科每周报告。", "note", task)


def test_a_new_task_is_given_out_with_the_meeting_as_who_decided(world, held, office) -> None:
    lead = Named("lead", "基础教育科", world.organisation("basic"))
    made = resolving.new_task(held, "开展食堂检查", Wanted("开展食堂安全检查", due=DUE, named=(lead,)), by=office)
    assert made.task.words == "开展食堂安全检查"
    assert (made.amendment.decided_by, made.amendment.decided_on) == ("局长办公会第8次会议", TODAY)
    assert Assignment.objects.filter(task=made.task, organisation=world.organisation("basic"), state="issued").exists()


def test_what_is_sent_twice_is_entered_once(world, held, issued, office) -> None:
    """A button was pressed twice; two tasks may follow from the same words all the same."""
    lead = Named("lead", "基础教育科", world.organisation("basic"))
    first, second = (Wanted(words, due=DUE, named=(lead,)) for words in ("开展食堂检查", "开展宿舍检查"))
    resolving.new_task(held, "开展后勤检查", first, by=office)
    assert "已经登记过了" in refused(resolving.new_task, held, "开展后勤检查 ", first, by=office)
    resolving.new_task(held, "开展后勤检查", second, by=office)
    resolving.note(held, "每周报告", by=office)
    assert "已经登记过了" in refused(resolving.note, held, "每周报告", by=office)
    resolving.note(held, "每周报告", task=issued.tasks.get(number=1), by=office)
    assert (held.resolutions.count(), issued.tasks.count()) == (4, 5)


def test_a_task_is_changed_by_the_meeting(held, issued, office) -> None:
    task = issued.tasks.get(number=2)
    wanted = Wanted(**{**vars(wanted_of(task)), "words": "开展师德专题培训"})
    made = resolving.change_task(held, "改为专题", task, wanted, version=task.version, by=office)
    assert Task.objects.get(pk=task.pk).words == "开展师德专题培训"
    assert (made.what, made.amendment.what) == ("change", "changed")


def test_a_change_that_is_refused_leaves_no_resolution(held, issued, office) -> None:
    task = issued.tasks.get(number=2)
    same = wanted_of(task)
    assert "没有变化" in refused(resolving.change_task, held, "不变", task, same, version=task.version, by=office)
    assert "没有写" in refused(resolving.new_task, held, "空任务", Wanted(" "), by=office)
    assert not Resolution.objects.exists()


def test_another_day_keeps_the_old_one(held, given, office) -> None:
    made = resolving.extend(held, "延到九月底", given("basic", 1), LATER, by=office)
    assert given("basic", 1).due == LATER
    kept = Adjustment.objects.get()
    assert (kept.kind, kept.state, kept.old_due, kept.new_due) == ("extend", "granted", DUE, LATER)
    assert made.adjustment == kept
    moved = Movement.objects.get()
    assert (moved.decided_by, moved.decided_on) == ("局长办公会第8次会议", TODAY)
    assert given("first", 1).due == DUE  # the schools' day is the plan's


def test_a_day_is_not_moved_back_nor_of_what_is_over_or_asked_about(world, held, given, office) -> None:
    one = given("basic", 1)
    assert "晚于原来的时限" in refused(resolving.extend, held, "提前", one, DUE - timedelta(days=1), by=office)
    Assignment.objects.filter(pk=one.pk).update(state="done")
    assert "不用延期" in refused(resolving.extend, held, "延期", one, LATER, by=office)
    other = given("basic", 2)
    ask_change(other, Asked("extend", "教师暑假才有空", LATER), by=world.actor("section"))
    assert "已有一份调整申请" in refused(resolving.extend, held, "延期", other, LATER, by=office)


def test_a_section_s_new_day_asks_nothing_of_schools(held, given, office) -> None:
    before = sorted(Ask.objects.values_list("organisation", "due"))
    resolving.extend(held, "延期", given("basic", 1), LATER, by=office)
    assert sorted(Ask.objects.values_list("organisation", "due")) == before


def test_what_was_entered_by_mistake_is_taken_away_and_the_journal_keeps_it(world, held, issued, office) -> None:
    kept = resolving.note(held, "请各科室报送。", by=office)
    wrong = resolving.note(held, "别的会议定的", task=issued.tasks.get(number=1), by=office)
    assert "由局办公室" in refused(resolving.remove, wrong, by=world.actor("leader"))
    resolving.remove(wrong, by=office)
    assert list(held.resolutions.all()) == [kept]
    entry = Entry.objects.get(verb="dispatch.remove_resolution")
    assert entry.about == "第1次月调度"
    assert "刚刚已经删去" in refused(resolving.remove, wrong, by=office)


def test_what_became_something_is_not_taken_away(world, held, issued, given, office) -> None:
    lead = Named("lead", "基础教育科", world.organisation("basic"))
    task = issued.tasks.get(number=2)
    wanted = Wanted(**{**vars(wanted_of(task)), "words": "开展师德专题培训"})
    made = {
        "已据此增加第 4 项任务": resolving.new_task(
            held, "开展食堂检查", Wanted("开展食堂检查", due=DUE, named=(lead,)), by=office
        ),
        "已据此调整第 2 项任务": resolving.change_task(held, "改为专题", task, wanted, version=task.version, by=office),
        "已据此把基础教育科的时限延到 2026-09-30": resolving.extend(held, "延期", given("basic", 1), LATER, by=office),
    }
    for why, one in made.items():
        assert why in refused(resolving.remove, one, by=office)
    assert held.resolutions.count() == 3


def test_what_is_resolved_or_taken_away_makes_who_looked_at_the_notice_look_again(world, held, office) -> None:
    """It tells how many were resolved: a leader agreed to one paper and another would go out."""
    looked_at = notice.draft(held, to="各科室", words="", version=held.version, by=office)
    made = resolving.note(held, "请各科室报送。", by=office)
    issue = {"number": "云教通〔2026〕3号", "on": TODAY, "by": office}
    assert "这份通报有改动" in refused(notice.issue, held, version=looked_at.version, **issue)
    held.refresh_from_db()
    resolving.remove(made, by=office)
    assert "这份通报有改动" in refused(notice.issue, held, version=held.version, **issue)


def test_what_the_notice_told_of_the_meeting_stays_until_it_is_drawn_up_anew(world, held, given, office) -> None:
    made = resolving.note(held, "请各科室报送。", by=office)
    held.refresh_from_db()
    found = notice.draft(held, to="各科室", words="", version=held.version, by=office)
    found = notice.issue(found, number="云教通〔2026〕3号", on=TODAY, version=found.version, by=office)
    lead = Named("lead", "基础教育科", world.organisation("basic"))
    tries = (
        (resolving.note, "某事"),
        (resolving.new_task, "开展食堂检查", Wanted("开展食堂检查", due=DUE, named=(lead,))),
        (resolving.extend, "延期", given("basic", 1), LATER),
    )
    for verb, *rest in tries:
        assert "印发（云教通〔2026〕3号），里面写着是哪次会议" in refused(verb, found, *rest, by=office)
    assert "重拟通报" in refused(resolving.remove, made, by=office)
    assert "重拟通报" in refused(rounds.hold, found, meeting="局党组第3次会议", on=TODAY, by=office)
    found = notice.draft(found, to="各科室", words="请抓紧。", version=found.version, by=office)
    resolving.remove(made, by=office)
    assert rounds.hold(found, meeting="局党组第3次会议", on=TODAY, by=office).meeting == "局党组第3次会议"


def test_the_meeting_s_page_says_once_why_nothing_more_is_entered(held, client, office) -> None:
    resolving.note(held, "请各科室报送。", by=office)
    Dispatch.objects.filter(pk=held.pk).update(issued_on=TODAY, notice_number="云教通〔2026〕3号")
    page = client.get(f"/dispatches/{held.pk}/meeting").content.decode()
    assert page.count("会议和议定事项不能再改") == 1
    assert "请各科室报送。" in page
    assert '<form method="post" action="/dispatches/' not in page
    late = client.post(f"/dispatches/{held.pk}/resolve", {"words": "晚了", "what": "note"})
    assert late.status_code == 422
    assert late.content.decode().count("会议和议定事项不能再改") == 1


def test_nothing_is_resolved_before_the_meeting_or_by_others(world, dispatch, held, issued, office) -> None:
    assert "由局办公室" in refused(resolving.note, held, "某事", by=world.actor("leader"))
    assert "没有写议定了什么" in refused(resolving.note, held, " ", by=office)
    assert "最多 1000 字" in refused(resolving.note, held, "长" * 1001, by=office)
    other = Task.objects.create(plan=rounds.Plan.objects.create(
        authority=issued.authority, year=2025, title="去年", made_by=world.membership("an")
    ), number=1, words="去年的任务")  # fmt: skip
    assert "不在《2026年教育工作要点》里" in refused(resolving.note, held, "某事", task=other, by=office)
    Dispatch.objects.filter(pk=held.pk).update(state="closed")
    assert "先登记是哪次会议" in refused(resolving.note, held, "某事", by=office)

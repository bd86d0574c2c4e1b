"""The office opens a round, sees who is silent, closes it, and its meeting is held."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.office.desk.journal_words import WORDS
from luoshi.office.desk.models import Message
from luoshi.office.journal.detail import detail_of
from luoshi.office.journal.models import Entry
from luoshi.office.plans.dispatch import notice, queries, resolving, rounds
from luoshi.office.plans.dispatch.moves import MOVES, open_to_actor, why_not
from luoshi.office.plans.models import Assignment, Dispatch, Task
from luoshi.office.plans.verbs import VERBS
from luoshi.office.refused import Refused
from tests.office.plans.assignment.conftest import DUE, TODAY
from tests.office.plans.dispatch.conftest import OPENED_UNTIL


def reasons(verb, *given, **more) -> str:
    with pytest.raises(Refused) as raised:
        verb(*given, **more)
    return "\n".join(raised.value.reasons)


def opened(plan, office, **more) -> Dispatch:
    wanted = {"kind": "monthly", "title": "第2次月调度", "due": OPENED_UNTIL, "by": office, **more}
    return rounds.open_round(plan, **wanted)


def test_every_lead_gets_a_line_for_each_task_it_has_in_hand(dispatch) -> None:
    """The schools that carry a task out are not asked; they lead nothing."""
    found = dispatch.lines.values_list("assignment__organisation__name", "assignment__task__number")
    assert sorted(found) == [("办公室", 3), ("基础教育科", 1), ("基础教育科", 2)]


def test_those_who_lead_are_told_once_each_with_how_many(world, dispatch) -> None:
    told = dict(Message.objects.filter(subject="请填第1次月调度").values_list("to__person__name", "text"))
    assert set(told) == {"孙启明", "安知远"}
    assert "填 2 项任务" in told["孙启明"]


def test_what_is_done_or_somebody_s_piece_is_not_asked_about(world, issued, given, office) -> None:
    Assignment.objects.filter(pk=given("basic", 2).pk).update(state="done")
    Assignment.objects.filter(pk=given("office", 3).pk).update(state="behind")
    found = opened(issued, office)
    assert sorted(found.lines.values_list("assignment__task__number", flat=True)) == [1, 3]


def test_a_topic_round_asks_only_about_its_topic(issued, office) -> None:
    Task.objects.filter(plan=issued, number=1).update(topic="safety")
    found = opened(issued, office, kind="topic", topic="safety")
    assert [one.assignment.task.number for one in found.lines.all()] == [1]
    assert "要选一个主题" in reasons(opened, issued, office, kind="topic", title="专题")


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"title": "第1次月调度"}, "已经有一次"),
        ({"title": " \n"}, "没有写调度的名称"),
        ({"due": TODAY - timedelta(days=1)}, "已经过去"),
        ({"kind": "weekly"}, "请选是哪一种"),
    ],
)
def test_what_cannot_be_a_round_is_said(dispatch, issued, office, more, why) -> None:
    assert why in reasons(opened, issued, office, **more)
    assert Dispatch.objects.count() == 1


def test_a_round_with_nothing_to_ask_is_not_opened(issued, office) -> None:
    Assignment.objects.update(state="done")
    assert "没有牵头单位在办的任务" in reasons(opened, issued, office)


def test_only_the_authority_s_own_office_opens_a_round(world, issued, plan) -> None:
    assert "由局办公室发起" in reasons(opened, issued, world.actor("section"))
    assert "由本局的人办理" in reasons(opened, issued, world.actor("city-office"))


def test_a_draft_is_not_dispatched(plan, office) -> None:
    assert "印发以后才能调度" in reasons(opened, plan, office)


def test_the_headline_says_who_is_missing(dispatch, fill) -> None:
    assert queries.headline(dispatch, queries.tally(dispatch)) == "第1次月调度：2 家中 0 家已填，2 家未填"
    fill(1, "已排查")
    assert queries.headline(dispatch, queries.tally(dispatch)) == "第1次月调度：2 家中 0 家已填，2 家未填"
    fill(2, "已培训")
    assert queries.headline(dispatch, queries.tally(dispatch)) == "第1次月调度：2 家中 1 家已填，1 家未填"
    assert "请以下 1 个单位在3月15日前填报" in queries.chat_text(dispatch, queries.tally(dispatch))
    assert "办公室（1项）" in queries.chat_text(dispatch, queries.tally(dispatch))
    fill(3, "已公开", lead="office", by="an")
    assert queries.headline(dispatch, queries.tally(dispatch)) == "第1次月调度：2 家都已填"
    assert queries.chat_text(dispatch, queries.tally(dispatch)) == ""


def test_what_was_cancelled_or_done_meanwhile_is_not_waited_for(dispatch, given) -> None:
    Assignment.objects.filter(pk=given("office", 3).pk).update(state="cancelled")
    Assignment.objects.filter(pk=given("basic", 2).pk).update(state="done")
    found = queries.tally(dispatch)
    assert [(str(one.organisation), one.lines, one.waiting) for one in found.leads] == [("基础教育科", 2, 1)]


def test_the_silent_are_reminded_and_nobody_else(world, dispatch, fill, office) -> None:
    fill(3, "已公开", lead="office", by="an")
    assert rounds.remind(dispatch, by=office) == 1
    assert list(Message.objects.filter(subject="第1次月调度还没有填完").values_list("to__person__name", flat=True)) == [
        "孙启明"
    ]
    fill(1, "已排查")
    fill(2, "已培训")
    assert "不用提醒" in reasons(rounds.remind, dispatch, by=office)


def test_the_last_day_may_be_moved_and_those_who_are_silent_hear_of_it(world, dispatch, fill, office) -> None:
    fill(3, "已公开", lead="office", by="an")
    later, seen = OPENED_UNTIL + timedelta(days=5), dispatch.version
    assert rounds.move_due(dispatch, later, version=seen, by=office) == 1
    told = Message.objects.get(subject="第1次月调度改了截止日")
    assert told.to == world.membership("section")
    assert told.text.startswith("填报截止日由 2026-03-15 改到 2026-03-20。请在 2026-03-20 前打开链接，填 2 项任务")
    dispatch.refresh_from_db()
    assert (dispatch.due, dispatch.state) == (later, "open")
    assert Entry.objects.get(verb="dispatch.move_due").about == "第1次月调度"
    assert "截止日现在是 2026-03-20" in reasons(rounds.move_due, dispatch, OPENED_UNTIL, version=seen, by=office)


def test_the_last_day_is_moved_to_another_day_of_an_open_round(world, dispatch, office) -> None:
    def refused(due: date, by=office) -> str:
        return reasons(rounds.move_due, dispatch, due, version=Dispatch.objects.get().version, by=by)

    assert "没有变化" in refused(OPENED_UNTIL)
    assert "已经过去" in refused(TODAY - timedelta(days=1))
    assert "由局办公室" in refused(TODAY, by=world.actor("leader"))
    rounds.close(dispatch, by=office)
    assert "先重新开放填报，再改截止日" in refused(TODAY)


def test_a_round_that_nobody_has_answered_may_be_taken_back(world, issued, dispatch, office) -> None:
    assert "请写明为什么撤回" in reasons(rounds.withdraw, dispatch, why=" ", by=office)
    assert "最多 200 字" in reasons(rounds.withdraw, dispatch, why="长" * 201, by=office)
    assert rounds.withdraw(dispatch, why="选错了计划 100%", by=office) == 2
    told = Message.objects.filter(subject="第1次月调度已撤回，不用填了")
    assert {one.to.person.name for one in told} == {"孙启明", "安知远"}
    assert {one.text for one in told} == {"原因：选错了计划 100%"}
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.withdrawn_why) == ("withdrawn", "选错了计划 100%")
    assert queries.headline(dispatch, queries.tally(dispatch)) == "第1次月调度已撤回"
    assert Entry.objects.get(verb="dispatch.withdraw").about == "第1次月调度"
    assert list(queries.pending(world.actor("section"))) == []
    again = opened(issued, office, title=rounds.next_title(issued, "monthly"))
    assert again.title == "第1次月调度"


def test_a_round_that_somebody_has_answered_is_not_taken_back(world, dispatch, fill, office) -> None:
    fill(1, "已排查")
    said = reasons(rounds.withdraw, dispatch, why="发错了", by=office)
    assert said.startswith("“第1次月调度”已有 1 个单位填过（基础教育科）")
    assert "改截止日" in said
    rounds.close(dispatch, by=office)
    assert "不能撤回" in reasons(rounds.withdraw, dispatch, why="发错了", by=office)


def test_who_fills_in_while_the_round_is_taken_back_is_told(world, dispatch, fill, office) -> None:
    rounds.withdraw(dispatch, why="发错了", by=office)
    assert "撤回，不用填了" in reasons(fill, 1, "正在写的")


def test_closing_keeps_how_everything_stood(monkeypatch, world, dispatch, fill, given, office) -> None:
    """A day later the task is extended; the round still says that it was late."""
    one = given("basic", 1)
    Assignment.objects.filter(pk=one.pk).update(due=TODAY - timedelta(days=3))
    rounds.close(dispatch, by=office)
    Assignment.objects.filter(pk=one.pk).update(due=DUE, state="working")
    found = queries.lines_of(dispatch).get(assignment=one)
    assert (found.now, found.until) == ("late", TODAY - timedelta(days=3))
    assert queries.tally(dispatch).standings == {"late": 1, "normal": 2}
    said = Entry.objects.get(verb="dispatch.close")
    assert said.about == "第1次月调度"


def test_a_task_that_had_no_day_when_the_round_was_closed_gets_none_there_later(dispatch, given, office) -> None:
    one = given("basic", 2)
    Assignment.objects.filter(pk=one.pk).update(due=None)
    rounds.close(dispatch, by=office)
    Assignment.objects.filter(pk=one.pk).update(due=DUE)
    assert queries.lines_of(dispatch).get(assignment=one).until is None


def test_what_was_cancelled_stays_out_of_a_closed_round(dispatch, given, office) -> None:
    Assignment.objects.filter(pk=given("office", 3).pk).update(state="cancelled")
    rounds.close(dispatch, by=office)
    Assignment.objects.filter(pk=given("office", 3).pk).update(state="working")
    assert queries.tally(dispatch).lines == 2


def test_a_closed_round_may_be_opened_again_and_its_standings_are_asked_anew(dispatch, given, office) -> None:
    rounds.close(dispatch, by=office)
    rounds.reopen(dispatch, by=office)
    Assignment.objects.filter(pk=given("basic", 1).pk).update(due=TODAY - timedelta(days=3))
    assert queries.tally(dispatch).standings["late"] == 1
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.closed_at) == ("open", None)


def test_the_meeting_is_held_after_the_round_was_closed_and_may_be_corrected(dispatch, office) -> None:
    assert "先截止填报，再登记会议" in reasons(rounds.hold, dispatch, meeting="局长办公会", on=TODAY, by=office)
    rounds.close(dispatch, by=office)
    assert "还没有到" in reasons(rounds.hold, dispatch, meeting="局长办公会", on=TODAY + timedelta(days=1), by=office)
    assert "没有写是哪次会议" in reasons(rounds.hold, dispatch, meeting=" ", on=TODAY, by=office)
    rounds.hold(dispatch, meeting="局长办公会第7次会议", on=TODAY, by=office)
    held = rounds.hold(dispatch, meeting="局长办公会第8次会议", on=TODAY, by=office)
    assert (held.state, held.meeting, held.met_on) == ("held", "局长办公会第8次会议", TODAY)


def test_the_table_of_moves_says_who_and_when(world, dispatch, office) -> None:
    assert {name for name, why in open_to_actor(dispatch, by=office).items() if not why} == {
        "fill", "remind", "catch_up", "move_due", "withdraw", "close",
    }  # fmt: skip
    assert set(open_to_actor(dispatch, by=world.actor("leader"))) == {"approve_notice"}
    for name in set(MOVES) - {"fill"}:
        assert "由局办公室" in (why_not(dispatch, name, by=world.actor("section")) or "")
        assert "由本局的人办理" in (why_not(dispatch, name, by=world.actor("foreign-office")) or "")


def test_opening_and_closing_take_as_many_questions_for_many_tasks_as_for_few(world, issued, office) -> None:
    def cost(title: str) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as opening:
            made = opened(issued, office, title=title)
        with CaptureQueriesContext(connection) as closing:
            rounds.close(made, by=office)
        return len(opening), len(closing)

    few = cost("少")
    lead = world.organisation("basic")
    tasks = Task.objects.bulk_create(Task(plan=issued, number=n, order=n, words=f"任务{n}") for n in range(10, 410))
    Assignment.objects.bulk_create(Assignment(task=one, organisation=lead, part="lead", due=DUE) for one in tasks)
    many = cost("多")
    assert Dispatch.objects.get(title="多").lines.count() == 403
    assert many[0] <= few[0] + 8  # stored in a few portions
    assert many[1] <= few[1] + 2


def test_a_handed_over_assignment_is_its_new_lead_s(world, dispatch, given) -> None:
    Assignment.objects.filter(pk=given("basic", 2).pk).update(organisation=world.organisation("aid"))
    names = {str(one.organisation): one.lines for one in queries.tally(dispatch).leads}
    assert names == {"办公室": 1, "基础教育科": 1, "学生资助中心": 1}


def test_what_came_to_a_lead_since_is_asked_about_too(world, dispatch, given, fill, office) -> None:
    """The task was handed over: with its old lead it is out of the round, and its new lead has no line yet."""
    old = given("basic", 2)
    fill(2, "已办")
    Assignment.objects.filter(pk=old.pk).update(state="cancelled")
    Assignment.objects.create(task=old.task, organisation=world.organisation("basic"), part="lead", occurrence="下半年")
    assert queries.tally(dispatch).lines == 2
    assert rounds.catch_up(dispatch, by=office) == 1
    assert queries.tally(dispatch).lines == 3
    assert Message.objects.filter(subject="请填第1次月调度", text__contains="填 1 项任务").count() == 2
    assert Entry.objects.get(verb="dispatch.catch_up").about == "第1次月调度"
    assert "不用再补" in reasons(rounds.catch_up, dispatch, by=office)
    rounds.close(dispatch, by=office)
    assert "先重新开放填报" in reasons(rounds.catch_up, dispatch, by=office)


def test_a_topic_round_takes_in_only_what_is_of_its_topic(issued, office) -> None:
    Task.objects.filter(plan=issued, number=1).update(topic="safety")
    found = opened(issued, office, kind="topic", topic="safety")
    assert "不用再补" in reasons(rounds.catch_up, found, by=office)


def test_pending_says_how_much_and_until_when(world, dispatch, fill, office) -> None:
    (found,) = queries.pending(world.actor("section"))
    assert (found.what, found.due) == ("第1次月调度：2 项待填", "3月15日前")
    assert list(queries.pending(world.actor("bo"))) == []
    fill(1, "已排查")
    fill(2, "已培训")
    assert list(queries.pending(world.actor("section"))) == []


def test_the_office_is_told_of_a_round_past_its_day(monkeypatch, world, dispatch, office) -> None:
    from django.utils import timezone

    monkeypatch.setattr(timezone, "localdate", lambda *_given: date(2026, 3, 20))
    assert [one.what for one in queries.pending(world.actor("an"))] == [
        "第1次月调度：1 项待填",
        "第1次月调度已过截止日，该截止了",
    ]


@pytest.mark.parametrize(
    ("day", "left"), [(11, "3月15日前"), (13, "还有 2 天"), (15, "今天到期"), (20, "已过截止日 5 天")]
)
def test_who_has_to_fill_in_is_told_how_long_there_is_or_that_the_day_has_passed(
    monkeypatch, world, dispatch, day: int, left: str
) -> None:
    from django.utils import timezone

    monkeypatch.setattr(timezone, "localdate", lambda *_given: date(2026, 3, day))
    (found,) = queries.pending(world.actor("section"))
    assert found.due == left
    section = world.client("section")
    assert f"第1次月调度：2 项待填，{left}</h1>" in section.get("/dispatches/").content.decode()
    assert f"2 项中 2 项待填，{left}</h1>" in section.get(found.address).content.decode()


def test_nobody_is_asked_to_answer_by_a_day_that_has_passed(monkeypatch, world, dispatch, office) -> None:
    from django.utils import timezone

    monkeypatch.setattr(timezone, "localdate", lambda *_given: date(2026, 3, 20))
    assert "填报截止日（3月15日）已过，请以下 2 个单位尽快填报" in queries.chat_text(dispatch, queries.tally(dispatch))
    rounds.remind(dispatch, by=world.actor("an"))
    told = Message.objects.filter(subject="第1次月调度还没有填完").first()
    assert told.text.startswith("填报截止日 2026-03-15 已过，请尽快打开链接，填 ")


def test_titles_count_the_rounds_of_a_kind(issued, dispatch) -> None:
    assert rounds.next_title(issued, "monthly") == "第2次月调度"
    assert rounds.next_title(issued, "topic") == "第1次专题调度"
    Dispatch.objects.update(title="第2次月调度")
    assert rounds.next_title(issued, "monthly") == "第3次月调度"


def test_every_fact_that_the_journal_keeps_of_a_round_has_a_word(world, issued, dispatch, fill, office) -> None:
    """Whatever is done to a round: what stands beside it in the journal is called in the reader's language."""
    leader = world.actor("leader")
    rounds.withdraw(opened(issued, office, kind="quarterly", title="发错的"), why="发错了", by=office)
    rounds.move_due(dispatch, OPENED_UNTIL.replace(day=20), version=dispatch.version, by=office)
    fill(1, "已排查")
    dispatch.lines.filter(assignment__task__number=3).delete()
    rounds.catch_up(dispatch, by=office)
    rounds.remind(dispatch, by=office)
    rounds.close(dispatch, by=office)
    rounds.reopen(dispatch, by=office)
    rounds.close(dispatch, by=office)
    found = rounds.hold(dispatch, meeting="局长办公会", on=TODAY, by=office)
    resolving.remove(resolving.note(found, "每周报告", by=office), by=office)
    found.refresh_from_db()
    found = notice.draft(found, to="各科室", words="请抓紧。", version=found.version, by=office)
    found = notice.approve(found, version=found.version, by=leader)
    notice.issue(found, number="云教通〔2026〕3号", on=TODAY, version=found.version, by=office)
    facts: dict[str, set[str]] = {}
    for entry in Entry.objects.filter(verb__startswith="dispatch."):
        detail = detail_of(entry) or {}
        sides = [one for name in ("before", "after") if isinstance(one := detail.pop(name, None), dict)]
        facts.setdefault(entry.verb, set()).update(detail, *sides)
    assert facts.keys() == {verb for verb in VERBS if verb.startswith("dispatch.")}
    assert [(verb, name) for verb, names in facts.items() for name in sorted(names - WORDS.keys())] == []

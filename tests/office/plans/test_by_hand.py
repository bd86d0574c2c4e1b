"""A task by hand: what the reader fills in from a pasted text, and what is stored of it."""

from datetime import date
from decimal import Decimal

import pytest

from luoshi.office.journal.models import Entry
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans import by_hand, pasted
from luoshi.office.plans.models import Plan
from luoshi.office.plans.tasks import Wanted
from luoshi.office.refused import Refused


def test_pasted_sentence_fills_the_task(plan: Plan, office: Actor) -> None:
    found = by_hand.read(plan, "完成3所学校食堂改造，年底前完成，责任单位：后勤中心。", by=office)
    assert found.words == "完成3所学校食堂改造，年底前完成"
    assert found.due == date(2026, 12, 31)
    said = {name: found.said[name] for name in ("lead", "due_words", "rule", "topic", "is_proposed", "actions")}
    assert said == {
        "lead": "后勤中心", "due_words": "年底前", "rule": "", "topic": "places", "is_proposed": False, "actions": 1,
    }  # fmt: skip
    assert [one["words"] for one in found.targets] == ["学校食堂改造 3所"]


def test_several_sentences_are_one_task_with_the_last_day(plan: Plan, office: Actor) -> None:
    text = "落实11月5日专题会批示，摸清校车底数，12月10日前报送。\n每学期开展一次校车安全演练。"
    found = by_hand.read(plan, text, by=office)
    assert found.words == text.replace("\n", " ")
    assert (found.due, found.said["rule"], found.said["actions"] > 1) == (date(2026, 12, 10), "TERM", True)


@pytest.mark.parametrize("text", ["OK", "1", "。。。", "Please call me"])
def test_text_of_which_nothing_is_read_stays_as_it_is(plan: Plan, office: Actor, text: str) -> None:
    found = by_hand.read(plan, text, by=office)
    assert (found.words, found.due, found.targets) == (text, None, [])


def test_marked_text_is_refused_before_anything_is_read(plan: Plan, office: Actor) -> None:
    with pytest.raises(Refused):
        by_hand.read(plan, "机密★1年\n关于做好有关工作的通知\n要认真落实。", by=office)
    assert Entry.objects.filter(verb="file.receive", done=False).count() == 1


def test_who_may_not_edit_reads_nothing(plan: Plan, world) -> None:
    with pytest.raises(Refused, match="由局办公室办理"):
        by_hand.read(plan, "新建幼儿园2所。", by=world.actor("section"))


def test_targets_are_stored_with_the_task(plan: Plan, office: Actor) -> None:
    found = by_hand.read(plan, "新增学位1200个，8月底前投入使用。", by=office)
    task = by_hand.add(plan, Wanted(found.words, due=found.due), targets=found.targets, by=office)
    target = task.targets.get()
    assert (target.subject, target.value, target.unit, target.due) == (
        "新增学位",
        Decimal(1200),
        "个",
        date(2026, 8, 31),
    )
    entry = Entry.objects.filter(verb="task.add").first()
    assert entry
    assert (entry.about_id, entry.name) == (str(task.pk), "安知远")


def test_year_above_the_text_is_no_part_of_it() -> None:
    assert pasted.read("加强食堂管理。".encode(), year=2026)["words"] == "加强食堂管理"

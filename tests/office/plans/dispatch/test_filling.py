"""Sun's section says how far its tasks are; a colleague writes at the same time; somebody who never signs in is entered for."""

from dataclasses import replace
from datetime import date

import pytest

from luoshi.office.journal.detail import detail_of
from luoshi.office.journal.models import Entry
from luoshi.office.organisations.actor import Behalf, actor_of
from luoshi.office.plans.assignment import acts
from luoshi.office.plans.assignment.said import Said
from luoshi.office.plans.dispatch import filling, rounds
from luoshi.office.plans.dispatch.filling import Clash, Filled, Given, Mark
from luoshi.office.plans.models import Assignment, DispatchLine, Movement
from luoshi.office.refused import Refused
from tests.office.plans.assignment.conftest import TODAY
from tests.office.plans.dispatch.conftest import says

FULL = {"problems": "两校没有随车照管员", "next_steps": "四月底前配齐", "to_coordinate": "请财政局核增经费"}


def refused(verb, *given, **more) -> str:
    with pytest.raises(Refused) as raised:
        verb(*given, **more)
    return "\n".join(raised.value.reasons)


def test_what_is_said_is_kept_and_is_a_movement_of_the_assignment(world, fill, given, line) -> None:
    fill(1, "已排查18台校车", **FULL)
    found = line(1)
    assert Filled.of(found) == Filled("已排查18台校车", **FULL)
    assert found.filled_by == world.membership("section")
    moved = Movement.objects.get(assignment=given("basic", 1))
    assert moved.verb == "note"
    assert moved.words == (
        "已排查18台校车\n问题：两校没有随车照管员\n下步打算：四月底前配齐\n需协调事项：请财政局核增经费"
    )
    assert given("basic", 1).state == "working"
    assert given("basic", 1).moved_at is not None


def test_each_saved_change_is_one_movement_and_what_is_saved_again_is_none(fill, given) -> None:
    fill(1, "已排查")
    assert fill(1, "已排查") == []
    fill(1, "已整改")
    words = Movement.objects.filter(assignment=given("basic", 1)).order_by("pk").values_list("words", flat=True)
    assert list(words) == ["已排查", "已整改"]
    assert Entry.objects.filter(verb="dispatch.fill").count() == 2


def test_the_journal_says_what_stood_there_before(fill) -> None:
    fill(1, "已排查")
    fill(1, "已整改")
    entry = Entry.objects.filter(verb="dispatch.fill").latest("pk")
    (said,) = detail_of(entry)["lines"]
    assert (said["number"], said["before"]["progress"], said["after"]["progress"]) == (1, "已排查", "已整改")


def test_what_waits_for_a_signature_is_filled_in_without_moving_it(fill, given) -> None:
    """Nothing can be noted of it while it waits; the meeting still wants a word."""
    Assignment.objects.filter(pk=given("basic", 1).pk).update(state="reported")
    fill(1, "已报告完成，等签批")
    assert given("basic", 1).state == "reported"
    assert not Movement.objects.exists()


def test_problems_without_progress_are_asked_about(fill, line) -> None:
    assert "第 1 项：没有写进展" in refused(fill, 1, problems="没有经费")
    assert "最多 800 字" in refused(fill, 1, "长" * 801)
    assert not line(1).is_filled


def test_an_emptied_line_is_unfilled_again(fill, line) -> None:
    fill(1, "已排查")
    fill(1, "")
    assert (line(1).is_filled, line(1).filled_by) == (False, None)


def test_no_change_keeps_last_round_s_words_marked_as_such(world, fill, line, dispatch, issued, office, given) -> None:
    fill(1, "已排查18台校车", **FULL)
    rounds.close(dispatch, by=office)
    second = rounds.open_round(issued, kind="monthly", title="第2次月调度", due=TODAY, by=office)
    assert line(1, of=second).last.progress == "已排查18台校车"
    moved = Movement.objects.count()
    fill(1, of=second, unchanged=True)
    found = line(1, of=second)
    assert (found.unchanged, found.progress, found.to_coordinate) == (True, "已排查18台校车", "请财政局核增经费")
    assert Filled.of(found) == Filled(unchanged=True)
    assert Movement.objects.count() == moved  # no news: how long nothing was heard goes on counting


def test_beside_a_line_stands_what_was_said_last_and_not_first(fill, line, dispatch, issued, office) -> None:
    fill(1, "已排查")
    rounds.close(dispatch, by=office)
    second = rounds.open_round(issued, kind="monthly", title="第2次月调度", due=TODAY, by=office)
    fill(1, "已整改", of=second)
    rounds.close(second, by=office)
    third = rounds.open_round(issued, kind="monthly", title="第3次月调度", due=TODAY, by=office)
    assert line(1, of=third).last.progress == "已整改"


def test_no_change_cannot_be_said_where_nothing_was_or_something_is_said(fill, dispatch, issued, office) -> None:
    assert "上次没有填过" in refused(fill, 1, unchanged=True)
    fill(1, "已排查")
    rounds.close(dispatch, by=office)
    second = rounds.open_round(issued, kind="monthly", title="第2次月调度", due=TODAY, by=office)
    assert "又填了字" in refused(fill, 1, "其实有进展", of=second, unchanged=True)
    assert "上次没有填过" in refused(fill, 2, of=second, unchanged=True)
    (done,) = fill(1, "已排查", of=second, unchanged=True)  # the very words of the round before say no more
    assert done.unchanged


def test_two_of_one_section_at_once_see_both_and_nothing_is_stored(world, dispatch, line, fill) -> None:
    """The second had the page open since before the first saved."""
    before = [line(1), line(2)]
    fill(1, "我填的")
    mine = [says(before[0], "他填的"), says(before[1], "另一项")]
    with pytest.raises(Clash) as raised:
        filling.fill(dispatch, world.organisation("basic"), mine, by=world.actor("section"))
    (clash,) = raised.value.clashes
    assert (clash.now.progress, clash.given.progress) == ("我填的", "他填的")
    assert "孙启明刚刚也填过" in str(raised.value)
    assert (line(1).progress, line(2).progress) == ("我填的", "")


def test_what_the_second_did_not_touch_stays_as_the_first_wrote_it(world, dispatch, line, fill) -> None:
    """Their page still showed the line as it was; they wrote in another."""
    before = [line(1), line(2)]
    fill(1, "我填的")
    rows = [Given(Mark.of(before[0]), Filled.of(before[0])), says(before[1], "另一项")]
    filling.fill(dispatch, world.organisation("basic"), rows, by=world.actor("section"))
    assert (line(1).progress, line(2).progress) == ("我填的", "另一项")


def test_who_says_the_same_at_once_is_no_clash(world, dispatch, line, fill) -> None:
    before = line(1)
    fill(1, "已排查")
    assert (
        filling.fill(dispatch, world.organisation("basic"), [says(before, "已排查")], by=world.actor("section")) == []
    )


def test_all_of_a_table_is_stored_or_nothing(world, dispatch, line) -> None:
    rows = [says(line(1), "已排查"), says(line(2), problems="没有经费")]
    refused(filling.fill, dispatch, world.organisation("basic"), rows, by=world.actor("section"))
    assert not line(1).is_filled
    assert not Movement.objects.exists()


def test_nobody_fills_in_another_s_table(world, dispatch, line) -> None:
    row = says(line(1), "已排查")
    for who in ("an", "leader", "bo", "city-office"):
        assert "这张表由基础教育科填" in refused(
            filling.fill, dispatch, world.organisation("basic"), [row], by=world.actor(who)
        )
    theirs = says(line(3, "office"), "替办公室填")
    assert "不是本单位这次调度要填的" in refused(
        filling.fill, dispatch, world.organisation("basic"), [theirs], by=world.actor("section")
    )


def test_a_section_that_never_signs_in_is_entered_for(world, dispatch, line) -> None:
    """The office enters what its people signed; who signed stands with the line and with the movement."""
    behalf = Behalf(1, world.organisation("basic"), "孙启明", date(2026, 3, 9))
    office = actor_of(world.membership("an"), day=TODAY, behalf=behalf)
    filling.fill(dispatch, world.organisation("basic"), [says(line(1), "已排查")], by=office)
    found = line(1)
    assert found.filled_by == world.membership("an")
    assert found.behalf == "代基础教育科录入（孙启明 2026-03-09 签字）"
    assert Movement.objects.get().behalf == found.behalf


def test_a_closed_round_takes_nothing_more(world, dispatch, fill, office) -> None:
    rounds.close(dispatch, by=office)
    assert "截止，不再收填报" in refused(fill, 1, "迟到的")


def test_texts_are_kept_without_what_no_file_keeps(fill, line) -> None:
    fill(1, "  第一行\r\n第二行\x0b第三行\x00\u202e ")
    assert line(1).progress == "第一行\n第二行\n第三行"


def test_an_assignment_that_moves_meanwhile_keeps_its_own_count(world, fill, line, given) -> None:
    """A note written on the assignment's own page is no clash in the round."""
    before = line(1)
    acts.act(given("basic", 1), "note", by=world.actor("section"), said=Said("页面上写的"))
    row = replace(says(before, "表里写的"))
    filling.fill(before.dispatch, world.organisation("basic"), [row], by=world.actor("section"))
    assert Movement.objects.count() == 2


def test_what_is_verified_while_a_table_is_stored_keeps_nobody_from_storing_it(monkeypatch, given, fill, line) -> None:
    """The line is kept; what is done has no progress any more."""
    compare = filling.compare

    def meanwhile(*rows):
        found = compare(*rows)
        Assignment.objects.filter(pk=given("basic", 1).pk).update(state="done")
        return found

    monkeypatch.setattr(filling, "compare", meanwhile)
    fill(1, "已排查")
    assert line(1).progress == "已排查"
    assert not Movement.objects.exists()


def test_a_row_given_twice_with_other_words_is_refused(world, dispatch, line) -> None:
    rows = [says(line(1), "一种说法"), says(line(1), "另一种说法")]
    assert "有两行，说法不一样" in refused(
        filling.fill, dispatch, world.organisation("basic"), rows, by=world.actor("section")
    )
    same = [says(line(1), "一种说法"), says(line(1), "一种说法")]
    assert len(filling.fill(dispatch, world.organisation("basic"), same, by=world.actor("section"))) == 1
    assert DispatchLine.objects.filter(filled_at__isnull=False).count() == 1

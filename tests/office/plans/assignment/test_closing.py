"""A school is merged, a section dissolved: what they had in hand goes to who took over, with what it had asked of others."""

from luoshi.office.desk.models import Ask
from luoshi.office.journal.models import Entry
from luoshi.office.organisations.models import Organisation
from luoshi.office.plans import assigning
from luoshi.office.plans.assignment.acts import act
from luoshi.office.plans.assignment.said import Said, Shown
from luoshi.office.plans.assignment.splitting import Piece, split
from luoshi.office.plans.models import Assignment
from tests.office.plans.assignment.conftest import TODAY

PROOF = Said("全部查过。", (Shown(link="https://a.cn/1"),))


def close(world, name: str, successor: str | None) -> None:
    heir = world.organisation(successor) if successor else None
    Organisation.objects.filter(pk=world.organisation(name).pk).update(closed_on=TODAY, successor=heir)


def asked(world, lead: Assignment, *names: str, words: str = "报台账") -> list[Assignment]:
    one = act(lead, "receive", by=world.actor("section"))
    return split(one, Piece(words, None, [world.organisation(name) for name in names]), by=world.actor("section"))


def test_what_a_closed_school_was_asked_by_a_lead_goes_to_its_successor(world, given, issued) -> None:
    (piece,) = asked(world, given("basic"), "first")
    close(world, "first", "second")
    assigning.keep_up(issued, day=TODAY)
    heir = Assignment.objects.get(parent=given("basic"), organisation=world.organisation("second"))
    assert (heir.asked, heir.state, heir.due) == ("报台账", "issued", piece.due)
    assert Assignment.objects.get(pk=piece.pk).state == "cancelled"
    assert not Ask.objects.get(source_id=str(piece.pk)).is_open
    assert Ask.objects.get(source_id=str(heir.pk)).is_open
    assert not assigning.keep_up(issued, day=TODAY)


def test_nobody_is_asked_the_same_twice_by_a_merger(world, given, issued) -> None:
    asked(world, given("basic"), "first", "second")
    close(world, "first", "second")
    assigning.keep_up(issued, day=TODAY)
    rows = Assignment.objects.under_way().filter(parent=given("basic"))
    assert [one.organisation for one in rows] == [world.organisation("second")]


def test_a_lead_that_took_over_its_own_piece_is_not_asked_by_itself(world, given, issued) -> None:
    asked(world, given("basic"), "aid")
    close(world, "aid", "basic")
    assigning.keep_up(issued, day=TODAY)
    assert not Assignment.objects.under_way().filter(parent=given("basic")).exists()


def test_who_takes_over_a_lead_has_what_it_had_asked_of_others(world, given, issued) -> None:
    first, second = asked(world, given("basic"), "first", "second")
    close(world, "basic", "aid")
    assigning.keep_up(issued, day=TODAY)
    heir = given("aid")
    pieces = Assignment.objects.filter(pk__in=[first.pk, second.pk])
    assert {(one.parent_id, one.state) for one in pieces} == {(heir.pk, "issued")}
    newest = first.movements.first()
    assert (newest.verb, newest.after, newest.words) == (
        "hand_on",
        "issued",
        "基础教育科已经撤并，改由学生资助中心牵头",
    )
    assert Entry.objects.filter(verb="assignment.hand_on").count() == 2


def test_who_takes_over_a_lead_is_not_asked_by_itself(world, given, issued) -> None:
    (piece,) = asked(world, given("basic"), "aid")
    close(world, "basic", "aid")
    assigning.keep_up(issued, day=TODAY)
    assert Assignment.objects.get(pk=piece.pk).state == "cancelled"


def test_what_was_done_before_the_school_closed_is_still_verified(world, given, issued) -> None:
    one = act(given("first"), "report", by=world.actor("bo"), said=PROOF)
    close(world, "first", "second")
    assigning.keep_up(issued, day=TODAY)
    assert given("first").state == "signed"
    assert act(one, "verify", by=world.actor("section")).state == "done"


def test_what_is_let_go_says_so_in_its_history_and_in_the_journal(world, given, issued) -> None:
    one = given("first")
    close(world, "first", None)
    assigning.keep_up(issued, day=TODAY)
    newest = one.movements.first()
    assert (newest.verb, newest.before, newest.after, newest.by) == ("cancel", "issued", "cancelled", None)
    assert newest.words == "单位已经撤并"
    written = Entry.objects.get(verb="assignment.cancel", about_id=str(one.pk))
    assert (written.name, written.where) == ("系统", world.organisation("first").path)
    page = world.client("section").get(f"/assignments/{one.pk}/").content.decode()
    assert "按日程自动办理" in page
    assert "单位已经撤并" in page


def test_nobody_is_given_a_piece_of_a_lead_that_is_let_go(world, given, issued) -> None:
    asked(world, given("basic"), "first")
    close(world, "basic", None)
    close(world, "first", "second")
    followed = assigning.keep_up(issued, day=TODAY)
    assert [one for one in followed.opened if one.parent_id] == []

"""What ends an assignment ends what hangs on it: requests for a change, pieces, the ledger of asks."""

from datetime import timedelta

from luoshi.office.desk.models import Ask
from luoshi.office.journal.models import Entry
from luoshi.office.plans import amendments, assigning
from luoshi.office.plans.assignment.acts import act
from luoshi.office.plans.assignment.adjusting import Asked, ask_change, grant_change
from luoshi.office.plans.assignment.said import Said, Shown
from luoshi.office.plans.assignment.splitting import Piece, recall, split
from luoshi.office.plans.decision import Decision
from luoshi.office.plans.models import Adjustment, Assignment
from tests.office.plans.assignment.conftest import DUE, TODAY

LATER = DUE + timedelta(days=30)
SAID = Decision("局党组第5次会议", TODAY)


def piece_of(world, given) -> Assignment:
    one = act(given("basic"), "receive", by=world.actor("section"))
    (piece,) = split(one, Piece("报台账", None, [world.organisation("first")]), by=world.actor("section"))
    return piece


def test_a_piece_taken_back_while_it_asks_for_a_change_may_ask_again(world, given) -> None:
    piece = piece_of(world, given)
    asked = ask_change(piece, Asked("drop", "没有校车。"), by=world.actor("bo"))
    recall(piece, why="已从系统取得。", by=world.actor("section"))
    asked.refresh_from_db()
    assert asked.state == "withdrawn"
    split(piece.parent, Piece("报台账", None, [world.organisation("first")]), by=world.actor("section"))
    assert ask_change(piece, Asked("drop", "仍没有校车。"), by=world.actor("bo")).state == "open"


def test_a_cancelled_task_leaves_no_request_open(world, given, office) -> None:
    one = given("first")
    ask_change(one, Asked("extend", "工程延后。", LATER), by=world.actor("bo"))
    amendments.cancel(one.task, decision=SAID, by=office)
    assert given("first").state == "cancelled"
    newest = one.movements.first()
    assert (newest.verb, newest.before, newest.by) == ("cancel", "adjusting", world.membership("an"))
    assert "第5次会议" in newest.words
    assert Entry.objects.filter(verb="assignment.cancel", about_id=str(one.pk)).count() == 1
    assert not Adjustment.objects.filter(state="open").exists()


def test_a_lead_that_is_let_off_asks_nobody_any_more(world, given) -> None:
    piece = piece_of(world, given)
    ask_change(piece.parent, Asked("drop", "归资助中心。"), by=world.actor("section"))
    grant_change(piece.parent, by=world.actor("leader"))
    piece.refresh_from_db()
    assert piece.state == "cancelled"
    assert not Ask.objects.get(source_id=str(piece.pk)).is_open


def test_a_reported_piece_that_is_asked_for_again_waits_in_the_ledger(world, given) -> None:
    piece = piece_of(world, given)
    act(piece, "report", by=world.actor("bo"), said=Said("好了。", (Shown(link="https://a.cn/1"),)))
    recall(piece, why="口径变了。", by=world.actor("section"))
    split(piece.parent, Piece("报台账", None, [world.organisation("first")]), by=world.actor("section"))
    assert Ask.objects.get(source_id=str(piece.pk)).is_open


def test_a_reported_one_that_is_let_go_and_meant_again_waits_in_the_ledger(world, given) -> None:
    one = given("first")
    meant = assigning.meant_now(one.task, day=TODAY)
    act(one, "report", by=world.actor("bo"), said=Said("好了。", (Shown(link="https://a.cn/1"),)))
    assigning.cancel([Assignment.objects.get(pk=one.pk)], why="不再要求", by=None)
    others = {key: each for key, each in meant.items() if key != assigning.key_of(one)}
    assigning.follow(one.task, others, day=TODAY, why="又要求", by=world.actor("an"))
    assert given("first").state == "issued"
    assert [each.verb for each in one.movements.all()] == ["again", "cancel", "report"]
    assert Ask.objects.get(source_id=str(one.pk)).is_open

"""What ends an assignment ends what hangs on it: requests for a change, pieces, the ledger of asks."""

from datetime import timedelta

from luoshi.office.desk.models import Ask
from luoshi.office.plans import amendments, assigning
from luoshi.office.plans.amendments import Decision
from luoshi.office.plans.assignment.acts import Said, Shown, act
from luoshi.office.plans.assignment.adjusting import Asked, ask_change, grant_change
from luoshi.office.plans.assignment.splitting import Piece, recall, split
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
    assert not Adjustment.objects.filter(state="open").exists()

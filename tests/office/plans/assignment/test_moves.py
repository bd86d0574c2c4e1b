"""The table of moves: whole, and told in the manual as it is."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from luoshi.office.plans.assignment import acts
from luoshi.office.plans.assignment.doing import DOES
from luoshi.office.plans.assignment.forms import FORMS
from luoshi.office.plans.assignment.moves import MOVES, leads_to
from luoshi.office.plans.assignment.views import WITH_PAGES
from luoshi.office.plans.models import Assignment
from luoshi.office.plans.verbs import VERBS


def test_the_manual_tells_the_table_as_it_is(script: Callable[[Path], ModuleType], root: Path) -> None:
    tool = script(root / "tools" / "moves.py")
    assert {move.who.__name__ for move in MOVES.values()} == set(tool.WHO)
    text = tool.PAGE.read_text("utf-8")
    if tool.page(text) != text:
        pytest.fail("the moves have changed: run `make docs`", pytrace=False)


BY_THEMSELVES = ("along", "along_again", "again")


def test_every_move_has_its_verb_and_somebody_who_carries_it_out() -> None:
    assert {f"assignment.{name}" for name in MOVES} <= set(VERBS)
    assert set(acts.PLAIN) | set(DOES) | {"split", *BY_THEMSELVES} == set(MOVES)
    assert set(FORMS) <= WITH_PAGES


def test_a_move_leads_from_a_known_state_to_a_known_state() -> None:
    for name, move in MOVES.items():
        assert set(move.states) <= set(Assignment.State.values)
        for state in move.states:
            assert leads_to(name, state)
            assert set(leads_to(name, state)) <= set(Assignment.State.values)
            assert move.to in (None, *leads_to(name, state))

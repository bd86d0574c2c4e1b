"""The table of what may happen to a round."""

import re

import pytest

from luoshi.office.plans.dispatch.moves import MOVES, why_not
from luoshi.office.plans.models import Dispatch

CASES = [(name, state) for name, rule in MOVES.items() for state in Dispatch.State if state not in rule.states]


@pytest.mark.parametrize("name", MOVES)
def test_each_state_either_opens_a_move_or_has_its_sentence(name: str) -> None:
    rule = MOVES[name]
    assert {*rule.states, *rule.otherwise} == set(Dispatch.State)
    assert not {*rule.states} & {*rule.otherwise}


@pytest.mark.parametrize(("name", "state"), CASES)
def test_a_refusal_says_how_far_the_round_is_and_what_leads_on(dispatch, office, name: str, state: str) -> None:
    dispatch.state = state
    dispatch.closed_at = None if state == "open" else dispatch.opened_at
    said = why_not(dispatch, name, by=office) or ""
    assert said.startswith("“第1次月调度”")
    assert re.search("填报|截止|会议|撤回", said)
    assert re.search("请|先|不用|再拟", said)
    assert "时办理" not in said
    assert "%(" not in said

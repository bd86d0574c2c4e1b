"""The table of what may happen to a plan."""

import re

import pytest

from luoshi.office.organisations.actor import Actor
from luoshi.office.plans.models import Plan
from luoshi.office.plans.moves import MOVES, why_not

CASES = [(name, state) for name, rule in MOVES.items() for state in Plan.State if state not in rule.states]


@pytest.mark.parametrize("name", MOVES)
def test_each_state_either_opens_a_move_or_has_its_sentence(name: str) -> None:
    rule = MOVES[name]
    assert {*rule.states, *rule.otherwise} == set(Plan.State)
    assert not {*rule.states} & {*rule.otherwise}


@pytest.mark.parametrize(("name", "state"), CASES)
def test_a_refusal_says_how_far_the_plan_is_and_what_leads_on(plan: Plan, office: Actor, name: str, state: str) -> None:
    plan.state = state
    said = why_not(plan, name, by=office) or ""
    assert said.startswith("《2026年教育工作要点》")
    assert re.search("已经(?:审定|登记过审定|印发|发出去)|还没有审定", said)
    assert re.search("请|可以", said)
    assert "时办理" not in said


def test_who_could_is_named_where_somebody_else_asks(plan: Plan, world) -> None:
    assert why_not(plan, "edit", by=world.actor("section")) == "“编辑目标和任务”由局办公室办理。"
    assert why_not(plan, "edit", by=world.actor("foreign-office")) == (
        "《2026年教育工作要点》是云岭县教育局的，由它的局办公室办理。"
    )

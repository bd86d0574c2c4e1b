"""Makes the reference part of docs/manual/assignments.md: what may be done with an assignment, from the table of moves.

python tools/moves.py
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "manual" / "assignments.md"
BEGIN, END = "<!-- begin: make docs -->", "<!-- end: make docs -->"

# Who does it, by the rule of the move.
WHO = {
    "not_owner": "承办单位（或代录）",
    "not_lead": "牵头单位",
    "not_who_asked": "分办的牵头单位",
    "not_signer": "校（园）长；局里的由责任领导",
    "not_verifier": "核验人；没有指定的，局办公室或牵头单位",
    "not_signer_or_verifier": "签批或核验的人",
    "not_owner_or_verifier": "承办单位、核验人",
    "not_namer": "局领导、局办公室",
    "nobody": "自动",
    "not_decider": "局领导；分办的由牵头单位",
}
# What the drawing shows, each from where it usually is made; the tables have all.
MAIN = (
    ("receive", "issued"), ("note", "received"), ("report", "working"), ("report", "returned"), ("sign", "reported"),
    ("verify", "signed"), ("send_back", "reported"), ("send_back", "signed"), ("ask_change", "received"),
    ("grant_change", "adjusting"), ("refuse_change", "adjusting"), ("on_track", "working"), ("behind", "working"),
    ("report", "behind"), ("standing", "working"), ("reopen", "done"),
)  # fmt: skip


def set_up(folder: str) -> None:
    """Django, with a data folder that nobody will miss."""
    import django

    os.environ["LUOSHI_DATA"] = f"{folder}/data"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.office.web.settings")
    django.setup()


def drawing() -> list[str]:
    """The usual way as a state diagram; of the states that a decision may lead back to, the one it was made in."""
    from luoshi.office.plans.assignment.moves import MOVES, leads_to
    from luoshi.office.plans.models import Assignment

    state = Assignment.State
    arrows: dict[tuple[str, str], list[str]] = {}
    for name, before in MAIN:
        assert before in MOVES[name].states, (name, before)
        for after in leads_to(name, before):
            if before != state.ADJUSTING or after in (state.RECEIVED, state.CANCELLED):
                arrows.setdefault((before, after), []).append(str(MOVES[name].label))
    lines = [f"    {state(one).label} --> {state(to).label}: {'、'.join(by)}" for (one, to), by in arrows.items()]
    return ["```mermaid", "stateDiagram-v2", f"    [*] --> {state.ISSUED.label}", *lines, "```"]


def cell(words: list[str]) -> str:
    return "、".join(words) or "—"


def moves() -> list[str]:
    """Each move: from where, to where, by whom, whether it says why."""
    from luoshi.office.plans.assignment.moves import MOVES, leads_to
    from luoshi.office.plans.models import Assignment

    label = {one.value: str(one.label) for one in Assignment.State}
    lines = ["| 办什么 | 在什么状态 | 以后是 | 谁办 | 要写说明 |", "|---|---|---|---|---|"]
    for name, move in MOVES.items():
        order = [one for one in label if one in move.states]
        after = {one: leads_to(name, one) for one in order}
        same = all(found == (one,) for one, found in after.items())
        states = [one for one in label if any(one in found for found in after.values())]
        to = "不变" if same else cell([label[one] for one in states])
        lines.append(
            f"| {move.label} | {cell([label[one] for one in order])} | {to} | {WHO[move.who.__name__]} |"
            f" {'是' if move.needs_words else ''} |"
        )
    return lines


def states() -> list[str]:
    """Each state: what may be done in it."""
    from luoshi.office.plans.assignment.moves import MOVES
    from luoshi.office.plans.models import Assignment

    lines = ["| 状态 | 可以办 |", "|---|---|"]
    for state in Assignment.State:
        found: list[Any] = [str(move.label) for move in MOVES.values() if state in move.states]
        lines.append(f"| {state.label} | {cell(found)} |")
    return lines


def reference() -> str:
    said = [*drawing(), "", *moves(), "", "每种状态下可以办什么：", "", *states()]
    return "\n".join([BEGIN, "", *said, "", END])


def page(text: str) -> str:
    """The page with its reference part made anew; the rest is written by people."""
    before, _begin, rest = text.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return before + reference() + after


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="luoshi-moves-") as folder:
        set_up(folder)
        made = page(PAGE.read_text("utf-8"))
        if sys.argv[1:] == ["--print"]:
            sys.stdout.write(made)
        else:
            PAGE.write_text(made, "utf-8")


if __name__ == "__main__":
    main()

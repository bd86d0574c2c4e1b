"""What the page of an assignment shows: what is asked and why, how far it is, what may be done next or why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from luoshi.office.desk.models import Ask
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Role
from luoshi.office.plans.assigning import SOURCE
from luoshi.office.plans.assignment import acts, parties, queries
from luoshi.office.plans.assignment.moves import MOVES, open_to_actor
from luoshi.office.plans.assignment.onward import following, who_acts
from luoshi.office.plans.models import DRAFTERS, Adjustment, Assignment, Chaser, Evidence, Movement, Standing, Task
from luoshi.office.plans.rhythm import words_of
from luoshi.office.plans.why import sources

State = Assignment.State

# What somebody who opens the page most likely came for: the first of these that is open to them.
LIKELY = ("receive", "verify", "sign", "grant_change", "report", "note")
UNDOING = ("take_back", "withdraw_change")  # of one's own last word: there if it was a slip, folded away
AT_ONCE = ("receive", "take_back", "withdraw_change")  # done by their button, nothing is asked
BRIEF = ("verify", "sign")  # done on the page itself: a line of words beside the button, if any
SHOWN_PIECES = 12


@dataclass(frozen=True)
class Choice:
    """One move that is open: its button leads to its form, or does it."""

    name: str
    label: str
    address: str
    at_once: bool = False
    brief: bool = False


@dataclass(frozen=True)
class Closed:
    """Moves that are not open now, for one reason."""

    labels: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Next:
    """下一步: the likely one, the others, what takes back one's own, and those that are closed with the reason."""

    first: Choice | None
    others: tuple[Choice, ...]
    undoing: tuple[Choice, ...]
    closed: tuple[Closed, ...]


def next_moves(one: Assignment, *, by: Actor) -> Next:
    """Asked once for the page."""
    found = open_to_actor(one, by=by)
    open_ones = [name for name, why in found.items() if not why]
    likely = next((name for name in LIKELY if name in open_ones), None)
    if likely is None and "name_verifier" in open_ones and _lacks_verifier(one):
        likely = "name_verifier"
    reasons: dict[str, list[str]] = {}
    for name, why in found.items():
        if why:
            reasons.setdefault(why, []).append(str(MOVES[name].label))
    shown = {"grant_change", "refuse_change"} if likely == "grant_change" else {likely}  # both stand on the page itself
    return Next(
        choice(one, likely, by=by) if likely else None,
        tuple(choice(one, name, by=by) for name in open_ones if name not in shown and name not in UNDOING),
        tuple(choice(one, name, by=by) for name in open_ones if name in UNDOING),
        tuple(Closed(tuple(labels), why) for why, labels in reasons.items()),
    )


def _lacks_verifier(one: Assignment) -> bool:
    return one.state == State.SIGNED and one.verifier_id is None and parties.offices_own(one)


def choice(one: Assignment, name: str, *, by: Actor) -> Choice:
    page = "assignment-split" if name == "split" else "assignment-move"
    arguments = [one.pk] if name == "split" else [one.pk, name]
    brief = name in BRIEF and not acts.needs_decision(one, name, by=by)
    return Choice(name, str(MOVES[name].label), reverse(page, args=arguments), name in AT_ONCE, brief)


def shown(one: Assignment, *, by: Actor) -> dict[str, Any]:
    """All that the page says; an observer above sees how it stands, and neither persons nor words."""
    plan, people, found = one.task.plan, by.sees_persons, next_moves(one, by=by)
    history = list(history_of(one))
    returned = next((each for each in history if each.verb == "send_back"), None)
    return {
        "one": one,
        "plan": plan,
        "parent_seen": one.parent_id is not None
        and Assignment.objects.visible_to(by).filter(pk=one.parent_id).exists(),
        "people": people,
        "standing": standing_of(one),
        "next": found,
        "waits": "" if found.first else who_acts(one, by=by),
        "following": None if found.first else following(one, by=by),
        "sources": sources(one.task, by=by),
        "often": words_of(one.task.rule),
        "targets": one.task.targets.all(),
        "minutes": minutes_of(one),
        "history": history,
        "proofs": sum(len(each.evidence.all()) for each in history),
        "returned": returned if one.state == State.RETURNED else None,
        "adjustments": one.adjustments.exclude(state=Adjustment.State.OPEN).select_related("to") if people else (),
        "open_change": open_change(one) if one.state == State.ADJUSTING and people else None,
        "milestones": one.milestones.select_related("movement"),
        "chasers": Chaser.objects.visible_to(by).filter(chased__assignment=one),
        "pieces": _pieces(one) if parties.is_lead(one) else None,
        "may_read_plan": by.role in DRAFTERS,
        "may_amend": by.role == Role.OFFICE,
    }


def history_of(one: Assignment) -> Any:
    """Every movement with its proof, the newest first. Two questions more, however many there are."""
    proof = Evidence.objects.select_related("file", "target")
    rows = one.movements.select_related("by__person", "by__organisation")
    return rows.prefetch_related(Prefetch("evidence", proof))


def standing_of(one: Assignment) -> dict[str, str]:
    """Word and css class; a page that did not ask for it has none."""
    found = Standing(one.standing)  # type: ignore[attr-defined]  # annotated by with_standing
    return {"word": str(found.label), "css": f"standing-{found.value}"}


def minutes_of(one: Assignment) -> int | None:
    """What the burden ledger reckons for it; None where no school is asked."""
    found = Ask.objects.filter(source_kind=SOURCE, source_id=str(one.pk), organisation=one.organisation_id)
    minutes: int | None = found.values_list("minutes", flat=True).first()
    return minutes


def returned(one: Assignment) -> Movement | None:
    """Why it was sent back, where that is what it waits for."""
    if one.state != State.RETURNED:
        return None
    return one.movements.filter(verb="send_back").select_related("by__person").order_by("-pk").first()


def open_change(one: Assignment) -> Adjustment | None:
    return one.adjustments.select_related("to", "asked__by__person").filter(state=Adjustment.State.OPEN).first()


def _pieces(one: Assignment) -> dict[str, Any]:
    """What it was broken down into, counted by state; each number leads to its rows."""
    counts = dict(one.pieces.order_by().values_list("state").annotate(number=Count("pk")))
    page = reverse("task-assignments", args=[one.task_id])
    return {
        "total": sum(counts.values()),
        "counts": [
            (label, counts[value], f"{page}?under={one.pk}&state={value}")
            for value, label in State.choices
            if value in counts
        ],
        "some": one.pieces.select_related("organisation").order_by("state", "due", "pk")[:SHOWN_PIECES],
        "all": f"{page}?under={one.pk}",
    }


def since(one: Assignment, version: int | None) -> list[Movement]:
    """What was done after somebody opened the page with that version, the newest first."""
    if version is None or not 0 < version < one.version:
        return []
    return list(history_of(one)[: one.version - version])


def done_words(one: Assignment, move: str) -> str:
    """What the page says after a move; `one` as it is then."""
    said: Mapping[tuple[str, str], str] = {
        ("report", State.REPORTED): _("已报告完成，等签批。"),
        ("report", State.SIGNED): _("已报告完成，等核验。"),
        ("ask_change", State.ADJUSTING): _("申请已提出，等领导决定；在办的事照常办。"),
    }
    return said.get((move, one.state)) or _("已办理：%(move)s。") % {"move": MOVES[move].label}


def task_standing(task: Task, *, by: Actor) -> dict[str, Any]:
    """How a task stands, as far as the actor may see it: counts that lead to their rows, and what is the actor's own."""
    mine = Assignment.objects.visible_to(by).filter(task=task).given_out()
    rows = queries.standing(by.authority).filter(pk__in=mine.values("pk"))
    page = reverse("task-assignments", args=[task.pk])
    states = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    standings = dict(rows.order_by().values_list(F("standing")).annotate(number=Count("pk")))
    own = list(rows.filter(organisation=by.organisation).select_related(*acts.BESIDE).order_by("due", "pk"))
    first = next((one for one in own if one.is_under_way), None)
    return {
        "total": sum(states.values()),
        "page": page,
        "states": [
            (label, states[value], f"{page}?state={value}") for value, label in State.choices if value in states
        ],
        "standings": [
            (f"standing-{value}", label, standings[value], f"{page}?standing={value}")
            for value, label in Standing.choices
            if value in standings
        ],
        "own": own,
        "first": first,
        "next": next_moves(first, by=by) if first and by.role != Role.OBSERVER else None,
    }

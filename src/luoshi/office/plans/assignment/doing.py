"""From a form to the verb that carries it out: each move has its own, files are kept with the movement or not at all."""

from collections.abc import Callable
from typing import cast

from django.db import transaction

from luoshi.office.desk import files
from luoshi.office.desk.models import Purpose
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans.assignment import acts, adjusting, milestones, splitting
from luoshi.office.plans.assignment.forms import ChangeForm, MilestonesForm, MoveForm, ProofForm, VerifierForm
from luoshi.office.plans.assignment.said import Shown
from luoshi.office.plans.models import Assignment, Milestone


def carry_out(form: MoveForm, *, by: Actor) -> None:
    """What a valid form asks for. Raises Refused."""
    DOES.get(form.move, _plain)(form.one, form, by)


def _plain(one: Assignment, form: MoveForm, by: Actor) -> None:
    acts.act(one, form.move, by=by, said=form.said(), version=form.version_shown)


@transaction.atomic
def _with_proof(one: Assignment, form: MoveForm, by: Actor) -> None:
    form = cast("ProofForm", form)
    shown = form.proofs
    for found in form.examined:
        file = files.keep(found, by=by, purpose=Purpose.EVIDENCE, organisation=one.organisation)
        shown.append(Shown(file=file))
    said, version = form.said(shown), form.version_shown
    if chosen := form.cleaned_data.get("milestone"):
        milestone = Milestone.objects.get(pk=chosen)
        milestones.reach(one, milestone, said=said, by=by, version=version)
    else:
        acts.act(one, form.move, by=by, said=said, version=version)


def _ask_change(one: Assignment, form: MoveForm, by: Actor) -> None:
    adjusting.ask_change(one, cast("ChangeForm", form).asked(), by=by, version=form.version_shown)


def _withdraw(one: Assignment, form: MoveForm, by: Actor) -> None:
    adjusting.withdraw_change(one, by=by, said=form.said(), version=form.version_shown)


def _grant(one: Assignment, form: MoveForm, by: Actor) -> None:
    adjusting.grant_change(one, by=by, said=form.said(), version=form.version_shown)


def _refuse(one: Assignment, form: MoveForm, by: Actor) -> None:
    adjusting.refuse_change(one, by=by, said=form.said(), version=form.version_shown)


def _recall(one: Assignment, form: MoveForm, by: Actor) -> None:
    splitting.recall(one, why=form.cleaned_data["words"], by=by, version=form.version_shown)


def _plan_milestones(one: Assignment, form: MoveForm, by: Actor) -> None:
    milestones.plan(one, cast("MilestonesForm", form).wanted(), by=by, version=form.version_shown)


def _name_verifier(one: Assignment, form: MoveForm, by: Actor) -> None:
    chosen = cast("VerifierForm", form).cleaned_data["verifier"]
    acts.name_verifier(one, chosen, by=by, version=form.version_shown)


DOES: dict[str, Callable[[Assignment, MoveForm, Actor], None]] = {
    "note": _with_proof,
    "report": _with_proof,
    "ask_change": _ask_change,
    "withdraw_change": _withdraw,
    "grant_change": _grant,
    "refuse_change": _refuse,
    "recall": _recall,
    "plan_milestones": _plan_milestones,
    "name_verifier": _name_verifier,
}

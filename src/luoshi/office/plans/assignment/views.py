"""The page of one assignment: what is asked, why, how far it is, and what may be done next."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from luoshi.office.organisations.access import Request, open_to
from luoshi.office.plans.assignment import acts
from luoshi.office.plans.assignment.moves import MOVES, open_to_actor
from luoshi.office.plans.assignment.queries import standing
from luoshi.office.plans.models import READERS, Assignment, Standing
from luoshi.office.refused import Refused

ACTORS = READERS - {"inspector", "observer"}
SIMPLE = ("receive", "take_back", "verify")  # need no words


def seen(request: Request, pk: int) -> Assignment:
    """An assignment that the actor may see, with how it stands; else there is no such page."""
    mine = Assignment.objects.visible_to(request.actor).filter(pk=pk)
    rows = standing(request.actor.authority).filter(pk__in=mine.values("pk"))
    return get_object_or_404(rows.select_related(*acts.BESIDE), pk=pk)


@open_to(READERS)
@require_GET
def assignment(request: Request, pk: int) -> HttpResponse:
    """What is asked, why, and everything that was done."""
    return render(request, "plans/assignment.html", _shown(request, seen(request, pk)))


def _shown(request: Request, one: Assignment) -> dict[str, Any]:
    history = one.movements.select_related("by__person", "by__organisation").prefetch_related("evidence__file")
    return {
        "one": one,
        "plan": one.task.plan,
        "standing": Standing(one.standing).label,  # type: ignore[attr-defined]  # annotated
        "moves": [(name, MOVES[name], why) for name, why in open_to_actor(one, by=request.actor).items()],
        "history": history,
        "milestones": one.milestones.all(),
    }


@open_to((), act=ACTORS)
@require_POST
def move(request: Request, pk: int, move: str) -> HttpResponse:
    """Do one of the moves that need nothing but words."""
    if move not in MOVES:
        raise Http404
    one = seen(request, pk)
    version = request.POST.get("version", "")
    said = acts.Said(words=request.POST.get("words", ""))
    try:
        acts.act(one, move, by=request.actor, said=said, version=int(version) if version.isdigit() else None)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已办理：%(move)s。") % {"move": MOVES[move].label})
    return redirect("assignment", pk=pk)

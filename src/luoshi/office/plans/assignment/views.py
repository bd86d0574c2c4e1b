"""The page of one assignment, and a form for each move: with what was typed, files and all, or the reason why not."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from luoshi.office.organisations.access import Request, open_to
from luoshi.office.plans.assignment import acts, page
from luoshi.office.plans.assignment.doing import DOES, carry_out
from luoshi.office.plans.assignment.forms import MoveForm, form_for
from luoshi.office.plans.assignment.moves import MOVES
from luoshi.office.plans.assignment.queries import standing
from luoshi.office.plans.assignment.said import LONGEST
from luoshi.office.plans.models import READERS, Assignment
from luoshi.office.refused import Refused, add_reasons

ACTORS = READERS - {"observer"}
WITH_PAGES = frozenset({*acts.PLAIN, *DOES})  # 分办 has a page of its own, what follows by itself has none


def seen(request: Request, pk: int) -> Assignment:
    """An assignment that the actor may see, with how it stands; else there is no such page."""
    mine = Assignment.objects.visible_to(request.actor).filter(pk=pk)
    rows = standing(request.actor.authority).filter(pk__in=mine.values("pk"))
    return get_object_or_404(rows.select_related(*acts.BESIDE, "verifier__person", "verifier__organisation"), pk=pk)


@open_to(READERS)
@require_GET
def assignment(request: Request, pk: int) -> HttpResponse:
    """What is asked, why, and everything that was done."""
    one = seen(request, pk)
    shown = page.shown(one, by=request.actor)
    if shown["open_change"] and shown["next"].first and shown["next"].first.name == "grant_change":
        shown["decide"] = form_for("grant_change", one=one, by=request.actor)
    return render(request, "plans/assignment.html", shown)


@open_to(ACTORS, act=ACTORS)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Request, pk: int, move: str) -> HttpResponseBase:
    """One move: its form, or it is done."""
    if move not in WITH_PAGES:
        raise Http404
    one = seen(request, pk)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = form_for(move, *given, one=one, by=request.actor)
    if not given:
        return _form(request, one, form)
    if form.is_valid():
        try:
            carry_out(form, by=request.actor)
        except Refused as refusal:
            add_reasons(form, refusal)
        else:
            one.refresh_from_db(fields=["state"])
            messages.success(request, page.done_words(one, move))
            return redirect("assignment", pk=pk)
    return _form(request, seen(request, pk), form)


def _form(request: Request, one: Assignment, form: MoveForm) -> HttpResponse:
    """As given, beside what somebody else did meanwhile: whoever sends it again has seen both."""
    rule, shown = MOVES[form.move], dict[str, Any]()
    if form.is_bound:
        version = form.cleaned_data.get("version") if hasattr(form, "cleaned_data") else None
        shown["since"] = page.since(one, version)
        shown["refiled"] = bool(request.FILES)
        form.renew(one.version)
    shown |= {
        "one": one,
        "plan": one.task.plan,
        "standing": page.standing_of(one),
        "move": rule,
        "name": form.move,
        "form": form,
        "why": form.closed if not form.is_bound else None,
        "open_change": page.open_change(one) if form.move in ("grant_change", "refuse_change") else None,
        "returned": page.returned(one) if form.move in ("note", "report") else None,
        "limit": LONGEST,
    }
    return render(request, "plans/assignment_move.html", shown, status=422 if form.is_bound else 200)

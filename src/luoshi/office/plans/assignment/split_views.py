"""The page of 分办: what is asked of others and of whom, with how many that are at the moment."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from luoshi.office.organisations.access import Request, open_to
from luoshi.office.organisations.models import Organisation
from luoshi.office.organisations.models.organisation import OrganisationQuerySet
from luoshi.office.plans.assignment import page
from luoshi.office.plans.assignment.forms import PieceForm
from luoshi.office.plans.assignment.splitting import Piece
from luoshi.office.plans.assignment.splitting import split as split_up
from luoshi.office.plans.assignment.views import ACTORS, seen
from luoshi.office.plans.models import Assignment
from luoshi.office.plans.owners import Owners, Range, organisations, tidy, words
from luoshi.office.plans.owners_views import SHOWN, NamesForm, RangeForm
from luoshi.office.refused import Refused, add_reasons


@open_to(ACTORS, act=ACTORS)
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: Request, pk: int) -> HttpResponseBase:
    """Who is asked: counted while one ticks, given out by the button."""
    one = seen(request, pk)
    given = request.POST if request.method == "POST" else None
    form = PieceForm(given, one=one, move="split", by=request.actor)
    ranges = RangeForm(given, plan=one.task.plan, prefix="r0")
    names = NamesForm(given, plan=one.task.plan, prefix="n")
    chosen, found = Owners(), Organisation.objects.none()
    if given is not None and all([ranges.is_valid(), names.is_valid(), form.is_valid()]):
        chosen = _chosen(ranges.range(), names)
        found = _meant(chosen, one)
        if "split" in given:
            piece = Piece(form.cleaned_data["words"], form.cleaned_data["due"], list(found))
            try:
                made = split_up(one, piece, by=request.actor, version=form.version_shown)
            except Refused as refusal:
                add_reasons(form, refusal)
            else:
                messages.success(request, _("已分给 %(count)s 个单位。") % {"count": len(made)})
                return redirect("assignment", pk=pk)
    version = form.cleaned_data.get("version") if form.is_bound else None
    shown = {
        "one": one,
        "plan": one.task.plan,
        "standing": page.standing_of(one),
        "form": form,
        "ranges": ranges,
        "names": names,
        "why": form.closed if not form.is_bound else None,
        "since": page.since(one, version),
        "chosen": words(chosen),
        "count": found.count(),
        "some": found[:SHOWN],
        "more": SHOWN,
    }
    if form.errors:
        form.renew(one.version)
    wrong = any(each.errors for each in (form, ranges, names))
    return render(request, "plans/assignment_split.html", shown, status=422 if wrong else 200)


def _chosen(ticked: Range, names: NamesForm) -> Owners:
    rows = names.cleaned_data
    return tidy(Owners((ticked,), rows["named_rows"], rows["excepted_rows"]))


def _meant(chosen: Owners, one: Assignment) -> OrganisationQuerySet:
    """Whom a range means beside the lead itself, which is in it where all sections are; by name it is refused."""
    if not chosen:
        return Organisation.objects.none()
    if one.organisation_id not in chosen.named:
        chosen = replace(chosen, excepted=(*chosen.excepted, one.organisation_id))
    return organisations(chosen, one.task.plan.authority, timezone.localdate())

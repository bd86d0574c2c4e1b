"""The pages on which a 责任分解表 comes back: handed in, what is amiss, what would change, stored."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luoshi.office.organisations.access import Request, open_to
from luoshi.office.plans import loads
from luoshi.office.plans.models import LedgerLoad
from luoshi.office.plans.moves import KEEPERS, why_not
from luoshi.office.plans.plan_forms import LedgerForm
from luoshi.office.plans.plan_steps import seen
from luoshi.office.refused import Refused, add_reasons


@open_to(KEEPERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def load(request: Request, pk: int) -> HttpResponse:
    """The form that takes a workbook in, and those that came before."""
    plan = seen(request, pk)
    form = LedgerForm(request.POST, request.FILES) if request.method == "POST" else LedgerForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = loads.receive(plan, file.read(), name=file.name, by=request.actor)
        except Refused as refusal:
            add_reasons(form, refusal)
        else:
            return redirect("ledger-load", pk=found.pk)
    shown = {
        "plan": plan,
        "form": form,
        "loads": plan.loads.select_related("file", "membership__person"),
        "why_not": why_not(plan, "edit", by=request.actor),
        "limit": settings.LARGEST_UPLOAD,
        "megabytes": settings.LARGEST_UPLOAD // 1024**2,
    }
    return render(request, "plans/plan_load.html", shown, status=422 if form.errors else 200)


def _seen(request: Request, pk: int) -> LedgerLoad:
    visible = LedgerLoad.objects.visible_to(request.actor)
    return get_object_or_404(visible.select_related("plan__authority", "file", "membership__person"), pk=pk)


@open_to(KEEPERS)
@require_GET
def one(request: Request, pk: int) -> HttpResponse:
    """What is amiss in a workbook, or what it would change; worked out now."""
    found = _seen(request, pk)
    shown = {
        "load": found,
        "plan": found.plan,
        "check": None if found.done_at else loads.look(found),
        "why_not": why_not(found.plan, "edit", by=request.actor),
    }
    return render(request, "plans/ledger_load.html", shown)


@open_to((), act=KEEPERS)
@require_POST
def confirm(request: Request, pk: int) -> HttpResponse:
    """Store it, with what was decided where both sides had changed."""
    found = _seen(request, pk)
    taken = [key for key in request.POST.getlist("conflict") if request.POST.get(f"holds-{key}") == "given"]
    try:
        loads.confirm(
            found,
            digest=request.POST.get("digest", ""),
            taken=taken,
            removing=request.POST.get("removing") == "yes",
            by=request.actor,
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("ledger-load", pk=pk)
    messages.success(request, _("“%(name)s”已收进计划。") % {"name": found})
    return redirect("ledger-load", pk=pk)


@open_to((), act=KEEPERS)
@require_POST
def discard(request: Request, pk: int) -> HttpResponse:
    found = _seen(request, pk)
    try:
        loads.discard(found, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("ledger-load", pk=pk)
    return redirect("plan-load", pk=found.plan_id)

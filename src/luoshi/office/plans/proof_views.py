"""The pages of proofreading and of comparison."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from luoshi.office.organisations.access import BUREAU_STAFF, Request, open_to
from luoshi.office.plans import proofing
from luoshi.office.plans.models import Candidate, Reading, Report
from luoshi.office.plans.review_views import text_of_page
from luoshi.office.refused import Refused


def _found(request: Request, pk: int) -> tuple[Report, Reading | None]:
    seen = Report.objects.visible_to(request.actor).select_related("authority", "plan", "file")
    found = get_object_or_404(seen, pk=pk)
    return found, found.readings.defer("found").first()


def _shown(report: Report, reading: Reading, tab: str) -> dict[str, Any]:
    waiting = reading.candidates.filter(state=Candidate.State.OPEN).count()
    return {"report": report, "reading": reading, "tab": tab, "waiting": waiting, "text": text_of_page(reading.page)}


@open_to(BUREAU_STAFF)
@require_GET
def proofread(request: Request, pk: int) -> HttpResponse:
    """What is to be looked at before the paper goes out, each remark with its places in the text."""
    report, reading = _found(request, pk)
    if reading is None:
        return redirect("report", pk=pk)
    shown = _shown(report, reading, "proofread")
    try:
        found = proofing.remarks(report, day=timezone.localdate())
    except Refused as refusal:
        return render(request, "plans/proofread.html", {**shown, "refused": str(refusal)}, status=422)
    shown["remarks"] = sorted(found, key=lambda one: not one["sure"])
    shown["sure"] = sum(one["sure"] for one in found)
    shown["last_year"] = proofing.last_years(report)
    return render(request, "plans/proofread.html", shown)


@open_to(BUREAU_STAFF)
@require_GET
def compare(request: Request, pk: int) -> HttpResponse:
    """What a superior's paper asks that this one does not mention, both in their own words."""
    report, reading = _found(request, pk)
    if reading is None:
        return redirect("report", pk=pk)
    papers = proofing.papers_beside(report)
    asked = request.GET.get("with", "")
    other = next((one for one in papers if str(one.pk) == asked), papers[0] if papers else None)
    shown = {**_shown(report, reading, "compare"), "papers": papers, "other": other}
    if other is None:
        return render(request, "plans/compare.html", shown)
    try:
        found = proofing.comparison(report, other)
    except Refused as refusal:
        return render(request, "plans/compare.html", {**shown, "refused": str(refusal)}, status=422)
    for standing in ("missing", "unsure", "covered"):
        shown[standing] = [one for one in found["demands"] if one["standing"] == standing]
    shown["shortfalls"], shown["count"] = found["shortfalls"], len(found["demands"])
    return render(request, "plans/compare.html", shown)

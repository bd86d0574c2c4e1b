"""The pages on which a report comes in and its reading is looked at."""

from django.conf import settings
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from luoshi.office.attachment import attached, workbook_of
from luoshi.office.organisations.access import BUREAU_STAFF, Request, open_to
from luoshi.office.plans import actions
from luoshi.office.plans.forms import ReportForm
from luoshi.office.plans.models import Reading, Report, ReportQuerySet
from luoshi.office.plans.moves import KEEPERS
from luoshi.office.refused import Refused
from luoshi.reader.source import Unreadable


@open_to(BUREAU_STAFF, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: Request) -> HttpResponse:
    """All reports, and the form that takes in another."""
    if request.method != "POST":
        return _list(request, ReportForm())
    form = ReportForm(request.POST, request.FILES)
    if form.is_valid():
        content, name = form.report()
        try:
            report = actions.receive(content, name=name, by=request.actor)
        except (Unreadable, Refused) as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("report", pk=report.pk)
    return _list(request, form, status=422)


def _seen(request: Request) -> ReportQuerySet:
    return Report.objects.visible_to(request.actor)


def _list(request: Request, form: ReportForm, *, status: int = 200) -> HttpResponse:
    readings = Reading.objects.defer("found", "page")
    known = _seen(request).prefetch_related(Prefetch("readings", readings))
    shown = {
        "reports": known,
        "tasks": sum(report.reading.tasks for report in known if report.reading),
        "form": form,
        "largest": settings.LARGEST_UPLOAD,
        "megabytes": settings.LARGEST_UPLOAD // 1024**2,
    }
    return render(request, "plans/reports.html", shown, status=status)


@open_to(BUREAU_STAFF)
@require_GET
def report(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(_seen(request), pk=pk)
    return render(request, "plans/report.html", {"report": found, "reading": found.reading})


@open_to(BUREAU_STAFF)
@require_GET
def as_json(request: Request, pk: int) -> HttpResponse:
    """Everything that was found, as docs/reading.schema.json describes it."""
    found = get_object_or_404(_seen(request), pk=pk)
    if found.reading is None:
        raise Http404
    return attached(HttpResponse(found.reading.found, content_type="application/json"), f"{_stem(found)}.json")


@open_to(BUREAU_STAFF)
@require_GET
def as_ledger(request: Request, pk: int) -> HttpResponse:
    """责任分解表 as a spreadsheet, made from the document anew."""
    found = get_object_or_404(_seen(request).select_related("file"), pk=pk)
    return workbook_of(actions.ledger(found), _stem(found))


def _stem(report: Report) -> str:
    return report.name.rsplit(".", 1)[0]


@open_to(BUREAU_STAFF, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: Request, pk: int) -> HttpResponse:
    """By its form only; who comes by the address (back, a bookmark) is shown the report that is still there."""
    found = get_object_or_404(_seen(request).select_related("authority", "file__organisation"), pk=pk)
    if request.method != "POST":
        return redirect("report", pk=pk)
    actions.discard(found, by=request.actor)
    return redirect("reports")

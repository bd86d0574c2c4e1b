"""The pages on which a report comes in, is read, belongs to a plan, gives way to a new draft, and goes."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luoshi.office.attachment import attached, workbook_of
from luoshi.office.desk.job_views import how_far
from luoshi.office.desk.jobs import see_end
from luoshi.office.listing import Column, Filter, Listing, minute
from luoshi.office.organisations.access import BUREAU_STAFF, Request, open_to
from luoshi.office.plans import drafting
from luoshi.office.plans import reports as verbs
from luoshi.office.plans.forms import BeginForm, PlaceForm, ReportForm, open_plans
from luoshi.office.plans.models import Candidate, Reading, Report, ReportQuerySet
from luoshi.office.plans.moves import KEEPERS
from luoshi.office.refused import Refused, add_reasons

COLUMNS = (
    Column("title", gettext_lazy("报告"), lambda one: title_of(one), "name", lambda one: reverse("report", args=[one.pk])),
    Column("kind", gettext_lazy("种类"), lambda one: one.get_kind_display(), "kind"),
    Column("plan", gettext_lazy("计划"), lambda one: one.plan or "", "plan__year"),
    Column("tasks", gettext_lazy("任务"), lambda one: one.reading and one.reading.tasks, link=lambda one: _review(one, "kind=task"), css="number"),
    Column("waiting", gettext_lazy("待核"), lambda one: one.waiting, "waiting", lambda one: _review(one, "show=open"), "number"),
    Column("state", gettext_lazy("状态"), lambda one: state_of(one)),
    Column("received", gettext_lazy("收到"), lambda one: minute(one.received_at), "received_at", css="number"),
)  # fmt: skip


def _review(report: Report, wish: str) -> str:
    """The findings that a number counts."""
    return f"{reverse('review', args=[report.pk])}?{wish}" if report.reading else ""


def title_of(report: Report) -> str:
    return f"{report.reading.title}（{report.name}）" if report.reading else report.name


def state_of(report: Report) -> str:
    """What is to be said of it in a word."""
    if report.job and report.job.is_open:
        return _("正在识别")
    if report.replaced_by.all():
        return _("已换新稿")
    if report.reading is None:
        return _("没有识别成")
    return _("已识别")


def _seen(request: Request) -> ReportQuerySet:
    return Report.objects.visible_to(request.actor).select_related("authority", "plan__authority", "job")


@open_to(BUREAU_STAFF, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: Request) -> HttpResponse:
    """All reports, and the form that takes in another."""
    if request.method != "POST":
        return _list(request, ReportForm(by=request.actor))
    form = ReportForm(request.POST, request.FILES, by=request.actor)
    if form.is_valid():
        content, name = form.report()
        kind, plan = form.cleaned_data["kind"], form.cleaned_data["plan"]
        try:
            report = verbs.receive(content, name=name, kind=kind, plan=plan, by=request.actor)
        except Refused as refusal:
            add_reasons(form, refusal)
        else:
            return redirect("report", pk=report.pk)
    return _list(request, form, status=422)


def _list(request: Request, form: ReportForm, *, status: int = 200) -> HttpResponse:
    newest = Reading.objects.filter(report=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    waiting = Count("readings__candidates", filter=Q(readings=Subquery(newest), readings__candidates__state="open"))
    rows = _seen(request).annotate(waiting=waiting)
    known = rows.prefetch_related(Prefetch("readings", Reading.objects.defer("found", "page")), "replaced_by")
    listing = Listing(
        known,
        COLUMNS,
        filters=(
            Filter("kind", gettext_lazy("种类"), Report.Kind.choices, lambda value: Q(kind=value)),
            Filter(
                "plan", gettext_lazy("计划"), [(str(one.pk), str(one)) for one in open_plans(request.actor)], _in_plan
            ),
        ),
        search=("name", "readings__title"),
        order="-received",
        title=_("报告"),
    )
    if request.GET.get("export") == "xlsx":
        return listing.exported(request, name=_("报告"))
    every = list(rows.values_list("waiting", flat=True))
    shown = {
        "list": listing.shown(request),
        "count": len(every),
        "waiting": sum(every),
        "form": form,
        "why_not": verbs.why_not_keep(request.actor.authority, by=request.actor) if request.actor.authority else "",
        **_limits(),
    }
    return render(request, "plans/reports.html", shown, status=status)


def _in_plan(value: str) -> Q | None:
    return Q(plan=int(value)) if value.isdecimal() else None


def _limits() -> dict[str, int]:
    return {"largest": settings.LARGEST_UPLOAD, "megabytes": settings.LARGEST_UPLOAD // 1024**2}


@open_to(BUREAU_STAFF)
@require_GET
def report(request: Request, pk: int) -> HttpResponse:
    """What was read of it; until then how far the reading is, or why there is none."""
    found = get_object_or_404(_seen(request), pk=pk)
    reading = found.readings.defer("found").first()
    at_work = bool(found.job and found.job.is_open)
    if found.job:
        see_end(found.job, by=request.actor)
    if "HX-Request" in request.headers and not at_work:
        return HttpResponse(headers={"HX-Refresh": "true"})
    shown = {
        "report": found,
        "reading": reading,
        "tab": "report",
        "at_work": at_work,
        "how_far": how_far(found.job) if found.job and at_work else "",
        "failed": found.job.reasons if found.job and found.job.state == "failed" else [],
        **_of_plan(request, found, reading),
    }
    return render(request, "plans/report.html", shown)


def _of_plan(request: Request, found: Report, reading: Reading | None) -> dict[str, Any]:
    """What the way into a plan needs, where the report is in none."""
    why_not = verbs.why_not_keep(found.authority, by=request.actor)
    if reading is None:
        return {"why_not": why_not}
    waiting = Candidate.objects.filter(reading=reading, state=Candidate.State.OPEN).count()
    if found.plan or why_not:
        return {"why_not": why_not, "waiting": waiting}
    return {
        "waiting": waiting,
        "place": PlaceForm(by=request.actor, report=found) if open_plans(request.actor).exists() else None,
        "begin": BeginForm(initial=proposed(found, reading)),
    }


def proposed(found: Report, reading: Reading) -> dict[str, Any]:
    """Year and title of a plan for a report."""
    if reading.year is None:
        return {"title": _("教育工作要点")}
    title = _("%(authority)s%(year)s年教育工作要点") % {"authority": found.authority.name, "year": reading.year}
    return {"year": reading.year, "title": title}


@open_to(BUREAU_STAFF)
@require_GET
def about(request: Request, pk: int) -> HttpResponse:
    """Whose paper it is, its plan, its drafts; reading again, another draft, taking it away."""
    found = get_object_or_404(_seen(request).select_related("file"), pk=pk)
    return _about(request, found, PlaceForm(by=request.actor, report=found), ReportForm(by=request.actor))


def _about(request: Request, found: Report, place: PlaceForm, draft: ReportForm, *, status: int = 200) -> HttpResponse:
    readings = list(found.readings.defer("found", "page"))
    counted = Candidate.objects.filter(reading__in=readings[:1], state=Candidate.State.OPEN).count()
    versions = verbs.versions(found)
    shown = {
        "report": found,
        "tab": "about",
        "reading": readings[0] if readings else None,
        "readings": readings,
        "waiting": counted,
        "versions": versions,
        "newest": versions[0],
        "place": place,
        "form": draft,
        "why_not": verbs.why_not_keep(found.authority, by=request.actor),
        "why_not_discard": verbs.why_not_discard(found),
        **_limits(),
    }
    return render(request, "plans/report_about.html", shown, status=status)


def _act(
    request: Request, pk: int, verb: Callable[..., Any], *, to: str = "report-about", **given: Any
) -> HttpResponse:
    found = get_object_or_404(_seen(request), pk=pk)
    try:
        verb(found, by=request.actor, **given)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("report-about", pk=pk)
    return redirect(to, pk=pk)


@open_to((), act=KEEPERS)
@require_POST
def place(request: Request, pk: int) -> HttpResponse:
    """Into which plan, and whose paper it is. What was asked for on the reading's page leads on to the review."""
    found = get_object_or_404(_seen(request).select_related("file"), pk=pk)
    form = PlaceForm(request.POST, by=request.actor, report=found)
    if not form.is_valid():
        return _about(request, found, form, ReportForm(by=request.actor), status=422)
    to = "review" if request.POST.get("then") == "review" and form.cleaned_data["plan"] else "report-about"
    return _act(request, pk, verbs.place, to=to, **form.cleaned_data)


@open_to((), act=KEEPERS)
@require_POST
def begin(request: Request, pk: int) -> HttpResponse:
    """A new plan, with this report in it."""
    found = get_object_or_404(_seen(request), pk=pk)
    form = BeginForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(*(str(reason) for reasons in form.errors.values() for reason in reasons))
        with transaction.atomic():
            plan = drafting.begin(form.cleaned_data["title"], form.cleaned_data["year"], by=request.actor)
            verbs.place(found, kind=found.kind, plan=plan, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("report", pk=pk)
    return redirect("review", pk=pk)


@open_to((), act=KEEPERS)
@require_POST
def again(request: Request, pk: int) -> HttpResponse:
    return _act(request, pk, verbs.read_again, to="report")


@open_to((), act=KEEPERS)
@require_POST
def replace(request: Request, pk: int) -> HttpResponse:
    """Another draft; the old one is kept."""
    found = get_object_or_404(_seen(request).select_related("file"), pk=pk)
    form = ReportForm(request.POST, request.FILES, by=request.actor)
    if form.is_valid():
        content, name = form.report()
        try:
            newer = verbs.receive(content, name=name, replaces=found, by=request.actor)
        except Refused as refusal:
            add_reasons(form, refusal)
        else:
            return redirect("report", pk=newer.pk)
    return _about(request, found, PlaceForm(by=request.actor, report=found), form, status=422)


@open_to(BUREAU_STAFF)
@require_GET
def as_json(request: Request, pk: int) -> HttpResponse:
    """Everything that was found, as docs/reading.schema.json describes it."""
    found = get_object_or_404(_seen(request), pk=pk)
    reading = found.readings.defer("page").first()
    if reading is None:
        raise Http404
    return attached(HttpResponse(reading.found, content_type="application/json"), f"{_stem(found)}.json")


@open_to(BUREAU_STAFF)
@require_GET
def as_ledger(request: Request, pk: int) -> HttpResponse:
    """责任分解表 as a spreadsheet, made from the document anew."""
    found = get_object_or_404(_seen(request).select_related("file"), pk=pk)
    return workbook_of(verbs.ledger(found), _stem(found))


def _stem(report: Report) -> str:
    return report.name.rsplit(".", 1)[0]


@open_to(BUREAU_STAFF, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: Request, pk: int) -> HttpResponse:
    """By its form only; who comes by the address (back, a bookmark) is shown the report that is still there."""
    found = get_object_or_404(_seen(request).select_related("file__organisation"), pk=pk)
    if request.method != "POST":
        return redirect("report", pk=pk)
    try:
        verbs.discard(found, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("report-about", pk=pk)
    return redirect("reports")

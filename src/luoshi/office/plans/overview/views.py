"""The pages of the overviews: the ledger and the lists behind its numbers, and one for each who answers."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from luoshi.office.attachment import document_of
from luoshi.office.desk import exports
from luoshi.office.listing import Listing
from luoshi.office.organisations.access import BUREAU_STAFF, Request, open_to
from luoshi.office.organisations.models import Organisation, Role
from luoshi.office.plans.assignment.queries import to_do
from luoshi.office.plans.models import READERS, Assignment, Chaser, Dispatch
from luoshi.office.plans.overview import assignments as assigned
from luoshi.office.plans.overview import papers
from luoshi.office.plans.overview.leader import Leader
from luoshi.office.plans.overview.ledger import Ledger
from luoshi.office.plans.overview.panel import tabs
from luoshi.office.plans.overview.results import Results
from luoshi.office.plans.overview.scope import Scope, scope_of
from luoshi.office.plans.overview.section import Section
from luoshi.office.plans.overview.work import schools_of, work_of
from luoshi.office.plans.overview.year import Year

LOOKERS = (*BUREAU_STAFF, Role.OBSERVER)
LEADERS = (Role.LEADER, Role.OFFICE)  # who decides, and who prepares it


def _list(request: Request, page: str, name: str, of: Scope, rows: Listing, **shown: object) -> HttpResponseBase:
    """A list of a year beside its tabs, or what is taken out of it."""
    if response := exports.answer(request, rows, name=name % {"year": of.year}):
        return response
    shown |= {"list": rows.shown(request), "tabs": tabs(request.actor, page, of.year)}
    return render(request, f"plans/overview/{page}.html", shown)


@open_to(LOOKERS)
@require_GET
def ledger(request: Request) -> HttpResponseBase:
    """台账: every task of the year with how far it is."""
    found = Ledger(scope_of(request.actor, request.GET))
    return _list(request, "ledger", _("台账%(year)s"), found.scope, found.listing(), ledger=found)


@open_to(READERS)
@require_GET
def assignments(request: Request) -> HttpResponseBase:
    """承办: who has what in hand, whatever plan it is of."""
    scope = scope_of(request.actor, request.GET)
    rows = assigned.listing(scope, request.GET)
    own = request.actor.role in assigned.OWN
    return _list(request, "assignments", _("承办%(year)s"), scope, rows, scope=scope, own=own)


@open_to(LEADERS)
@require_GET
def overview(request: Request) -> HttpResponse:
    """总览: what is late and whose, how the year went, what waits for a signature."""
    found = Leader(scope_of(request.actor, request.GET))
    shown = {"leader": found, "tabs": tabs(request.actor, "overview", found.scope.year)}
    return render(request, "plans/overview/leader.html", shown)


@open_to(LEADERS)
@require_GET
def briefing(request: Request) -> HttpResponse:
    """The same on one page of paper."""
    found = Leader(scope_of(request.actor, request.GET))
    return document_of(papers.briefing(found), _("落实情况简报%(day)s") % {"day": f"{timezone.localdate():%Y%m%d}"})


@open_to(LOOKERS)
@require_GET
def year(request: Request) -> HttpResponseBase:
    """兑现情况: every sentence of the report with what became of it."""
    found = Year(scope_of(request.actor, request.GET))
    return _list(request, "year", _("兑现情况%(year)s"), found.scope, found.listing(), year=found)


@open_to(LOOKERS)
@require_GET
def fulfilment(request: Request) -> HttpResponse:
    """The same as a paper."""
    found = Year(scope_of(request.actor, request.GET))
    return document_of(papers.fulfilment(found), _("兑现情况%(year)s") % {"year": found.scope.year})


@open_to(BUREAU_STAFF)
@require_GET
def results(request: Request) -> HttpResponseBase:
    """考核依据: per office and school, what can be counted."""
    found = Results(scope_of(request.actor, request.GET))
    return _list(request, "results", _("考核依据%(year)s"), found.scope, found.listing(), results=found)


@open_to((Role.SECTION,))
@require_GET
def section(request: Request) -> HttpResponse:
    """本科室: what waits, what is late, which school stands out."""
    return render(request, "plans/overview/section.html", {"section": Section(scope_of(request.actor, {}))})


@open_to((Role.HEAD, Role.CLERK))
@require_GET
def school(request: Request) -> HttpResponse:
    """我校: what is asked, why, how long it takes; and the way to what else concerns the school, where there is any."""
    work = work_of(request.actor.organisation, by=request.actor, day=timezone.localdate())
    shown = {
        "work": work,
        "own": True,
        "issued": to_do(request.actor).filter(state=Assignment.State.ISSUED).count(),  # they may be received together
        "chasers": Chaser.objects.visible_to(request.actor).count(),
        "rounds": Dispatch.objects.visible_to(request.actor).count(),
    }
    return render(request, "plans/overview/work.html", shown)


@open_to((Role.CENTRE, Role.INSPECTOR))
@require_GET
def schools(request: Request) -> HttpResponseBase:
    """学校: who has not answered."""
    found = schools_of(request.actor)
    rows = found.listing()
    if response := exports.answer(request, rows, name=_("学校")):
        return response
    return render(request, "plans/overview/schools.html", {"list": rows.shown(request), "schools": found})


@open_to(READERS - {Role.OBSERVER})
@require_GET
def organisation(request: Request, pk: int) -> HttpResponse:
    """What is asked of one of the area's organisations."""
    found = get_object_or_404(Organisation.objects.visible_to(request.actor), pk=pk)
    work = work_of(found, by=request.actor, day=timezone.localdate())
    return render(request, "plans/overview/work.html", {"work": work, "own": False})

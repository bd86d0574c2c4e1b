"""The pages of the ledger and of the assignments behind its numbers."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from luoshi.office.desk import exports
from luoshi.office.organisations.access import BUREAU_STAFF, Request, open_to
from luoshi.office.organisations.models import Role
from luoshi.office.plans.models import READERS
from luoshi.office.plans.overview import assignments as assigned
from luoshi.office.plans.overview.ledger import Ledger
from luoshi.office.plans.overview.panel import tabs
from luoshi.office.plans.overview.scope import scope_of

LOOKERS = (*BUREAU_STAFF, Role.OBSERVER)


@open_to(LOOKERS)
@require_GET
def ledger(request: Request) -> HttpResponseBase:
    """台账: every task of the year with how far it is."""
    found = Ledger(scope_of(request.actor, request.GET))
    rows = found.listing()
    if response := exports.answer(request, rows, name=_("台账%(year)s") % {"year": found.scope.year}):
        return response
    shown = {"list": rows.shown(request), "ledger": found, "tabs": tabs(request.actor, "ledger", found.scope.year)}
    return render(request, "plans/overview/ledger.html", shown)


@open_to(READERS)
@require_GET
def assignments(request: Request) -> HttpResponseBase:
    """承办: who has what in hand, whatever plan it is of."""
    scope = scope_of(request.actor, request.GET)
    rows = assigned.listing(scope, request.GET)
    if response := exports.answer(request, rows, name=_("承办%(year)s") % {"year": scope.year}):
        return response
    shown = {"list": rows.shown(request), "scope": scope, "tabs": tabs(request.actor, "assignments", scope.year)}
    return render(request, "plans/overview/assignments.html", shown)

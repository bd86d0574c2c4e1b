"""Lists that leave the house as a workbook: who took out how many rows, found by which search, is written down."""

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from luoshi.office.journal import record
from luoshi.office.listing import Listing
from luoshi.office.organisations.access import Request


@transaction.atomic
def exported(request: Request, listing: Listing, *, verb: str, name: str) -> HttpResponse:
    """The workbook, and its entry."""
    count = listing.count(request.GET)
    searched = {key: value for key, value in request.GET.items() if value and key not in {"export", "page", "sort"}}
    authority = request.actor.authority or request.actor.organisation
    about = record.About(listing.rows.model._meta.label_lower, label=_("%(count)s 条") % {"count": count})
    detail = {"count": count, "searched": searched}
    record.write(verb, by=request.actor.who, about=about, where=authority.path, detail=detail)
    return listing.exported(request, name=name)

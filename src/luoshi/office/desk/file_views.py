"""A file is handed out to whom its organisation's area is open, and never shown as a page of ours."""

import logging

from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from luoshi.office.attachment import attached
from luoshi.office.desk.models import File
from luoshi.office.journal import record
from luoshi.office.organisations.access import ADMINISTRATORS, EVERY_ROLE, Request, open_to
from luoshi.office.organisations.models import Role

log = logging.getLogger(__name__)

READERS = EVERY_ROLE - ADMINISTRATORS - {Role.OBSERVER}


@open_to(READERS)
@require_safe
def file(request: Request, pk: int) -> HttpResponseBase:
    """The bytes as they came in, to be saved; whatever is in them, a browser runs nothing of it under our name."""
    found = get_object_or_404(File.objects.visible_to(request.actor).select_related("organisation"), pk=pk)
    try:
        response = FileResponse(found.path.open("rb"), content_type=found.media)
    except FileNotFoundError:
        log.exception("the bytes of file %s are gone", found.pk)
        raise Http404 from None
    if request.method == "GET":
        record.write("file.fetch", by=request.actor.who, about=found, where=found.organisation.path)
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return attached(response, found.name)

"""Pages that belong to no app: what is shown when a request cannot be answered."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def form_too_old(request: HttpRequest, **_: str) -> HttpResponse:
    """Django's answer to a form without its token; its reason is for programmers and is not shown."""
    return render(request, "form_too_old.html", status=403)

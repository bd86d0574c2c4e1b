"""What may be sent at all: how much at once, judged before a byte of it is taken in, and which characters."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def refuse_oversized(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware; it stands before the one that looks for the form's token and so would read the whole body."""

    def answer(request: HttpRequest) -> HttpResponse:
        if sent(request) <= settings.LARGEST_UPLOAD:
            return get_response(request)
        return render(request, "too_large.html", {"limit": settings.LARGEST_UPLOAD // 1024**2}, status=413)

    return answer


def sent(request: HttpRequest) -> int:
    """Bytes of the body as announced; the server hands on no more than that."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return int(announced) if announced.isdecimal() else 0


def refuse_nul(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware: no page sends NUL, and PostgreSQL keeps and compares none; it would be an error of ours there."""

    def answer(request: HttpRequest) -> HttpResponse:
        asked = (request.GET, request.POST) if request.method == "POST" else (request.GET,)
        said = (word for one in asked for name, values in one.lists() for word in (name, *values))
        if "\0" in request.path or any("\0" in word for word in said):
            raise BadRequest("NUL")
        return get_response(request)

    return answer

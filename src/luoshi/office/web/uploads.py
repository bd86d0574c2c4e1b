"""How much may be sent at once. Judged before a byte of it is taken in."""

from collections.abc import Callable

from django.conf import settings
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

"""One click changes the person: for trying the product out, in the demo's own database and nowhere else."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from luoshi.office.journal import record
from luoshi.office.organisations.access import open_to_the_public
from luoshi.office.organisations.actor import actor_of
from luoshi.office.organisations.models import Membership
from luoshi.office.organisations.sessions import CHOSEN
from luoshi.office.web.demo.cast import is_demo
from luoshi.office.web.sign_in.sessions import ELSEWHERE

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@open_to_the_public
@require_GET
def door(request: HttpRequest) -> HttpResponse:
    """Everybody one may come in as."""
    if not (settings.DEMO and is_demo()):
        raise Http404
    return render(request, "demo/door.html")


@open_to_the_public
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Come in as somebody of the invented county, without a password."""
    if not (settings.DEMO and is_demo()):
        raise Http404
    day = timezone.localdate()
    wanted = request.POST.get("to", "")
    held = Membership.objects.in_force(day).select_related("person", "organisation")
    membership = get_object_or_404(held, pk=int(wanted) if wanted.isdecimal() else 0)
    login(request, membership.person, backend=BACKEND)
    request.session[ELSEWHERE] = True  # no password was asked for, so none has to be changed first
    request.session[CHOSEN] = membership.pk
    actor = actor_of(membership, day=day, address=request.META.get("REMOTE_ADDR", ""))
    record.write("demo.enter", by=actor.who, about=membership, where=membership.organisation.path)
    return redirect("home")

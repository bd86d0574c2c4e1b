"""Pages that belong to no app: the home page, and what is shown when a request cannot be answered."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from luoshi.office.desk.behalf_views import end_in
from luoshi.office.organisations.access import EVERY_ROLE, Request, open_to, open_to_everybody_signed_in
from luoshi.office.organisations.accounts import uses_totp
from luoshi.office.organisations.memberships import usable
from luoshi.office.organisations.models import Preference
from luoshi.office.organisations.sessions import CHOSEN
from luoshi.office.plans.assignment.lists import returned_to
from luoshi.office.web.panels import glances, pending


@open_to(EVERY_ROLE)
@require_GET
def home(request: Request) -> HttpResponse:
    """My page: what waits for me, what I answer for at a glance, as what I am here, and how safe my account is."""
    found = pending(request.actor)
    mine = [one for one in found if not one.news and not one.of_school]
    of_school = [one for one in found if one.of_school]
    said = {
        "urgent": [one for one in found if one.news and one.due],
        "news": [one for one in found if one.news and not one.due],
        "mine": mine,
        "of_school": of_school,
        "returned": returned_to(request.actor) if of_school else (),
        "unread": sum(one.count for one in found if one.news),
        "total": sum(one.count for one in mine),
        "glances": glances(request.actor),
        "totp": uses_totp(request.user),
    }
    return render(request, "home.html", said)


@open_to_everybody_signed_in
@require_GET
def choose(request: Request) -> HttpResponse:
    """For somebody signed in who works in no membership yet: the ones there are, or why there is none."""
    held = usable(request.user, day=timezone.localdate())
    return render(request, "choose_membership.html" if held else "no_membership.html", {"held": held})


@open_to_everybody_signed_in
@require_POST
def switch(request: Request) -> HttpResponse:
    """Work in another of one's memberships from here on."""
    held = {str(one.pk): one for one in usable(request.user, day=timezone.localdate())}
    chosen = held.get(request.POST.get("to", ""))
    if chosen is None:
        messages.error(request, _("没有换岗位：您现在不任这个岗位。"))
        return redirect("home")
    end_in(request)
    request.session[CHOSEN] = chosen.pk
    Preference.objects.update_or_create(person=request.user, defaults={"last_membership": chosen})
    return redirect("home")


def form_too_old(request: HttpRequest, **_: str) -> HttpResponse:
    """Django's answer to a form without its token; its reason is for programmers and is not shown."""
    return render(request, "form_too_old.html", status=403)

"""Deny by default: before a view runs, its rule is asked whether this request may come in.

What is sent has to say in which membership its form was opened; whether that is the one in use is looked at before.
"""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from luoshi.office.organisations.access import Door, Rule, rule_of
from luoshi.office.organisations.models import Role
from luoshi.office.organisations.sessions import CHOSEN
from luoshi.office.web.api_door import admit


class DenyByDefault:
    """A middleware. No rule: not found. No sign-in: to the sign-in page. Another role: refused, with who could. A form
    without its mark: not carried out. An operation of the API: by its own door."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponse | None:
        rule = rule_of(view)
        if rule is None:
            raise Http404
        if rule.door is Door.PUBLIC:
            return None
        if rule.door is Door.TOKEN:
            return admit(request, rule)
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if rule.door is Door.PERSON:
            return None
        actor = getattr(request, "actor", None)
        if actor is None:
            return redirect("membership-choose")
        method = request.method or "GET"
        if method == "POST" and not request.POST.get(CHOSEN):
            return render(request, "other_membership.html", {"unmarked": True}, status=409)
        if not rule.roles(method):
            return HttpResponseNotAllowed(["GET", "HEAD"] if rule.look else ["POST"])
        return None if actor.role in rule.roles(method) else refuse(request, rule, method)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back; a form that was sent is not repeated by itself."""
    ahead = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
    return redirect(f"{reverse('account_login')}?{urlencode({'next': ahead})}")


def refuse(request: HttpRequest, rule: Rule, method: str) -> HttpResponse:
    """403, with the roles that could."""
    could = [role.label for role in Role if role in rule.roles(method)]
    return render(request, "not_your_role.html", {"could": could, "acts": method not in {"GET", "HEAD"}}, status=403)

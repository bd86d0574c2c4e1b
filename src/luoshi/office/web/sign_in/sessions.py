"""How long a signed-in browser stays so, and what must be done before anything else."""

import time
from collections.abc import Callable
from typing import Any

from allauth.account.signals import password_changed, user_logged_in
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.organisations.access import ADMINISTRATORS
from luoshi.office.organisations.accounts import uses_totp
from luoshi.office.organisations.actor import authority_of
from luoshi.office.organisations.models import Organisation, Person
from luoshi.office.organisations.models.days import not_ended
from luoshi.office.organisations.settings_table import ROWS, value_of
from luoshi.office.web.doors import to_sign_in
from luoshi.office.web.sign_in.adapters import must_use_totp

MINUTE = 60
NOTED = MINUTE  # seconds between two notes that somebody is still there: not every page writes

# Kept in the session.
SINCE, SEEN, IDLE, OLD, ELSEWHERE = "signed_in_at", "seen_at", "idle_minutes", "password_old", "identity"

# What may be opened before the first password is changed, and before a code is set up.
BEFORE_PASSWORD = {"account_change_password", "account_logout"}
BEFORE_TOTP = {
    *BEFORE_PASSWORD,
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_view_recovery_codes",
    "membership-choose",
    "membership-switch",
}


def connect() -> None:
    """Listen; called once, when the program starts."""
    user_logged_in.connect(begin, dispatch_uid="sessions")
    password_changed.connect(renewed, dispatch_uid="sessions")


def begin(request: HttpRequest, user: Person, **more: Any) -> None:
    """Note what holds for this session: the strictest of what the person's authorities ask for."""
    authorities = _authorities(user)
    now = time.time()
    request.session[SINCE] = request.session[SEEN] = now
    request.session[IDLE] = min((value_of(one, "idle_minutes") for one in authorities), default=ROWS[IDLE].default)
    if "sociallogin" in more:  # the password is kept elsewhere, and so is its age
        request.session[ELSEWHERE] = True
    elif any(is_old(user, value_of(one, "password_days")) for one in authorities):
        request.session[OLD] = True


def renewed(request: HttpRequest, **_: Any) -> None:
    """The password is new."""
    request.session.pop(OLD, None)


def _authorities(person: Person) -> list[Organisation]:
    held = person.memberships.filter(not_ended(), confirmed=True).select_related("organisation")
    found = {authority_of(one.organisation) for one in held}
    return [one for one in found if one is not None]


def is_old(person: Person, days: int) -> bool:
    """Whether the password has been used for longer than it may be; 0 days: it does not age."""
    return bool(days and person.password_set_at and (timezone.now() - person.password_set_at).days >= days)


def end_stale(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware: whoever was away too long, or signed in too long ago, signs in again."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        if why := stale(request):
            request.signed_out_because = why  # type: ignore[attr-defined]  # for the journal
            logout(request)
            messages.info(request, why)
            return again(request)
        note(request)
        return get_response(request)

    return answer


def stale(request: HttpRequest) -> str:
    """Why this session ends now, in words; "" while it holds."""
    now = time.time()
    idle = request.session.get(IDLE, ROWS[IDLE].default)
    if now - request.session.get(SEEN, now) > idle * MINUTE:
        return _("您有 %(minutes)s 分钟以上没有操作，已自动退出。请重新登录。") % {"minutes": idle}
    if now - request.session.get(SINCE, now) > settings.SESSION_COOKIE_AGE:
        hours = settings.SESSION_COOKIE_AGE // MINUTE // MINUTE
        return _("登录已满 %(hours)s 小时，请重新登录。") % {"hours": hours}
    return ""


def note(request: HttpRequest) -> None:
    """Somebody is there. A session that some other way of signing in began has its life from here on."""
    now = time.time()
    if now - request.session.get(SEEN, 0) < NOTED:
        return
    request.session.setdefault(SINCE, now)
    request.session[SEEN] = now
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())


def again(request: HttpRequest) -> HttpResponse:
    """To the sign-in page; what asked for a part of a page is told to leave the whole page."""
    response = to_sign_in(request)
    if "HX-Request" not in request.headers:
        return response
    return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})


class FirstThings:
    """A middleware: the first password is changed, and an administrator's code set up, before any other page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        person = request.user
        if not isinstance(person, Person):
            return None
        name = request.resolver_match.url_name if request.resolver_match else None
        if must_change(request, person):
            return None if name in BEFORE_PASSWORD else redirect("account_change_password")
        if name not in BEFORE_TOTP and must_enrol(request, person):
            return redirect("mfa_activate_totp")
        return None


def must_change(request: HttpRequest, person: Person) -> bool:
    if request.session.get(ELSEWHERE):
        return False
    return person.must_change_password or bool(request.session.get(OLD))


def must_enrol(request: HttpRequest, person: Person) -> bool:
    """Asked of administrators only, so that nobody else's page waits for it."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.membership.role not in ADMINISTRATORS:
        return False
    return must_use_totp(person) and not uses_totp(person)

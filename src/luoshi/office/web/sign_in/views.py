"""The pages of signing in: allauth's, each with our template; what allauth answers by "not found" leads on instead."""

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.account.internal.stagekit import clear_login, get_pending_stage
from allauth.decorators import rate_limit
from allauth.mfa.base import views as codes
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as usersessions
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.office.organisations.access import open_to_everybody_signed_in, open_to_the_public

View = Callable[..., HttpResponse]


def _named(view: Any) -> View:
    """A function of our own around a view of allauth's, so that a rule can be written on it and on nothing else."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def page(request: HttpRequest) -> HttpResponse:
        response: HttpResponse = view(request)
        return response

    return page


def _whole(view: Any) -> View:
    """What is changed and its journal entry, which a signal writes: both or neither."""

    def page(request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = view(request)
        return response

    return page


def _with_codes(view: Any) -> View:
    """For pages about a code that exists: without one, to the page that says so."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def page(request: HttpRequest) -> HttpResponse:
        if not Authenticator.objects.filter(user=request.user).exists():
            return redirect("mfa_index")
        response: HttpResponse = view(request)
        return response

    return page


class _SignIn(account.LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**kwargs)
        return {**found, "identity": settings.IDENTITY["name"] if settings.IDENTITY else ""}


sign_in = open_to_the_public(_named(_SignIn.as_view()))
sign_out = open_to_everybody_signed_in(_named(account.logout))


@open_to_the_public
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """The code, for a sign-in that waits for it; anybody else begins at the beginning."""
    if get_pending_stage(request) is None:
        return redirect("home")
    response: HttpResponse = codes.authenticate(request)
    return response


@open_to_the_public
@require_POST
def start_again(request: HttpRequest) -> HttpResponse:
    """Give up a sign-in that waits for its code, for instance as somebody else."""
    clear_login(request)
    return redirect("home")


# allauth counts wrong passwords on the reset page, which we do not have, and not here: a browser left open would let
# anybody guess.
change_password = open_to_everybody_signed_in(
    sensitive_post_parameters("oldpassword", "password1", "password2")(
        _named(rate_limit(action="change_password")(_whole(account.password_change)))
    )
)
reauthenticate = open_to_everybody_signed_in(_named(account.reauthenticate))
reauthenticate_by_code = open_to_everybody_signed_in(_named(codes.reauthenticate))
second_factor = open_to_everybody_signed_in(require_safe(_named(codes.index)))
activate_totp = open_to_everybody_signed_in(_named(_whole(totp.activate_totp)))
deactivate_totp = open_to_everybody_signed_in(_with_codes(_whole(totp.deactivate_totp)))
recovery_codes = open_to_everybody_signed_in(require_safe(_with_codes(recovery.view_recovery_codes)))
renew_recovery_codes = open_to_everybody_signed_in(_with_codes(_whole(recovery.generate_recovery_codes)))
sessions = open_to_everybody_signed_in(_named(usersessions.list_usersessions))

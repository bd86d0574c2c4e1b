"""统一身份: signing in through the OpenID Connect provider that the environment names, for people we already know.

Nobody is taken in: the provider's person must be somebody whose account an administrator opened. The first time they
are matched by login or staff number; from then on the provider's own identifier (sub) alone counts, so that a name
given to somebody else later opens nothing.
"""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from luoshi.office.journal import record
from luoshi.office.journal.who import Who
from luoshi.office.organisations.access import open_to_the_public
from luoshi.office.organisations.models import Organisation, Person
from luoshi.office.web.sign_in import told

PROVIDER = "identity"  # the only one; its part of the address
CLAIM = "preferred_username"


class IdentityAdapter(DefaultSocialAccountAdapter):
    """Who of the provider's people may enter."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Match and link on the first time. Whoever is not known, or locked, or wants to link by themselves, is
        refused here."""
        told_of = sociallogin.account.get_provider_account().get_user_data() or {}
        sociallogin.account.extra_data = {}  # nothing of what the provider tells is kept but its identifier
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            raise ImmediateHttpResponse(refused(request, told_of, _("统一身份只用来登录。")))
        if sociallogin.is_existing:
            sociallogin.account.save(update_fields=["extra_data"])
            return
        person = match(told_of)
        if person is None:
            said = _("统一身份平台认出了您（%(name)s），但这里还没有为您开通账号。请联系本单位所属教育局的系统管理员。")
            raise ImmediateHttpResponse(refused(request, told_of, said % {"name": name_of(told_of)}))
        if SocialAccount.objects.filter(user=person).exists():
            said = _("登录名“%(login)s”已经关联了另一个统一身份，请联系系统管理员核对。")
            raise ImmediateHttpResponse(refused(request, told_of, said % {"login": person.login}))
        sociallogin.connect(request, person)
        told.write("identity.link", person, request, detail={"sub": sociallogin.account.uid})

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """The provider did not answer, answered wrongly, or the person turned back there."""
        raise ImmediateHttpResponse(unanswered(request))


def match(told_of: dict[str, Any]) -> Person | None:
    """The person with an account whose login or staff number the provider calls them by."""
    for claimed in (told_of.get(CLAIM), told_of.get("sub")):
        if not isinstance(claimed, str) or not claimed.strip():
            continue
        known = Person.objects.filter(login__isnull=False)
        found = known.filter(login=claimed.strip().lower()) or known.filter(staff_number=claimed.strip())
        person: Person | None = found.first()
        if person is not None:
            # A list may bring in a login; the account is open once an administrator has given a first password.
            return person if person.has_usable_password() else None
    return None


def name_of(told_of: dict[str, Any]) -> str:
    return str(told_of.get(CLAIM) or told_of.get("sub") or "")[:60]


def refused(request: HttpRequest, told_of: dict[str, Any], reason: str) -> HttpResponse:
    first = Organisation.objects.filter(parent=None).order_by("pk").first()
    by = Who(told.UNKNOWN, address=told.address_of(request))
    where = first.path if first else ""
    record.write("identity.refuse", by=by, where=where, done=False, detail={"name": name_of(told_of)})
    return render(request, "socialaccount/authentication_error.html", {"reason": reason}, status=403)


def unanswered(request: HttpRequest) -> HttpResponse:
    return render(request, "socialaccount/authentication_error.html", status=401)


class SignedAdapter(OpenIDConnectOAuth2Adapter):
    """The provider's answer, believed only with its signature: in a closed network its address may have no TLS."""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        signed = self._decode_id_token(app, kwargs["response"].get("id_token") or "")
        if not signed.get(CLAIM) and self.openid_config.get("userinfo_endpoint"):
            more = self._fetch_user_info(token.token)
            if more.get("sub") != signed["sub"]:  # OpenID Connect Core 1.0, 5.3.2
                raise OAuth2Error("userinfo is about somebody else")
            signed = {**more, **signed}
        return self.get_provider().sociallogin_from_response(request, {"id_token": signed})

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        found = self.openid_config
        if found.get("issuer", "").rstrip("/") != settings.IDENTITY["issuer"].rstrip("/"):
            raise OAuth2Error("another issuer answers than was configured")
        decoded: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=found["jwks_uri"],
            issuer=found["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return decoded


# By a link and not by a form: the policy lets no form lead to another site (form-action), not even by redirection.
@open_to_the_public
@require_GET
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider."""
    return _answer(OAuth2LoginView, request, provider_id)


@open_to_the_public
@require_GET
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider."""
    return _answer(OAuth2CallbackView, request, provider_id)


def _answer(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        response: HttpResponse = view.adapter_view(SignedAdapter(request, provider_id))(request)
    except (OSError, OAuth2Error, KeyError, ValueError):  # not there (requests' errors are OSErrors), or not OpenID
        return unanswered(request)
    return response


def addresses() -> list[URLPattern]:
    """The two addresses, where a provider is configured; else none."""
    if not settings.IDENTITY:
        return []
    only = {"provider_id": PROVIDER}
    return [
        path("sign-in/identity/", login, only, name="openid_connect_login"),
        path("sign-in/identity/back/", callback, only, name="openid_connect_callback"),
    ]

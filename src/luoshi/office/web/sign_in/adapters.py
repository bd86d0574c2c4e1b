"""Where allauth asks us: who may enter, what is said, how secrets are kept."""

import base64
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.cipher import decrypt, encrypt
from luoshi.office.organisations import attempts
from luoshi.office.organisations.access import ADMINISTRATORS
from luoshi.office.organisations.actor import authority_of
from luoshi.office.organisations.models import Person
from luoshi.office.organisations.models.days import not_ended
from luoshi.office.organisations.settings_table import value_of
from luoshi.office.web.sign_in import told

CODES = "mfa.secret"


class AccountAdapter(DefaultAccountAdapter):
    """账号与密码."""

    # The same words for a login that nobody has and for a wrong password.
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": gettext_lazy("这个账号已停用。"),
        "enter_current_password": gettext_lazy("现在的密码不对，请重新输入。"),
        "incorrect_password": gettext_lazy("密码不对，请重新输入。"),
        "username_password_mismatch": gettext_lazy("登录名或密码不对。忘记密码的，请联系系统管理员重设。"),
        "too_many_login_attempts": gettext_lazy("输错的次数太多，请 15 分钟后再试。"),
        "rate_limited": gettext_lazy("操作太频繁，请过一分钟再试。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts are opened by the system administrator."""
        return False

    def clean_username(self, username: str, shallow: bool = False) -> str:
        return username.strip().lower()

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By login alone: the page's other names (LUOSHI_HOSTS) give no further tries."""
        return str(credentials.get("username", "")).strip().lower()

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            free = attempts.free_at(self._get_login_attempts_cache_key(request, **credentials))
            if free is None:  # counted against the network address, not the account
                raise
            when = f"{timezone.localtime(free):%H:%M}"
            said = _("这个登录名输错密码的次数太多，%(when)s 以后可以再试；着急的，请联系系统管理员重设密码。")
            raise ValidationError(said % {"when": when}, code="too_many_login_attempts") from None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        told.refused(request, self._get_login_attempts_cache_key(request, **credentials))

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:
        told.write("sign_in.refuse", user, request, done=False, detail={"why": "locked"})
        return render(request, "account/account_inactive.html", status=403)

    def set_password(self, user: Person, password: str) -> None:
        user.set_password(password)
        user.must_change_password, user.password_set_at = False, timezone.now()
        user.save(update_fields=["password", "must_change_password", "password_set_at"])

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("home")

    def get_client_ip(self, request: HttpRequest) -> str:
        return told.address_of(request) or "0.0.0.0"


class CodesAdapter(DefaultMFAAdapter):
    """动态口令与备用码."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("口令不对，或已经过了时间。请看手机上现在的 6 位数字，再试一次。"),
        "cannot_delete_authenticator": gettext_lazy("本局要求管理员使用动态口令，任管理员期间不能停用。"),
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(encrypt(text.encode(), purpose=CODES)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(base64.b64decode(encrypted_text), purpose=CODES).decode()

    def build_totp_svg(self, url: str) -> str:
        """The picture as an element of the page: the policy lets in no data address."""
        found = str(super().build_totp_svg(url))
        return found[found.index("<svg") :]

    def get_totp_label(self, user: Person) -> str:
        return user.login or user.name

    def get_totp_issuer(self) -> str:
        return _("落实")

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not must_use_totp(authenticator.user)


def must_use_totp(person: Person) -> bool:
    """Whether the person administers an authority that asks its administrators for a code."""
    held = person.memberships.filter(not_ended(), role__in=ADMINISTRATORS, confirmed=True)
    return any(
        value_of(authority_of(one.organisation), "administrators_use_totp")
        for one in held.select_related("organisation")
    )

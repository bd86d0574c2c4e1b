"""allauth's forms in our words and our dress."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as codes
from allauth.mfa.totp import forms as totp
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class _Dressed:
    """Fields as every other form has them; `labels` says what they are called."""

    labels: dict[str, Promise] = {}  # noqa: RUF012 (each form names its own)
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs["class"] = "form-control"
            field.help_text = ""
            if name in self.labels:
                field.label = self.labels[name]


class LoginForm(_Dressed, account.LoginForm):  # type: ignore[misc]
    """登录."""

    labels = {"login": _("登录名"), "password": _("密码")}  # noqa: RUF012


class ChangePasswordForm(_Dressed, account.ChangePasswordForm):  # type: ignore[misc]
    """修改密码."""

    labels = {  # noqa: RUF012
        "oldpassword": _("现在的密码"),
        "password1": _("新密码"),
        "password2": _("再输一遍新密码"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _rules()


class ReauthenticateForm(_Dressed, account.ReauthenticateForm):  # type: ignore[misc]
    """再次输入密码."""

    labels = {"password": _("密码")}  # noqa: RUF012


class CodeForm(_Dressed, codes.AuthenticateForm):  # type: ignore[misc]
    """登录时的动态口令."""

    labels = {"code": _("动态口令或备用码")}  # noqa: RUF012


class ReauthenticateCodeForm(_Dressed, codes.ReauthenticateForm):  # type: ignore[misc]
    """再次输入动态口令."""

    labels = {"code": _("动态口令或备用码")}  # noqa: RUF012


class ActivateForm(_Dressed, totp.ActivateTOTPForm):  # type: ignore[misc]
    """启用动态口令."""

    labels = {"code": _("手机上现在的 6 位数字")}  # noqa: RUF012


def _rules() -> str:
    return "；".join(password_validators_help_texts()) + "。"

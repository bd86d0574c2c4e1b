"""allauth's forms in our words and our dress."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as codes
from allauth.mfa.totp import forms as totp
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class _Dressed:
    """Fields as every other form has them; `labels` says what they are called."""

    labels: ClassVar[dict[str, Promise]] = {}
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs["class"] = "form-control"
            field.help_text = ""
            if name in self.labels:
                field.label = self.labels[name]


class LoginForm(_Dressed, account.LoginForm):
    """登录."""

    labels: ClassVar[dict[str, Promise]] = {"login": _("登录名"), "password": _("密码")}


class ChangePasswordForm(_Dressed, account.ChangePasswordForm):
    """修改密码."""

    labels: ClassVar[dict[str, Promise]] = {
        "oldpassword": _("现在的密码"),
        "password1": _("新密码"),
        "password2": _("再输一遍新密码"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _rules()


class ReauthenticateForm(_Dressed, account.ReauthenticateForm):
    """再次输入密码."""

    labels: ClassVar[dict[str, Promise]] = {"password": _("密码")}


class CodeForm(_Dressed, codes.AuthenticateForm):
    """登录时的动态口令."""

    labels: ClassVar[dict[str, Promise]] = {"code": _("动态口令或备用码")}


class ReauthenticateCodeForm(_Dressed, codes.ReauthenticateForm):
    """再次输入动态口令."""

    labels: ClassVar[dict[str, Promise]] = {"code": _("动态口令或备用码")}


class ActivateForm(_Dressed, totp.ActivateTOTPForm):
    """启用动态口令."""

    labels: ClassVar[dict[str, Promise]] = {"code": _("手机上现在的 6 位数字")}


def _rules() -> str:
    return "；".join(password_validators_help_texts()) + "。"

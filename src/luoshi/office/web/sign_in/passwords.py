"""What a password must be (等保2.0 as commonly examined: 8 characters, 3 of 4 classes; GB/T 22239-2019 names no numbers).

Validators as Django calls them; each says all that it finds wrong, in words for the screen.
"""

from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from luoshi.office.organisations.models import Person

LENGTH = 8
CLASSES = 3
SHORTEST_NAME = 3  # a name of two letters stands in too many words


class LongAndMixed:
    """密码长度和字符种类: long enough, of enough kinds of characters."""

    def validate(self, password: str, user: Any = None) -> None:
        wrong = []
        if len(password) < LENGTH:
            wrong.append(_("密码要 %(least)s 位以上，现在是 %(has)s 位。") % {"least": LENGTH, "has": len(password)})
        if kinds_in(password) < CLASSES:
            said = _("密码要有大写字母、小写字母、数字、符号四种里的 %(least)s 种，现在有 %(has)s 种。")
            wrong.append(said % {"least": CLASSES, "has": kinds_in(password)})
        if wrong:
            raise ValidationError(wrong)

    def get_help_text(self) -> str:
        return _("%(least)s 位以上，大写字母、小写字母、数字、符号四种里至少有三种") % {"least": LENGTH}


def kinds_in(password: str) -> int:
    """How many of the four kinds: capital, small, digit, anything else (a Chinese character too)."""
    tests = (str.isupper, str.islower, str.isdigit)
    found = {next((number for number, test in enumerate(tests) if test(one)), len(tests)) for one in password}
    return len(found)


class NotOneself:
    """密码不含本人信息: no login, name, staff number or mobile number in it."""

    def validate(self, password: str, user: Person | None = None) -> None:
        if user is None:
            return
        known = {
            _("登录名"): user.login,
            _("姓名"): user.name,
            _("工号"): user.staff_number,
            _("手机号"): user.mobile,
        }
        held = [what for what, value in known.items() if value and _holds(password, value)]
        if held:
            raise ValidationError(_("密码里不要有您的%(what)s：认识您的人会先试这个。") % {"what": "、".join(held)})

    def get_help_text(self) -> str:
        return _("不含您的登录名、姓名、工号、手机号")


def _holds(password: str, value: str) -> bool:
    plain, known = password.lower(), value.lower()
    return (len(known) >= SHORTEST_NAME or not known.isascii()) and (known in plain or known[::-1] in plain)


class Uncommon(CommonPasswordValidator):
    """不是常见的密码: not among the twenty thousand that are tried first."""

    def get_help_text(self) -> str:
        return _("不是常见的密码")


class NotTheLast:
    """不与原密码相同."""

    def validate(self, password: str, user: Person | None = None) -> None:
        if user is not None and user.password and user.check_password(password):
            raise ValidationError(_("新密码和现在的一样，请换一个。"))

    def get_help_text(self) -> str:
        return _("和现在的不同")

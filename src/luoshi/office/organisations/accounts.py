"""账号: whether a person may sign in, by which name; every change of that, each all or nothing."""

import re
import secrets
import unicodedata
from typing import Any, NamedTuple

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.journal import record
from luoshi.office.journal.who import Who
from luoshi.office.organisations import attempts, sessions, tokens
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Membership, Person, Role
from luoshi.office.organisations.models.days import not_ended
from luoshi.office.prepared import prepared
from luoshi.office.refused import Refused, refuse_if

LOGIN = re.compile(r"[\w.@-]{2,60}")

# A first password is read out, written on paper and typed once: no letter or digit that looks like another.
CONSONANTS, VOWELS, DIGITS = "bdfhkmnprstvz", "aeu", "23456789"


class AccountMove(NamedTuple):
    """What may happen to an account: who does it, and in which state it must be."""

    label: Promise
    role: Role = Role.SYSTEM_ADMIN
    has_login: bool = True
    is_active: bool | None = None  # None: either


MOVES: dict[str, AccountMove] = {
    "open": AccountMove(gettext_lazy("开通账号"), has_login=False),
    "reset": AccountMove(gettext_lazy("重设密码")),
    "rename": AccountMove(gettext_lazy("更改登录名")),
    "lock": AccountMove(gettext_lazy("停用账号"), is_active=True),
    "unlock": AccountMove(gettext_lazy("恢复账号"), is_active=False),
    # Whoever resets the password must not be able to take the code away too: it takes two to enter as somebody else.
    "remove_totp": AccountMove(gettext_lazy("解除动态口令"), role=Role.SECURITY_ADMIN),
    # Nor, having given a login to somebody else, let the identity platform's person of that name in as them.
    "unlink": AccountMove(gettext_lazy("解除统一身份关联"), role=Role.SECURITY_ADMIN),
}


def may(person: Person, *, by: Actor) -> set[str]:
    """What the actor may do to the person's account."""
    mine = [move for move, rule in MOVES.items() if rule.role == by.role]
    within = bool(mine) and reaches(by, person)
    return {move for move in mine if why_not(person, move, by=by, within=within) is None}


def why_not(person: Person, move: str, *, by: Actor, within: bool | None = None) -> str | None:
    """The reason why the actor may not do this to the person's account; None if they may. `within`: whether the actor
    reaches the person, where that is known already."""
    rule, names = MOVES[move], {"name": person.name, "move": MOVES[move].label}
    if by.role != rule.role:
        return _("“%(move)s”由%(could)s办理。") % {**names, "could": rule.role.label}
    if person.pk == by.person.pk:
        return _("这是您自己的账号，“%(move)s”要由另一位%(could)s办理。") % {**names, "could": rule.role.label}
    if not (reaches(by, person) if within is None else within):
        return _("%(name)s现在不在您的辖区任职，“%(move)s”由任职的教育局办理。") % names
    if rule.has_login != (person.login is not None):
        said = _("%(name)s还没有账号，请先开通。") if rule.has_login else _("%(name)s已有账号，登录名是“%(login)s”。")
        return said % {**names, "login": person.login}
    if rule.is_active not in {None, person.is_active}:
        return (_("%(name)s的账号没有停用。") if person.is_active else _("%(name)s的账号已经停用。")) % names
    if move == "remove_totp" and not uses_totp(person):
        return _("%(name)s没有启用动态口令。") % names
    if move == "unlink" and not is_linked(person):
        return _("%(name)s的账号没有关联统一身份。") % names
    return None


def reaches(by: Actor, person: Person) -> bool:
    """Whether everything the person may do lies in the actor's area; somebody who works nowhere now counts where they
    last did. One membership elsewhere is enough to say no: whoever resets a password could come in with all of them."""
    held = person.memberships.filter(not_ended())
    now = held.filter(confirmed=True) if held.filter(confirmed=True).exists() else held
    here = by.area.q("organisation__path")
    if now.exists():
        return now.filter(here).exists() and not now.exclude(here).exists()
    return person.memberships.filter(here).exists()


@prepared
def _codes(person: int) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP)
    return found.values_list("pk")


def uses_totp(person: Person) -> bool:
    return bool(_codes(person=person.pk))


def is_linked(person: Person) -> bool:
    """Whether somebody of the identity platform comes in as this person."""
    return bool(SocialAccount.objects.filter(user=person).exists())


def place_of(person: Person) -> str:
    """The path under which the journal keeps what concerns a person: where they work, or last did; "" if nowhere."""
    newest = person.memberships.select_related("organisation").order_by("-confirmed", "-since", "-pk")
    found: Membership | None = newest.filter(not_ended()).first() or newest.first()
    return found.organisation.path if found else ""


def clean_login(login: str) -> str:
    """As it is stored and compared: half width, small letters. Raises Refused for one that cannot be."""
    cleaned = unicodedata.normalize("NFKC", login).strip().lower()
    refuse_if([why_not_login(cleaned)])
    return cleaned


def why_not_login(login: str) -> str | None:
    """Why nobody may sign in by that name; None if somebody may."""
    if LOGIN.fullmatch(login):
        return None
    return _("登录名“%(login)s”不能用：要 2 到 60 个字，可以是字母、数字、汉字和 . _ - @，中间不留空格。") % {
        "login": login
    }


def login_taken(login: str) -> str:
    return _("登录名“%(login)s”已经有人用了，请换一个，例如加上工号。") % {"login": login}


def first_password() -> str:
    """Random, easy to read out: three groups of syllables and one of digits, 44 bits."""
    groups = ["".join(secrets.choice(kind) for kind in (CONSONANTS, VOWELS) * 2) for _ in range(3)]
    return "-".join([groups[0].capitalize(), "".join(secrets.choice(DIGITS) for _ in range(4)), *groups[1:]])


@transaction.atomic
def open_account(person: Person, *, login: str, by: Actor) -> str:
    """Let a person sign in from now on; gives the first password, which is shown once and must be changed."""
    person = _held(person, "open", by)
    password = begin(person, login=login)
    record.write("account.open", by=by.who, about=person, where=place_of(person), detail={"login": person.login})
    return password


def begin(person: Person, *, login: str) -> str:
    """Give login and first password, without asking who may and without a journal entry: both are the caller's part."""
    login = clean_login(login)
    if Person.objects.filter(login=login).exclude(pk=person.pk).exists():
        raise Refused(login_taken(login))
    person.login, person.is_active = login, True
    return _give_first_password(person)


def _give_first_password(person: Person) -> str:
    password = first_password()
    person.set_password(password)
    person.must_change_password, person.password_set_at = True, timezone.now()
    person.save(update_fields=["login", "is_active", "password", "must_change_password", "password_set_at"])
    return password


@transaction.atomic
def reset_password(person: Person, *, by: Actor) -> str:
    """A new first password, shown once; every browser and every program of the person is signed out, and they may try
    at once."""
    person = _held(person, "reset", by)
    password = _give_first_password(person)
    ended = sessions.end_all(person)
    attempts.forget(person)
    detail = {"sessions_ended": ended, "tokens_revoked": tokens.revoke_all(person)}
    record.write("account.reset", by=by.who, about=person, where=place_of(person), detail=detail)
    return password


@transaction.atomic
def lock(person: Person, *, by: Actor, reason: str = "") -> None:
    """Nobody signs in as this person until it is unlocked; every browser is signed out, and no token comes back."""
    person = _held(person, "lock", by)
    person.is_active = False
    person.save(update_fields=["is_active"])
    detail = {
        "reason": reason,
        "sessions_ended": sessions.end_all(person),
        "tokens_revoked": tokens.revoke_all(person),
    }
    record.write("account.lock", by=by.who, about=person, where=place_of(person), detail=detail)


@transaction.atomic
def unlock(person: Person, *, by: Actor) -> None:
    person = _held(person, "unlock", by)
    person.is_active = True
    person.save(update_fields=["is_active"])
    attempts.forget(person)
    record.write("account.unlock", by=by.who, about=person, where=place_of(person))


@transaction.atomic
def rename_login(person: Person, *, to: str, by: Actor) -> None:
    person = _held(person, "rename", by)
    before, after = person.login, clean_login(to)
    if Person.objects.filter(login=after).exclude(pk=person.pk).exists():
        raise Refused(login_taken(after))
    person.login = after
    person.save(update_fields=["login"])
    detail = {"before": before, "after": after}
    record.write("account.rename", by=by.who, about=person, where=place_of(person), detail=detail)


@transaction.atomic
def remove_totp(person: Person, *, by: Actor) -> None:
    """For somebody whose telephone is lost: the next sign-in asks for the password alone."""
    person = _held(person, "remove_totp", by)
    Authenticator.objects.filter(user=person).delete()
    attempts.forget(person)
    record.write("account.remove_totp", by=by.who, about=person, where=place_of(person))


@transaction.atomic
def unlink(person: Person, *, by: Actor) -> None:
    """For a wrong match: whoever came in by the identity platform is signed out. The next time it is matched anew, so
    the login or staff number has to be put right first."""
    person = _held(person, "unlink", by)
    linked = SocialAccount.objects.filter(user=person)
    detail = {
        "subs": list(linked.values_list("uid", flat=True)),
        "sessions_ended": sessions.end_all(person),
        "tokens_revoked": tokens.revoke_all(person),
    }
    linked.delete()
    record.write("account.unlink", by=by.who, about=person, where=place_of(person), detail=detail)


def _held(person: Person, move: str, by: Actor) -> Person:
    """The person's row, locked until the change is done. Raises Refused."""
    held: Person = Person.objects.select_for_update().get(pk=person.pk)
    refuse_if([why_not(held, move, by=by)])
    return held


def whose(person: Person, *, address: str = "") -> Who:
    """A person outside any membership, as the journal keeps it: before they have signed in, or as they sign out."""
    return Who(person.name, person=person.pk, address=address)

"""What the journal is told of signing in and out, passwords and codes."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out
from django.http import HttpRequest

from luoshi.office.journal import record
from luoshi.office.journal.who import Who
from luoshi.office.organisations.accounts import place_of, whose
from luoshi.office.organisations.models import Organisation, Person

UNKNOWN = "没有这个账号"

# By kind of authenticator: its part of the verb.
NAMES = {Authenticator.Type.TOTP: "totp", Authenticator.Type.RECOVERY_CODES: "recovery_codes"}


def connect() -> None:
    """Listen; called once, when the program starts."""
    account.user_logged_in.connect(signed_in, dispatch_uid="journal")
    user_logged_out.connect(signed_out, dispatch_uid="journal")
    account.password_changed.connect(password_changed, dispatch_uid="journal")
    mfa.authenticator_added.connect(added, dispatch_uid="journal")
    mfa.authenticator_removed.connect(removed, dispatch_uid="journal")
    mfa.authenticator_reset.connect(renewed, dispatch_uid="journal")
    mfa.authenticator_used.connect(used, dispatch_uid="journal")
    mfa.authentication_failed.connect(code_refused, dispatch_uid="journal")


def write(
    verb: str, person: Person, request: HttpRequest, *, done: bool = True, detail: dict[str, Any] | None = None
) -> None:
    """One entry about a person's own doing at the door."""
    actor = getattr(request, "actor", None)
    who = actor.who if actor and actor.person.pk == person.pk else whose(person, address=address_of(request))
    record.write(verb, by=who, about=person, where=place_of(person), done=done, detail=detail)


def address_of(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def signed_in(request: HttpRequest, user: Person, **more: Any) -> None:
    write("sign_in.enter", user, request, detail={"by": "identity"} if "sociallogin" in more else None)


def signed_out(request: HttpRequest, user: Person | None, **_: Any) -> None:
    if user is not None:
        why = getattr(request, "signed_out_because", "")
        write("sign_in.leave", user, request, detail={"why": why} if why else None)


def refused(request: HttpRequest, login: str) -> None:
    """A wrong password, or a login that nobody has. What was typed stands in the encrypted detail only: it may be a
    password that slipped into the wrong field."""
    person = Person.objects.filter(login=login).first()
    if person is not None:
        write("sign_in.refuse", person, request, done=False)
        return
    first = Organisation.objects.filter(parent=None).order_by("pk").first()
    by = Who(UNKNOWN, address=address_of(request))
    where = first.path if first else ""
    record.write("sign_in.refuse", by=by, where=where, done=False, detail={"login": login[:60]})


def password_changed(request: HttpRequest, user: Person, **_: Any) -> None:
    write("password.change", user, request)


def added(request: HttpRequest, user: Person, authenticator: Authenticator, **_: Any) -> None:
    write(f"{NAMES[authenticator.type]}.add", user, request)


def removed(request: HttpRequest, user: Person, authenticator: Authenticator, **_: Any) -> None:
    write(f"{NAMES[authenticator.type]}.remove", user, request)


def renewed(request: HttpRequest, user: Person, authenticator: Authenticator, **_: Any) -> None:
    write(f"{NAMES[authenticator.type]}.renew", user, request)


def used(request: HttpRequest, user: Person, authenticator: Authenticator, **_: Any) -> None:
    """A recovery code is used up; an ordinary code is part of signing in and tells nothing more."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        write("recovery_codes.use", user, request)


def code_refused(request: HttpRequest, user: Person, **_: Any) -> None:
    write("totp.refuse", user, request, done=False)

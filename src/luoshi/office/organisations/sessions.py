"""Signed-in browsers of a person, and how they are signed out from here."""

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings

from luoshi.office.organisations.models import Membership, Person

CHOSEN = "membership"  # in a session: the number of the membership in use


def end_all(person: Person) -> int:
    """Sign a person out everywhere; gives in how many browsers they were signed in."""
    return sum(_end(one) for one in UserSession.objects.filter(user=person))


def end_in(membership: Membership) -> int:
    """Sign a person out wherever this membership is in use; gives in how many browsers that was."""
    held = UserSession.objects.filter(user=membership.person)
    return sum(_end(one) for one in held if _chosen(one.session_key) == membership.pk)


def _end(session: UserSession) -> bool:
    session.end()
    return True


def _chosen(key: str) -> int | None:
    store = import_module(settings.SESSION_ENGINE).SessionStore(key)
    found: int | None = store.get(CHOSEN)
    return found

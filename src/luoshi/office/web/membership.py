"""In which membership a request is made: the one chosen at sign-in, shown on every page, carried by every form."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from luoshi.office.organisations.actor import Actor, actor_of
from luoshi.office.organisations.memberships import usable
from luoshi.office.organisations.models import Membership, Person

CHOSEN = "membership"  # in the session, and the hidden field of every form


def with_actor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware: request.actor is who acts, or None; a form opened in another membership is not carried out."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.actor = find_actor(request)  # type: ignore[attr-defined]
        if opened_elsewhere(request):
            return render(request, "other_membership.html", status=409)
        return get_response(request)

    return answer


def find_actor(request: HttpRequest) -> Actor | None:
    """The actor of the chosen membership; of the only or last one where none was chosen; None without any."""
    person = request.user
    if not isinstance(person, Person):
        return None
    day = timezone.localdate()
    request.memberships = memberships = usable(person, day=day)  # type: ignore[attr-defined]
    chosen = request.session.get(CHOSEN)
    membership = next((one for one in memberships if one.pk == chosen), None) or first_of(person, memberships)
    if membership is None:
        return None
    return actor_of(membership, day=day, address=request.META.get("REMOTE_ADDR", ""))


def first_of(person: Person, memberships: list[Membership]) -> Membership | None:
    """Where a person begins who has not chosen: where they last worked, else the first."""
    last = getattr(getattr(person, "preference", None), "last_membership_id", None)
    return next((one for one in memberships if one.pk == last), None) or next(iter(memberships), None)


def opened_elsewhere(request: HttpRequest) -> bool:
    """Whether a form says that it was opened in another membership than the one in use."""
    if request.method != "POST" or request.actor is None:  # type: ignore[attr-defined]
        return False
    stamped = request.POST.get(CHOSEN, "")
    return bool(stamped) and stamped != stamp(request.actor)  # type: ignore[attr-defined]


def stamp(actor: Actor) -> str:
    """What a form carries: the membership, and the organisation on whose behalf it was opened."""
    return f"{actor.membership.pk}-{actor.behalf.pk}" if actor.behalf else str(actor.membership.pk)


def shell(request: HttpRequest) -> dict[str, object]:
    """For every template: who acts, in which memberships they could, and whether this is the demo."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"actor": None, "demo": settings.DEMO}
    return {
        "actor": actor,
        "memberships": request.memberships,  # type: ignore[attr-defined]
        "membership_stamp": stamp(actor),
        "demo": settings.DEMO,
    }

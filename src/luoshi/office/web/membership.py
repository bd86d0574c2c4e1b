"""In which membership a request is made: the one chosen at sign-in, shown on every page, carried by every form."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from luoshi.office.desk.behalf import in_use
from luoshi.office.desk.behalf_views import SESSION as BEHALF
from luoshi.office.desk.delivery import unread_count
from luoshi.office.organisations.actor import Actor, actor_of
from luoshi.office.organisations.memberships import usable
from luoshi.office.organisations.models import Membership, Person
from luoshi.office.organisations.sessions import CHOSEN  # also the hidden field of every form


class _WithActor(HttpRequest):
    """A request with who acts in it, if anybody, and the memberships that they may choose from."""

    actor: Actor | None
    memberships: list[Membership]


def with_actor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware: request.actor is who acts, or None; a form opened in another membership is not carried out."""

    def answer(request: HttpRequest) -> HttpResponse:
        actor = find_actor(request)
        cast(_WithActor, request).actor = actor
        if opened_elsewhere(request, actor):
            return render(request, "other_membership.html", status=409)
        return get_response(request)

    return answer


def find_actor(request: HttpRequest) -> Actor | None:
    """The actor of the chosen membership; of the last or only one where none was chosen; None if there is none, or if
    there are several to choose from."""
    person = request.user
    if not isinstance(person, Person):
        return None
    day = timezone.localdate()
    cast(_WithActor, request).memberships = memberships = usable(person, day=day)
    chosen = request.session.get(CHOSEN)
    membership = next((one for one in memberships if one.pk == chosen), None)
    if membership is None:
        membership = first_of(person, memberships)
        keep(request, chosen, membership)
    if membership is None:
        return None
    number = request.session.get(BEHALF)
    behalf = in_use(number, membership=membership, day=day) if number else None
    return actor_of(membership, day=day, behalf=behalf, address=request.META.get("REMOTE_ADDR", ""))


def first_of(person: Person, memberships: list[Membership]) -> Membership | None:
    """Where a person begins who has not chosen: where they last worked, or in their only membership."""
    last = getattr(getattr(person, "preference", None), "last_membership_id", None)
    only = memberships[0] if len(memberships) == 1 else None
    return next((one for one in memberships if one.pk == last), only)


def keep(request: HttpRequest, before: int | None, membership: Membership | None) -> None:
    """Note in which membership the session goes on; whoever was in one that has ended is told."""
    if membership is not None:
        request.session[CHOSEN] = membership.pk
    else:
        request.session.pop(CHOSEN, None)
    ended = Membership.objects.filter(pk=before, person=request.user.pk).first() if before else None
    if ended is None:
        return
    said = _("您在“%(what)s”的岗位已经结束。") % {"what": f"{ended.organisation} {ended.post}"}
    if membership is not None:
        into = f"{membership.organisation} {membership.post}"
        said += _("现在换到了“%(into)s”。") % {"into": into}
    messages.info(request, said)


def opened_elsewhere(request: HttpRequest, actor: Actor | None) -> bool:
    """Whether a form says that it was opened in another membership than the one in use."""
    if request.method != "POST" or actor is None:
        return False
    stamped = request.POST.get(CHOSEN, "")
    return bool(stamped) and stamped != stamp(actor)


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
        "memberships": getattr(request, "memberships", []),
        "membership_stamp": stamp(actor),
        "unread": SimpleLazyObject(lambda: unread_count(actor)),  # a page that has counted them says so itself
        "demo": settings.DEMO,
    }

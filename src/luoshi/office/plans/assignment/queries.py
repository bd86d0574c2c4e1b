"""What waits for whom, and how everything stands: the lists from which the pages are made."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Length, Substr
from django.utils import timezone

from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import AUTHORITIES, SCHOOLS, Membership, Organisation, Role
from luoshi.office.organisations.models.membership import MembershipQuerySet
from luoshi.office.organisations.settings_table import values_of
from luoshi.office.plans.assignment.parties import IN_BUREAU, LOOKED_OVER_BY, OWNER_ROLES
from luoshi.office.plans.models import DRAFTERS, Adjustment, Assignment, AssignmentQuerySet, Plan, Responsibility
from luoshi.office.plans.models.standing import HowItStands, days_of

State, Part = Assignment.State, Responsibility.Part
TO_DO = (State.ISSUED, State.RECEIVED, State.WORKING, State.RETURNED, State.BEHIND)


def standing(authority: Organisation | None, day: date | None = None) -> AssignmentQuerySet:
    """All assignments, annotated with `standing` by what the authority calls soon and long."""
    return Assignment.objects.with_standing(day or timezone.localdate(), **limits(authority))


def standing_along(to: str, authority: Organisation | None) -> HowItStands:
    """The same today, for rows from which `to` leads to an assignment."""
    return HowItStands(to=to, **standing_days(authority))


def standing_days(authority: Organisation | None, day: date | None = None) -> dict[str, Any]:
    """What it is judged by."""
    return days_of(day or timezone.localdate(), **limits(authority))


def limits(authority: Organisation | None) -> dict[str, int]:
    found = values_of(authority, "near_days", "stalled_days") if authority else {"near_days": 10, "stalled_days": 60}
    return {"near": found["near_days"], "stalled": found["stalled_days"]}


def own(actor: Actor) -> AssignmentQuerySet:
    """What the actor's organisation has itself, not what others in its area have: visible to all who work there."""
    return Assignment.objects.given_out().filter(organisation=actor.organisation)


def to_do(actor: Actor, *, day: date | None = None) -> AssignmentQuerySet:  # noqa: ARG001  # whatever the day
    """What waits for the actor's organisation, and is theirs to do."""
    if actor.behalf is None and actor.role not in OWNER_ROLES[actor.organisation.kind]:
        return Assignment.objects.none()
    return own(actor).filter(state__in=TO_DO)


def in_other_hands() -> Q:
    """Reported, or asked to be changed. What a school asks to have changed stays in its ledger meanwhile, to be done."""
    asked = Q(state=State.ADJUSTING) & ~Q(organisation__kind__in=SCHOOLS)
    return Q(state__in=(State.REPORTED, State.SIGNED)) | asked


def to_sign(actor: Actor, *, day: date | None = None) -> AssignmentQuerySet:
    """Reports that wait for the actor's signature: of their school; of the bureau's work what names them as leader, or
    names no leader."""
    rows = _here(actor).filter(state=State.REPORTED)
    if actor.role == Role.HEAD:
        return rows.filter(organisation=actor.organisation)
    if actor.role != Role.LEADER:
        return rows.none()
    held = _held(day, Role.LEADER)  # as parties.signers has it
    leaders = Responsibility.objects.filter(task=OuterRef("task"), part=Part.LEADER, membership__in=held)
    mine = Q(membership=actor.membership.pk) | Q(membership=actor.membership.deputises_id or 0)
    return rows.filter(Exists(leaders.filter(mine)) | ~Exists(leaders), organisation__kind__in=IN_BUREAU)


def to_verify(actor: Actor, *, day: date | None = None) -> AssignmentQuerySet:
    """Reports that wait for the actor to verify them: all that they may, but that the office looks over what another lead
    can only where nobody of that lead does. As parties.not_verifier has it."""
    if actor.behalf or actor.authority is None:
        return Assignment.objects.none()
    others = ~Q(organisation=actor.organisation) & ~Q(submitted_by__person=actor.person)
    rows = _here(actor).filter(others, state=State.SIGNED)
    named = Q(verifier=actor.membership.pk) | Q(verifier=actor.membership.deputises_id or 0)
    if actor.role not in (Role.OFFICE, *LOOKED_OVER_BY):
        return rows.filter(named)
    within = Q(organisation__path__startswith=actor.authority.path)
    working = {role: _held(day, role).filter(within).values("organisation") for role in (Role.OFFICE, *LOOKED_OVER_BY)}
    asked, led = Q(parent__organisation=actor.organisation), Exists(LEADS.filter(organisation=actor.organisation))
    theirs = asked | Q(led, ~Q(part=Part.LEAD), parent=None)
    if actor.role == Role.OFFICE:
        leads = Exists(LEADS.filter(_has_staff("", OuterRef("organisation"), OuterRef("organisation__path"), working)))
        asker = _has_staff("parent__", F("organisation"), F("organisation__path"), working)
        theirs |= Q(part=Part.LEAD) | Q(~leads, parent=None) | Q(~asker, parent__isnull=False)
    return rows.filter(named | Q(theirs, ~_offices_own(working[Role.OFFICE]), verifier__isnull=True))


def _held(day: date | None, *roles: Role) -> MembershipQuerySet:
    """Who works in one of the roles, in any organisation. Asked by itself, once: of each row, it is most of what a question
    costs."""
    return Membership.objects.filter(role__in=roles).in_force(day or timezone.localdate()).order_by()


def _here(actor: Actor) -> AssignmentQuerySet:
    """What the actor sees of their own authority's plans: those below it are the work of others. Its staff see all of
    them; which plans is a question of its own, or SQLite goes through all their tasks for the few in a state."""
    own = Assignment.objects.filter(task__plan__in=Plan.objects.filter(authority=actor.authority))
    return own if actor.role in DRAFTERS else own.visible_to(actor)


LEADS = Assignment.objects.of_the_plan().given_out().filter(task=OuterRef("task"), part=Part.LEAD)


def _offices_own(offices: QuerySet[Any, Any]) -> Q:
    """As parties.offices_own has it."""
    office = Q(organisation__kind__in=AUTHORITIES) | Q(organisation__in=offices)
    others = Exists(LEADS.exclude(organisation=OuterRef("organisation")))
    alone = Q(part=Part.LEAD) | ~others
    return Q(office) & (Q(alone, parent=None) | Q(parent__organisation=F("organisation")))


def _has_staff(to: str, body: F, path: F, working: Mapping[Role, QuerySet[Any, Any]]) -> Q:
    """Whether in the organisation of the assignment to which `to` leads, another than the `body`, somebody works who may
    verify what that does: as parties has it."""
    section = Q(**{f"{to}organisation__in": working[Role.SECTION]})
    above = Q(**{f"{to}organisation__path": Substr(path, 1, Length(f"{to}organisation__path"))})
    centre = Q(above, **{f"{to}organisation__in": working[Role.CENTRE]})
    return (section | centre) & ~Q(**{f"{to}organisation": body})


def to_decide(actor: Actor, *, day: date | None = None) -> AssignmentQuerySet:
    """Requests for a change that wait for the actor: the leaders' all of the plan's, a lead's those of what it asked of
    others; where nobody works for that lead, the office's."""
    open_ones = Adjustment.objects.filter(assignment=OuterRef("pk"), state=Adjustment.State.OPEN)
    rows = _here(actor).filter(Exists(open_ones), state=State.ADJUSTING)
    if actor.behalf:
        return rows.none()
    owns = actor.role in OWNER_ROLES[actor.organisation.kind]
    asked = Q(parent__organisation=actor.organisation) if owns else Q(pk__in=())
    if actor.role == Role.LEADER:
        return rows.filter(parent__isnull=True)
    if actor.role != Role.OFFICE:
        return rows.filter(asked)
    theirs = Q(parent__organisation__in=_held(day, Role.OFFICE, *LOOKED_OVER_BY).values("organisation"))
    return rows.filter(asked | Q(parent__isnull=True) | ~theirs)

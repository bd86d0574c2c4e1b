"""What waits for whom, and how everything stands: the lists from which the pages are made."""

from datetime import date

from django.db.models import Case, Exists, OuterRef, Q
from django.utils import timezone

from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import AUTHORITIES, SCHOOLS, Membership, Organisation, Role
from luoshi.office.organisations.settings_table import values_of
from luoshi.office.plans.assignment.parties import IN_BUREAU
from luoshi.office.plans.models import Adjustment, Assignment, AssignmentQuerySet, Responsibility
from luoshi.office.plans.models.assignment import standing_case

State, Part = Assignment.State, Responsibility.Part
TO_DO = (State.ISSUED, State.RECEIVED, State.WORKING, State.RETURNED, State.BEHIND)


def standing(authority: Organisation | None, day: date | None = None) -> AssignmentQuerySet:
    """All assignments, annotated with `standing` by what the authority calls soon and long."""
    return Assignment.objects.with_standing(day or timezone.localdate(), **_limits(authority))


def standing_along(to: str, authority: Organisation | None) -> Case:
    """The same today, for rows from which `to` leads to an assignment."""
    return standing_case(timezone.localdate(), to=to, **_limits(authority))


def _limits(authority: Organisation | None) -> dict[str, int]:
    found = values_of(authority, "near_days", "stalled_days") if authority else {"near_days": 10, "stalled_days": 60}
    return {"near": found["near_days"], "stalled": found["stalled_days"]}


def own(actor: Actor) -> AssignmentQuerySet:
    """What the actor's organisation has itself, not what others in its area have: visible to all who work there."""
    return Assignment.objects.given_out().filter(organisation=actor.organisation)


def to_do(actor: Actor) -> AssignmentQuerySet:
    """What waits for the actor's organisation."""
    return own(actor).filter(state__in=TO_DO)


def in_other_hands() -> Q:
    """Reported, or asked to be changed. What a school asks to have changed stays in its ledger meanwhile, to be done."""
    asked = Q(state=State.ADJUSTING) & ~Q(organisation__kind__in=SCHOOLS)
    return Q(state__in=(State.REPORTED, State.SIGNED)) | asked


def to_sign(actor: Actor) -> AssignmentQuerySet:
    """Reports that wait for the actor's signature: of their school; of the bureau's work what names them as leader, or
    names no leader."""
    rows = Assignment.objects.visible_to(actor).filter(state=State.REPORTED)
    if actor.role == Role.HEAD:
        return rows.filter(organisation=actor.organisation)
    if actor.role != Role.LEADER:
        return rows.none()
    held = Membership.objects.in_force(timezone.localdate()).filter(role=Role.LEADER)  # as parties.signers has it
    leaders = Responsibility.objects.filter(task=OuterRef("task"), part=Part.LEADER, membership__in=held)
    mine = Q(membership=actor.membership.pk) | Q(membership=actor.membership.deputises_id or 0)
    return rows.filter(Exists(leaders.filter(mine)) | ~Exists(leaders), organisation__kind__in=IN_BUREAU)


def to_verify(actor: Actor) -> AssignmentQuerySet:
    """Reports that wait for the actor to verify them."""
    rows = Assignment.objects.visible_to(actor).filter(state=State.SIGNED)
    rows = rows.filter(Q(submitted_by__isnull=True) | ~Q(submitted_by__person=actor.person))
    named = Q(verifier__in=[actor.membership.pk, actor.membership.deputises_id or 0])
    if actor.behalf or actor.role not in (Role.OFFICE, Role.SECTION, Role.CENTRE):
        return rows.filter(named)
    free = Q(verifier__isnull=True) & ~Q(organisation=actor.organisation)
    leads = Assignment.objects.of_the_plan().given_out().filter(task=OuterRef("task"), part=Part.LEAD)
    if actor.role == Role.OFFICE:
        others = leads.exclude(organisation=OuterRef("organisation"))
        for_office = Q(part=Part.LEAD) | ~Exists(others)
        verified = free & for_office & Q(parent__isnull=True) & ~Q(organisation__kind__in=AUTHORITIES)
    else:
        led = Exists(leads.filter(organisation=actor.organisation))
        verified = free & ~Q(part=Part.LEAD) & (Q(parent__organisation=actor.organisation) | Q(led, parent=None))
    return rows.filter(named | verified)


def to_decide(actor: Actor) -> AssignmentQuerySet:
    """Requests for a change that wait for the actor: the leaders' all, a lead's those of what it asked of others."""
    open_ones = Adjustment.objects.filter(assignment=OuterRef("pk"), state=Adjustment.State.OPEN)
    rows = Assignment.objects.visible_to(actor).filter(Exists(open_ones), state=State.ADJUSTING)
    if actor.role in (Role.LEADER, Role.OFFICE):
        return rows.filter(parent__isnull=True)
    return rows.filter(parent__organisation=actor.organisation)

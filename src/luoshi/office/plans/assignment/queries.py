"""What waits for whom, and how everything stands: the lists from which the pages are made."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Length, Substr
from django.utils import timezone

from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import AUTHORITIES, SCHOOLS, Membership, Organisation, Role
from luoshi.office.organisations.settings_table import values_of
from luoshi.office.plans.assignment.parties import IN_BUREAU, LOOKED_OVER_BY, OWNER_ROLES
from luoshi.office.plans.models import Adjustment, Assignment, AssignmentQuerySet, Responsibility
from luoshi.office.plans.models.standing import HowItStands, standing_on

State, Part = Assignment.State, Responsibility.Part
TO_DO = (State.ISSUED, State.RECEIVED, State.WORKING, State.RETURNED, State.BEHIND)


def standing(authority: Organisation | None, day: date | None = None) -> AssignmentQuerySet:
    """All assignments, annotated with `standing` by what the authority calls soon and long."""
    return Assignment.objects.with_standing(day or timezone.localdate(), **_limits(authority))


def standing_along(to: str, authority: Organisation | None) -> HowItStands:
    """The same today, for rows from which `to` leads to an assignment."""
    return standing_on(timezone.localdate(), to=to, **_limits(authority))


def _limits(authority: Organisation | None) -> dict[str, int]:
    found = values_of(authority, "near_days", "stalled_days") if authority else {"near_days": 10, "stalled_days": 60}
    return {"near": found["near_days"], "stalled": found["stalled_days"]}


def own(actor: Actor) -> AssignmentQuerySet:
    """What the actor's organisation has itself, not what others in its area have: visible to all who work there."""
    return Assignment.objects.given_out().filter(organisation=actor.organisation)


def to_do(actor: Actor) -> AssignmentQuerySet:
    """What waits for the actor's organisation, and is theirs to do."""
    if actor.behalf is None and actor.role not in OWNER_ROLES[actor.organisation.kind]:
        return Assignment.objects.none()
    return own(actor).filter(state__in=TO_DO)


def in_other_hands() -> Q:
    """Reported, or asked to be changed. What a school asks to have changed stays in its ledger meanwhile, to be done."""
    asked = Q(state=State.ADJUSTING) & ~Q(organisation__kind__in=SCHOOLS)
    return Q(state__in=(State.REPORTED, State.SIGNED)) | asked


def to_sign(actor: Actor) -> AssignmentQuerySet:
    """Reports that wait for the actor's signature: of their school; of the bureau's work what names them as leader, or
    names no leader."""
    rows = _here(actor).filter(state=State.REPORTED)
    if actor.role == Role.HEAD:
        return rows.filter(organisation=actor.organisation)
    if actor.role != Role.LEADER:
        return rows.none()
    held = Membership.objects.in_force(timezone.localdate()).filter(role=Role.LEADER)  # as parties.signers has it
    leaders = Responsibility.objects.filter(task=OuterRef("task"), part=Part.LEADER, membership__in=held)
    mine = Q(membership=actor.membership.pk) | Q(membership=actor.membership.deputises_id or 0)
    return rows.filter(Exists(leaders.filter(mine)) | ~Exists(leaders), organisation__kind__in=IN_BUREAU)


def to_verify(actor: Actor) -> AssignmentQuerySet:
    """Reports that wait for the actor to verify them: all that they may, but that the office looks over what another lead
    can only where nobody of that lead does. As parties.not_verifier has it."""
    rows = _here(actor).filter(state=State.SIGNED)
    if actor.behalf:
        return rows.none()
    rows = rows.exclude(organisation=actor.organisation)
    rows = rows.filter(Q(submitted_by__isnull=True) | ~Q(submitted_by__person=actor.person))
    named = Q(verifier__in=[actor.membership.pk, actor.membership.deputises_id or 0])
    if actor.role not in (Role.OFFICE, *LOOKED_OVER_BY):
        return rows.filter(named)
    working = _working(actor)
    asked, led = Q(parent__organisation=actor.organisation), Exists(LEADS.filter(organisation=actor.organisation))
    theirs = asked | Q(led, ~Q(part=Part.LEAD), parent=None)
    if actor.role == Role.OFFICE:
        leads, asker = _with_staff(LEADS, working), _with_staff(ASKER, working)
        nobodys = Q(~Exists(leads), parent=None) | Q(~Exists(asker), parent__isnull=False)
        theirs |= Q(part=Part.LEAD) | nobodys
    return rows.filter(named | Q(theirs, ~_offices_own(working[Role.OFFICE]), verifier__isnull=True))


def _here(actor: Actor) -> AssignmentQuerySet:
    """What the actor sees of their own authority's plans: those below it are the work of others."""
    return Assignment.objects.visible_to(actor).filter(task__plan__authority=actor.authority)


LEADS = Assignment.objects.of_the_plan().given_out().filter(task=OuterRef("task"), part=Part.LEAD)
ASKER = Assignment.objects.filter(pk=OuterRef("parent"))


def _working(actor: Actor) -> dict[str, set[int]]:
    """In which organisations of the authority somebody works as office, as section, as centre. Looked up once: asked of each
    row, it is most of what the question costs."""
    found: dict[str, set[int]] = {Role.OFFICE: set(), **{role: set() for role in LOOKED_OVER_BY}}
    if actor.authority:
        held = Membership.objects.in_force(timezone.localdate()).filter(role__in=list(found))
        held = held.filter(organisation__path__startswith=actor.authority.path)
        for role, place in held.order_by().values_list("role", "organisation").distinct():
            found[role].add(place)
    return found


def _offices_own(offices: Collection[int]) -> Q:
    """As parties.offices_own has it."""
    office = Q(organisation__kind__in=AUTHORITIES) | Q(organisation__in=offices)
    others = Exists(LEADS.exclude(organisation=OuterRef("organisation")))
    alone = Q(part=Part.LEAD) | ~others
    return Q(office) & (Q(alone, parent=None) | Q(parent__organisation=F("organisation")))


def _with_staff(leads: AssignmentQuerySet, working: Mapping[str, Collection[int]]) -> AssignmentQuerySet:
    """Those leads of an assignment, itself left out, where somebody works who may verify it: as parties has it."""
    below = Q(organisation__path=Substr(OuterRef("organisation__path"), 1, Length("organisation__path")))
    section = Q(organisation__in=working[Role.SECTION])
    centre = Q(below, organisation__in=working[Role.CENTRE])
    return leads.filter(section | centre).exclude(organisation=OuterRef("organisation"))


def to_decide(actor: Actor) -> AssignmentQuerySet:
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
    held = Membership.objects.in_force(timezone.localdate()).filter(role__in=(Role.OFFICE, *LOOKED_OVER_BY))
    theirs = Exists(held.filter(organisation=OuterRef("parent__organisation")))
    return rows.filter(asked | Q(parent__isnull=True) | ~theirs)

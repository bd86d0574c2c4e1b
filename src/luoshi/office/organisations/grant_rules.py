"""Which roles there may be where, who proposes them, and which do not go together in one pair of hands (三员分立)."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.organisations.access import ADMINISTRATORS, EVERY_ROLE
from luoshi.office.organisations.actor import Actor, authority_of
from luoshi.office.organisations.models import AUTHORITIES, SCHOOLS, Grant, Kind, Membership, Organisation, Role
from luoshi.office.organisations.models.days import not_ended
from luoshi.office.organisations.models.membership import MembershipQuerySet

_BUREAU = frozenset(AUTHORITIES)
_OFFICES = frozenset({Kind.SECTION, Kind.INSTITUTION})

# In which kinds of organisation a role exists. Bodies outside and training institutions have none: they do not sign in.
FITS: dict[str, frozenset[Kind]] = {
    Role.OFFICE: _BUREAU | {Kind.SECTION},  # the bureau itself, or its section 办公室
    Role.LEADER: _BUREAU,
    Role.SECTION: _OFFICES,
    Role.CENTRE: frozenset({Kind.CENTRE}),
    Role.HEAD: frozenset(SCHOOLS),
    Role.CLERK: frozenset(SCHOOLS),
    Role.INSPECTOR: _BUREAU | _OFFICES,  # 督导室 is a section in most counties
    Role.GUARDIAN: _BUREAU | _OFFICES | {Kind.SCHOOL, Kind.KINDERGARTEN},
    Role.OBSERVER: _BUREAU,
    Role.SYSTEM_ADMIN: _BUREAU,
    Role.SECURITY_ADMIN: _BUREAU,
    Role.AUDITOR: _BUREAU,
}

# Who may propose which roles, and that they end.
PROPOSES: dict[str, frozenset[Role]] = {
    Role.OFFICE: frozenset({Role.SECTION, Role.CENTRE, Role.HEAD, Role.CLERK, Role.INSPECTOR}),
    Role.SECURITY_ADMIN: EVERY_ROLE,
}
PROPOSERS = tuple(Role(one) for one in PROPOSES)


def why_not_propose(membership: Membership, *, by: Actor | None = None, alone: bool = False) -> list[str]:
    """Every reason against a membership, stored or not yet. `by` None: who proposes has been looked at before."""
    reasons = [
        _why_not_role(membership.role, membership.organisation, by) if by else None,
        why_not_for_oneself(membership, by) if by and alone else None,
        _why_not_here(membership),
        _why_not_then(membership),
        _why_not_twice(membership),
        _why_not_together(membership),
        _why_not_deputy(membership),
    ]
    return [one for one in reasons if one]


def why_not_end(
    membership: Membership, *, last_day: date | None, reason: str = "-", by: Actor | None = None, alone: bool = False
) -> list[str]:
    """Every reason against ending a membership after a day."""
    reasons = [
        _why_not_role(membership.role, membership.organisation, by) if by else None,
        why_not_for_oneself(membership, by) if by and alone else None,
        _why_not_ended(membership, last_day, asked_anew=by is None),
        None if reason.strip() else _("请写明收回的原因，例如“调离”“任期届满”和文号。"),
        _why_not_last(membership, last_day),
    ]
    return [one for one in reasons if one]


def _why_not_role(role: str, organisation: Organisation, by: Actor) -> str | None:
    names = {"role": Role(role).label, "name": organisation.name}
    if role not in PROPOSES.get(by.role, ()):
        could = "、".join(Role(one).label for one in PROPOSES if role in PROPOSES[one])
        return _("“%(role)s”由%(could)s提出，另一人确认。") % {**names, "could": could}
    if not by.area.holds(organisation.path):
        return _("“%(name)s”不在您的辖区内，由它所属的教育局办理。") % names
    return None


def why_not_for_oneself(membership: Membership, by: Actor) -> str | None:
    if membership.person.pk != by.person.pk:
        return None
    return _("这是您自己的岗位。本局没有要求第二人确认，自己的岗位要由别人办理。")


def _why_not_here(membership: Membership) -> str | None:
    organisation = membership.organisation
    names = {"name": organisation.name, "kind": organisation.get_kind_display(), "role": Role(membership.role).label}
    if not organisation.signs_in:
        return _("“%(name)s”是%(kind)s，那里的人不登录，用函件往来，不设岗位。") % names
    if organisation.kind not in FITS[membership.role]:
        places = "、".join(dict.fromkeys(str(Kind(one).label) for one in Kind if one in FITS[membership.role]))
        return _("“%(name)s”是%(kind)s，不设“%(role)s”；这个岗位设在：%(places)s。") % {**names, "places": places}
    return None


def _why_not_then(membership: Membership) -> str | None:
    organisation, names = membership.organisation, {"name": membership.organisation.name, "day": membership.since}
    if membership.until and membership.until < membership.since:
        return _("任职的最后一天 %(until)s 早于第一天 %(day)s，请检查是否写反了。") % {
            **names,
            "until": membership.until,
        }
    if not organisation.is_open(max(membership.since, timezone.localdate())):
        return _("“%(name)s”在 %(day)s 还没有设立或已经撤销。") % names
    return None


def _why_not_twice(membership: Membership) -> str | None:
    same = _beside(membership).filter(organisation=membership.organisation, role=membership.role)
    same = same.filter(deputises__isnull=membership.deputises is None)  # a deputy may come into office themselves
    found = same.first()
    if found is None:
        return None
    said = (
        _("%(who)s从 %(day)s 起已任“%(what)s”，不用再授予。")
        if found.confirmed
        else _("%(who)s任“%(what)s”已有人提出（%(day)s 起），正等确认。")
    )
    return said % {"who": membership.person, "day": found.since, "what": found}


def _why_not_together(membership: Membership) -> str | None:
    """三员分立: two of the three administrators of one authority are never one person, whatever the second one was
    given under; nor of an authority and one above it, whose administrators reach it too. GB/T 22239-2019 asks for
    separate administrators from level 3 on."""
    if membership.role not in ADMINISTRATORS:
        return None
    here = membership.organisation.path
    others = _beside(membership).filter(role__in=ADMINISTRATORS).exclude(role=membership.role)
    found = next((one for one in others if _reach_alike(here, one.organisation.path)), None)
    if found is None:
        return None
    names = {"who": membership.person, "has": Role(found.role).label, "role": Role(membership.role).label}
    return _("%(who)s已是（或正等确认为）%(has)s，不能再任%(role)s：系统、安全、审计三员要由三个人分任。") % names


def _reach_alike(one: str, other: str) -> bool:
    """Whether one of two authorities stands above the other, or is it: administrators stand in an authority only."""
    return one.startswith(other) or other.startswith(one)


def _why_not_deputy(membership: Membership) -> str | None:
    principal = membership.deputises
    if principal is None:
        return None
    if principal.person == membership.person:
        return _("%(who)s不能做自己的B岗。") % {"who": membership.person}
    if (principal.organisation, principal.role) != (membership.organisation, membership.role):
        return _("B岗要和“%(principal)s”在同一机构、同一岗位。") % {"principal": principal}
    return None


def _why_not_ended(membership: Membership, last_day: date | None, *, asked_anew: bool) -> str | None:
    names = {"what": membership, "day": membership.until}
    if last_day is None:
        return _("请写明任职的最后一天。")
    if not membership.confirmed:
        return _("“%(what)s”还没有确认，不用收回；不同意的，在授权页上退回。") % names
    if membership.until and membership.until <= last_day:
        return _("“%(what)s”任到 %(day)s，不能改得更晚。") % names
    waiting = membership.grants.filter(what=Grant.What.REVOKE, agreed__isnull=True)
    if not asked_anew and waiting.exists():
        return _("“%(what)s”已有人提出收回，正等确认。") % names
    return None


def _why_not_last(membership: Membership, last_day: date | None) -> str | None:
    """Without a security administrator nobody could ever be granted anything again."""
    if membership.role != Role.SECURITY_ADMIN or last_day is None:
        return None
    next_day = max(last_day, timezone.localdate()) + timedelta(days=1)
    others = Membership.objects.in_force(next_day).filter(
        role=Role.SECURITY_ADMIN, person__is_active=True, person__login__isnull=False
    )
    authority = authority_of(membership.organisation)
    others = others.exclude(pk=membership.pk).select_related("organisation")
    if any(authority_of(one.organisation) == authority for one in others):
        return None
    said = _("%(who)s是%(name)s最后一位安全管理员，收回后没有人能再授权。请先确认一位能登录的接任者。")
    return said % {"who": membership.person, "name": authority or membership.organisation}


def _beside(membership: Membership) -> MembershipQuerySet:
    """What the person holds on some day of this membership, or is proposed for; what was declined does not count."""
    held = Membership.objects.filter(not_ended(membership.since), person=membership.person)
    if membership.until:
        held = held.filter(since__lte=membership.until)
    # Unconfirmed without a grant that waits: withdrawn, it never held.
    waiting = Grant.objects.filter(what=Grant.What.GRANT, agreed__isnull=True).values("membership")
    held = held.filter(Q(confirmed=True) | Q(pk__in=waiting))
    return held.exclude(pk=membership.pk).select_related("organisation", "person")

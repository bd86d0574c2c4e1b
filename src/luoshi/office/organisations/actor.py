"""Who acts: a membership in use, the organisations it reaches, and on whose behalf."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from luoshi.office.journal.who import Who
from luoshi.office.organisations.models import AUTHORITIES, Grouping, Kind, Membership, Organisation, Person, Role
from luoshi.office.organisations.models.days import holds

# Roles that reach the whole authority they belong to, wherever in it their own office stands.
BUREAU = frozenset(
    {Role.OFFICE, Role.LEADER, Role.SECTION, Role.OBSERVER, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR}
)


@dataclass(frozen=True)
class Area:
    """辖区: the organisations that may be seen, as paths; each stands for itself and all below it."""

    paths: tuple[str, ...]

    def q(self, column: str) -> Q:
        """The condition that a path in `column` lies in the area; an empty area holds nothing."""
        found = Q() if self.paths else Q(pk__in=())
        for path in self.paths:
            found |= Q(**{f"{column}__startswith": path})
        return found

    def holds(self, path: str) -> bool:
        return any(path.startswith(one) for one in self.paths)


@dataclass(frozen=True)
class Behalf:
    """代录: an organisation for which somebody else enters what its people signed on paper."""

    pk: int
    organisation: Organisation
    signed_by: str
    signed_on: date

    def __str__(self) -> str:
        return on_behalf(self.organisation, self.signed_by, self.signed_on)


def on_behalf(organisation: Organisation, signed_by: str, signed_on: date) -> str:
    """In words, as pages and the journal say it: 代云岭小学录入（柏松 2026-09-01 签字）."""
    said = _("代%(organisation)s录入（%(signed_by)s %(signed_on)s 签字）")
    return said % {"organisation": organisation, "signed_by": signed_by, "signed_on": signed_on.isoformat()}


@dataclass(frozen=True)
class Actor:
    """A membership in use on a day. While on somebody's behalf, role and area are those of that organisation's clerk."""

    membership: Membership
    area: Area
    authority: Organisation | None = None  # the nearest education authority at or above the organisation
    behalf: Behalf | None = None
    address: str = ""  # the network address of the request
    through: str = ""  # the token by which a program acts for the person, in words

    @property
    def person(self) -> Person:
        return self.membership.person

    @property
    def role(self) -> str:
        return Role.CLERK if self.behalf else self.membership.role

    @property
    def organisation(self) -> Organisation:
        return self.behalf.organisation if self.behalf else self.membership.organisation

    @property
    def office(self) -> str:
        """The organisation as somebody outside has to call it: 办公室 alone could be anybody's."""
        inside = self.authority and self.organisation.kind in {Kind.SECTION, Kind.INSTITUTION}
        return f"{self.authority}{self.organisation}" if inside else str(self.organisation)

    @property
    def sees_persons(self) -> bool:
        """An observer above the authority sees totals and lights, never persons."""
        return self.role != Role.OBSERVER

    @property
    def who(self) -> Who:
        """As the journal keeps it: always the person who really sat there."""
        return Who(
            name=self.person.name,
            person=self.person.pk,
            membership=self.membership.pk,
            role=self.membership.role,
            organisation=self.membership.organisation.pk,
            organisation_name=self.membership.organisation.name,
            behalf=str(self.behalf or self.through),
            address=self.address,
        )

    def __str__(self) -> str:
        return str(self.membership)


def actor_of(
    membership: Membership, *, day: date, behalf: Behalf | None = None, address: str = "", through: str = ""
) -> Actor:
    """The actor that a membership makes on a day."""
    authority = authority_of(membership.organisation)
    area = Area((behalf.organisation.path,)) if behalf else area_of(membership, authority=authority, day=day)
    return Actor(membership, area, authority=authority, behalf=behalf, address=address, through=through)


def authority_of(organisation: Organisation) -> Organisation | None:
    """The nearest education authority at or above an organisation."""
    if organisation.kind in AUTHORITIES:
        return organisation
    return (
        Organisation.objects.filter(pk__in=organisation.numbers_above, kind__in=AUTHORITIES).order_by("-path").first()
    )


def area_of(membership: Membership, *, authority: Organisation | None, day: date) -> Area:
    """What a membership reaches: its authority, an inspector's districts, or the organisation itself and below."""
    if membership.role in BUREAU and authority:
        return Area((authority.path,))
    if membership.role == Role.INSPECTOR:
        return Area(tuple(_inspected(membership, day)))
    if membership.role == Role.GUARDIAN and authority and _in_bureau(membership.organisation):
        return Area((authority.path,))
    return Area((membership.organisation.path,))


def _in_bureau(organisation: Organisation) -> bool:
    return organisation.kind in {*AUTHORITIES, "section", "institution"}


def _inspected(membership: Membership, day: date) -> list[str]:
    districts = Grouping.objects.in_force(day).filter(kind=Grouping.Kind.DISTRICT, in_charge=membership)
    held = Organisation.objects.filter(holds(day, of="grouped__"), grouped__grouping__in=districts)
    return sorted(set(held.values_list("path", flat=True)))

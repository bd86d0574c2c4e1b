"""The invented county in the making: what is given of it, and what stands already."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from importlib.resources import files
from typing import Any

import yaml
from django.utils import timezone

from luoshi.office.organisations import grants
from luoshi.office.organisations.actor import Actor, actor_of
from luoshi.office.organisations.models import Kind, Membership, Organisation, Role
from luoshi.office.web.demo.names import names

BEGAN = date(2019, 3, 1)  # when the county's schools and offices are entered as known
SINCE = date(2024, 8, 1)  # since when everybody is in office
KINDS = (
    ("sections", Kind.SECTION),
    ("institutions", Kind.INSTITUTION),
    ("centres", Kind.CENTRE),
    ("schools", Kind.SCHOOL),
    ("kindergartens", Kind.KINDERGARTEN),
    ("training", Kind.TRAINING),
)


def read() -> Mapping[str, Any]:
    """What is given of the county."""
    given: Mapping[str, Any] = yaml.safe_load((files(__package__) / "county.yaml").read_text("utf-8"))
    return given


@dataclass
class County:
    """The county in the making: organisations and memberships by name, and the passwords of accounts opened so far."""

    given: Mapping[str, Any]
    organisations: dict[str, Organisation] = field(default_factory=dict)
    memberships: dict[str, Membership] = field(default_factory=dict)  # by the person's name
    passwords: dict[str, str] = field(default_factory=dict)  # by the name to sign in with

    @cached_property
    def spare_names(self) -> Iterator[str]:
        people = (person for entry in self.entries() for person in entry.get("people", ()))
        taken = frozenset(person[2] for person in people if len(person) > 2)
        return names(self.given["surnames"], self.given["given"], taken=taken)

    def entries(self) -> list[Mapping[str, Any]]:
        """Every entry that may have people, the authorities first."""
        below = (one for name, _kind in KINDS for one in self.given[name])
        return [self.given["city"], self.given["county"], *below]

    def actor(self, name: str) -> Actor:
        return actor_of(self.memberships[name], day=timezone.localdate())

    def first(self, role: Role) -> Actor:
        """Who acts for a role: the first of the county in it."""
        return next(self.actor(name) for name, one in self.memberships.items() if one.role == role)

    def head_of(self, place: str) -> Membership:
        """The first of those who work at a place."""
        return next(one for one in self.memberships.values() if one.organisation.name == place)

    def open_schools(self) -> list[Organisation]:
        kinds = (Kind.SCHOOL, Kind.KINDERGARTEN, Kind.POINT)
        today = timezone.localdate()
        return list(Organisation.objects.filter(kind__in=kinds).open_on(today).order_by("path"))

    def confirm(self, membership: Membership) -> None:
        """The second person's part: the leader decides what the security administrator proposed, else the latter does."""
        for grant in membership.grants.filter(agreed__isnull=True).select_related("proposed_by"):
            by_security = grant.proposed_by is not None and grant.proposed_by.role == Role.SECURITY_ADMIN
            by = self.first(Role.LEADER if by_security else Role.SECURITY_ADMIN)
            grants.decide(grant, agreed=True, answer="同意", by=by)

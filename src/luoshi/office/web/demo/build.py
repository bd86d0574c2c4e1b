"""Builds the invented county through the verbs an office uses; nothing is put in by the back door."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from importlib.resources import files
from typing import Any

import yaml
from django.utils import timezone

from luoshi.office.desk.asks import put
from luoshi.office.journal.who import PROGRAM
from luoshi.office.organisations import accounts, actions, calendar, grants, groupings, leave, people
from luoshi.office.organisations.actor import Actor, actor_of
from luoshi.office.organisations.models import Kind, Membership, Organisation, Person, Role
from luoshi.office.refused import Refused
from luoshi.office.web.demo.names import names

SINCE = date(2025, 8, 1)  # since when everybody is in office


@dataclass
class County:
    """The county in the making: organisations and memberships by name, and the accounts opened so far."""

    day: date
    given: dict[str, Any]
    organisations: dict[str, Organisation] = field(default_factory=dict)
    memberships: dict[str, Membership] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)  # by the name to sign in with

    @cached_property
    def spare_names(self) -> Iterator[str]:
        taken = {person[2] for one in self.everywhere() for person in one.get("people", ()) if len(person) > 2}
        return names(self.given["surnames"], self.given["given"], taken=frozenset(taken))

    def everywhere(self) -> list[dict[str, Any]]:
        """Every entry that may have people, the county's own first."""
        kinds = ("sections", "institutions", "centres", "schools", "kindergartens")
        return [self.given["county"], self.given["city"], *(one for kind in kinds for one in self.given[kind])]

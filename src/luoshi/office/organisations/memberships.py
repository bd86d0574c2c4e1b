"""Which memberships a person may work in today."""

from collections.abc import Sequence
from datetime import date

from luoshi.office.organisations.models import Leave, Membership, Person
from luoshi.office.organisations.models.days import holds, not_ended


def usable(person: Person, *, day: date) -> list[Membership]:
    """Confirmed and in force; one that only deputises (AB岗) while the principal, still in office, is away."""
    held = list(person.memberships.in_force(day).select_related("organisation"))
    for one in held:
        one.person = person
    principals = [one.deputises_id for one in held if one.deputises_id]
    away = _away(principals, day) if principals else frozenset()
    return [one for one in held if not one.deputises_id or one.deputises_id in away]


def _away(memberships: Sequence[int], day: date) -> frozenset[int]:
    """Those of the memberships, still in office, whose holder is on leave. Asked apart: few people deputise."""
    serving = not_ended(day, of="membership__")
    found = Leave.objects.filter(holds(day), serving, membership__in=memberships, membership__confirmed=True)
    return frozenset(found.values_list("membership_id", flat=True))

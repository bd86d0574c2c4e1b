"""Which memberships a person may work in today."""

from datetime import date

from django.db.models import Q

from luoshi.office.organisations.models import Leave, Membership, Person


def usable(person: Person, *, day: date) -> list[Membership]:
    """Confirmed and in force; one that only deputises (AB岗) while the principal, still in office, is away."""
    serving = Q(membership__until__isnull=True) | Q(membership__until__gte=day)
    leaves = Leave.objects.filter(Q(until__isnull=True) | Q(until__gte=day), serving, since__lte=day)
    away = leaves.filter(membership__confirmed=True).values("membership")
    held = person.memberships.filter(Q(deputises__isnull=True) | Q(deputises__in=away))
    return list(held.in_force(day).select_related("organisation", "person"))

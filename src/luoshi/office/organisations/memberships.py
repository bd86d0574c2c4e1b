"""Which memberships a person may work in today."""

from datetime import date

from django.db.models import Q

from luoshi.office.organisations.models import Leave, Membership, Person
from luoshi.office.organisations.models.days import holds


def usable(person: Person, *, day: date) -> list[Membership]:
    """Confirmed and in force; one that only deputises (AB岗) while the principal, still in office, is away."""
    serving = Membership.objects.filter(Q(until__isnull=True) | Q(until__gte=day), confirmed=True)
    away = Leave.objects.filter(holds(day), membership__in=serving).values("membership")
    held = person.memberships.filter(Q(deputises__isnull=True) | Q(deputises__in=away))
    return list(held.in_force(day).select_related("organisation", "person"))

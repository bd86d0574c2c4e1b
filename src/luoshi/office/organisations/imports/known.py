"""What the database already holds of an authority's organisations and people, looked up once for a whole workbook."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import Count, Max, Q, Sum

from luoshi.office.organisations.access import ADMINISTRATORS
from luoshi.office.organisations.models import Membership, Organisation, Person
from luoshi.office.organisations.models.days import not_ended
from luoshi.office.organisations.models.membership import MembershipQuerySet

CHUNK = 500  # values in one question; SQLite takes at most 999 in older builds


@dataclass
class KnownOrganisations:
    """The organisations of an authority, itself included, by number, code and name."""

    by_pk: dict[int, Organisation] = field(default_factory=dict)
    by_name: dict[str, list[Organisation]] = field(default_factory=lambda: defaultdict(list))
    by_code: dict[str, Organisation] = field(default_factory=dict)
    codes_elsewhere: set[str] = field(default_factory=set)


def organisations_of(authority: Organisation, *, codes: Iterable[str]) -> KnownOrganisations:
    """Those that exist no more are known by number and code, not by name."""
    known = KnownOrganisations()
    for one in Organisation.objects.under(authority).order_by("pk"):
        known.by_pk[one.pk] = one
        if one.closed_on is None:
            known.by_name[one.name].append(one)
        if one.code:
            known.by_code[one.code] = one
    for some in _in_chunks(set(codes) - known.by_code.keys()):
        known.codes_elsewhere.update(Organisation.objects.filter(code__in=some).values_list("code", flat=True))
    return known


@dataclass
class KnownPeople:
    """The people of an authority with their memberships; and which staff numbers and logins others hold."""

    by_pk: dict[int, Person] = field(default_factory=dict)
    by_name: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    by_staff_number: dict[str, Person] = field(default_factory=dict)
    memberships: dict[int, list[Membership]] = field(default_factory=lambda: defaultdict(list))
    membership_by_pk: dict[str, Membership] = field(default_factory=dict)
    staff_numbers_elsewhere: set[str] = field(default_factory=set)
    serving_elsewhere: set[int] = field(default_factory=set)  # who of them has an office outside the authority too
    holder_of_login: dict[str, int] = field(default_factory=dict)


def people_of(
    authority: Organisation, *, day: date, staff_numbers: Iterable[str], logins: Iterable[str]
) -> KnownPeople:
    """Those with a membership in the authority, now or once; who left and comes back is still the same person."""
    known = KnownPeople()
    for membership in memberships_of(authority, day=day):
        known.memberships[membership.person_id].append(membership)
        known.membership_by_pk[str(membership.pk)] = membership
    ever = Membership.objects.filter(organisation__path__startswith=authority.path).values("person")
    for person in Person.objects.filter(pk__in=ever).order_by("pk"):
        known.by_pk[person.pk] = person
        known.by_name[person.name].append(person)
        if person.staff_number:
            known.by_staff_number[person.staff_number] = person
    serving = Membership.objects.filter(Q(until__isnull=True) | Q(until__gte=day), person__in=ever)
    beyond = serving.exclude(organisation__path__startswith=authority.path)
    known.serving_elsewhere.update(beyond.values_list("person", flat=True))
    for some in _in_chunks(set(staff_numbers) - known.by_staff_number.keys()):
        found = Person.objects.filter(staff_number__in=some).values_list("staff_number", flat=True)
        known.staff_numbers_elsewhere.update(number for number in found if number)
    for some in _in_chunks(set(logins)):
        taken = Person.objects.filter(login__in=some).values_list("login", "pk")
        known.holder_of_login.update((login, pk) for login, pk in taken if login)
    return known


def memberships_of(authority: Organisation, *, day: date) -> MembershipQuerySet:
    """The memberships that a list shows: confirmed or waiting, not ended, no administrator's."""
    found = Membership.objects.filter(organisation__path__startswith=authority.path)
    waiting = Q(confirmed=False, grants__what="grant", grants__agreed__isnull=True)
    found = found.filter(not_ended(day), Q(confirmed=True) | waiting).distinct()
    return found.exclude(role__in=ADMINISTRATORS).filter(deputises__isnull=True).order_by("pk")


def state_of(authority: Organisation) -> tuple[Any, ...]:
    """Changes whenever an organisation, a person or a membership of the authority does."""
    organisations = Organisation.objects.under(authority).aggregate(Count("pk"), Max("pk"), Sum("version"))
    held = Membership.objects.filter(organisation__path__startswith=authority.path)
    memberships = held.aggregate(
        Count("pk"), Max("pk"), ended=Count("until"), held=Count("pk", filter=Q(confirmed=True))
    )
    people = Person.objects.filter(pk__in=held.values("person")).aggregate(Count("pk"), Max("pk"), Sum("version"))
    return (*organisations.values(), *memberships.values(), *people.values())


def _in_chunks(values: set[str]) -> Iterable[list[str]]:
    left = iter(sorted(values))
    while some := list(islice(left, CHUNK)):
        yield some

"""What the pages of organisations ask for: the tree in pieces, everybody of an organisation by rank, its groupings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils import timezone

from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import GroupingMember, Kind, Membership, Organisation, Role
from luoshi.office.organisations.models.days import holds

AT_ONCE = 60  # organisations of one kind below another that are shown without being asked for
MOST = 300  # that are shown in the tree at all; beyond, the list is the better page

# In the order in which an organisation's people are named.
RANK = (Role.LEADER, Role.HEAD, Role.CENTRE, Role.OFFICE, Role.SECTION, Role.INSPECTOR, Role.GUARDIAN, Role.CLERK)


@dataclass(frozen=True)
class Leaf:
    """An organisation in the tree, and how many stand directly below it."""

    organisation: Organisation
    below: int


@dataclass(frozen=True)
class Band:
    """The organisations of one kind directly below another; `leaves` is empty where they are loaded when asked for."""

    kind: str
    count: int
    leaves: tuple[Leaf, ...] = ()

    @property
    def label(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def left_out(self) -> int:
        return self.count - len(self.leaves)


def tops(actor: Actor) -> list[Organisation]:
    """Where the actor's tree begins: what their area names."""
    found = Organisation.objects.filter(path__in=actor.area.paths).select_related("parent")
    return sorted(found, key=lambda one: (one.path.count("/"), one.order, one.pk))


def bands(above: Organisation, *, day: date, kind: str = "") -> list[Band]:
    """What stands directly below an organisation on a day, by kind; with `kind`, that kind alone and in full."""
    here = Organisation.objects.filter(parent=above).open_on(day)
    if kind:
        here = here.filter(kind=kind)
    counts = dict(here.order_by().values_list("kind").annotate(Count("pk")))
    shown = [one for one in Kind.values if kind or counts.get(one, 0) <= AT_ONCE]
    leaves = leaves_of(here.filter(kind__in=shown)[:MOST], day=day)
    return [
        Band(one, counts[one], tuple(leaf for leaf in leaves if leaf.organisation.kind == one))
        for one in Kind.values
        if one in counts
    ]


def leaves_of(organisations: Iterable[Organisation], *, day: date) -> list[Leaf]:
    found = list(organisations)
    below = Organisation.objects.filter(parent__in=found).open_on(day).order_by().values_list("parent")
    counts = dict(below.annotate(Count("pk")))
    return [Leaf(one, counts.get(one.pk, 0)) for one in found]


def above(organisation: Organisation) -> list[Organisation]:
    """The organisations over it, the highest first."""
    return list(Organisation.objects.filter(pk__in=organisation.numbers_above).order_by("path"))


def people_of(organisation: Organisation, *, actor: Actor) -> tuple[list[Membership], list[Membership]]:
    """Memberships there that the actor may see: those of now and to come by rank, and those that are over."""
    today = timezone.localdate()
    held = Membership.objects.visible_to(actor).filter(organisation=organisation)
    found = list(
        held.select_related("person", "organisation", "deputises__person").prefetch_related("leaves", "grants")
    )
    now = [one for one in found if (one.until is None or one.until >= today) and not withdrawn(one)]
    past = [one for one in found if one not in now and one.confirmed]
    return sorted(now, key=rank), sorted(past, key=lambda one: one.until or date.max, reverse=True)


def rank(membership: Membership) -> tuple[int, bool, int, int]:
    place = RANK.index(Role(membership.role)) if membership.role in RANK else len(RANK)
    return place, membership.deputises_id is not None, membership.order, membership.pk


def withdrawn(membership: Membership) -> bool:
    """Proposed and declined, or taken back before it held."""
    return not membership.confirmed and all(one.agreed is not None for one in membership.grants.all())


def groups_of(organisation: Organisation, day: date) -> list[GroupingMember]:
    held = organisation.grouped.filter(holds(day))
    return list(held.select_related("grouping__core").prefetch_related("grouping__in_charge__person"))

"""What organisations were on any day: their names, where they stood, what they came from, and how figures add up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from luoshi.office.organisations.models import Change, Organisation, Ownership, Stage

What = Change.What
Number = int | float | Decimal


@dataclass(frozen=True)
class Called:
    """A name and the days on which it was borne; None is open to that side."""

    name: str
    since: date | None
    until: date | None  # the first day of the next name


@dataclass(frozen=True)
class Branch:
    """An organisation as it was on a day, with what stood below it."""

    pk: int
    name: str
    kind: str
    stages: str
    ownership: str
    below: list["Branch"] = field(default_factory=list)


def names(organisation: Organisation) -> list[Called]:
    """Every name it has borne, the first one first."""
    renamed = list(organisation.changes.filter(what=What.RENAMED))
    days = [organisation.opened_on, *(change.day for change in renamed), organisation.closed_on]
    said = [*(change.before for change in renamed), organisation.name]
    return [Called(name, since, until) for name, since, until in zip(said, days, days[1:], strict=False)]


def name_on(organisation: Organisation, day: date) -> str:
    """Its full name on that day; before the first day known, the first one."""
    later = organisation.changes.filter(what=What.RENAMED, day__gt=day).first()
    return later.before if later else organisation.name


def lineage(organisation: Organisation) -> list[Organisation]:
    """Everything that went up in it, also by way of others, in the order in which it ended."""
    seen, ahead = {organisation.pk}, [organisation.pk]
    found: list[Organisation] = []
    while ahead:
        came = list(Organisation.objects.filter(successor__in=ahead).exclude(pk__in=seen))
        found.extend(came)
        ahead = [one.pk for one in came]
        seen.update(ahead)
    return sorted(found, key=lambda one: (one.closed_on or date.max, one.pk))


def successor_on(organisation: Organisation, day: date) -> Organisation:
    """Which organisation it is on that day: itself, or what it went up in, also by way of others."""
    seen = {organisation.pk}
    while organisation.successor and organisation.closed_on and organisation.closed_on <= day:
        organisation = organisation.successor
        if organisation.pk in seen:
            break
        seen.add(organisation.pk)
    return organisation


def successors_on(day: date) -> dict[int, int]:
    """For each organisation that went up in another by that day, in which one it is now; one question for all."""
    gone = Organisation.objects.filter(successor__isnull=False, closed_on__lte=day).order_by()
    direct = {pk: successor for pk, successor in gone.values_list("pk", "successor") if successor is not None}
    return {pk: _end_of(pk, direct) for pk in direct}


def _end_of(pk: int, direct: Mapping[int, int]) -> int:
    seen: set[int] = set()
    while pk in direct and pk not in seen:
        seen.add(pk)
        pk = direct[pk]
    return pk


def fold(values: Mapping[int, Number | None], day: date) -> dict[int, Number | None]:
    """Values by organisation, brought to the organisations of `day`: what went up in another is added to it.

    A missing value (None) makes the sum it belongs to missing, never smaller.
    """
    successors = successors_on(day)
    folded: dict[int, Number | None] = {}
    for pk, value in values.items():
        now = successors.get(pk, pk)
        folded[now] = _plus(folded[now], value) if now in folded else value
    return folded


def _plus(one: Number | None, other: Number | None) -> Number | None:
    if one is None or other is None:
        return None
    return Decimal(one) + Decimal(other) if isinstance(one, Decimal) or isinstance(other, Decimal) else one + other


def as_of(authority: Organisation, day: date) -> Branch:
    """The tree of an authority as it was on a day: names, places, stages and what existed then."""
    known = _ever_below(authority, day)
    changes = _later(known, day)
    parents = {pk: _parent(one, changes) for pk, one in known.items()}
    branches = {pk: _branch(one, changes) for pk, one in known.items() if pk == authority.pk or one.is_open(day)}
    for pk in sorted(branches, key=lambda pk: (known[pk].order, pk)):
        above = parents[pk]
        if pk != authority.pk and above in branches:
            branches[above].below.append(branches[pk])
    return branches[authority.pk]


def _ever_below(authority: Organisation, day: date) -> dict[int, Organisation]:
    """All that stands below an authority now, or has left it after that day, with what stands below that."""
    found = {one.pk: one for one in Organisation.objects.under(authority)}
    ahead: Iterable[int] = found
    while left := list(
        Organisation.objects.filter(
            changes__what=What.MOVED, changes__day__gt=day, changes__other__in=list(ahead)
        ).exclude(pk__in=list(found))
    ):
        came = {one.pk: one for root in left for one in Organisation.objects.under(root)}
        ahead = came.keys() - found.keys()
        found.update(came)
    return found


def _later(known: Mapping[int, Organisation], day: date) -> dict[tuple[int, str], Change]:
    """The first change of each kind after that day: it says what held until then."""
    asked = Change.objects.filter(day__gt=day, what__in=(What.RENAMED, What.MOVED, What.RESTAGED))
    first: dict[tuple[int, str], Change] = {}
    for change in asked.order_by("day", "pk"):
        if change.organisation_id in known:
            first.setdefault((change.organisation_id, change.what), change)
    return first


def _parent(organisation: Organisation, changes: Mapping[tuple[int, str], Change]) -> int | None:
    moved = changes.get((organisation.pk, What.MOVED))
    return moved.other_id if moved else organisation.parent_id


def _branch(organisation: Organisation, changes: Mapping[tuple[int, str], Change]) -> Branch:
    renamed = changes.get((organisation.pk, What.RENAMED))
    restaged = changes.get((organisation.pk, What.RESTAGED))
    codes = restaged.before if restaged else codes_of(organisation.stages, organisation.ownership)
    stages, _, ownership = codes.partition(";")
    name = renamed.before if renamed else organisation.name
    return Branch(organisation.pk, name, organisation.kind, stages, ownership)


def codes_of(stages: str, ownership: str) -> str:
    """Stages and ownership as a Change keeps them."""
    return f"{stages};{ownership}"


def in_words(codes: str) -> str:
    """Stages and ownership of a Change in words: 小学、初中，公办."""
    stages, _, ownership = codes.partition(";")
    labels, owned = dict(Stage.choices), dict(Ownership.choices)
    said = "、".join(str(labels.get(one, one)) for one in stages.split(",") if one)
    return "，".join(filter(None, [said, str(owned.get(ownership, ""))]))

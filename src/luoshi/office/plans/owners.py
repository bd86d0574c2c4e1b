"""Who many owners are (各中小学, 柳坪镇中心校所属小学): an expression that is kept, and the organisations it means on a day.

九年一贯制 schools have two stages and are meant by 小学 as well as by 初中. A teaching point or a campus passes things on
through its school, so 各小学, and even 全部小学, means schools; a paper that wants the points themselves says so (含教学点).
A point directly under a centre or the bureau has no school above it and is meant by itself.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.db.models import Q

from luoshi.office.organisations.models import SCHOOLS, Grouping, Kind, Organisation, Ownership, Place, Stage
from luoshi.office.organisations.models.days import holds
from luoshi.office.organisations.models.organisation import OrganisationQuerySet

PASSED_ON = (Kind.CAMPUS, Kind.POINT)  # that hear of things through their school
KINDS = (
    Kind.SCHOOL, Kind.KINDERGARTEN, Kind.CENTRE, Kind.POINT, Kind.CAMPUS, Kind.TRAINING, Kind.SECTION,
    Kind.INSTITUTION, Kind.COUNTY,
)  # fmt: skip
POINTS_SAID = "含教学点和校区"


@dataclass(frozen=True)
class Range:
    """范围: organisations that have all of these in common; what is empty narrows nothing."""

    kinds: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()  # of schools: one of them
    ownership: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    under: int | None = None  # number of a centre or a county
    grouping: int | None = None
    direct: bool = False  # directly under the authority
    points: bool = False  # teaching points and campuses beside their school


@dataclass(frozen=True)
class Owners:
    """落实单位: the organisations of several ranges and some by name, with exceptions. Numbers are those of rows."""

    ranges: tuple[Range, ...] = ()
    named: tuple[int, ...] = ()
    excepted: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.ranges or self.named)


# Kept as JSON


def as_json(owners: Owners) -> dict[str, Any]:
    """As Responsibility.owners keeps it; what says nothing is left out."""
    return _said({**asdict(owners), "ranges": [_said(asdict(one)) for one in owners.ranges]})


def of_json(kept: dict[str, Any] | None) -> Owners:
    """What as_json wrote; nothing for what was never said."""
    known, kept = {field.name for field in fields(Range)}, kept or {}
    ranges = tuple(
        Range(**{name: _fixed(value) for name, value in one.items() if name in known}) for one in kept.get("ranges", ())
    )
    return Owners(ranges, tuple(kept.get("named", ())), tuple(kept.get("excepted", ())))


def _said(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in facts.items() if value}


def _fixed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def tidy(owners: Owners) -> Owners:
    """The same, said once: ranges with the same conditions are one, what leaves nothing out is no condition."""
    merged: dict[Range, Range] = {}
    for one in owners.ranges:
        if not one.kinds:
            continue
        limits = _limits(one)
        known = merged.get(limits)
        merged[limits] = joined(limits, known or one, one)
    return Owners(tuple(merged.values()), tuple(dict.fromkeys(owners.named)), tuple(dict.fromkeys(owners.excepted)))


def _limits(one: Range) -> Range:
    """A range without kinds and stages."""
    taught = {Kind.SCHOOL, Kind.KINDERGARTEN} & set(one.kinds)
    ownership, place = _some(one.ownership, Ownership), _some(one.place, Place)
    return replace(one, kinds=(), stages=(), ownership=ownership, place=place, points=one.points and bool(taught))


def joined(limits: Range, one: Range, other: Range) -> Range:
    """Kinds and stages of both; schools of any stage go before those of some."""
    kinds = tuple(str(kind) for kind in KINDS if kind in {*one.kinds, *other.kinds})
    taught = [each.stages for each in (one, other) if Kind.SCHOOL in each.kinds]
    stages = tuple(str(stage) for stage in Stage if any(stage in each for each in taught)) if all(taught) else ()
    return replace(limits, kinds=kinds, stages=stages)


def _some(chosen: tuple[str, ...], of: Any) -> tuple[str, ...]:
    """In the order of the choices; none where all are chosen."""
    found = tuple(str(one) for one in of if one in chosen)
    return () if len(found) == len(of) else found


# Which organisations


def organisations(owners: Owners, authority: Organisation, day: date) -> OrganisationQuerySet:
    """Those of the authority that are meant on that day; one that is closed by then is not."""
    found = Q(pk__in=owners.named)
    for one in tidy(owners).ranges:
        found |= _meant(one, authority, day)
    inside = Organisation.objects.under(authority).open_on(day).exclude(pk=authority.pk)
    return inside.filter(found).exclude(pk__in=owners.excepted).order_by("order", "pk")


def _meant(one: Range, authority: Organisation, day: date) -> Q:
    found = _of_kind(one)
    if one.ownership:
        found &= Q(ownership__in=one.ownership)
    if one.place:
        found &= Q(place__in=one.place)
    if one.direct:
        found &= Q(parent=authority)
    if one.under:
        above = Organisation.objects.filter(pk=one.under).values_list("path", flat=True).first()
        found &= Q(path__startswith=above) & ~Q(pk=one.under) if above else Q(pk__in=())
    if one.grouping:
        held = Organisation.objects.filter(holds(day, of="grouped__"), grouped__grouping=one.grouping)
        found &= Q(pk__in=held.values("pk"))
    return found


def _of_kind(one: Range) -> Q:
    """By kind; schools by stage too, and beside them the points that stand under no school."""
    found = Q(kind__in=[kind for kind in one.kinds if kind != Kind.SCHOOL])
    if Kind.SCHOOL in one.kinds:
        beside = Q(kind__in=PASSED_ON) & ~Q(parent__kind=Kind.KINDERGARTEN)
        alone = Q(kind=Kind.POINT) & ~Q(parent__kind__in=SCHOOLS)
        found |= _taught(one.stages) & (Q(kind=Kind.SCHOOL) | (beside if one.points else alone))
    if Kind.KINDERGARTEN in one.kinds and one.points:
        found |= Q(kind__in=PASSED_ON, parent__kind=Kind.KINDERGARTEN)
    return found


def _taught(stages: Iterable[str]) -> Q:
    """Where one of the stages is taught; a campus or point that names none teaches those of its school."""
    found = Q()
    for stage in stages:
        found |= Q(stages__contains=stage) | Q(stages="", kind__in=PASSED_ON, parent__stages__contains=stage)
    return found


# In words


@cache
def lexicon() -> dict[str, Any]:
    """data/owners.yaml. Treat it as read-only: it is loaded once."""
    found: dict[str, Any] = yaml.safe_load(
        files("luoshi.office.plans").joinpath("data", "owners.yaml").read_text("utf-8")
    )
    return found


Meaning = tuple[tuple[str, ...], tuple[str, ...]]  # kinds and stages of a noun


def meaning(noun: dict[str, list[str]]) -> Meaning:
    return tuple(noun["kinds"]), tuple(noun.get("stages", ()))


@cache
def _our_nouns() -> dict[Meaning, str]:
    """Our own word for each meaning: the first that the lexicon has."""
    return {meaning(said): word for word, said in reversed(lexicon()["nouns"].items())}


@cache
def _our_words(table: str) -> dict[tuple[str, ...], str]:
    return {tuple(sorted(said)): word for word, said in reversed(lexicon()[table].items())}


def words(owners: Owners) -> str:
    """As a table of responsibilities would write it; `owners_read.understood` reads it back."""
    owners = tidy(owners)
    numbers = {*owners.named, *owners.excepted, *(one.under for one in owners.ranges if one.under)}
    names = dict(Organisation.objects.filter(pk__in=numbers).values_list("pk", "name")) if numbers else {}
    groups = {one.grouping for one in owners.ranges if one.grouping}
    groupings = dict(Grouping.objects.filter(pk__in=groups).values_list("pk", "name")) if groups else {}
    said = [_range_words(one, names, groupings) for one in owners.ranges]
    said += [names[number] for number in owners.named if number in names]
    besides = "、".join(names[number] for number in owners.excepted if number in names)
    return "、".join(said) + (f"（{besides}除外）" if besides else "")


def _range_words(one: Range, names: dict[int, str], groupings: dict[int, str]) -> str:
    """With 各 in front where nothing else says that a range begins."""
    limits = (
        f"{names.get(one.under, '')}所属" if one.under else "",
        f"{groupings.get(one.grouping, '')}成员" if one.grouping else "",
        "直属" if one.direct else "",
        _our_words("places").get(tuple(sorted(one.place)), ""),
        _our_words("ownership").get(tuple(sorted(one.ownership)), ""),
    )
    return ("".join(limits) or "各") + "、".join(_nouns(one)) + (f"（{POINTS_SAID}）" if one.points else "")


def _nouns(one: Range) -> Iterable[str]:
    """The fewest words for kinds and stages: 中小学 for three stages, else one word for each."""
    ours = _our_nouns()
    for kind in one.kinds:
        stages = one.stages if kind == Kind.SCHOOL else ()
        whole = ours.get(((kind,), stages))
        yield from [whole] if whole else [ours[((kind,), (stage,))] for stage in stages]

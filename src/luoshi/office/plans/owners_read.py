"""What a paper's words for many owners mean (全县公办幼儿园, X中心校辖区小学). Words that are not all known mean nothing."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from luoshi.office.organisations.models import Grouping, Kind, Organisation
from luoshi.office.plans.owners import Owners, Range, joined, lexicon, meaning, tidy

HALF = str.maketrans("(),;", "（），；")
BESIDES = re.compile(r"^(?P<rest>.+)（(?P<names>[^（）]+)除外）$")
BRACKET = re.compile(r"^(?P<rest>.+)（(?P<said>[^（）]+)）$")
SEPARATOR = re.compile(r"[、，；/](?![^（]*）)")  # outside brackets


@dataclass(frozen=True)
class Known:
    """The names an authority's papers may use, looked up once for many phrases."""

    bodies: dict[str, tuple[int, ...]]  # name or short name: those that are called so
    above: dict[str, int]  # names, whole or without 中心校, of what schools stand under
    groupings: dict[str, int]


def known_of(authority: Organisation) -> Known:
    """In two queries."""
    bodies: dict[str, tuple[int, ...]] = {}
    above: dict[str, int] = {}
    rows = Organisation.objects.under(authority).filter(closed_on__isnull=True).exclude(pk=authority.pk)
    for pk, kind, name, short in rows.order_by("path").values_list("pk", "kind", "name", "short_name"):
        for called in {name, short} - {""}:
            bodies[called] = (*bodies.get(called, ()), pk)
            if kind in {Kind.CENTRE, Kind.COUNTY}:
                above |= dict.fromkeys(_stems(called), pk)
    groupings = Grouping.objects.filter(authority=authority).values_list("name", "pk")
    return Known(bodies, above, dict(groupings))


def _stems(name: str) -> Iterator[str]:
    yield name
    yield from (
        name.removesuffix(tail) for tail in lexicon()["tails"] if name.endswith(tail) and len(name) > len(tail) + 1
    )


def understood(words: str, authority: Organisation, known: Known | None = None) -> Owners | None:
    """What the words mean for that authority; None where a part of them is not known, so that a person says it."""
    known = known or known_of(authority)
    text = re.sub(r"\s", "", words).translate(HALF)
    excepted: list[int] = []
    if found := BESIDES.match(text):
        text = found["rest"]
        for name in SEPARATOR.split(found["names"]):
            called = known.bodies.get(name, ())
            if len(called) != 1:
                return None
            excepted += called
    parts = [part for said in SEPARATOR.split(text) for part in _parts(said, known)]
    if not all(parts):
        return None
    return _together([part for part in parts if part], excepted)


@dataclass(frozen=True)
class Part:
    """One owner or one kind of owners in a phrase; `opens`: it says itself where its range begins."""

    range: Range | None = None
    body: int | None = None
    opens: bool = False


def _together(parts: list[Part], excepted: list[int]) -> Owners:
    """城区小学、幼儿园 means those of the town both times; 城区小学、各幼儿园 does not."""
    ranges: list[Range] = []
    goes_on = False  # whether the next range may still have the limits of the one before
    for part in parts:
        if part.range is None:
            goes_on = False
        elif goes_on and not part.opens:
            limits = replace(ranges[-1], points=ranges[-1].points or part.range.points)
            ranges[-1] = joined(limits, ranges[-1], part.range)
        else:
            ranges.append(part.range)
            goes_on = True
    named = tuple(part.body for part in parts if part.body is not None)
    return tidy(Owners(tuple(ranges), named, tuple(excepted)))


def _parts(said: str, known: Known) -> list[Part | None]:
    """A phrase between two commas: one part, or two with a joint between them, which may also be part of a name."""
    if whole := _part(said, known):
        return [whole]
    for joint in lexicon()["joints"]:
        for at in [found.start() for found in re.finditer(joint, said)][1 if said.startswith(joint) else 0 :]:
            both = [*_parts(said[:at], known), *_parts(said[at + len(joint) :], known)]
            if all(both):
                return both
    return [None]


def _part(said: str, known: Known) -> Part | None:
    called = known.bodies.get(said, ())
    if called:
        return Part(body=called[0]) if len(called) == 1 else None
    return _read(said, Range(), known, opens=False)


def _read(rest: str, so_far: Range, known: Known, *, opens: bool) -> Part | None:
    """Word by word: the whole rest is a noun, or it begins with something that narrows."""
    noun = lexicon()["nouns"].get(rest)
    if noun:
        kinds, stages = meaning(noun)
        return Part(replace(so_far, kinds=kinds, stages=stages), opens=opens)
    if bracket := BRACKET.match(rest):
        if bracket["said"] in lexicon()["points"]:
            return _read(bracket["rest"], replace(so_far, points=True), known, opens=opens)
        if bracket["said"] in lexicon()["nothing"]:
            return _read(bracket["rest"], so_far, known, opens=opens)
    for length, narrowed in _narrowings(rest, so_far, known):
        if found := _read(rest[length:], narrowed, known, opens=True):
            return found
    return None


def _narrowings(rest: str, so_far: Range, known: Known) -> Iterator[tuple[int, Range]]:
    """What the rest may begin with: how many characters, and the range from there on; the longest first."""
    table = lexicon()
    for word in _begins(rest, table["ownership"]):
        yield len(word), replace(so_far, ownership=tuple(table["ownership"][word]))
    for word in _begins(rest, table["places"]):
        yield len(word), replace(so_far, place=tuple(table["places"][word]))
    for word in _begins(rest, table["direct"]):
        yield len(word), replace(so_far, direct=True)
    for word in _begins(rest, table["fillers"]):
        yield len(word), so_far
    for names, links, field in ((known.above, "own", "under"), (known.groupings, "members", "grouping")):
        for name in _begins(rest, names):
            behind = rest[len(name) :]
            for link in _begins(behind, [*table[links], *table["fillers"]]):
                narrowed: dict[str, Any] = {field: names[name]}
                yield len(name) + len(link), replace(so_far, **narrowed)


def _begins(rest: str, words: Iterable[str]) -> list[str]:
    return sorted((word for word in words if rest.startswith(word)), key=len, reverse=True)

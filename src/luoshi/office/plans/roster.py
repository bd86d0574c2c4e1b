"""Who is meant: bodies and people of an authority, found by how a paper names them or by what they look after."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from luoshi.office.organisations.models import Kind, Membership, Organisation, Role
from luoshi.office.plans.models import Responsibility
from luoshi.office.plans.owners import as_json
from luoshi.office.plans.owners_read import Known, known_of, understood
from luoshi.office.plans.shorthand import ENDINGS, FRONT, MANY_BODIES, TITLES_BEFORE, TITLES_BEHIND
from luoshi.office.plans.tasks import Named, Wanted

OFFICES = (Kind.SECTION, Kind.INSTITUTION, Kind.CENTRE, Kind.OUTSIDE)
BETWEEN = re.compile(r"[、，,；;/\s]+")
SHORTEST = 3  # characters of a name that may be found at the end of a longer one
Part = Responsibility.Part
Row = TypeVar("Row", Organisation, Membership)


@dataclass(frozen=True)
class Meant:
    """A body or a person, how the paper names them, and how they were found: said, topic, catalogue, or "" for not."""

    words: str
    organisation: Organisation | None = None
    membership: Membership | None = None
    how: str = ""

    def __str__(self) -> str:
        return self.words or str(self.organisation or (self.membership and self.membership.person) or "")


class Roster:
    """The bodies and leaders of one authority, asked for once for many findings."""

    def __init__(self, authority: Organisation, day: date) -> None:
        self.authority, self.day = authority, day
        self._known: dict[str, Organisation | None] = {}

    @cached_property
    def bodies(self) -> list[Organisation]:
        under = Organisation.objects.under(self.authority).filter(kind__in=OFFICES)
        shown = ("path", "kind", "name", "short_name", "fields")
        return list(under.open_on(self.day).order_by("path").only(*shown))

    @cached_property
    def leaders(self) -> list[Membership]:
        """In the order in which the authority lists them."""
        found = Membership.objects.in_force(self.day).filter(organisation=self.authority, role=Role.LEADER)
        leaders = list(found.select_related("person").only("title", "fields", "organisation", "person__name"))
        for one in leaders:
            one.organisation = self.authority
        return leaders

    @cached_property
    def _by_name(self) -> dict[str, Organisation]:
        """Names, short names, and both without the authority's own name in front; its own go before those further down."""
        found: dict[str, Organisation] = {}
        for one in sorted(self.bodies, key=lambda one: (one.path.count("/"), one.path), reverse=True):
            for name in filter(None, (one.name, one.short_name)):
                found[self._bare(name).translate(ENDINGS)] = one
                found[name.translate(ENDINGS)] = one
        return found

    def _bare(self, name: str) -> str:
        for front in filter(None, (self.authority.name, self.authority.short_name)):
            name = name.removeprefix(front)
        return FRONT.sub("", name) or name

    @cached_property
    def _by_topic(self) -> tuple[dict[str, list[Organisation]], dict[str, list[Membership]]]:
        """Which bodies and which leaders look after a topic."""
        bodies: dict[str, list[Organisation]] = {}
        leaders: dict[str, list[Membership]] = {}
        for body in self.bodies:
            for topic in body.field_list:
                bodies.setdefault(topic, []).append(body)
        for leader in self.leaders:
            for topic in leader.field_list:
                leaders.setdefault(topic, []).append(leader)
        return bodies, leaders

    def body(self, words: str) -> Organisation | None:
        """The body that a paper calls so: by name, by the end of its name, by an abbreviation that fits only one."""
        if words not in self._known:
            self._known[words] = self._find(words)
        return self._known[words]

    def _find(self, words: str) -> Organisation | None:
        key = words.translate(ENDINGS)
        bare = self._bare(words).translate(ENDINGS)
        if found := self._by_name.get(key) or self._by_name.get(bare):
            return found
        fits = {one.pk: one for name, one in self._by_name.items() if _shortens(bare, name)}
        return next(iter(fits.values())) if len(fits) == 1 else None

    def named(self, part: str, words: str) -> Iterator[Meant]:
        """Everybody that a cell names, each with who that is here."""
        for one in filter(None, BETWEEN.split(words)):
            if part in {Part.LEADER, Part.PERSON}:
                membership = self.leader(one) if part == Part.LEADER else None
                yield Meant(one, membership=membership, how="said" if membership else "")
            else:
                body = self.body(one)
                yield Meant(one, body, how="said" if body else "")

    def leader(self, words: str) -> Membership | None:
        found = [(words, one.person_id, one) for one in self.leaders if _is_called(one.person.name, words)]
        return _unmistakable(found).get(words)

    def lead_for(self, topic: str, usual: str) -> Meant | None:
        """Who leads where the paper does not say: the section with this topic, else the one that usually has it."""
        having = self._by_topic[0].get(topic, [])
        if len(having) == 1:
            return Meant("", having[0], how="topic")
        body = self.body(usual) if usual else None
        return Meant("", body, how="catalogue") if body else None

    def leader_for(self, topic: str, lead: Organisation | None) -> Meant | None:
        """The leader who has this topic, or else the one who has a topic of the section that leads (分管)."""
        having = self._by_topic[1].get(topic, [])
        if not having and lead:
            found = (one for other in lead.field_list for one in self._by_topic[1].get(other, ()))
            having = list({one.pk: one for one in found}.values())
        return Meant("", membership=having[0], how="topic") if len(having) == 1 else None

    def settled(self, wanted: Sequence[Wanted]) -> list[Wanted]:
        """With the schools and persons that are named in full, and what 各中小学 means. There may be thousands, so they are asked for by name."""
        named = [one for each in wanted for one in each.named if not one.organisation and not one.membership]
        places = {one.words for one in named if one.part in {Part.LEAD, Part.ASSIST}}
        people = {one.words for one in named if one.part == Part.PERSON}
        schools, persons = self._schools(places), self._persons(people)

        def known(one: Named) -> Named:
            if one.organisation or one.membership:
                return one
            if one.part == Part.PERSON:
                return replace(one, membership=persons.get(one.words))
            if one.part == Part.OWNER:
                return replace(one, owners=self.owners(one.words))
            return replace(one, organisation=schools.get(one.words) if one.part in {Part.LEAD, Part.ASSIST} else None)

        return [replace(each, named=tuple(map(known, each.named))) for each in wanted]

    def owners(self, words: str) -> dict[str, Any] | None:
        """What 各中小学 means here; None where a part of the words is not known."""
        found = understood(words, self.authority, self._known_names)
        return as_json(found) if found else None

    @cached_property
    def _known_names(self) -> Known:
        return known_of(self.authority)

    def _schools(self, names: Set[str]) -> dict[str, Organisation]:
        if not names:
            return {}
        found = Organisation.objects.under(self.authority).open_on(self.day).filter(name__in=names)
        return _unmistakable((one.name, one.pk, one) for one in found)

    def _persons(self, names: Set[str]) -> dict[str, Membership]:
        if not names:
            return {}
        inside = Membership.objects.in_force(self.day).filter(organisation__path__startswith=self.authority.path)
        found = inside.filter(person__name__in=names).select_related("person", "organisation").order_by("order", "pk")
        return _unmistakable((one.person.name, one.person_id, one) for one in found)


def _is_called(name: str, words: str) -> bool:
    """With or without a title: 王伟 is 局长王伟 and 王伟同志, and is not 王伟强."""
    before, found, behind = "".join(words.split()).partition(name)
    return bool(found and TITLES_BEFORE.fullmatch(before) and TITLES_BEHIND.fullmatch(behind))


def _unmistakable(found: Iterable[tuple[str, int, Row]]) -> dict[str, Row]:
    """The first of each name; none where several are called so. `found` gives name, who that is, and the row."""
    rows: dict[str, Row] = {}
    called: dict[str, set[int]] = {}
    for name, number, row in found:
        rows.setdefault(name, row)
        called.setdefault(name, set()).add(number)
    return {name: row for name, row in rows.items() if len(called[name]) == 1}


def as_named(part: str, meant: Iterable[Meant]) -> Iterator[Named]:
    """As a task keeps them. Many at once (各中小学) each do it themselves."""
    for one in meant:
        owners = part in {Part.LEAD, Part.ASSIST} and one.organisation is None and MANY_BODIES.match(one.words)
        yield Named(Part.OWNER if owners else part, one.words, one.organisation, one.membership)


def _shortens(short: str, name: str) -> bool:
    """Whether `short` is the end of a name, or has its characters in order with the same first and last (基教科)."""
    if len(short) >= SHORTEST and name.endswith(short):
        return True
    if len(short) < SHORTEST or len(short) >= len(name) or short[0] != name[0] or short[-1] != name[-1]:
        return False
    rest = iter(name)
    return all(letter in rest for letter in short)

"""Who is meant by a name in a cell or a form: an organisation or a person of the authority, looked up once for many."""

import re
from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from luoshi.office.organisations.models import Kind, Membership, Organisation, Role
from luoshi.office.plans.ledger_cells import BETWEEN, Part
from luoshi.office.plans.roster import Roster
from luoshi.office.plans.tasks import LONGEST_NAME, Named, called

SEPARATORS = re.compile(r"[、,，;；\n]+")
PEOPLE = {Part.LEADER, Part.PERSON}  # parts that a person has
BUREAU = (Role.LEADER, Role.OFFICE, Role.SECTION)
MOST_NAMES = 2000  # that are looked up for one sheet or form; what comes behind them stays words
OFFICES = {Kind.SECTION, Kind.INSTITUTION}


class Names:
    """The organisations and people of an authority on a day. Each name is asked for once: there may be thousands."""

    def __init__(self, authority: Organisation, *, day: date) -> None:
        self.authority, self.day = authority, day
        self.roster = Roster(authority, day)
        self._organisations: dict[str, list[Organisation]] = {}
        self._people: dict[str, list[Membership]] = {}

    def named(self, part: str, name: str) -> Named:
        """A name as somebody in a part, 各中小学 as who they are; the words alone where nobody or more than one is called so."""
        if part in PEOPLE:
            return Named(part, name, membership=self._person(part, name))
        found = self.organisations(name)
        body = found[0] if len(found) == 1 else None if found else self.roster.body(name)
        many = part == Part.OWNER and not found and not body
        return Named(part, name, organisation=body, owners=self.roster.owners(name) if many else None)

    def organisations(self, name: str) -> list[Organisation]:
        """Those that are called exactly so, in full or for short."""
        if name not in self._organisations:
            if len(self._organisations) >= MOST_NAMES:
                return []
            called_so = Organisation.objects.under(self.authority).filter(Q(name=name) | Q(short_name=name))
            self._organisations[name] = list(called_so.open_on(self.day).order_by("path")[:2])
        return self._organisations[name]

    def people(self, name: str) -> list[Membership]:
        """The memberships of everybody who is called so."""
        if name not in self._people:
            if len(self._people) >= MOST_NAMES:
                return []
            held = Membership.objects.in_force(self.day).filter(organisation__path__startswith=self.authority.path)
            found = held.filter(person__name=name).select_related("person", "organisation").order_by("order", "pk")
            self._people[name] = list(found)
        return self._people[name]

    def _person(self, part: str, name: str) -> Membership | None:
        found = self.people(name)
        if part == Part.LEADER:
            if not found:
                return self.roster.leader(name)
            found = [one for one in found if one.role == Role.LEADER] or found
        return found[0] if found and len({one.person_id for one in found}) == 1 else None

    def remark(self, named: Named) -> str:
        """What is to be known of a name that stays words; "" where it is somebody."""
        if named.organisation or named.membership or named.owners:
            return ""
        if self.people(named.words) if named.part in PEOPLE else self.organisations(named.words):
            return _("系统里有不止一个“%(name)s”，先照原样保留文字。请在任务页上选定。") % {"name": named.words}
        return _("系统里没有“%(name)s”，照原样保留文字。") % {"name": named.words}

    def suggestions(self, part: str) -> list[str]:
        """What a form offers for a part: the bureau's own bodies and people."""
        if part == Part.LEADER:
            return [one.person.name for one in self.roster.leaders]
        if part == Part.PERSON:
            held = Membership.objects.in_force(self.day).filter(role__in=BUREAU)
            inside = held.filter(organisation__path__startswith=self.authority.path)
            return list(
                dict.fromkeys(inside.order_by("organisation__path", "order").values_list("person__name", flat=True))
            )
        return [one.name for one in self.roster.bodies if part == Part.OWNER or one.kind in OFFICES]


def names_in(words: str, known: Iterable[str] = ()) -> list[str]:
    """The names of a cell; one that is known is not cut where it holds a separator itself (各中小学、幼儿园)."""
    kept: dict[str, str] = {}
    for number, name in enumerate(sorted((one for one in known if SEPARATORS.search(one)), key=len, reverse=True)):
        mark = f"\0{number}\0"
        if name in words:
            words, kept[mark] = words.replace(name, mark, 1), name
    found = (one.strip() for one in SEPARATORS.split(words))
    return list(dict.fromkeys(kept.get(one, one)[:LONGEST_NAME] for one in found if one))


def renamed(now: Iterable[Named], part: str, words: str, names: Names) -> list[Named]:
    """The part's bearers as words say them; whoever stays keeps what was known of them."""
    bearers = {called(one): one for one in now if one.part == part}
    return [bearers.get(name) or names.named(part, name) for name in names_in(words, bearers)]


def canonical(words: str) -> str:
    """Names with one separator, so that 甲，乙 is no other than 甲、乙."""
    return BETWEEN.join(names_in(words))

"""Who is meant by a name in a cell or a form: an organisation or a person of the authority, looked up once for many."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from luoshi.office.organisations.models import Membership, Organisation, Role
from luoshi.office.plans.ledger_cells import BETWEEN, Part
from luoshi.office.plans.tasks import LONGEST_NAME, Named

SEPARATORS = re.compile(r"[、,，;；\n]+")
PEOPLE = {Part.LEADER, Part.PERSON}  # parts that a person has
LEADERS = (Role.LEADER,)


class Names:
    """The organisations and people of an authority on a day, by name and short name."""

    def __init__(self, authority: Organisation, *, day: date) -> None:
        self.organisations: dict[str, list[Organisation]] = defaultdict(list)
        for one in Organisation.objects.under(authority).filter(closed_on__isnull=True).order_by("path"):
            for name in {one.name, one.short_name} - {""}:
                self.organisations[name].append(one)
        self.people: dict[str, list[Membership]] = defaultdict(list)
        held = Membership.objects.in_force(day).filter(organisation__path__startswith=authority.path)
        for held_one in held.select_related("person", "organisation").order_by("order", "pk"):
            self.people[held_one.person.name].append(held_one)

    def named(self, part: str, name: str) -> Named:
        """A name as somebody in a part; the words alone where nobody or more than one is called so."""
        if part in PEOPLE:
            return Named(part, name, membership=self._person(part, name))
        found = self.organisations.get(name, [])
        return Named(part, name, organisation=found[0] if len(found) == 1 else None)

    def _person(self, part: str, name: str) -> Membership | None:
        found = self.people.get(name, [])
        if part == Part.LEADER and len(found) > 1:
            found = [one for one in found if one.role in LEADERS] or found
        return found[0] if found and len({one.person_id for one in found}) == 1 else None

    def remark(self, named: Named) -> str:
        """What is to be known of a name that stays words; "" where it is somebody."""
        if named.organisation or named.membership or named.owners:
            return ""
        several = len(self.people.get(named.words, ())) + len(self.organisations.get(named.words, ())) > 1
        if several:
            return _("系统里有不止一个“%(name)s”，先照原样保留文字。请在任务页上选定。") % {"name": named.words}
        return _("系统里没有“%(name)s”，照原样保留文字。") % {"name": named.words}

    def suggestions(self, part: str) -> list[str]:
        """What a form offers for a part."""
        if part in PEOPLE:
            return [name for name, held in self.people.items() if _of_bureau(held)]
        kinds = {"section", "institution"} if part != Part.OWNER else None
        found = (name for name, some in self.organisations.items() if kinds is None or some[0].kind in kinds)
        return list(dict.fromkeys(found))


def _of_bureau(held: Iterable[Membership]) -> bool:
    return any(one.role in {Role.LEADER, Role.SECTION, Role.OFFICE} for one in held)


def called(one: Named) -> str:
    """How a cell or a form says it."""
    return one.words or (
        one.organisation.name if one.organisation else one.membership.person.name if one.membership else ""
    )


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

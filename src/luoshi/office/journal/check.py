"""Whether the journal is still as it was written: every entry, every detail, the chain of seals, and its end.

One seal at a time is held in memory. Whoever writes meanwhile does no harm: rows are only added, and what comes after
the head that stood at the beginning is left for the next check.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection
from django.db.models import Count, Exists, Min, OuterRef, Q

from luoshi.office.cipher import UnreadableSecretError
from luoshi.office.journal import anchor, guard, mac
from luoshi.office.journal import detail as details
from luoshi.office.journal.anchor import Head
from luoshi.office.journal.flaws import Flaw
from luoshi.office.journal.models import Entry, Link, Payload, Seal
from luoshi.office.journal.purge import ABOUT, VERB
from luoshi.office.journal.seal import BATCH

SAMPLE = 50  # rows that are asked whether the key is the one they were written with


@dataclass
class Check:
    """核对: goes through the journal once and counts what it has seen.

    `newest` looks at no more than about so many entries, from the end; None is the whole journal. `head` is one that
    was exported and must still be there.
    """

    newest: int | None = None
    head: Head | None = None
    entries: int = 0
    seals: int = 0
    unsealed: int = 0
    partial: bool = False  # whether older seals were left out
    _purged: int = field(default=0, init=False)  # number of the last entry whose detail was purged
    _details: bool = field(default=True, init=False)  # whether details can be opened
    _tell: Callable[[int], object] | None = field(default=None, init=False)

    def flaws(self, *, tell: Callable[[int], object] | None = None) -> Iterator[Flaw]:
        """Everything that is not as it was written; nothing, if the journal is sound. `tell` hears how many were seen."""
        self._tell = tell
        if absent := guard.missing(connection):
            yield Flaw("unguarded", facts=(("count", len(absent)), ("names", "、".join(absent))))
        yield from self._end()
        if _foreign_key():
            yield Flaw("foreign_key", facts=(("folder", settings.KEYS),))
            return
        if _foreign_fields():
            self._details = False
            yield Flaw("foreign_fields", facts=(("folder", settings.KEYS),))
        self._purged = _last_purged()
        yield from self._chain()
        yield from self._unsealed()
        yield from _strays()

    def _end(self) -> Iterator[Flaw]:
        """The heads that are known outside the database are still in it."""
        if self.head and not self.head.holds:
            yield Flaw("head", seal=self.head.number)
        try:
            noted = anchor.noted()
        except anchor.BrokenNoteError:
            yield Flaw("note_broken")
            return
        if noted and not noted.holds:
            yield Flaw("cut", seal=noted.number)
        if noted is None and Seal.objects.exists():
            yield Flaw("note_missing")

    def _chain(self) -> Iterator[Flaw]:
        last = Seal.objects.last()
        if last is None:
            return
        first = self._first()
        before = Seal.objects.filter(number__lt=first).last() if self.partial else None
        due, mark = max(first, 1), before.hash if before else ""
        for seal in Seal.objects.filter(number__gte=first, number__lte=last.number).iterator(chunk_size=BATCH):
            yield from _numbering(seal, due)
            yield from self._seal(seal, mark)
            due, mark = max(due, seal.number + 1), seal.hash
            self.seals += 1

    def _first(self) -> int:
        """Number of the first seal to look at. Every seal counts as one entry at least, so that many make an end."""
        if self.newest is not None:
            seen = 0
            for number, entries in Seal.objects.order_by("-number").values_list("number", "entries").iterator():
                seen += max(entries, 1)
                if seen >= self.newest:
                    self.partial = Seal.objects.filter(number__lt=number).exists()
                    return number if self.partial else min(1, number)
        least = Seal.objects.first()
        return min(1, least.number) if least else 1

    def _seal(self, seal: Seal, before: str) -> Iterator[Flaw]:
        """Every place of a seal, every entry in it, and the seal itself."""
        links = list(Link.objects.filter(seal=seal.number).order_by("position")[: 2 * BATCH])
        entries = Entry.objects.in_bulk([link.entry_id for link in links])
        flaws = [*_places(seal, links), *self._entries(entries.values())]
        changed = {flaw.entry for flaw in flaws if flaw.code == "changed"}
        flaws += [flaw for link in links for flaw in _link(link, entries) if flaw.entry not in changed]
        yield from flaws
        # The mark of a seal says once more what was said of its places, and so is asked for when they are sound.
        sound = {flaw.code for flaw in flaws} <= {"changed", "detail_changed", "detail_removed", "detail_added"}
        if sound and seal.hash != mac.of_seal(seal, before, [link.mac for link in links]):
            first = links[0].entry_id if links else None
            yield Flaw("seal_changed", seal=seal.number, entry=first, facts=(("count", seal.entries),))

    def _unsealed(self) -> Iterator[Flaw]:
        """What was written since the last sealing has no place yet, and still its mark and its detail."""
        after = 0
        while found := list(Entry.objects.unsealed().filter(pk__gt=after).order_by("pk")[:BATCH]):
            yield from self._entries(found)
            self.unsealed += len(found)
            after = found[-1].pk

    def _entries(self, entries: Iterable[Entry]) -> list[Flaw]:
        known = list(entries)
        self.entries += len(known)
        if self._tell:
            self._tell(self.entries)
        payloads = Payload.objects.in_bulk([entry.pk for entry in known])
        found = (Flaw("changed", entry.pk) for entry in known if entry.mac != mac.of_entry(entry))
        judged = (self._detail(entry, payloads.get(entry.pk)) for entry in known)
        return [*found, *(flaw for flaw in judged if flaw)]

    def _detail(self, entry: Entry, payload: Payload | None) -> Flaw | None:
        if payload is None:
            kept = bool(entry.payload_hash) and entry.pk > self._purged
            return Flaw("detail_removed", entry.pk) if kept else None
        if not entry.payload_hash:
            return Flaw("detail_added", entry.pk)
        if not self._details:
            return None
        try:
            sound = mac.of_detail(entry.key, details.opened(payload.content)) == entry.payload_hash
        except UnreadableSecretError:
            sound = False
        return None if sound else Flaw("detail_changed", entry.pk)


def _numbering(seal: Seal, due: int) -> Iterator[Flaw]:
    for number in range(due, min(seal.number, due + SAMPLE)):
        yield Flaw("seal_removed", seal=number)
    if seal.number < due:
        yield Flaw("seal_added", seal=seal.number)


def _places(seal: Seal, links: list[Link]) -> Iterator[Flaw]:
    """Places without an entry, and entries beyond the last place."""
    held = {link.position: link.entry_id for link in links}
    beside = links[0].entry_id if links else None
    for place in range(min(seal.entries, BATCH)):
        if place not in held:
            yield Flaw("gap" if beside else "empty", beside, seal.number, place)
        beside = held.get(place, beside)
    yield from (Flaw("added", number, seal.number, place) for place, number in held.items() if place >= seal.entries)


def _link(link: Link, entries: dict[int, Entry]) -> Iterator[Flaw]:
    """Whether the entry is there, and is the one that was sealed here."""
    entry = entries.get(link.entry_id)
    if entry is None:
        yield Flaw("removed", link.entry_id, link.seal_id, link.position)
    elif link.mac != mac.of_link(link, entry.mac):
        yield Flaw("moved", link.entry_id, link.seal_id, link.position)


def _strays() -> Iterator[Flaw]:
    """What belongs to nothing, and what stands there twice; the database finds these without reading each row."""
    homeless = Link.objects.filter(~Exists(Seal.objects.filter(number=OuterRef("seal"))))
    for number, seal in homeless.order_by("pk").values_list("entry", "seal").iterator():
        yield Flaw("stray", number, seal)
    details_left = Payload.objects.filter(~Exists(Entry.objects.filter(pk=OuterRef("entry"))))
    for number in details_left.order_by("pk").values_list("entry", flat=True).iterator():
        yield Flaw("detail_stray", number)
    twice = Entry.objects.order_by().values("key").annotate(first=Min("pk"), count=Count("pk")).filter(count__gt=1)
    for key, first in twice.values_list("key", "first").iterator():
        for number in Entry.objects.filter(~Q(pk=first), key=key).order_by("pk").values_list("pk", flat=True):
            yield Flaw("twice", number, facts=(("first", first),))


def _last_purged() -> int:
    """Number of the last entry whose detail may be gone. A purge that does not bear our mark does not count."""
    purges = Entry.objects.filter(verb=VERB, about_kind=ABOUT)
    return max((int(one.about_id) for one in purges if one.mac == mac.of_entry(one)), default=0)


def _foreign_key() -> bool:
    """Whether nothing at all, neither entry nor seal, bears the mark of the key at hand."""
    entries = list(Entry.objects.order_by("pk")[:SAMPLE])
    links = Link.objects.order_by("pk").select_related(None)[:SAMPLE]
    marks = dict(Entry.objects.filter(link__in=[link.pk for link in links]).values_list("pk", "mac"))
    known = any(one.mac == mac.of_entry(one) for one in entries) or any(
        link.mac == mac.of_link(link, marks.get(link.pk, "")) for link in links
    )
    return bool(entries) and not known


def _foreign_fields() -> bool:
    """Whether the first details cannot be opened, all of several."""
    payloads = Payload.objects.order_by("pk")[:SAMPLE]
    return len(payloads) > 1 and not any(_opens(one) for one in payloads)


def _opens(payload: Payload) -> bool:
    try:
        details.opened(payload.content)
    except UnreadableSecretError:
        return False
    return True

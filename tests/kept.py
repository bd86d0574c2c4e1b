"""What a reading of a damaged text has kept of the findings in the clean one, by kind of finding."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from luoshi.reader import read, read_text
from luoshi.reader.reading import Reading
from luoshi.reader.text import INSERTED
from tests.damages import ADDED, Damaged

# What makes two findings at the same place the same one, and how much of both must be shared (as gold/score.py has it).
SAME: dict[str, tuple[float, tuple[str, ...]]] = {
    "sentences": (0.75, ("kind",)),
    "headings": (0.75, ("level",)),
    "actions": (0.75, ("topic",)),
    "figures": (0.5, ("value", "high", "unit", "comparator", "status")),
    "deadlines": (0.5, ("due",)),
    "bodies": (0.75, ("role",)),
}

VALUES = frozenset({"value", "high", "due"})  # what becomes unknown when it is struck out
# The share of findings that must be left.
AIMS = {"a": 0.98, "b": 0.95, "c": 0.95, "d": 0.98, "e": 0.98, "f": 0.95, "g": 0.98, "h": 0.98}
NUMBERED = frozenset({"part", "han", "article", "paren", "dot", "num", "ring", "item", "nth"})

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "src" / "luoshi" / "samples"
SHARED = ROOT.parent / "shared"


class Item(NamedTuple):
    """A finding laid over the clean text, and what was said of it."""

    start: int
    end: int
    said: tuple[Any, ...]


class Share(NamedTuple):
    """Findings of the clean text, how many of them are kept, and how many the damaged text has in all."""

    wanted: int
    kept: int
    found: int

    def __add__(self, other: tuple[int, ...]) -> "Share":  # type: ignore[override]
        return Share(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    @property
    def share(self) -> float:
        return self.kept / self.wanted if self.wanted else 1.0


ZERO = Share(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Report:
    """A clean text, the place it is about, and people's labels where it has some."""

    name: str
    clean: str
    place: str = ""
    labels: dict[str, list[Item]] = field(default_factory=dict)

    @property
    def is_numbered(self) -> bool:
        """Whether each of its outermost headings has a number."""
        outermost = [heading for heading in read_text(self.clean).headings if heading.level == 1]
        return bool(outermost) and all(heading.scheme in NUMBERED for heading in outermost)


def own_reports() -> list[Report]:
    """The product's own samples, as the reader cleans them."""
    cleaned = ((path.stem, read(path)) for path in sorted(SAMPLES.iterdir()))
    return [Report(name, reading.text, reading.meeting.place or "") for name, reading in cleaned]


def shared_reports() -> list[Report]:
    """The labelled reports beside the project; none where they are not."""
    reports = []
    for path in sorted((SHARED / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        labels = {
            name: list(_located(gold[name], said, gold["clean"])) for name, (_, said) in SAME.items() if name in gold
        }
        reports.append(Report(path.stem, gold["clean"], gold["meeting"].get("place") or "", labels))
    return reports


def _located(items: list[dict[str, Any]], said: tuple[str, ...], clean: str) -> Iterator[Item]:
    """Labels with their places: each is looked for behind the one before it, inside `in` where it has that."""
    at = 0
    for item in items:
        outer = clean.index(item.get("in") or item["text"], at)
        start = clean.index(item["text"], outer)
        yield Item(start, start + len(item["text"]), tuple(item.get(name) for name in said))
        at = start if item.get("in") else start + len(item["text"])


def findings(reading: Reading, places: list[int]) -> dict[str, list[Item]]:
    """The findings by kind, laid over the clean text; `places` of the reading's source in the clean text."""
    where = [places[origin] if origin != INSERTED else ADDED for origin in reading.cleaned.origins]
    return {name: list(_laid(getattr(reading, name), said, where)) for name, (_, said) in SAME.items()}


def _laid(found: Iterable[Any], said: tuple[str, ...], where: list[int]) -> Iterable[Item]:
    for finding in found:
        known = [place for place in where[finding.start : finding.end] if place != ADDED]
        if known:
            yield Item(min(known), max(known) + 1, tuple(getattr(finding, name) for name in said))


def readings(clean: str, damaged: Damaged) -> tuple[dict[str, list[Item]], dict[str, list[Item]]]:
    """The findings of the clean text and those of the damaged one."""
    whole = findings(read_text(clean), list(range(len(clean))))
    return whole, findings(read_text(damaged.text), damaged.places)


def kept(whole: Mapping[str, list[Item]], after: Mapping[str, list[Item]], *, struck: bool = False) -> dict[str, Share]:
    """By kind of finding; a sentence is kept if most of its characters still are of its kind. Where something was `struck`
    out a value that has become unknown is right."""
    shares = {}
    for name, (least, said) in SAME.items():
        if name == "sentences":
            shares[name] = _kinds_kept(whole[name], after[name], least)
        else:
            unknown = [field in VALUES for field in said] if struck else [False] * len(said)
            found = list(pairs(whole[name], after[name], least, unknown))
            shares[name] = Share(len(whole[name]), len(found), len(after[name]))
    return shares


def kept_of(name: str, shares: Mapping[str, Share]) -> tuple[float | None, bool]:
    """The aim of a damage, None if it has none, and whether it is reached."""
    aim = AIMS.get(name)
    return aim, aim is None or sum(shares.values(), ZERO).share >= aim


def labels_kept(report: Report, found: Mapping[str, list[Item]]) -> Share:
    """How many of people's labels were found."""
    wanted = {name: report.labels.get(name, []) for name in SAME}
    return sum(kept(wanted, found).values(), ZERO)


def _kinds_kept(whole: list[Item], after: list[Item], least: float) -> Share:
    kinds = {place: item.said for item in after for place in range(item.start, item.end)}
    right = 0
    for item in whole:
        said = Counter(kinds.get(place) for place in range(item.start, item.end))
        right += said[item.said] >= least * (item.end - item.start)
    return Share(len(whole), right, len(after))


def pairs(whole: list[Item], after: list[Item], least: float, unknown: Sequence[bool]) -> Iterable[tuple[Item, Item]]:
    """One to one, the best overlap first, of those that say the same; `unknown` tells of what is said which may be None."""
    candidates = sorted(
        (
            (shared, i, j)
            for i, item in enumerate(whole)
            for j, other in enumerate(after)
            if (shared := overlap(item, other)) >= least and _agree(item, other, unknown)
        ),
        reverse=True,
    )
    used: tuple[set[int], set[int]] = (set(), set())
    for _, i, j in candidates:
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            yield whole[i], after[j]


def _agree(item: Item, other: Item, unknown: Sequence[bool]) -> bool:
    said = zip(item.said, other.said, unknown, strict=True)
    return all(a == b or (may_be_unknown and b is None) for a, b, may_be_unknown in said)


def overlap(a: Item, b: Item) -> float:
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared / (max(a.end, b.end) - min(a.start, b.start)) if shared > 0 else 0.0

"""A cleaned text that remembers where every character came from."""

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

INSERTED = -1


class Span(NamedTuple):
    """A stretch of the cleaned text, end not included."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Drop:
    """A stretch of the source that a normalisation took out, and which one."""

    start: int
    end: int
    kind: str


def _count_to(length: int) -> "array[int]":
    """0, 1, 2, … as far as `length`: cut from a kept array, for making one anew costs as much as a cleaning step."""
    return _counted(length.bit_length())[:length]


@cache
def _counted(bits: int) -> "array[int]":
    return array("i", range(1 << bits))


@dataclass(frozen=True, slots=True)
class Text:
    """`chars[i]` stood at `origins[i]` of `source`; INSERTED marks what the source does not hold.

    Steps only swap, drop or insert through the methods below, so that the source stays reachable and
    every character taken out is either in `drops` or handed to the caller, who lists it as noise.
    """

    source: str
    chars: str
    origins: "array[int]"
    drops: tuple[Drop, ...] = ()

    @classmethod
    def of(cls, source: str, inserted: Iterable[tuple[int, str]] = ()) -> "Text":
        """The untouched source; `inserted` holds (offset, characters) to put in front of that offset."""
        if not inserted:
            return cls(source, source, _count_to(len(source)))
        chars: list[str] = []
        origins, end = array("i"), 0
        for offset, new in sorted(inserted, key=lambda pair: pair[0]):
            chars += source[end:offset], new
            origins.extend(range(end, offset))
            origins.extend([INSERTED] * len(new))
            end = offset
        chars.append(source[end:])
        origins.extend(range(end, len(source)))
        return cls(source, "".join(chars), origins)

    def swap(self, chars: str) -> "Text":
        """The same places with other characters, one for one."""
        if len(chars) != len(self.chars):
            raise ValueError(f"{len(chars)} characters cannot stand for {len(self.chars)}, one for one")
        return Text(self.source, chars, self.origins, self.drops)

    def replace(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str], kind: str) -> "Text":
        """Put `new` for every match; it may be shorter than the match, whose rest is recorded as dropped."""
        edits = []
        for match in pattern.finditer(self.chars):
            given = new if isinstance(new, str) else new(match)
            if given != match[0]:
                edits.append((match.start(), match.end(), given))
        return self.edit(edits, kind)

    def cut(self, spans: Iterable[tuple[int, int]], kind: str) -> "Text":
        """The text without `spans` (in order, not overlapping), each recorded as a drop of `kind`."""
        return self.edit([(start, end, "") for start, end in spans], kind)

    def edit(self, edits: list[tuple[int, int, str]], kind: str) -> "Text":
        """Apply (start, end, new) in order; `new` is at most as long as what it replaces.

        The characters of `new` take the first places of the stretch; the places left over are dropped.
        """
        if not edits:
            return self
        chars: list[str] = []
        origins = array("i")
        drops = list(self.drops)
        end = 0
        for start, stop, new in edits:
            kept = start + len(new)
            if start < end or kept > stop:
                raise ValueError(f"edit {start}:{stop} -> {new!r} overlaps or is longer than what it replaces")
            chars += self.chars[end:start], new
            origins.extend(self.origins[end:kept])
            drops.extend(self._places(kept, stop, kind))
            end = stop
        chars.append(self.chars[end:])
        origins.extend(self.origins[end:])
        return Text(self.source, "".join(chars), origins, tuple(drops))

    def _places(self, start: int, end: int, kind: str) -> Iterable[Drop]:
        """The stretches of the source behind chars[start:end], joined where they touch."""
        first: int | None = None
        last = INSERTED
        for place in self.origins[start:end]:
            if place == INSERTED:
                continue
            if first is not None and place == last + 1:
                last = place
                continue
            if first is not None:
                yield Drop(first, last + 1, kind)
            first = last = place
        if first is not None:
            yield Drop(first, last + 1, kind)

    def places(self, start: int, end: int) -> tuple[int, int] | None:
        """First and last-plus-one place in the source behind chars[start:end]; None if all of it is inserted."""
        known = [place for place in self.origins[start:end] if place != INSERTED]
        return (known[0], known[-1] + 1) if known else None


def locator(text: Text) -> Callable[[int, int], tuple[int, int]]:
    """A function that gives for a stretch of the source where it stands in the cleaned text.

    An inserted character counts to what follows it: a paragraph's number belongs to the paragraph. A stretch
    that was taken out gives an empty span.
    """
    known = text.origins if INSERTED not in text.origins else _filled(text)
    return lambda start, end: (bisect_left(known, start), bisect_left(known, end))


def _filled(text: Text) -> "array[int]":
    """The origins, each inserted character standing where the one behind it stands."""
    filled, following = array("i"), len(text.source)
    for place in reversed(text.origins):
        following = place if place != INSERTED else following
        filled.append(following)
    filled.reverse()
    return filled


@dataclass(frozen=True, slots=True)
class Noise:
    """A stretch of the source that is no part of the report; offsets count the source's characters."""

    kind: str
    raw: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a person should know about a place of the text: damage, doubt, a cut end."""

    code: str
    start: int
    end: int
    facts: tuple[tuple[str, str], ...] = field(default=())

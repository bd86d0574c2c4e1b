"""Names, offices and order of leaders against the register that somebody keeps of them."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from luoshi.reader.lexicon import any_of, load
from luoshi.reader.people import OFFICE_END, Person, people, split_title
from luoshi.reader.proofread.remark import ProofRemark
from luoshi.reader.reading import Reading
from luoshi.reader.text import Span

_WORDS = load("proofread")["leaders"]
_SAME: dict[str, str] = _WORDS["same"]
_RANK = any_of(_WORDS["ranks"])
_KIND = re.compile(rf"(?:{_RANK})*(?:{OFFICE_END})$")
_LISTED = re.compile(r"[、，,和及\s　]*")
_BODIES = tuple("委局府部办会院室科处校园心")
_FEWEST = 2


class Leader(NamedTuple):
    """A line of the register: a name and the office as it is to be written (县教育局党组书记、局长)."""

    name: str
    office: str


def leaders(reading: Reading, register: Sequence[tuple[str, str]]) -> Iterator[ProofRemark]:
    """`register` is in the order in which leaders are named; without it nothing is said."""
    known = {name: Leader(name, office) for name, office in register}
    if not known:
        return
    found = [person for person in people(reading.text) if person.name]
    said: set[tuple[str, str]] = set()
    for person in found:
        remark = _judged(person, known) if person.title else None
        if remark and (remark.code, person.name or "") not in said:
            said.add((remark.code, person.name or ""))
            yield remark
    yield from _order(reading, found, [name for name, _ in register])


def _judged(person: Person, known: dict[str, Leader]) -> ProofRemark | None:
    name, title = person.name or "", person.title or ""
    place = (Span(person.start, person.end),)
    facts: tuple[tuple[str, str], ...]
    if name in known:
        office = known[name].office
        strange = [one for one in _offices(title) if not any(_is_written(one, other) for other in _offices(office))]
        facts = (("name", name), ("said", title), ("office", office))
        return ProofRemark("leader-office", True, place, facts) if strange else None
    near = next((leader for leader in known.values() if _one_apart(name, leader.name)), None)
    if near and _kinds(title) & _kinds(near.office):
        facts = (("name", name), ("said", title), ("near", near.name), ("office", near.office))
        return ProofRemark("leader-near", _offices(title) <= _offices(near.office), place, facts)
    if any(
        _same_authority(title, leader.office) and _kinds(title) & _kinds(leader.office) for leader in known.values()
    ):
        return ProofRemark("leader-unknown", False, place, (("name", name), ("said", title)))
    return None


def _offices(title: str) -> set[str]:
    """党组书记 and 局长 of 县教育局党组书记、局长: each without its body, in one way of writing."""
    for written, meant in _SAME.items():
        title = title.replace(written, meant)
    return {split_title(one)[1].strip() for one in re.split("[、，,]", title)} - {""}


def _is_written(office: str, other: str) -> bool:
    """One is the other with its body in front (县委宣传部长 and 宣传部长); 副县长 is no 县长."""
    long, short = (office, other) if len(office) >= len(other) else (other, office)
    rest = long.removesuffix(short)
    return long == short or (rest != long and rest.endswith(_BODIES))


def _kinds(title: str) -> set[str]:
    """The ends of its offices with their rank: 副局长, 党组成员."""
    return {match[0] for office in _offices(title) if (match := _KIND.search(office))}


def _same_authority(title: str, office: str) -> bool:
    """Both of one body, or one of the two says nothing of its body."""
    one, other = split_title(title)[0], split_title(office)[0]
    return not one or not other or one.endswith(other) or other.endswith(one)


def _one_apart(one: str, other: str) -> bool:
    """One character swapped, left out or put in, or two in another order."""
    if len(one) == len(other):
        apart = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        return len(apart) == 1 < len(one) or (len(apart) == _FEWEST and sorted(one) == sorted(other))
    short, long = sorted((one, other), key=len)
    return (
        len(long) - len(short) == 1
        and len(short) > 1
        and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
    )


def _order(reading: Reading, found: list[Person], names: list[str]) -> Iterator[ProofRemark]:
    """Names in one list, nothing but their offices between them, in another order than the register's."""
    for run in _runs(reading.text, found):
        listed = [person for person in run if person.name in names]
        ranks = [names.index(person.name or "") for person in listed]
        if any(a > b for a, b in pairwise(ranks)):
            right = "、".join(sorted({person.name or "" for person in listed}, key=names.index))
            places = tuple(Span(person.start, person.end) for person in listed)
            facts = (("said", "、".join(person.name or "" for person in listed)), ("right", right))
            yield ProofRemark("leader-order", True, places, facts)


def _runs(text: str, found: list[Person]) -> Iterator[list[Person]]:
    run: list[Person] = []
    for person in found:
        if run and not _LISTED.fullmatch(text, run[-1].end, min(person.opens, person.start)):
            yield run
            run = []
        run.append(person)
    yield run

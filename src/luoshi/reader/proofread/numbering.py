"""Numbers of headings and items: one left out, one given twice, and lists that are not as long as announced."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from luoshi.reader import beside, cut
from luoshi.reader.lexicon import any_of, load
from luoshi.reader.numerals import ORDINALS, value
from luoshi.reader.outline import numbers
from luoshi.reader.outline.shape import RANK
from luoshi.reader.proofread.remark import ProofRemark
from luoshi.reader.reading import Reading
from luoshi.reader.text import Span

_SCHEMES = frozenset({"part", "han", "paren", "dot", "num", "item", "nth"})
_OUTER = frozenset({"part", "han", "paren"})
_HIGHEST = 40  # a higher number is a year, a page or a code
_BACK = 800  # characters before an item in which the ones before it may be written otherwise (首先…，二是…)
_FIRST = re.compile("一[是要来则方]|首先|首要|其一|第一")
_EXCERPT = 2  # lists without a beginning that a paper has only if it is an excerpt
_NEAR = 60  # characters before its first item in which a list is announced
_WORDS = load("proofread")["announced"]
_ANNOUNCED = re.compile(
    rf"(?<![第前{ORDINALS}\d])(?P<number>[二两三四五六七八九十]|\d{{1,2}})(?:{any_of(_WORDS['counters'])})"
    rf"[^，,。；：:\n“”]{{0,8}}?(?:{any_of(_WORDS['nouns'])})[：:]\s*$"
)
_OMITTED = re.compile(any_of(load("proofread")["omitted"]))


class _Number(NamedTuple):
    """A number that opens a heading or an item; `end` lies behind its sign."""

    start: int
    end: int
    scheme: str
    number: int


@dataclass(slots=True)
class _Run:
    """A list as it is being counted: its numbers so far, each with its place."""

    scheme: str
    found: list[_Number]
    flawed: bool = False
    is_open: bool = True

    @property
    def last(self) -> _Number:
        return self.found[-1]

    def follows(self, number: int) -> bool:
        """The next number; behind a wrong one also that of its position."""
        return number == self.last.number + 1 or (self.flawed and number == len(self.found) + 1)


def numbering(reading: Reading) -> Iterator[ProofRemark]:
    """Gaps and repeated numbers of every scheme, and lists announced by another number of items."""
    found = [_meant(reading, remark) for remark in _amiss_in(reading.text)]
    missing = [remark for remark in found if remark.code in ("number-gap", "number-start")]
    if sum(remark.code == "number-start" for remark in found) < _EXCERPT:
        yield from found
        return
    # Of a paper from which parts were taken every list is short: that is one thing to say.
    yield ProofRemark("excerpt", False, tuple(remark.places[-1] for remark in missing))
    yield from (remark for remark in found if remark not in missing)


def _meant(reading: Reading, remark: ProofRemark) -> ProofRemark:
    """A gap across dots is one that somebody made on purpose; cleaning may have taken the dots away."""
    if remark.code != "number-gap":
        return remark
    between = reading.original(Span(remark.places[0].end, remark.places[1].end))
    return replace(remark, sure=not _OMITTED.search(between))


def _amiss_in(text: str) -> Iterator[ProofRemark]:
    runs: list[_Run] = []  # as they began; those inside another end when the outer goes on
    for number in _numbers(text):
        run = _continued(runs, number)
        if run is None and (once := _begun(runs, number)):
            run, once.flawed = once, True
            places = (_span(once.last), _span(number))
            yield ProofRemark("number-repeated", False, places, (("number", _written(text, number)),))
        if run is None and number.number > 1:
            run = next((run for run in reversed(runs) if run.is_open and run.scheme == number.scheme), None)
            yield from _amiss(text, run, number) if run else _started_late(text, number)
        if run is None:
            runs.append(_Run(number.scheme, [number], flawed=number.number > 1))
            continue
        for inner in runs[runs.index(run) + 1 :]:
            inner.is_open = False
        run.is_open = True
        run.found.append(number)
    for run in runs:
        yield from _announced(text, run)


def _numbers(text: str) -> list[_Number]:
    papers = beside.attachments(text)
    marks = [mark for mark in numbers.marks(text, cut.sentences(text)) if not numbers.is_beside(text, mark, papers)]
    return [
        _Number(mark.start, mark.after, mark.scheme, mark.number)
        for mark in numbers.in_order(marks)
        if mark.scheme in _SCHEMES
        and 0 < mark.number <= _HIGHEST
        # 引进二、三级企业 goes on with another number; what opens a line is one of its own
        and (mark.first or text[mark.after : mark.after + 1] not in ORDINALS)
    ]


def _continued(runs: list[_Run], number: _Number) -> _Run | None:
    """The list that a number goes on: the innermost open one, else the last of those that ended (（三） under 二、)."""
    alike = [run for run in reversed(runs) if run.scheme == number.scheme]
    candidates = [run for run in alike if run.is_open] or alike[:1]
    return next((run for run in candidates if run.follows(number.number)), None)


def _begun(runs: list[_Run], number: _Number) -> _Run | None:
    """The open list that has come no further than 一、 when another 一、 stands beside it."""
    alike = (run for run in reversed(runs) if run.is_open and run.scheme == number.scheme in _OUTER)
    run = next(alike, None)
    return run if run and number.number == run.last.number == 1 else None


def _started_late(text: str, number: _Number) -> Iterator[ProofRemark]:
    before = text[max(0, number.start - _BACK) : number.start]
    spelt = [_FIRST.search(before), *(_spelt(n) in before for n in range(2, number.number))]
    if number.scheme not in ("item", "nth") or not all(spelt):
        yield ProofRemark("number-start", False, (_span(number),), (("number", _written(text, number)),))


def _amiss(text: str, run: _Run, number: _Number) -> Iterator[ProofRemark]:
    run.flawed = True
    facts: tuple[tuple[str, str], ...]
    twin = next((one for one in reversed(run.found) if one.number == number.number), None)
    if twin and _in_another_list(text, run.last, number):
        return
    if twin:
        facts = (("number", _written(text, number)),)
        yield ProofRemark("number-repeated", True, (_span(twin), _span(number)), facts)
    elif number.number > run.last.number and not _stands_between(text, run, number):
        missing = [str(n) for n in range(run.last.number + 1, number.number)]
        facts = (
            ("before", _written(text, run.last)),
            ("number", _written(text, number)),
            ("missing", "、".join(missing)),
        )
        yield ProofRemark("number-gap", True, (_span(run.last), _span(number)), facts)


def _in_another_list(text: str, last: _Number, number: _Number) -> bool:
    """一是…一要…二要…三要…二是…三是: inside a line the outline leaves the first number out that goes back."""
    return number.scheme == "item" and bool(
        re.search(f"{_spelt(number.number - 1)}[是要]", text[last.end : number.start])
    )


def _stands_between(text: str, run: _Run, number: _Number) -> bool:
    """Whether the missing numbers are there after all, written so that they open nothing (；二则…)."""
    between = text[run.last.end : number.start]
    signs = "[是要则来，,]" if number.scheme in ("item", "nth") else "[、.．）)]"
    missing = range(run.last.number + 1, number.number)
    return all(re.search(rf"[\n。；，：][第其（( 　]*(?:{_spelt(n)}|{n}){signs}", between) for n in missing)


def _spelt(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else ("" if tens == 1 else ORDINALS[tens - 1]) + "十") + (
        ORDINALS[ones - 1] if ones else ""
    )


def _announced(text: str, run: _Run) -> Iterator[ProofRemark]:
    """为此要做好四项重点工作：一是…三是…"""
    first = run.found[0]
    head = _ANNOUNCED.search(text[max(0, first.start - _NEAR) : first.start])
    if not head or run.flawed or first.number != 1:
        return
    promised = value(head["number"])
    if promised is None or promised == len(run.found):
        return
    start = max(0, first.start - _NEAR)
    place = Span(start + head.start("number"), start + len(head.string.rstrip()))
    facts = (("promised", str(promised)), ("found", str(len(run.found))), ("last", _written(text, run.last)))
    yield ProofRemark("list-length", RANK[run.scheme] < RANK["item"], (place, *map(_span, run.found)), facts)


def _span(number: _Number) -> Span:
    return Span(number.start, number.end)


def _written(text: str, number: _Number) -> str:
    return text[number.start : number.end].strip()

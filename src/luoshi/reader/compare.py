"""What a superior's paper asks, and whether ours mentions it: where, how near, and with which numbers."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from luoshi.reader import cut
from luoshi.reader.likeness import Likeness, in_one_word, says_what
from luoshi.reader.outline.numbers import MARKER
from luoshi.reader.proofread.counted import counted
from luoshi.reader.reading import Figure, Reading, Sentence
from luoshi.reader.text import Span
from luoshi.reader.topics import DEFAULT

# From this nearness on a demand is taken for mentioned, below the other for left out; between them a person is asked.
# Of 83 demands labelled by hand (tests/reader/compare) 24 are said to be missing, 23 rightly, and 53 covered, 52 rightly.
MENTIONED, LEFT_OUT = 0.30, 0.13
COVERED, UNSURE, MISSING = "covered", "unsure", "missing"
REMOTE = 0.1  # below it a place shares words and nothing else with the demand, and is not shown
CLAUSES, LONGEST = 3, 90  # clauses and characters of a place in ours
_ASKING = frozenset({"task", "goal"})
_DONE = 0.6  # what is told as a result answers a demand less


@dataclass(frozen=True, slots=True)
class Demand:
    """Something that the superior's paper asks: its place there, and the nearest place of ours, None where
    nothing of ours is near. `standing` is covered, unsure or missing; `nearness` is 0 to 1; `done` is True where ours
    tells of it among results and not among tasks."""

    place: Span
    topic: str
    standing: str
    nearness: float
    nearest: Span | None
    done: bool = False


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A rate that ours sets lower than the superior's paper asks (or higher, where less is better)."""

    asked: Span
    given: Span
    what: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """All demands of the superior's paper in its order, and the rates that ours sets lower."""

    demands: tuple[Demand, ...]
    shortfalls: tuple[Shortfall, ...]

    def standing(self, *standings: str) -> tuple[Demand, ...]:
        """The demands that are missing, unsure or covered."""
        return tuple(demand for demand in self.demands if demand.standing in standings)


class Index:
    """The places of our paper, found by what they say."""

    def __init__(self, ours: Reading, theirs: Reading) -> None:
        self.places = sorted({*places(ours), *(action.span for action in ours.actions)})
        words, beside = (
            [reading.text[place.start : place.end] for place in spans]
            for reading, spans in ((ours, self.places), (theirs, places(theirs)))
        )
        self._likeness = Likeness(words, beside)
        self._done = {place for place in self.places if _told_as_done(ours, place)}

    def told_as_done(self, place: Span | None) -> bool:
        """Whether a place of ours tells of what was done, which may be last year's and no plan."""
        return place in self._done

    def nearest(self, words: str) -> tuple[float, Span | None]:
        """The place that says most of it, and how much: 0 to 1. A shared term leaves it open at least."""
        shares = {
            number: share * (_DONE if self.told_as_done(self.places[number]) else 1.0)
            for number, share in self._likeness.shares(words).items()
        }
        if not shares:
            return 0.0, None
        best = max(shares, key=lambda number: (shares[number], -_length(self.places[number])))
        shared = self._likeness.shares_term(words, best)
        return max(shares[best], LEFT_OUT) if shared else shares[best], self.places[best]


def _length(span: Span) -> int:
    return span.end - span.start


def places(reading: Reading) -> Iterator[Span]:
    """Up to three clauses of one sentence that stand together."""
    for sentence in cut.sentences(reading.text):
        clauses = list(cut.clauses(cut.shielded(reading.text, sentence.start, sentence.end), sentence.start))
        for number, (start, first) in enumerate(clauses):
            near = [end for _, end in clauses[number : number + CLAUSES] if end - start <= LONGEST]
            yield Span(start, max(near, default=first))


def _told_as_done(reading: Reading, place: Span) -> bool:
    number = bisect_right(reading.sentences, place.start, key=lambda sentence: sentence.start) - 1
    return number >= 0 and reading.sentences[number].kind in ("achievement", "problem")


def compare(ours: Reading, theirs: Reading) -> Comparison:
    """Each task and goal of the superior's paper with the nearest place of ours, and rates that ours sets lower."""
    demands = sorted(_demands(ours, theirs), key=lambda demand: demand.place)
    return Comparison(tuple(demands), tuple(_lower(ours, theirs)))


def _demands(ours: Reading, theirs: Reading) -> Iterator[Demand]:
    index = Index(ours, theirs)
    for place, topic, sentence in _asked(theirs):
        words = theirs.quote(place)
        if says_what(words):
            nearness, nearest = index.nearest(words)
            if nearness < LEFT_OUT and sentence.end - sentence.start <= LONGEST:
                # 推进评价改革，克服唯分数倾向: what its sentence shares with ours leaves the part open.
                wider, there = index.nearest(theirs.quote(sentence))
                nearness, nearest = (LEFT_OUT, there) if wider >= MENTIONED / 2 else (nearness, nearest)
            near = nearest if nearness >= REMOTE else None
            done = index.told_as_done(near)
            yield Demand(place, topic, _standing(nearness), round(nearness, 3), near, done)


def _asked(theirs: Reading) -> Iterator[tuple[Span, str, Sentence]]:
    """Its actions, and numbered sentences in which and beneath which the reader found none."""
    asking = [sentence.kind in _ASKING for sentence in theirs.sentences]
    for action in theirs.actions:
        if asking[action.sentence]:
            yield action.span, action.topic, theirs.sentences[action.sentence]
    busy = {action.sentence for action in theirs.actions}
    above = set(_above(theirs))
    for number, sentence in enumerate(theirs.sentences):
        marker = MARKER.match(theirs.text, sentence.start, sentence.end)
        if asking[number] and marker and number not in busy | above and sentence.end - sentence.start <= LONGEST:
            words = theirs.text[marker.end() : sentence.end].rstrip("。；：;: \n")
            yield Span(marker.end(), marker.end() + len(words)), DEFAULT, sentence


def _above(theirs: Reading) -> Iterator[int]:
    """The sentences that are headings of something asked beneath them."""
    starts = [action.start for action in theirs.actions]
    for heading, following in zip_longest(theirs.headings, theirs.headings[1:]):
        until = following.start if following else len(theirs.text)
        nested = following is not None and following.level > heading.level
        if nested or bisect_left(starts, heading.end) < bisect_left(starts, until):
            yield bisect_right(theirs.sentences, heading.start, key=lambda sentence: sentence.start) - 1


def _standing(nearness: float) -> str:
    return COVERED if nearness >= MENTIONED else UNSURE if nearness >= LEFT_OUT else MISSING


def _lower(ours: Reading, theirs: Reading) -> Iterator[Shortfall]:
    """Rates only: how many schools a province builds says nothing of how many a county has to."""
    own: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for figure in ours.figures:
        if what := _rate(ours, figure):
            own[what].append(figure)
    for asked in theirs.figures:
        for given in own.get(_rate(theirs, asked) or ("", "", ""), ()):
            if _undercuts(asked, given):
                sure = asked.year == given.year is not None or None in (asked.year, given.year)
                yield Shortfall(asked.span, given.span, asked.subject or "", sure and asked.hardness == given.hardness)


def _rate(reading: Reading, figure: Figure) -> tuple[str, str, str] | None:
    """What a target for a share is about, its unit and its direction; None for other figures."""
    what = counted(reading, figure) if figure.unit in ("%", "个百分点") and figure.status == "target" else None
    return (in_one_word(what.what), what.unit, what.change) if what else None


def _undercuts(asked: Figure, given: Figure) -> bool:
    """Ours asks for less; where less is better, for more."""
    if asked.value is None or given.value is None or _years_apart(asked, given):
        return False
    down = asked.comparator[0] == "<"
    return given.value > asked.value if down else given.value < asked.value


def _years_apart(asked: Figure, given: Figure) -> bool:
    """What ours sets for an earlier year may be a step on the way."""
    return None not in (asked.year, given.year) and asked.year != given.year

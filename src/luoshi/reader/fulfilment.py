"""What last year's report promised and what this year's says came of it: kept, short, mentioned, set again, or nothing."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from luoshi.reader import cut
from luoshi.reader.compare import LEFT_OUT, MENTIONED, places
from luoshi.reader.lexicon import any_of, load
from luoshi.reader.likeness import Likeness, common, says_what, terms_of
from luoshi.reader.reading import Action, Figure, Reading
from luoshi.reader.text import Span

KEPT, SHORT, TOLD, AGAIN, UNSURE, MISSING = "kept", "short", "told", "again", "unsure", "missing"
STANDINGS = (SHORT, MISSING, UNSURE, AGAIN, TOLD, KEPT)  # in the order in which somebody wants to see them
SAME_MATTER = 0.40  # how alike a promised and a claimed figure have to be that share few characters
SYNONYM = 0.9  # and so alike that they need share none: 旱厕, 卫生厕所
# Pairs of characters that a promise and what is told of it have to share: one may be chance, of rates there are many.
EVIDENCE, RATE, MUCH = 2, 3, 4
NEARLY, MOSTLY = 0.2, 0.5  # so near it may be where so much of what is told was promised
SAME_WORDS = 0.9  # share of a promise that an earlier one says, from which on it is the same
PART = 0.9  # what the likeness to one clause of a promise counts
ABOUT = 0.9  # 20个左右 is kept by nine tenths
LOOK_BACK = 10  # characters before a number that say which way it is to go


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that last year's report set out to do, or one of its targets, and what this year's says of it.

    `place` is the action there, `promised` the target or None. `standing` is kept, short (of the target), told (done,
    without a number that could be compared), again (only set as a task once more), unsure or missing. `claim` is the place
    in this year's report, `reached` its figure.
    """

    place: Span
    promised: Figure | None
    topic: str
    standing: str
    nearness: float
    claim: Span | None
    reached: Figure | None


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """All promises of last year's report in its order."""

    promises: tuple[Promise, ...]

    def standing(self, *standings: str) -> tuple[Promise, ...]:
        return tuple(promise for promise in self.promises if promise.standing in standings)


_WORDS = load("compare")
_LIKE_UNITS = {unit: number for number, units in enumerate(_WORDS["units"]) for unit in units}
_WHOLE = re.compile(any_of(_WORDS["wholly"]))
_OFTEN = frozenset(_WORDS["often"])  # a number of these says how often and not how far
# Before a number that is a limit to stay under, whatever its comparator: 近视率下降到48%, 控制在3%左右.
_LESS = re.compile("(?:[减降][少低]?|[压缩][减缩]?|下降|控制)[到至为在][^，。；0-9]{0,3}$")
_NUMBER = re.compile(r"[0-9.．]+[余多几]?[万亿千百]*(?:人次|[%％名人位所个家座处间])?")


def same_authority(ours: Reading, before: Reading) -> bool:
    """Whether two reports are of one authority and of two years, as far as they say so."""
    years = ours.meeting.year, before.meeting.year
    if None in years or years[0] == years[1]:
        return False
    known = [(a, b) for a, b in zip(_authority(ours), _authority(before), strict=True) if a and b]
    return all(a == b for a, b in known) if known else _titled(ours) == _titled(before) != ""


def _authority(reading: Reading) -> tuple[str | None, str | None]:
    return reading.meeting.organiser, reading.meeting.place


def _titled(reading: Reading) -> str:
    """A title without its year."""
    return _YEARLY.sub("", reading.meeting.title or "")


_YEARLY = re.compile("[0-9]{4}(?:[-—~～][0-9]{4})?(?:年度?|学年度?)")


def fulfilment(ours: Reading, before: Reading) -> Fulfilment:
    """Each promise of last year's report `before` with what `ours` says of it."""
    claims = _Claims(ours, before)
    return Fulfilment(tuple(sorted(claims.answered(), key=lambda promise: promise.place)))


class _Asked(NamedTuple):
    """A promise before it is looked for: the action, its target if it has one, and what it says without numbers."""

    action: Action
    target: Figure | None
    words: str


def _promises(before: Reading) -> list[_Asked]:
    """Each target with the action that it measures, each action without one; what a table says once more is left out."""
    targets: dict[int, list[Figure]] = {}
    for link in before.links_of("measures"):
        if (figure := before.figures[link.source]).unit not in _OFTEN:
            targets.setdefault(link.target, []).append(figure)
    told: list[_Asked] = []
    for number, action in enumerate(before.actions):
        for target in targets.get(number, [None]):
            asked = _Asked(action, target, _words_of(before, action, target))
            if says_what(asked.words) and not any(_repeats(asked, earlier) for earlier in told):
                told.append(asked)
    return told


def _repeats(asked: _Asked, earlier: _Asked) -> bool:
    """Whether the paper has said so before (in its table): the same number of the same, or the same words."""
    shared = common(asked.words, earlier.words)
    if asked.target and earlier.target:
        same = (asked.target.value, asked.target.unit) == (earlier.target.value, earlier.target.unit)
        return same and shared >= EVIDENCE and asked.target.value is not None
    return asked.target is earlier.target is None and shared >= SAME_WORDS * common(asked.words, asked.words) > 0


def _words_of(reading: Reading, action: Action, target: Figure | None) -> str:
    """The clause of a target, the whole action where it has none; all of its sentence where that says only how much."""
    words = reading.quote(action)
    if target is not None:
        inside = [span for span in _clauses(reading, action.span) if span.start <= target.start < span.end]
        words = _NUMBER.sub("", reading.quote(inside[0] if inside else action.span))
    return words if says_what(words) else _NUMBER.sub("", reading.quote(reading.sentences[action.sentence]))


def _clauses(reading: Reading, span: Span) -> list[Span]:
    shield = cut.shielded(reading.text, span.start, span.end)
    return [Span(*clause) for clause in cut.clauses(shield, span.start)]


class _Claims:
    """What this year's report says was done, and what it sets out to do."""

    def __init__(self, ours: Reading, before: Reading) -> None:
        self.ours, self.before = ours, before
        kinds = [(place, self._kind_at(place.start)) for place in places(ours)]
        self.done = sorted({place for place, kind in kinds if kind == "achievement"})
        self.asked = sorted(
            {place for place, kind in kinds if kind in ("task", "goal")} | {a.span for a in ours.actions}
        )
        self.promises = _promises(before)
        beside = [promise.words for promise in self.promises]
        self._in_done = Likeness([ours.quote(place) for place in self.done], beside)
        self._in_asked = Likeness([ours.quote(place) for place in self.asked], beside)
        left = {link.target for link in ours.links_of("comes-from")}  # 由50%提高到56%: where it set out from
        claimed = [figure for number, figure in enumerate(ours.figures) if number not in left]
        self.reached = [(figure, clause) for figure in claimed if (clause := self._clause_of(figure))]
        self._in_reached = Likeness([_NUMBER.sub("", ours.quote(clause)) for _, clause in self.reached], beside)
        self._in_promises = Likeness(beside, [ours.quote(place) for place in self.done])
        self._sentences = Likeness([before.quote(before.sentences[one.action.sentence]) for one in self.promises])

    def _kind_at(self, place: int) -> str | None:
        at = bisect_right(self.ours.sentences, place, key=lambda sentence: sentence.start) - 1
        return self.ours.sentences[at].kind if at >= 0 else None

    def _clause_of(self, figure: Figure) -> Span | None:
        """Where a figure of a result stands: its clause."""
        if figure.status != "achieved" or figure.value is None:
            return None
        at = bisect_right(self.ours.sentences, figure.start, key=lambda sentence: sentence.start) - 1
        clauses = _clauses(self.ours, self.ours.sentences[at].span) if at >= 0 else []
        return next((clause for clause in clauses if clause.start <= figure.start < clause.end), None)

    def answered(self) -> Iterator[Promise]:
        pairs = self._paired()
        for number, asked in enumerate(self.promises):
            found = pairs.get(number)
            yield self._with_value(asked, *found) if found else self._in_words(number, asked)

    def _paired(self) -> dict[int, tuple[int, float]]:
        """Promised and claimed figures of one matter, the likest first; each claim answers one promise."""
        candidates = []
        backs = [self._sentences.shares(self.ours.quote(clause)) for _, clause in self.reached]
        for number, asked in enumerate(self.promises):
            if asked.target is None:
                continue
            for claim, share in self._in_reached.shares(asked.words).items():
                figure, clause = self.reached[claim]
                if not _comparable(asked.target, figure):
                    continue
                likeness = (share + backs[claim].get(number, 0.0)) / 2
                if self._of_one_matter(number, clause, likeness, rate=figure.unit == "%"):
                    candidates.append((likeness, number, claim))
        pairs: dict[int, tuple[int, float]] = {}
        taken: set[int] = set()
        for likeness, number, claim in sorted(candidates, key=lambda one: (-one[0], one[1], one[2])):
            if number not in pairs and claim not in taken:
                pairs[number] = claim, likeness
                taken.add(claim)
        return pairs

    def _of_one_matter(self, number: int, clause: Span, likeness: float, *, rate: bool) -> bool:
        """Alike enough for how much of their words they share; there are many rates of many things."""
        shared = self._shared(number, clause)
        if shared < (RATE if rate else 1):
            return not rate and likeness >= SYNONYM
        return likeness >= (NEARLY if shared >= EVIDENCE else SAME_MATTER)

    def _with_value(self, asked: _Asked, claim: int, likeness: float) -> Promise:
        figure, clause = self.reached[claim]
        target = asked.target
        if target is None or target.value is None:
            standing = TOLD
        else:
            standing = KEPT if _kept(target, figure, less=self._wants_less(target)) else SHORT
        return Promise(asked.action.span, target, asked.action.topic, standing, round(likeness, 3), clause, figure)

    def _wants_less(self, target: Figure) -> bool:
        """Whether more of it would be worse, as the words before the number say."""
        before = self.before.text[max(0, target.start - LOOK_BACK) : target.start]
        return target.change is None and (target.value == 0 or bool(_LESS.search(before)))

    def _in_words(self, number: int, asked: _Asked) -> Promise:
        """No figure that compares: where the matter is told as done, or set as a task again."""
        told, done = self._told(asked.words)
        again, task = _nearest(self._in_asked, self.asked, asked.words)
        standing, nearness, claim = MISSING, told, None
        if done and self._sure(number, told, done):
            standing, claim = TOLD, done
            if asked.target and _all_of_it(asked.target) and done and _WHOLE.search(self.ours.quote(done)):
                standing = KEPT
        elif again >= MENTIONED and again > told:
            standing, nearness, claim = AGAIN, again, task
        elif told >= LEFT_OUT:
            standing, claim = UNSURE, done
        return Promise(asked.action.span, asked.target, asked.action.topic, standing, round(nearness, 3), claim, None)

    def _told(self, words: str) -> tuple[float, Span | None]:
        """The nearest result for all that is promised, or for a clause of it that says what."""
        parts = [part for part in words.split("，") if says_what(part) and not _AIM.match(part)]
        found = [_nearest(self._in_done, self.done, words)]
        found += [(PART * share, place) for share, place in (_nearest(self._in_done, self.done, p) for p in parts[1:])]
        return max(found, key=lambda one: one[0])

    def _sure(self, number: int, told: float, done: Span) -> bool:
        """Near enough, and by more than one pair of characters; less near where it speaks of little else."""
        words, promised = self.ours.quote(done), self.promises[number].words
        if terms_of(promised) and not terms_of(promised) & terms_of(words) and self._shared(number, done) < MUCH:
            return False
        near = told >= MENTIONED or (told >= NEARLY and self._in_promises.shares(words).get(number, 0.0) >= MOSTLY)
        return near and self._shared(number, done) >= EVIDENCE

    def _shared(self, number: int, claim: Span) -> int:
        return common(self.promises[number].words, _NUMBER.sub(" ", self.ours.quote(claim)))


_AIM = re.compile("确保|力争|推动|实现|保证|切实")


def _nearest(likeness: Likeness, stretches: list[Span], words: str) -> tuple[float, Span | None]:
    """The stretch that says most of it, the shortest of several; a shared term leaves it open at least."""
    shares = likeness.shares(words)
    if not shares:
        return 0.0, None
    best = max(shares, key=lambda number: (shares[number], stretches[number].start - stretches[number].end))
    share = max(shares[best], LEFT_OUT) if likeness.shares_term(words, best) else shares[best]
    return share, stretches[best]


def _comparable(target: Figure, figure: Figure) -> bool:
    """Whether two figures count in like units, and both say a level or both a change."""
    if target.unit == "%" or figure.unit == "%":
        shares = (target.whole is None) == (figure.whole is None)  # 其中…不低于40% is a share of something else
        return shares and target.unit == figure.unit and target.change == figure.change
    if {target.change, figure.change} == {"up", "down"}:
        return False
    unit, other = target.unit or "", figure.unit or ""
    return _LIKE_UNITS.get(unit, unit) == _LIKE_UNITS.get(other, other)


def _kept(target: Figure, figure: Figure, *, less: bool) -> bool:
    """Whether what was reached is what was promised; where less is better, not more."""
    if target.value is None or figure.value is None:
        return False
    reached = figure.high or figure.value
    if less or (target.comparator[0] == "<" and target.change is None):
        return figure.value <= target.value * ((2 - ABOUT) if target.comparator == "~" else 1)
    return reached >= target.value * (ABOUT if target.comparator == "~" else 1)


def _all_of_it(target: Figure) -> bool:
    return target.unit == "%" and target.value == 100

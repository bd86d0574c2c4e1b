"""A reading as the rows of a work ledger: what is to be done, how much, by whom, until when, and where it says so."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from luoshi.reader.bodies import SUBJECTS
from luoshi.reader.duty_catalogue import usual_office
from luoshi.reader.neighbours import Neighbours
from luoshi.reader.reading import FINDINGS, Action, Deadline, Duty, Figure, Finding, Heading, Reading, Speaker
from luoshi.reader.speakers import paper_standing
from luoshi.reader.text import Span
from luoshi.reader.write.places import Places
from luoshi.reader.write.sharing import bodies_over, limits_behind, persons_behind
from luoshi.reader.write.wording import PART, PROPOSED, figure_line

F = TypeVar("F", bound=Finding)


DEEPEST = 12  # levels of headings; more is a broken outline and would not fit any page


@dataclass(frozen=True, slots=True)
class Due:
    """A time limit in the report's words; `day` (ISO) is None where it recurs or its date was struck out. `rule` says
    how it comes back (reading.Recurrence)."""

    words: str
    day: str | None
    rule: str = ""

    @property
    def said(self) -> str:
        """年底前（2025-12-31）; the words alone where no day follows from them."""
        return f"{self.words}（{self.day}）" if self.day and self.day not in self.words else self.words


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the ledger.

    `finding` is ("action" or "duty", its index in the reading). `goal` is the path of headings, outermost
    first. `starts` says what each of `targets` comes from, None where the report does not. `lead` and the
    other duties are as the report gives them; `proposed` is the office that usually has such a topic, given
    only where the report names no lead. `span` is the action or the table's cell; `basis` the whole sentence,
    `place` where it stands in the file. `standing` is that of whoever asks for it (reading.STANDINGS). `confidence` is None for a duty row, which is copied and not judged.
    """

    number: int
    finding: tuple[str, int]
    span: Span
    goal: tuple[str, ...]
    measure: str
    topic: str | None
    targets: tuple[Figure, ...]
    starts: tuple[Figure | None, ...]
    leader: str
    lead: str
    proposed: str
    person: str
    assist: str
    dues: tuple[Due, ...]
    basis: str
    place: str | None
    standing: str | None
    confidence: float | None

    @property
    def led_by(self) -> str:
        """Who leads, a proposed office marked as such."""
        return self.lead or (f"{self.proposed}{PROPOSED}" if self.proposed else "")

    @property
    def indicators(self) -> tuple[str, ...]:
        """The targets in words; 其中 before a part, so that nobody adds it to its total."""
        lines = (figure_line(end, start) for end, start in zip(self.targets, self.starts, strict=True))
        return tuple(
            f"{PART}{line}" if f.whole is not None else line for f, line in zip(self.targets, lines, strict=True)
        )


def rows(reading: Reading) -> tuple[Row, ...]:
    """Duty rows as the paper's own table has them, actions where it has none; in reading order."""
    return tuple(_Desk(reading).rows())


def goal_path(reading: Reading, heading: int | None) -> tuple[str, ...]:
    """The headings over a finding, outermost first."""
    path: list[str] = []
    while heading is not None and len(path) < DEEPEST:
        above = reading.headings[heading]
        path.append(_flat(reading.quote(above)))
        heading = above.parent
    return tuple(reversed(path))


def counts(reading: Reading) -> dict[str, int]:
    """How many of each: kinds of sentence, statuses of figure, and the lists of the reading."""
    kinds = Counter(sentence.kind for sentence in reading.sentences)
    statuses = Counter(figure.status for figure in reading.figures)
    return {**kinds, **statuses, **{name: len(getattr(reading, name)) for name in (*FINDINGS, "duties")}}


class _Desk:
    """A reading with what its rows are looked up by."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.places = Places.of(reading)
        self.sentences: dict[int, tuple[str, str | None]] = {}
        self.extents = [duty_extent(duty) for duty in reading.duties]
        self.bodies = bodies_over(reading)
        self.persons = persons_behind(reading)
        near = Neighbours(reading)
        self.targets: dict[int, list[Figure]] = defaultdict(list)
        for link in reading.links_of("measures"):
            self.targets[link.target].append(reading.figures[link.source])
        self.stated, elsewhere = limits_behind(reading, near)
        self.deadlines = near.share(elsewhere, "rest")
        self.recurrences = near.share(reading.recurrences, "next")

    def rows(self) -> Iterator[Row]:
        found = [(span.start, "duty", index) for index, span in enumerate(self.extents) if span]
        found += [(a.start, "action", i) for i, a in enumerate(self.reading.actions) if not self._in_duty(a.start)]
        # A merged cell repeats its stretch, so rows that begin with one share a start: the index decides.
        for number, (_, what, index) in enumerate(sorted(found, key=lambda f: (f[0], f[2])), start=1):
            yield self._duty_row(number, index) if what == "duty" else self._action_row(number, index)

    def _in_duty(self, place: int) -> bool:
        return any(span.start <= place < span.end for span in self.extents if span)

    def _action_row(self, number: int, index: int) -> Row:
        action = self.reading.actions[index]
        leads, assists = self._offices(index)
        leader, person = self.persons.get(index, ("", ""))
        targets = tuple(self.targets.get(index, ()))
        basis, place = self._basis(action.sentence)
        return Row(
            number=number,
            finding=("action", index),
            span=action.span,
            goal=goal_path(self.reading, self._heading_of(action)),
            measure=_flat(self.reading.quote(action)),
            topic=action.topic,
            targets=targets,
            starts=self._starts(targets),
            leader=leader,
            lead="、".join(leads),
            proposed="" if leads else usual_office(action.topic) or "",
            person=person,
            assist="、".join(assists),
            dues=self._dues(index),
            basis=basis,
            place=place,
            standing=action.standing,
            confidence=action.confidence,
        )

    def _basis(self, sentence: int) -> tuple[str, str | None]:
        """A sentence's words and place, looked up once for all that it asks for."""
        if sentence not in self.sentences:
            span = self.reading.sentences[sentence].span
            self.sentences[sentence] = (_flat(self.reading.quote(span)), self._place(span))
        return self.sentences[sentence]

    def _heading_of(self, action: Action) -> int | None:
        """The nearest heading over an action that is not of an outline which another speaker gave and closed."""
        at = action.heading
        speaker = self._speaker_at(action.start)
        for _ in range(DEEPEST):
            if at is None or speaker is None:
                break
            heading = self.reading.headings[at]
            before = self._speaker_at(heading.start)
            if before is None or before.name == speaker.name or not self._asked_under(heading, speaker.start):
                break
            at = heading.parent
        return at

    def _speaker_at(self, place: int) -> Speaker | None:
        return next((s for s in self.reading.speakers if s.covers.start <= place < s.covers.end), None)

    def _asked_under(self, heading: Heading, end: int) -> bool:
        """Whether something is asked between a heading and a place behind it."""
        return bool(inside(self.reading.actions, Span(heading.start, end)))

    def _starts(self, targets: tuple[Figure, ...]) -> tuple[Figure | None, ...]:
        return tuple(None if end.pair is None else self.reading.figures[end.pair] for end in targets)

    def _offices(self, index: int) -> tuple[list[str], list[str]]:
        """Leads and assists; owners (责任单位) lead where nobody else is said to, for no rank is given. The subject
        of a sentence (每所中小学要…) does it and helps nobody."""
        over = self.bodies.get(index, ())
        leads, owners, assists = ([b for b in over if b.role == role] for role in ("lead", "owner", "assist"))
        if leads:
            assists += [owner for owner in owners if owner.reason not in SUBJECTS]
        return [body.name for body in leads or owners], [body.name for body in assists]

    def _dues(self, index: int) -> tuple[Due, ...]:
        """Its own limit, else that of its duty line, else that of a heading; and how often."""
        again = tuple(
            Due(_flat(self.reading.quote(rhythm)), None, rhythm.rule) for rhythm in self.recurrences.get(index, ())
        )
        return self._once(index) + again

    def _once(self, index: int) -> tuple[Due, ...]:
        if own := self.deadlines.get(index):
            return tuple(map(self._due, own))
        if stated := self.stated.get(index):
            again = inside(self.reading.recurrences, stated.words)
            return (Due(_flat(self.reading.quote(stated.words)), stated.day, again[0].rule if again else ""),)
        return tuple(map(self._due, self._limits_of_heading(self.reading.actions[index].heading)))

    def _limits_of_heading(self, heading: int | None) -> list[Deadline]:
        """A limit in a heading (（三）年底前建成…) holds for what stands beneath it."""
        for _ in range(DEEPEST):
            if heading is None:
                break
            above = self.reading.headings[heading]
            if limits := inside(self.reading.deadlines, above.span):
                return limits
            heading = above.parent
        return []

    def _due(self, limit: Deadline) -> Due:
        return Due(_flat(self.reading.quote(limit)), limit.due)

    def _place(self, span: Span) -> str | None:
        source = self.places.source_span(span)
        return self.places.name(source.start) if source else None

    def _duty_row(self, number: int, index: int) -> Row:
        duty = self.reading.duties[index]
        measure = duty.measure or duty.task or duty_extent(duty) or Span(0, 0)
        topics = Counter(action.topic for action in inside(self.reading.actions, measure))
        topic = topics.most_common(1)[0][0] if topics else None
        cells = [measure, *([duty.target] if duty.target else [])]
        targets = tuple(f for cell in cells for f in inside(self.reading.figures, cell) if f.status == "target")
        return Row(
            number=number,
            finding=("duty", index),
            span=measure,
            goal=tuple(self._cell(cell) for cell in (duty.section, duty.task if duty.measure else None) if cell),
            measure=self._aimed(measure, duty.target),
            topic=topic,
            targets=targets,
            starts=self._starts(targets),
            leader=self._cell(duty.leader),
            lead=self._cell(duty.lead),
            proposed="" if duty.lead or topic is None else usual_office(topic) or "",
            person=self._cell(duty.person),
            assist=self._cell(duty.assist),
            dues=self._duty_dues(duty, measure),
            basis=self._cell(measure),
            place=self._place(measure),
            standing=paper_standing(self.reading.meeting),
            confidence=None,
        )

    def _aimed(self, measure: Span, target: Span | None) -> str:
        """A measure with how far it is to come (新建幼儿园（2所）)."""
        said = self._cell(measure)
        return f"{said.rstrip('。；')}（{self._cell(target).rstrip('。；')}）" if target else said

    def _duty_dues(self, duty: Duty, measure: Span) -> tuple[Due, ...]:
        if duty.due is None:
            return tuple(self._due(limit) for limit in inside(self.reading.deadlines, measure))
        limits, again = inside(self.reading.deadlines, duty.due), inside(self.reading.recurrences, duty.due)
        return (Due(self._cell(duty.due), limits[-1].due if limits else None, again[0].rule if again else ""),)

    def _cell(self, span: Span | None) -> str:
        return _flat(self.reading.quote(span)) if span else ""


def duty_extent(duty: Duty) -> Span | None:
    """The stretch that a duty row takes: what stands between its first and last own cell.

    The task cell counts only where the row has no measure: merged over several rows, it belongs to all.
    """
    cells = [duty.number, duty.measure or duty.task, duty.leader, duty.lead, duty.person, duty.assist, duty.due]
    here = [cell for cell in cells if cell is not None]
    own = duty.measure or duty.task
    if not here or own is None:
        return None
    # Merged cells of the other columns lie in front of the row; what comes before its own cell is not the row's.
    return Span(own.start, max(cell.end for cell in here))


def inside(findings: Sequence[F], span: Span) -> list[F]:
    """Those of `findings` (in reading order) that lie within a stretch."""
    first = bisect_left(findings, span.start, key=lambda finding: finding.start)
    held = []
    for finding in findings[first:]:
        if finding.start >= span.end:
            break
        if finding.end <= span.end:
            held.append(finding)
    return held


def _flat(text: str) -> str:
    return " ".join(text.split())

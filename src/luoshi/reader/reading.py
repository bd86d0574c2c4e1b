"""What the reader found in one report: an immutable set of findings, each a span of one cleaned text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args, get_origin, get_type_hints

from luoshi.reader.source import Source
from luoshi.reader.text import Noise, Remark, Span, Text

GENRES = ("news", "speech", "script", "plan", "summary", "analysis")
STANDINGS = ("leader", "bureau", "superior", "meeting", "chair")
KINDS = ("meeting", "achievement", "problem", "goal", "task", "framing")


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of the cleaned text, how sure the reader is (0 to 1), and by which rule it was found."""

    start: int
    end: int
    confidence: float
    reason: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Heading(Finding):
    """A line or clause that names a part; `level` 1 is the outermost; `parent` an index into headings."""

    level: int
    scheme: str
    parent: int | None


@dataclass(frozen=True, slots=True)
class Sentence(Finding):
    """One sentence and its kind (one of KINDS); `heading` is the index of the nearest heading above."""

    kind: str
    heading: int | None


@dataclass(frozen=True, slots=True)
class Action(Finding):
    """The smallest piece that one office can be given and later tick off. `standing`, one of STANDINGS, is that of
    whoever asks for it; None where the report does not show who does."""

    topic: str
    heading: int | None
    sentence: int
    standing: str | None = None


@dataclass(frozen=True, slots=True)
class Figure(Finding):
    """A number that says how much. `value` None is a target whose number was struck out (`xx所`).

    `high` only for a range; `unit` in base units (万元 is turned into 元), % for rates; `comparator`
    one of = >= <= > < ~; `status` achieved, target or fact; `hardness` firm, aspired or None;
    `pair` the index of the figure it came from (从 A 提高到 B); `whole` the index of the total that it
    is a subset of; `shared` True where its unit was written only behind a later member of the list;
    `change` "up" or "down" where the number is a difference and no level (提高 5 个百分点, but not 提高到).
    """

    value: float | int | None
    high: float | int | None
    unit: str | None
    comparator: str
    status: str
    subject: str | None
    year: int | None
    hardness: str | None = None
    pair: int | None = None
    whole: int | None = None
    shared: bool = False
    change: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline(Finding):
    """A time limit; `due` is its last day (ISO), None when the text has struck it out."""

    due: str | None
    hardness: str | None = None


@dataclass(frozen=True, slots=True)
class Recurrence(Finding):
    """What comes back: an iCalendar rule ("FREQ=YEARLY", "FREQ=YEARLY;INTERVAL=3") or a school rhythm
    ("TERM", "SCHOOLYEAR", "HOLIDAY", "WEEKDAY") that the office's calendar turns into days."""

    rule: str


@dataclass(frozen=True, slots=True)
class Body(Finding):
    """A body that has to do something: `role` lead, assist or owner; `name` with what a short form
    inherits (市人社局、文广新局 → 市文广新局); `covers` the stretch of text that it answers for."""

    name: str
    role: str
    covers: Span


@dataclass(frozen=True, slots=True)
class Speaker(Finding):
    """Who speaks from here on: `name`, `office` (党组书记、局长), `authority` (whose office it is);
    `standing` one of STANDINGS; `covers` the stretch that is said by him or her."""

    name: str | None
    office: str | None
    authority: str | None
    standing: str
    covers: Span


@dataclass(frozen=True, slots=True)
class Act(Finding):
    """One act of a meeting: `act` is attend, host, report, speak, read_out, convey, exchange, commend…"""

    act: str
    who: str | None
    office: str | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """Which meeting or paper this is; what the text does not say is None. `agenda` in reading order.
    `genre`, one of GENRES, decides what its sentences are likely to be: a script's agenda is no task."""

    title: str | None = None
    date: str | None = None
    place: str | None = None
    level: str | None = None
    year: int | None = None
    organiser: str | None = None
    host: str | None = None
    attendance: int | None = None
    genre: str | None = None
    agenda: tuple[Act, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """One row of a 责任分解表; each value a span of the text, None where the column or cell is absent.
    `target` is how far it is to come (工作目标) where the table has that beside task and measure; `section`
    is the heading across the table (一、学前教育) that the row stands under."""

    number: Span | None
    task: Span | None
    measure: Span | None
    leader: Span | None
    lead: Span | None
    person: Span | None
    assist: Span | None
    due: Span | None
    target: Span | None = None
    section: Span | None = None


# Between which lists of the reading a link of each kind goes: from its source to its target.
LINKS = {
    "measures": ("figures", "actions"),
    "answers": ("actions", "sentences"),
    "comes-from": ("figures", "figures"),
    "part-of": ("figures", "figures"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """Two findings that belong together, as indices into their lists (see LINKS): a target `measures` an action, an
    action `answers` a sentence of kind problem, a figure `comes-from` another (从 A 提高到 B), a figure is `part-of` a
    total, to which it is never added."""

    kind: str
    source: int
    target: int
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything found in one report. Nothing in it exists for the office until a person confirmed it."""

    source: Source
    cleaned: Text
    noise: tuple[Noise, ...] = ()
    remarks: tuple[Remark, ...] = ()
    meeting: Meeting = Meeting()
    headings: tuple[Heading, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    actions: tuple[Action, ...] = ()
    figures: tuple[Figure, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    recurrences: tuple[Recurrence, ...] = ()
    bodies: tuple[Body, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    duties: tuple[Duty, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def text(self) -> str:
        return self.cleaned.chars

    def links_of(self, kind: str) -> Iterator[Link]:
        """The links of one kind, by their sources."""
        return (link for link in self.links if link.kind == kind)

    def quote(self, span: Finding | Span) -> str:
        """The cleaned words of a finding."""
        return self.text[span.start : span.end]

    def original(self, span: Finding | Span) -> str:
        """The words of the source behind a finding, with all that cleaning took out between them."""
        if not 0 <= span.start < span.end <= len(self.text):
            raise IndexError(f"no span {span.start}:{span.end} in a text of {len(self.text)} characters")
        places = self.cleaned.places(span.start, span.end)
        return self.source.text[places[0] : places[1]] if places else ""

    def place(self, span: Finding | Span) -> str | None:
        """Where a person would look for it in the file; None if all of it is inserted."""
        places = self.cleaned.places(span.start, span.end)
        if places is None:
            return None
        return next((b.place for b in self.source.blocks if b.start <= places[0] < max(b.end, b.start + 1)), None)


# The lists of findings by name, in the order in which they stand in a reading.
FINDINGS: dict[str, type[Finding]] = {
    name: get_args(hint)[0]
    for name, hint in get_type_hints(Reading).items()
    if get_origin(hint) is tuple and issubclass(get_args(hint)[0], Finding)
}

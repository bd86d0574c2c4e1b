"""The findings of a reading as the review page lists them: grouped by headings, with what was decided and how many wait."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db.models import Count as CountOf
from django.db.models import Min, Q
from django.utils import timezone

from luoshi.office.organisations.models import Membership
from luoshi.office.plans.making import leaders_of, leads_of
from luoshi.office.plans.models import Candidate, Reading, Responsibility, Task
from luoshi.office.plans.roster import Meant, Roster

DOUBTFUL = 0.6  # as the reader's own page has it
Path = tuple[str, ...]
NO_HEADING: Path = ("",)  # what stands under none, as if under one
Part = Responsibility.Part
SHOWN = (Part.LEADER, Part.LEAD, Part.OWNER, Part.ASSIST)


class Seen(NamedTuple):
    """A candidate as a row needs it; four hundred model instances would take a fifth of the page's time."""

    pk: int
    mark: str
    kind: str
    words: str
    said: Mapping[str, Any]
    headings: Sequence[str]
    confidence: float | None
    belongs_to_id: int | None
    state: str
    reason: str
    decided_by_id: int | None
    version: int


@dataclass
class Made:
    """A task that was made of a finding, with who is named in it, by part."""

    task: Task
    named: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Row:
    """A finding as the page shows it, with the figures that belong to it."""

    candidate: Seen
    made: list[Made] = field(default_factory=list)
    leads: Sequence[Meant] = ()
    leaders: Sequence[Meant] = ()
    figures: list["Row"] = field(default_factory=list)
    decider: str = ""

    @property
    def is_doubtful(self) -> bool:
        confidence = self.candidate.confidence
        return confidence is not None and confidence < DOUBTFUL


@dataclass
class Count:
    """How many findings stand under a heading and all below it, and how many of them wait."""

    number: int  # of the heading, from the top of the page
    open: int = 0
    all: int = 0

    @property
    def decided(self) -> int:
        return self.all - self.open


@dataclass(frozen=True)
class Wish:
    """What of the findings is to be shown."""

    open_only: bool = False
    kind: str = ""
    doubtful: bool = False

    def holds(self, row: Row) -> bool:
        """A task is shown for its figures' sake too."""
        return self._fits(row) or any(map(self._fits, row.figures))

    def _fits(self, row: Row) -> bool:
        one = row.candidate
        return (
            (not self.open_only or one.state == Candidate.State.OPEN)
            and (not self.kind or one.kind == self.kind)
            and (not self.doubtful or row.is_doubtful)
        )


class Outline:
    """All findings of a reading, in a number of questions that does not grow with them."""

    def __init__(
        self, reading: Reading, *, only: Candidate | None = None, people: Mapping[int, str] = MappingProxyType({})
    ) -> None:
        """`only` one finding is shown, with its figures; all are counted. `people`: memberships whose names are known."""
        self.reading, self.people = reading, people
        rows = reading.candidates.all()
        if only is not None:
            rows = rows.filter(Q(pk=only.pk) | Q(belongs_to=only.pk))
        found = [Seen._make(row) for row in rows.values_list(*Seen._fields)]
        if only is not None:
            alike = reading.candidates.values_list("headings", "state").annotate(size=CountOf("pk"), first=Min("order"))
            self.counts = counts((one[0], one[1], one[2]) for one in alike.order_by("first"))
        else:
            self.counts = counts((one.headings, one.state, 1) for one in found)
        self.rows = self._rows(found)

    def _rows(self, found: Sequence[Seen]) -> list[Row]:
        known = {one.pk: Row(one) for one in found}
        self._fill(known)
        top: list[Row] = []
        for row in known.values():
            above = known.get(row.candidate.belongs_to_id or 0)
            (above.figures if above else top).append(row)
        return top

    def _fill(self, known: Mapping[int, Row]) -> None:
        """What was decided, and for the rest what is proposed."""
        accepted = [pk for pk, row in known.items() if row.candidate.state == Candidate.State.ACCEPTED]
        for pk, made in made_of(accepted):
            known[pk].made.append(made)
        deciders = {row.candidate.decided_by_id for row in known.values() if row.candidate.decided_by_id}
        unknown = deciders - self.people.keys()
        named = Membership.objects.filter(pk__in=unknown).values_list("pk", "person__name") if unknown else ()
        names = {**self.people, **dict(named)}
        roster = Roster(self.reading.report.authority, timezone.localdate())
        for row in known.values():
            one = row.candidate
            row.decider = names.get(one.decided_by_id or 0, "")
            if one.kind == Candidate.Kind.TASK and one.state == Candidate.State.OPEN:
                row.leads = leads_of(one, roster)
                row.leaders = leaders_of(one, roster, row.leads)

    def groups(self, wish: Wish) -> Iterator[tuple[Path, list[Row]]]:
        """Rows in reading order, those in a row under the same headings together."""
        path: Path | None = None
        held: list[Row] = []
        for row in self.rows:
            if not wish.holds(row):
                continue
            here = tuple(row.candidate.headings) or NO_HEADING
            if here != path and held:
                yield path or (), held
                held = []
            path = here
            held.append(row)
        if held:
            yield path or (), held


def counts(found: Iterable[tuple[Sequence[str], str, int]]) -> dict[Path, Count]:
    """By path of headings, in reading order; the empty path counts all. `found`: headings, state, how many."""
    made: dict[Path, Count] = {(): Count(0)}
    for headings, state, size in found:
        path = tuple(headings) or NO_HEADING
        for depth in range(len(path) + 1):
            part = path[:depth]
            count = made.get(part)
            if count is None:
                count = made[part] = Count(len(made))
            count.all += size
            count.open += size if state == Candidate.State.OPEN else 0
    return made


def made_of(candidates: Sequence[int]) -> Iterator[tuple[int, Made]]:
    """Tasks by the candidates that they were made of."""
    if not candidates:
        return
    through = Task.candidates.through.objects.filter(candidate_id__in=candidates)
    links = list(through.order_by("task__order", "task_id").values_list("candidate_id", "task_id"))
    shown = ("number", "words", "grade", "due", "due_words")
    made = {task.pk: Made(task) for task in Task.objects.filter(pk__in=[pk for _, pk in links]).only(*shown)}
    pairs = [(candidate, made[task]) for candidate, task in links]
    names = Responsibility.objects.filter(task__in=made, part__in=SHOWN).values_list(
        "task_id", "part", "words", "organisation__short_name", "organisation__name", "membership__person__name"
    )
    for task, part, words, short, name, person in names.order_by("order"):
        made[task].named.setdefault(part, []).append(short or name or person or words)
    yield from pairs

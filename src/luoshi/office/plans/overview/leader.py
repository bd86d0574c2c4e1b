"""The leader's page: what is late, by who leads and by who answers, how the year went, what waits for a signature."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from typing import Any

from django.core.cache import cache
from django.db.models import Case, Count, DateField, F, Q, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from luoshi.office.addresses import address_of
from luoshi.office.organisations.models import Role
from luoshi.office.plans.chasing.panel import number_proposed
from luoshi.office.plans.models import Assignment, Responsibility, Standing, Task
from luoshi.office.plans.overview.assignments import ASSISTS, SAID_DONE
from luoshi.office.plans.overview.ledger import Ledger
from luoshi.office.plans.overview.scope import Scope
from luoshi.office.plans.overview.work import Queue, first_of, queue_of

Part, State = Responsibility.Part, Assignment.State
KEPT = 300  # seconds that the months' numbers stay as they were
SHOWN = 7  # lines of each table: the page fits on one screen

# The day on which it was said to be done, while that holds. What was found to be behind is not; what assists ends along with
# its lead, and is not counted beside it.
ENDED = Case(
    When(ASSISTS, then=None),
    When(
        state__in=SAID_DONE,
        then=Coalesce("reported_on", "ended_on"),
    ),
    output_field=DateField(),
)

# The day that it is held to: what assists is done with its lead, and is not late by itself.
HELD_TO = Case(When(ASSISTS, then=None), default=F("due"), output_field=DateField())


@dataclass(frozen=True)
class Line:
    """Who leads or answers, with how many of their tasks are late and since when the first of them is."""

    name: str
    address: str
    tasks: int
    late: int
    days: int


@dataclass(frozen=True)
class Lines:
    """Who leads or answers: those with most that is late, and how many more there are."""

    every: Sequence[Line]

    def __iter__(self) -> Iterator[Line]:
        return iter(self.every[:SHOWN])

    def __len__(self) -> int:
        return len(self.every)

    @property
    def more(self) -> Sequence[Line]:
        return self.every[SHOWN:]

    @property
    def late_below(self) -> int:
        """How many of those that are not shown have something late."""
        return sum(bool(one.late) for one in self.more)


@dataclass(frozen=True)
class Month:
    """How many assignments were done in a month, and how many were late at its end."""

    first: date
    done: int
    late: int

    @property
    def label(self) -> str:
        return _("%(month)s月") % {"month": self.first.month}

    @property
    def address(self) -> str:
        """Of those that were done; late ones are asked for by another word."""
        return self._behind("ended")

    @property
    def late_address(self) -> str:
        return self._behind("behind")

    def _behind(self, name: str) -> str:
        return f"{address_of('assignments')}?year={self.first.year}&{name}={self.first:%Y-%m}"


@dataclass(frozen=True)
class Leader:
    """A year at a glance."""

    scope: Scope

    @cached_property
    def ledger(self) -> Ledger:
        return Ledger(self.scope)

    @cached_property
    def _named(self) -> list[tuple[int, str, int, str]]:
        """Task, part, and who."""
        rows = Responsibility.objects.filter(task__in=self.scope.tasks, part__in=(Part.LEAD, Part.LEADER))
        known = rows.filter(Q(organisation__isnull=False) | Q(membership__isnull=False))
        return list(
            known.values_list(
                "task", "part", Coalesce("organisation", "membership"),
                Coalesce(F("organisation__name"), F("membership__person__name")),
            )
        )  # fmt: skip

    def _lines(self, part: str) -> list[Line]:
        tasks: dict[tuple[int, str], list[int]] = {}
        for task, its, pk, name in self._named:
            if its == part:
                tasks.setdefault((pk, name), []).append(task)
        name_of = "lead" if part == Part.LEAD else "leader"
        at = f"{address_of('ledger')}?year={self.scope.year}&{name_of}="
        found = [self._line(name, f"{at}{pk}", numbers) for (pk, name), numbers in tasks.items()]
        return sorted(found, key=lambda one: (-one.late, -one.days, one.name))

    def _line(self, name: str, address: str, tasks: Sequence[int]) -> Line:
        late = [one for task in tasks if (one := self.ledger.still.get(task)) and one.late]
        days = max((one.days_late(self.scope.day) for one in late), default=0)
        return Line(name, address, len(tasks), len(late), days)

    @cached_property
    def leads(self) -> Lines:
        return Lines(self._lines(Part.LEAD))

    @cached_property
    def leaders(self) -> Lines:
        return Lines(self._lines(Part.LEADER))

    @cached_property
    def proposed(self) -> int:
        """督办、通报、约谈 that wait for a leader's word."""
        return number_proposed(self.scope.actor)

    @cached_property
    def waiting(self) -> list[Queue]:
        """For a leader what waits for them; for the office, which prepares it, what waits for any leader."""
        if (actor := self.scope.actor).role == Role.LEADER:
            named = (("sign", _("等我签批")), ("decide", _("等我决定调整")))
            return [queue_of(turn, label, actor, most=3) for turn, label in named]
        rows, at = self.scope.assignments, f"{address_of('assignments')}?year={self.scope.year}"
        return [
            first_of(_("等签批"), rows.filter(state=State.REPORTED), f"{at}&state=reported", most=3),
            first_of(_("等决定调整"), rows.filter(state=State.ADJUSTING), f"{at}&state=adjusting", most=3),
        ]

    @cached_property
    def worst(self) -> list[dict[str, Any]]:
        """The tasks that are late longest, for the briefing."""
        day = self.scope.day
        late = [(pk, one) for pk, one in self.ledger.still.items() if one.late]
        late.sort(key=lambda pair: (-pair[1].days_late(day), -pair[1].late))
        tasks = Task.objects.in_bulk([pk for pk, _one in late[:SHOWN]])
        names: dict[int, list[str]] = {}
        for task, part, _pk, name in self._named:
            if part == Part.LEAD:
                names.setdefault(task, []).append(name)
        return [
            {"task": tasks[pk], "lead": "、".join(names.get(pk, ())), "late": one.late, "days": one.days_late(day)}
            for pk, one in late[:SHOWN]
        ]

    @property
    def _days(self) -> list[tuple[date | None, date | None, int]]:
        """How many had to be done on which day and were done on which. All rows of a year are read for it, so that it is asked
        for once in some minutes."""
        key = f"overview-days {self.scope.numbers} {self.scope.actor.area.paths}"
        key = f"overview-days-{sha256(key.encode()).hexdigest()}"
        if (kept := cache.get(key)) is None:
            rows = self.scope.assignments.order_by().annotate(ended=ENDED, held_to=HELD_TO)
            kept = list(rows.values_list("held_to", "ended").annotate(Count("pk")))
            cache.set(key, kept, KEPT)
        return list(kept)

    @cached_property
    def months(self) -> list[Month]:
        """Of the year until today. The day is the one that holds now: what was extended is late no more."""
        if not self.scope.year.isdecimal():
            return []
        days = self._days
        year, today = int(self.scope.year), self.scope.day
        firsts = [date(year + month // 12, month % 12 + 1, 1) for month in range(13)]
        return [
            Month(
                first,
                sum(n for _due, end, n in days if end and first <= end < after),
                sum(n for due, end, n in days if due and due < min(after, today) and not (end and end < after)),
            )
            for first, after in pairwise(firsts)
            if first <= today
        ]

    @property
    def chart(self) -> "Chart":
        return Chart(self.months)

    @property
    def title(self) -> str:
        late, days = self.ledger.counts.get(Standing.LATE, 0), self.ledger.days_late
        sign, decide = (one.count for one in self.waiting)
        said = _("%(late)s 项任务滞后，最久 %(days)s 天") if late else _("没有滞后的任务")
        waits = (
            (sign, _("%(sign)s 件等签批")), (decide, _("%(decide)s 件等决定")), (self.proposed, _("%(proposed)s 份督办等决定")),
        )  # fmt: skip
        said = "；".join(filter(None, (said, "，".join(words for number, words in waits if number))))
        return said % {"late": late, "days": days, "sign": sign, "decide": decide, "proposed": self.proposed}


@dataclass(frozen=True)
class Chart:
    """Two bars a month, drawn in units of a picture of 720 by 150; the same numbers stand in a table below it."""

    months: Sequence[Month]

    WIDTH, HEIGHT, FOOT, STEP, BAR = 720, 130, 110, 58, 20

    @property
    def most(self) -> int:
        return max((max(one.done, one.late) for one in self.months), default=0) or 1

    def bars(self) -> Iterator[dict[str, Any]]:
        """Where each bar stands, and its number above it."""
        for at, one in enumerate(self.months):
            left = 8 + at * self.STEP
            done, late = (_("%(month)s完成 %(count)s 件"), _("%(month)s月底滞后 %(count)s 件"))
            for shift, name, number, at_list, words in (
                (0, "done", one.done, one.address, done), (self.BAR + 2, "late", one.late, one.late_address, late),
            ):  # fmt: skip
                height = round(number / self.most * (self.FOOT - 16))
                yield {
                    "x": left + shift, "y": self.FOOT - height, "height": height, "css": f"chart-{name}", "number": number,
                    "middle": left + shift + self.BAR // 2, "above": self.FOOT - height - 3, "width": self.BAR,
                    "address": at_list, "said": words % {"month": one.label, "count": number},
                }  # fmt: skip

    def labels(self) -> Iterator[dict[str, Any]]:
        for at, one in enumerate(self.months):
            yield {"x": 8 + at * self.STEP + self.BAR + 1, "y": self.FOOT + 14, "words": one.label}

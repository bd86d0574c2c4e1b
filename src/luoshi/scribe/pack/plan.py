"""A plan as it goes on paper: what the papers need of it, in plain words, ready decided."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Party:
    """Who gets a slip: an office or a school. Two that are called the same differ in their code."""

    name: str
    code: str = ""
    school: bool = False


@dataclass(frozen=True)
class IssuedTask:
    """A task as issued. `number` is its number in the plan, `due` its time limit in words.

    `owners` are the schools and centres that carry it out; `owners_said` is how the plan says it (全县公办幼儿园), else
    they are named one by one.
    """

    number: str
    text: str
    due: str = ""
    targets: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    leads: tuple[Party, ...] = ()
    persons: tuple[str, ...] = ()
    assists: tuple[Party, ...] = ()
    owners: tuple[Party, ...] = ()
    owners_said: str = ""

    @property
    def parties(self) -> Iterator[Party]:
        yield from (*self.leads, *self.assists, *self.owners)

    @property
    def owners_in_words(self) -> str:
        return self.owners_said or in_a_row(self.owners)


@dataclass(frozen=True)
class IssuedGoal:
    """A goal with its tasks; one without a text holds tasks that belong to none."""

    text: str
    tasks: tuple[IssuedTask, ...]


@dataclass(frozen=True)
class IssuedPlan:
    """`name` without brackets (2026年教育工作要点); `authority` is its issuer's full name."""

    name: str
    authority: str
    day: date
    goals: tuple[IssuedGoal, ...]
    number: str = ""

    @property
    def tasks(self) -> tuple[IssuedTask, ...]:
        return tuple(task for goal in self.goals for task in goal.tasks)

    @property
    def source(self) -> str:
        """《…》（文号）."""
        return f"《{self.name}》" + (f"（{self.number}）" if self.number else "")


def in_a_row(parties: Iterable[Party]) -> str:
    return "、".join(party.name for party in parties)

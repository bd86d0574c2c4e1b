"""What accepted findings become in the draft: goals, tasks, targets, and claims of a year. The caller has the leave."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Protocol

from luoshi.office.plans.goals import GoalPaths
from luoshi.office.plans.models import Candidate, Claim, Goal, Plan, Report, Responsibility, Target, Task, kept
from luoshi.office.plans.roster import Meant, Roster, as_named
from luoshi.office.plans.tasks import LONGEST_GOAL, Named, New, Wanted, insert_all
from luoshi.reader.outline.numbers import MARKER

APART = 100_000  # places of a plan that each of its reports has, so that its tasks stand in the report's order
LONGEST_DUE = 60
ENDS = "。；：;:，, 　"
Kind = Candidate.Kind
Part = Responsibility.Part

# Where a task comes from, by the paper that it was read in.
SOURCES = {Report.Kind.SUPERIOR: Task.Source.SUPERIOR, Report.Kind.GOVERNMENT: Task.Source.SUPERIOR}


class Read(Protocol):
    """Whatever holds what the reader says of a finding."""

    @property
    def said(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Measure:
    """A figure as somebody wants it to be."""

    subject: str
    words: str = ""
    comparator: str = "="
    value: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    change: str = ""
    year: int | None = None
    hardness: str = ""
    start: Decimal | None = None
    due: date | None = None


@dataclass(frozen=True)
class Chosen:
    """A finding that is accepted, and what somebody wants it to become; what is left out is as proposed."""

    candidate: Candidate
    tasks: tuple[Wanted, ...] = ()
    measure: Measure | None = None
    task: Task | None = None  # whose target a figure becomes
    words: str = ""  # of a goal


def heading_words(heading: str) -> str:
    """A heading as a goal is called: without its number and its full stop (一要突出党建引领。 → 突出党建引领)."""
    words = heading.strip()
    found = MARKER.match(words)
    bare = words[found.end() :] if found else words
    return (bare.strip(ENDS) or words.strip(ENDS))[:LONGEST_GOAL]


def measure_of(candidate: Candidate) -> Measure:
    """A figure as the reader says it."""
    said: Mapping[str, Any] = candidate.said
    return Measure(
        subject=said.get("subject", "") or candidate.words,
        words=candidate.words,
        comparator=said.get("comparator", "="),
        value=_decimal(said.get("value")),
        high=_decimal(said.get("high")),
        unit=said.get("unit", ""),
        change=said.get("change", ""),
        year=said.get("year"),
        hardness=said.get("hardness", ""),
        start=_decimal(said.get("start")),
        due=_day(said.get("due")),
    )


def leads_of(candidate: Read, roster: Roster) -> list[Meant]:
    """Who leads: as the paper says, else as proposed."""
    said: Mapping[str, Any] = candidate.said
    if said.get("lead"):
        return list(roster.named(Part.LEAD, said["lead"]))
    proposed = roster.lead_for(said.get("topic", ""), said.get("proposed", ""))
    return [proposed] if proposed else []


def leaders_of(candidate: Read, roster: Roster, leads: Sequence[Meant]) -> list[Meant]:
    """Which leader answers for it: as the paper says, else who has the topic or the section that leads."""
    said: Mapping[str, Any] = candidate.said
    if said.get("leader"):
        return list(roster.named(Part.LEADER, said["leader"]))
    lead = next((one.organisation for one in leads if one.organisation), None)
    proposed = roster.leader_for(said.get("topic", ""), lead)
    return [proposed] if proposed else []


def task_of(candidate: Candidate, roster: Roster, *, goal: Goal | None, kind: str) -> Wanted:
    """A task as it is proposed."""
    said: Mapping[str, Any] = candidate.said
    leads = leads_of(candidate, roster)
    named: list[Named] = [
        *as_named(Part.LEADER, leaders_of(candidate, roster, leads)),
        *as_named(Part.LEAD, leads),
        *as_named(Part.PERSON, roster.named(Part.PERSON, said.get("person", ""))),
        *as_named(Part.ASSIST, roster.named(Part.ASSIST, said.get("assist", ""))),
    ]
    dues: Sequence[Mapping[str, str | None]] = said.get("dues", ())
    days = [due["day"] for due in dues if due["day"]]
    return Wanted(
        words=candidate.words,
        goal=goal,
        source=SOURCES.get(Report.Kind(kind), Task.Source.REPORT),
        basis=said.get("basis", ""),
        grade=said.get("grade", Task.Grade.ROUTINE),
        topic=said.get("topic", ""),
        due=_day(max(days, default=None)),
        due_words="、".join(str(due["words"]) for due in dues)[:LONGEST_DUE],
        rule=said.get("rule", ""),
        named=tuple(named),
    )


class Maker:
    """Makes the rows of one plan from findings of one report."""

    def __init__(self, plan: Plan, report: Report, roster: Roster) -> None:
        self.plan, self.report, self.roster = plan, report, roster
        self.words: list[str] = []  # of the tasks that it has made
        self._goals = GoalPaths(plan)

    @cached_property
    def _base(self) -> int:
        """The first place of what comes from this report."""
        return APART * Report.objects.filter(plan=self.plan, pk__lt=self.report.pk).count()

    def goal_under(self, headings: Sequence[str], *, order: int) -> Goal | None:
        """The goal that a path of headings is, made where it is not there yet."""
        path = filter(None, map(heading_words, headings))
        return self._goals.at(path, order=self._base + order)

    def proposed(self, candidate: Candidate) -> Wanted:
        goal = self.goal_under(candidate.headings, order=candidate.order)
        return task_of(candidate, self.roster, goal=goal, kind=self.report.kind)

    def make(self, chosen: Sequence[Chosen]) -> list[Candidate]:
        """Every row at once; gives the candidates that are accepted by it, among them the tasks' own figures."""
        made = self._make_tasks([one for one in chosen if one.candidate.kind == Kind.TASK])
        for one in chosen:
            if one.candidate.kind == Kind.GOAL:
                above = self.goal_under(one.candidate.headings, order=one.candidate.order)
                words = (one.words or one.candidate.words)[:LONGEST_GOAL]
                place = self._base + one.candidate.order
                Goal.objects.create(plan=self.plan, parent=above, words=words, order=place, candidate=one.candidate)
        known = {one.candidate.pk for one in chosen}
        figures = [*chosen, *(Chosen(one) for one in self._going_along(made) if one.pk not in known)]
        self._make_targets([one for one in figures if one.candidate.kind == Kind.TARGET], made)
        self._make_claims([one for one in figures if one.candidate.kind == Kind.CLAIM])
        return [one.candidate for one in figures]

    def _make_tasks(self, chosen: Sequence[Chosen]) -> dict[int, Task]:
        """The first task of each candidate by the candidate's number."""
        wanted = [(one.candidate, each) for one in chosen for each in one.tasks or (self.proposed(one.candidate),)]
        settled = self.roster.settled([each for _, each in wanted])
        news = [
            New(each, (candidate,), self._base + candidate.order)
            for (candidate, _), each in zip(wanted, settled, strict=True)
        ]
        self.words += [new.wanted.words for new in news]
        found: dict[int, Task] = {}
        for new, task in zip(news, insert_all(self.plan, news) if news else (), strict=True):
            found.setdefault(new.candidates[0].pk, task)
        return found

    def _going_along(self, made: Mapping[int, Task]) -> Iterable[Candidate]:
        """Figures that belong to these tasks and are still open; those that were accepted before are theirs now."""
        attached = Candidate.objects.filter(belongs_to__in=made) if made else ()
        open_ones = [one for one in attached if one.state == Candidate.State.OPEN and one.kind == Kind.TARGET]
        if len(open_ones) < len(attached):
            for target in Target.objects.filter(candidate__in=attached, task=None).select_related("candidate"):
                target.task = made[target.candidate.belongs_to_id or 0] if target.candidate else None
                target.save(update_fields=["task"])
        return open_ones

    def _make_targets(self, chosen: Sequence[Chosen], made: Mapping[int, Task]) -> None:
        above = (one.candidate.belongs_to_id for one in chosen if not one.task)
        homeless = {pk for pk in above if pk and pk not in made}
        links = Task.candidates.through.objects.filter(candidate_id__in=homeless).select_related("task").order_by("-pk")
        before = {link.candidate_id: link.task for link in links} if homeless else {}
        goals = {goal.candidate_id: goal for goal in self.plan.goals.filter(candidate__in=homeless)} if homeless else {}
        rows = []
        for one in chosen:
            home = one.candidate.belongs_to_id or 0
            task = one.task or made.get(home) or before.get(home)
            measure = one.measure or measure_of(one.candidate)
            goal = task.goal if task else goals.get(home)
            rows.append(Target(plan=self.plan, candidate=one.candidate, task=task, goal=goal, **vars(measure)))
        Target.objects.bulk_create(rows)

    def _make_claims(self, chosen: Sequence[Chosen]) -> None:
        rows = []
        for one in chosen:
            said = {**vars(one.measure or measure_of(one.candidate))}
            kept = {name: said[name] for name in said if name not in {"hardness", "start", "due"}}
            rows.append(Claim(authority=self.plan.authority, report=self.report, candidate=one.candidate, **kept))
        Claim.objects.bulk_create(rows)


def unmake(candidate: Candidate) -> None:
    """Take away the goal, the target or the claim that a candidate became; tasks go by tasks.remove's own way."""
    if candidate.kind == Kind.TARGET:
        Target.objects.filter(candidate=candidate).delete()
    elif candidate.kind == Kind.CLAIM:
        Claim.objects.filter(candidate=candidate).delete()
    elif candidate.kind == Kind.GOAL:
        for goal in Goal.objects.filter(candidate=candidate):
            goal.tasks.update(goal=goal.parent)
            goal.children.update(parent=goal.parent)
            goal.delete()


def _decimal(said: str | None) -> Decimal | None:
    return None if said is None else kept(Decimal(said))


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None

"""A county after years of work: plans, tasks, assignments with their movements, asks and journal, for scripts that measure.

    python benchmarks/county.py            what is made, how long that takes, and what the overviews ask of the database

Rows are stored in bulk and not through verbs, but as the verbs would leave them: of a year's 400 tasks every seventh is
guiding and given to nobody, every seventh is for all schools, another seventh for every eighth school; the others have a
lead and a helper. What is over is done, this year's is spread over all states. 300 schools and five years make some
100,000 assignments.
"""

import random
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from django.utils import timezone

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

SCHOOLS, YEARS, TASKS, ENTRIES = 300, 5, 400, 200_000
SECTIONS, LEADERS, GOALS, BATCH = 14, 6, 40, 5000
TOPICS = ("safety", "teachers", "preschool", "finance", "moral", "")

# How assignments are spread: state and its share. Of this year's those whose day is still to come, and those whose day
# has passed; then what is left of the years before.
AHEAD = (
    ("issued", 15), ("received", 15), ("working", 40), ("reported", 5), ("signed", 5), ("returned", 4), ("adjusting", 1),
    ("done", 14), ("cancelled", 1),
)  # fmt: skip
PASSED = (
    ("done", 84), ("working", 4), ("issued", 1), ("received", 1), ("returned", 1), ("reported", 2), ("signed", 3),
    ("on_track", 1), ("behind", 1), ("standing", 1), ("cancelled", 1),
)  # fmt: skip
OVER = (("done", 94), ("behind", 2), ("standing", 2), ("cancelled", 2))
CONCLUDED = {"done", "on_track", "behind", "standing"}
BEGUN = CONCLUDED | {"reported", "signed", "returned", "working"}


@dataclass
class County:
    """What was made, by which scripts find their way."""

    world: Any
    today: date
    chance: random.Random = field(default_factory=lambda: random.Random(20261122))
    schools: list[Any] = field(default_factory=list)
    sections: list[Any] = field(default_factory=list)
    leaders: list[Any] = field(default_factory=list)
    plans: list[Any] = field(default_factory=list)

    @property
    def plan(self) -> Any:
        """This year's."""
        return self.plans[-1]


def build(
    world: Any, *, schools: int = SCHOOLS, years: int = YEARS, tasks: int = TASKS, entries: int = ENTRIES,
    today: date | None = None,
) -> County:  # fmt: skip
    """Everything below the world's county; the last of the years is this one."""
    made = County(world, today or timezone.localdate())
    bodies(made, schools)
    for year in range(made.today.year - years + 1, made.today.year + 1):
        made.plans.append(plan(made, year, tasks))
    asks(made)
    if entries:
        journal(made, entries)
    return made


def pages() -> ModuleType:
    """The script that grows the tree; scripts stand in no package."""
    if "pages_benchmark" in sys.modules:
        return sys.modules["pages_benchmark"]
    spec = spec_from_file_location("pages_benchmark", ROOT / "benchmarks" / "pages.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def bodies(county: County, schools: int) -> None:
    from luoshi.office.organisations.models import Kind, Membership, Organisation, Person, Role

    above = county.world.organisation("county")
    here = Organisation.objects.filter(kind__in=(Kind.SCHOOL, Kind.KINDERGARTEN)).count()
    bodies = Organisation.objects.count() + pages().CENTRES + schools - here
    pages().grow(county.world, organisations=bodies, people=schools * 2)
    sections = (
        Organisation(parent=above, kind=Kind.SECTION, name=f"第{n}科", order=20 + n) for n in range(SECTIONS - 2)
    )
    county.sections = [
        county.world.organisation("basic"), county.world.organisation("aid"), *pages()._bulk(sections)
    ]  # fmt: skip
    county.schools = list(Organisation.objects.under(above).filter(kind__in=(Kind.SCHOOL, Kind.KINDERGARTEN)))
    others = (Person(name=f"副局长{n}", login=f"leader{n}") for n in range(LEADERS - 1))
    held = (
        Membership(person=one, organisation=above, role=Role.LEADER, since=date(2020, 1, 1), confirmed=True)
        for one in Person.objects.bulk_create(others)
    )
    county.leaders = [county.world.membership("leader"), *Membership.objects.bulk_create(held)]


def plan(county: County, year: int, count: int) -> Any:
    """One year's plan with everything that hangs on it."""
    from luoshi.office.plans.models import Goal, Plan, Target, Task

    by = county.world.membership("an")
    made = Plan.objects.create(
        authority=county.world.organisation("county"), year=year, title=f"{year}年教育工作要点", made_by=by, state="issued",
        issued_on=date(year, 3, 1), issued_by=by, approved_on=date(year, 2, 20), number=f"云教〔{year}〕3号",
    )  # fmt: skip
    goals = Goal.objects.bulk_create(Goal(plan=made, words=f"第{n}个方面", order=n) for n in range(GOALS))
    tasks = Task.objects.bulk_create(
        Task(
            plan=made, goal=goals[n % GOALS], number=n + 1, order=n + 1, topic=TOPICS[n % len(TOPICS)],
            grade="guiding" if n % 7 == 0 else "supervised" if n % 5 == 0 else "routine",
            source="livelihood" if n % 11 == 0 else "report", due=date(year, 2 + n % 11, 20),
            words=f"第{n + 1}项任务：办好一所学校，建设一支队伍，改善办学条件，提高教育质量", basis="会议要求办好。" * 5,
        )
        for n in range(count)
    )  # fmt: skip
    responsible(county, tasks)
    Target.objects.bulk_create(Target(plan=made, task=one, subject="学校", value=1, unit="所") for one in tasks[::4])
    report(county, made, tasks)
    given(county, made, tasks)
    return made


def responsible(county: County, tasks: list[Any]) -> None:
    from luoshi.office.plans.models import Responsibility

    rows = []
    for n, task in enumerate(tasks):
        rows.append(Responsibility(task=task, part="leader", membership=county.leaders[n % LEADERS]))
        rows.append(Responsibility(task=task, part="lead", organisation=county.sections[n % SECTIONS], order=1))
        rows.append(Responsibility(task=task, part="assist", organisation=county.sections[(n + 3) % SECTIONS], order=2))
        rows.append(Responsibility(task=task, part="owner", words="各中小学", order=3))
    Responsibility.objects.bulk_create(rows, batch_size=BATCH)


def report(county: County, plan: Any, tasks: list[Any]) -> None:
    """The plan's report as it was read and decided."""
    from luoshi.office.plans.models import Candidate, Reading, Report
    from tests.office.rows import digest, file

    kept = file(county.world, "county", content=f"{plan.year}年报告".encode())
    made = Report.objects.create(
        authority=plan.authority, plan=plan, name=f"{plan.year}年报告.txt", file=kept, digest=digest(f"{plan.year}")
    )
    reading = Reading.objects.create(
        report=made, title=made.name, tasks=len(tasks), figures=0, deadlines=0, found="{}", page="", reader="0"
    )
    by, at = county.world.membership("an"), datetime(plan.year, 2, 1, tzinfo=UTC)
    found = Candidate.objects.bulk_create(
        Candidate(
            reading=reading, mark=f"a{n}", order=n, kind="task", start=n * 30, end=n * 30 + 20, words=one.words,
            headings=[f"第{n % GOALS}个方面"], said={"basis": one.basis}, state="accepted", decided_by=by, decided_at=at,
        )
        for n, one in enumerate(tasks)
    )  # fmt: skip
    through = type(tasks[0]).candidates.through
    through.objects.bulk_create(
        (through(task_id=task.pk, candidate_id=one.pk) for task, one in zip(tasks, found, strict=True)),
        batch_size=BATCH,
    )


def given(county: County, plan: Any, tasks: list[Any]) -> None:
    """Assignments as they stand now, and the movements that brought them there."""
    from luoshi.office.plans.models import Assignment

    rows = Assignment.objects.bulk_create(list(_meant(county, plan, tasks)), batch_size=BATCH)
    stamped = datetime(plan.year, 3, 1, 8, tzinfo=UTC)
    Assignment.objects.filter(task__plan=plan).update(made_at=stamped)
    moved(county, rows)


def _meant(county: County, plan: Any, tasks: list[Any]) -> Iterator[Any]:
    from luoshi.office.plans.models import Assignment

    for n, task in enumerate(tasks):
        if task.grade == "guiding":
            continue
        spread = OVER if plan.year < county.today.year else PASSED if task.due < county.today else AHEAD
        states, weights = zip(*spread, strict=True)
        parts = [("lead", county.sections[n % SECTIONS]), ("assist", county.sections[(n + 3) % SECTIONS])]
        some = county.schools if n % 7 == 1 else county.schools[n % 60 :: 8] if n % 7 == 2 else ()
        for part, body in [*parts, *(("owner", one) for one in some)]:
            (state,) = county.chance.choices(states, weights)
            ended = min(task.due + timedelta(days=county.chance.randint(-20, 30)), county.today)
            moved_at = datetime(plan.year, county.chance.randint(3, 10), 15, 9, tzinfo=UTC)
            yield Assignment(
                task=task, organisation=body, part=part, state=state, due=task.due,
                moved_at=None if state == "issued" else moved_at,
                ended_on=ended if state in CONCLUDED else None,
                reported_on=ended if state in {"done", "reported", "signed"} else None,
            )  # fmt: skip


def moved(county: County, rows: list[Any]) -> None:
    """One movement for each that was begun."""
    from luoshi.office.plans.models import Movement

    by = county.world.membership("an")
    found = (
        Movement(assignment=one, verb="note", before="received", after=one.state, words="已经部署，正在推进。", by=by)
        for one in rows
        if one.state in BEGUN
    )
    Movement.objects.bulk_create(found, batch_size=BATCH)


def asks(county: County) -> None:
    """What schools are asked of this year's plan, as the ledger of asks has it."""
    from luoshi.office.desk.models import Ask
    from luoshi.office.plans.models import Assignment

    rows = Assignment.objects.filter(task__plan=county.plan, part="owner").select_related("task")
    by, now = county.world.membership("an"), datetime.now(UTC)
    Ask.objects.bulk_create(
        (
            Ask(
                organisation_id=one.organisation_id, what=one.task.words[:200], kind="assignment", asker="云岭县教育局",
                minutes=60, due=one.due, batch=uuid.uuid5(uuid.NAMESPACE_OID, str(one.task_id)), asked_by=by,
                source_kind="plans.assignment", source_id=str(one.pk), link=f"/assignments/{one.pk}/",
                answered_at=now if one.state in CONCLUDED | {"reported", "signed"} else None,
                withdrawn_at=now if one.state == "cancelled" else None,
            )
            for one in rows
        ),
        batch_size=BATCH,
    )  # fmt: skip


def journal(county: County, count: int) -> None:
    """As many entries, told of assignments; without details and not yet sealed."""
    from luoshi.office.journal.models import Entry
    from luoshi.office.plans.models import Assignment

    by = county.world.membership("an")
    told = list(Assignment.objects.values_list("pk", "organisation__path")[:count])
    began = datetime(county.today.year - 4, 3, 1, tzinfo=UTC)
    Entry.objects.bulk_create(
        (
            Entry(
                at=began + timedelta(minutes=n * 10), person=by.person_id, name="安知远", membership=by.pk, role="office",
                organisation=by.organisation_id, organisation_name="办公室", verb="assignment.note", mac="0" * 64,
                about_kind="plans.assignment", about_id=str(told[n % len(told)][0]), where=told[n % len(told)][1],
            )
            for n in range(count)
        ),
        batch_size=BATCH,
    )  # fmt: skip


def main() -> int:
    with pages().database() as which:
        from luoshi.office.plans.models import Assignment, Movement
        from tests.office.conftest import build as small

        began = time.perf_counter()
        made = build(small())
        counts = Assignment.objects.count(), Movement.objects.count()
        print(f"{which}: {len(made.schools)} schools, {counts[0]} assignments, {counts[1]} movements "
              f"in {time.perf_counter() - began:.0f} s")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())

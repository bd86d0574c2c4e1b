"""What a large plan's pages cost: 400 tasks, each given to 60 schools, in a county of 3,000 organisations.

    python benchmarks/ledger.py                                     on SQLite
    python tools/postgres.py python benchmarks/ledger.py            on PostgreSQL

Queries, processor and clock of each page as benchmarks/pages.py measures them, of the draft and of the issued plan;
then the sheet: written, read again with every tenth task changed, and stored.
"""

import argparse
import importlib.util
import io
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

TASKS, SCHOOLS, GOALS = 400, 60, 40
HEAD = f"{'page':<40}{'as':<10}{'status':>6}{'queries':>9}{'CPU ms':>10}{'wall ms':>10}{'KB':>9}"


def measures() -> ModuleType:
    """The script that measures pages; scripts stand in no package."""
    spec = importlib.util.spec_from_file_location("pages_benchmark", ROOT / "benchmarks" / "pages.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def plan_of(world: Any) -> Any:
    """A draft with goals on two levels; each task with leader, lead, helpers and owners, and two targets."""
    from luoshi.office.plans import drafting, tasks
    from luoshi.office.plans.models import Goal, Responsibility, Target, Task

    an, plan = world.actor("an"), None
    plan = drafting.begin("2026年教育工作要点", 2026, by=an)
    tops = [tasks.add_goal(plan, f"第{number}个方面的工作目标", by=an) for number in range(GOALS // 4)]
    below = [Goal(plan=plan, parent=tops[n % len(tops)], words=f"第{n}条", order=100 + n) for n in range(GOALS)]
    goals = Goal.objects.bulk_create(below)
    rows = [
        Task(plan=plan, goal=goals[n % GOALS], number=n, order=n, due=date(2026, 1 + n % 12, 20), basis="会议要求办好。" * 5,
             words=f"第{n}项任务：办好一所学校，建设一支队伍，改善办学条件，提高教育质量", rule="TERM" if n % 5 == 0 else "")
        for n in range(1, TASKS + 1)
    ]  # fmt: skip
    made = Task.objects.bulk_create(rows)
    basic, aid, leader = world.organisation("basic"), world.organisation("aid"), world.membership("leader")
    Responsibility.objects.bulk_create(
        Responsibility(task=task, order=order, **bearer)
        for task in made
        for order, bearer in enumerate(
            (
                {"part": "leader", "membership": leader},
                {"part": "lead", "organisation": basic},
                {"part": "assist", "organisation": aid},
                {"part": "assist", "words": "县财政局"},
                {"part": "owner", "words": "各中小学"},
            )
        )
    )
    Target.objects.bulk_create(
        Target(plan=plan, task=task, subject="学校", words="学校 1所", value=1, unit="所")
        for task in made
        for _two in "12"
    )
    return plan


def give(plan: Any) -> None:
    """Issue it, as far as pages can tell: every task to every one of sixty schools."""
    from luoshi.office.organisations.models import Kind, Organisation
    from luoshi.office.plans.models import Assignment, Plan

    Plan.objects.filter(pk=plan.pk).update(state="issued", issued_on=date(2026, 3, 1), issued_by=plan.made_by)
    schools = list(Organisation.objects.under(plan.authority).filter(kind=Kind.SCHOOL)[:SCHOOLS])
    given = (Assignment(task=task, organisation=one, part="owner") for task in plan.tasks.all() for one in schools)
    Assignment.objects.bulk_create(given, batch_size=5000)


def pages(plan: Any, measure: ModuleType) -> list[Any]:
    task = plan.tasks.first()
    addresses = {
        "plans": "/plans/",
        "by goals": f"/plans/{plan.pk}/",
        "table": f"/plans/{plan.pk}/table",
        "table, last page by lead": f"/plans/{plan.pk}/table?sort=-lead&page=8",
        "table, without due": f"/plans/{plan.pk}/table?without=due",
        "table, searched": f"/plans/{plan.pk}/table?q=基础教育",
        "task": f"/plans/tasks/{task.pk}/",
        "task, edit": f"/plans/tasks/{task.pk}/edit",
        "task by hand": f"/plans/{plan.pk}/tasks/new",
        "take over": f"/plans/{plan.pk}/copy",
        "load": f"/plans/{plan.pk}/load",
        "sheet": f"/plans/{plan.pk}/ledger.xlsx",
    }
    return [measure.Page(name, url, "an") for name, url in addresses.items()]


def timed(what: str, do: Callable[[], Any]) -> Any:
    before, clock = time.process_time(), time.perf_counter()
    found = do()
    cpu, wall = time.process_time() - before, time.perf_counter() - clock
    print(f"{what:<56}CPU {cpu * 1000:8.1f} ms   wall {wall * 1000:8.1f} ms", flush=True)
    return found


def sheet(plan: Any, world: Any) -> None:
    """Out, changed, and back."""
    import openpyxl

    from luoshi.office.plans import ledger_load
    from luoshi.office.plans.ledger_apply import apply
    from luoshi.office.plans.ledger_check import check
    from luoshi.office.plans.ledger_sheet import workbook

    content = timed("sheet written", lambda: workbook(plan, plan.tasks.all()))
    book = openpyxl.load_workbook(io.BytesIO(content))
    for row in range(4, 4 + TASKS, 10):
        book["责任分解表"][f"C{row}"] = "另一种说法"
    made = io.BytesIO()
    book.save(made)
    ledger_load.parse(content)  # the nursery is there now
    file = timed("sheet read in the sandbox", lambda: ledger_load.parse(made.getvalue()))
    found = timed("compared with the plan", lambda: check(plan, file))
    by = world.actor("an")
    done = timed("stored", lambda: apply(plan, file, digest=found.digest, by=by))
    print(done)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--organisations", type=int, default=3000)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--times", type=int, default=15, help="how often each page is asked for")
    chosen = parser.parse_args()
    measure = measures()
    with measure.database() as which:
        from tests.office.conftest import build

        world = build()
        measure.grow(world, organisations=chosen.organisations, people=chosen.people)
        plan = plan_of(world)
        print(f"{which}: {TASKS} tasks, {SCHOOLS} schools each, {chosen.organisations} organisations")
        for state in ("draft", "issued"):
            give(plan) if state == "issued" else None
            print(f"\n{state}\n{HEAD}")
            for page in pages(plan, measure):
                client = world.client(page.member)
                print(replace(measure.cost_of(page, client, chosen.times), is_list=False).line(), flush=True)
            if state == "draft":
                print()
                sheet(plan, world)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What the review page costs: a report with 400 findings opened, and a decision on one of them.

    python benchmarks/review.py                                    400 findings on SQLite
    python tools/postgres.py python benchmarks/review.py           on PostgreSQL
    python benchmarks/review.py --findings 800 --times 5           larger

Milliseconds are of the server's processor (time.process_time), the median of several times; the database is fresh. With
--check the exit code is 1 if an aim is missed: 40 ms for the page, 20 ms for a decision on one finding.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.office import WARMING, database

AIM_PAGE, AIM_ACT = 40, 20  # ms
ORDINALS = "一二三四五六七八九十"
SENTENCE = (
    "{month}月底前新建第{n}幼儿园{n}所。基础教育科要加强第{n}小学课堂教学管理。每学期开展一次第{n}中学安全隐患排查。"
)


def text_of(findings: int) -> str:
    """A report that holds at least so many findings, under ten headings."""
    parts = ["云岭县召开2024年教育工作会议", "会议要求，要抓好十项工作。"]
    each = findings // 43 + 1  # of one sentence four findings come
    for number, ordinal in enumerate(ORDINALS):
        said = (SENTENCE.format(month=n % 12 + 1, n=number * each + n + 1) for n in range(each))
        parts.append(f"{ordinal}要办好第{ordinal}类学校。{''.join(said)}")
    return "\n".join(parts)


def prepared(findings: int) -> tuple[Any, Any]:
    """The office's browser and the report in its plan, read."""
    from luoshi.office.desk.jobs import run_waiting
    from luoshi.office.organisations.models import Kind, Organisation
    from luoshi.office.organisations.settings_table import ROWS
    from luoshi.office.organisations.tree import insert
    from luoshi.office.plans import drafting, reports
    from luoshi.office.plans.models import Report
    from tests.office.conftest import build, codes_off

    ROWS["administrators_use_totp"] = codes_off()
    world = build()
    for number in range(40):  # as many sections and institutions as a large authority has
        insert(Organisation(parent=world.organisation("county"), kind=Kind.SECTION, name=f"第{number}科"))
    office = world.actor("an")
    plan = drafting.begin("2024年教育工作要点", 2024, by=office)
    report = reports.receive(text_of(findings).encode(), name="报告.txt", plan=plan, by=office)
    run_waiting()
    return world.client("an"), Report.objects.get(pk=report.pk)


def cost(ask: Callable[[], Any], times: int) -> tuple[float, int, int]:
    """Milliseconds of the processor, queries, bytes of the answer."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        answer = ask()
    queries = len(asked)
    assert answer.status_code == 200, answer.status_code
    for _ in range(WARMING):
        ask()
    took = []
    for _ in range(times):
        before = time.process_time()
        ask()
        took.append((time.process_time() - before) * 1000)
    return statistics.median(took), queries, len(answer.content)


def acts(client: Any, report: Any) -> dict[str, Callable[[], Any]]:
    """Each on another finding every time; htmx asks so."""
    from django.test import Client

    waiting = list(report.reading.candidates.filter(kind="task").order_by("-pk"))
    done: list[Any] = []
    stamp = client.stamp  # asked for once: to look it up is the browser's doing and not the server's

    def send(one: Any, verb: str, **given: Any) -> Any:
        given["membership"] = stamp
        return Client.post(client, f"/reports/findings/{one.pk}/{verb}", given, headers={"HX-Request": "true"})

    def accept() -> Any:
        done.append(waiting.pop())
        return send(done[-1], "accept", version=1)

    def undo() -> Any:
        return send(done.pop(), "undo", version=2)

    def give_back() -> Any:
        return send(waiting.pop(), "return", version=1, reason="重复")

    return {"accept": accept, "undo": undo, "give back": give_back}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--findings", type=int, default=400)
    parser.add_argument("--times", type=int, default=15)
    parser.add_argument("--check", action="store_true", help="end with 1 if an aim is missed")
    chosen = parser.parse_args()
    missed = 0
    with database() as which:
        client, report = prepared(chosen.findings)
        count = report.reading.candidates.count()
        print(
            f"{which}, {count} findings, {len(report.reading.page) // 1024} KB of marked report; median of {chosen.times}"
        )
        print(f"{'':<24}{'CPU ms':>8}{'queries':>9}{'KB':>7}{'aim':>6}")
        page = f"/reports/{report.pk}/review/"

        def open_page() -> Any:
            return client.get(page)

        def bare() -> Any:
            return client.get("/membership/")

        asked = {"bare page": bare, "open, all undecided": open_page, **acts(client, report)}
        for name, ask in asked.items():
            missed += line(name, ask, chosen.times)
        client.post(f"{page}heading", {"headings": f'["{report.reading.candidates.last().headings[0]}"]'})
        missed += line("open, some decided", open_page, chosen.times)
    return int(chosen.check and missed > 0)


def line(name: str, ask: Callable[[], Any], times: int) -> bool:
    took, queries, size = cost(ask, times)
    aim = AIM_PAGE if name.startswith("open") else AIM_ACT
    print(f"{name:<24}{took:>8.1f}{queries:>9}{size // 1024:>7}{aim:>6}{'  missed' if took > aim else ''}", flush=True)
    return took > aim


if __name__ == "__main__":
    sys.exit(main())

"""How much every page costs in a large authority: queries, processor and clock, in one table.

    python benchmarks/pages.py                          3,000 organisations and 20,000 people on SQLite
    python tools/postgres.py python benchmarks/pages.py                                on PostgreSQL
    python benchmarks/pages.py organisation             pages with this in their name alone
    python benchmarks/pages.py --organisations 300 --people 2000 --times 5             smaller

Every address that can be looked at is found in the address table of the program and asked for as the first role its
rule lets in; one that names a row is asked for a row of that kind (tests/office/rows.py) in the middle of the tree,
an organisation also at the top. With --check the exit code is 1 if a page misses an aim. Aims are for pages; what is
downloaded has none.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

AIM_QUERIES = 25
AIM_CPU = 40  # ms
WARMING = 2
SINCE = date(2025, 9, 1)

# Who looks, of the world of the tests: the first that the page's rule lets in. The bureau sees the whole county.
LOOKERS = ("an", "system", "security", "auditor", "leader", "centre", "bo", "inspector", "guardian")

CENTRES = 60
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "明华建国志远晓文海燕思齐望舒怀瑾启知"
TOWNS = "青石柳东云长白清"


@contextmanager
def database() -> Iterator[str]:
    """A migrated database of its own, gone afterwards; gives which one it is."""
    with tempfile.TemporaryDirectory(prefix="luoshi-office-") as folder:
        os.environ["LUOSHI_DATA"] = f"{folder}/data"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.office.web.settings")
        Path(folder, "data").mkdir()
        import django
        from django.conf import settings
        from django.test.utils import setup_databases, teardown_databases

        settings.ALLOWED_HOSTS.append("testserver")
        if not os.environ.get("DATABASE_URL"):
            settings.DATABASES["default"]["TEST"] = {"NAME": f"{folder}/large.sqlite3"}
        django.setup()
        made = setup_databases(verbosity=0, interactive=False)
        try:
            yield "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite"
        finally:
            teardown_databases(made, verbosity=0)


def grow(world: Any, *, organisations: int, people: int) -> None:
    """Fill the world's county: centres with schools below them, and everybody with a membership."""
    from luoshi.office.organisations.models import Kind, Membership, Organisation, Person, Role

    county = world.organisation("county")
    centres = _bulk(
        Organisation(parent=county, kind=Kind.CENTRE, name=f"第{n}中心校", order=100 + n) for n in range(CENTRES)
    )
    schools = _bulk(
        Organisation(
            parent=centres[n % CENTRES],
            kind=Kind.KINDERGARTEN if n % 3 == 0 else Kind.SCHOOL,
            name=f"{name_of(n, TOWNS)}镇第{n}{'幼儿园' if n % 3 == 0 else '小学'}",
            stages="preschool" if n % 3 == 0 else "primary",
            order=n,
        )
        for n in range(organisations - Organisation.objects.count())
    )
    everybody = [Person(name=name_of(n, SURNAMES) + GIVEN[n % len(GIVEN)], login=f"p{n}") for n in range(people)]
    Person.objects.bulk_create(everybody, batch_size=5000)
    Membership.objects.bulk_create(
        [
            Membership(
                person=person,
                organisation=schools[n % len(schools)],
                role=Role.HEAD if n < len(schools) else Role.CLERK,
                since=SINCE,
                confirmed=True,
            )
            for n, person in enumerate(everybody)
        ],
        batch_size=5000,
    )


def name_of(number: int, letters: str) -> str:
    return letters[number % len(letters)] + letters[number // len(letters) % len(letters)]


def _bulk(rows: Iterator[Any]) -> list[Any]:
    """Stored with the paths that follow from their numbers."""
    from luoshi.office.organisations.models import Organisation
    from luoshi.office.organisations.tree import path_of

    made = Organisation.objects.bulk_create(rows, batch_size=5000)
    for one in made:
        one.path = path_of(one)
    Organisation.objects.bulk_update(made, ["path"], batch_size=500)
    return made


@dataclass(frozen=True)
class Page:
    """An address as it is asked for, and by whom."""

    name: str
    url: str
    member: str


def pages(world: Any) -> Iterator[Page]:
    """Every address that may be looked at, with a row where it names one."""
    from tests.office.doors import addresses, expected
    from tests.office.rows import KINDS

    @cache
    def made(kind: str, place: str) -> Any:
        return KINDS[kind].make(world, place)

    known = addresses()
    for name, door in sorted(expected().items()):
        member = looker(world, known[name].view) if name in known else None
        if member is None or not door.look or door.demo:
            continue
        kind = KINDS.get(door.row)
        for place in middle_and_top(door.row, kind.places) if kind else [""]:
            url = url_of(known[name], door, place, made)
            yield Page(f"{name}{f' {place}' if place else ''}", url, member)


def url_of(address: Any, door: Any, place: str, made: Callable[[str, str], Any]) -> str:
    from django.urls import reverse

    filled = {}
    for name, value in door.arguments.items():
        named = str(value).startswith("@")
        filled[name] = made(value[1:], place or "county").pk if named else value
    for name in set(address.arguments) - set(filled):
        row = made(door.row, place)
        filled[name] = getattr(row, name, row.pk)
    return reverse(address.name, kwargs=filled)


def middle_and_top(kind: str, places: tuple[str, ...]) -> list[str]:
    """Where rows are asked for: the county, or the kind's first place where it has none there."""
    places = places if "county" not in places else ("county", *places)
    return ["county", "centre"] if kind == "organisation" else [places[0]]


def looker(world: Any, view: Any) -> str | None:
    from luoshi.office.organisations.access import Door, rule_of

    rule = rule_of(view)
    if rule is None:
        return None
    return next((one for one in LOOKERS if rule.door is not Door.ROLE or world.membership(one).role in rule.look), None)


@dataclass(frozen=True)
class Cost:
    """What one page takes."""

    page: Page
    status: int
    queries: int
    cpu: float  # ms, median
    wall: float  # ms, median
    bytes: int
    is_page: bool
    is_list: bool  # may be searched and paged

    @property
    def misses(self) -> list[str]:
        if self.status != 200 or not self.is_page:
            return []
        return [word for word, over in (("queries", self.queries > AIM_QUERIES), ("CPU", self.cpu > AIM_CPU)) if over]

    def line(self) -> str:
        said = f"{self.page.name:<36}{self.page.member:<10}{self.status:>6}{self.queries:>9}"
        return f"{said}{self.cpu:>10.1f}{self.wall:>10.1f}{self.bytes / 1024:>9.0f}  {', '.join(self.misses)}"


def cost_of(page: Page, client: Any, times: int) -> Cost:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        response = client.get(page.url)
    queries = len(asked)  # now: the next request empties the log
    content = b"".join(response)
    for _ in range(WARMING):
        client.get(page.url)
    cpu, wall = [], []
    for _ in range(times):
        before, clock = time.process_time(), time.perf_counter()
        b"".join(client.get(page.url))
        cpu.append((time.process_time() - before) * 1000)
        wall.append((time.perf_counter() - clock) * 1000)
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    medians = statistics.median(cpu), statistics.median(wall)
    return Cost(page, response.status_code, queries, *medians, len(content), is_page, b'name="q"' in content)


def costs_of(page: Page, client: Any, times: int) -> Iterator[Cost]:
    """Of the page as it is opened; of a list also searched and turned to a later page."""
    found = cost_of(page, client, times)
    yield found
    for given in ("?q=第", "?page=9") if found.is_list and found.is_page else ():
        yield cost_of(replace(page, name=f"{page.name} {given}", url=f"{page.url}{given}"), client, times)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="pages with this in their name; all if none is given")
    parser.add_argument("--organisations", type=int, default=3000)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--times", type=int, default=15, help="how often each page is asked for")
    parser.add_argument("--check", action="store_true", help="end with 1 if a page misses an aim")
    chosen = parser.parse_args()
    with database() as which:
        from luoshi.office.organisations.settings_table import ROWS
        from tests.office.conftest import build, codes_off

        ROWS["administrators_use_totp"] = codes_off()

        world = build()
        grow(world, organisations=chosen.organisations, people=chosen.people)
        print(f"{which}, {chosen.organisations} organisations, {chosen.people} people; median of {chosen.times}")
        print(f"aims: {AIM_QUERIES} queries, {AIM_CPU} ms of processor")
        print(f"{'page':<36}{'as':<10}{'status':>6}{'queries':>9}{'CPU ms':>10}{'wall ms':>10}{'KB':>9}  misses")
        missed = 0
        for page in pages(world):
            if not chosen.names or any(one in page.name for one in chosen.names):
                for found in costs_of(page, world.client(page.member), chosen.times):
                    missed += bool(found.misses)
                    print(found.line(), flush=True)
    print(f"{missed} pages miss an aim")
    return int(chosen.check and bool(missed))


if __name__ == "__main__":
    sys.exit(main())

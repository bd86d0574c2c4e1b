"""Makes every rule of access worse, one at a time, and sees whether the tests notice: one table.

    python benchmarks/mutate_access.py               everything
    python benchmarks/mutate_access.py rules         views: rule removed, opened, each role added and taken away
    python benchmarks/mutate_access.py rows          models: visible_to shows everything; and what guards every request
    python benchmarks/mutate_access.py reasons       verbs: every why_not, whole and reason by reason
    python benchmarks/mutate_access.py reasons --of grants     of one module

Rules and rows are tried with the walk of tests/office/walk.py over the address or kind of row concerned; reasons with
those tests of their app that call the function. The exit code is 1 if any survives.
"""

import argparse
import importlib
import inspect
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(HERE)]
OFFICE = ROOT / "tests" / "office"

Verdict = tuple[str, str, bool]  # group, mutant, caught


@contextmanager
def database() -> Iterator[None]:
    """An empty test database and Django ready for it."""
    with tempfile.TemporaryDirectory(prefix="luoshi-mutants-") as folder:
        os.environ["LUOSHI_DATA"] = f"{folder}/data"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.office.web.settings")
        import django
        from django.test.utils import setup_databases, setup_test_environment, teardown_databases

        Path(folder, "data").mkdir()
        django.setup()
        setup_test_environment()
        made = setup_databases(verbosity=0, interactive=False)
        try:
            yield
        finally:
            teardown_databases(made, verbosity=0)


def on_the_walk(groups: set[str]) -> Iterator[Verdict]:
    """Rules of views and rows of models, in one world."""
    from django.db import transaction

    with database(), transaction.atomic():
        from luoshi.office.organisations.settings_table import ROWS
        from tests.office.conftest import build, codes_off

        ROWS["administrators_use_totp"] = codes_off()
        from tests.office.doors import addresses, expected
        from tests.office.walk import Walker, walk

        walker, known, doors = Walker(build()), addresses(), expected()
        sound = [problem for name in doors.keys() & known.keys() for problem in walk(walker, known[name], doors[name])]
        if sound:
            raise SystemExit("\n".join(["the walk objects to the program as it is:", *map(str, sound)]))
        if "rules" in groups:
            yield from _rules(walker, known, doors)
        if "rows" in groups:
            yield from _rows(walker)
            yield from _guards(walker, known, doors)
        transaction.set_rollback(True)


def _rules(walker: Any, known: Any, doors: Any) -> Iterator[Verdict]:
    from tests.office.mutants import noticed, role_mutants, worse_rules

    for name in sorted(doors.keys() & known.keys()):
        address, door = known[name], doors[name]
        if door.demo:
            continue  # closed outside the demo, by any rule
        for said, rule in worse_rules(address.view):
            yield said, name, noticed(walker, address, door, rule)
        for said, caught in role_mutants(walker, address, door):
            yield f"role {'added' if '+' in said else 'taken away'}", f"{name} {said}", caught


def _rows(walker: Any) -> Iterator[Verdict]:
    from tests.office.mutants import SEEN_MODELS, kinds_of, showing_everything
    from tests.office.reach import REACHES
    from tests.office.walk import sights

    for model in SEEN_MODELS:
        with showing_everything(model):
            caught = any(sights(walker, kind, member) for kind in kinds_of(model) for member in REACHES)
        yield "visible_to shows all", model._meta.label, caught


def _guards(walker: Any, known: Any, doors: Any) -> Iterator[Verdict]:
    """What stands before every view, or below every visible_to."""
    from django.db.models import Q

    from luoshi.office.organisations.access import Door, Rule
    from luoshi.office.organisations.actor import Area
    from luoshi.office.web import doors as doorkeeper
    from luoshi.office.web import headers, membership
    from tests.office.walk import other_stamps, walk

    def objections() -> Iterator[Any]:
        for name in doors.keys() & known.keys():
            yield from walk(walker, known[name], doors[name])
            yield from other_stamps(walker, known[name], doors[name])

    guards = {
        "every view is open to the public": patch.object(doorkeeper, "rule_of", lambda _: Rule(Door.PUBLIC)),
        "no role is refused": patch.object(doorkeeper, "refuse", lambda *_: None),
        "the stamp of a form is not read": patch.object(membership, "opened_elsewhere", lambda _: False),
        "every area is the whole tree": patch.object(Area, "q", lambda *_: Q()),
        "nothing says how strict a page is": patch.dict(headers.HEADERS, clear=True),
    }
    for name, change in guards.items():
        with change:
            yield "guard taken away", name, next(objections(), None) is not None


def reasons(of: str) -> Iterator[Verdict]:
    """Every why_not of the office, whole and reason by reason, against the tests of its app."""
    with database():
        found = list(_why_nots(of))
    apps: dict[str, list[str]] = {}
    for name, number, _group in found:
        if number == 0:
            apps.setdefault(name.split(".")[2], []).append(name)
    called: dict[str, list[str]] = {}
    for app, names in apps.items():
        called |= _callers(app, names)
    for name, number, group in found:
        said = f"{name.removeprefix('luoshi.office.')}{f' reason {number}' if number else ''}"
        yield group, said, name in called and fails(name, number, called[name])


def _why_nots(of: str) -> Iterator[tuple[str, int, str]]:
    from mutant import reasons_in

    import luoshi.office

    for one in pkgutil.walk_packages(luoshi.office.__path__, "luoshi.office."):
        if ".migrations" in one.name or of not in one.name or one.name.endswith("wsgi"):
            continue
        module = importlib.import_module(one.name)
        for name, function in _functions(module):
            yield f"{module.__name__}:{name}", 0, "why_not finds nothing"
            for number in range(1, reasons_in(function) + 1):
                yield f"{module.__name__}:{name}", number, "one reason taken out"


def _functions(module: Any) -> Iterator[tuple[str, Any]]:
    """Its own functions and methods whose name begins with why_not."""
    holders = [("", module), *((f"{n}.", c) for n, c in vars(module).items() if inspect.isclass(c))]
    for prefix, holder in holders:
        for name, value in vars(holder).items():
            if name.startswith("why_not") and inspect.isfunction(value) and value.__module__ == module.__name__:
                yield f"{prefix}{name}", value


def _callers(app: str, names: Iterable[str]) -> dict[str, list[str]]:
    """Which tests of an app call which function; those that name its module come first."""
    with tempfile.TemporaryDirectory(prefix="luoshi-mutants-") as folder:
        calls = Path(folder, "calls")
        calls.write_text("\n".join(names), "utf-8")
        if _pytest([str(OFFICE / app)], {"LUOSHI_CALLS": str(calls)}):
            raise SystemExit(f"the tests of {app} object to the program as it is")
        found: dict[str, dict[str, None]] = json.loads(calls.read_text("utf-8"))
    return {
        name: sorted(filter(None, tests), key=lambda one: name.partition(":")[0].rsplit(".", 1)[-1] not in one)
        for name, tests in found.items()
    }


def fails(name: str, number: int, tests: Iterable[str]) -> bool:
    """Whether one of the tests objects; the first objection ends the run."""
    return _pytest(list(tests), {"LUOSHI_MUTANT": f"{name}:{number}"}, "-x")


def _pytest(tests: list[str], said: dict[str, str], *more: str) -> bool:
    """Whether any fails."""
    path = os.pathsep.join(map(str, (HERE, ROOT / "src", os.environ.get("PYTHONPATH", ""))))
    with tempfile.TemporaryDirectory(prefix="luoshi-mutants-") as folder:
        Path(folder, "tests").write_text("\n".join(tests), "utf-8")
        Path(folder, "data").mkdir()
        command = [sys.executable, "-m", "pytest", "-q", "-p", "mutant", "-p", "no:cacheprovider", *more]
        done = subprocess.run(
            [*command, f"@{folder}/tests"], cwd=ROOT, capture_output=True, text=True, check=False,
            env={**os.environ, **said, "LUOSHI_DATA": f"{folder}/data", "PYTHONPATH": path},
        )  # fmt: skip
    if done.returncode not in {0, 1}:
        raise SystemExit(f"{said}: pytest ended with {done.returncode}\n{done.stdout[-3000:]}{done.stderr}")
    return done.returncode == 1


def table(verdicts: Iterable[Verdict]) -> list[str]:
    """Prints what was tried in each group and how much of it was noticed; gives the survivors."""
    tried: dict[str, list[bool]] = {}
    survivors = []
    for group, name, caught in verdicts:
        tried.setdefault(group, []).append(caught)
        if not caught:
            survivors.append(f"{group}: {name}")
            print(f"survives  {group}: {name}", flush=True)
    print(f"{'mutants':<34}{'tried':>7}{'caught':>8}{'survive':>9}")
    for group, caught in tried.items():
        print(f"{group:<34}{len(caught):>7}{sum(caught):>8}{len(caught) - sum(caught):>9}")
    return survivors


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help="rules, rows or reasons; all if none is named")
    parser.add_argument("--of", default="", help="reasons of modules with this in their name alone")
    chosen = parser.parse_args()
    groups, started = set(chosen.groups) or {"rules", "rows", "reasons"}, time.perf_counter()
    survivors = []
    if groups & {"rules", "rows"}:
        survivors += table(on_the_walk(groups))
    if "reasons" in groups:
        survivors += table(reasons(chosen.of))
    print(f"{time.perf_counter() - started:.0f} s; {len(survivors)} survive")
    return int(bool(survivors))


if __name__ == "__main__":
    sys.exit(main())

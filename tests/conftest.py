"""What every test may ask for, and a plain word at the end about what was not tested.

LUOSHI_STRICT=1 (set by .ci/run) turns every skipped test into a failed one: where everything must be present, nothing
may be passed over. But for tests marked `typeset`, which look at pages made by LibreOffice: what they look for is also
asserted on the files, so a machine without it tests the same less closely. It still says so at the end.
"""

import importlib.util
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.databases import differs

ROOT = Path(__file__).resolve().parents[1]
STRICT = os.environ.get("LUOSHI_STRICT") == "1"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--second-database", action="store_true", help="only what may differ there: tests/databases.py")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--second-database"):
        config.hook.pytest_deselected(items=[item for item in items if not differs(item)])
        items[:] = filter(differs, items)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The tests' database, at the end of which whoever still holds a session is sent away: a server drops no database in
    use, and a page that was closed may have asked for something that nobody waits for."""
    yield
    from django.db import connection

    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session", autouse=True)
def own_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files, keys and the log of these tests lie in a folder of their own."""
    from django.conf import settings

    settings.DATA = tmp_path_factory.mktemp("data")
    settings.FILES = tmp_path_factory.mktemp("files")
    settings.KEYS = tmp_path_factory.mktemp("keys")
    settings.LOGGING["handlers"]["file"]["filename"] = settings.DATA / "luoshi.log"  # where a test sets Django up again
    for handler in logging.getLogger("luoshi").handlers:
        handler.baseFilename = str(settings.DATA / "luoshi.log")


@pytest.fixture(scope="session")
def second_database(request: pytest.FixtureRequest) -> bool:
    """Whether the tests have run on another database before."""
    return bool(request.config.getoption("--second-database"))


def pytest_report_header() -> str:
    return f"database: {'PostgreSQL' if os.environ.get('DATABASE_URL') else 'SQLite'}, strict: {STRICT}"


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real, labelled reports, which stands beside the project and is no part of it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"no real reports: {folder} is not there")
    return folder


@pytest.fixture(scope="session")
def script() -> Callable[[Path], ModuleType]:
    """A script that stands in no package, loaded anew each time it is asked for."""

    def load(path: Path) -> ModuleType:
        spec = importlib.util.spec_from_file_location(f"script_{path.stem}", path)
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load


@pytest.fixture(scope="session", autouse=True)
def _journal_gives_way_to_emptying() -> Iterator[None]:
    """A test that commits (live server, threads) is followed by emptying all tables, which the journal's triggers refuse."""
    from django.db import connection
    from django.test import TransactionTestCase

    from luoshi.office.journal import guard

    empty = TransactionTestCase._fixture_teardown

    def with_guard_lifted(case: TransactionTestCase) -> None:
        with guard.lifted(connection):
            empty(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", with_guard_lifted)
        yield


def _fail_if_strict(report: pytest.TestReport | pytest.CollectReport) -> None:
    if "typeset" in getattr(report, "keywords", ()):  # a report on collecting has none
        return
    if STRICT and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and LUOSHI_STRICT=1 forbids that: {_reason(report)}"


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    where = report.longrepr
    return where[2].removeprefix("Skipped: ") if isinstance(where, tuple) else str(where)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    _fail_if_strict(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    report = yield
    _fail_if_strict(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """Last of all, below the failures."""
    yield
    skipped = [_reason(report) for report in terminalreporter.stats.get("skipped", [])]
    if skipped:
        terminalreporter.section("NOT TESTED", sep="!", red=True, bold=True)
        for reason in sorted(set(skipped)):
            terminalreporter.line(f"NOT TESTED ({skipped.count(reason)}): {reason}", red=True, bold=True)

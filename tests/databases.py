"""What runs again on the second database (PostgreSQL). Everything runs on SQLite; `make test` asks for the rest of it.

    python tools/postgres.py python -m pytest --second-database tests/office tests/browser

Again runs whatever asks its database for something: queries and their order, texts searched, JSON, constraints, locks,
triggers, jobs, two at once. That is the rule, and a new test falls under it by itself. Left out is, first, what asks for
no database at all, and second, what LEFT_OUT names. Whoever adds a line there says why the answer cannot differ: it
is made by the same lines of Python from rows that other tests fetch on both.

Without the option everything that is named runs, on either database.
"""

from fnmatch import fnmatch

import pytest

# Fixtures of pytest-django that open a database, and ours that does it for a module.
OPENERS = {"db", "transactional_db", "live_server", "walker"}

# These start processes of their own, which open the database that DATABASE_URL names.
PROCESSES = ("tests/office/desk/test_worker.py::test_three_*", "tests/office/desk/test_worker.py::test_a_worker_told_*",
             "tests/office/desk/test_worker.py::test_kill_*", "tests/office/organisations/imports/test_kill.py::*")  # fmt: skip

# From a report to an issued plan and its amendments, jobs at work beside the server, a whole import, people and grants.
STORIES = ("tests/browser/test_newcomer.py", "tests/browser/test_issuing.py", "tests/browser/test_jobs.py",
           "tests/browser/test_imports.py", "tests/browser/test_organisations.py")  # fmt: skip

ACCESS = "tests/office/test_access.py::test_"
LEFT_OUT = {
    "tests/browser/*": "what a window does with a page; the stories above are kept",
    f"{ACCESS}an_address_answers_to_*": "a method is refused before a row is asked for",
    f"{ACCESS}a_form_of_another_membership_*": "a stamp is compared before a row is asked for",
    f"{ACCESS}a_rule_that_is_lost_*": "tries the walk, which the first database has done; of the walk itself see walk.py",
    f"{ACCESS}a_model_that_shows_everything_*": "tries what looks for rows, and puts no question of its own",
    "tests/office/web/test_headers.py": "headers are the same whatever the page is made from",
    "tests/office/web/test_uploads.py": "a request is measured before a row is asked for",
    "tests/office/web/test_identity.py": "tokens and addresses of a provider; the account is found as at any sign-in",
}


def differs(item: pytest.Item) -> bool:
    """Whether a test may end otherwise on another database."""
    name = item.nodeid.partition("[")[0]
    if any(fnmatch(name, f"{pattern}*") for pattern in (*STORIES, *PROCESSES)):
        return True
    opens = item.get_closest_marker("django_db") or OPENERS.intersection(getattr(item, "fixturenames", ()))
    return bool(opens) and not any(fnmatch(name, f"{pattern}*") for pattern in LEFT_OUT)

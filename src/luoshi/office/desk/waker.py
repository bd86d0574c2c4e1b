"""The queue that wakes a worker. It holds no work: lost or broken, jobs are found a little later by their rows."""

import logging
import sqlite3
from pathlib import Path

from django.conf import settings
from django.db import connection
from huey import Huey, PostgresHuey, SqliteHuey

log = logging.getLogger(__name__)

NAME = "luoshi"
CALL = b"wake"
PATIENCE = 2  # seconds that are waited for another who holds the file


def wake() -> None:
    """Call a worker. Opened anew each time: calls are rare, and nothing stays open in a server that forks."""
    try:
        storage = queue(create=False).storage
        try:
            storage.enqueue(CALL)
        finally:
            storage.close()
    except Exception as error:
        # No worker has run yet and made the tables, or the queue is broken: workers look by themselves as well.
        log.info("no worker was woken: %s", error, exc_info=True)


def queue(*, create: bool = True) -> Huey:
    """The queue beside the database in use: a file of its own for SQLite, tables of huey's for PostgreSQL."""
    if connection.vendor == "sqlite":
        file = settings.DATA / "queue.sqlite3"
        return SqliteHuey(NAME, filename=str(file), timeout=PATIENCE, results=False, create_tables=create)
    known = connection.settings_dict
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = {name: known[key] for name, key in names.items() if known[key]}
    return PostgresHuey(NAME, results=False, create_tables=create, **given, **known["OPTIONS"])


def open_queue() -> Huey:
    """For a worker: with its tables; a file that is no queue any more is replaced."""
    made = queue(create=False)
    mend(made)
    return made


def mend(broken: Huey) -> None:
    """Make the tables; where the file cannot be read, make the file anew."""
    storage = broken.storage
    storage.close()
    try:
        storage.initialize_schema()
    except sqlite3.DatabaseError as error:
        log.warning("the queue %s is made anew: %s", storage.filename, error)
        storage.close()
        for ending in ("", "-wal", "-shm"):
            Path(f"{storage.filename}{ending}").unlink(missing_ok=True)
        storage.initialize_schema()

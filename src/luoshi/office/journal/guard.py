"""The triggers that refuse to change or take away what the journal holds, on SQLite and on PostgreSQL.

A detail may go once a purge was written that covers it. Who owns the database can take the triggers away: `check` finds
that, and finds what was done meanwhile.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

WRITTEN = ("journal_entry", "journal_seal", "journal_link")
TABLES = (*WRITTEN, "journal_payload")
REFUSAL = "日志只能增加，不能修改或删除"

# What makes a row the one it is: SQLite's INSERT OR REPLACE takes the old row away without asking the triggers on
# DELETE (sqlite.org/lang_conflict.html), so a second row of that kind is refused before it comes to that.
KEYS = {
    "journal_entry": "id = NEW.id OR key = NEW.key",
    "journal_seal": "number = NEW.number",
    "journal_link": "entry_id = NEW.entry_id OR (seal_id = NEW.seal_id AND position = NEW.position)",
    "journal_payload": "entry_id = NEW.entry_id",
}

# The last entry whose detail may go stands in the purge's entry as the number of what it is about. CASE, so that no
# other entry's number, which may be a word, is taken for one.
PURGED = """EXISTS (SELECT 1 FROM journal_entry WHERE verb = 'journal.purge' AND about_kind = 'journal.payload'
    AND CASE WHEN about_kind = 'journal.payload' THEN CAST(about_id AS BIGINT) >= OLD.entry_id END)"""


def on_sqlite() -> dict[str, str]:
    """Name of each trigger and the statement that makes it."""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    made = {}
    for table in TABLES:
        again = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {KEYS[table]})"
        made[f"{table}_once"] = f"BEFORE INSERT ON {table} {again} {refuse}"
        made[f"{table}_unchanged"] = f"BEFORE UPDATE ON {table} {refuse}"
        purged = "" if table in WRITTEN else f"WHEN NOT {PURGED}"
        made[f"{table}_kept"] = f"BEFORE DELETE ON {table} {purged} {refuse}"
    return {name: f"CREATE TRIGGER {name} {what}" for name, what in made.items()}


def on_postgresql() -> dict[str, str]:
    """Name of each trigger and the statement that makes it, once the two functions are there."""
    made = {}
    for table in TABLES:
        taken = "DELETE OR TRUNCATE" if table in WRITTEN else "TRUNCATE"
        made[f"{table}_unchanged"] = f"BEFORE UPDATE OR {taken} ON {table} EXECUTE FUNCTION journal_refuse()"
    made["journal_payload_kept"] = "BEFORE DELETE ON journal_payload FOR EACH ROW EXECUTE FUNCTION journal_keep()"
    return {name: f"CREATE TRIGGER {name} {what}" for name, what in made.items()}


FUNCTIONS = (
    f"""CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE FUNCTION journal_keep() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
        IF {PURGED} THEN RETURN OLD; END IF;
        RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
)


def _made_on(connection: Any) -> dict[str, str]:
    return on_postgresql() if connection.vendor == "postgresql" else on_sqlite()


def set_up(connection: Any) -> None:
    """For the migration."""
    with connection.cursor() as cursor:
        for statement in FUNCTIONS if connection.vendor == "postgresql" else ():
            cursor.execute(statement)
        for statement in _made_on(connection).values():
            cursor.execute(statement)


def take_down(connection: Any) -> None:
    """For the migration backwards."""
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for name in _made_on(connection):
            table = name.rsplit("_", 1)[0]
            cursor.execute(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")
        if postgresql:
            cursor.execute("DROP FUNCTION journal_refuse(), journal_keep()")


def missing(connection: Any) -> list[str]:
    """Triggers that should be there and are not, or are switched off."""
    there = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        there = "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A') AND NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(there)
        found = {name for (name,) in cursor.fetchall()}
    return [name for name in _made_on(connection) if name not in found]


@contextmanager
def lifted(connection: Any) -> Iterator[None]:
    """Without the triggers, for tests: some empty the tables afterwards, some do what an intruder would do."""
    take_down(connection)
    try:
        yield
    finally:
        set_up(connection)

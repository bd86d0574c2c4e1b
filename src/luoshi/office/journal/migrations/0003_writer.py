"""PostgreSQL: one function that writes an entry and its detail, planned once a connection and not at every doing."""

from typing import Any

from django.db import migrations

# In the order of the model's columns.
TYPES = {
    "key": "uuid",
    "at": "timestamptz",
    "person": "bigint",
    "name": "varchar",
    "membership": "bigint",
    "role": "varchar",
    "organisation": "bigint",
    "organisation_name": "varchar",
    "behalf": "varchar",
    "address": "varchar",
    "verb": "varchar",
    "done": "boolean",
    "about_kind": "varchar",
    "about_id": "varchar",
    "about": "varchar",
    "where": "varchar",
    "payload_hash": "varchar",
    "mac": "varchar",
}
SIGNATURE = ", ".join((*TYPES.values(), "bytea"))
COLUMNS = ", ".join(f'"{name}"' for name in TYPES)
SAID = ", ".join(f"${place}" for place in range(1, len(TYPES) + 1))
DETAIL = f"${len(TYPES) + 1}"

FUNCTION = f"""CREATE FUNCTION journal_write({SIGNATURE}) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE number bigint;
BEGIN
    INSERT INTO journal_entry ({COLUMNS}) VALUES ({SAID}) RETURNING id INTO number;
    IF {DETAIL} IS NOT NULL THEN INSERT INTO journal_payload (entry_id, content) VALUES (number, {DETAIL}); END IF;
    RETURN number;
END $$"""


def set_up(_: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)


def take_down(_: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP FUNCTION journal_write({SIGNATURE})")


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_guard")]

    operations = [migrations.RunPython(set_up, take_down)]

"""PostgreSQL: one function that writes an entry and its detail, planned once a connection and not at every doing."""

from typing import Any

from django.db import migrations

COLUMNS = """key, at, person, name, membership, role, organisation, organisation_name, behalf, address, verb, done,
    about_kind, about_id, about, "where", payload_hash, mac"""

FUNCTION = f"""CREATE FUNCTION journal_write(said json, detail bytea) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE number bigint;
BEGIN
    INSERT INTO journal_entry ({COLUMNS})
        SELECT {COLUMNS} FROM json_populate_record(NULL::journal_entry, said) RETURNING id INTO number;
    IF detail IS NOT NULL THEN INSERT INTO journal_payload (entry_id, content) VALUES (number, detail); END IF;
    RETURN number;
END $$"""


def set_up(_: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)


def take_down(_: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION journal_write(json, bytea)")


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_guard")]

    operations = [migrations.RunPython(set_up, take_down)]

"""The one door by which something enters the journal."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.utils import timezone

from luoshi.office.journal import detail as details
from luoshi.office.journal import mac
from luoshi.office.journal.models import Entry, Payload
from luoshi.office.journal.who import Who


@dataclass(frozen=True)
class About:
    """对象: what an entry is about where that is no row of a table, such as a name that nobody has."""

    kind: str
    number: str = ""
    label: str = ""


def write(
    verb: str,
    *,
    by: Who,
    about: models.Model | About | None = None,
    where: str = "",
    detail: dict[str, Any] | None = None,
    done: bool = True,
) -> Entry:
    """Write one entry, in the transaction of what it tells of. `where` is the path of the organisation concerned.

    What is longer than its column is cut: no label may keep the work itself from being done.
    """
    said = {**NOTHING, "key": uuid.uuid4(), "at": timezone.now(), "verb": verb, "done": done, "where": where}
    said |= _whose(by) | _what(about)
    for name, length in LENGTHS.items():
        said[name] = _fitting(said[name], length)
    pack = details.packed(detail) if detail else b""
    if pack:
        said["payload_hash"] = mac.of_detail(said["key"], pack)
    entry = Entry.from_db(connection.alias, ["id", *said], [None, *said.values()])
    entry.mac = mac.of_entry(entry)
    entry.pk = _store(entry, details.closed(pack) if pack else None)
    return entry


def _whose(by: Who) -> dict[str, Any]:
    return {
        "person": by.person,
        "name": by.name,
        "membership": by.membership,
        "role": by.role,
        "organisation": by.organisation,
        "organisation_name": by.organisation_name,
        "behalf": by.behalf,
        "address": by.address,
    }


def _what(about: models.Model | About | None) -> dict[str, str]:
    if about is None:
        return {}
    if isinstance(about, About):
        return {"about_kind": about.kind, "about_id": about.number, "about": about.label}
    return {"about_kind": about._meta.label_lower, "about_id": str(about.pk), "about": str(about)}


def _fitting(said: str, length: int) -> str:
    """As the column can hold it: PostgreSQL takes no NUL, and neither database half a character."""
    if not said.isascii() or "\0" in said:
        said = said.encode("utf-8", "replace").decode().replace("\0", "?")
    return said[:length]


COLUMNS = [field for field in Entry._meta.concrete_fields if not field.primary_key]
NOTHING: dict[str, Any] = {field.attname: "" for field in COLUMNS}
LENGTHS = {field.attname: field.max_length for field in COLUMNS if field.max_length and field.attname != "key"}

NAMES = ", ".join(f'"{field.column}"' for field in COLUMNS)
VALUES = ", ".join(["%s"] * len(COLUMNS))
ENTRY = f"INSERT INTO {Entry._meta.db_table} ({NAMES}) VALUES ({VALUES}) RETURNING id"
PAYLOAD = f"INSERT INTO {Payload._meta.db_table} (entry_id, content) VALUES (%s, %s)"
BOTH = "SELECT journal_write(%s, %s)"  # made by the migration 0003_writer


def _store(entry: Entry, content: bytes | None) -> int:
    """Both rows. PostgreSQL is asked once: every doing waits for this, and a server stands further away than a file."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            said = {field.attname: getattr(entry, field.attname) for field in COLUMNS}
            cursor.execute(BOTH, [json.dumps(said, default=str), content])
            return int(cursor.fetchone()[0])
        cursor.execute(ENTRY, [field.get_db_prep_save(getattr(entry, field.attname), connection) for field in COLUMNS])
        number = int(cursor.fetchone()[0])
        if content is not None:
            cursor.execute(PAYLOAD, [number, content])
        return number

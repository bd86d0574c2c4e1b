"""The one door by which something enters the journal."""

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
    entry = Entry(key=uuid.uuid4(), at=timezone.now(), verb=verb, done=done, where=where, **_whose(by), **_what(about))
    pack = details.packed(detail) if detail else b""
    if pack:
        entry.payload_hash = mac.of_detail(entry.key, pack)
    for name, length in LENGTHS.items():
        setattr(entry, name, _fitting(getattr(entry, name), length))
    entry.mac = mac.of_entry(entry)
    entry.pk = _store(entry, details.closed(pack) if pack else None)
    entry._state.adding = False
    entry._state.db = connection.alias
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
LENGTHS = {field.attname: field.max_length for field in COLUMNS if field.max_length and field.attname != "key"}
NAMES = ", ".join(f'"{field.column}"' for field in COLUMNS)
VALUES = ", ".join(["%s"] * len(COLUMNS))
ENTRY = f"INSERT INTO {Entry._meta.db_table} ({NAMES}) VALUES ({VALUES}) RETURNING id"
PAYLOAD = f"INSERT INTO {Payload._meta.db_table} (entry_id, content)"


def _store(entry: Entry, content: bytes | None) -> int:
    """Both rows, on PostgreSQL in one statement: every doing waits for this one, so it asks the server once."""
    row = [field.get_db_prep_save(getattr(entry, field.attname), connection) for field in COLUMNS]
    with connection.cursor() as cursor:
        if content is not None and connection.vendor == "postgresql":
            both = f"WITH entry AS ({ENTRY}) {PAYLOAD} SELECT id, %s FROM entry RETURNING entry_id"
            cursor.execute(both, [*row, content])
            return int(cursor.fetchone()[0])
        cursor.execute(ENTRY, row)
        number = int(cursor.fetchone()[0])
        if content is not None:
            cursor.execute(f"{PAYLOAD} VALUES (%s, %s)", [number, content])
        return number

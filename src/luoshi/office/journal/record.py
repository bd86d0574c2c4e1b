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
) -> int:
    """Write one entry, in the transaction of what it tells of, and give its number.

    `where` is the path of the organisation concerned. What is longer than its column is cut: no label may keep the work
    itself from being done.
    """
    said = {**NOTHING, "key": uuid.uuid4(), "at": timezone.now(), "verb": verb, "done": done, "where": where}
    said |= _whose(by) | _what(about)
    for name, length in LENGTHS.items():
        if len(said[name]) > length:
            said[name] = said[name][:length]
    if not _storable("".join([said[name] for name in LENGTHS])):
        said |= {name: _replaced(said[name]) for name in LENGTHS}
    pack = details.packed(detail) if detail else b""
    if pack:
        said["payload_hash"] = mac.of_detail(said["key"], pack)
    said["mac"] = mac.of_said(said)
    return _store(list(said.values()), details.closed(pack) if pack else None)


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


def _storable(said: str) -> bool:
    """PostgreSQL takes no NUL, and neither database half a character."""
    try:
        return b"\0" not in said.encode()
    except UnicodeEncodeError:
        return False


def _replaced(said: str) -> str:
    return said.encode("utf-8", "replace").decode().replace("\0", "?")


COLUMNS = [field for field in Entry._meta.concrete_fields if not field.primary_key]
NOTHING: dict[str, Any] = {field.attname: "" for field in COLUMNS}
LENGTHS = {field.attname: field.max_length for field in COLUMNS if field.max_length and field.attname != "key"}

NAMES = ", ".join(f'"{field.column}"' for field in COLUMNS)
VALUES = ", ".join(["%s"] * len(COLUMNS))
ENTRY = f"INSERT INTO {Entry._meta.db_table} ({NAMES}) VALUES ({VALUES}) RETURNING id"
PAYLOAD = f"INSERT INTO {Payload._meta.db_table} (entry_id, content) VALUES (%s, %s)"


def _store(said: list[Any], content: bytes | None) -> int:
    """Both rows: what the columns hold, in their order, and the detail."""
    if connection.vendor == "postgresql":
        from luoshi.office.journal import postgresql

        return postgresql.store(said, content)
    with connection.cursor() as cursor:
        cursor.execute(ENTRY, [f.get_db_prep_save(one, connection) for f, one in zip(COLUMNS, said, strict=True)])
        number = int(cursor.fetchone()[0])
        if content is not None:
            cursor.execute(PAYLOAD, [number, content])
        return number

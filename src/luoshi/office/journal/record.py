"""The one door by which something enters the journal."""

import hashlib
import hmac
import json
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from luoshi.office.cipher import encrypt
from luoshi.office.journal.models import Entry, Payload
from luoshi.office.journal.who import Who
from luoshi.office.keys import key

PAYLOAD = "journal.payload"
LONGEST_LABEL = 200

# What the mac of an entry is made of; the row's number is not known before it is written, the key stands for it.
SIGNED = (
    "key", "at", "person", "name", "membership", "role", "organisation", "organisation_name", "behalf", "address",
    "verb", "done", "about_kind", "about_id", "about", "where", "payload_hash",
)  # fmt: skip


def write(
    verb: str,
    *,
    by: Who,
    about: models.Model | None = None,
    where: str = "",
    detail: dict[str, Any] | None = None,
    done: bool = True,
) -> Entry:
    """Write one entry, in the transaction of what it tells of. `where` is the path of the organisation concerned."""
    content = json.dumps(detail, ensure_ascii=False, sort_keys=True, default=str).encode() if detail else b""
    entry = Entry(
        at=timezone.now(),
        verb=verb,
        done=done,
        where=where,
        payload_hash=hash_of(content),
        **_whose(by),
        **_what(about),
    )
    entry.mac = mac_of(entry)
    entry.save(force_insert=True)
    if content:
        Payload.objects.create(entry=entry, content=encrypt(content, purpose=PAYLOAD))
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


def _what(about: models.Model | None) -> dict[str, str]:
    if about is None:
        return {}
    return {"about_kind": about._meta.label_lower, "about_id": str(about.pk), "about": str(about)[:LONGEST_LABEL]}


def hash_of(content: bytes) -> str:
    """Keyed, so that a purged detail cannot be guessed from what stays; "" where there is none."""
    return hmac.new(key(settings.KEYS, "journal"), content, hashlib.sha256).hexdigest() if content else ""


def mac_of(entry: Entry) -> str:
    """What only this installation's key could have made of the entry's words."""
    said = json.dumps([str(getattr(entry, name)) for name in SIGNED], ensure_ascii=False).encode()
    return hmac.new(key(settings.KEYS, "journal"), said, hashlib.sha256).hexdigest()

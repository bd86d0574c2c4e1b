"""The detail of an entry (before, after) as it is kept: salted, encrypted, and gone once it was purged."""

import json
import os
from typing import Any

from luoshi.office.cipher import decrypt, encrypt
from luoshi.office.journal.models import Entry, Payload

PURPOSE = "journal.payload"
_spelled = json.JSONEncoder(sort_keys=True, default=str).encode

# Details are often short and easily guessed (a name, a yes). The salt is kept with the detail and goes with it, so that
# afterwards not even who holds the key can try guesses against the hash, and equal details have unequal hashes.
SALT = 16  # bytes


def packed(detail: dict[str, Any]) -> bytes:
    """What is hashed and encrypted. Escaped, so that no lone surrogate of a damaged name can stop a journal entry."""
    return os.urandom(SALT) + _spelled(detail).encode()


def closed(pack: bytes) -> bytes:
    return encrypt(pack, purpose=PURPOSE)


def opened(stored: bytes | memoryview) -> bytes:
    """The pack again. Raises UnreadableSecretError."""
    return decrypt(bytes(stored), purpose=PURPOSE)


def detail_of(entry: Entry) -> dict[str, Any] | None:
    """What an entry keeps besides its line; None where there never was any or it was purged.

    Raises UnreadableSecretError.
    """
    payload = Payload.objects.filter(pk=entry.pk).first()
    if payload is None:
        return None
    found: dict[str, Any] = json.loads(opened(payload.content)[SALT:])
    return found

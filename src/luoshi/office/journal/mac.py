"""The marks that only this installation's key can make: of an entry, of its detail, of its place, and of a seal."""

import hmac
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings

from luoshi.office.keys import key

if TYPE_CHECKING:
    from luoshi.office.journal.models import Entry, Link, Seal

# What an entry says. Its number is not known before it is written; the seal binds it.
SIGNED = (
    "key", "at", "person", "name", "membership", "role", "organisation", "organisation_name", "behalf", "address",
    "verb", "done", "about_kind", "about_id", "about", "where", "payload_hash",
)  # fmt: skip


def of_entry(entry: "Entry") -> str:
    """Of all that the entry says, the same on whatever database it was kept."""
    return _mark("entry", *(_plain(getattr(entry, name)) for name in SIGNED))


def of_detail(entry_key: object, packed: bytes) -> str:
    """Of the detail with its salt: what stays when the detail is purged tells nobody what it was."""
    return _mark("detail", str(entry_key), packed.hex())


def of_link(link: "Link", entry_mac: str) -> str:
    """Of the place in which an entry was sealed, under which number."""
    return _mark("link", link.seal_id, link.position, link.entry_id, entry_mac)


def of_seal(seal: "Seal", before: str, links: Sequence[str]) -> str:
    """Of the marks of a seal's links in their order, and of the seal before; `before` is "" for the first."""
    return _mark("seal", before, seal.number, _plain(seal.at), seal.entries, list(links))


def _plain(value: Any) -> Any:
    """Moments and keys in one spelling; numbers, words and yes or no as they are."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value if value is None or isinstance(value, int | str) else str(value)


def _mark(*said: Any) -> str:
    return hmac.digest(key(settings.KEYS, "journal"), json.dumps(said).encode(), "sha256").hex()

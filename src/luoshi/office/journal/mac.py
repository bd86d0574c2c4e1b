"""The marks that only this installation's key can make: of an entry, of its detail, of its place, and of a seal."""

import hmac
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
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
    return of_said({name: getattr(entry, name) for name in SIGNED})


def of_said(said: dict[str, Any]) -> str:
    """The same before there is an entry: of what it will say, by column."""
    return _mark("entry", *[said[name] for name in SIGNED])


def of_detail(entry_key: object, packed: bytes) -> str:
    """Of the detail with its salt: what stays when the detail is purged tells nobody what it was."""
    return _mark("detail", str(entry_key), packed.hex())


def of_link(link: "Link", entry_mac: str) -> str:
    """Of the place in which an entry was sealed, under which number."""
    return _mark("link", link.seal_id, link.position, link.entry_id, entry_mac)


def of_seal(seal: "Seal", before: str, links: Sequence[str]) -> str:
    """Of the marks of a seal's links in their order, and of the seal before; `before` is "" for the first."""
    return _mark("seal", before, seal.number, seal.at, seal.entries, list(links))


def _plain(value: Any) -> str:
    """Moments and keys in one spelling; numbers, words and yes or no are written as they are."""
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else str(value)


# Every doing waits for its marks: what they need that is always the same is made once.
_spelled = json.JSONEncoder(default=_plain).encode


@cache
def _keyed(folder: Path) -> hmac.HMAC:
    return hmac.new(key(folder, "journal"), digestmod="sha256")


def _mark(*said: Any) -> str:
    made = _keyed(settings.KEYS).copy()
    made.update(_spelled(said).encode())
    return made.hexdigest()

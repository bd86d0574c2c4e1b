"""What is stored encrypted: AES-256-GCM with the installation's key, bound to what it is for."""

import os
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from luoshi.office.keys import key

NONCE = 12  # bytes, as NIST SP 800-38D advises for GCM


class UnreadableSecretError(Exception):
    """Stored bytes that this key does not open: another key's, another purpose's, or changed."""


def encrypt(plain: bytes, *, purpose: str) -> bytes:
    """`purpose` names the column; bytes moved to another column do not open there."""
    nonce = os.urandom(NONCE)
    return nonce + _keyed(settings.KEYS).encrypt(nonce, plain, purpose.encode())


def decrypt(stored: bytes, *, purpose: str) -> bytes:
    """Raises UnreadableSecretError."""
    try:
        return _keyed(settings.KEYS).decrypt(stored[:NONCE], stored[NONCE:], purpose.encode())
    except (InvalidTag, ValueError) as error:
        raise UnreadableSecretError(purpose) from error


@cache
def _keyed(folder: Path) -> AESGCM:
    return AESGCM(key(folder, "fields"))

"""The keys of an installation: files outside the data folder, so that a copy of the data is not a copy of the keys."""

import os
import secrets
from functools import cache
from pathlib import Path

LENGTH = 32  # bytes

# secret signs cookies; journal seals entries; fields encrypts what is stored; index finds encrypted values again.
NAMES = ("secret", "journal", "fields", "index")


class KeysMissingError(Exception):
    """A key that was there is gone or cannot be read; the message says where (Chinese)."""


@cache
def key(folder: Path, name: str) -> bytes:
    """The key `name` of `folder`, made on first use. Raises KeysMissingError."""
    if name not in NAMES:
        raise KeyError(name)
    file = folder / f"{name}.key"
    try:
        return _read(file) if file.exists() else _make(file)
    except OSError as error:
        raise KeysMissingError(f"密钥文件 {file} 用不了：{error.strerror}。请检查这个文件夹的权限。") from error


def _read(file: Path) -> bytes:
    found = file.read_bytes()
    if len(found) != LENGTH:
        raise KeysMissingError(f"密钥文件 {file} 已损坏：应有 {LENGTH} 字节，现有 {len(found)} 字节。请从备份恢复。")
    return found


def _make(file: Path) -> bytes:
    """A new key, whole or not at all; whoever comes second takes the first one's."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = file.with_suffix(f".{os.getpid()}-{secrets.token_hex(4)}")
    made.touch(mode=0o600)
    made.write_bytes(secrets.token_bytes(LENGTH))
    try:
        os.link(made, file)
    except FileExistsError:
        pass
    finally:
        made.unlink()
    return _read(file)

"""Where the rows are kept: SQLite in the data folder, or the PostgreSQL server that an address names."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# Readers never wait for the writer (WAL), and a writer takes its lock at once instead of failing half way.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON",
}


def settings_of(url: str | None, *, data: Path) -> dict[str, Any]:
    """Django's settings for an address such as postgresql://user:password@host:5432/name?sslmode=require.

    None or "" is a SQLite file in `data`. What follows the question mark goes to the driver; `host` there is the
    folder of a Unix socket.
    """
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": data / "luoshi.sqlite3", "OPTIONS": SQLITE}
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError(f"DATABASE_URL starts with {parts.scheme!r}, here it has to be postgresql://")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": parts.port or "",
        "OPTIONS": options,
    }

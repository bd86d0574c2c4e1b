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

# What a driver says, in part, and what that means to an operator.
REASONS = (
    ("unable to open database file", "文件打不开，多半是没有权限"),
    ("readonly database", "那里只能读，不能写"),
    ("database is locked", "正被别的程序使用"),
    ("disk is full", "磁盘已满"),
    ("disk I/O error", "磁盘读写出错"),
    ("not a database", "这个文件不是数据库，或已损坏"),
    ("malformed", "数据库文件已损坏"),
    ("Connection refused", "那里没有数据库在运行"),
    ("No such file or directory", "那里没有数据库在运行"),
    ("timeout", "那里没有回应"),
    ("timed out", "那里没有回应"),
    ("resolve host", "找不到这台主机"),
    ("translate host name", "找不到这台主机"),
    ("password", "用户名或密码不对"),
    ("role", "没有这个用户"),
    ("does not exist", "没有这个库"),
    ("permission denied", "这个用户没有权限"),
)


_REMEDY = "请写成 postgresql://用户:密码@主机/库名；不设 DATABASE_URL 时，数据保存在文件里。"


class WrongAddressError(ValueError):
    """DATABASE_URL cannot be meant; the message says so to the operator (Chinese)."""


def settings_of(url: str | None, *, data: Path) -> dict[str, Any]:
    """Django's settings for an address such as postgresql://user:password@host:5432/name?sslmode=require.

    None or "" is a SQLite file in `data`. What follows the question mark goes to the driver; `host` there is the
    folder of a Unix socket. Raises WrongAddressError.
    """
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": data / "luoshi.sqlite3", "OPTIONS": SQLITE}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise WrongAddressError(f"DATABASE_URL 的主机或端口读不懂。{_REMEDY}") from None
    if parts.scheme not in {"postgresql", "postgres"}:
        raise WrongAddressError(f"DATABASE_URL 写的是“{parts.scheme}”，这里只能用 PostgreSQL。{_REMEDY}")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": port or "",
        "OPTIONS": options,
    }


def unusable(settings: dict[str, Any], error: Exception) -> str:
    """Why nothing can be kept there, as a sentence for the operator; without the password."""
    said = str(error)
    reason = next((words for part, words in REASONS if part in said), said.strip().split("\n")[0])
    if settings["ENGINE"].endswith("sqlite3"):
        return f"数据库 {settings['NAME']} 用不了：{reason}。请用 --data 指定一个能写的文件夹。"
    where = f"{settings['HOST'] or '本机'}{':' if settings['PORT'] else ''}{settings['PORT']}"
    return (
        f"PostgreSQL 用不了（{where}，库 {settings['NAME']}）：{reason}。"
        "请检查 DATABASE_URL 和那边的数据库；不设 DATABASE_URL 时，数据保存在文件里。"
    )

"""`luoshi check journal`: whether the journal of an installation is still as it was written."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from luoshi import ready
from luoshi.cli import MISUSED, REFUSED, SOUND

if TYPE_CHECKING:
    from luoshi.office.journal.anchor import Head
    from luoshi.office.journal.check import Check

FILE = "luoshi.sqlite3"  # where there is no DATABASE_URL


def journal(*, data: str | None, head: str | None, restored: str | None) -> int:
    """Each flaw on its line, then one line for all; gives the exit code.

    `head` is the file of an exported head, `restored` why the journal ends earlier than was noted.
    """
    if refusal := _prepare(data):
        return refusal
    try:
        known = _head_of(head) if head else None
    except ValueError as mistake:
        print(mistake, file=sys.stderr)
        return MISUSED
    if restored:
        from luoshi.office.journal import restore
        from luoshi.office.journal.who import PROGRAM

        restore.accept(restored, by=PROGRAM)
    return _check(known)


def _prepare(data: str | None) -> int:
    """Opens the database that is meant; one that is not there is not made for the sake of checking it."""
    folder = Path(data or os.environ.get("LUOSHI_DATA") or ".luoshi")
    if (data or not os.environ.get("DATABASE_URL")) and not (folder / FILE).exists():
        print(f"用法不对：{folder} 里没有落实的数据。请用 --data 指定数据文件夹。", file=sys.stderr)
        return MISUSED
    return ready.database(data)


def _head_of(file: str) -> "Head":
    """Raises ValueError, which says so to the operator, for a text that names no head."""
    from luoshi.office.journal.anchor import from_text

    try:
        found = from_text(Path(file).read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        found = None
    if found is None:
        raise ValueError(f"用法不对：{file} 不是导出的封存头。请用网页“核对与封存”里下载的那个文件。")
    return found


def _check(head: "Head | None") -> int:
    from django.conf import settings
    from django.db import Error as DatabaseError

    from luoshi.office.journal.check import Check
    from luoshi.office.web.database import unusable

    check, count = Check(head=head), 0
    try:
        for flaw in check.flaws():
            count += 1
            print(flaw, flush=True)
    except DatabaseError as error:
        print(unusable(settings.DATABASES["default"], error), file=sys.stderr)
        return REFUSED
    print(_summary(check, count))
    return REFUSED if count else SOUND


def _summary(check: "Check", count: int) -> str:
    found = f"发现 {count} 处不符" if count else "日志完好"
    left = f"，另有 {check.unsealed} 条还没有封存（也核对过）" if check.unsealed else ""
    return f"{found}：核对了 {check.entries} 条、{check.seals} 次封存{left}。"

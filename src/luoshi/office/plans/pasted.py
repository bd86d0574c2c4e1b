"""Pasted sentences as the fields of one task, made in the sandbox; knows no Django."""

from typing import Any

from luoshi import reader
from luoshi.reader.reading import Figure
from luoshi.reader.source import Unreadable
from luoshi.reader.write.ledger import Row, rows
from luoshi.reader.write.wording import one_line


def read(content: bytes, *, year: int) -> dict[str, Any]:
    """What the text says of a task of that year's plan; {} where the reader makes nothing of it.

    One action is the task's words; of several the whole text is, since somebody wants one task of it.
    """
    text = content.decode()
    try:
        # The line above gives 年底前 its year.
        found = reader.read_text(f"{year}年教育工作要点\n\n{text.strip()}\n", name="")
    except Unreadable:
        return {}
    ledger = rows(found)
    if not ledger:
        return {}
    dues = [due for row in ledger for due in row.dues]
    last = max((due for due in dues if due.day), key=lambda due: str(due.day), default=None)
    return {
        "words": ledger[0].measure if len(ledger) == 1 else one_line(text),
        "actions": len(ledger),
        "topic": ledger[0].topic or "",
        "due": last.day if last else "",
        "due_words": last.words if last else "、".join(dict.fromkeys(due.words for due in dues)),
        "rule": next((one.rule for one in found.recurrences), ""),
        "leader": _first(ledger, "leader"),
        "lead": _first(ledger, "lead") or _first(ledger, "proposed"),
        "is_proposed": not _first(ledger, "lead"),
        "person": _first(ledger, "person"),
        "assist": _first(ledger, "assist"),
        "targets": [target for row in ledger for target in _targets(row)],
    }


def _first(ledger: tuple[Row, ...], name: str) -> str:
    return next((said for row in ledger if (said := getattr(row, name))), "")


def _targets(row: Row) -> list[dict[str, Any]]:
    return [
        _target(figure, start, words)
        for figure, start, words in zip(row.targets, row.starts, row.indicators, strict=True)
    ]


def _target(figure: Figure, start: Figure | None, words: str) -> dict[str, Any]:
    return {
        "subject": one_line(figure.subject or "")[:200],
        "words": words[:300],
        "comparator": figure.comparator,
        "value": figure.value,
        "high": figure.high,
        "unit": (figure.unit or "")[:20],
        "change": figure.change or "",
        "year": figure.year,
        "hardness": figure.hardness or "",
        "start": start.value if start else None,
    }


def warm() -> None:
    """Loads the lexicons; called once where children are forked."""
    read("要新建幼儿园2所，年底前完成。".encode(), year=2026)

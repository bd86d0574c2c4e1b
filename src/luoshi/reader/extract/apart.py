"""Extraction in a child process: a file that makes a parser run away, swell or crash is refused, and nothing else stops.

`answered` is the child's side, `apart` ours. What passes between them is plain data.
"""

from collections.abc import Callable
from typing import Any

from luoshi.reader.sandbox import Limits, Stopped, run
from luoshi.reader.source import Block, Cell, Source, Table, Unreadable, called

MOST_CHARACTERS = 2_000_000  # of text: a shelf of reports
_MEMORY = 1 << 30  # bytes
_ANSWER = 64 << 20  # bytes
_LEAST_SECONDS, _MOST_SECONDS = 4, 60  # of processor time
_BYTES_A_SECOND = 60_000  # of a file: what a slow format still manages

_WHY = {
    "memory": "打开它要用的内存超出限度",
    "time": "打开它花的时间超出限度",
    "long": "里面的内容多得超出限度",
    "crash": "打开它的程序中途停了",
}


def apart(module: str, data: bytes, name: str, **more: Any) -> Source | str:
    """What `module` (of this package) takes out of the file: its text, or the name of the kind that it is after all.

    Raises Unreadable.
    """
    found = told_apart(f"luoshi.reader.extract.{module}:answer", data, name, keep=True, **more)
    return found["other"] if "other" in found else _rebuilt(found["source"])


def told_apart(function: str, data: bytes, name: str, *, keep: bool = False, **more: Any) -> dict[str, Any]:
    """What a child answers about the file. Raises Unreadable for what it refuses and where it was stopped."""
    seconds = min(_MOST_SECONDS, _LEAST_SECONDS + len(data) // _BYTES_A_SECOND)
    limits = Limits(memory=_MEMORY, cpu=seconds, wall=4.0 * seconds, answer=_ANSWER)
    try:
        found: dict[str, Any] = run(function, data, limits=limits, keep=keep, meanwhile=_get_ready, name=name, **more)
    except Stopped as stopped:
        raise Unreadable(
            "stopped",
            f"{called(name)}没能读完：{_WHY[stopped.code]}，为安全起见停了。请把正文复制到新文档里，存为 docx 再交。",
        ) from None
    if "unreadable" in found:
        raise Unreadable(*found["unreadable"])
    return found


def _get_ready() -> None:
    """What reads the text is loaded while a child takes it out."""
    import luoshi.reader.pipeline  # noqa: F401


def answered(extraction: Callable[[], Source | str]) -> dict[str, Any]:
    """What an extraction gives, or why it refuses the file, as plain data."""
    try:
        found = extraction()
        if isinstance(found, str):
            return {"other": found}
        refuse_shelves(found)
    except Unreadable as refusal:
        return {"unreadable": [refusal.code, str(refusal)]}
    return {"source": _plain(found)}


def refuse_shelves(source: Source) -> None:
    """Raise Unreadable for a text that no report is as long as."""
    length = len(source.text)
    if length > MOST_CHARACTERS:
        raise Unreadable(
            "large",
            f"{called(source.name)}里有 {length // 10_000} 万字，工作报告没有这么长。请只交报告，去掉附件和别的材料。",
        )


def _plain(source: Source) -> dict[str, Any]:
    return {
        "name": source.name,
        "medium": source.medium,
        "text": source.text,
        "blocks": [(block.start, block.end, block.place, block.hint) for block in source.blocks],
        "tables": [[[(cell.start, cell.end) for cell in row] for row in table.rows] for table in source.tables],
        "inserted": source.inserted,
        "encoding": source.encoding,
        "damaged": source.damaged,
        "unread": source.unread,
    }


def _rebuilt(plain: dict[str, Any]) -> Source:
    return Source(
        plain["name"],
        plain["medium"],
        plain["text"],
        tuple(Block(*block) for block in plain["blocks"]),
        tuple(Table(tuple(tuple(Cell(*cell) for cell in row) for row in rows)) for rows in plain["tables"]),
        tuple((offset, characters) for offset, characters in plain["inserted"]),
        plain["encoding"],
        plain["damaged"],
        tuple(plain["unread"]),
    )

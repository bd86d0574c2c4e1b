"""A reading as a table for the terminal: what meeting, how much was found, and the ledger by heading."""

from collections import Counter
from collections.abc import Iterable, Iterator

from luoshi.reader.reading import Reading
from luoshi.reader.text import Noise
from luoshi.reader.write.ledger import Row, counts, rows
from luoshi.reader.write.wording import (
    field_said,
    harmless,
    headline,
    occasion,
    one_line,
    remark_line,
    topic_name,
    width,
    word,
    words,
)

WIDTH = 100
GAP = "  "
REMARKS = 8  # shown before "and n more"

# Share of the room that each column of the ledger gets, and the columns themselves.
COLUMNS = (("number", 4), ("measure", 36), ("topic", 10), ("targets", 16), ("lead", 14), ("due", 10))
NARROWEST = 60

# A line may not begin with these; they stay with the character before them.
CLOSING = frozenset("，。、；：！？”’）》〉】』」％%,.;:!?)]}")
OPENING = frozenset("“‘（《〈【『「([{")


def to_table(reading: Reading, *, columns: int = WIDTH) -> str:
    """Lines of at most `columns` columns, East Asian wide characters counted as two."""
    columns = max(columns, NARROWEST)
    ledger = rows(reading)
    parts = [_head(reading, ledger, columns), _ledger(ledger, columns), _foot(reading, columns)]
    return "".join(f"{harmless(line).rstrip()}\n" for part in parts for line in part)


def _head(reading: Reading, ledger: tuple[Row, ...], columns: int) -> Iterator[str]:
    yield "━" * columns
    yield from wrapped(headline(reading), columns)
    yield "━" * columns
    yield from _labelled("来源", [_source(reading)], columns)
    yield from _labelled(occasion(reading)["title"], _meeting(reading), columns)
    yield from _labelled("句子", _tallied(reading, "kinds"), columns)
    yield from _labelled("数据", _figures(reading), columns)
    yield from _labelled("任务", _tasks(ledger), columns)
    yield from _labelled(word("columns", "standing"), _asked(ledger), columns)


def _source(reading: Reading) -> str:
    source = reading.source
    how = [word("media", source.medium), source.encoding or "", f"{len(reading.text)}字"]
    if source.damaged:
        how.append(f"{source.damaged}处无法解码")
    return f"{one_line(source.name)}（{'，'.join(part for part in how if part)}）"


def _meeting(reading: Reading) -> list[str]:
    said = []
    for field, label in occasion(reading).items():
        value = getattr(reading.meeting, field)
        if value is not None and field != "title":
            said.append(f"{label} {field_said(field, value)}")
    return said


def _tallied(reading: Reading, group: str) -> list[str]:
    found = counts(reading)
    return [f"{label} {found[code]}" for code, label in words(group).items() if found.get(code)]


def _figures(reading: Reading) -> list[str]:
    return [f"共 {len(reading.figures)}", *_tallied(reading, "statuses")]


def _tasks(ledger: tuple[Row, ...]) -> list[str]:
    named = sum(1 for row in ledger if row.lead)
    dated = sum(1 for row in ledger if row.dues)
    measured = sum(1 for row in ledger if row.targets)
    return [f"共 {len(ledger)} 项", f"有指标 {measured}", f"有时限或周期 {dated}", f"写明牵头单位 {named}"]


def _asked(ledger: tuple[Row, ...]) -> list[str]:
    """How many tasks each asks for, where more than one does."""
    found = Counter(row.standing for row in ledger)
    said = [f"{label} {found[code]}" for code, label in words("asked").items() if found[code]]
    return said if len(said) > 1 else []


def _labelled(label: str, parts: list[str], columns: int) -> Iterator[str]:
    if not parts:
        return
    indent = " " * (width(label) + len(GAP))
    for number, line in enumerate(wrapped("，".join(parts), columns - len(indent))):
        yield (indent if number else label + GAP) + line


def _ledger(ledger: tuple[Row, ...], columns: int) -> Iterator[str]:
    if not ledger:
        yield ""
        yield "没有识别出可以交办的任务。"
        return
    sizes = _sizes(columns)
    yield ""
    yield from _row([word("columns", name) for name, _ in COLUMNS], sizes)
    yield "─" * columns
    above: tuple[str, ...] = ()
    several = len({row.standing for row in ledger}) > 1
    asked: str | None = None
    for row in ledger:
        if several and row.standing != asked:
            yield f"◆ {word('asked', row.standing) or '未写明谁的要求'}"
            asked, above = row.standing, ()
        for level, heading in enumerate(row.goal):
            if row.goal[: level + 1] != above[: level + 1]:
                yield from _heading(heading, level, columns)
        above = row.goal
        yield from _row(_cells(row), sizes)


def _heading(heading: str, level: int, columns: int) -> Iterator[str]:
    indent = "  " * level
    mark = "■ " if level == 0 else "□ "
    for number, line in enumerate(wrapped(one_line(heading), columns - len(indent) - 3)):
        yield indent + ("   " if number else mark + " ") + line


def _sizes(columns: int) -> list[int]:
    room = columns - len(GAP) * (len(COLUMNS) - 1) - COLUMNS[0][1]
    shares = [share for _, share in COLUMNS[1:]]
    sizes = [room * share // sum(shares) for share in shares]
    sizes[0] += room - sum(sizes)
    return [COLUMNS[0][1], *sizes]


def _cells(row: Row) -> list[str]:
    return [
        str(row.number),
        one_line(row.measure),
        topic_name(row.topic),
        "；".join(row.indicators),
        one_line(row.led_by),
        " ".join(due.day or one_line(due.words) for due in row.dues),
    ]


def _row(cells: list[str], sizes: list[int]) -> Iterator[str]:
    columns = [list(wrapped(cell, size)) for cell, size in zip(cells, sizes, strict=True)]
    for at in range(max(map(len, columns))):
        yield GAP.join(
            _padded(lines[at] if at < len(lines) else "", size) for lines, size in zip(columns, sizes, strict=True)
        )


def _padded(text: str, size: int) -> str:
    return text + " " * (size - width(text))


def _foot(reading: Reading, columns: int) -> Iterator[str]:
    yield "─" * columns
    for remark in reading.remarks[:REMARKS]:
        yield from _labelled("提醒", [remark_line(reading, remark)], columns)
    if len(reading.remarks) > REMARKS:
        yield f"提醒{GAP}另有 {len(reading.remarks) - REMARKS} 条，见 --to html。"
    if reading.noise:
        yield from _labelled("去除", noise_words(reading.noise), columns)
    yield "“（建议）”是按领域推荐的牵头单位，原文没有写明；以上均须由人核对后才能作为任务。"


def noise_words(noise: Iterable[Noise]) -> list[str]:
    """页面装饰 3 处 54 字, one for each kind."""
    times, letters = Counter[str](), Counter[str]()
    for stretch in noise:
        times[stretch.kind] += 1
        letters[stretch.kind] += len("".join(stretch.raw.split()))
    return [f"{word('noise', kind)} {times[kind]} 处 {letters[kind]} 字" for kind in sorted(times)]


def wrapped(text: str, columns: int) -> Iterator[str]:
    """Lines no wider than `columns`; runs of Latin letters and digits stay together where they fit."""
    line, used = "", 0
    for piece in _pieces(text, columns):
        size = width(piece)
        if used + size > columns and line:
            yield line
            line, used = "", 0
            piece = piece.lstrip()
            size = width(piece)
        line += piece
        used += size
    yield line


def _pieces(text: str, columns: int) -> Iterator[str]:
    """What a line is not broken within: a word, or a character with the closing marks behind it."""
    piece = ""
    for char in text:
        joins = piece and (char in CLOSING or piece[-1] in OPENING or (_narrow(char) and _narrow(piece[-1])))
        if joins and width(piece + char) <= columns:
            piece += char
            continue
        if piece:
            yield piece
        piece = char
    if piece:
        yield piece


def _narrow(char: str) -> bool:
    return not char.isspace() and char not in OPENING and width(char) < 2

"""`luoshi proof` and `luoshi compare`: what to look at in a draft, and what another paper asks that ours leaves out."""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from luoshi import two_years
from luoshi.cli import MISUSED, REFUSED, SOUND
from luoshi.reader import read
from luoshi.reader.compare import COVERED, MISSING, UNSURE, Comparison, Demand, compare
from luoshi.reader.denied import why
from luoshi.reader.fulfilment import same_authority
from luoshi.reader.proofread import proofread
from luoshi.reader.proofread.wording import said, shown, sureness
from luoshi.reader.reading import Reading
from luoshi.reader.source import Unreadable
from luoshi.reader.text import Span
from luoshi.reader.write.meant import STANDARD_INPUT
from luoshi.reader.write.wording import one_line, shortened, word

NEAR = 0.05  # what shares less with a demand is not worth showing
SHOWN = 60  # characters of a demand or its answer on one line


def draft(path: str, *, last_year: str | None, leaders: str | None) -> int:
    """Each remark with its places, then one line for all; gives the exit code."""
    if [path, last_year].count(STANDARD_INPUT) > 1:
        return _misused("标准输入（-）只能写一次。")
    try:
        register = _register(leaders) if leaders else ()
        reading = _reading(path)
        before = _reading(last_year) if last_year else None
    except ValueError as mistake:
        return _misused(str(mistake))
    except Unreadable as refusal:
        sys.stderr.write(f"拒绝：{refusal}\n")
        return REFUSED
    remarks = proofread(reading, leaders=register, last_year=before)
    for remark in remarks:
        print(f"{_where(reading, remark.places[0])}　{sureness(remark)}：{said(reading, remark)}")
        for place in remark.places:
            print(f"    {_where(reading, place)}　{shown(reading, place)}")
    counts = Counter(sureness(remark) for remark in remarks)
    told = "，".join(f"{name} {count} 处" for name, count in sorted(counts.items()))
    print(f"共 {len(remarks)} 处：{told}。" if remarks else "没有发现要核对的地方。")
    return REFUSED if remarks else SOUND


def against(ours: str, theirs: str, *, everything: bool, years: bool | None = None) -> int:
    """Ours beside a superior's paper, or beside last year's of the same authority; gives the exit code.

    `years` says which it is; None leaves it to what the two papers say of themselves.
    """
    if [ours, theirs].count(STANDARD_INPUT) > 1:
        return _misused("标准输入（-）只能写一次。")
    try:
        own, above = _reading(ours), _reading(theirs)
    except Unreadable as refusal:
        sys.stderr.write(f"拒绝：{refusal}\n")
        return REFUSED
    if same_authority(own, above) if years is None else years:
        return two_years.told(own, above, everything=everything)
    found = compare(own, above)
    for line in _lines(own, above, found, everything=everything):
        print(line)
    return REFUSED if found.standing(MISSING) or found.shortfalls else SOUND


def _misused(mistake: str) -> int:
    sys.stderr.write(f"用法不对：{mistake}\n")
    return MISUSED


def _lines(own: Reading, above: Reading, found: Comparison, *, everything: bool) -> Iterator[str]:
    counts = Counter(demand.standing for demand in found.demands)
    told = "，".join(f"{word('standing', name)} {counts[name]} 项" for name in (MISSING, UNSURE, COVERED))
    yield f"上级文稿的要求 {len(found.demands)} 项：{told}。"
    for standing in (MISSING, UNSURE, COVERED) if everything else (MISSING, UNSURE):
        if counts[standing]:
            yield f"\n{word('standing', standing)}"
        for demand in found.standing(standing):
            yield from _demand(own, above, demand)
    if found.shortfalls:
        yield "\n指标低于上级"
    for one in found.shortfalls:
        asked, given = above.quote(one.asked), own.quote(one.given)
        yield f"  {one.what}：上级 {asked}（{_where(above, one.asked)}），我们 {given}（{_where(own, one.given)}）"


def _demand(own: Reading, above: Reading, demand: Demand) -> Iterator[str]:
    yield f"  {_where(above, demand.place)}　{_short(above, demand.place)}"
    if demand.nearest and demand.nearness >= NEAR:
        place = f"{_where(own, demand.nearest)}　{_short(own, demand.nearest)}"
        done = "，写在成绩里" if demand.done else ""
        yield f"      最接近：{place}（{round(100 * demand.nearness)}%{done}）"


def _short(reading: Reading, place: Span) -> str:
    return shortened(one_line(reading.quote(place)), SHOWN)


def _where(reading: Reading, place: Span) -> str:
    return reading.place(place) or "自动编号"


def _reading(path: str) -> Reading:
    return read(sys.stdin.buffer.read(), name="标准输入") if path == STANDARD_INPUT else read(path)


def _register(path: str) -> tuple[tuple[str, str], ...]:
    """A line for each leader, name and office, in the order of naming. Raises ValueError, which says so to a person."""
    try:
        lines = Path(path).read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise ValueError(f"名册 {path} 打不开：{why(error)}。") from error
    except UnicodeDecodeError:
        raise ValueError(f"名册 {path} 不是 UTF-8 文本。请另存为 UTF-8 的 .txt。") from None
    pairs = [line.split(maxsplit=1) for line in lines if line.strip()]
    for number, pair in enumerate(pairs, 1):
        if len(pair) < 2:
            raise ValueError(f"名册 {path} 第 {number} 人只有“{pair[0]}”，缺职务。每行写姓名、空格、职务。")
    return tuple((name, office.strip()) for name, office in pairs)

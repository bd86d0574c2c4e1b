"""`luoshi compare` for two reports of one authority: what last year's promised, and what this year's says came of it."""

from collections import Counter
from collections.abc import Iterator

from luoshi.cli import REFUSED, SOUND
from luoshi.reader.fulfilment import KEPT, MISSING, SHORT, STANDINGS, TOLD, Promise, fulfilment
from luoshi.reader.reading import Figure, Reading
from luoshi.reader.text import Span
from luoshi.reader.topics import DEFAULT
from luoshi.reader.write.wording import amount, figure_value, one_line, shortened, word

SHOWN = 60  # characters of a promise or what is told of it
SETTLED = (TOLD, KEPT)  # listed only when asked for


def told(ours: Reading, before: Reading, *, everything: bool) -> int:
    """Each promise with what came of it, the open ones first; gives the exit code."""
    if (ours.meeting.year or 0) < (before.meeting.year or 0):
        ours, before = before, ours
    found = fulfilment(ours, before)
    counts = Counter(promise.standing for promise in found.promises)
    several = Counter(promise.place for promise in found.promises)
    listed = "，".join(f"{word('promises', name)} {counts[name]} 项" for name in STANDINGS)
    print(f"同一单位两个年度：{_year(before)}的部署 {len(found.promises)} 项，对照{_year(ours)}的报告。")
    print(f"{listed}。")
    for standing in STANDINGS:
        promises = sorted(found.standing(standing), key=_urgency)
        if promises and (everything or standing not in SETTLED):
            print(f"\n{word('promises', standing)}")
            for promise in promises:
                print("\n".join(_lines(ours, before, promise, one_of=several[promise.place])))
    return REFUSED if counts[SHORT] or counts[MISSING] else SOUND


def _urgency(promise: Promise) -> tuple[bool, bool, Span]:
    """Targets first, what is asked of all work in general last."""
    return promise.promised is None, promise.topic == DEFAULT, promise.place


def _year(reading: Reading) -> str:
    return f"{reading.meeting.year}年" if reading.meeting.year else "另一年"


def _lines(ours: Reading, before: Reading, promise: Promise, *, one_of: int) -> Iterator[str]:
    which = f"【{one_line(before.quote(promise.promised))}】" if promise.promised and one_of > 1 else ""
    yield f"  {_where(before, promise.place)}　{_short(before, promise.place)}{which}"
    if promise.claim:
        told = f"      今年：{_where(ours, promise.claim)}　{_short(ours, promise.claim)}"
        yield told + (f"（{compared(promise.promised, promise.reached)}）" if promise.reached else "")


def compared(promised: Figure | None, reached: Figure | None) -> str:
    """2100个 → 1980个，少 120个; without a target only what was reached."""
    if promised is None or reached is None or promised.value is None or reached.value is None:
        return figure_value(reached) if reached else ""
    unit = "个百分点" if reached.unit == "%" else reached.unit or ""
    apart = round(reached.value - promised.value, 6)
    differs = f"，{'多' if apart > 0 else '少'} {amount(abs(apart), unit)}" if apart else ""
    return f"{figure_value(promised)} → {figure_value(reached)}{differs}"


def _short(reading: Reading, place: Span) -> str:
    return shortened(one_line(reading.quote(place)), SHOWN)


def _where(reading: Reading, place: Span) -> str:
    return reading.place(place) or "自动编号"

"""Figures that disagree: two values of one thing, and changes that are not what lies between their two ends."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from luoshi.reader.lexicon import any_of, load
from luoshi.reader.proofread.counted import Counted, counted
from luoshi.reader.proofread.remark import ProofRemark
from luoshi.reader.reading import Figure, Reading
from luoshi.reader.write.wording import figure_value

_CHANGES = load("proofread")["changes"]
_BETWEEN = re.compile(
    rf"[，,、（(]?(?:{any_of(_CHANGES['between'])})*(?:(?P<up>{any_of(_CHANGES['up'])})|(?P<down>{any_of(_CHANGES['down'])}))"
    rf"(?:{any_of(_CHANGES['between'])})*"
)
_RISES = re.compile(any_of(load("proofread")["rises"]))
_FALLS = re.compile(any_of(load("proofread")["falls"]))
_RANKS = re.compile(any_of(load("proofread")["ranks"]))
_RANKED = 12  # characters before the first number in which it is said to be a rank
_ABOUT = 0.1  # 近10万 and 9.6万 may be one number
_ABOUT_SHARE = 0.02  # 5.5%左右 is not 5%
_POWERS = {10.0**power: power for power in (1, 2, 3, 4, 8)}
_NEAR_ONE = 1e-6


def agreement(reading: Reading) -> Iterator[ProofRemark]:
    """One thing said twice with two values, in the same year, unit and sense."""
    groups: dict[Counted, list[Figure]] = defaultdict(list)
    starts = {figure.pair for figure in reading.figures}
    for number, figure in enumerate(reading.figures):
        key = counted(reading, figure) if number not in starts else None
        if key and key.asked:
            key = key._replace(
                year=key.year or reading.meeting.year
            )  # what is asked without a year is asked of this one
        # Without a year a result may be one year's or that of five.
        if key and (key.year is not None or key.asked):
            groups[key].append(figure)
    for key, group in groups.items():
        pair = next(((a, b) for a, b in combinations(group, 2) if _apart(reading, a, b) and _differ(a, b)), None)
        if pair:
            yield _differing(key, *pair)


def _apart(reading: Reading, one: Figure, other: Figure) -> bool:
    """Not within one sentence, where a second figure is a second thing said of it."""
    return any(sign in reading.text[one.end : other.start] for sign in "。；\n\t")


def _differ(one: Figure, other: Figure) -> bool:
    a, b = one.value, other.value
    if a is None or b is None or a == b or one.hardness != other.hardness:
        return False
    if one.status == "target" and one.comparator == other.comparator:
        return True
    signs = {one.comparator, other.comparator}
    if "~" in signs:
        return abs(a - b) > (_ABOUT_SHARE if one.unit == "%" else _ABOUT) * max(abs(a), abs(b))
    return not _meet(one.comparator, a, other.comparator, b)


def _meet(sign: str, value: float, other_sign: str, other: float) -> bool:
    """Whether one number can satisfy both: at least 95 and 97, below 10 and 8."""
    if sign == other_sign == "=":
        return value == other
    if sign == "=" or other_sign == "=":
        exact, bound, said = (value, other, other_sign) if sign == "=" else (other, value, sign)
        return exact >= bound if said in (">=", ">") else exact <= bound
    if sign[0] == other_sign[0]:
        return True
    low, high = (value, other) if sign[0] == ">" else (other, value)
    return low <= high


def _differing(key: Counted, one: Figure, other: Figure) -> ProofRemark:
    assert one.value is not None
    assert other.value is not None
    low, high = sorted((abs(one.value), abs(other.value)))
    power = next((n for size, n in _POWERS.items() if low and abs(high / low / size - 1) < _NEAR_ONE), 0)
    known = None not in (one.year, other.year)
    facts = (
        ("what", key.what),
        ("year", str(key.year or "") if known else ""),
        ("one", figure_value(one)),
        ("other", figure_value(other)),
        ("times", str(10**power)),
    )
    return ProofRemark(
        "figures-scale" if power else "figures-differ",
        known and "~" not in (one.comparator, other.comparator),
        (one.span, other.span),
        facts,
    )


def changes(reading: Reading) -> Iterator[ProofRemark]:
    """由70%提高到75%，提高6个百分点; 由8%提高到5%."""
    for number, end in enumerate(reading.figures):
        if end.pair is None or end.value is None:
            continue
        start = reading.figures[end.pair]
        if start.value is None or {start.comparator, end.comparator} != {"="}:
            continue
        against = list(_direction(reading, start, end))
        yield from against
        if not against and number + 1 < len(reading.figures):
            yield from _stated(reading, start, end, reading.figures[number + 1])


def _direction(reading: Reading, start: Figure, end: Figure) -> Iterator[ProofRemark]:
    assert start.value is not None
    assert end.value is not None
    verb = reading.text[start.end : end.start]
    wrong = _RISES.search(verb) if end.value < start.value else _FALLS.search(verb) if end.value > start.value else None
    near = reading.text[max(0, start.start - _RANKED) : start.start]
    if wrong and end.unit != "位" and not _RANKS.search(near):
        facts = (("verb", wrong[0]), ("one", figure_value(start)), ("other", figure_value(end)))
        yield ProofRemark("change-direction", True, (start.span, end.span), facts)


def _stated(reading: Reading, start: Figure, end: Figure, said: Figure) -> Iterator[ProofRemark]:
    """The change as it is said right behind the second end."""
    words = _BETWEEN.fullmatch(reading.text[end.end : said.start].removesuffix("约").removesuffix("近"))
    found = _difference(start, end, said)
    if not words or found is None or said.value is None or said.comparator != "=":
        return
    direction = 1 if words["up"] else -1
    unit = said.unit or ""
    digits = len(f"{said.value:.10g}".partition(".")[2])
    if abs(direction * found - said.value) > 0.5000001 * 10.0**-digits:
        facts = (
            ("one", figure_value(start)),
            ("other", figure_value(end)),
            ("said", reading.quote(said)),
            ("found", f"{abs(found):.{max(digits, 1)}f}".rstrip("0").rstrip(".") + unit),
            ("way", "up" if found > 0 else "down"),
        )
        yield ProofRemark("change-differs", True, (start.span, end.span, said.span), facts)


def _difference(start: Figure, end: Figure, said: Figure) -> float | None:
    """How far the ends are apart in the unit of what is said; None where it is another measure."""
    assert start.value is not None
    assert end.value is not None
    if start.unit != end.unit:
        return None
    points = end.unit == "%" and said.unit == "个百分点"
    if points or (said.unit == end.unit != "%"):
        return float(end.value) - float(start.value)
    if said.unit == "%" and end.unit != "%" and start.value:
        return 100 * (float(end.value) - float(start.value)) / float(start.value)
    return None

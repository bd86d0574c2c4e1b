"""Totals and their parts: a part larger than its whole, and parts that do not add up."""

import re
from collections import defaultdict
from collections.abc import Iterator

from luoshi.reader.lexicon import any_of, load
from luoshi.reader.proofread.counted import clause_start
from luoshi.reader.proofread.remark import ProofRemark
from luoshi.reader.reading import Figure, Reading
from luoshi.reader.write.wording import amount

_WORDS = load("proofread")["totals"]
_OPEN = re.compile(any_of(_WORDS["open"]))
_SUM = re.compile(
    rf"[，,；、（(][㐀-鿿]{{0,4}}?(?:{any_of(_WORDS['sums'])})(?![同享建育])(?:{any_of(_WORDS['acts'])})?[㐀-鿿]{{0,4}}"
)
_EACH = re.compile(any_of(_WORDS["each"]))
_LIST = re.compile(r"[、，,和及]?[^，。；：\n\t、0-9（()）]{0,16}(?:、[^，。；：\n\t、0-9（()）]{1,16}){0,2}")
_SHUT = re.compile("[）)。；]")
_SLACK = 1e-6
_FEWEST = 2


def totals(reading: Reading) -> Iterator[ProofRemark]:
    parts: dict[int, list[Figure]] = defaultdict(list)
    for figure in reading.figures:
        if figure.whole is not None and figure.unit == reading.figures[figure.whole].unit and not figure.change:
            parts[figure.whole].append(figure)
    for number, those in parts.items():
        whole = reading.figures[number]
        yield from _parts(reading, whole, list(_certain(reading.text, whole, those)))
    yield from _summed(reading)


def _certain(text: str, whole: Figure, parts: list[Figure]) -> Iterator[Figure]:
    """The parts up to where another thing may begin: behind the bracket, or behind a comma outside of one."""
    between = text[whole.end : parts[0].start]
    inside = between[:1] in ("（", "(")
    if _SHUT.search(between) or _EACH.search(text, clause_start(text, whole.start), whole.start):
        return
    before = whole
    for part in parts:
        gap = text[before.end : part.start]
        if before is not whole and (_SHUT.search(gap) or (not inside and gap[:1] not in ("、", "和", "与", "及"))):
            return
        yield part
        before = part


def _parts(reading: Reading, whole: Figure, parts: list[Figure]) -> Iterator[ProofRemark]:
    """招聘教师142名（小学80名、初中65名）; behind 其中 the parts may overlap or leave some out."""
    if whole.value is None or whole.comparator not in ("=", "~") or whole.unit == "%":
        return
    if not parts:
        return
    larger = [part for part in parts if part.value is not None and part.value > whole.value]
    if larger:
        exact = whole.comparator == larger[0].comparator == "="
        facts = (("whole", reading.quote(whole)), ("part", reading.quote(larger[0])))
        yield ProofRemark("part-over-whole", exact, (whole.span, larger[0].span), facts)
        return
    if len(parts) < _FEWEST or not _exact([whole, *parts]):
        return
    total = sum(part.value for part in parts if part.value is not None)
    between = reading.text[whole.end : parts[0].start]
    bracket = re.match(r"[（(]", between) is not None
    open_ended = _OPEN.search(between) or _rest(reading, parts[-1]).startswith("等")
    if bracket and not open_ended and abs(total - whole.value) > _SLACK and _all_of_it(reading, whole, parts):
        yield _remark("sum-differs", True, reading, whole, parts, total)
    elif total > whole.value + _SLACK:
        yield _remark("parts-over-whole", False, reading, whole, parts, total)


def _rest(reading: Reading, last: Figure) -> str:
    return reading.text[last.end : last.end + 4]


def _all_of_it(reading: Reading, whole: Figure, parts: list[Figure]) -> bool:
    """The bracket holds these parts, one behind the other, and nothing else."""
    ends = [whole, *parts]
    gaps = [reading.text[a.end : b.start] for a, b in zip(ends[1:], parts[1:], strict=False)]
    return all(_LIST.fullmatch(gap) for gap in gaps) and _rest(reading, parts[-1])[:1] in ("）", ")")


def _summed(reading: Reading) -> Iterator[ProofRemark]:
    """新建小学3所、初中2所，共6所: a total behind the parts that stand in one list before it."""
    figures = reading.figures
    for number, total in enumerate(figures):
        parts = _list_before(reading, number)
        if len(parts) < _FEWEST or not _exact([total, *parts]) or total.value is None:
            continue
        found = sum(part.value for part in parts if part.value is not None)
        if abs(found - total.value) > _SLACK:
            yield _remark("sum-differs", True, reading, total, parts, found)


def _list_before(reading: Reading, number: int) -> list[Figure]:
    """The figures of one list that end where a figure says 共 of them."""
    figures, text = reading.figures, reading.text
    total, at = figures[number], number - 1
    if at < 1 or not _SUM.fullmatch(text[figures[at].end : total.start]) or figures[at].unit != total.unit:
        return []
    while (
        at > 0 and figures[at - 1].unit == total.unit and _LIST.fullmatch(text[figures[at - 1].end : figures[at].start])
    ):
        at -= 1
    return list(figures[at:number])


def _exact(figures: list[Figure]) -> bool:
    return all(f.comparator == "=" and f.value is not None and f.high is None and not f.change for f in figures)


def _remark(code: str, sure: bool, reading: Reading, whole: Figure, parts: list[Figure], total: float) -> ProofRemark:
    facts = (
        ("whole", reading.quote(whole)),
        ("parts", "、".join(reading.quote(part) for part in parts)),
        ("total", amount(round(total, 6), whole.unit or "")),
    )
    return ProofRemark(code, sure, (whole.span, *(part.span for part in parts)), facts)

"""Figures that disagree with their unit: shares above all of it, people counted in buildings, points and per cent."""

import re
from collections.abc import Iterator

from luoshi.reader.lexicon import any_of, load
from luoshi.reader.proofread.counted import clause_start
from luoshi.reader.proofread.remark import ProofRemark
from luoshi.reader.reading import Figure, Reading

_WORDS = load("proofread")["measures"]
_SHARES = tuple(_WORDS["shares"])
_BEYOND = re.compile(any_of(_WORDS["beyond"]))
_LEVEL = re.compile(rf"(?:{any_of(_WORDS['levels'])})(?:约|近|了)?$")
_THINGS = {
    name: (tuple(entry["ends"]), re.compile(any_of(entry["verbs"])), frozenset(entry["never"]))
    for name, entry in _WORDS["things"].items()
}
_ALL = 100


def measures(reading: Reading) -> Iterator[ProofRemark]:
    for figure in reading.figures:
        found = _share(reading, figure) or _points(reading, figure) or _thing(reading, figure)
        if found:
            yield found


def _share(reading: Reading, figure: Figure) -> ProofRemark | None:
    """入学率达到997%."""
    subject = figure.subject or ""
    if figure.unit != "%" or figure.change or not subject.endswith(_SHARES):
        return None
    before = reading.text[clause_start(reading.text, figure.start) : figure.start]
    largest = figure.high if figure.high is not None else figure.value
    if largest is None or largest <= _ALL or _BEYOND.search(before):
        return None
    return ProofRemark("share-over", True, (figure.span,), (("what", subject), ("value", reading.quote(figure))))


def _points(reading: Reading, figure: Figure) -> ProofRemark | None:
    """占比达到54个百分点 is no level; 覆盖率提高5% may be points or per cent."""
    subject, before = figure.subject or "", reading.text[max(0, figure.start - 6) : figure.start]
    facts = (("what", subject), ("value", reading.quote(figure)))
    if not subject.endswith(_SHARES):
        return None
    if figure.unit == "个百分点" and not figure.change and _LEVEL.search(before):
        return ProofRemark("point-as-level", True, (figure.span,), facts)
    if figure.unit == "%" and figure.change:
        return ProofRemark("percent-or-point", False, (figure.span,), facts)
    return None


def _thing(reading: Reading, figure: Figure) -> ProofRemark | None:
    """新建学校7人: what is counted, its verb and its unit all stand in one clause, and nothing follows."""
    text, subject = reading.text, figure.subject or ""
    start = clause_start(text, figure.start)
    before = text[start : figure.start]
    if text[figure.end : figure.end + 1] not in "，。；、\n\t（(" or not before.endswith(subject):
        return None
    for ends, verbs, never in _THINGS.values():
        if subject.endswith(ends) and figure.unit in never and verbs.search(before):
            facts = (("what", before.strip()), ("value", reading.quote(figure)))
            return ProofRemark("unit-of-thing", True, (figure.span,), facts)
    return None

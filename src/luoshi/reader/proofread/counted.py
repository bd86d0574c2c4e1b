"""What a figure counts, as far as it can be told apart: two figures are compared only where all of it is the same."""

import re
from bisect import bisect_right
from functools import cache
from typing import NamedTuple

from luoshi.reader.lexicon import any_of, load
from luoshi.reader.reading import Figure, Reading

_BREAKS = "，。；：！？\n\t（()）,;:"
_SCOPE = load("proofread")["scope"]
_OPENING = re.compile(
    rf"(?:(?:19|20)\d\d年(?:度|底|内)?|[到至]|{any_of(_SCOPE['own'])}|{any_of(_SCOPE['openings'])}|[一二三四五六七八九十][是要]|^\d{{1,2}}[.．、])+"
)
_TIME = re.compile(any_of(_SCOPE["times"]) + r"|\d{1,2}月|\d{1,2}年(?!度)")
_MAKING = any_of(load("figures")["making"])
_OWNER = re.compile(
    rf"(?:(?<=[，。；：\n、])|^)(?!{_MAKING})(?P<who>[㐀-鿿]{{2,8}}?(?:[县区市镇乡]|街道|学校|中学|小学|幼儿园|学院|大学|集团|中心|局|科|处|室))"
    rf"(?=[，：:要将]|{_MAKING})"
)
_LONGEST_LINK = 5  # characters between what is counted and its number: 稳定在, 达到
_YEAR_END = "12-31"
_LEAST = 4  # characters that tell what is counted


class Counted(NamedTuple):
    """What a figure counts (with its verb), in what, for when and for whom."""

    what: str
    unit: str
    year: int | None
    asked: bool
    due: str
    change: str
    times: frozenset[str]
    owner: str


@cache
def _bare() -> tuple[str, ...]:
    return tuple(_SCOPE["bare"])


def counted(reading: Reading, figure: Figure) -> Counted | None:
    """None where the text does not say clearly enough what the figure counts."""
    text = reading.text
    start = clause_start(text, figure.start)
    what = _what(text, start, figure)
    if what and figure.unit == "个百分点" and not what.endswith(tuple("率比重例度")):
        return None  # 高于全国1.7个百分点
    if figure.value is None or figure.high is not None or not figure.unit or what is None or figure.whole is not None:
        return None
    at = bisect_right(reading.sentences, figure.start, key=lambda sentence: sentence.start) - 1
    opens = max(reading.sentences[at].start if at >= 0 else 0, text.rfind("\n", 0, figure.start) + 1)
    before = text[opens : figure.start]
    return Counted(
        what,
        figure.unit,
        figure.year,
        figure.status == "target",
        _due(reading, opens, figure),
        figure.change or "",
        frozenset(_TIME.findall(text[start : clause_end(text, figure.end)])),
        "、".join(match["who"] for match in _OWNER.finditer(before) if not _OPENING.fullmatch(match["who"])),
    )


def clause_start(text: str, at: int) -> int:
    return max(text.rfind(sign, 0, at) for sign in _BREAKS) + 1


def clause_end(text: str, at: int) -> int:
    return min((found for sign in _BREAKS if (found := text.find(sign, at)) >= 0), default=len(text))


def _what(text: str, start: int, figure: Figure) -> str | None:
    subject, before = figure.subject or "", text[start : figure.start]
    if not subject or len(subject) > len(text):
        return None
    at = before.rfind(subject)
    if at >= 0:
        head, link = before[:at], before[at + len(subject) :]
    elif text.startswith(subject, figure.end):
        head, link = before, ""
    else:
        return None  # carried over from another clause
    told = _without_opening(head.rpartition("、")[2]) + subject if at >= 0 else _without_opening(head) + subject
    told = _without_opening(told)
    short = len(told) < _LEAST or told in _bare()
    behind = text[figure.end : clause_end(text, figure.end)].strip("、 　")
    return None if short or len(link) > _LONGEST_LINK else told + (f"…{behind}" if behind and at >= 0 else "")


def _without_opening(words: str) -> str:
    opening = _OPENING.match(words)
    return words[opening.end() :] if opening else words


def _due(reading: Reading, opens: int, figure: Figure) -> str:
    """The last time limit that its sentence names before the figure, or that stands behind it in its clause."""
    until = clause_end(reading.text, figure.end)
    due = next((d.due or "" for d in reversed(reading.deadlines) if opens <= d.start < until), "")
    return "" if due.endswith(_YEAR_END) else due  # 年内 says no more than the year

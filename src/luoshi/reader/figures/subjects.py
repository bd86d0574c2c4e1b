"""What a figure counts, in the report's words, and whether it is a difference."""

import re

from luoshi.reader.figures.amounts import Amount
from luoshi.reader.figures.scene import Scene
from luoshi.reader.figures.words import Endings
from luoshi.reader.lexicon import any_of, load

LONGEST = 24  # characters of a subject
_WORDS = load("figures")
_CHANGES = {word: way for way in ("up", "down") for word in _WORDS[way]}
_CHANGE_AT = Endings(_CHANGES)
_CHANGE = re.compile(any_of(_CHANGES))
_LEVEL = re.compile(any_of(["到", "至", "为"]))
_LINK = re.compile(rf"(?:{any_of(_WORDS['link'])}|[ ])+$")
_PAST = re.compile(r"(?:(?:19|20)[0-9]{2}年(?:度|底|以来)?|“?十[一二三四五六七八九]五”?(?:期间|时期|末))的?")
# 完成率 and 培训面 keep their verb; 2. is an item's number.
_LEAD = re.compile(
    rf"(?:{any_of(_WORDS['lead'])}(?![率面])|(?:19|20)[0-9]{{2}}年(?:度|底)?|[0-9]{{1,2}}[.．](?![0-9])|[ ])+"
)
_BEHIND = re.compile(r"[^，。；：！？、\n\t,;（）()“”0-9]{1,20}")
_AGAINST = re.compile("(?:[比较与同]|高出|低于).{0,8}")  # what a difference is measured by, not what is counted
_TAIL = re.compile(any_of([*_WORDS["tail"], *_WORDS["arrive"]]))


def subject(text: str, view: Scene, amount: Amount) -> str | None:
    """The noun behind the unit (30名校长) if there is one, else the words in front (入学率达95%)."""
    behind = _behind(text, amount) if amount.unit not in ("%", "元", "个百分点", "倍") else None
    return behind or _before(text, view, amount)


def _behind(text: str, amount: Amount) -> str | None:
    match = _BEHIND.match(text, amount.end)
    if not match:
        return None
    words = match[0].removeprefix("的")
    cut = _TAIL.search(words)
    words = words[: cut.start()] if cut else words
    return words or None


def _before(text: str, view: Scene, amount: Amount) -> str | None:
    start = view.clause(amount.start)
    start = max(start, amount.start - 2 * LONGEST, text.rfind("、", start, amount.start) + 1)
    start = max(start, _open_bracket(text, start, amount.start))
    parts = [_LINK.sub("", part) for part in _PAST.split(text[start : amount.start])]
    words = next(
        (part for part in reversed(parts) if part and not _AGAINST.fullmatch(part)), ""
    )  # 占比由2020年的45%: what stands before the year
    lead = _LEAD.match(words)
    words = words[lead.end() :] if lead else words
    return words[-LONGEST:].lstrip("）)”") or None


def _open_bracket(text: str, start: int, end: int) -> int:
    """Behind the last bracket that is not shut before `end`, else 0: 县（市）入园率 is one subject."""
    opened = max(text.rfind(sign, start, end) for sign in "（(")
    shut = any(text.find(sign, opened, end) >= 0 for sign in "）)")
    return 0 if opened < 0 or shut else opened + 1


def change(text: str, view: Scene, amount: Amount) -> str | None:
    """up or down where the number is a difference: 增长5%, 提高了3个百分点, but not 提高到78%."""
    at = amount.start
    word = _CHANGE_AT.at(text, at - 1 if text[at - 1 : at] in ("了", "达", " ") else at)
    if word:
        return _CHANGES[word]
    if amount.unit != "个百分点":
        return None
    found = _CHANGE.findall(text, view.clause(at), at)
    return _CHANGES[found[-1]] if found else None

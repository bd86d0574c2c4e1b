"""What is no amount although it has a number and a unit: names, ranks, ages, classes, figures of speech."""

import re

from luoshi.reader.figures.bounds import bound_behind, clause_start
from luoshi.reader.figures.units import Unit
from luoshi.reader.figures.words import Beginnings, Endings
from luoshi.reader.lexicon import any_of, load
from luoshi.reader.numerals import Value

_WORDS = load("figures")
_MAKING = Endings(_WORDS["making"])
_NAMING = Beginnings(_WORDS["naming"])
_NAMING_ALWAYS = Beginnings(_WORDS["naming_always"])
_CLASSES = Beginnings(_WORDS["classes"])
_LISTED = Beginnings(_WORDS["listed"])
_MATTERS = re.compile(rf"[^，。；：！？、\n]{{0,12}}?{any_of(_WORDS['matters'])}")
_ORDINAL = frozenset(_WORDS["ordinal"])
_ONCE = frozenset(_WORDS["once"])
_SINGLE = frozenset(_WORDS["single"])
_RHYTHM = 16  # characters that 每 may stand in front of its number
BARE_SCALES = frozenset(("百", "千", "万", "亿", "百万", "千万", "百亿", "千亿"))
_PERIOD_BEFORE = frozenset("初高大周期")
_ARTICLE_BEFORE = frozenset("是成做为作这那另某同每一哪唯统第")
_COMMA = re.compile(r"[，。；：！？\n]")
_QUOTE, _TITLE = 16, 60  # characters; a longer quotation is speech, and figures in it count


def is_amount(text: str, start: int, unit: Unit, *, plain: bool, bounded: bool) -> bool:
    """Whether number (from `start`) and unit say how much; `plain` is a small number without 万 or 余."""
    name = unit.name
    if name == "年" and text[start : unit.end].startswith(("19", "20")) and unit.end - start == 5:
        return False
    before = text[start - 1] if start else "\n"
    if unit.grade == "noun" and plain and not bounded:
        return False
    if name in _NEEDS and not any(word in text[max(0, start - 40) : start] for word in _NEEDS[name]):
        return False
    if (name == "分" and before in "点时:：角毛元") or (name == "天" and before in "第每"):
        return False
    if name in ("人", "名", "分", "元"):
        end, sign = bound_behind(text, unit.end)
        if sign and (_CLASSES.at(text, end) or (name == "分" and text[end : end + 1].isdecimal())):
            return False
    if (name == "米" and text.startswith("海拔", start - 2)) or (name == "次" and before == "届"):
        return False
    if before == "等" and text[start - 2 : start - 1] in tuple("”’》") and _MATTERS.match(text, unit.end):
        return False
    return not _NAMING_ALWAYS.at(text, unit.end) and not _named(text, start, unit.end)


_NEEDS = {"岁": ("寿命",), "年": ("年限",)}


def _named(text: str, start: int, end: int) -> bool:
    """Inside a short quotation or a title: part of a name."""
    return _between(text, start, end, "“”", _QUOTE) or in_title(text, start, end)


def in_title(text: str, start: int, end: int) -> bool:
    """Inside the title of a paper, 《…》."""
    return _between(text, start, end, "《》", _TITLE)


def _between(text: str, start: int, end: int, marks: str, reach: int) -> bool:
    opened = text.rfind(marks[0], max(0, start - reach), start)
    if opened < 0 or text.find(marks[1], opened, start) >= 0:
        return False
    return text.find(marks[1], end, opened + reach) >= 0


def counts(text: str, start: int, written: str, low: Value | None, unit: Unit, *, bounded: bool) -> bool:
    """Whether a Chinese number says how much, or only belongs to a phrase (一名好老师, 四套班子)."""
    before = text[start - 1] if start else "\n"
    if unit.grade == "arabic" and unit.name not in ("%", "个百分点", "岁"):
        return False
    if unit.name == "个百分点" or isinstance(low, float):  # 一点二五元
        return True
    if _NAMING.at(text, unit.end) or (
        text[unit.end : unit.end + 1] in tuple("大重") and _NAMING.at(text, unit.end + 1)
    ):
        return False
    made = bool(_MAKING.at(text, start - 1 if before == "了" else start))
    if written in BARE_SCALES:
        return bounded or made
    if low is None or bounded:
        return True
    if before in _PERIOD_BEFORE and text[start - 2 : start - 1] != "每":
        return False
    if low < 2:
        return before not in _ARTICLE_BEFORE and _one_counts(text, start, unit, made)
    if (low < 10 and unit.grade != "firm") or unit.name in _ORDINAL:
        return made or _rhythm(text, start) or (before == "等" and bool(_LISTED.at(text, unit.end)))
    return before not in "这那该哪两"


def _one_counts(text: str, start: int, unit: Unit, made: bool) -> bool:
    """每校一名, 新建一所, 新建学校一所: a lone 一 that is no article."""
    if unit.name in _ONCE or (made and unit.grade == "firm"):
        return True
    if unit.name in _SINGLE and _rhythm(text, start):
        return True
    clause = text[clause_start(text, start, _RHYTHM) : start]
    last = text[unit.end : unit.end + 1]
    return (
        unit.grade == "firm"
        and last in tuple("，。；、")
        and any(word in clause for word in ("新建", "建成", "新增", "改建", "迁建"))
    )


def made_at(text: str, at: int) -> bool:
    """Whether a verb of making stands directly before a place."""
    return bool(_MAKING.at(text, at))


def _rhythm(text: str, start: int) -> bool:
    """每学期至少一次, 每校一名: 每 in the same clause."""
    return "每" in text[clause_start(text, start, _RHYTHM, _COMMA) : start]

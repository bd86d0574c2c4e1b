"""Which place and level of government a report belongs to, told by the endings of names, never by a gazetteer."""

import re
from collections import Counter

from luoshi.reader.lexicon import any_of, load

_LEVELS = load("levels")
_LEVEL_OF = {suffix: level for level, suffixes in _LEVELS["suffixes"].items() for suffix in suffixes}
_SUFFIX = any_of(_LEVEL_OF)
_LONG = any_of(suffix for suffix in _LEVEL_OF if len(suffix) > 1)
_NOT_PLACES = re.compile(f"(?:{any_of(_LEVELS['not_places'])})$")
_STEM = r"[一-龥]"
# The stem of a county may be one character (×县); every other place has two or more before its ending.
_STEMS = rf"(?:{_STEM}{{2,7}}?|{_STEM}(?=县)|[Xx×*]{{1,3}})"
_PLACE = re.compile(rf"{_STEMS}(?:{_LONG}|{_SUFFIX})(?![市县区州旗]|里的|级)")
# A development zone may go by one character where it stands right before the verb.
_SHORT = re.compile(r"(?P<place>(?![我全本该各两新老城郊])[一-龥]区)(?=召开|举行|举办)")
_BEFORE = re.compile(r"^(?:(?:19|20)\d\d年|中共|关于|在|于|印发|《|“|今年)+")
_DEICTIC_OF = {word: level for level, words in _LEVELS["deictic"].items() for word in words}
_DEICTIC = re.compile(any_of(_DEICTIC_OF))
_SCHOOL = re.compile(r"(?:小学|中学|学校|幼儿园|[一二三四五六七八九十]中)$")
_STRUCK = re.compile(r"[Xx×*]")
_BELOW_CITY = re.compile(r"各?县[、（(]?[市区]|各区县|县市区|各县|各区、")
_BELOW_COUNTY = re.compile(r"各乡镇|乡镇中心|中心校|中心学校|各镇|乡镇街道|中心学区|各镇街|镇（街|教管中心|村小|股室")
_LONGEST_LOOK = 20_000  # characters looked at to tell the level from words like 全县
_NAMED = {
    level: re.compile(rf"(?=({_STEM}{{2}}[{''.join(s for s in suffixes if len(s) == 1)}])(?![县区州旗级场民容]))")
    for level, suffixes in _LEVELS["suffixes"].items()
    if level in ("city", "county")
}
_MOST = 40  # names looked at; a report has few
_NAMED_ENOUGH = 2  # how often a name met only in the text must occur to be believed


def leading_place(words: str) -> str | None:
    """The place that `words` begin with, the lowest unit of a chain: 甲市乙区教育局 → 乙区."""
    opening = _BEFORE.match(words)
    at, found = opening.end() if opening else 0, None
    short = _SHORT.match(words, at)
    if short:
        return short["place"]
    while match := _PLACE.match(words, at):
        if _NOT_PLACES.search(match[0]) or _STRUCK.search(match[0]):
            break
        found, at = match[0], match.end()
    return found


def place_after_year(name: str) -> str | None:
    """The place inside a meeting's name: 2024年某县教育工作会议."""
    match = re.search(r"\d{4}(?:[-—－~]\d{4})?(?:年度?|学年度?)", name)
    return leading_place(name[match.end() :]) if match else None


def level_of(place: str, text: str) -> str:
    """The level of a named place. 市 is a city, unless the text only speaks of townships below it."""
    if place in _LEVELS["direct"]:
        return "province"
    suffix = next(suffix for suffix in sorted(_LEVEL_OF, key=len, reverse=True) if place.endswith(suffix))
    if suffix == "市" and not _BELOW_CITY.search(text) and _BELOW_COUNTY.search(text):
        return "county"
    return str(_LEVEL_OF[suffix])


def level_by_words(title: str, lead: str, text: str) -> str | None:
    """The level where no place is named: from 全县, 市教育局 and the like, in the title before all else."""
    for where in (title, lead, text[:_LONGEST_LOOK]):
        counts = Counter(str(_DEICTIC_OF[word]) for word in _DEICTIC.findall(where))
        if counts:
            return counts.most_common(1)[0][0]
    return None


def is_school(body: str) -> bool:
    return bool(_SCHOOL.search(body))


def place_in_text(text: str, level: str) -> str | None:
    """The place of that level that the text names most, where the opening does not name it.

    A stem of two characters counts wherever it stands, with its ending or without, so that a verb before
    it, which could pass for its first character, loses: 举办某某市… and 某某教育 share 某某 only.
    """
    pattern = _NAMED.get(level)
    if pattern is None:
        return None
    look = text[:_LONGEST_LOOK]
    names = Counter(pattern.findall(look))
    scores = {
        name: look.count(name[:-1])
        for name, count in names.most_common(_MOST)
        if count >= _NAMED_ENOUGH and not _NOT_PLACES.search(name)
    }
    best = max(scores, key=lambda name: scores[name], default="")
    return best if scores.get(best, 0) > _NAMED_ENOUGH else None

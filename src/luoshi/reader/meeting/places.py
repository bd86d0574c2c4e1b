"""Which place and level of government a report belongs to, told by the endings of names, never by a gazetteer."""

import re
from collections import Counter
from itertools import islice

from luoshi.reader.lexicon import any_of, load
from luoshi.reader.numerals import ORDINALS

_LEVELS = load("levels")
_LEVEL_OF = {suffix: level for level, suffixes in _LEVELS["suffixes"].items() for suffix in suffixes}
_SUFFIX = any_of(_LEVEL_OF)
_LONG = any_of(suffix for suffix in _LEVEL_OF if len(suffix) > 1)
_NOT_PLACES = re.compile(f"(?:{any_of(_LEVELS['not_places'])})$|{any_of(_LEVELS['not_within'])}")
_DOINGS = frozenset(load("verbs")["verbs"])  # 迎接县级督导
_STEM = r"[㐀-鿿]"
# The stem of a county may be one character (×县); every other place has two or more before its ending.
_STEMS = rf"(?:{_STEM}{{2,7}}?|{_STEM}(?=县)|[Xx×*]{{1,3}})"
_PLACE = re.compile(rf"{_STEMS}(?:{_LONG}|{_SUFFIX})(?![市县区州旗]|里的|级)")
# A development zone may go by one character where it stands right before the verb.
_SHORT = re.compile(r"(?P<place>(?![我全本该各两新老城郊])[㐀-鿿]区)(?=召开|举行|举办)")
_BEFORE = re.compile(r"^(?:(?:19|20)\d\d年|中共|关于|在|于|印发|《|“|今年)+")
# The standing member of a city's committee who heads a county (某市委常委、县委书记): the county's meeting.
_ALSO_ABOVE = re.compile(
    rf"^(?:中共)?{_STEM}{{2,4}}[市州盟](?:委|政府)[^，。；、]{{1,8}}、(?=[^，。；、]{{0,8}}[县区市旗]委)"
)
_COMMITTEE = re.compile(r"[省市县区旗州盟](?:委|政府|人民政府)")
_DEICTIC_OF = {word: level for level, words in _LEVELS["deictic"].items() for word in words}
_DEICTIC = re.compile(any_of(_DEICTIC_OF))
_SCHOOL = re.compile(rf"(?:小学|中学|学校|幼儿园|[{ORDINALS}]中)$")
_STRUCK = re.compile(r"[Xx×*]")
_BELOW_CITY = re.compile(any_of(_LEVELS["below_city"]))
_BELOW_COUNTY = re.compile(any_of(_LEVELS["below_county"]))
_ABOVE = re.compile(rf"({_STEM}{{2}})市属(?:及)?以上")
_UNIT = re.compile(
    r"[全我市县区旗州省](?:(?<=[全我])(?P<whole>[市县区旗州省])"
    rf"|(?<=(?P<own>[市县区旗州省]))(?:{any_of(_LEVELS['authorities'])}))"
)
_ORGAN = rf"(?:委|人民|政府|教育|教体|教委|教科|中小学|中学|小学|实验|第[{ORDINALS}]|一中)"
_IN_TITLE = re.compile(rf"《(?P<place>{_STEM}{{2,3}}[市县区旗])(?![市县区级])")
_SHORT_NAME = re.compile(
    rf"(?:{any_of(_LEVELS['before_short_names'])})(?:{any_of(_LEVELS['fully'])})?(?P<stem>{_STEM}{{2}})教育(?!{any_of(_LEVELS['not_after_short_names'])})"
)
_SITE_END = re.compile(any_of(["网", *_LEVELS["columns"]]))
_SITE = re.compile(
    rf"(?<!{_STEM})(?P<stem>{_STEM}{{2,3}})"
    rf"(?:(?:教育|政府|政务|新闻|党建|教研)(?:信息|新闻|门户|政务)?网|(?:{any_of(_LEVELS['columns'])})(?!{_STEM}))"
)
_CONDITIONS = re.compile(
    rf"(?:{any_of(_LEVELS['before_conditions'])})(?P<stem>{_STEM}{{2}})(?:{any_of(_LEVELS['conditions'])})"
)
_ON_PAGE = re.compile(
    rf"(?<!{_STEM})(?:{any_of(_LEVELS['before_on_page'])})?(?:{_STEM}{{2,3}}[省市州])?"
    rf"(?P<place>(?:{_STEM}{{2,3}}|{_STEM}(?=县))[市县区旗州])(?={any_of(_LEVELS['behind_on_page'])})"
)
_AS_A_WHOLE = any_of(_LEVELS["behind_short_names"])
_NAMESAKES = any_of(_LEVELS["schools"])
_BESIDE = any_of(_LEVELS["beside_short_names"])
_VERB = re.compile(any_of(_LEVELS["before_short_names"]))
_NO_SHORT_NAME = re.compile(any_of(_LEVELS["not_short_names"]))
_LONGEST_LOOK = 20_000  # characters looked at to tell the level from words like 全县
_NAMED = {
    level: re.compile(f"[{ends}](?<=({_STEM}{{2}}[{ends}]))(?![县区州旗级场民容])")
    for level, suffixes in _LEVELS["suffixes"].items()
    if level in ("city", "county") and (ends := "".join(suffix for suffix in suffixes if len(suffix) == 1))
}
_MOST = 40  # names looked at; a report has few
_OFTEN_ENOUGH = 3  # how often 某某教育 must occur to be a sign that 某某 is a place
_TAIL = 100  # characters; a longer line, or one with a full stop, names no author or source
_NAMED_ENOUGH = 2  # how often a name met only in the text must occur to be believed


def leading_place(words: str) -> str | None:
    """The place that `words` begin with, the lowest unit of a chain: 甲市乙区教育局 → 乙区."""
    words = _ALSO_ABOVE.sub("", words)
    opening = _BEFORE.match(words)
    at, found = opening.end() if opening else 0, None
    short = _SHORT.match(words, at)
    if short:
        return short["place"]
    if _COMMITTEE.match(words, at):
        return None
    while match := _PLACE.match(words, at):
        if _no_place(match[0]) or _STRUCK.search(match[0]):
            break
        found, at = match[0], match.end()
    return found


def place_after_year(name: str) -> str | None:
    """The place inside a meeting's name: 2024年某县教育工作会议."""
    match = re.search(r"\d{4}(?:[-—－~]\d{4})?(?:年度?|学年度?)", name)
    return leading_place(name[match.end() :]) if match else None


def level_of(place: str, text: str) -> tuple[str, str]:
    """The level of a named place, and why. 市 is a city, unless the text only speaks of what is below a county."""
    if place in _LEVELS["direct"]:
        return "province", "level-of-place"
    suffix = next(suffix for suffix in sorted(_LEVEL_OF, key=len, reverse=True) if place.endswith(suffix))
    if suffix != "市":
        return str(_LEVEL_OF[suffix]), "level-of-place"
    if _BELOW_CITY.search(text):
        return "city", "level-of-place"
    above = any(match[1] != place[-3:-1] for match in _ABOVE.finditer(text, 0, min(len(text), _LONGEST_LOOK)))
    county = above or _BELOW_COUNTY.search(text)
    return ("county", "level-by-units-below") if county else ("city", "level-doubtful")


def level_by_words(title: str, lead: str, text: str) -> str | None:
    """The level where no place is named: from 全县, 市教育局 and the like, in the title before all else."""
    for where in (title, lead, text[:_LONGEST_LOOK]):
        counts = Counter(str(_DEICTIC_OF[word]) for word in _DEICTIC.findall(where))
        if counts:
            return counts.most_common(1)[0][0]
    return None


def is_school(body: str) -> bool:
    return bool(_SCHOOL.search(body))


def _no_place(name: str) -> bool:
    """Whether it only ends like a place; a town called 某城市 or a district called 某山区 is one, 大城市 is none."""
    if len(name) == 3 and name.endswith(("城市", "都市", "城区", "山区")):
        return name[0] in "大中小各全本我老新该两外等一省个型主市县乡高深石林边"
    return name[:-1] in _DOINGS or bool(_NOT_PLACES.search(name))


def unit_of(text: str) -> str | None:
    """What the text calls its own area, one of 省市州县区旗: the word it uses most in 全县, 县教育局 and the like."""
    counts = Counter(match["whole"] or match["own"] for match in _UNIT.finditer(text[:_LONGEST_LOOK]))
    return counts.most_common(1)[0][0] if counts else None


def place_of_office(text: str, unit: str | None) -> str | None:
    """The place of that unit before an office (某某市教育局), if its short name stands elsewhere too; where
    the text has no unit of its own, the place in the titles of two regulations that it goes by."""
    look = text[:_LONGEST_LOOK]
    if unit is None:
        names = Counter(match["place"] for match in _IN_TITLE.finditer(look))
        return next((name for name, count in names.most_common(1) if count >= _NAMED_ENOUGH), None)
    names = Counter(re.findall(rf"(?=({_STEM}{{2}}{unit}){_ORGAN})", look))
    named = (name for name, _ in names.most_common(_MOST) if not _no_place(name))
    return next((name for name in named if look.count(name[:-1]) >= _NAMED_ENOUGH), None)


def place_by_short_name(text: str, headline: str, around: str, unit: str | None) -> str | None:
    """The place that goes by its stem: 推动某某教育…, 某某教育网. The headline's is believed; another needs a
    second sign, in the text or on the page `around` it. The ending is the one written, else the text's own unit."""
    everything = f"{around[:_LONGEST_LOOK]}\n{text[:_LONGEST_LOOK]}"
    first = {match["stem"] for match in _SHORT_NAME.finditer(headline)}
    shorts = dict.fromkeys(match["stem"] for match in _SHORT_NAME.finditer(everything))
    sites = dict.fromkeys(match["stem"] for match in _SITE.finditer(everything)) if _SITE_END.search(everything) else {}
    for stem in islice((shorts | sites), _MOST):
        if _NO_SHORT_NAME.search(stem) or _VERB.search(stem):
            continue
        written = re.search(rf"{stem}(?:[市县旗州]|区(?!域))", everything)
        signs = (
            stem in shorts,
            stem in sites,
            written,
            re.search(rf"{stem}(?:”|{_BESIDE}|{_NAMESAKES})", everything),
            text.count(f"{stem}教育") >= _OFTEN_ENOUGH and re.search(rf"{stem}教育(?:{_AS_A_WHOLE})", text),
        )
        if stem in first or sum(map(bool, signs)) > 1:
            return written[0] if written else f"{stem}{unit}" if unit else None
    return None


def place_on_page(text: str, around: str, unit: str | None) -> str | None:
    """The one place of the text's own unit whose office or site the page or the text's end names (某县融媒体中心)."""
    if unit is None:
        return None
    lines = [*around[:_LONGEST_LOOK].split("\n"), text.rstrip()[-_TAIL:].rpartition("\n")[2]]
    look = "\n".join(line for line in lines if len(line) <= _TAIL and "。" not in line)
    names = {match["place"] for match in _ON_PAGE.finditer(look) if match["place"].endswith(unit)}
    names = {name for name in names if not _no_place(name)}
    return names.pop() if len(names) == 1 else None


def place_by_conditions(text: str, unit: str | None) -> str | None:
    """The place whose conditions a measure has to fit: 符合某某实际, with the text's own unit."""
    if unit is None:
        return None
    stems = {match["stem"] for match in _CONDITIONS.finditer(text[:_LONGEST_LOOK])}
    stems = {stem for stem in stems if not _NO_SHORT_NAME.search(stem) and not _VERB.search(stem)}
    return f"{stems.pop()}{unit}" if len(stems) == 1 else None


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
        if count >= _NAMED_ENOUGH and not _no_place(name)
    }
    best = max(scores, key=lambda name: scores[name], default="")
    return best if scores.get(best, 0) > _NAMED_ENOUGH else None

"""Persons named in a report: found by the office before the name, never by a list of persons."""

import re
from dataclasses import dataclass
from functools import lru_cache

from luoshi.reader.figures.words import Beginnings
from luoshi.reader.lexicon import any_of, load

_OFFICES = load("offices")
_SURNAMES = load("surnames")
_SPEECH = load("speech")

# A name struck out on purpose (XXX局长, 某某同志) is a person whose name nobody knows.
STRUCK = r"(?:[XxＸ×*＊○]{1,4}|某某?某?)"
_SURNAME = rf"(?:{any_of(_SURNAMES['double'])}|[{_SURNAMES['single']}])"
FULL_NAME = rf"(?:{_SURNAME}[㐀-鿿]{{1,2}}?|[㐀-鿿]{{2,6}}·[㐀-鿿]{{2,6}})"
AFTER_NAME = rf"(?=[^㐀-鿿·]|$|{any_of(_SPEECH['after_name'])})"
OFFICE_END = any_of(_OFFICES["ends"])

_NAMED = re.compile(rf"(?:{OFFICE_END})[ 　]{{0,2}}(?P<name>{FULL_NAME}|{STRUCK}){AFTER_NAME}")
_SHARED = re.compile(rf"(?:、|和|及)(?P<name>{FULL_NAME}){AFTER_NAME}")
_STRUCK_FIRST = re.compile(rf"{STRUCK}(?=同志|{OFFICE_END})")
_STRUCK = re.compile(STRUCK)
_STRUCK_SIGN = re.compile("[XxＸ×*＊○某]")  # what a name struck out begins with
_ENDS_AS_OFFICE = re.compile(rf"(?:{OFFICE_END})$")
_NOT_NAMES = tuple(_SURNAMES["not_names"])
_BREAK = re.compile(r"[，。；：！？\n“”《》]")
_OPENING = re.compile(
    r"^(?:会上|会前|会后|会议|大会|随后|最后|接着|首先|其次|之后|下面|现在|邀请|欢迎|先?请|先?由|其中|以及|出席|还有|和|及|与|的|是|\d+[日月年]|[上下]午|同志)+"
)
_OFFICE_REACH = 40  # characters; longer strings of offices are not worth a mistake
_RANK = "(?:党组|党委|党支部|党总支|党工委|机关党委|常务|副|主要|分管|总|代|第一)"
_BODY = "[局厅委部院室站所会校]|政府|人大|政协|中心|党工委|学区|学校|小学|中学|幼儿园"
_AUTHORITY = re.compile(
    rf"^(?P<authority>[^、]*?(?:{_BODY}|[省市县区旗州盟](?=副?[省市县区旗州盟]长)))(?P<office>{_RANK}{{0,4}}(?:{OFFICE_END}).*)$"
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person at a place of the text. `name` None: struck out. `title` is the office with its body as
    written (县教育局党组书记、局长), None where the name stands alone; `opens` is where that title begins."""

    start: int
    end: int
    name: str | None
    title: str | None
    opens: int


_WORDS = re.compile("[㐀-鿿]+")
_AFTER_NAME = re.compile(AFTER_NAME)
_COMRADE_OR_OFFICE = re.compile(rf"(?:同志|{OFFICE_END})")
_OFFICE_SOON = re.compile(rf"[^，。；、]{{0,6}}?(?:{OFFICE_END})")


@lru_cache(maxsize=1)
def people(text: str) -> tuple[Person, ...]:
    """Everybody who is named right behind an office, in reading order, who shares that office, and where
    the same person is named again. The last answer is kept: two steps ask for the same text."""
    found: list[Person] = []
    reached = 0
    for match in _NAMED.finditer(text):
        name = match["name"]
        if match.start() < reached or name.startswith(_NOT_NAMES):
            continue
        opens = _title_start(text, max(reached, match.start() - _OFFICE_REACH), match.start("name"))
        title = text[opens : match.start("name")].strip(" 　") or None
        found.append(Person(match.start("name"), match.end(), None if _STRUCK.match(name) else name, title, opens))
        reached = match.end()
        while (other := _SHARED.match(text, reached)) and not _is_office(text, other):
            found.append(Person(other.start("name"), other.end(), other["name"], title, other.start("name")))
            reached = other.end()
    found += _struck_first(text)
    found += _again(text, found)
    return tuple(sorted(found, key=lambda person: person.start))


def split_title(title: str) -> tuple[str | None, str]:
    """Whose office it is, and the office: 县教育局党组书记、局长 → (县教育局, 党组书记、局长)."""
    match = _AUTHORITY.match(title)
    if match and match["office"]:
        return match["authority"], match["office"]
    return None, title


def _again(text: str, found: list[Person]) -> list[Person]:
    """Later mentions of the same persons by name alone, where a name can stand: at a clause's beginning."""
    names = {person.name for person in found if person.name}
    if not names:
        return []
    known = {person.start for person in found}
    named = Beginnings(names)
    again, reached = [], 0
    for clause in _WORDS.finditer(text):
        start = clause.start()
        name = named.at(text, start) if start >= reached else None
        if name:
            reached = start + len(name)
            if start not in known and _AFTER_NAME.match(text, reached):
                again.append(Person(start, reached, name, None, start))
    return again


def _struck_first(text: str) -> list[Person]:
    if not _STRUCK_SIGN.search(text):
        return []
    found = []
    for match in _STRUCK_FIRST.finditer(text):
        office = _COMRADE_OR_OFFICE.match(text, match.end())
        title = None if office is None or office[0] == "同志" else office[0]
        found.append(Person(match.start(), match.end(), None, title, match.start()))
    return found


def _is_office(text: str, match: re.Match[str]) -> bool:
    """Whether what follows 、 begins another office or group, not a further name."""
    rest = text[match.start("name") : match.end() + 8]
    return match["name"].startswith(_NOT_NAMES) or bool(_OFFICE_SOON.match(rest))


def _title_start(text: str, lowest: int, name_start: int) -> int:
    """Where the run of offices before a name begins; `、` joins offices, a comma parts them."""
    chunk = text[lowest:name_start]
    opens = max((match.end() for match in _BREAK.finditer(chunk)), default=0)
    pieces = chunk[opens:].split("、")
    kept = len(pieces) - 1
    while kept > 0 and _ENDS_AS_OFFICE.search(pieces[kept - 1]):
        kept -= 1
    opens += sum(len(piece) + 1 for piece in pieces[:kept])
    opening = _OPENING.match(chunk[opens:])
    return lowest + opens + (opening.end() if opening else 0)

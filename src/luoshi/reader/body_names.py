"""The names of bodies: what one is made of, and which stand in a list."""

import re
from collections.abc import Iterator

from luoshi.reader.lexicon import any_of, load
from luoshi.reader.named import UNIT

_WORDS = load("bodies")
LEVELS = "".join(_WORDS["levels"])
LEVELS_IN_BRACKETS = rf"[（(〔\[](?:[{LEVELS}园]|街道(?:办事处|办)?|学区|特区|管委会|开发区|新区|[、，,])+[）)〕\]]"
_NAME = "(?:(?![要应将把须可在对以和与及的各有不每按直级])[㐀-鿿]){1,8}?"
OFFICE = rf"[{LEVELS}]{_NAME}(?:局|委(?:[㐀-鿿]{{1,3}}[办部])?|办|厅)"  # 县某某局, whatever it is in charge of
TOKEN = rf"(?:{OFFICE}|{any_of([*_WORDS['heads'], *_WORDS['modifiers']])}|{LEVELS_IN_BRACKETS})"
_TOKENS = re.compile(rf"(?>{TOKEN}){{1,9}}+")
ENDS = re.compile(rf"(?:{any_of(_WORDS['ends'])})(?:[（(][^（()）]*[）)])?$")
_MEMBER = re.compile(r"(?:[^、，,；;。/／\s（()）【】〔〕\[\]<>＜＞]|[（(〔<＜][^（()）〔〕<>＜＞\n]{0,60}[）)〕>＞])+")
AND_OTHERS = re.compile(r"等(?:有关|相关|多)?(?:部门|单位|科室)?(?:和单位)?$|(?:按照?各?自?职责|按职能|根据职责).*$")
_AND = re.compile(r"(?<=[局委办厅部校门府位地区县构园室科])(?:和|及|与|以及)(?=[市县区省州各有相学教幼])")
FIRST_OF_NAME = re.compile(rf"[{LEVELS}]$|各级$|各类$|[{LEVELS}]级$")
AREAS = re.compile(r"各[县区市旗州盟]+$")
_LEVEL = re.compile(rf"[{LEVELS}]$")
_LEVEL_WITH_BRACKET = re.compile(rf"[{LEVELS}]{LEVELS_IN_BRACKETS}")
BARE_GOVERNMENT = re.compile(rf"[{LEVELS}](?:人民)?政府$")
LONGEST_NAME = 30
_OFFICE_OR_UNIT = re.compile(rf"{UNIT}|{OFFICE}")
_GLUED = re.compile(rf"(?:{UNIT}){{2,8}}(?:{OFFICE}){{0,8}}|{UNIT}(?:{OFFICE}){{1,8}}")  # only blanks parted them


def members_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The members of a list; 市、县两级… and 各区、市政府 are one, 等 and what follows is cut off."""
    waiting: int | None = None
    found = list(_MEMBER.finditer(text, start, end))
    for index, match in enumerate(found):
        words = match[0]
        opens = match.start() if waiting is None else waiting
        following = found[index + 1] if index + 1 < len(found) else None
        if following and text[match.end() : following.start()] == "、" and _goes_on(words, following[0]):
            waiting = opens
            continue
        waiting = None
        closes = match.end() - (len(words) - len(AND_OTHERS.sub("", words)))
        if opens == match.start() and _GLUED.fullmatch(text, opens, closes):
            yield from (name.span() for name in _OFFICE_OR_UNIT.finditer(text, opens, closes))
        else:
            yield from _conjoined(text, opens, closes)


def _goes_on(words: str, following: str) -> bool:
    """Whether 、 stands inside a name: 市、县两级…, 各区、市政府, 各市、州、县人民政府, 教育、财政部门."""
    if AREAS.match(words):
        goes_on = (BARE_GOVERNMENT, _LEVEL, _LEVEL_WITH_BRACKET)
        return any(pattern.match(following) for pattern in goes_on)
    return bool(FIRST_OF_NAME.match(words) or (_TOKENS.fullmatch(words) and not ENDS.search(words)))


def _conjoined(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A和B as two, where both sides look like bodies."""
    match = _AND.search(text, start, end)
    if match and ENDS.search(text[start : match.start()]) and ENDS.search(text[match.end() : end]):
        yield start, match.start()
        yield from _conjoined(text, match.end(), end)
    elif end > start:
        yield start, end


def looks_like_body(words: str) -> bool:
    return 1 < len(words) <= LONGEST_NAME and bool(ENDS.search(words)) and not re.search(r"[\d%：:“”《》]", words)

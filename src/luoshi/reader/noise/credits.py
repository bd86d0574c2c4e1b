"""Credits inside a report's own lines: in brackets, behind the last stop, before the first word."""

import re
from collections.abc import Iterator
from functools import cache

from luoshi.reader.lexicon import any_of, load
from luoshi.reader.noise.page import CREDITS, is_name, is_running, known_line, labelled

_ENDS = 60  # characters behind a line's last stop that may be a credit
_BELOW = 600  # characters that may stand below the names
_NAME = "[㐀-鿿]{2,4}"
NAMES = re.compile(
    # Blanks between Chinese characters may be gone: 县新闻中心王某张某.
    rf"[。！？][”）]? ?(?P<signed>(?P<open>（)?"
    rf"(?(open)(?P<office>[^（）。，： ]{{2,14}}(?: |(?:中心|电视台|广播站|报社|通讯组|报道组|宣传部|新闻办|办公室)(?! )))?)"
    rf"(?P<names>(?(office)[㐀-鿿]{{2,12}}|{_NAME})(?:[ 、]{_NAME}){{0,3}})(?P<close>）)?)$",
    re.MULTILINE,
)
TAIL = re.compile(rf"[。！？][”）]?(?P<rest> ?[^\n。！？；]{{2,{_ENDS}}})$", re.MULTILINE)


def inline_credits(chars: str) -> list[tuple[int, int, str]]:
    return sorted({*_prefixes(chars), *_brackets(chars), *_tails(chars), *_names(chars)})


def _prefixes(chars: str) -> Iterator[tuple[int, int, str]]:
    for match in _prefix().finditer(chars):
        yield match.start(), match.end(), CREDITS


def _brackets(chars: str) -> Iterator[tuple[int, int, str]]:
    for match in _bracket().finditer(chars):
        yield match.start(), match.end(), CREDITS


def _tails(chars: str) -> Iterator[tuple[int, int, str]]:
    """What follows the last stop of a line and is nothing but a credit or furniture."""
    for match in TAIL.finditer(chars):
        rest = match["rest"].strip()
        kind = CREDITS if _signed().fullmatch(rest) else known_line(rest)
        if kind:
            yield match.start("rest") + len(match["rest"]) - len(match["rest"].lstrip()), match.end(), kind


def _names(chars: str) -> Iterator[tuple[int, int, str]]:
    """The writers' names behind a report's last stop: in brackets, with their office before them, or bare above
    the page's own credits."""
    for match in NAMES.finditer(chars):
        if not all(is_name(name) for name in re.split("[ 、]", match["names"])):
            continue
        below = chars[match.end() :].lstrip("\n").split("\n", 1)[0] if len(chars) - match.end() < _BELOW else "。"
        bracketed = match["open"] and match["close"]
        if (bracketed and not is_running(below)) or (not match["open"] and labelled(below) == CREDITS):
            yield match.start("signed"), match.end(), CREDITS


@cache
def _prefix() -> re.Pattern[str]:
    """本报讯, and 某某新闻网3月5日讯: the day there is the page's, not the meeting's."""
    prefixes = any_of(load("credits")["prefixes"])
    outlets = any_of(load("credits")["outlets"])
    day = r"(?: ?\d{1,2}月\d{1,2}日)?"
    roles = any_of(load("credits")["roles"])
    # 本网讯（王某）, 本网讯记者王某报道：
    by = rf"(?: ?（[㐀-鿿]{{2,12}}(?:[ 、]{_NAME}){{0,3}}）| ?{roles} ?{_NAME}(?:[ 、]{_NAME}){{0,3}}?(?: ?报道)?(?=：))?"
    return re.compile(
        rf"^(?:{prefixes}|[^\n。，：；（“]{{0,10}}{outlets}[^\n。，：；（“\d]{{0,6}}{day}(?:讯|电)){by}[ ：]*",
        re.MULTILINE,
    )


@cache
def _bracket() -> re.Pattern[str]:
    labels = any_of([w for w in load("credits")["labels"] if len(w) > 1])
    roles = any_of(load("credits")["roles"])
    inside = r"[^（）()【】\n。；]"
    outlet = r"[^（）()【】\n：:，。；]{0,12}"
    return re.compile(
        rf"[（【](?:{labels}[：: ]{inside}{{1,60}}|{outlet}(?:{roles})[：: ]?(?:{inside}{{1,40}})?)[）】]"
    )


@cache
def _signed() -> re.Pattern[str]:
    """A writer's line: an outlet, 记者 and names (run together once their blanks are gone), 摄 or 文/图 at the end."""
    roles = any_of(load("credits")["roles"])
    ends = any_of(load("credits")["ends"])
    name = "[㐀-鿿]"
    return re.compile(
        rf"[^，。：]{{0,12}}(?:{roles}) ?[：:]?(?:(?: ?{name}{{1,4}}){{1,4}}(?: ?(?:{roles}|{ends}))*|[{name[1:-1]} 、/]{{1,36}}{ends})"
        rf"|{name}{{2,4}} ?摄影?"
    )

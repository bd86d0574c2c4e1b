"""Where the lines of a text began before a page ran them together."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise

from luoshi.reader.lexicon import any_of, load
from luoshi.reader.numerals import ORDINALS, value

_LONG = 600  # characters; no author's paragraph with three numbered parts in it is longer
_SHORT, _MOST = 240, 0.8  # characters of a shorter line that is run together, if it is nearly all of its text
_LONGEST_LINE = 36  # characters of a heading
_FEWEST = 3  # numbers of parts that make a long line several lines
_HEAD, _TAIL = 400, 60  # characters in which a paper says what it is and to whom, and who signs it

_NUMBER = re.compile(
    # A set of characters comes first, which makes the search fast.
    rf"[{ORDINALS}（(\d第](?:(?<![第附件初高\d{ORDINALS}][{ORDINALS}])(?P<han>(?<=[{ORDINALS}])[{ORDINALS}]{{0,2}})、(?=[㐀-鿿“《\d]{{2}})"
    rf"|(?P<paren>(?<=[（(])[{ORDINALS}]{{1,3}})[)）](?=[㐀-鿿“《])|(?P<num>(?<=[（(])\d{{1,2}})[)）](?=[㐀-鿿“《])"
    rf"|(?P<dot>(?<=\d)(?<![\d.．]\d)\d?)(?:[.．]|、(?!\d))(?=[㐀-鿿“《])"
    rf"|(?<=第)(?P<part>[{ORDINALS}]{{1,3}})(?:章|部分)|(?<=第)(?P<article>[{ORDINALS}百]{{1,4}})条(?=[ 　]))"
)
_OPENS_BEHIND = "。；：！？”）) 　"
_OPENS = any_of(load("speech")["opens"])
_SPEAKS = re.compile(rf"(?<=。)(?:(?:会议|大会|报告|[^，。；：“\d]{{2,30}})(?:最后)?{_OPENS}(?=[，：])|——(?=[㐀-鿿]))")
_PAPER_NUMBER = re.compile(
    r"(?:(?<=[点见案知划法结告定则])[㐀-鿿]{2,7}|[（(][㐀-鿿]{2,8})[〔\[［][12]\d{3}[〕\]］]\d{1,4}号(?:[^）)，。]{0,6}[）)])?"
)
_ADDRESSEES = re.compile(r"(?<=[号）)知案见划点])各[^。；：]{2,120}：")
_SIGNED = re.compile(r"(?<=[。）])[㐀-鿿]{4,24}(?:局|府|室|委|会|厅|部|校)(?=(?:19|20)\d\d年\d{1,2}月\d{1,2}日)")
_DAY = re.compile(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日(?=$|\n|[（(]|[㐀-鿿])")


@lru_cache(maxsize=1)
def starts(text: str) -> tuple[int, ...]:
    """Offsets at which a line began, in lines too long to be an author's: at their numbers, where somebody begins to
    speak, and in a paper's head and signature. A text with its own lines has none."""
    found: list[int] = []
    begin = 0
    while begin < len(text):
        end = text.find("\n", begin)
        end = len(text) if end < 0 else end
        nearly_all = end - begin > _MOST * len(text)
        if end - begin > (_SHORT if nearly_all else _LONG):
            found += _within(text, begin, end, fewest=0 if nearly_all else _FEWEST)
        begin = end + 1
    return tuple(found)


def lines(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The lines at `spans`, those that were run together cut where each began."""
    begun = starts(text)
    for start, end in spans:
        cuts = begun[bisect_right(begun, start) : bisect_left(begun, end)]
        yield from pairwise((start, *cuts, end))


def begins_at(text: str, place: int) -> bool:
    """Whether a line began here that a page put behind another."""
    begun = starts(text)
    at = bisect_left(begun, place)
    return at < len(begun) and begun[at] == place


def _within(text: str, begin: int, end: int, *, fewest: int) -> list[int]:
    numbers = set(_in_order(text, begin, end))
    if len(numbers) < fewest:
        return []
    found = numbers | {match.start() for match in _SPEAKS.finditer(text, begin, end)}
    if begin == 0:
        found |= _head(text, min([end, _HEAD, *numbers]))
    for signed in _SIGNED.finditer(text, begin, end):
        day = _DAY.match(text, signed.end())
        found |= {signed.start(), signed.end()} | ({day.end()} if day else set())
    return sorted(found - {begin, end})


def _head(text: str, end: int) -> set[int]:
    """Around the number of a paper and whom it is sent to."""
    found: set[int] = set()
    for pattern in (_PAPER_NUMBER, _ADDRESSEES):
        match = pattern.search(text, 0, end)
        found |= set(match.span()) if match else set()
    return found


def _in_order(text: str, begin: int, end: int) -> Iterator[int]:
    """Numbers that follow one another in their scheme; the first of a list needs its second, or the first of an inner
    list close behind it."""
    runs: dict[str, list[tuple[int, int]]] = {}
    firsts: list[tuple[int, str]] = []
    for match in _NUMBER.finditer(text, begin, end):
        start, before = match.start(), text[match.start() - 1 : match.start()]
        scheme = str(match.lastgroup)
        number = value(text[start : match.end("han")] if scheme == "han" else match[0].strip("（()）.．、第章条部分"))
        if number and (before in _OPENS_BEHIND or "㐀" <= before <= "鿿"):
            runs.setdefault(scheme, []).append((start, int(number)))
            if number == 1:
                firsts.append((start, scheme))
    for (outer, scheme), (inner, other) in pairwise(firsts):
        if other != scheme and inner - outer <= _LONGEST_LINE:
            yield outer
    for run in runs.values():
        for i, (start, number) in enumerate(run):
            follows = i > 0 and run[i - 1][1] == number - 1
            opens = number == 1 and i + 1 < len(run) and run[i + 1][1] == 2
            if follows or opens:
                yield start


@cache
def _named() -> re.Pattern[str]:
    """A heading that says what kind of part it is (一、指导思想), and the text behind it."""
    sections = load("kinds")["sections"]
    names = any_of({name for names in sections.values() for name in names})
    return re.compile(rf"[^，。；：、]{{0,16}}{names}(?![，、。；：的和与及是为])")


def named_end(text: str, start: int, end: int) -> int:
    """Where a heading that only names its part ends, whose text runs on behind it; 0 if it is none."""
    match = _named().match(text, start, end)
    return match.end() if match else 0
